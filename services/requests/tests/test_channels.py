"""B15: what a letter carries, and which ways are safe enough for it."""

from datetime import UTC, datetime, timedelta

import pytest

from waarborg_requests.domain import Ground, Outcome
from waarborg_requests.domain.letters import (
    ChannelNotKnown,
    ChannelNotSafeEnough,
    LetterKind,
    allowed,
    check_channel,
    content_of,
    heaviest,
    language_of,
    read_code_holds,
    read_grounds,
    write_grounds,
)
from waarborg_shared.hooks.values import Channel, Content, RequestKind, Sensitivity, Text

P, F, H = Content.PERSONAL, Content.FINANCIAL, Content.HEALTH
EVERYTHING = frozenset(Sensitivity)
ORDINARY = frozenset({Sensitivity.ORDINARY})


def channel(code, *carries):
    return Channel(code=code, name=Text(code, code), carries=frozenset(carries))


@pytest.mark.parametrize(
    ("letter", "kind", "outcome", "held", "carried"),
    [
        (LetterKind.ANSWER, RequestKind.ACCESS, Outcome.GRANTED, EVERYTHING, {P, F, H}),
        (LetterKind.ANSWER, RequestKind.ACCESS, Outcome.REFUSED, EVERYTHING, {P, F, H}),
        (LetterKind.ANSWER, RequestKind.COPY, Outcome.PARTLY, {Sensitivity.FINANCIAL}, {P, F}),
        (LetterKind.ANSWER, RequestKind.COPY, Outcome.GRANTED, {Sensitivity.BSN}, {P, H}),
        (LetterKind.ANSWER, RequestKind.CORRECTION, Outcome.GRANTED, {Sensitivity.CRIMINAL}, {P, H}),
        (LetterKind.ANSWER, RequestKind.ACCESS, Outcome.GRANTED, ORDINARY, {P}),
        (LetterKind.ANSWER, RequestKind.ADDRESS_SECRECY, Outcome.GRANTED, EVERYTHING, {P}),
        (LetterKind.ANSWER, RequestKind.OBJECTION, Outcome.REFUSED, EVERYTHING, {P}),
        (LetterKind.EXTENSION, RequestKind.ACCESS, None, EVERYTHING, {P}),
        (LetterKind.READ_CODE, RequestKind.ACCESS, Outcome.GRANTED, EVERYTHING, {P}),
        (LetterKind.FETCH_CODE, RequestKind.ACCESS, Outcome.GRANTED, EVERYTHING, {P}),
    ],
)
def test_B15_what_a_letter_carries_follows_from_what_it_may_disclose(letter, kind, outcome, held, carried):
    assert content_of(letter, kind, outcome, held) == carried


def test_B15_a_message_is_announced_by_what_asks_most():
    assert heaviest({P, F, H}) is H
    assert heaviest({F, P}) is F


def test_B15_only_ways_that_may_carry_all_of_it_can_be_chosen():
    ways = [channel("letter", *Content), channel("email", Content.NOTICE), channel("half", P, H)]
    assert [each.code for each in allowed(ways, frozenset({P, F, H}))] == ["letter"]
    assert [each.code for each in allowed(ways, frozenset({P}))] == ["letter", "half"]
    by_code = {each.code: each for each in ways}
    assert check_channel("letter", by_code, {P, F, H}).code == "letter"
    for code, refusal in (("email", ChannelNotSafeEnough), ("half", ChannelNotSafeEnough), ("pigeon", ChannelNotKnown)):
        with pytest.raises(refusal) as refused:
            check_channel(code, by_code, {P, F, H})
        assert refused.value.field == "channel"


@pytest.mark.parametrize(
    ("filed_in", "spoken", "language"),
    [
        ("en", ("nl", "en"), "en"),
        ("nl", ("nl", "en"), "nl"),
        (None, ("nl", "en"), "nl"),
        ("en", ("nl",), "nl"),
        ("de", ("nl", "en"), "nl"),
        (None, ("en",), "en"),
    ],
)
def test_a_letter_is_in_the_language_of_the_person_where_that_is_spoken(filed_in, spoken, language):
    assert language_of(filed_in, spoken) == language


def test_several_grounds_are_kept_in_one_column_and_read_back():
    several = (Ground.WORKING_NOTES, Ground.OTHERS_PRIVACY)
    assert read_grounds(write_grounds(several)) == several
    assert write_grounds(()) is None and read_grounds(None) == ()
    assert len(write_grounds(Ground)) <= 400


def test_a_code_from_a_letter_opens_for_sixty_days():
    made = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert read_code_holds(made, made + timedelta(days=60))
    assert not read_code_holds(made, made + timedelta(days=60, seconds=1))
    assert not read_code_holds(None, made)
