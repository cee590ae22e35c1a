"""A reporter who does not answer the day that we propose: asked, reminded, and then two people go on without him (J14).

He hears each step in the mailbox, and can refuse until it is public.
"""

from datetime import date, datetime, timedelta

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_disclosure.domain.publishing import AdvisoryState, NoDayProposed, Side, Standing
from waarborg_shared.clocks import Term, WorkingCalendar, due
from waarborg_shared.hooks.values import Text

AT_LEAST = timedelta(days=7)
"""So long after the decision it becomes public at the earliest: the last word is the reporter's."""


class TimeToAnswer(DisclosureError):
    """The reporter still has time to answer, or to answer the reminder."""

    field = ""
    text = Text(
        "De melder heeft nog tijd om te antwoorden.",
        "The reporter still has time to answer.",
    )


class RemindFirst(DisclosureError):
    """Who was asked once is reminded once before we go on."""

    field = ""
    text = Text("Herinner de melder eerst.", "Remind the reporter first.")


class NotSilent(DisclosureError):
    """The reporter wrote since he was asked: answer him, and propose a day that does."""

    field = ""
    text = Text(
        "De melder schreef nog na uw voorstel. Lees dat en antwoord; stel zo nodig een andere dag voor.",
        "The reporter wrote after your proposal. Read that and answer; propose another day if need be.",
    )


def asked(standing: Standing) -> datetime:
    """Return since when the reporter has a day of ours to answer. Raises NoDayProposed."""
    ours = standing.proposed_by is Side.US and standing.agreed_at is None
    if standing.state is not AdvisoryState.REVIEWED or not ours or standing.proposed_at is None:
        raise NoDayProposed
    return standing.proposed_at


def check_reminder(standing: Standing, *, term: Term, calendar: WorkingCalendar, now: datetime) -> None:
    """Check that the reporter can be reminded: once, when the time for an answer is over.

    Raises:
        NoDayProposed, TimeToAnswer.
    """
    if standing.reminded_at is not None or now < due(term, asked(standing), calendar):
        raise TimeToAnswer


def check_going_on(standing: Standing, *, wrote: bool, term: Term, calendar: WorkingCalendar, now: datetime) -> None:
    """Check that it can be proposed, and decided, to go on without the reporter. ``wrote``: he did since he was asked.

    Raises:
        NoDayProposed, RemindFirst, TimeToAnswer, NotSilent.
    """
    asked(standing)
    if wrote:
        raise NotSilent
    if standing.reminded_at is None:
        raise RemindFirst
    if now < due(term, standing.reminded_at, calendar):
        raise TimeToAnswer


def public_on(proposed_on: date, *, today: date) -> date:
    """Return the day from which it is public where we go on without the reporter."""
    return max(proposed_on, today + AT_LEAST)
