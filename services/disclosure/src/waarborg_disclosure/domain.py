"""THE RULES of disclosure: what a report may be, what counts as an answer, where it goes instead, who is thanked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_shared.clocks import ClockRule, due_on, in_force
from waarborg_shared.hooks.values import AnswerPart, DisclosurePolicy, Redirect, Text

RECEIPT_DIGITS = 16
_ENTROPY = 16
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.]+")
_RECEIPT = re.compile(rf"[0-9]{{{RECEIPT_DIGITS}}}")


def spell_receipt(entropy: bytes) -> str:
    """Return the sixteen digits of a receipt (53 bits) for 16 random bytes or more; pages show them in fours."""
    if len(entropy) < _ENTROPY:
        raise ValueError("a receipt needs 16 random bytes")
    return f"{int.from_bytes(entropy, 'big') % 10**RECEIPT_DIGITS:0{RECEIPT_DIGITS}d}"


def read_receipt(typed: str) -> str | None:
    """Return the sixteen digits that somebody typed, without what stood between them, or None."""
    plain = _BETWEEN.sub("", typed)
    return plain if _RECEIPT.fullmatch(plain) else None


class DisclosureError(Exception):
    """Something cannot be done with a report; ``field`` names what is wrong in what was sent."""

    field = "state"
    text = Text("Dit kan niet met deze melding.", "This cannot be done with this report.")


class NoSuchMove(DisclosureError):
    """The state it is in does not lead to the state asked for."""

    text = Text(
        "Dit kan niet in de stand waarin deze melding is.", "This cannot be done in the state that this report is in."
    )


class AnswerIncomplete(DisclosureError):
    """An answer without what was promised is not an answer (J14: an assessment and an expected fix date)."""

    texts: Mapping[AnswerPart, Text] = {
        AnswerPart.ASSESSMENT: Text("Schrijf wat u ervan vindt.", "Write what you make of it."),
        AnswerPart.FIX_DATE: Text(
            "Er is beloofd te zeggen wanneer een oplossing wordt verwacht: geef die datum.",
            "It was promised to say when a fix is expected: give that date.",
        ),
        AnswerPart.NEXT_STEP: Text(
            "Er is beloofd te zeggen wat er met de melding gebeurt: schrijf dat op.",
            "It was promised to say what is done with the report: write that down.",
        ),
    }

    def __init__(self, part: AnswerPart) -> None:
        super().__init__(part.value)
        self.field = part.value
        self.text = self.texts[part]


class FixDateInThePast(DisclosureError):
    """A fix is expected on a day to come."""

    field = "fix_date"
    text = Text(
        "Een oplossing verwacht u op een dag die nog komt.", "A fix is expected on a day that is still to come."
    )


class UnknownRedirect(DisclosureError):
    """Out of scope takes the right way to go instead, from the organisation's own list (B22)."""

    field = "redirect"
    text = Text(
        "Zeg waar de melder hiermee wel terechtkan: kies uit de lijst.",
        "Say where the reporter can go with this instead: choose from the list.",
    )


class PseudonymNotAllowed(DisclosureError):
    """The organisation's policy has no pseudonyms."""

    field = "reporter"
    text = Text("Melden onder een schuilnaam kan hier niet.", "Reporting under a pseudonym is not possible here.")


class NameNeeded(DisclosureError):
    """Who reports by name or pseudonym gives one."""

    field = "name"
    text = Text("Vul uw naam of schuilnaam in, of meld anoniem.", "Give your name or pseudonym, or report anonymously.")


class AnonymousWithTrace(DisclosureError):
    """Who reports anonymously gives nothing that tells who it is: better refused than kept by mistake."""

    text = Text(
        "U meldt anoniem: laat dit leeg, of kies een schuilnaam.",
        "You report anonymously: leave this empty, or choose a pseudonym.",
    )

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CreditNotOffered(DisclosureError):
    """The organisation names no discoverers."""

    field = "may_credit"
    text = Text("Deze organisatie noemt geen ontdekkers.", "This organisation names no discoverers.")


class ReportClosed(DisclosureError):
    """A closed report takes no more messages."""

    field = "text"
    text = Text(
        "Deze melding is gesloten. Is er iets nieuws? Doe dan een nieuwe melding.",
        "This report is closed. Is there something new? Then make a new report.",
    )


class Reporter(StrEnum):
    """How somebody reports."""

    NAMED = "named"
    PSEUDONYM = "pseudonym"
    ANONYMOUS = "anonymous"


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    CLOSED = "closed"


MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.RECEIVED: frozenset({ReportState.ANSWERED}),
    ReportState.ANSWERED: frozenset({ReportState.ANSWERED, ReportState.CLOSED}),
    ReportState.CLOSED: frozenset(),
}


