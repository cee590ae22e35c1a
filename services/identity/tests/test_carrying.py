"""What requests asks of the register of persons is carried out once: a name is corrected, and keys are destroyed."""

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.numbers import NUMBERS
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.events import HANDLES
from waarborg_identity.models import CarriedStep, PersonIdentifier
from waarborg_shared.events import Envelope, decode
from waarborg_shared.events.identity import IdentityCarriedOut
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.testing.bus_crash import Axe, falls
from waarborg_shared.uow import ERASED

REQUEST = str(uuid4())


@pytest.fixture
def world(world_on_either):
    return world_on_either


def person_of(world, **known):
    with world.work() as work:
        command = actions.NewPerson(**{"client_number": "C-1", "name": "Jan Testman", **known})
        return actions.register_person(work, command).id


def asked(person, kind="erasure", **more):
    given = {
        "request_ref": REQUEST,
        "carrying_ref": str(uuid4()),
        "step_ref": str(uuid4()),
        "subject_ref": person,
        "kind": kind,
        "holder": "identity",
    }
    return CarryingAsked(**{**given, **more})


def handle(world, event):
    with world.work() as work:
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
        HANDLES[type(event)](work, event, envelope, world.runtime.registry.rules("bqr"))


def answers(world):
    with world.work() as work:
        outbox = work.plumbing.outbox
        query = select(outbox.c.body).where(outbox.c.organisation == "bqr").order_by(outbox.c.position)
        events = [decode(row.body).event for row in work.session.execute(query)]
    return [event for event in events if isinstance(event, IdentityCarriedOut)]


def shown(world, person):
    with world.work() as work:
        return actions.show_person(work, person)


def graves(world):
    return [(each.holder, each.retention) for each in world.runtime.vault.keystore.export_tombstones("bqr")]


def test_B11_the_name_goes_and_the_bsn_stays_with_the_medical_file(world):
    person = person_of(world, bsn="999990019", ground="care")
    handle(world, asked(person))
    (told,) = answers(world)
    assert told.outcome == "done" and dict(zip(told.kept, told.kept_by, strict=True)) == {
        "numbers": "medical_file",
        "looks": "access_log",
    }
    assert dict(zip(told.kept, told.kept_until, strict=True))["numbers"] == "no-day"
    found = shown(world, person)
    assert found.name is ERASED and found.client_number == "C-1" and found.has_bsn
    assert graves(world) == [(person, CONTACT)]


def test_without_a_file_anywhere_the_numbers_go_too_and_nobody_is_found_by_them(world):
    person = person_of(world)
    with world.work() as work:
        row = work.session.scalars(select(PersonIdentifier)).one()
        sealed, row_id = row.number_sealed, row.id
    handle(world, asked(person))
    assert sorted(graves(world)) == sorted([(person, CONTACT), (person, NUMBERS)])
    with world.work() as work:
        assert actions.find_person(work, IdentifierKind.CLIENT_NUMBER, "C-1") is None
        place = {"table": "person_identifier", "column": "number", "row": row_id, "retention": NUMBERS}
        with pytest.raises(KeyDestroyed):
            work.unseal(sealed, holder=person, **place)


def test_what_another_holder_keeps_by_law_stays_to_be_found(world):
    person = person_of(world)
    handle(world, asked(person, stays=("access_log", "financial")))
    assert answers(world)[0].kept_by[0] == "financial"
    assert shown(world, person).client_number == "C-1"


def test_a_second_erasure_changes_nothing(world):
    person = person_of(world)
    first, second = asked(person), asked(person)
    handle(world, first)
    before = graves(world)
    handle(world, first)
    handle(world, second)
    assert graves(world) == before
    assert [each.outcome for each in answers(world)] == ["done"] * 3


