"""A request's whole life, on SQLite and on PostgreSQL: filed, looked up, identified, extended, reminded, answered."""

import re
from datetime import UTC, datetime

from sqlalchemy import text

from waarborg_requests import actions
from waarborg_requests.domain import Told
from waarborg_shared.events.requests import (
    IdentificationAsked,
    RequestAnswered,
    RequestClockNeared,
    RequestExtended,
    RequestReceived,
    WithdrawalRequested,
)
from waarborg_shared.worker import watch_of


def post(staff, row, verb, **typed):
    """Send one of the case page's forms."""
    case = f"/requests/cases/{row.id}"
    revision = re.search(r'name="revision" value="(\d+)"', staff.get(case).text)[1]
    assert staff.send(f"{case}/{verb}", page=case, revision=revision, **typed).status_code == 303


def test_B17_a_request_from_receipt_to_answer(either_world, access):
    world = either_world
    visitor, staff = world.visitor("bqr", lang="nl"), world.coordinator()
    page = visitor.send("/requests/new", **access)
    number = re.search(r"BQR-2026-\d{6}", page.text)[0]
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.text)[0]
    (row,) = world.requests()
    post(staff, row, "take-up")
    post(staff, row, "ask-identification", reason="Het adres is niet bekend.")
    assert "Wacht op identificatie" in visitor.send("/requests/status", number=number, code=code).text
    world.clock.moment = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    post(staff, row, "identify", how="known_phone", note="Teruggebeld.")
    post(staff, row, "extend", why_longer="Vijf instellingen.")
    with world.work() as work:
        actions.send_word(
            work, row.id, message_id="message-1", template=Told.EXTENDED, rules=world.runtime.rules("bqr")
        )
    case = f"/requests/cases/{row.id}"
    assert staff.send(f"{case}/deliveries/message-1/delivered", page=case).status_code == 303
    world.clock.moment = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
    assert watch_of(world.runtime).run_due().reminded == 2
    post(staff, row, "answer", outcome="refused", ground="excessive", text="Dit is te veel.")
    shown = visitor.send("/requests/status", number=number, code=code).text
    assert "Geweigerd" in shown and "woensdag 20 mei 2026" in shown
    assert [type(envelope.event) for envelope in world.events()] == [
        RequestReceived,
        IdentificationAsked,
        RequestExtended,
        RequestClockNeared,
        RequestClockNeared,
        RequestAnswered,
    ]
    assert [envelope.sequence for envelope in world.events()] == [1, 2, 3, 4, 5, 6]


def test_a_withdrawal_from_receipt_to_the_other_service(either_world, access):
    world = either_world
    world.register.persons["bqr", "C-1044"] = "person-00000007"
    world.visitor().send("/requests/new", **{**access, "kind": "withdrawal", "purpose": "every-consent"})
    post(world.coordinator(), world.requests()[0], "identify", how="known_phone", client_number="C-1044")
    (told,) = world.told(WithdrawalRequested)
    assert (told.subject_ref, told.purpose) == ("person-00000007", None)


def test_the_other_organisation_sees_nothing_in_pages_and_in_sql(either_world, access):
    world = either_world
    world.visitor("bqr").send("/requests/new", **access)
    (row,) = world.requests("bqr")
    staff = world.coordinator("jtb-care")
    assert staff.get(f"/requests/cases/{row.id}").status_code == 404
    assert row.number not in staff.get("/requests/").text
    assert world.requests("jtb-care") == []
    if world.runtime.engine.dialect.name == "postgresql":
        with world.work("jtb-care") as work:
            counted = work.connection.connection.cursor()
            counted.execute(str(text("SELECT count(*) FROM request")))
            assert counted.fetchone()[0] == 0
