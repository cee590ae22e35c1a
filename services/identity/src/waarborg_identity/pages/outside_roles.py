"""The table by which the claims of outside issuers bring roles, for whoever gives roles here."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext

from waarborg_identity.actions import UnknownRole
from waarborg_identity.actions.claim_mappings import add_mapping, all_mappings, end_mapping
from waarborg_identity.actions.staff_rows import names_of
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.models import ClaimMapping
from waarborg_identity.pages.outside_issuers import issuer_name, issuers
from waarborg_identity.pages.staff_rows import Names, day_of, role_name, roles_to_give, who
from waarborg_identity.schemas.outside import MappingSchema
from waarborg_shared.auth import require_duty
from waarborg_shared.config import IssuerKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, read_form, show_form

outside_roles = Blueprint("outside_roles", __name__, url_prefix="/identity", template_folder="../templates")


@outside_roles.route("/outside", methods=["GET", "POST"])
def table() -> Any:
    """Show the table, and add a row to it."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    form = read_form(MappingSchema)
    if form.ok:
        try:
            with current.begin() as work:
                add_mapping(work, form.command, rules=current.rules, known=[each.id for each in _staff()])
            return redirect(url_for("outside_roles.table"), 303)
        except UnknownRole:
            form.refuse("role", gettext("The organisation has no such role for staff."))
        except StaffError as refused:
            form.refuse_by(refused)
    return _page(form)


@outside_roles.post("/outside/<uuid:mapping_id>/end")
def end(mapping_id: UUID) -> Any:
    """Let a row count no more."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    try:
        with current.begin() as work:
            end_mapping(work, str(mapping_id))
    except StaffError as refused:
        form = Form(MappingSchema())
        form.refuse_by(refused)
        return _page(form)
    return redirect(url_for("outside_roles.table"), 303)


def _page(form: Form) -> tuple[str, int]:
    with current.read() as work:
        rows = all_mappings(work)
        names = names_of(work, {ref for row in rows for ref in (row.made_by, row.ended_by)})
    return show_form(
        "identity/outside.html",
        form,
        issuers=[(each, each.name[current.lang]) for each in issuers()],
        choices=[(each.id, each.name[current.lang]) for each in _staff()],
        roles=roles_to_give(),
        rows=[_row(row, names) for row in rows],
        alone=current.rules.organisation.one_person,
    )


def _staff() -> list[Any]:
    return issuers(IssuerKind.STAFF)


def _row(row: ClaimMapping, names: Names) -> dict[str, Any]:
    return {
        "id": row.id,
        "issuer": issuer_name(row.issuer),
        "claim": row.claim,
        "value": row.value,
        "role": role_name(row.role),
        "made": f"{day_of(row.created_at)}, {who(row.made_by, names)}",
        "ended": f"{day_of(row.ended_at)}, {who(row.ended_by or '', names)}" if row.ended_at else "",
    }
