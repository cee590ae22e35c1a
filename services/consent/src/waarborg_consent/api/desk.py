"""Consent's part of the staff desk: emergencies that nobody judged yet."""

from typing import Any

from waarborg_consent import actions
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.desk import MOST_ITEMS, DeskItem, DeskSchema, desk_response

desk_api = ApiBlueprint("desk", __name__, url_prefix="/consent/api/v1", description="The staff desk's part")
_TITLE = Text("Noodknop gebruikt", "Emergency button used")
_STATE = Text("Nog te beoordelen", "To be judged")
_CLOCK = Text("Beoordelen", "Judge it")


@desk_api.route("/desk", methods=["GET"])
@desk_api.response(200, DeskSchema)
@desk_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk the emergencies that wait for a judgement, most urgent first."""
    require_duty(current.actor, Duty.CONSENT_REVIEW)
    with current.read() as work:
        rows = actions.open_emergencies(work, limit=MOST_ITEMS)
        clocks = work.clocks.of_many([row.id for row in rows])
        total = actions.count_open_emergencies(work)
    items = [
        DeskItem(
            service="consent",
            ref=row.id,
            number=row.id[-12:],
            title=_TITLE,
            state="open",
            state_text=_STATE,
            url=f"/consent/emergencies/{row.id}",
            clocks=tuple((_CLOCK, clock) for clock in clocks.get(row.id, ()) if clock.stopped_at is None),
        )
        for row in rows
    ]
    return desk_response(items, total=total)
