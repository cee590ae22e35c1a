"""Names of colleagues for pages of other services, which ask with the right of the member of staff who reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from waarborg_identity.actions.colleagues import colleagues_with
from waarborg_identity.actions.staff_rows import names_of
from waarborg_identity.schemas.colleagues import (
    ColleagueNamesSchema,
    ColleaguesOfDutySchema,
    ColleaguesSchema,
    DutyQuery,
)
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current, not_replayed

colleagues_api = ApiBlueprint(
    "colleagues_api", __name__, url_prefix="/identity/api/v1", description="Names of those who work here"
)


@colleagues_api.route("/colleague-names", methods=["POST"])
@colleagues_api.arguments(ColleaguesSchema)
@colleagues_api.response(200, ColleagueNamesSchema)
@colleagues_api.secured()
@not_replayed
def colleague_names(asked: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Give the names that go with accounts, to who works here himself: services keep references and no names."""
    require_duty(current.actor, Duty.DESK)
    with current.read() as work:
        names = names_of(work, asked["account_refs"])
    return {"names": {ref: name for ref, name in names.items() if isinstance(name, str) and name}}


@colleagues_api.route("/colleagues", methods=["GET"])
@colleagues_api.arguments(DutyQuery, location="query")
@colleagues_api.response(200, ColleaguesOfDutySchema)
@colleagues_api.secured()
def colleagues(asked: Mapping[str, Duty]) -> dict[str, Any]:
    """Give who may do something, so that work can be handed to them; to who works here himself."""
    require_duty(current.actor, Duty.DESK)
    with current.read() as work:
        found = colleagues_with(work, asked["duty"], rules=current.rules)
    return {"colleagues": [vars(each) for each in found]}
