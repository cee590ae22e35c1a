"""Which events make one consent, and what its receipt tells of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from waarborg_consent import actions, receipts
from waarborg_consent.domain import (
    Authority,
    By,
    How,
    NoSuchConsent,
    Part,
    ReceiptState,
    ReceiptStatus,
    consent_of,
    consents_of,
)
from waarborg_consent.models import Consent
from waarborg_consent.receipts import Told
from waarborg_consent.references import join_references
from waarborg_shared.clocks import due_on, end_of_day
from waarborg_shared.hooks.values import Scope, Text
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


def told_of(world: World, event_id: str) -> Told:
    answer = world.partner("bqr", "consent:record").get(address(event_id))
    return receipts.check(answer.data, published(world)).told


def test_of_a_consent_to_a_part_the_receipt_names_that_part_and_no_more(either_world: World) -> None:
    rules = either_world.runtime.rules("bqr")
    category = rules.purposes["marketing"].categories[0]
    part = Part(frozenset({category}))
    told = told_of(either_world, give(either_world, part=part))
    assert (told.categories, told.in_force) == ((category,), True)
    whole = told_of(either_world, give(either_world))
    assert len(whole.categories or ()) > 1 and whole.in_force
    withdraw(either_world, part=part)
    left = told_of(either_world, whole.consent_id)
    assert left.in_force and set(left.categories or ()) == set(whole.categories or ()) - {category}
    assert told_of(either_world, told.consent_id).in_force is False


def test_a_consent_whose_last_day_is_over_has_expired_in_its_receipt(either_world: World) -> None:
    today = due_on(either_world.clock.now())
    consent_id = give(either_world, until_on=today + timedelta(days=10))
    told = told_of(either_world, consent_id)
    assert told.in_force and told.valid_until == end_of_day(today + timedelta(days=10))
    either_world.clock.moment += timedelta(days=12)
    told = told_of(either_world, consent_id)
    assert [status for status, _ in told.history or ()] == ["given", "expired"] and told.in_force is False


def test_what_was_undone_has_no_receipt(world: World) -> None:
    page = world.person(PERSON)
    version = world.runtime.rules("bqr").organisation.statement_version
    page.send("/consent/give", page="/consent/", purpose="marketing", statement_version=version)
    (given,) = world.rows(Consent)
    partner = world.partner("bqr", "consent:record")
    assert partner.get(address(given.id)).status_code == 200
    page.send("/consent/undo", page="/consent/", event_id=given.id)
    assert partner.get(address(given.id)).status_code == 404


def test_who_ended_a_consent_and_on_whose_authority_stands_in_its_receipt(world: World) -> None:
    mentor = Authority(
        representation_id="0190-representation-1",
        representative_ref=OTHER,
        kind="mentor",
        scope=Scope.DATA,
        source="art. 1:450 BW",
    )
    by_court, by_mentor = give(world), give(world, authority=mentor)
    withdraw(world, by=By.COURT)
    for event_id, said_by, ended_by in (
        (by_court, By.PERSON, None),
        (by_mentor, By.REPRESENTATIVE, By.COURT),
    ):
        with world.work() as work:
            facts = actions.facts_of(
                work, event_id, purpose=None, rules=world.runtime.rules("bqr"), url="https://bqr.example/consent"
            )
        assert facts.opened.by is said_by
        assert ended_by is None or facts.newest.by is ended_by
    assert facts.opened.authority is not None and facts.opened.authority.representative_ref == OTHER


def test_the_words_are_those_that_were_shown_though_the_purpose_says_something_else_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent_id = give(world)
    rules = world.runtime.rules("bqr")
    was = rules.purposes["marketing"]
    fresh = type(rules)("bqr", rules._manager)
    changed = replace(was, explanation=Text("Nu iets anders.", "Something else now."))
    fresh.__dict__["purposes"] = {**rules.purposes, "marketing": changed}
    monkeypatch.setattr(world.runtime.registry, "rules", lambda organisation: fresh)
    with world.work() as work:
        facts = actions.facts_of(work, consent_id, purpose=None, rules=fresh, url="https://bqr.example/consent")
    assert facts.purpose.explanation == was.explanation
    assert (facts.described_by, facts.statement_dated) == (facts.opened.statement_version, None)
    assert facts.in_force is False, "a yes to another text is asked again"
    assert told_of(world, consent_id).in_force is False


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
