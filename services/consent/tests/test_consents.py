"""What stands of a person's consents: a function of the events, whatever order they arrive in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import (
    AlreadyWithdrawn,
    ConsentEvent,
    ConsentNotNeeded,
    ConsentState,
    Given,
    StatementOutOfDate,
    UnknownPurpose,
    give,
    standing,
    standings,
    withdraw,
)
from waarborg_shared.hooks.values import LegalBasis, Purpose, PurposeKind, Text

START = datetime(2026, 1, 1, tzinfo=UTC)


def purpose(code: str, *bases: LegalBasis) -> Purpose:
    text = Text(code, code)
    return Purpose(
        code=code,
        name=text,
        explanation=text,
        kind=PurposeKind.MARKETING,
        bases=bases,
        categories=("name",),
        source="test",
    )


PURPOSES = {
    found.code: found
    for found in (
        purpose("newsletter", LegalBasis.CONSENT),
        purpose("survey", LegalBasis.CONSENT),
        purpose("care", LegalBasis.CONTRACT),
    )
}


def event(number: int, kind: Given, about: str | None) -> ConsentEvent:
    return ConsentEvent(id=f"e{number}", kind=kind, purpose=about, at=START + timedelta(hours=number), sequence=number)


def test_without_events_nothing_is_known() -> None:
    assert standing([], "newsletter").state is ConsentState.UNKNOWN


def test_the_newest_wins() -> None:
    events = [event(1, Given.GIVEN, "newsletter"), event(2, Given.WITHDRAWN, "newsletter")]
    assert standing(events, "newsletter").state is ConsentState.WITHDRAWN
    events.append(event(3, Given.GIVEN, "newsletter"))
    stands = standing(events, "newsletter")
    assert (stands.state, stands.event_id, stands.since) == (ConsentState.GIVEN, "e3", events[2].at)


def test_a_general_withdrawal_ends_every_consent_before_it_and_none_after() -> None:
    events = [
        event(1, Given.GIVEN, "newsletter"),
        event(2, Given.GIVEN, "survey"),
        event(3, Given.WITHDRAWN, None),
        event(4, Given.GIVEN, "survey"),
    ]
    states = {stands.purpose: stands.state for stands in standings(events, PURPOSES)}
    assert states == {"newsletter": ConsentState.WITHDRAWN, "survey": ConsentState.GIVEN}


def test_a_purpose_with_another_basis_is_not_shown_as_a_choice() -> None:
    assert "care" not in {stands.purpose for stands in standings([], PURPOSES)}


@pytest.mark.parametrize(
    ("code", "version", "refusal"),
    [("spying", "1", UnknownPurpose), ("care", "1", ConsentNotNeeded), ("newsletter", "0", StatementOutOfDate)],
)
def test_J2_consent_is_recorded_for_a_listed_purpose_under_the_statement_in_force(
    code: str, version: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give(PURPOSES, code, statement_version=version, in_force="1")
    assert give(PURPOSES, "newsletter", statement_version="1", in_force="1").code == "newsletter"


def test_withdrawing_twice_is_refused_and_names_what() -> None:
    events = [event(1, Given.GIVEN, "newsletter")]
    assert withdraw(events, PURPOSES, purpose="newsletter") == ("newsletter",)
    events.append(event(2, Given.WITHDRAWN, "newsletter"))
    with pytest.raises(AlreadyWithdrawn, match="newsletter"):
        withdraw(events, PURPOSES, purpose="newsletter")
    with pytest.raises(AlreadyWithdrawn, match="all"):
        withdraw(events, PURPOSES, purpose=None)
    with pytest.raises(UnknownPurpose):
        withdraw(events, PURPOSES, purpose="spying")


EVENTS = st.lists(
    st.tuples(st.sampled_from(list(Given)), st.sampled_from(["newsletter", "survey", None])), max_size=12
).map(
    lambda pairs: [
        event(number, kind, about)
        for number, (kind, about) in enumerate(pairs, start=1)
        if not (kind is Given.GIVEN and about is None)
    ]
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(events: list[ConsentEvent], chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(shuffled, PURPOSES) == standings(events, PURPOSES)


@given(EVENTS)
def test_after_a_general_withdrawal_nothing_stands(events: list[ConsentEvent]) -> None:
    ended = [*events, event(99, Given.WITHDRAWN, None)]
    assert {stands.state for stands in standings(ended, PURPOSES)} == {ConsentState.WITHDRAWN}
