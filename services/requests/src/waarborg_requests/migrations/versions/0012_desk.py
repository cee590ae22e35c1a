"""The desk: who has a request since when, who was reminded of it, and an index for each filter of the work list.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import unwalled

revision = "0012"
down_revision = "0011"

_OPEN = "answered_at IS NULL"
_RUNS = "answered_at IS NULL AND NOT stands_still"
_INDEXES = (
    ("ix_request_open_kind", _OPEN, ("kind", "due_at", "id")),
    ("ix_request_open_class", _OPEN, ("request_class", "due_at", "id")),
    ("ix_request_open_holder", _OPEN, ("taken_up_by", "due_at", "id")),
    ("ix_request_open_state", _OPEN, ("state", "due_at", "id")),
    ("ix_request_open_came_by", _OPEN, ("came_by", "due_at", "id")),
    ("ix_request_open_escalated", "answered_at IS NULL AND escalated_at IS NOT NULL", ("due_at", "id")),
    ("ix_request_open_reminded", "answered_at IS NULL AND reminded_at IS NOT NULL", ("taken_up_by", "due_at", "id")),
    ("ix_request_open_runs", _RUNS, ("due_at", "id")),
    ("ix_request_open_runs_state", _RUNS, ("state", "due_at", "id")),
    ("ix_request_answered_kind", "answered_at IS NOT NULL", ("kind", "answered_at", "id")),
    ("ix_request_answered_late", "answered_at > due_at", ("answered_at", "id")),
)
_COLUMNS = ("stands_still", "reminded_by", "reminded_at", "handed_over_at")
# Of each request the term that binds is paused: the earliest of those that were not stopped.
_STANDING_STILL = """
UPDATE request SET stands_still = true WHERE answered_at IS NULL AND EXISTS (
    SELECT 1 FROM deadline WHERE deadline.organisation = request.organisation AND deadline.case_ref = request.id
    AND deadline.name IN ('answer', 'law') AND deadline.stopped_at IS NULL AND deadline.paused_at IS NOT NULL
    AND deadline.due_at = request.due_at)
"""


def upgrade() -> None:
    """Add the columns and the indexes; what stands still already is marked so."""
    op.add_column("request", sa.Column("handed_over_at", UtcDateTime(), nullable=True))
    op.add_column("request", sa.Column("reminded_at", UtcDateTime(), nullable=True))
    op.add_column("request", sa.Column("reminded_by", sa.String(100), nullable=True))
    op.add_column("request", sa.Column("stands_still", sa.Boolean(), nullable=False, server_default=sa.false()))
    with unwalled(op, "request", "deadline"):
        op.execute(_STANDING_STILL)
    for name, where, columns in _INDEXES:
        told = sa.text(where)
        op.create_index(name, "request", ["organisation", *columns], postgresql_where=told, sqlite_where=told)


def downgrade() -> None:
    """Drop them."""
    for name, _where, _columns in _INDEXES:
        op.drop_index(name, "request")
    for column in _COLUMNS:
        op.drop_column("request", column)
