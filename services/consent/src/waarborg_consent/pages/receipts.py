"""Receipts for people: which consents there were, and a receipt of each as a file."""

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from waarborg_consent import actions, receipts
from waarborg_consent.actions import Receiptable
from waarborg_consent.domain import ReceiptForm
from waarborg_consent.own_looks import note_look
from waarborg_consent.receipts import words
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.auth import ActorKind, require_duty, require_somebody
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, noted
from waarborg_shared.web.schemas import Reference

receipt_pages = Blueprint("receipts", __name__, url_prefix="/consent", template_folder="../templates")

FORM_WORDS = {
    ReceiptForm.PDF: (noted("To read and keep (PDF)"), noted("A letter that you can open, print and pass on.")),
    ReceiptForm.ISO27560: (
        noted("For computers: ISO/IEC TS 27560"),
        noted("The international form of a receipt, in JSON-LD. Everything stands in it."),
    ),
    ReceiptForm.KANTARA: (
        noted("For computers: Kantara 1.1"),
        noted("For an app or service in which you collect receipts of several organisations."),
    ),
    ReceiptForm.FHIR: (
        noted("For computers: FHIR R4"),
        noted("For another care provider, whose care record can take it in."),
    ),
}


@receipt_pages.get("/receipts/")
def own_receipts() -> str:
    """Show a person each consent of his own of which a receipt can be had."""
    require_somebody(current.actor)
    if current.actor.kind is not ActorKind.PERSON or not current.actor.subject_ref:
        return render_template("consent/welcome.html", ended=False)
    return _listed(current.actor.subject_ref)


@receipt_pages.get("/people/<subject_ref>/receipts")
def receipts_of_client(subject_ref: str) -> str:
    """Show a member of staff the same of a client."""
    require_duty(current.actor, Duty.CONSENT_READ)
    if not Reference.fits(subject_ref):
        raise NotFound
    note_look(subject_ref, OWN_CONSENTS)
    return _listed(subject_ref)


@receipt_pages.get("/receipts/<consent_id>")
def receipt(consent_id: str) -> str:
    """Show in which forms a receipt of one consent can be had."""
    _require_reader()
    found = _found(consent_id)
    return render_template(
        "consent/receipt.html",
        found=found,
        purpose=current.rules.purposes[found.purpose],
        forms={
            form: said for form, said in FORM_WORDS.items() if form is not ReceiptForm.PDF or receipts.can_write_pdf()
        },
        status_words=words.STATUS,
        how_words=words.HOW,
        own=current.actor.kind is ActorKind.PERSON,
    )


@receipt_pages.get("/receipts/<consent_id>/<form>")
def receipt_file(consent_id: str, form: str) -> Response:
    """Give a receipt as a file; that it was given, and to whom, is written in the person's file."""
    _require_reader()
    found = _found(consent_id)
    if form not in set(ReceiptForm):
        raise NotFound
    origin = current.runtime.settings.origin_of(current.organisation)
    with current.begin() as work:
        issued = actions.issue_receipt(
            work,
            found.consent_id,
            purpose=found.purpose,
            form=ReceiptForm(form),
            language=current.lang,
            rules=current.rules,
            url=f"{origin}/consent",
        )
    headers = {"Content-Disposition": f'attachment; filename="{issued.filename}"', "Cache-Control": "no-store"}
    return Response(issued.content, content_type=issued.media_type, headers=headers)


def _listed(subject_ref: str) -> str:
    with current.read() as work:
        found = actions.receiptable(work, subject_ref, rules=current.rules)
    return render_template(
        "consent/receipts.html",
        found=found,
        purposes=current.rules.purposes,
        status_words=words.STATUS,
        subject_ref=subject_ref,
        own=current.actor.kind is ActorKind.PERSON,
    )


def _require_reader() -> None:
    """Let a person pass, who then finds only what is his own, and staff who may read consents."""
    require_somebody(current.actor)
    if current.actor.kind is not ActorKind.PERSON:
        require_duty(current.actor, Duty.CONSENT_READ)


def _found(consent_id: str) -> Receiptable:
    if not Reference.fits(consent_id):
        raise NotFound
    with current.read() as work:
        return actions.receiptable_by(work, consent_id, rules=current.rules)
