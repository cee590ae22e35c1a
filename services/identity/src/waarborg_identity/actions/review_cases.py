"""The case of a review: begin one, find the one that runs, and what its clock does."""

import uuid

from sqlalchemy import func, select

from waarborg_identity.domain.staff_review import CLOCK, clock_rule
from waarborg_identity.models import AccessReview
from waarborg_shared.clocks import Clock
from waarborg_shared.events.identity import AccessReviewLapsed, AccessReviewNeared
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

_SPACE = uuid.UUID("6b2f0c2e-6a52-4d0c-9f5e-2f1c7b1d9a40")


def running_review(work: Work, *, rules: Rules) -> AccessReview:
    """Return the review that runs, locked; where none does, one begins."""
    # PostgreSQL: who waited for one that was completed meanwhile finds none, and the next one at a second look
    return _locked(work) or _locked(work) or begin_review(work, rules=rules)


def _locked(work: Work) -> AccessReview | None:
    return work.session.scalars(
        select(AccessReview)
        .where(AccessReview.organisation == work.organisation, AccessReview.completed_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def running_review_id(work: Work) -> str | None:
    """Return which review runs, without locking it; None before the first one."""
    return work.session.scalar(
        select(AccessReview.id).where(
            AccessReview.organisation == work.organisation, AccessReview.completed_at.is_(None)
        )
    )


def begin_review(work: Work, *, rules: Rules) -> AccessReview:
    """Begin the next review with its clock; of two that begin it at once one does.

    Its reference follows from the organisation and the number, so that both mean the same one. It is nobody's person.
    """
    last = work.session.scalar(
        select(func.max(AccessReview.number)).where(AccessReview.organisation == work.organisation)
    )
    number = (last or 0) + 1
    reference = str(uuid.uuid5(_SPACE, f"{work.organisation}/{number}"))
    review = work.case_or_new(AccessReview, reference, number=number)
    if review.timeline_number == 0:
        work.clocks.start(review, clock_rule(rules.sign_in_policy), calendar=rules.calendar)
        work.record(review, verb="begun")
    return review


def review_clock(work: Work, review: AccessReview) -> Clock:
    """Return the clock of a review."""
    return next(clock for clock in work.clocks.of(review) if clock.name == CLOCK)


def remind_of_review(work: Work, review_id: str) -> None:
    """Four fifths of the time are over: it is on the timeline, and the services hear of it."""
    review = work.case(AccessReview, review_id)
    if review.completed_at is None:
        review.neared_at = work.now
        work.emit(AccessReviewNeared(review_ref=review.id, due_at=review_clock(work, review).due_at), case=review)
        work.record(review, verb="neared")


def lapse_review(work: Work, review_id: str) -> None:
    """The time is over: it stays on the desk as late until somebody completes it."""
    review = work.case(AccessReview, review_id)
    if review.completed_at is None:
        review.lapsed_at = work.now
        work.emit(AccessReviewLapsed(review_ref=review.id, due_at=review_clock(work, review).due_at), case=review)
        work.record(review, verb="lapsed")
