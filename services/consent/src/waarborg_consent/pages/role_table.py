"""The role table for staff: the published row beside our reading, what was decided on it, and how it stood on a day."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.domain.role_table import CellError, CellState, CellVerdict, rights_to_letters
from waarborg_consent.pages.colleagues import named
from waarborg_shared import auth
from waarborg_shared.auth import Missing
from waarborg_shared.clocks import due_on, end_of_day
from waarborg_shared.hooks.values import Duty, RecordType, Right
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Choice, Code, Schema, Whole, Words

role_table_pages = Blueprint("role_table", __name__, url_prefix="/consent/role-table", template_folder="../templates")

STATES = {
    CellState.PUBLISHED: (noted("as published"), "plain"),
    CellState.TO_CONFIRM: (noted("to be confirmed"), "warning"),
    CellState.NOT_IN_FORCE: (noted("not in force"), "danger"),
    CellState.CONFIRMED: (noted("confirmed"), "ok"),
    CellState.CORRECTED: (noted("corrected"), "ok"),
}
VERDICTS = {
    CellVerdict.CONFIRMED: noted("It is right as it stands here"),
    CellVerdict.CORRECTED: noted("It must be what is ticked below"),
}
RIGHTS = {
    Right.CREATE: noted("create (C)"),
    Right.READ: noted("read (R)"),
    Right.UPDATE: noted("change (U)"),
    Right.DELETE: noted("ask to destroy (D)"),
}
_FIRST_DAY = date(2018, 5, 25)


class CellForm(Schema):
    """What is decided on a cell of this row."""

    seen = Whole(required=True)
    role = Code(required=True, label=lazy_gettext("Which role?"))
    verdict = Choice(CellVerdict, required=True, label=lazy_gettext("What do you decide?"))
    rights = fields.List(
        Choice(Right),
        load_default=list,
        metadata={"label": lazy_gettext("What may this role do? (if you correct it)")},
    )
    why = Words(
        1_000,
        required=True,
        label=lazy_gettext("Why?"),
        hint=lazy_gettext("Where it says so, or who knows. It is stored encrypted, and stands beside the cell."),
    )


@role_table_pages.get("")
def table() -> str:
    """Show the role table: as it stands, or as it stood on a day."""
    _require_reader()
    today = due_on(current.now())
    day, wrong = _day(today)
    until = None if day >= today else end_of_day(day)
    with current.read() as work:
        rows = actions.role_table(work, rules=current.rules, until=until)
    waits = {row.record_type.code: sum(each.state in _WAITING for each in row.cells.values()) for row in rows}
    return render_template(
        "consent/role-table.html",
        rows=rows,
        day=day,
        wrong=wrong,
        past=until is not None,
        waits={} if until else {code: many for code, many in waits.items() if many},
        may_decide=Duty.TABLE_CONFIRM in current.actor.duties,
        **_words(),
    )


_WAITING = (CellState.TO_CONFIRM, CellState.NOT_IN_FORCE)


@role_table_pages.route("/<record_type>", methods=["GET", "POST"])
def row(record_type: str) -> Any:
    """Show one row with everything that was decided on it, and let a board member confirm or correct a cell."""
    _require_reader()
    found = current.rules.record_types.get(record_type)
    if found is None:
        raise NotFound
    form = read_form(CellForm)
    if form.ok and _decided(found, form):
        return redirect(url_for("role_table.row", record_type=record_type), 303)
    with current.read() as work:
        shown = actions.row_of_table(work, found, rules=current.rules)
    return show_form(
        "consent/role-table-row.html",
        form,
        row=shown,
        who=named(each.by_ref for each, _ in shown.decided),
        may_decide=Duty.TABLE_CONFIRM in current.actor.duties,
        verdicts=[(verdict.value, words) for verdict, words in VERDICTS.items()],
        rights=[(right.value, words) for right, words in RIGHTS.items()],
        **_words(),
    )


def _decided(record_type: RecordType, form: Form) -> bool:
    auth.require_duty(current.actor, Duty.TABLE_CONFIRM)
    said = form.command
    command = actions.CellDecision(
        role=said["role"],
        record_type=record_type.code,
        verdict=said["verdict"],
        rights=frozenset(right.value for right in said["rights"]),
        why=said["why"],
        seen=said["seen"],
    )
    try:
        with current.begin() as work:
            actions.decide_on_cell(work, command, rules=current.rules)
    except CellError as error:
        form.refuse_by(error)
        return False
    return True


def _require_reader() -> None:
    """Let in who may confirm cells, and who may see what people said. Raises Missing, Unauthenticated."""
    auth.require_somebody(current.actor)
    if not {Duty.TABLE_CONFIRM, Duty.CONSENT_READ} & set(current.actor.duties):
        raise Missing(Duty.TABLE_CONFIRM)


def _day(today: date) -> tuple[date, str]:
    """Return the day that was asked for, and what is wrong with it ('' for nothing)."""
    asked = request.args.get("on", "")
    if not asked:
        return today, ""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today, noted("This is not a valid date, such as 2027-01-05.")
    if not _FIRST_DAY <= day <= today:
        return today, noted("Choose a day that is not in the future, and not before this table was there.")
    return day, ""


def _words() -> dict[str, Any]:
    of_verdicts = {verdict: STATES[CellState(verdict.value)][0] for verdict in CellVerdict}
    return {
        "roles": current.rules.roles,
        "states": STATES,
        "states_of": of_verdicts,
        "letters": rights_to_letters,
    }
