"""The desk's list of staff."""

from flask import Blueprint, render_template

from waarborg_identity import actions
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current

staff_list = Blueprint("staff_list", __name__, url_prefix="/identity", template_folder="../templates")


@staff_list.get("/staff")
def staff() -> str:
    """List the organisation's staff with their roles."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    roles = current.rules.roles
    with current.read() as work:
        listed = [
            (
                actions.name_of(work, account.id),
                [roles[code].name for code in sorted(actions.standing(work, account.id, rules=current.rules).roles)],
                account.state,
            )
            for account in actions.staff(work)
        ]
    return render_template("identity/staff.html", listed=listed)
