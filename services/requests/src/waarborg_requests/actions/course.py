"""What follows what in the course of a case: each part of the service says here what it begins, asks and ends.

A part's function gets the request, locked, in the unit of work of what happened to it. It may be called again for the
same request, and changes nothing then.
"""

from collections.abc import Callable

from waarborg_requests.actions import carrying, carrying_ending, complaint_rows, intake_doubles, messages
from waarborg_requests.actions.beginning import (
    after_death,
    may_begin,
    not_before_the_look,
    sure_whom,
    with_authority,
)
from waarborg_requests.actions.collecting.asking import (
    ask_holders,
    let_go,
    linked_first,
    refuse_while_outstanding,
    release_holders,
)
from waarborg_requests.actions.drafts import drop_draft
from waarborg_requests.actions.identification.ending import end_identification
from waarborg_requests.actions.package import fee_course
from waarborg_requests.actions.package.wishing import begin_when_given
from waarborg_requests.actions.passing_on import not_by_word, pass_on
from waarborg_requests.actions.review import looks
from waarborg_requests.domain import Answer
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

Begins = Callable[[Work, Request, Rules], None]
Asks = Callable[[Work, Request, Answer, Rules], None]

# Once it is sure who asks about whom, and may: what is passed on, asked and carried out without anybody at a desk.
ON_KNOWN: tuple[Begins, ...] = (
    carrying_ending.stop_for_another,
    carrying.go_on,
    pass_on,
    ask_holders,
    messages.keep_with_person,
    fee_course.drop_for_another,
)
# Before an answer: each raises a RequestError where the answer cannot be given yet, or not so.
BEFORE_ANSWER: tuple[Asks, ...] = (
    complaint_rows.check_who_answers,
    sure_whom,
    with_authority,
    after_death,
    not_by_word,
    not_before_the_look,
    linked_first,
    refuse_while_outstanding,
    carrying.check_answer,
    looks.to_be_answered,
    fee_course.agreed_first,
)
# After the answer, or when the request ended without one: what was still going on stops here.
ON_CLOSED: tuple[Begins, ...] = (
    begin_when_given,
    intake_doubles.unmark,
    end_identification,
    release_holders,
    let_go,
    carrying_ending.stop_what_waits,
    fee_course.end_asking,
    drop_draft,
)


def known(work: Work, row: Request, rules: Rules) -> None:
    """Begin what follows from knowing who asks about whom; nothing where that is not sure yet, or he may not."""
    if not may_begin(work, row):
        return
    for begins in ON_KNOWN:
        begins(work, row, rules)


def to_be_answered(work: Work, row: Request, given: Answer, rules: Rules) -> None:
    """Ask every part whether this answer can be given now; raises RequestError, by its kind."""
    for asks in BEFORE_ANSWER:
        asks(work, row, given, rules)


def closed(work: Work, row: Request, rules: Rules) -> None:
    """End what was still going on for a request."""
    for ends in ON_CLOSED:
        ends(work, row, rules)
