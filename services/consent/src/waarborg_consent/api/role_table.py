"""The role table for programs of the organisation: as it stands or stood, what was decided on it, and a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.exceptions import NotFound, PreconditionFailed

from waarborg_consent import actions
from waarborg_consent.actions.role_table import TableRow
from waarborg_consent.api.rights import DECIDE, RECORD
from waarborg_consent.domain.role_table import AlreadyDecided, CellVersion, ShownCell
from waarborg_consent.schemas.role_table import (
    CellDecisionSchema,
    RoleTableSchema,
    TableQuerySchema,
    WholeRowSchema,
)
from waarborg_shared import auth
from waarborg_shared.clocks import due_on, end_of_day
from waarborg_shared.hooks.values import Duty, RecordType, Right
from waarborg_shared.uow import Written
from waarborg_shared.web import ApiBlueprint, current, etag_of, require_match
from waarborg_shared.web.erased import with_erased

role_table_api = ApiBlueprint(
    "role_table_api", __name__, url_prefix="/consent/api/v1", description="The role table and what was decided on it"
)


@role_table_api.route("/role-table/", methods=["GET"])
@role_table_api.arguments(TableQuerySchema, location="query")
@role_table_api.response(200, RoleTableSchema)
@role_table_api.secured(DECIDE)
def table(query: Mapping[str, Any]) -> dict[str, Any]:
    """Give the table as it stands, or as it stood on a day: who could see this?"""
    _require_reader()
    day = query["on"]
    until = end_of_day(day) if day is not None and day < due_on(current.now()) else None
    with current.read() as work:
        rows = actions.role_table(work, rules=current.rules, until=until)
    return {"on": day, "items": [_row(each) for each in rows]}


@role_table_api.route("/role-table/<record_type>", methods=["GET"])
@role_table_api.response(200, WholeRowSchema)
@role_table_api.secured(DECIDE)
def row(record_type: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Give one row with everything that was decided on it."""
    _require_reader()
    with current.read() as work:
        found = actions.row_of_table(work, _known(record_type), rules=current.rules)
    return _whole(found), 200, {"ETag": etag_of(len(found.decided))}


@role_table_api.route("/role-table/<record_type>/decisions/", methods=["POST"])
@role_table_api.arguments(CellDecisionSchema)
@role_table_api.response(201, WholeRowSchema)
@role_table_api.secured(RECORD)
@role_table_api.versioned()
def decide(said: Mapping[str, Any], record_type: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Confirm a cell or correct it; decisions go by it from the next one on. Send If-Match with the row's ETag."""
    auth.require_duty(current.actor, Duty.TABLE_CONFIRM, scope=RECORD)
    known = _known(record_type)
    with current.begin() as work:
        seen = len(actions.row_of_table(work, known, rules=current.rules).decided)
        require_match(seen)
        command = actions.CellDecision(
            role=said["role"],
            record_type=known.code,
            verdict=said["verdict"],
            rights=frozenset(right.value for right in said["rights"]),
            why=said["why"],
            seen=seen,
        )
        try:
            actions.decide_on_cell(work, command, rules=current.rules)
        except AlreadyDecided:
            raise PreconditionFailed from None
        found = actions.row_of_table(work, known, rules=current.rules)
    return _whole(found), 201, {"ETag": etag_of(len(found.decided))}


def _require_reader() -> None:
    """Pass for staff who may confirm cells or read consents: references of colleagues stand in it."""
    duty = Duty.TABLE_CONFIRM if Duty.TABLE_CONFIRM in current.actor.duties else Duty.CONSENT_READ
    auth.require_duty(current.actor, duty, scope=DECIDE)


def _known(record_type: str) -> RecordType:
    found = current.rules.record_types.get(record_type)
    if found is None:
        raise NotFound
    return found


def _row(found: TableRow) -> dict[str, Any]:
    return {
        "record_type": found.record_type.code,
        "published": found.record_type.published,
        "cells": [_cell(role, each) for role, each in found.cells.items()],
    }


def _cell(role: str, shown: ShownCell) -> dict[str, Any]:
    return {
        "role": role,
        "rights": _rights(shown.cell.rights),
        "state": shown.state,
        "in_force": shown.cell.in_force,
        "number": shown.cell.number,
    }


def _whole(found: TableRow) -> dict[str, Any]:
    return {**_row(found), "decided": [_decided(*each) for each in found.decided]}


def _decided(version: CellVersion, why: Written) -> dict[str, Any]:
    given = {
        "role": version.role,
        "number": version.number,
        "verdict": version.verdict,
        "rights": _rights(version.rights),
        "at": version.at,
        "by_ref": version.by_ref,
        "why": why,
    }
    return with_erased(given)


def _rights(rights: frozenset[str]) -> Sequence[str]:
    """Return rights in the table's own order."""
    return [right.value for right in Right if right.value in rights]
