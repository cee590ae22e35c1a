"""A template for consents that are to be imported, with the organisation's own purposes and an invented example."""

from flask import Response, make_response
from werkzeug.exceptions import NotFound

from waarborg_consent.domain.import_columns import HEADINGS
from waarborg_consent.pages.imports import import_pages
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.sheets.writing import csv_of, pieces_of, xlsx_of
from waarborg_shared.web import current

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXAMPLES = (
    (
        Text("ja", "yes"),
        "3-2-2024",
        Text("mondeling", "spoken"),
        Text("Tijdens het huisbezoek.", "During the visit at home."),
        "",
        Text("De dochter van de cliënt.", "The client's daughter."),
        "31-12-2030",
    ),
    (
        Text("ingetrokken", "withdrawn"),
        "3-2-2024",
        Text("papier", "paper"),
        Text("Het papier ligt in map 4.", "The paper is in folder 4."),
        "1-6-2025",
        None,
        "",
    ),
)
_NARROWER = ("", "", "", "")
"""Data, recipients, representative and scan: most rows have none, and an invented one would be refused."""


@import_pages.get("/template.<kind>")
def template(kind: str) -> Response:
    """Give a template as CSV or XLSX: an example for every purpose that takes consent, to write over."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    rows = _rows()
    if kind == "csv":
        answer = make_response(b"".join(csv_of(rows)))
        answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    elif kind == "xlsx":
        name = _say(Text("Toestemmingen", "Consents"))
        answer = Response(pieces_of(xlsx_of(rows, title=name)), content_type=XLSX)
    else:
        raise NotFound
    name = _say(Text("sjabloon-toestemmingen", "template-consents"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _rows() -> list[list[str]]:
    """Headings, and two examples in turn; the numbers are those of nobody, so that none is imported by mistake."""
    rows = [[_say(Text(*words)) for words in HEADINGS.values()]]
    for number, purpose in enumerate(each for each in current.rules.purposes.values() if each.takes_consent):
        answer, given_on, how, note, withdrawn_on, witness, until_on = _EXAMPLES[number % len(_EXAMPLES)]
        client = _say(Text(f"VOORBEELD-{number + 1}", f"EXAMPLE-{number + 1}"))
        said = [_say(answer), given_on, _say(how), "", _say(note), withdrawn_on]
        was_there = _say(witness) if witness else ""
        rows.append([client, "", _say(purpose.name), *said, was_there, until_on, *_NARROWER])
    return rows


def _say(text: Text) -> str:
    return text.to(current.lang)
