"""The desk's cards of clients whose consents are to be looked at again, since they reach an age."""

from waarborg_consent.actions.birthdays import DueReview, count_reviews, due_reviews
from waarborg_consent.texts import REVIEW_CLOCK_NAMES, REVIEW_STATES, REVIEW_TITLE
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.desk import MOST_ITEMS, DeskItem, DeskList


def reviews(work: Work, rules: Rules) -> DeskList:
    """Return the clients whose consents are to be looked at again, the first first."""
    items = tuple(_review(each, over=each.clock.due_at <= work.now) for each in due_reviews(work, limit=MOST_ITEMS))
    return DeskList(path="/consent/reviews", items=items, total=count_reviews(work))


def _review(each: DueReview, *, over: bool) -> DeskItem:
    return DeskItem(
        service="consent",
        ref=each.subject_ref,
        number=each.subject_ref[:8],
        title=REVIEW_TITLE,
        state="to-review" if over else "ahead",
        state_text=REVIEW_STATES[over],
        url=f"/consent/people/{each.subject_ref}/representatives",
        clocks=((REVIEW_CLOCK_NAMES[each.clock.name], each.clock),),
    )
