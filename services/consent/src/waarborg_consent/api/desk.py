"""Consent's part of the staff desk: consents that are to be looked at again since a client reaches an age."""

from typing import Any

from waarborg_consent.actions.birthdays import DueReview, count_reviews, due_reviews
from waarborg_consent.texts import REVIEW_CLOCK_NAMES, REVIEW_STATES, REVIEW_TITLE
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.desk import MOST_ITEMS, DeskItem, DeskSchema, desk_response

desk_api = ApiBlueprint("desk", __name__, url_prefix="/consent/api/v1", description="The desk's part")


@desk_api.route("/desk", methods=["GET"])
@desk_api.response(200, DeskSchema)
@desk_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk the clients whose consents are to be looked at again, the first first."""
    require_duty(current.actor, Duty.CONSENT_READ)
    with current.read() as work:
        items = [_review(each, over=each.clock.due_at <= work.now) for each in due_reviews(work, limit=MOST_ITEMS)]
        total = count_reviews(work)
    return desk_response(items, total=total)


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
