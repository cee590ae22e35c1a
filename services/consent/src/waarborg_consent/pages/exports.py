"""Consents that somebody takes along: staff all of them with their history, a person his own."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from waarborg_consent.actions.exporting import ExportedConsent, all_consents, begin_export, finish_export, own_consents
from waarborg_consent.pages.import_templates import XLSX
from waarborg_shared.auth import ActorKind, Missing, require_duty, require_somebody
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.sheets.writing import csv_of, pieces_of, xlsx_of
from waarborg_shared.uow import ERASED
from waarborg_shared.web import current

export_pages = Blueprint("exports", __name__, url_prefix="/consent", template_folder="../templates")

FIELDS: Mapping[str, Text] = {
    "person_ref": Text(
        "Over wie het gaat: de verwijzing van deze organisatie. Wie dat is, zegt alleen het personenregister.",
        "Who it is about: this organisation's reference. Only the register of persons says who that is.",
    ),
    "sequence": Text("Het nummer binnen het dossier van deze persoon.", "The number within this person's file."),
    "consent_id": Text("De sleutel van deze regel; zij verandert nooit.", "The key of this line; it never changes."),
    "kind": Text(
        "Wat er gebeurde, in het woord van de DPV: requested (gevraagd), given, refused, deferred, renewed, withdrawn, "
        "revoked (door een ander beëindigd), invalidated (bleek ongeldig), undone (ongedaan gemaakt).",
        "What happened, in the word of the DPV: requested, given, refused, deferred, renewed, withdrawn, revoked "
        "(ended by somebody else), invalidated (turned out to be invalid), undone.",
    ),
    "purpose": Text(
        "De code van het doel; leeg betekent elk doel.", "The code of the purpose; empty means every purpose."
    ),
    "categories": Text(
        "Welke gegevens van het doel; leeg betekent alle.", "Which data of the purpose; empty means all of them."
    ),
    "recipients": Text(
        "Voor welke ontvangers; leeg betekent geen beperking.", "For which recipients; empty means no bound."
    ),
    "at": Text(
        "Vanaf wanneer het geldt (ISO 8601, met tijdzone).", "From when it holds (ISO 8601, with its time zone)."
    ),
    "ends_at": Text("Tot wanneer het geldt, als dat is afgesproken.", "Until when it holds, where that was agreed."),
    "said_by": Text(
        "Wie het zei: person, representative, court of organisation.",
        "Who said it: person, representative, court or organisation.",
    ),
    "how": Text("Hoe het is gezegd.", "How it was said."),
    "statement_version": Text(
        "De versie van de privacyverklaring die is getoond; unknown als niemand dat weet.",
        "The version of the privacy statement that was shown; unknown where nobody knows.",
    ),
    "text_digest": Text(
        "De SHA-256 van de tekst die is getoond, als die bekend is.",
        "The SHA-256 of the text that was shown, where it is known.",
    ),
    "language": Text("De taal waarin die is getoond.", "The language in which it was shown."),
    "undoes": Text("De sleutel van de regel die ongedaan is gemaakt.", "The key of the line that was undone."),
    "representation_id": Text(
        "De vertegenwoordiging, als iemand namens de persoon sprak.",
        "The representation, where somebody spoke for the person.",
    ),
    "representative_ref": Text("De verwijzing naar de vertegenwoordiger.", "The reference of the representative."),
    "authority_kind": Text("Wat voor vertegenwoordiger dat was.", "What sort of representative that was."),
    "scan_sha256": Text("De SHA-256 van de scan van het papier.", "The SHA-256 of the scan of the paper."),
    "recorded_by_kind": Text("Wat voor iemand het vastlegde.", "What sort of somebody recorded it."),
    "recorded_by": Text("De verwijzing naar wie het vastlegde.", "The reference of who recorded it."),
    "request_ref": Text(
        "Het verzoek waar het uit kwam, als er een was.", "The request that it came from, if there was one."
    ),
    "note": Text("De aantekening voor het bewijs.", "The note for proof."),
    "witness": Text("Wie erbij was.", "Who was there."),
}
"""The fields of an export, in their order; the same in every format."""
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "json": "application/json"}


@export_pages.get("/export")
def export() -> str:
    """Tell what an export holds, and offer it."""
    require_duty(current.actor, Duty.CONSENT_READ)
    return render_template("consent/export.html", fields=FIELDS)


@export_pages.get("/export/consents.<kind>")
def export_all(kind: str) -> Response:
    """Give all consents of the organisation with their history; that somebody took them is written down first."""
    require_duty(current.actor, Duty.CONSENT_READ)
    _check(kind)
    with current.begin() as work:
        export_id = begin_export(work, kind=kind)
    runtime, organisation, actor, now = current.runtime, current.organisation, current.actor, current.now()
    count = 0

    def rows() -> Iterator[ExportedConsent]:
        nonlocal count
        for each in all_consents(lambda: runtime.uow.read(organisation, actor=actor, now=now)):
            count += 1
            yield each
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as ending:
            finish_export(ending, export_id, rows=count)

    return _sent(kind, rows(), name=f"consents-{organisation}", lang=current.lang)


@export_pages.get("/my-consents.<kind>")
def export_own(kind: str) -> Response:
    """Give a person's own consents with their history, in a form that others can read (art. 20 AVG)."""
    _check(kind)
    actor = current.actor
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref:
        raise Missing("own-consents")
    with current.begin() as work:
        rows = own_consents(work, actor.subject_ref)
    return _sent(kind, rows, name="my-consents", lang=current.lang)


def _check(kind: str) -> None:
    if kind not in _TYPES:
        raise NotFound


def _sent(kind: str, rows: Iterable[ExportedConsent], *, name: str, lang: str) -> Response:
    """Stream rows: none of them is held for longer than its turn takes."""
    if kind == "json":
        body = _json_of(rows, lang)
    else:
        table = _table(rows, lang)
        body = csv_of(table) if kind == "csv" else pieces_of(xlsx_of(table, title=name))
    answer = Response(body, content_type=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _table(rows: Iterable[ExportedConsent], lang: str) -> Iterator[Sequence[object]]:
    yield list(FIELDS)
    for each in rows:
        yield list(_plain(each, lang).values())


def _json_of(rows: Iterable[ExportedConsent], lang: str) -> Iterator[bytes]:
    yield b'{"consents": ['
    first = True
    for each in rows:
        yield (b"\n" if first else b",\n") + json.dumps(_plain(each, lang), ensure_ascii=False).encode()
        first = False
    yield b"\n]}\n"


def _plain(each: ExportedConsent, lang: str) -> dict[str, object]:
    values: dict[str, object] = {one.name: getattr(each, one.name) for one in fields(each)}
    values["at"] = each.at.isoformat()
    values["ends_at"] = each.ends_at.isoformat() if each.ends_at else None
    for name, text in (("note", each.note), ("witness", each.witness)):
        values[name] = ERASED.to(lang) if text is ERASED else str(text)
    for name, codes in (("categories", each.categories), ("recipients", each.recipients)):
        values[name] = " ".join(codes)
    return values
