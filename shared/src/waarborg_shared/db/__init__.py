"""The data layer: engines, column types, the plumbing's tables, and the walls between the organisations."""

from waarborg_shared.db.columns import ID_LENGTH, NAMING, ORGANISATION_LENGTH, Json, UtcDateTime, new_id, new_metadata
from waarborg_shared.db.core import delete_for, made_once, organised, select_for, update_for
from waarborg_shared.db.engine import check_organisation, create_engine_for
from waarborg_shared.db.rows import CaseMixin, Organised
from waarborg_shared.db.session import (
    SystemSession,
    WalledSession,
    organisation_session,
    system_session,
)
from waarborg_shared.db.tables import SYSTEM_TABLES, Plumbing, plumbing
from waarborg_shared.db.wall import WallError, WrongOrganisation

__all__ = [
    "ID_LENGTH",
    "NAMING",
    "ORGANISATION_LENGTH",
    "SYSTEM_TABLES",
    "CaseMixin",
    "Json",
    "Organised",
    "Plumbing",
    "SystemSession",
    "UtcDateTime",
    "WallError",
    "WalledSession",
    "WrongOrganisation",
    "check_organisation",
    "create_engine_for",
    "delete_for",
    "made_once",
    "new_id",
    "new_metadata",
    "organisation_session",
    "organised",
    "plumbing",
    "select_for",
    "system_session",
    "update_for",
]
