"""What counts as an answer to a report, and where to go instead with what does not belong here (J14, B22)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import AnswerPart, DisclosurePolicy, Redirect, Text


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


class NotTheFirst(DisclosureError):
    """A duplicate names another report of this organisation."""

    field = "duplicate_of"
    text = Text(
        "Noem het nummer van de melding die hetzelfde zegt; niet dat van deze zelf.",
        "Name the number of the report that says the same; not of this one itself.",
    )


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
    duplicate_of: str | None = None
    known: bool | None = None


def known_before(said: bool | None, *, first_known: bool | None, first_answered: bool) -> bool | None:
    """Return whether we knew of what a duplicate says when it came in: what is true of the first is true of it.

    ``first_answered``: the first had been answered by then, and so we knew, whoever else told us. Before that both told
    us of what was new to us, or of what we knew already. That it was known can also be said of the duplicate alone.
    """
    return True if said or first_answered else first_known


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
        return _redirect(policy.ways, answer.redirect)
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
