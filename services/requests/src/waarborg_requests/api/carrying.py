"""How a partner system answers what it was asked to carry out."""

from typing import Any
from uuid import UUID

from waarborg_requests.actions import carrying
from waarborg_requests.api.holders import CONTRIBUTE, holder_that_asks
from waarborg_requests.api.requests import api
from waarborg_requests.domain.carrying import StepState
from waarborg_requests.schemas.carrying import StepAnswerSchema, StepSchema
from waarborg_shared.carrying import Told
from waarborg_shared.web import current


@api.route("/carrying/<uuid:step_id>", methods=["PUT"])
@api.arguments(StepAnswerSchema)
@api.response(200, StepSchema)
@api.secured(CONTRIBUTE)
def answer_step(told: Told, step_id: UUID) -> dict[str, Any]:
    """Answer your own step: done, refused with a ground, or not yet, with the day by which it will be. The same answer
    again changes nothing; another one after it was done or refused is 409. `due_at` is by when we expect an answer."""
    holder, _ = holder_that_asks()
    with current.begin() as work:
        step = carrying.answer_by_partner(work, str(step_id), told, holder=holder, rules=current.rules)
        return {
            "id": step.id,
            "state": StepState(step.state),
            "ground": step.ground,
            "answered_at": step.answered_at,
            "due_at": step.due_at if carrying.is_open(step) else None,
        }