class Verdict(StrEnum):
    """What the assessor finds."""

    IN_SCOPE = "in_scope"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    NOT_REPRODUCIBLE = "not_reproducible"
    ACCEPTED_RISK = "accepted_risk"
    SPAM = "spam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A first answer to a reporter: the verdict, in words, with what happens next and when a fix is expected."""

    verdict: Verdict
    assessment: str
    next_step: str | None = None
    fix_date: date | None = None
    redirect: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What somebody who reports says about themselves."""

    reporter: Reporter
    name: str | None = None
    contact: str | None = None
    may_credit: bool = False


def check_reporter(policy: DisclosurePolicy, reporter: Reporter) -> Reporter:
    """Return how somebody reports, when the policy has it. Anonymity is always possible.

    Raises:
        PseudonymNotAllowed: the policy says no.
    """
    if reporter is Reporter.PSEUDONYM and not policy.pseudonym_allowed:
        raise PseudonymNotAllowed(reporter.value)
    return reporter


def check_introduction(policy: DisclosurePolicy, given: Introduction) -> None:
    """Check that what somebody says about themselves hangs together (J14: a pseudonym; named as discoverer if wished).

    Raises:
        PseudonymNotAllowed, NameNeeded, AnonymousWithTrace, CreditNotOffered.
    """
    check_reporter(policy, given.reporter)
    anonymous = given.reporter is Reporter.ANONYMOUS
    for field, filled in (("name", given.name), ("contact", given.contact), ("may_credit", given.may_credit)):
        if anonymous and filled:
            raise AnonymousWithTrace(field)
    if not anonymous and not (given.name or "").strip():
        raise NameNeeded(given.reporter.value)
    if given.may_credit and not policy.credit:
        raise CreditNotOffered(policy.source)


def has_mailbox(policy: DisclosurePolicy, reporter: Reporter) -> bool:
    """Whether a receipt opens a mailbox for this reporter; for the anonymous the policy decides (B22)."""
    return policy.anonymous_mailbox or reporter is not Reporter.ANONYMOUS


def starts(policy: DisclosurePolicy, received_at: datetime) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return each promise that is a clock with the moment from which it runs: the receipt of the report.

    A promise that has changed holds in the version of the day of receipt (in Europe/Amsterdam).
    """
    return tuple((clock, received_at) for clock in in_force(policy.promises, due_on(received_at)))


def check_answer(policy: DisclosurePolicy, answer: Answer, *, today: date) -> Redirect | None:
    """Check that an answer keeps the promise, and return the redirect that it names, if any.

    A fix date is asked of what is in scope; what is not gets the right way to go instead, where the organisation's
    policy has a list of those.

    Raises:
        AnswerIncomplete: a promised part is missing; it is named.
        FixDateInThePast, UnknownRedirect.
    """
    if not answer.assessment.strip():
        raise AnswerIncomplete(AnswerPart.ASSESSMENT)
    if answer.fix_date is not None and answer.fix_date < today:
        raise FixDateInThePast(answer.fix_date.isoformat())
    if answer.verdict is Verdict.OUT_OF_SCOPE and (policy.redirects or answer.redirect):
        return _redirect(policy.redirects, answer.redirect)
    if answer.verdict is Verdict.IN_SCOPE:
        given = {AnswerPart.FIX_DATE: answer.fix_date, AnswerPart.NEXT_STEP: (answer.next_step or "").strip()}
        for part in policy.answer_needs:
            if part is not AnswerPart.ASSESSMENT and not given[part]:
                raise AnswerIncomplete(part)
    return None


def _redirect(redirects: Iterable[Redirect], code: str | None) -> Redirect:
    for redirect in redirects:
        if redirect.code == code:
            return redirect
    raise UnknownRedirect(code or "none")


def check_open(state: ReportState) -> ReportState:
    """Return the state of a report that still takes messages.

    Raises:
        ReportClosed: it does not.
    """
    if state is ReportState.CLOSED:
        raise ReportClosed
    return state


def possible(state: ReportState) -> frozenset[ReportState]:
    """Return the states to which a report can go from this one."""
    return MOVES[state]


def move(now: ReportState, then: ReportState) -> ReportState:
    """Return ``then`` when the table leads from ``now`` to it.

    Raises:
        NoSuchMove: it does not.
    """
    if then not in MOVES[now]:
        raise NoSuchMove(f"{now.value} -> {then.value}")
    return then


def reward_possible(policy: DisclosurePolicy, reporter: Reporter, verdict: Verdict) -> bool:
    """Whether the policy can thank with a reward: for a problem still unknown, and (BQR) not for the anonymous."""
    known = reporter is not Reporter.ANONYMOUS or policy.reward_for_anonymous
    return policy.reward is not None and known and verdict is Verdict.IN_SCOPE


def can_be_told(policy: DisclosurePolicy, reporter: Reporter, *, reachable: bool) -> bool:
    """Whether the reporter can hear of progress: by the way given, or through the mailbox behind the receipt (B22)."""
    return reachable or policy.anonymous_mailbox or reporter is Reporter.NAMED
