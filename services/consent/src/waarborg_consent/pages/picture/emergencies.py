"""Every use of the emergency button for a client; why it was used is for who judges it and for the client."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent import actions
from waarborg_consent.domain.emergencies import EmergencyVerdict
from waarborg_consent.pages.colleagues import named
from waarborg_consent.pages.emergencies import VERDICTS
from waarborg_consent.pages.picture.values import Looking, Part
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, noted


def _read(looking: Looking) -> Mapping[str, Any]:
    rows = actions.emergencies_of(looking.work, looking.subject_ref)
    who = named(row.staff_ref for row in rows)
    may_judge = Duty.CONSENT_REVIEW in current.actor.duties
    return {
        "rows": [
            {
                "id": row.id,
                "at": row.created_at,
                "until": row.until_at,
                "open": row.until_at > looking.work.now,
                "by": who[row.staff_ref],
                "verdict": VERDICTS[EmergencyVerdict(row.verdict)] if row.verdict else None,
                "may_open": may_judge or row.staff_ref == current.actor.ref,
            }
            for row in rows
        ]
    }


PART = Part(
    code="emergencies", title=noted("Emergency openings"), template="consent/picture/emergencies.html", read=_read
)
