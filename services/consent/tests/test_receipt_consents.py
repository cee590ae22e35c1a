"""Which events make one consent, and what its receipt tells of them."""

from datetime import timedelta

import pytest

from waarborg_consent import receipts
from waarborg_consent.domain import (
    How,
    NoSuchConsent,
    ReceiptState,
    ReceiptStatus,
    consent_of,
    consents_of,
)
from waarborg_consent.references import join_references
from waarborg_shared.testing.world import World
from waarborg_tests.receipt_asking import OTHER, PERSON, address, give, published, withdraw
from waarborg_tests.receipts import GIVEN


def test_a_withdrawal_stands_in_the_receipt_of_the_consent_that_it_ended(either_world: World) -> None:
    consent_id, ended = give(either_world), withdraw(either_world)
    partner = either_world.partner("bqr", "consent:record")
    for reference in (consent_id, ended):
        told = receipts.check(partner.get(address(reference)).data, published(either_world)).told
        assert (told.consent_id, told.in_force) == (consent_id, False)
        assert [status for status, _ in told.history or ()] == ["given", "withdrawn"]


def test_who_says_yes_again_has_another_consent_with_a_receipt_of_its_own(world: World) -> None:
    first = give(world)
    withdraw(world)
    world.clock.moment += timedelta(days=1)
    second = give(world)
    partner = world.partner("bqr", "consent:record")
    told = [receipts.check(partner.get(address(each)).data, published(world)).told for each in (first, second)]
    assert [each.in_force for each in told] == [False, True]
    assert [len(each.history or ()) for each in told] == [2, 1]


def test_of_a_withdrawal_of_everything_the_purpose_is_asked(world: World) -> None:
    give(world)
    ended = withdraw(world, None)
    partner = world.partner("bqr", "consent:record")
    answer = partner.get(address(ended))
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["purpose"])
    assert partner.get(address(ended, "?purpose=marketing")).status_code == 200
    assert partner.get(address(ended, "?purpose=calling")).status_code in (404, 422)


def test_what_was_said_under_either_reference_of_one_person_is_his(either_world: World) -> None:
    consent_id = give(either_world, OTHER)
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    page = either_world.person(PERSON)
    assert page.get(f"/consent/receipts/{consent_id}").status_code == 200
    found = receipts.check(page.get(f"/consent/receipts/{consent_id}/fhir").data, published(either_world))
    assert (found.told.subject_ref, found.told.in_force) == (OTHER, True)


def state(status: ReceiptStatus, day: int) -> ReceiptState:
    return ReceiptState(
        event_id=f"{status}-{day}",
        status=status,
        at=GIVEN + timedelta(days=day),
        how=How.PAGE,
        recorded_by="person",
        statement_version="1",
    )


@pytest.mark.parametrize(
    ("said", "lengths"),
    [
        ("given", [1]),
        ("given withdrawn", [2]),
        ("given withdrawn given", [2, 1]),
        ("requested given withdrawn", [3]),
        ("requested deferred given renewed expired", [5]),
        ("requested refused requested given", [2, 2]),
        ("refused given", [1, 1]),
        ("given given", [1, 1]),
        ("withdrawn", []),
        ("withdrawn given", [1]),
        ("given renewed revoked", [3]),
        ("given unknown withdrawn", [3]),
    ],
)
def test_a_consent_begins_with_a_question_or_an_answer_and_ends_before_the_next(said: str, lengths: list[int]) -> None:
    states = [state(ReceiptStatus.of(word), day) for day, word in enumerate(said.split())]
    assert [len(consent) for consent in consents_of(reversed(states))] == lengths  # type: ignore[arg-type]
    for consent in consents_of(states):
        assert all(consent_of(states, each.event_id) == consent for each in consent)
    with pytest.raises(NoSuchConsent):
        consent_of(states, "another")


def test_a_word_that_a_receipt_does_not_know_allows_nothing() -> None:
    assert ReceiptStatus.of("undone") is ReceiptStatus.UNKNOWN
    assert not ReceiptStatus.UNKNOWN.allows
