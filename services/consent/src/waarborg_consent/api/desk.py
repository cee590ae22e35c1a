"""Consent's part of the staff desk: whatever of it waits for somebody with these duties."""

from typing import Any

from waarborg_consent import actions
from waarborg_consent.shown import desk as cards
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.desk import MOST_ITEMS, DeskItem, DeskSchema, desk_response

desk_api = ApiBlueprint("desk", __name__, url_prefix="/consent/api/v1", description="The staff desk's part")
Waiting = tuple[list[DeskItem], int]
"""What waits, as much as a desk has room for, and how much there is in all."""


@desk_api.route("/desk", methods=["GET"])
@desk_api.response(200, DeskSchema)
@desk_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk what waits, most urgent first: emergencies to judge, the statement, agreements that end."""
    duties = current.actor.duties
    require_duty(current.actor, Duty.CONSENT_REVIEW if Duty.CONSENT_REVIEW in duties else Duty.CONSENT_READ)
    parts = [what_waits() for duty, what_waits in PARTS.items() if duty in duties]
    return desk_response([item for some, _ in parts for item in some], total=sum(total for _, total in parts))


def _emergencies() -> Waiting:
    with current.read() as work:
        rows = actions.open_emergencies(work, limit=MOST_ITEMS)
        clocks = work.clocks.of_many([row.id for row in rows])
        total = actions.count_open_emergencies(work)
    return [cards.emergency_item(row.id, clocks.get(row.id, ())) for row in rows], total


def _statement() -> Waiting:
    rules = current.rules
    with current.begin() as work:  # the clock of a review begins the first time that somebody asks
        stands = actions.statements.in_force(work, rules)
        clock = actions.statements.review_clock(work, rules)
        draft = actions.drafting.open_draft(work)
        changed = stands.content_hash not in (None, actions.statements.running_hash(work, rules))
        agreements = actions.recipients.list_recipients(work, rules=rules)
    items = [
        *cards.statement_items(stands, clock, draft, changed=changed, now=current.now()),
        *cards.agreement_items(agreements, rules.calendar),
    ]
    return items, len(items)


PARTS = {Duty.CONSENT_REVIEW: _emergencies, Duty.STATEMENT_KEEP: _statement}
"""What waits by the duty that brings it."""
