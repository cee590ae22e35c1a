"""What requests asks of disclosure is carried out: who reported goes, what was wrong with the security stays."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from waarborg_disclosure.actions import contributing
from waarborg_disclosure.events import HANDLES
from waarborg_disclosure.models import Credit, HandedOver, Report, Reward
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.disclosure import DisclosureCarriedOut, ReportErased
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet

HIS, JOINED = str(uuid4()), str(uuid4())
REQUEST = str(uuid4())
ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Dit.", "fix_date": "2035-06-01"}
_PLACE = {"table": "report_credit", "column": "name"}
NOTHING = ("done", "nothing_held", (), (), ())
KEPT = ("done", None, ("reports",), ("report_file",), ("no-day",))


def take(world: Any, event: Event) -> None:
    envelope = Envelope(
        id=str(uuid4()),
        type=event.type,
        source="requests",
        organisation="bqr",
        subject=REQUEST,
        sequence=1,
        time=world.clock.now(),
        event=event,
        traceparent=None,
    )
    with world.work("bqr") as work:
        HANDLES[type(event)](work, event, envelope, world.runtime.rules("bqr"))


def asked(world: Any, kind: str = "erasure", person: str = HIS, **more: Any) -> tuple[Any, ...]:
    """Ask one step of disclosure, and return what it answers."""
    given = {"carrying_ref": str(uuid4()), "step_ref": str(uuid4()), "holder": "disclosure", **more}
    take(world, CarryingAsked(request_ref=REQUEST, subject_ref=person, kind=kind, **given))
    told = world.told(DisclosureCarriedOut)[-1]
    assert told.step_ref == given["step_ref"]
    return told.outcome, told.ground, told.kept, told.kept_by, told.kept_until


def his(world: Any, ref: str = HIS, **typed: Any) -> Report:
    """A report that bears who made it, with a name to be thanked by: so it was kept of who was signed in, before."""
    world.visitor().reported(**typed)
    found: Report = world.reports()[-1]
    with world.runtime.uow.begin("bqr", actor=Actor(ActorKind.PERSON, ref, "bqr"), now=world.clock.now()) as work:
        work.record(work.case(Report, found.id), verb="wrote-message")
        credit = {"organisation": "bqr", "report_id": found.id, "id": new_id(), "keep": True, "given_at": work.now}
        work.add(Credit(**credit, name_sealed=work.seal("nachtuil", holder=credit["id"], **_PLACE, row=credit["id"])))
    return found


def now(world: Any, row: Report) -> Report:
    return next(each for each in world.reports() if each.id == row.id)


def test_B22_the_reporter_goes_and_the_weak_spot_stays_until_its_term_is_over(world: Any) -> None:
    assert asked(world) == NOTHING
    world.visitor().reported()
    row = his(world)
    with world.work("bqr") as work:
        given = [key for key, _ in contributing.reports(work, HIS, world.runtime.rules("bqr"), None, 10)]
    assert given == [row.id]
    assert asked(world, about=("financial",)) == NOTHING
    assert asked(world, "correction") == ("not_yet", "staff_confirm", (), (), ())
    assert now(world, row).name_sealed is not None and len(world.rows(Credit)) == 1
    assert asked(world, person=JOINED, joined_refs=(HIS,)) == KEPT
    after = now(world, row)
    assert after.name_sealed is after.contact_sealed is None and after.reporter_erased_at is not None
    assert world.rows(Credit) == []
    (told,) = world.told(ReportErased)
    assert (told.report_ref, told.erased_kind, told.kept_by) == (row.id, "reporter", "erasure.art17")
    verbs = world.verbs(row.id)
    assert asked(world) == KEPT and world.verbs(row.id) == verbs, "twice changes nothing"
    page = world.assessor().get(f"/disclosure/reports/{row.id}").text
    assert "zoekpagina" in page and "nachtuil" not in page and "asked for a correction" in page
    world.assessor().act(row, "assess", **ANSWER)
    assert world.assessor().act(row, "close", close_why="Past bij een volgende versie.").status_code == 303
    assert asked(world)[4] > ("2027-01-01",)
    world.clock.moment = world.clock.now() + timedelta(days=1_000)
    assert asked(world) == ("done", None, (), (), ())
    assert now(world, row).erased_at is not None and asked(world) == NOTHING


@pytest.mark.parametrize("why", ["reward", "legal_claim"])
def test_J14_what_is_still_owed_or_fought_over_keeps_how_he_is_reached(world: Any, why: str) -> None:
    row = his(world)
    with world.work("bqr") as work:
        base = {"organisation": "bqr", "report_id": row.id}
        if why == "reward":
            more = {"state": "approved", "severity": "high", "marks": [], "cents": 5_000, "proposed_by": "account-1"}
            work.add(Reward(**base, **more, proposed_at=work.now))
        else:
            more = {"number": 1, "ground": "law", "told": True, "recorded_by": "account-1"}
            sealed = {"to_whom_sealed": b"x", "why_sealed": b"x", "handed_on": work.now.date()}
            work.add(HandedOver(**base, **more, **sealed, recorded_at=work.now))
    outcome, ground, kept, kept_by, _ = asked(world)
    assert (outcome, ground, set(zip(kept, kept_by, strict=True))) == (
        *("done", None),
        {("reports", "report_file"), ("report_contact", why)},
    )
    assert now(world, row).name_sealed is not None and world.told(ReportErased) == []


def test_while_a_hold_stands_on_him_or_on_the_report_everything_stays(world: Any) -> None:
    hold, row = str(uuid4()), his(world)
    take(world, LegalHoldSet(hold_ref=hold, subject_ref=HIS))
    assert asked(world) == ("refused", "legal_hold", ("reports",), ("legal_hold",), ("no-day",))
    assert asked(world, person=JOINED) == NOTHING
    take(world, LegalHoldEnded(hold_ref=hold, subject_ref=HIS))
    until = (world.clock.now() + timedelta(days=400)).date().isoformat()
    assert world.assessor().act(row, "hold", hold_why="Rechtszaak.", hold_until=until).status_code == 303
    assert asked(world) == ("done", None, ("reports",), ("legal_hold",), (until,))
    assert now(world, row).name_sealed is not None
    assert asked(world, "restriction") == NOTHING
    other = {"request_ref": REQUEST, "carrying_ref": REQUEST, "step_ref": REQUEST, "subject_ref": HIS}
    count = len(world.told(DisclosureCarriedOut))
    take(world, CarryingAsked(**other, kind="erasure", holder="identity"))
    assert len(world.told(DisclosureCarriedOut)) == count
