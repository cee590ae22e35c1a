"""What of consent waits for somebody, for the staff desk: a list for each duty."""

from collections.abc import Callable
from typing import Any

from waarborg_consent.api.desk_emergencies import emergencies
from waarborg_consent.api.desk_letters import letters
from waarborg_consent.api.desk_reviews import reviews
from waarborg_consent.api.desk_statement import statement
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.desk import DeskList, DeskSchema, desk_of_lists

desk_api = ApiBlueprint("desk", __name__, url_prefix="/consent/api/v1", description="The staff desk's part")

LISTS: tuple[tuple[Duty, Callable[[Work, Rules], DeskList]], ...] = (
    (Duty.CONSENT_READ, reviews),
    (Duty.CONSENT_REVIEW, emergencies),
    (Duty.CONSENT_RECORD, letters),
    (Duty.STATEMENT_KEEP, statement),
)


@desk_api.route("/desk", methods=["GET"])
@desk_api.response(200, DeskSchema)
@desk_api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk what waits: consents to look at again, emergencies to judge, letters to send, the statement,
    agreements."""
    duties = current.actor.duties
    theirs = [one for duty, one in LISTS if duty in duties]
    require_duty(current.actor, next((duty for duty, _ in LISTS if duty in duties), Duty.CONSENT_READ))
    # The clock of a statement's review begins the first time that somebody who keeps it looks.
    opened = current.begin if Duty.STATEMENT_KEEP in duties else current.read
    with opened() as work:
        return desk_of_lists([one(work, current.rules) for one in theirs])
