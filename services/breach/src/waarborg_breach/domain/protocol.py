"""The protocol's steps: report, decide, notify, inform and close, and by whom."""

from collections.abc import Iterable
from dataclasses import replace

from waarborg_breach.domain.states import (
    AUTHORITY_MOVES,
    CASE_MOVES,
    OVER,
    PERSONS_MOVES,
    AuthorityState,
    Breach,
    BreachError,
    CaseState,
    NotResponsible,
    OpenDuties,
    PersonsState,
    ReasonNeeded,
    move,
    open_duties,
)
from waarborg_shared.hooks.values import BreachProtocol, Text


class UnknownQuestion(BreachError):
    """The protocol asks no such question."""

    field = "answers"
    text = Text("Deze vraag stelt het protocol niet.", "The protocol does not ask this question.")


def check_answers(protocol: BreachProtocol, answers: Iterable[str]) -> None:
    """Refuse an answer to a question that the protocol does not ask.

    Raises:
        UnknownQuestion: naming it.
    """
    asked = {question.code for question in protocol.questions}
    for code in answers:
        if code not in asked:
            raise UnknownQuestion(code)


def not_yet_known(protocol: BreachProtocol, answers: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the questions without an answer, in the protocol's order (B24 art. 7)."""
    known = set(answers)
    return tuple(question.code for question in protocol.questions if question.code not in known)


def require_responsible(protocol: BreachProtocol, roles: Iterable[str], *, time_presses: bool) -> str:
    """Let nobody but the responsible person pass, and return the role in which they act (B24 art. 2 and 10.3).

    A deputy of the protocol's order passes when ``time_presses``: the authority's clock has used up most of its term
    and nobody has decided, so that 72 hours are not lost because the responsible person can't be reached.

    Raises:
        NotResponsible: naming the role that may.
    """
    held = set(roles)
    may = (protocol.responsible_role, *(protocol.deputies if time_presses else ()))
    acting = next((role for role in may if role in held), None)
    if acting is None:
        raise NotResponsible(protocol.responsible_role)
    return acting


def decide(breach: Breach, *, notify_authority: bool, inform_persons: bool, reason: str | None) -> Breach:
    """Return the breach as decided (B24 art. 9): to notify in principle always; not to do so takes a reason.

    Raises:
        ReasonNeeded: the authority or the persons are not to be told, and no reason was given.
        NoSuchMove: it is closed, or who has been told already cannot be untold.
    """
    if not (notify_authority and inform_persons) and not (reason and reason.strip()):
        raise ReasonNeeded("not-notifying")
    authority, persons = breach.authority, breach.persons
    if authority is not AuthorityState.NOTIFIED or not notify_authority:
        wanted = AuthorityState.TO_NOTIFY if notify_authority else AuthorityState.NOT_TO_NOTIFY
        authority = move(AUTHORITY_MOVES, authority, wanted)
    if persons is not PersonsState.INFORMED or not inform_persons:
        wished = PersonsState.TO_INFORM if inform_persons else PersonsState.NOT_TO_INFORM
        persons = move(PERSONS_MOVES, persons, wished)
    return Breach(case=move(CASE_MOVES, breach.case, CaseState.DECIDED), authority=authority, persons=persons)


def notified(breach: Breach) -> Breach:
    """Return the breach after the authority was told (art. 33 AVG; the product records it and never sends it).

    Raises:
        NoSuchMove: it was not decided to notify.
    """
    if breach.case in OVER:
        move(CASE_MOVES, breach.case, CaseState.DECIDED)
    return replace(breach, authority=move(AUTHORITY_MOVES, breach.authority, AuthorityState.NOTIFIED))


def informed(breach: Breach) -> Breach:
    """Return the breach after the persons were told (art. 34 AVG).

    Raises:
        NoSuchMove: it was not decided to tell them.
    """
    if breach.case in OVER:
        move(CASE_MOVES, breach.case, CaseState.DECIDED)
    return replace(breach, persons=move(PERSONS_MOVES, breach.persons, PersonsState.INFORMED))


def close(breach: Breach, *, also: Iterable[str] = ()) -> Breach:
    """Return the breach closed; ``also`` are duties that other parts of the case still have open.

    Raises:
        OpenDuties: something still has to be done, by name.
        NoSuchMove: it is closed already.
    """
    duties = (*open_duties(breach), *(duty for duty in also if duty not in open_duties(breach)))
    if duties:
        raise OpenDuties(duties)
    return replace(breach, case=move(CASE_MOVES, breach.case, CaseState.CLOSED))


def stopped_clocks(breach: Breach, names: Iterable[str]) -> frozenset[str]:
    """Return those of the case's clocks, by ``names``, that have nothing left to count for in this state.

    A clock of the organisation's own runs until the case is closed.
    """
    if breach.case in OVER:
        return frozenset(names)
    stopped: set[str] = set()
    if breach.case is not CaseState.REPORTED:
        stopped.add("decision")
    if breach.authority in (AuthorityState.NOTIFIED, AuthorityState.NOT_TO_NOTIFY):
        stopped.add("authority")
    if breach.persons in (PersonsState.INFORMED, PersonsState.NOT_TO_INFORM):
        stopped.add("persons")
    return frozenset(stopped & set(names))
