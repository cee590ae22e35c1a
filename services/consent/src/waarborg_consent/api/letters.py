"""Letters that wait to be sent, for a program that prints and posts them."""

from collections.abc import Iterable, Mapping
from typing import Any

from waarborg_consent.actions.telling import count_letters_to_send, letters_to_send, record_letter_sent
from waarborg_consent.api.rights import RECORD
from waarborg_consent.domain.emergencies import TELLING
from waarborg_consent.models import Emergency
from waarborg_consent.schemas.letters import LetterSentSchema, LettersToSendSchema, LetterToSendSchema
from waarborg_shared import auth
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current

letters_api = ApiBlueprint("letters_api", __name__, url_prefix="/consent/api/v1", description="Letters to send")
MOST = 200
LETTER = "emergencies"


@letters_api.route("/letters/", methods=["GET"])
@letters_api.response(200, LettersToSendSchema)
@letters_api.secured(RECORD)
def waiting() -> dict[str, Any]:
    """List the letters that wait: clients who do not know yet that somebody looked in an emergency."""
    auth.require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.read() as work:
        rows, total = letters_to_send(work, limit=MOST), count_letters_to_send(work)
        clocks = work.clocks.of_many([row.id for row in rows])
    return {"items": [_shown(row, clocks.get(row.id, ())) for row in rows], "total": total}


@letters_api.route("/letters/<uuid:emergency_id>/sent", methods=["POST"])
@letters_api.arguments(LetterSentSchema)
@letters_api.response(200, LetterToSendSchema)
@letters_api.secured(RECORD)
def sent(_sent: Mapping[str, Any], emergency_id: Any) -> dict[str, Any]:
    """Say that the letter was posted or handed over; a second time changes nothing."""
    auth.require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.begin() as work:
        row = record_letter_sent(work, str(emergency_id))
        return _shown(row, work.clocks.of(row))


def _shown(row: Emergency, clocks: Iterable[Clock]) -> dict[str, Any]:
    return {
        "emergency_id": row.id,
        "subject_ref": row.subject_ref,
        "letter": LETTER,
        "taken_at": row.created_at,
        "due_at": next((clock.due_at for clock in clocks if clock.name == TELLING.name), None),
        "told_at": row.told_at,
        "told_how": row.told_how,
    }
