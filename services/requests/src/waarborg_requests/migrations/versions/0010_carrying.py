"""What is carried out for a request, by which holder, and legal holds.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0010"
down_revision = "0009"
TABLES = ("carrying", "carrying_step", "request_hold")
_COUNTS = sa.text("state IN ('prepared', 'running')")
_STANDS = sa.text("ended_at IS NULL")
_WAITED_FOR = sa.text("carry_due_at IS NOT NULL")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "carrying",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("about", Json, nullable=False),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("prepared_at", UtcDateTime(), nullable=False),
        sa.Column("prepared_by", sa.String(100), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("cut_because", sa.String(32), nullable=True),
        _of("carrying", "request_id", "request"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_carrying"),
    )
    _index("ix_carrying_request", "carrying", ["organisation", "request_id"], where=_COUNTS, unique=True)
    _index("ix_carrying_open", "carrying", ["organisation", "request_id"], where=_STANDS)
    op.create_table(
        "carrying_step",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("carrying_id", sa.String(36), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("holder_kind", sa.String(16), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("kept", Json, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("lapsed_at", UtcDateTime(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(100), nullable=True),
        _of("carrying_step", "carrying_id", "carrying"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_carrying_step"),
    )
    op.create_index("ix_carrying_step_carrying", "carrying_step", ["organisation", "carrying_id", "turn"])
    op.create_table(
        "request_hold",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(100), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(100), nullable=True),
        _of("request_hold", "request_id", "request"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_request_hold"),
    )
    _index("ix_request_hold_subject", "request_hold", ["organisation", "subject_ref"], where=_STANDS)
    op.add_column("request", sa.Column("carry_due_at", UtcDateTime(), nullable=True))
    _index("ix_request_carry_due", "request", ["organisation", "carry_due_at", "id"], where=_WAITED_FOR)
    wall(op, TABLES, rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_request_carry_due", "request")
    op.drop_column("request", "carry_due_at")
    for table in reversed(TABLES):
        op.drop_table(table)


def _of(table: str, column: str, whole: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_organisation_{column}_{whole}"
    return sa.ForeignKeyConstraint(["organisation", column], [f"{whole}.organisation", f"{whole}.id"], name=name)


def _index(name: str, table: str, columns: list[str], *, where: sa.TextClause, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, postgresql_where=where, sqlite_where=where)
