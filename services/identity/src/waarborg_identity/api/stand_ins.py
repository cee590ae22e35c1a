"""The word on somebody's stand-in, for programs, which act for a member of staff whose duty it is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from waarborg_identity.actions.stand_ins import answer_stand_in
from waarborg_identity.api.desk import staff_api
from waarborg_identity.api.staff import STAFF, Changed, change
from waarborg_identity.schemas.staff import StandInSchema
from waarborg_identity.schemas.staff_shown import ChangedSchema
from waarborg_shared.uow import Work
from waarborg_shared.web import current

__all__ = ["staff_api"]


@staff_api.route("/staff/<uuid:account_id>/absences/<uuid:absence_id>/stand-in", methods=["POST"])
@staff_api.arguments(StandInSchema)
@staff_api.response(200, ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def answer(told: Mapping[str, Any], account_id: UUID, absence_id: UUID) -> Changed:
    """Agree to a stand-in whom somebody named himself, or refuse; neither of the two does that."""

    def act(work: Work, ref: str, revision: int) -> None:
        answer_stand_in(
            *(work, ref, str(absence_id), told["answer"]), why=told["reason"], revision=revision, rules=current.rules
        )

    return change(account_id, act)
