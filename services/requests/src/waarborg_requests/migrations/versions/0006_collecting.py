"""What holders of data are asked and bring for a request, and files that are kept sealed in pieces.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0006"
down_revision = "0005"
_STANDS = sa.text("void_at IS NULL")
_OUTSTANDING = sa.text("answered_at IS NULL AND void_at IS NULL")
_TO_ASK = sa.text("next_at IS NOT NULL")
_TO_EMPTY = sa.text("(void_at IS NOT NULL OR over_at IS NOT NULL) AND emptied_at IS NULL")
_KEPT = sa.text("kept_until IS NOT NULL AND over_at IS NULL AND void_at IS NULL")
_REQUEST = "request"


def upgrade() -> None:
    """Create the tables."""
    _stored()
    _tasks()
    _items()
    wall(op, ["stored_file", "item", "holder_task"])
    wall(op, ["stored_piece"], rights=Rights(app=("SELECT", "INSERT", "DELETE")))


def downgrade() -> None:
    """Drop them."""
    for table in ("item", "holder_task", "stored_piece", "stored_file"):
        op.drop_table(table)


def _stored() -> None:
    op.create_table(
        "stored_file",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("retention", sa.String(100), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_stored_file"),
    )
    op.create_index("ix_stored_file_holder", "stored_file", ["organisation", "holder"])
    op.create_table(
        "stored_piece",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("file_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _refers("stored_piece", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("organisation", "file_id", "number", name="pk_stored_piece"),
    )


def _tasks() -> None:
    op.create_table(
        "holder_task",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("holder_kind", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("lapsed_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(100), nullable=True),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_said_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.Column("link_until", UtcDateTime(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.Column("kept_until", UtcDateTime(), nullable=True),
        sa.Column("over_at", UtcDateTime(), nullable=True),
        sa.Column("emptied_at", UtcDateTime(), nullable=True),
        _refers("holder_task", "request_id", _REQUEST),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_holder_task"),
    )
    _partial("ix_holder_task_request", ["organisation", "request_id", "holder"], _STANDS, unique=True)
    _partial("ix_holder_task_outstanding", ["organisation", "due_at", "id"], _OUTSTANDING)
    _partial("ix_holder_task_to_ask", ["organisation", "next_at"], _TO_ASK)
    _partial("ix_holder_task_to_empty", ["organisation", "id"], _TO_EMPTY)
    _partial("ix_holder_task_kept", ["organisation", "kept_until", "id"], _KEPT)
    op.create_index("ix_holder_task_link", "holder_task", ["organisation", "link_hash"])


def _items() -> None:
    op.create_table(
        "item",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("title_en_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("about", sa.String(64), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("handle", sa.String(64), nullable=True),
        sa.Column("file_id", sa.String(36), nullable=True),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        _refers("item", "request_id", _REQUEST),
        _refers("item", "task_id", "holder_task"),
        _refers("item", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_item"),
    )
    op.create_index("ix_item_request", "item", ["organisation", "request_id", "number"], unique=True)
    op.create_index("ix_item_task", "item", ["organisation", "task_id", "number"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", column],
        [f"{to}.organisation", f"{to}.id"],
        name=f"fk_{table}_organisation_{column}_{to}",
    )


def _partial(name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(name, "holder_task", columns, unique=unique, postgresql_where=where, sqlite_where=where)
