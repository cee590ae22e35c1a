"""The states of authority and persons: one table of moves each, and what each step takes (B24 art. 9 to 11)."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from waarborg_breach.domain import (
    APPOINTED,
    AUTHORITY_MOVES,
    NOTIFIED,
    PERSONS_MOVES,
    AlreadyNotified,
    AlreadyTold,
    AuthorityState,
    Breach,
    BreachError,
    CaseOver,
    CaseState,
    Decision,
    ExceptionNeeded,
    ExceptionTooMuch,
    NoSuchAppointment,
    NoSuchMove,
    NotNotified,
    NotResponsible,
    OpenDuties,
    PersonsException,
    PersonsState,
    ReasonNeeded,
    Unconfirmed,
    announced,
    check_appointment,
    check_known,
    close,
    decide,
    informed,
    notified,
    open_duties,
    reopened,
    require_responsible,
    stopped_clocks,
    supplemented,
    waiting_again,
    withdrawn,
)
from waarborg_shared.hooks.defaults import LawDefaults

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BOTH = Decision(notify_authority=True, inform_persons=True)
NEITHER = Decision(
    notify_authority=False, inform_persons=False, exception=PersonsException.NO_HIGH_RISK, reason="geen risico"
)
PUBLICLY = Decision(
    notify_authority=True, inform_persons=False, exception=PersonsException.DISPROPORTIONATE, reason="te veel mensen"
)
TO_TELL = decide(Breach(), BOTH)
NAMES = ("availability", "decision", "authority", "persons", "supplement", "inspectorate")


def at(authority: AuthorityState, persons: PersonsState = PersonsState.NOT_TO_INFORM) -> Breach:
    return Breach(case=CaseState.DECIDED, authority=authority, persons=persons)


@pytest.mark.parametrize("authority", [*AuthorityState])
def test_B24_10_each_step_leads_only_where_the_table_of_the_authority_does(authority: AuthorityState) -> None:
    steps = (
        lambda breach: notified(breach, complete=False),
        lambda breach: notified(breach, complete=True),
        lambda breach: supplemented(breach, complete=False),
        lambda breach: supplemented(breach, complete=True),
        lambda breach: withdrawn(breach, reason="het was geen lek"),
        lambda breach: decide(breach, BOTH),
        lambda breach: decide(breach, NEITHER),
    )
    reached = set()
    for step in steps:
        try:
            reached.add(step(at(authority)).authority)
        except NoSuchMove:
            continue
    assert reached - {authority} == AUTHORITY_MOVES[authority] - {authority}


@pytest.mark.parametrize("persons", [*PersonsState])
def test_B24_11_each_step_leads_only_where_the_table_of_the_persons_does(persons: PersonsState) -> None:
    steps = (
        informed,
        announced,
        lambda breach: informed(breach, in_part=True),
        lambda breach: waiting_again(breach, some_told=True),
        lambda breach: waiting_again(breach, some_told=False),
        lambda breach: decide(breach, BOTH),
        lambda breach: decide(breach, NEITHER),
        lambda breach: decide(breach, PUBLICLY),
    )
    reached = set()
    for step in steps:
        try:
            reached.add(step(at(AuthorityState.TO_NOTIFY, persons)).persons)
        except NoSuchMove:
            continue
    assert reached - {persons} == PERSONS_MOVES[persons] - {persons}


@pytest.mark.parametrize(("authority", "persons"), [(False, True), (True, False), (False, False)])
@pytest.mark.parametrize("reason", [None, "", "   "])
def test_B24_9_not_telling_somebody_takes_a_written_reason(authority: bool, persons: bool, reason: str | None) -> None:
    why = None if persons else PersonsException.AVERTED
    with pytest.raises(ReasonNeeded):
        decide(Breach(), Decision(notify_authority=authority, inform_persons=persons, exception=why, reason=reason))


def test_B24_9_who_is_not_told_is_not_told_by_an_exception_and_who_is_told_by_none() -> None:
    with pytest.raises(ExceptionNeeded):
        decide(Breach(), Decision(notify_authority=True, inform_persons=False, reason="waarom"))
    with pytest.raises(ExceptionTooMuch):
        decide(Breach(), Decision(notify_authority=True, inform_persons=True, exception=PersonsException.AVERTED))


@pytest.mark.parametrize(
    ("exception", "persons", "duty"),
    [
        (PersonsException.NO_HIGH_RISK, PersonsState.NOT_TO_INFORM, ()),
        (PersonsException.UNINTELLIGIBLE, PersonsState.NOT_TO_INFORM, ()),
        (PersonsException.AVERTED, PersonsState.NOT_TO_INFORM, ()),
        (PersonsException.DISPROPORTIONATE, PersonsState.TO_ANNOUNCE, ("announce",)),
    ],
)
def test_B24_9_where_telling_each_is_too_much_a_public_announcement_is_owed(
    exception: PersonsException, persons: PersonsState, duty: tuple[str, ...]
) -> None:
    said = Decision(notify_authority=False, inform_persons=False, exception=exception, reason="waarom")
    decided = decide(Breach(), said)
    assert (decided.persons, open_duties(decided)) == (persons, duty)
    if duty:
        with pytest.raises(OpenDuties, match="announce"):
            close(decided)
        assert close(announced(decided)).case is CaseState.CLOSED


@pytest.mark.parametrize("authority", sorted(NOTIFIED))
def test_B24_10_notifying_twice_is_refused_with_words(authority: AuthorityState) -> None:
    for complete in (False, True):
        with pytest.raises(AlreadyNotified) as refusal:
            notified(at(authority), complete=complete)
    assert "al gemeld" in refusal.value.text.nl
    with pytest.raises(AlreadyNotified):
        decide(at(authority), NEITHER)
    assert decide(at(authority), BOTH).authority is authority


@pytest.mark.parametrize("authority", sorted(set(AuthorityState) - NOTIFIED))
def test_B24_10_without_a_notification_there_is_nothing_to_supplement_or_withdraw(authority: AuthorityState) -> None:
    with pytest.raises(NotNotified):
        supplemented(at(authority), complete=True)
    with pytest.raises(NotNotified):
        withdrawn(at(authority), reason="waarom")


def test_a_withdrawal_takes_a_reason_and_can_be_followed_by_a_notification_anew() -> None:
    told = notified(TO_TELL)
    with pytest.raises(ReasonNeeded):
        withdrawn(told, reason="  ")
    gone = withdrawn(told, reason="het was een oefening van een ander")
    assert decide(gone, NEITHER).authority is AuthorityState.WITHDRAWN
    again = decide(gone, BOTH)
    assert again.authority is AuthorityState.TO_NOTIFY and "authority" not in stopped_clocks(again, NAMES)
    assert notified(again, complete=False).authority is AuthorityState.PROVISIONAL


def test_who_was_told_cannot_be_untold() -> None:
    for persons in (PersonsState.IN_PART, PersonsState.INFORMED, PersonsState.ANNOUNCED):
        with pytest.raises(AlreadyTold):
            decide(at(AuthorityState.TO_NOTIFY, persons), NEITHER)


@pytest.mark.parametrize(
    ("authority", "persons", "duties"),
    [
        (AuthorityState.TO_NOTIFY, PersonsState.IN_PART, ("notify-authority", "inform-persons")),
        (AuthorityState.PROVISIONAL, PersonsState.INFORMED, ("complete-notification",)),
        (AuthorityState.SUPPLEMENTED, PersonsState.TO_ANNOUNCE, ("complete-notification", "announce")),
        (AuthorityState.COMPLETE, PersonsState.ANNOUNCED, ()),
        (AuthorityState.WITHDRAWN, PersonsState.NOT_TO_INFORM, ()),
    ],
)
def test_a_case_with_an_open_duty_stays_open_and_names_it(
    authority: AuthorityState, persons: PersonsState, duties: tuple[str, ...]
) -> None:
    breach = at(authority, persons)
    assert open_duties(breach) == duties
    if duties:
        with pytest.raises(OpenDuties) as refusal:
            close(breach)
        assert refusal.value.duties == duties
    else:
        assert close(breach).case is CaseState.CLOSED


def test_with_a_closed_case_nothing_is_done_but_opening_it_again_with_a_reason() -> None:
    closed = close(at(AuthorityState.COMPLETE, PersonsState.INFORMED))
    steps = (
        notified,
        informed,
        announced,
        close,
        lambda breach: decide(breach, BOTH),
        lambda breach: supplemented(breach, complete=True),
        lambda breach: withdrawn(breach, reason="waarom"),
    )
    for step in steps:
        with pytest.raises(CaseOver):
            step(closed)
    with pytest.raises(ReasonNeeded):
        reopened(closed, reason="")
    opened = reopened(closed, reason="er zijn meer mensen geraakt")
    assert (opened.case, opened.authority) == (CaseState.DECIDED, AuthorityState.COMPLETE)
    with pytest.raises(NoSuchMove):
        reopened(opened, reason="nog eens")
    with pytest.raises(NoSuchMove):
        reopened(Breach(), reason="nooit gesloten")


@pytest.mark.parametrize(
    ("breach", "stopped"),
    [
        (Breach(), {"supplement"}),
        (TO_TELL, {"decision", "supplement"}),
        (decide(Breach(), PUBLICLY), {"decision", "supplement"}),
        (decide(Breach(), NEITHER), {"decision", "authority", "persons", "supplement"}),
        (notified(TO_TELL, complete=False), {"decision", "authority"}),
        (supplemented(notified(TO_TELL, complete=False), complete=False), {"decision", "authority"}),
        (informed(TO_TELL, in_part=True), {"decision", "supplement"}),
        (informed(notified(TO_TELL)), {"decision", "authority", "persons", "supplement"}),
        (close(informed(notified(TO_TELL))), set(NAMES)),
    ],
)
def test_clocks_stop_when_what_they_count_for_is_done(breach: Breach, stopped: set[str]) -> None:
    assert stopped_clocks(breach, NAMES) == stopped
    assert stopped_clocks(breach, ["inspectorate"]) <= stopped


def test_B24_7_deciding_without_an_answer_takes_that_it_is_named_as_not_yet_known() -> None:
    assert check_known(("what", "when"), ["when", "what", "colour"]) == ("what", "when")
    assert check_known((), ()) == ()
    with pytest.raises(Unconfirmed) as refusal:
        check_known(("what", "when"), ["what"])
    assert refusal.value.questions == ("when",)


@pytest.mark.parametrize(("presses", "appointed"), [*product([False, True], repeat=2)])
def test_B24_10_3_who_acts_for_the_responsible_person(presses: bool, appointed: bool) -> None:
    protocol = LawDefaults("house").breach_protocol()
    assert require_responsible(protocol, {"privacy_officer"}, time_presses=presses) == "privacy_officer"
    if appointed:
        assert require_responsible(protocol, {"staff"}, time_presses=presses, appointed=True) == APPOINTED
    else:
        with pytest.raises(NotResponsible):
            require_responsible(protocol, {"staff"}, time_presses=presses)


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (NOW, NOW, "until_at"),
        (NOW + DAY, NOW, "until_at"),
        (NOW - 2 * DAY, NOW - DAY, "until_at"),
        (NOW, NOW + 367 * DAY, "until_at"),
    ],
)
def test_a_time_that_is_none_is_refused_for_a_deputy(begins: datetime, ends: datetime, field: str) -> None:
    with pytest.raises(NoSuchAppointment) as refusal:
        check_appointment(from_at=begins, until_at=ends, now=NOW)
    assert refusal.value.field == field
    check_appointment(from_at=NOW - DAY, until_at=NOW + DAY, now=NOW)


def test_every_refusal_has_words_in_both_languages() -> None:
    refused: list[BreachError] = [ReasonNeeded("late"), ExceptionNeeded(), Unconfirmed(("what",)), CaseOver()]
    assert all(each.text.nl and each.text.en and each.text.nl != each.text.en for each in refused)
