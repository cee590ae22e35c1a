"""THE RULES of disclosure: what a report may be, what counts as an answer, where it goes instead, who is thanked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_shared.clocks import ClockRule
from waarborg_shared.hooks.values import AnswerPart, DisclosurePolicy, Redirect

RECEIPT_DIGITS = 16


class DisclosureError(Exception):
    """Something cannot be done with a report; ``field`` names what is wrong in what was sent."""

    field = "state"


class NoSuchMove(DisclosureError):
    """The state it is in does not lead to the state asked for."""


class AnswerIncomplete(DisclosureError):
    """An answer without what was promised is not an answer (J14: an assessment and an expected fix date)."""

    def __init__(self, part: AnswerPart) -> None:
        super().__init__(part.value)
        self.field = part.value


class FixDateInThePast(DisclosureError):
    """A fix is expected on a day to come."""

    field = "fix_date"


class UnknownRedirect(DisclosureError):
    """Out of scope takes the right way to go instead, from the organisation's own list (B22)."""

    field = "redirect"


class PseudonymNotAllowed(DisclosureError):
    """The organisation's policy has no pseudonyms."""

    field = "reporter"


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


def check_reporter(policy: DisclosurePolicy, reporter: Reporter) -> Reporter:
    """Return how somebody reports, when the policy has it. Anonymity is always possible.

    Raises:
        PseudonymNotAllowed: the policy says no.
    """
    if reporter is Reporter.PSEUDONYM and not policy.pseudonym_allowed:
        raise PseudonymNotAllowed(reporter.value)
    return reporter


def starts(policy: DisclosurePolicy, received_at: datetime) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return each promise that is a clock with the moment from which it runs: the receipt of the report."""
    return tuple((clock, received_at) for clock in policy.promises)


def check_answer(policy: DisclosurePolicy, answer: Answer, *, today: date) -> Redirect | None:
    """Check that an answer keeps the promise, and return the redirect that it names, if any.

    A fix date is asked of what is in scope; what is not gets the right way to go instead.

    Raises:
        AnswerIncomplete: a promised part is missing; it is named.
        FixDateInThePast, UnknownRedirect.
    """
    if not answer.assessment.strip():
        raise AnswerIncomplete(AnswerPart.ASSESSMENT)
    if answer.fix_date is not None and answer.fix_date < today:
        raise FixDateInThePast(answer.fix_date.isoformat())
    if answer.verdict is Verdict.OUT_OF_SCOPE:
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
