"""One case of every kind at an organisation, made as users make them, with strings that nobody else may ever see."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from waarborg_tests.cast import Cast
from waarborg_tests.deciding import give, open_cell, withdrawable


@dataclass(frozen=True)
class Planted:
    """What was made: values for places in paths and bodies, and what may not show elsewhere."""

    cast: Cast
    places: Mapping[str, str]
    secrets: tuple[str, ...]


def plant(cast: Cast) -> Planted:
    """Make a person, a consent, a request, a breach and a report with a message at one organisation."""
    partner, mark = cast.partner(), f"zegel-{cast.organisation}"
    person = cast.another_person(f"{mark}-1", "999990044", f"Zusje {mark}")
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    asked = {"name": f"Aanvrager {mark}", "reach": "email", "reach_at": f"{mark}@voorbeeld.example"}
    request = partner.tell("/requests/api/v1/requests/", kind="access", asked=f"Alles over {mark}", **asked)
    leak = {"discovered_at": "2026-03-02T09:00", "aware_at": "2026-03-02T09:30", "summary": f"Kwijt: {mark}"}
    sent = cast.staff().send("/breach/report", **leak)
    breach = partner.ask(f"/breach/api/v1/breaches/{urlsplit(sent.location).path.rpartition('/')[2]}")
    found = {
        "what": f"Open: {mark}",
        "where": f"https://{mark}.example/",
        "reporter": "named",
        "name": f"Melder {mark}",
    }
    report = partner.tell("/disclosure/api/v1/reports/", **found, contact=f"melder@{mark}.example")
    written = cast.visitor().send(
        "/disclosure/mailbox/messages",
        page="/disclosure/mailbox",
        receipt=report["receipt"] or "0000000000000000",
        text=f"Bericht {mark}",
    )
    assert written.status_code in {200, 201, 303, 404, 422}, written.text
    rules = cast.product.runtimes["consent"].rules(cast.organisation)
    role, record_type, _ = open_cell(rules)
    places = {
        "subject_ref": person.ref,
        "person_ref": person.ref,
        "request_id": request["id"],
        "breach_id": breach["id"],
        "report_id": report["id"],
        "step": "decide",
        "filename": "none.css",
        "purpose": purpose,
        "statement_version": rules.organisation.statement_version,
        "role": role,
        "record_type": record_type,
    }
    numbers = (request["number"], request["code"], breach["number"], report["number"])
    return Planted(cast, places, (mark, mark.replace("-", " "), person.ref, request["id"], *numbers))
