"""What of consent waits for somebody, for the staff desk."""

from typing import Any

from waarborg_consent import actions, shown
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.desk import DeskItem, DeskSchema, desk_response

desk_api = ApiBlueprint("desk_api", __name__, url_prefix="/consent/api/v1", description="What waits, for the desk")


@desk_api.route("/desk", methods=["GET"])
@desk_api.response(200, DeskSchema)
@desk_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk what waits: a statement to look at or to publish, and agreements whose term is over."""
    require_duty(current.actor, Duty.CONSENT_READ)
    items = _of_statement() if Duty.STATEMENT_KEEP in current.actor.duties else []
    return desk_response(items, total=len(items))


def _of_statement() -> list[DeskItem]:
    rules = current.rules
    with current.begin() as work:
        stands = actions.statements.in_force(work, rules)
        clock = actions.statements.review_clock(work, rules)
        draft = actions.drafting.open_draft(work)
        changed = stands.content_hash not in (None, actions.statements.running_hash(work, rules))
        agreements = actions.recipients.list_recipients(work, rules=rules)
    return [
        *shown.statement_items(stands, clock, draft, changed=changed, now=current.now()),
        *shown.agreement_items(agreements, rules.calendar),
    ]