def test_under_a_legal_hold_nothing_goes_and_after_it_everything_may(world):
    person = person_of(world)
    hold = {"hold_ref": str(uuid4()), "subject_ref": person}
    handle(world, LegalHoldSet(**hold))
    handle(world, LegalHoldSet(**hold))
    handle(world, asked(person))
    (told,) = answers(world)
    assert (told.outcome, told.ground, graves(world)) == ("refused", "legal_hold", [])
    assert shown(world, person).name == "Jan Testman"
    handle(world, LegalHoldEnded(**hold))
    handle(world, asked(person))
    assert answers(world)[-1].outcome == "done" and graves(world)


def test_a_reference_that_nobody_has_is_answered_too(world):
    handle(world, asked(str(uuid4())))
    (told,) = answers(world)
    assert (told.outcome, told.ground) == ("done", "nothing_held")


def test_an_erasure_of_other_data_leaves_the_register_as_it_is(world):
    person = person_of(world)
    handle(world, asked(person, about=("health",)))
    assert (answers(world)[0].ground, shown(world, person).name) == ("nothing_held", "Jan Testman")
    handle(world, asked(person, about=("name",)))
    assert shown(world, person).name == "" and shown(world, person).client_number == "C-1"


def put_name(world, person, step, name="Jan Testmans", *, scope="identity:persons"):
    token = world.token(auth=("ecd", world.secret), scope=scope).json["access_token"]
    return world.browser().client.put(
        f"/identity/api/v1/persons/{person}/name",
        json={"step_ref": step, "name": name},
        base_url="http://bqr.localhost:8000",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_B2_a_correction_waits_for_staff_and_is_made_once(world):
    world.secret = world.client()
    person, other = person_of(world), person_of(world, client_number="C-2")
    asks = asked(person, "correction")
    handle(world, asks)
    (told,) = answers(world)
    assert (told.outcome, told.ground) == ("not_yet", "staff_confirm")
    assert put_name(world, other, asks.step_ref).status_code == 409
    assert put_name(world, person, str(uuid4())).status_code == 404
    assert put_name(world, person, asks.step_ref, "").status_code == 422
    assert put_name(world, person, asks.step_ref, scope="consent:decide").status_code == 401
    assert put_name(world, person, asks.step_ref).status_code == 204
    assert put_name(world, person, asks.step_ref, "Iemand Anders").status_code == 204
    assert shown(world, person).name == "Jan Testmans"
    assert [each.outcome for each in answers(world)] == ["not_yet", "done"]
    handle(world, asks)
    assert answers(world)[-1].outcome == "done"


def test_an_erasure_is_no_correction(world):
    world.secret = world.client()
    person = person_of(world)
    asks = asked(person)
    handle(world, asks)
    assert put_name(world, person, asks.step_ref).status_code == 409


def test_another_holders_question_goes_to_that_holder_alone(world, monkeypatch):
    heard = []
    monkeypatch.setattr("waarborg_identity.events.queue_webhooks", lambda work, envelope: heard.append(envelope.event))
    person = person_of(world)
    handle(world, asked(person, holder="zorgdossier"))
    assert [each.holder for each in heard] == ["zorgdossier"] and answers(world) == []


def test_cut_at_any_statement_an_erasure_is_done_once_after_all(world):
    axe = Axe()
    never, cuts, fell = axe.at, 0, True
    axe.over(world.runtime.engine, "identity")
    while fell:
        cuts += 1
        person = person_of(world, client_number=f"C-{cuts}")
        event = asked(person)
        before = len(answers(world))
        axe.steps.clear()
        axe.at = cuts
        fell = falls(world.runtime.engine, partial(handle, world, event))
        axe.at = never
        done = len(answers(world)) - before
        assert done in (0, 1), f"cut at step {cuts}"
        if not done:
            handle(world, event)
        assert len(answers(world)) - before == 1
        with world.work() as work:
            assert work.session.get(CarriedStep, ("bqr", event.step_ref)).outcome == "done"
        assert [each for each in graves(world) if each[0] == person].count((person, CONTACT)) == 1
        assert shown(world, person).name is ERASED
    assert cuts > 12
