"""Intake: what an objection is about, how a request came in, by whom it was filed, and drafts that are kept for later.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0003"
down_revision = "0002"
_COLUMNS: dict[str, sa.String | sa.LargeBinary] = {
    "about": sa.String(32),
    "came_how": sa.String(16),
    "filed_by": sa.String(100),
    "form_hash": sa.LargeBinary(),
    "whom_hash": sa.LargeBinary(),
    "client_number_hash": sa.LargeBinary(),
}
# Each stands in its index while it has something to find: a form by its own mark, a likely double while it is open.
_INDEXES = (
    ("ix_request_form", ("organisation", "form_hash"), "form_hash IS NOT NULL", True),
    ("ix_request_whom", ("organisation", "whom_hash"), "whom_hash IS NOT NULL", False),
    ("ix_request_client_number", ("organisation", "client_number_hash"), "client_number_hash IS NOT NULL", False),
)


def upgrade() -> None:
    """Add the columns and the table of drafts."""
    for column, sort in _COLUMNS.items():
        op.add_column("request", sa.Column(column, sort, nullable=True))
    for name, columns, where, unique in _INDEXES:
        only = sa.text(where)
        op.create_index(name, "request", list(columns), unique=unique, postgresql_where=only, sqlite_where=only)
    op.create_table(
        "request_draft",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("form_hash", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_request_draft"),
    )
    op.create_index("ix_request_draft_form", "request_draft", ["organisation", "form_hash"], unique=True)
    op.create_index("ix_request_draft_number", "request_draft", ["organisation", "number"], unique=True)
    op.create_index("ix_request_draft_ends", "request_draft", ["organisation", "ends_at"])
    wall(op, ["request_draft"], rights=Rights())


def downgrade() -> None:
    """Drop them."""
    op.drop_table("request_draft")
    for name, *_ in _INDEXES:
        op.drop_index(name, "request")
    with op.batch_alter_table("request") as table:
        for column in _COLUMNS:
            table.drop_column(column)
