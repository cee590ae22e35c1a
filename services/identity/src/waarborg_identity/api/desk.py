"""What of identity waits for somebody, for the staff desk."""

from typing import Any

from waarborg_identity.actions.endpoints import stopped_endpoints
from waarborg_identity.actions.factor_resets import resets_where
from waarborg_identity.actions.registering import waiting_partners
from waarborg_identity.actions.review_cases import review_clock, running_review
from waarborg_identity.actions.stand_ins import stand_ins_asked
from waarborg_identity.api.staff import staff_api
from waarborg_identity.models import StaffFactorReset
from waarborg_identity.shown.partners import new_item, stopped_item
from waarborg_identity.shown.staff import desk_items, stand_in_item
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.desk import DeskItem, DeskSchema, desk_response


@staff_api.route("/desk", methods=["GET"])
@staff_api.response(200, DeskSchema)
@staff_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk what waits: in the administration of staff, and partners that are new or get no events."""
    partners = Duty.PARTNERS_MANAGE in current.actor.duties
    require_duty(current.actor, Duty.PARTNERS_MANAGE if partners else Duty.STAFF_GRANT)
    with current.begin() as work:
        items = _of_staff(work) if Duty.STAFF_GRANT in current.actor.duties else []
        items += _of_partners(work) if partners else []
    return desk_response(items, total=len(items))


def _of_partners(work: Work) -> list[DeskItem]:
    new = [new_item(each) for each in waiting_partners(work)]
    return [*new, *(stopped_item(each) for each in stopped_endpoints(work))]


def _of_staff(work: Work) -> list[DeskItem]:
    running = running_review(work, rules=current.rules)
    clock = review_clock(work, running)
    waiting = resets_where(work, StaffFactorReset.done_at.is_(None), StaffFactorReset.expires_at > work.now)
    items = desk_items(running, clock, waiting, near=clock.remind_at <= work.now)
    return [*(stand_in_item(each) for each in stand_ins_asked(work)), *items]
