"""What requests asks of consent is carried out once: a mark is set, what nothing keeps goes, recipients are named."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from waarborg_consent.actions import NewConsent, Withdrawal, record_consent, withdraw_consent
from waarborg_consent.actions.disclosures import NewDisclosure, decide_disclosure
from waarborg_consent.actions.looks import RETENTION, take_own_look
from waarborg_consent.domain import How
from waarborg_consent.domain.disclosures import DisclosureGround
from waarborg_consent.events import HANDLES
from waarborg_consent.models import Consent, MarkRow
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.consent import ConsentCarriedOut, MarkSet
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.testing.bus_crash import Axe, falls
from waarborg_shared.testing.world import World

PERSON = "0190-person-of-bqr-01"
REQUEST = str(uuid4())
DAY = 86_400.0


def asked(kind: str, person: str = PERSON, **more: Any) -> CarryingAsked:
    given: dict[str, Any] = {
        "request_ref": REQUEST,
        "carrying_ref": str(uuid4()),
        "step_ref": str(uuid4()),
        "subject_ref": person,
        "kind": kind,
        "holder": "consent",
    }
    return CarryingAsked(**{**given, **more})


def handle(world: World, event: Event) -> None:
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
    with world.work() as work:
        HANDLES[type(event)](work, event, envelope, world.runtime.rules("bqr"))


def give(world: World, person: str = PERSON) -> None:
    rules = world.runtime.rules("bqr")
    command = NewConsent(
        subject_ref=person,
        purpose="marketing",
        statement_version=rules.organisation.statement_version,
        how=How.PAPER,
        note="Zij tekende thuis.",
    )
    with world.work() as work:
        record_consent(work, command, rules=rules)


def look(world: World) -> None:
    with world.work() as work:
        take_own_look(work, PERSON, record_type=next(iter(world.runtime.rules("bqr").record_types)))


def note(world: World, person: str = PERSON) -> str:
    row = next(each for each in world.rows(Consent) if each.subject_ref == person and each.note_sealed)
    with world.work() as work:
        return str(work.unseal(row.note_sealed, holder=person, table="consent", column="note", row=row.id))


def graves(world: World) -> list[tuple[str, str]]:
    return [(each.holder, each.retention) for each in world.runtime.vault.keystore.export_tombstones("bqr")]


def answer(world: World) -> ConsentCarriedOut:
    found: ConsentCarriedOut = world.told(ConsentCarriedOut)[-1]
    return found


def test_proof_of_a_consent_that_stands_and_the_log_stay_readable(either_world: World) -> None:
    world = either_world
    give(world)
    look(world)
    handle(world, asked("erasure"))
    told = answer(world)
    assert told.outcome == "done" and dict(zip(told.kept, told.kept_by, strict=True)) == {
        "consents": "consent_evidence",
        "looks": "access_log",
    }
    year = world.clock.now().year
    assert all(until.startswith(str(year + 5)) for until in told.kept_until)
    assert note(world) == "Zij tekende thuis." and graves(world) == []


def test_what_is_over_its_term_goes_and_what_is_not_stays(either_world: World) -> None:
    world = either_world
    give(world)
    with world.work() as work:
        command = Withdrawal(subject_ref=PERSON, purpose="marketing", how=How.PAPER)
        withdraw_consent(work, command, rules=world.runtime.rules("bqr"))
    world.clock.forward(6 * 365 * DAY)
    look(world)
    handle(world, asked("erasure"))
    assert answer(world).kept == ("looks",)
    assert graves(world) == [(PERSON, "case")]
    with pytest.raises(KeyDestroyed):
        note(world)
    page = world.signed_in("bqr", "consent.read", "consent.record").get(f"/consent/people/{PERSON}")
    assert page.status_code == 200 and "Zij tekende" not in page.text
    handle(world, asked("erasure"))
    assert graves(world) == [(PERSON, "case")] and answer(world).outcome == "done"
    assert RETENTION in world.runtime.vault.retentions("bqr", PERSON)


def test_under_a_legal_hold_nothing_goes(either_world: World) -> None:
    world = either_world
    give(world)
    world.clock.forward(30 * 365 * DAY)
    hold = {"hold_ref": str(uuid4()), "subject_ref": PERSON}
    handle(world, LegalHoldSet(**hold))
    handle(world, asked("erasure"))
    assert (answer(world).outcome, answer(world).ground, graves(world)) == ("refused", "legal_hold", [])
    handle(world, LegalHoldEnded(**hold))
    handle(world, LegalHoldEnded(**hold))
    handle(world, asked("erasure"))
    assert answer(world).outcome == "done"


def test_a_restriction_is_a_mark_that_is_set_once(either_world: World) -> None:
    world = either_world
    first = asked("restriction", ground="accuracy")
    handle(world, first)
    handle(world, first)
    (row,) = world.rows(MarkRow)
    assert (row.kind, row.ground, row.request_ref, row.how) == ("restriction", "accuracy", REQUEST, "request")
    assert len(world.told(MarkSet)) == 1
    assert [each.outcome for each in world.told(ConsentCarriedOut)] == ["done", "done"]


def test_an_objection_is_a_mark_about_what_it_is_against(world: World) -> None:
    handle(world, asked("objection", about=("marketing",)))
    assert [(row.kind, row.about) for row in world.rows(MarkRow)] == [("objection", "marketing")]


@pytest.mark.parametrize(
    ("kind", "more"),
    [("restriction", {}), ("restriction", {"ground": "none-such"}), ("objection", {"about": ("none-such",)})],
)
def test_what_could_promise_nothing_is_refused_with_a_word_and_not_retried_for_ever(
    world: World, kind: str, more: dict[str, Any]
) -> None:
    handle(world, asked(kind, **more))
    assert (answer(world).outcome, answer(world).ground) == ("refused", "not_possible")
    assert world.rows(MarkRow) == []


def test_art_19_who_got_data_of_the_kind_is_named(either_world: World) -> None:
    world = either_world
    command = NewDisclosure(
        subject_ref=PERSON,
        ground=DisclosureGround.AGREEMENT,
        categories=("name",),
        recipient="insurers",
        given_on=world.clock.now().date(),
    )
    with world.work() as work:
        decide_disclosure(work, command, rules=world.runtime.rules("bqr"))
    handle(world, asked("correction", about=("name",)))
    assert answer(world).recipients == ("insurers",)
    handle(world, asked("correction", about=("health",)))
    assert answer(world).recipients == ()
    handle(world, asked("erasure"))
    assert answer(world).recipients == ("insurers",)
    handle(world, asked("objection", about=("marketing",)))
    assert answer(world).recipients == ()


def test_what_another_holder_is_asked_is_not_ours(world: World) -> None:
    handle(world, asked("erasure", holder="identity"))
    assert world.told(ConsentCarriedOut) == []


def test_cut_at_any_statement_a_restriction_is_set_and_told_once_after_all(either_world: World) -> None:
    world, axe = either_world, Axe()
    never, cuts, fell = axe.at, 0, True
    axe.over(world.runtime.engine, "consent")
    while fell:
        cuts += 1
        person = f"0190-person-of-bqr-{cuts:04d}"
        event = asked("restriction", person, ground="accuracy")
        axe.steps.clear()
        axe.at = cuts
        fell = falls(world.runtime.engine, partial(handle, world, event))
        axe.at = never
        told = [each for each in world.told(ConsentCarriedOut) if each.subject_ref == person]
        marks = [row for row in world.rows(MarkRow) if row.subject_ref == person]
        assert len(told) == len(marks) <= 1, f"cut at step {cuts}"
        if not told:
            handle(world, event)
        assert len([row for row in world.rows(MarkRow) if row.subject_ref == person]) == 1
    assert cuts > 12
