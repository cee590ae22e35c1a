"""The newest decisions about a client's data: who asked for what, what for, and the answer with its reason."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent.actions.picture import newest_decisions
from waarborg_consent.domain import Reason
from waarborg_consent.models import DecisionRecord
from waarborg_consent.pages.picture.values import Looking, Part
from waarborg_consent.pages.who_may_words import RIGHTS
from waarborg_consent.texts import REASONS
from waarborg_shared.hooks.values import Right, Text
from waarborg_shared.web import current, noted

MOST = 10
_SEARCHED = Text("Er is gezocht; hier staat niet wat er gevonden is.", "A search; what was found does not stand here.")


def _read(looking: Looking) -> Mapping[str, Any]:
    rows = newest_decisions(looking.work, looking.subject_ref, limit=MOST)
    return {"decisions": [_decision(row) for row in rows]}


def _decision(row: DecisionRecord) -> Mapping[str, Any]:
    rules = current.rules
    role, kind, purpose = (
        rules.roles.get(row.role),
        rules.record_types.get(row.record_type),
        rules.purposes.get(row.purpose),
    )
    return {
        "at": row.at,
        "permitted": row.permitted,
        "role": role.name if role else _code(row.role),
        "asker": row.asker_ref,
        "right": RIGHTS[Right(row.right)] if row.right in set(Right) else _code(row.right),
        "kind": kind.name if kind else _code(row.record_type),
        "purpose": purpose.name if purpose else _code(row.purpose),
        "reason": REASONS[Reason(row.reason)] if row.reason in set(Reason) else _SEARCHED,
    }


def _code(code: str) -> Text:
    """Say what the organisation's rules no longer know, or never did, as it was asked."""
    return Text(code or "–", code or "–")


PART = Part(code="decisions", title=noted("Newest decisions"), template="consent/picture/decisions.html", read=_read)
