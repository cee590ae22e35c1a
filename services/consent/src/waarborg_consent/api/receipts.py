"""Receipts for programs."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from werkzeug.exceptions import NotAcceptable, NotFound

from waarborg_consent import actions, receipts
from waarborg_consent.api.rights import RECORD, require_right
from waarborg_consent.domain import ReceiptForm
from waarborg_consent.schemas import ReceiptQuerySchema
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.schemas import Reference

SIGNATURE = "Receipt-Signature"
_SIGNED = receipts.media_type(ReceiptForm.ISO27560)
_PDF = receipts.media_type(ReceiptForm.PDF)
_BY_ACCEPT: Mapping[str, ReceiptForm] = {
    _SIGNED: ReceiptForm.ISO27560,
    **{media_type: form for form, media_type in receipts.CAN_BE_PLAIN.items()},
    _PDF: ReceiptForm.PDF,
}

_TEXT = {"schema": {"type": "string"}}
_ANSWERS = {
    "200": {
        "description": "The receipt. As `application/jose` the JSON stands in its signature (JWS, compact); as JSON it "
        f"stands by itself, and the header `{SIGNATURE}` has the signature without it (RFC 7515, appendix F).",
        "headers": {SIGNATURE: {**_TEXT, "description": "With bare JSON: what to check it with."}},
        "content": {
            _SIGNED: _TEXT,
            **{media_type: {"schema": {"type": "object"}} for media_type in receipts.CAN_BE_PLAIN.values()},
            _PDF: {"schema": {"type": "string", "contentMediaType": _PDF}},
        },
    }
}

receipts_api = ApiBlueprint(
    "receipts_api", __name__, url_prefix="/consent/api/v1", description="Receipts: the proof of a consent"
)


@receipts_api.route("/consents/<consent_id>/receipt", methods=["GET"])
@receipts_api.arguments(ReceiptQuerySchema, location="query")
@receipts_api.doc(responses=_ANSWERS)
@receipts_api.secured(RECORD)
def receipt(query: Mapping[str, Any], consent_id: str) -> Response:
    """Give a signed receipt of a consent, as the Accept header or `form` says; that is written in the person's file.

    Forms: ISO/IEC TS 27560 in JSON-LD (`application/ld+json`), Kantara Consent Receipt 1.1 (`application/json`), a
    Consent of FHIR R4 (`application/fhir+json`), and `application/pdf`. The reference is of any event of the consent.
    """
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_READ)
    if not Reference.fits(consent_id):
        raise NotFound
    form, media_type = _asked(query["form"])
    with current.begin() as work:
        issued = actions.issue_receipt(
            work,
            consent_id,
            purpose=query["purpose"],
            form=form,
            language=current.lang,
            rules=current.rules,
            url=consent_url(),
        )
    return _given(issued, media_type)


def consent_url() -> str:
    """Return the public address of this organisation's consent pages, under which a receipt names everything."""
    return f"{current.runtime.settings.origin_of(current.organisation)}/consent"


def _asked(form: ReceiptForm | None) -> tuple[ReceiptForm, str]:
    """Return the form that is asked for, and as what it is to travel.

    Raises:
        NotAcceptable: it is had in no way that the Accept header takes.
    """
    offered = {media_type: each for media_type, each in _BY_ACCEPT.items() if form in (None, each)}
    if form is not None and form is not ReceiptForm.PDF:
        offered = {_SIGNED: form, **{receipts.CAN_BE_PLAIN[form]: form}}
    accepted = request.accept_mimetypes
    best = accepted.best_match(list(offered)) if accepted else next(iter(offered))
    if best is None:
        raise NotAcceptable
    return offered[best], best


def _given(issued: actions.Issued, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{issued.filename}"', "Cache-Control": "no-store"}
    if media_type == issued.media_type:
        return Response(issued.content, content_type=media_type, headers=headers)
    document, signature = receipts.apart(issued.content)
    headers["Content-Disposition"] = f'attachment; filename="{issued.filename.removesuffix(".jws")}.json"'
    return Response(document, content_type=media_type, headers={**headers, SIGNATURE: signature})
