"""What of consent waits for somebody, for the staff desk: a list for each duty."""

from collections.abc import Callable
from typing import Any

from waarborg_consent.api.desk_emergencies import emergencies
from waarborg_consent.api.desk_reviews import reviews
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.desk import DeskList, DeskSchema, desk_of_lists

desk_api = ApiBlueprint("desk", __name__, url_prefix="/consent/api/v1", description="The staff desk's part")

LISTS: tuple[tuple[Duty, Callable[[Work], DeskList]], ...] = (
    (Duty.CONSENT_READ, reviews),
    (Duty.CONSENT_REVIEW, emergencies),
)


@desk_api.route("/desk", methods=["GET"])
@desk_api.response(200, DeskSchema)
@desk_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk what waits: consents to look at again, and emergencies that nobody judged yet."""
    theirs = [one for duty, one in LISTS if duty in current.actor.duties]
    if not theirs or current.actor.via is not None:  # a client that acts for staff has no duties here
        require_duty(current.actor, Duty.CONSENT_READ)
    with current.read() as work:
        return desk_of_lists([one(work) for one in theirs])
