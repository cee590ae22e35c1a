"""The list of staff, by name; searching it, and taking somebody on."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from waarborg_identity.actions import UnknownRole, UsernameTaken, staff_reading
from waarborg_identity.actions.staff_details import make_first_code, take_on
from waarborg_identity.actions.staff_reading import StaffPage
from waarborg_identity.domain import BadUsername
from waarborg_identity.domain.staff_codes import in_groups
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.pages.staff_rows import roles_to_give, staff_row
from waarborg_identity.schemas.staff import NewStaffSchema, StaffQuery, StaffSearchSchema
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.cursors import cursor_at

staff_list = Blueprint("staff_list", __name__, url_prefix="/identity", template_folder="../templates")
REFUSALS = (StaffError, BadUsername, UnknownRole, UsernameTaken)


def refuse_by(form: Form, refused: Exception) -> None:
    """Say in words what a form was refused for, at its field."""
    if isinstance(refused, UsernameTaken):
        form.refuse("username", gettext("Somebody has this user name already."))
    elif isinstance(refused, BadUsername):
        form.refuse("username", gettext("1 to 100 letters, digits and . _ @ + -"))
    elif isinstance(refused, UnknownRole):
        form.refuse(refused.field, gettext("The organisation has no such role for staff."))
    else:
        form.refuse_by(refused)


@staff_list.route("/staff", methods=["GET", "POST"])
def staff() -> Any:
    """List the organisation's staff by name, or those in whose name some words stand; who looked is written down."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    form = read_form(StaffSearchSchema)
    if form.ok:
        with current.begin() as work:
            staff_reading.note_look(work, "staff-search", rules=current.rules)
            found = staff_reading.search_staff(work, form.command["find"], rules=current.rules)
        return _page(form, found, searched=True)
    with current.begin() as work:
        staff_reading.note_look(work, "staff-list", rules=current.rules)
        listed = staff_reading.list_staff(work, rules=current.rules, after=after_of_query())
    return _page(form, listed)


@staff_list.route("/staff/new", methods=["GET", "POST"])
def new() -> Any:
    """Take somebody on, and show the code for his letter this once."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    form = read_form(NewStaffSchema)
    if form.ok:
        try:
            with current.begin() as work:
                account = take_on(work, form.command, rules=current.rules)
                code = make_first_code(work, account.id)
                return code_page(account.id, form.command.username.strip().lower(), code)
        except REFUSALS as refused:
            refuse_by(form, refused)
            if "role" in form.errors:
                form.errors["roles"] = form.errors.pop("role")
    return show_form("identity/staff-new.html", form, roles=roles_to_give())


def code_page(account_id: str, username: str, code: str) -> str:
    """Return the page with the code by which a newcomer chooses his password, fit to print."""
    return render_template("identity/staff-code.html", account_id=account_id, username=username, code=in_groups(code))


def after_of_query() -> str:
    """Return after whom the list goes on, from the query."""
    query = StaffQuery(only=("cursor",)).load({name: request.args[name] for name in request.args if name == "cursor"})
    return str(query["cursor"])


def _page(form: Form, page: StaffPage, *, searched: bool = False) -> tuple[str, int]:
    following = url_for("staff_list.staff", cursor=cursor_at((page.after,))) if page.after else ""
    return show_form(
        "identity/staff.html",
        form,
        items=[staff_row(each, page.names) for each in page.items],
        total=page.total,
        searched=searched,
        next=following,
    )
