"""Doubles for programs that act for a member of staff whose duty the register is: merge, undo, tell apart, split."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from waarborg_identity import actions
from waarborg_identity.api import PERSONS
from waarborg_identity.schemas import PersonRefSchema
from waarborg_identity.schemas import doubles as told
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.erased import with_erased

doubles_api = ApiBlueprint(
    "doubles_api", __name__, url_prefix="/identity/api/v1", description="Who is registered twice, or for two"
)


def _may() -> None:
    """Pass for a member of staff whose duty it is: that two are one is for a person to say, and for no system."""
    require_duty(current.actor, Duty.PERSONS_REGISTER, scope=PERSONS)


@doubles_api.route("/possible-doubles/", methods=["GET"])
@doubles_api.response(200, told.PairsSchema)
@doubles_api.secured(PERSONS)
def possible() -> dict[str, Any]:
    """List who may be registered twice, and why; 50 pairs at most, without names and numbers."""
    _may()
    with current.read() as work:
        return {"items": [vars(pair) for pair in actions.possible_doubles(work)]}


@doubles_api.route("/persons/<uuid:person_ref>/numbers/", methods=["GET"])
@doubles_api.response(200, told.NumbersShownSchema)
@doubles_api.secured(PERSONS)
def numbers(person_ref: UUID) -> dict[str, Any]:
    """Show every number of a person, a BSN only as known, and the references that were merged; it is written down."""
    _may()
    with current.begin() as work:
        file = actions.person_file(work, str(person_ref))
    return {
        "person_ref": file.person.person_ref,
        "merged_into": file.person.merged_into,
        "numbers": [with_erased(vars(number)) for number in file.numbers],
        "merges": [vars(merge) for merge in file.merges],
    }


@doubles_api.route("/person-merges/", methods=["POST"])
@doubles_api.arguments(told.NewMergeSchema)
@doubles_api.response(201, told.MergeSchema)
@doubles_api.secured(PERSONS)
def merge(asked: Mapping[str, Any]) -> dict[str, str]:
    """Let one reference be another name of a person. It stays valid, and answers say what it was merged into."""
    _may()
    refs = {"kept_ref": str(asked["kept_ref"]), "merged_ref": str(asked["merged_ref"])}
    with current.begin() as work:
        actions.merge_persons(work, **refs, why=asked["reason"])
    return refs


@doubles_api.route("/person-merges/<uuid:merged_ref>/undo", methods=["POST"])
@doubles_api.arguments(told.UndoSchema)
@doubles_api.response(200, PersonRefSchema)
@doubles_api.secured(PERSONS)
def undo(asked: Mapping[str, str], merged_ref: UUID) -> dict[str, str]:
    """Let a merged reference be somebody of his own again, with the numbers and the name that he had."""
    _may()
    with current.begin() as work:
        actions.undo_merge(work, str(merged_ref), asked["reason"])
    return {"person_ref": str(merged_ref)}


@doubles_api.route("/persons-apart/", methods=["POST"])
@doubles_api.arguments(told.ApartSchema)
@doubles_api.response(204)
@doubles_api.secured(PERSONS)
def apart(asked: Mapping[str, Any]) -> None:
    """Write down that two who look like one are two, so that they are not listed again."""
    _may()
    with current.begin() as work:
        actions.say_apart(work, str(asked["one_ref"]), str(asked["other_ref"]), asked["reason"])


@doubles_api.route("/persons/<uuid:person_ref>/splits/", methods=["POST"])
@doubles_api.arguments(told.NewSplitSchema)
@doubles_api.response(201, PersonRefSchema)
@doubles_api.secured(PERSONS)
def split(command: actions.NewSplit, person_ref: UUID) -> dict[str, str]:
    """Give numbers of a person to a new reference, where one turns out to be two."""
    _may()
    with current.begin() as work:
        return {"person_ref": actions.split_person(work, str(person_ref), command)}
