"""The dossier for the authority, for programs. It is read here; staff write it, and notify by the authority's form."""

from typing import Any

from waarborg_breach import actions, shown_dossier
from waarborg_breach.actions.dossier import dossier_of
from waarborg_breach.api.breaches import READ, api
from waarborg_breach.schemas.dossier import DossierSchema
from waarborg_shared.auth import require_right
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current


@api.route("/breaches/<breach_id>/dossier", methods=["GET"])
@api.response(200, DossierSchema)
@api.secured(READ)
def dossier(breach_id: str) -> dict[str, Any]:
    """Read what the authority asks with what the case says to it; that you looked is on its timeline."""
    require_right(current.actor, duty=Duty.BREACH_READ, scope=READ)
    with current.begin() as work:
        case = actions.read_case(work, breach_id)
        return shown_dossier.for_programs(case, dossier_of(work, case, current.rules), current.rules)
