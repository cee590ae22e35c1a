"""A person who goes by several references: a decision goes by all that was said, and in doubt the answer is no."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent import actions
from waarborg_consent.domain import ConsentEvent, ConsentState, Given, How, joined, standing
from waarborg_consent.events import on_persons_merged, on_persons_split
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope
from waarborg_shared.events.identity import PersonsMerged, PersonsSplit

START = datetime(2026, 1, 1, tzinfo=UTC)
MERGED = START + timedelta(hours=10)
ONE, OTHER, THIRD = "person-1", "person-2", "person-3"


def event(hour, kind, about="newsletter"):
    return ConsentEvent(id=f"e{hour}", kind=kind, purpose=about, at=START + timedelta(hours=hour), sequence=hour)


GAVE, WITHDREW, REFUSED, ASKED = Given.GIVEN, Given.WITHDRAWN, Given.REFUSED, Given.REQUESTED


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ([], [], ConsentState.UNKNOWN),
        ([(1, GAVE)], [], ConsentState.GIVEN),
        ([(1, GAVE)], [(2, GAVE)], ConsentState.GIVEN),
        ([(1, WITHDREW)], [(2, GAVE)], ConsentState.WITHDRAWN),  # newer, but said before they were known to be one
        ([(1, GAVE), (2, WITHDREW)], [(3, GAVE)], ConsentState.WITHDRAWN),
        ([(1, WITHDREW), (2, GAVE)], [(3, GAVE)], ConsentState.GIVEN),
        ([(1, WITHDREW)], [(11, GAVE)], ConsentState.GIVEN),
        ([(1, GAVE), (12, WITHDREW)], [(11, GAVE)], ConsentState.WITHDRAWN),
        ([(11, GAVE)], [(11, WITHDREW)], ConsentState.WITHDRAWN),
        ([(1, GAVE)], [(2, WITHDREW, None)], ConsentState.WITHDRAWN),
        ([(1, GAVE)], [(2, WITHDREW, None), (3, GAVE)], ConsentState.GIVEN),
        ([(1, GAVE)], [(2, WITHDREW, "survey")], ConsentState.GIVEN),
        ([(1, REFUSED)], [(2, GAVE)], ConsentState.REFUSED),
        ([(1, Given.EXPIRED)], [(2, GAVE)], ConsentState.GIVEN),
        ([(2, Given.EXPIRED)], [(1, GAVE)], ConsentState.GIVEN),
        ([(1, ASKED)], [], ConsentState.REQUESTED),
        ([(1, ASKED), (2, GAVE)], [], ConsentState.GIVEN),
        ([(1, GAVE)], [(2, ASKED)], ConsentState.GIVEN),
        ([(1, GAVE), (11, Given.INVALIDATED)], [(2, WITHDREW)], ConsentState.WITHDRAWN),
    ],
)
def test_what_was_said_under_two_references_is_joined_in_doubt(one, other, state):
    files = {ONE: [event(*each) for each in one], OTHER: [event(*each) for each in other]}
    found = standing(joined(files, ["newsletter", "survey"], since=MERGED), "newsletter")
    assert found.state is state


EVENTS = st.lists(
    st.builds(event, st.integers(0, 20), st.sampled_from(Given), st.sampled_from(["newsletter", "survey"])), max_size=6
)


@given(EVENTS, EVENTS)
def test_nothing_is_allowed_that_was_withdrawn_under_either_reference_and_not_given_since(one, other):
    files = {ONE: one, OTHER: other}
    found = standing(joined(files, ["newsletter"], since=MERGED), "newsletter")
    gave = {GAVE, Given.RENEWED, Given.EXPIRED}
    gave_since = any(e.kind in gave and e.at > MERGED and e.purpose == "newsletter" for e in (*one, *other))
    before = [standing([e for e in each if e.at <= MERGED], "newsletter").opposes for each in (one, other)]
    if any(before) and not gave_since:
        assert found.opposes and not found.stands


def told(world, happened, *, organisation="bqr"):
    """Hand the service an event of identity."""
    handlers = {PersonsMerged: on_persons_merged, PersonsSplit: on_persons_split}
    with world.work(organisation) as work:
        envelope = Envelope(
            id=new_id(),
            type=happened.type,
            source="identity",
            organisation=organisation,
            subject=happened.kept_ref,
            sequence=1,
            time=work.now,
            event=happened,
        )
        handlers[type(happened)](work, happened, envelope, world.runtime.rules(organisation))


def says(world, ref, kind, *, organisation="bqr"):
    rules = world.runtime.rules(organisation)
    with world.work(organisation) as work:
        if kind is GAVE:
            version = rules.organisation.statement_version
            command = actions.NewConsent(subject_ref=ref, purpose="marketing", statement_version=version, how=How.PAPER)
            actions.record_consent(work, command, rules=rules)
        else:
            command = actions.Withdrawal(subject_ref=ref, purpose="marketing", how=How.PAPER)
            actions.withdraw_consent(work, command, rules=rules)
    world.clock.forward(60)


def decided(world, ref, *, organisation="bqr"):
    question = {
        "subject": {"type": "staff", "id": "staff-0001", "properties": {"role": "coordinator"}},
        "action": {"name": "read"},
        "resource": {"type": "privacy_regulations", "id": "r1", "properties": {"person": ref}},
        "context": {"purpose": "marketing"},
    }
    answer = world.partner(organisation, "consent:decide").post("/consent/access/v1/evaluation", question)
    return answer.json["context"]["reason"]["code"]


def test_a_consent_counts_under_either_reference_until_they_are_split(either_world):
    world = either_world
    says(world, ONE, GAVE)
    assert decided(world, OTHER) == "consent-missing"
    told(world, PersonsMerged(kept_ref=OTHER, merged_ref=ONE))
    assert decided(world, OTHER) == decided(world, ONE) == "allowed-by-consent"
    told(world, PersonsSplit(kept_ref=OTHER, split_ref=ONE))
    assert (decided(world, ONE), decided(world, OTHER)) == ("allowed-by-consent", "consent-missing")


def test_a_withdrawal_under_either_reference_wins_until_something_is_given_anew(either_world):
    world = either_world
    says(world, ONE, GAVE)
    says(world, ONE, WITHDREW)
    says(world, OTHER, GAVE)
    told(world, PersonsMerged(kept_ref=OTHER, merged_ref=ONE))
    assert decided(world, OTHER) == decided(world, ONE) == "consent-withdrawn"
    world.clock.forward(60)
    says(world, OTHER, GAVE)
    assert decided(world, OTHER) == decided(world, ONE) == "allowed-by-consent"
    says(world, ONE, WITHDREW)
    assert decided(world, OTHER) == decided(world, ONE) == "consent-withdrawn"
    told(world, PersonsSplit(kept_ref=OTHER, split_ref=ONE))
    assert (decided(world, ONE), decided(world, OTHER)) == ("consent-withdrawn", "allowed-by-consent")


def test_what_stands_is_shown_and_withdrawn_for_the_person_as_a_whole(world):
    says(world, ONE, GAVE)
    told(world, PersonsMerged(kept_ref=OTHER, merged_ref=ONE))
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        stands = {each.purpose: each.state for each in actions.what_stands(work, OTHER, rules=rules)}
    assert stands["marketing"] is ConsentState.GIVEN
    world.clock.forward(60)
    says(world, OTHER, WITHDREW)
    assert decided(world, ONE) == "consent-withdrawn"


def test_three_references_are_one_person_and_a_split_takes_one_off(world):
    says(world, ONE, GAVE)
    told(world, PersonsMerged(kept_ref=OTHER, merged_ref=ONE))
    told(world, PersonsMerged(kept_ref=THIRD, merged_ref=OTHER))
    assert decided(world, THIRD) == "allowed-by-consent"
    told(world, PersonsSplit(kept_ref=THIRD, split_ref=OTHER))
    assert (decided(world, THIRD), decided(world, OTHER)) == ("consent-missing", "allowed-by-consent")


def test_told_twice_or_of_nobody_nothing_changes(world):
    says(world, ONE, GAVE)
    for _ in range(2):
        told(world, PersonsMerged(kept_ref=OTHER, merged_ref=ONE))
    assert decided(world, OTHER) == "allowed-by-consent"
    for _ in range(2):
        told(world, PersonsSplit(kept_ref=OTHER, split_ref=ONE))
        told(world, PersonsSplit(kept_ref=THIRD, split_ref="person-4"))
    assert decided(world, OTHER) == "consent-missing"


def test_a_merge_at_one_organisation_is_none_at_another(world):
    says(world, ONE, GAVE)
    told(world, PersonsMerged(kept_ref=OTHER, merged_ref=ONE), organisation="jtb-care")
    assert decided(world, OTHER) == "consent-missing"
