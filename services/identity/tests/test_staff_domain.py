"""The rules of the administration of staff, by tables."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from waarborg_identity.domain.staff_absence import AwayAlready, PassedOn, StandInAway, check_absence, passed_on
from waarborg_identity.domain.staff_codes import TooManyCodes, check_code_count, in_groups, make_staff_code
from waarborg_identity.domain.staff_factors import (
    BadDigits,
    Checked,
    CheckNeeded,
    OwnFactor,
    Reset,
    ResetIsOver,
    ResetState,
    SecondIsFirst,
    check_first,
    check_second,
    check_seen,
    reset_state,
)
from waarborg_identity.domain.staff_grants import (
    EndsBeforeItBegins,
    GrantState,
    HasRoleAlready,
    Holding,
    InThePast,
    LastHolder,
    OwnRole,
    Period,
    alone,
    check_new_grant,
    check_somebody_left,
    last_day,
    period,
    state_of,
)
from waarborg_identity.domain.staff_review import (
    NotAllReviewed,
    NotYet,
    OtherReview,
    OwnMatter,
    Paper,
    about_himself,
    check_complete,
    check_paper,
    papers_missing,
)
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import SignInPolicy

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Grant:
    role: str = "board"
    granted_at: datetime = NOW - 10 * DAY
    starts_at: datetime | None = None
    until: datetime | None = None
    ended_at: datetime | None = None
    stand_in_for: str | None = None


def at(month, day, hour):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("from_on", "until_on", "expected"),
    [
        (None, None, Period(NOW, None)),
        (date(2026, 3, 2), None, Period(NOW, None)),
        (date(2026, 3, 3), None, Period(at(3, 2, 23), None)),
        (None, date(2026, 3, 2), Period(NOW, at(3, 2, 23))),
        (date(2026, 3, 28), date(2026, 3, 29), Period(at(3, 27, 23), at(3, 29, 22))),  # the clock goes forward
    ],
)
def test_a_time_in_days_begins_and_ends_at_midnight_in_amsterdam(from_on, until_on, expected):
    assert period(from_on, until_on, NOW) == expected


@pytest.mark.parametrize(
    ("from_on", "until_on", "error", "field"),
    [
        (date(2026, 3, 1), None, InThePast, "from_on"),
        (None, date(2026, 3, 1), InThePast, "until_on"),
        (date(2026, 3, 5), date(2026, 3, 4), EndsBeforeItBegins, "until_on"),
        (date(2026, 3, 1), date(2026, 2, 1), InThePast, "from_on"),
    ],
)
def test_a_time_in_the_past_or_back_to_front_is_refused_by_its_field(from_on, until_on, error, field):
    with pytest.raises(error) as refused:
        period(from_on, until_on, NOW)
    assert refused.value.field == field


def test_just_after_midnight_in_amsterdam_it_is_the_next_day():
    late = at(3, 2, 23)
    with pytest.raises(InThePast):
        period(date(2026, 3, 2), None, late)
    assert period(date(2026, 3, 3), None, late).starts_at == late


def test_the_last_day_is_the_one_that_still_counts():
    assert last_day(period(None, date(2026, 3, 9), NOW).until) == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("grant", "state"),
    [
        (Grant(), GrantState.IN_FORCE),
        (Grant(starts_at=NOW), GrantState.IN_FORCE),
        (Grant(starts_at=NOW + DAY), GrantState.TO_COME),
        (Grant(until=NOW + DAY), GrantState.IN_FORCE),
        (Grant(until=NOW), GrantState.RAN_OUT),
        (Grant(until=NOW - DAY, ended_at=NOW - 2 * DAY), GrantState.ENDED),
        (Grant(starts_at=NOW + DAY, ended_at=NOW), GrantState.ENDED),
    ],
)
def test_a_grant_is_to_come_in_force_ran_out_or_ended(grant, state):
    assert state_of(grant, NOW) is state


@pytest.mark.parametrize(
    ("mine", "other", "overlap"),
    [
        (Period(NOW, None), Period(NOW + DAY, None), True),
        (Period(NOW, NOW + DAY), Period(NOW + DAY, None), False),
        (Period(NOW + DAY, None), Period(NOW, NOW + DAY), False),
        (Period(NOW, NOW + 2 * DAY), Period(NOW + DAY, NOW + 3 * DAY), True),
    ],
)
def test_the_same_role_is_not_given_twice_for_one_time(mine, other, overlap):
    if overlap:
        with pytest.raises(HasRoleAlready):
            check_new_grant(mine, [other])
    else:
        check_new_grant(mine, [other])


def test_J8_nobody_gives_himself_a_role_but_in_an_organisation_of_one_person():
    assert alone("a", "b", one_person=False) is False
    assert alone("a", "a", one_person=True) is True
    with pytest.raises(OwnRole) as refused:
        alone("a", "a", one_person=False, field="stand_in")
    assert refused.value.field == "stand_in"


LASTING, FOR_A_TIME = Holding("a", True), Holding("b", False)


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ([LASTING, Holding("c", True)], [LASTING], False),
        ([LASTING], [], True),
        ([LASTING, FOR_A_TIME], [FOR_A_TIME], True),
        ([FOR_A_TIME, Holding("c", False)], [FOR_A_TIME], False),
        ([FOR_A_TIME], [], True),
        ([], [], False),
    ],
)
def test_the_last_who_may_give_roles_without_an_end_keeps_that(before, after, refused):
    if refused:
        with pytest.raises(LastHolder):
            check_somebody_left(before, after)
    else:
        check_somebody_left(before, after)


AWAY = Period(NOW, NOW + 14 * DAY)


@pytest.mark.parametrize(
    ("grant", "passed"),
    [
        (Grant(), Period(NOW, NOW + 14 * DAY)),
        (Grant(until=NOW + 3 * DAY), Period(NOW, NOW + 3 * DAY)),
        (Grant(starts_at=NOW + 3 * DAY), Period(NOW + 3 * DAY, NOW + 14 * DAY)),
        (Grant(starts_at=NOW + 14 * DAY), None),
        (Grant(until=NOW), None),
        (Grant(ended_at=NOW - DAY), None),
        (Grant(stand_in_for="c"), None),
    ],
)
def test_a_stand_in_gets_what_the_absent_one_has_himself_and_no_longer(grant, passed):
    expected = () if passed is None else (PassedOn("board", passed),)
    assert passed_on([grant], AWAY, NOW) == expected


def test_nobody_is_away_twice_and_who_is_away_stands_in_for_nobody():
    check_absence(AWAY, own=[Period(NOW + 14 * DAY, NOW + 20 * DAY)], of_stand_in=[], now=NOW)
    with pytest.raises(AwayAlready):
        check_absence(AWAY, own=[Period(NOW + DAY, NOW + 2 * DAY)], of_stand_in=[], now=NOW)
    with pytest.raises(StandInAway):
        check_absence(AWAY, own=[], of_stand_in=[Period(NOW + DAY, NOW + 2 * DAY)], now=NOW)


POLICY = SignInPolicy(review_every=Term(12, Unit.MONTHS), certificate_roles=frozenset({"carer"}), source="B12")


@pytest.mark.parametrize(
    ("roles", "seen", "signed", "missing"),
    [
        ({"carer"}, None, None, (Paper.CERTIFICATE, Paper.SECRECY)),
        ({"carer"}, NOW.date(), None, (Paper.SECRECY,)),
        ({"board"}, None, None, (Paper.SECRECY,)),
        ({"board"}, None, NOW.date(), ()),
        (set(), None, NOW.date(), ()),
    ],
)
def test_B12_J9_a_certificate_is_asked_of_some_roles_and_secrecy_of_all(roles, seen, signed, missing):
    assert papers_missing(roles, seen_on=seen, signed_on=signed, policy=POLICY) == missing


def test_a_paper_of_tomorrow_was_not_seen():
    check_paper("certificate_seen_on", date(2026, 3, 2), NOW)
    check_paper("certificate_seen_on", None, NOW)
    with pytest.raises(NotYet) as refused:
        check_paper("certificate_seen_on", date(2026, 3, 3), NOW)
    assert refused.value.field == "certificate_seen_on"


@pytest.mark.parametrize(
    ("one_person", "others", "refused"),
    [(False, True, True), (False, False, False), (True, True, False), (True, False, False)],
)
def test_J8_one_reviews_oneself_only_where_nobody_else_can(one_person, others, refused):
    if refused:
        with pytest.raises(OwnMatter):
            about_himself("a", "a", one_person=one_person, others=others)
    else:
        assert about_himself("a", "a", one_person=one_person, others=others) is True
    assert about_himself("a", "b", one_person=one_person, others=others) is False


def test_a_review_is_done_when_everybody_was_looked_at():
    check_complete(["a", "b"], ["a", "b", "somebody-who-left"], running=1, asked=1)
    with pytest.raises(NotAllReviewed):
        check_complete(["a", "b"], ["a"], running=1, asked=1)
    with pytest.raises(OtherReview):
        check_complete(["a"], ["a"], running=2, asked=1)


def test_a_code_is_twelve_letters_and_digits_shown_in_groups():
    assert in_groups(make_staff_code(lambda letters: letters[0])) == "AAAA-AAAA-AAAA"


def test_five_codes_a_day_are_made_for_somebody():
    check_code_count(4)
    with pytest.raises(TooManyCodes):
        check_code_count(5)


ASKED = Reset("a", "b", NOW + DAY, None)


@pytest.mark.parametrize(
    ("reset", "second", "now", "error"),
    [
        (ASKED, "c", NOW, None),
        (ASKED, "c", NOW + DAY - timedelta(seconds=1), None),
        (ASKED, "b", NOW, SecondIsFirst),
        (ASKED, "a", NOW, OwnFactor),
        (ASKED, "c", NOW + DAY, ResetIsOver),
        (Reset("a", "b", NOW + DAY, NOW), "c", NOW, ResetIsOver),
    ],
)
def test_two_others_replace_a_lost_factor_within_a_day(reset, second, now, error):
    if error is None:
        check_second(reset, second, now)
    else:
        with pytest.raises(error):
            check_second(reset, second, now)


def test_nobody_asks_for_his_own_factor():
    check_first("b", "a")
    with pytest.raises(OwnFactor):
        check_first("a", "a")


def test_a_reset_is_asked_done_or_expired():
    states = [reset_state(each, NOW) for each in (ASKED, Reset("a", "b", NOW, None), Reset("a", "b", NOW, NOW))]
    assert states == [ResetState.ASKED, ResetState.EXPIRED, ResetState.DONE]


@pytest.mark.parametrize(
    ("checked", "digits", "kept"),
    [(Checked.PASSPORT, " 12-4x ", "124X"), (Checked.IDENTITY_CARD, "99", "99"), (Checked.KNOWN, " ", "")],
)
def test_of_a_document_the_last_characters_are_kept(checked, digits, kept):
    assert check_seen(checked, digits) == kept


@pytest.mark.parametrize(
    ("checked", "digits", "error"),
    [
        (None, "1234", CheckNeeded),
        (Checked.PASSPORT, "", BadDigits),
        (Checked.PASSPORT, "1", BadDigits),
        (Checked.PASSPORT, "NX123456", BadDigits),
        (Checked.PASSPORT, "12é4", BadDigits),
        (Checked.KNOWN, "1234", BadDigits),
    ],
)
def test_a_whole_number_is_never_kept_and_no_document_has_none(checked, digits, error):
    with pytest.raises(error):
        check_seen(checked, digits)
