"""Who is told of a breach, by which way, and how far that is."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "breach_telling",
    "breach_message",
    "breach_person",
    "breach_person_fault",
    "breach_person_care",
    "breach_announcement",
)


def upgrade() -> None:
    """Create the tables."""
    _create(
        "breach_telling",
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("draft_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        key=("breach_id",),
    )
    op.create_index("ix_breach_telling_state", "breach_telling", ["organisation", "state", "next_at"])
    _create(
        "breach_message",
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("begun_by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        key=("breach_id", "number"),
    )
    _persons()
    _create(
        "breach_person_fault",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=16), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_breach_person_fault_case", "breach_person_fault", ["organisation", "breach_id", "settled_at"])
    _create(
        "breach_person_care",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        of=("person_id", "breach_person"),
    )
    op.create_index("ix_breach_person_care_person", "breach_person_care", ["organisation", "person_id", "noted_at"])
    _create(
        "breach_announcement",
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        key=("breach_id",),
    )
    wall(op, TABLES)


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _persons() -> None:
    _create(
        "breach_person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("ref_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ref_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("given_by", sa.String(length=16), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(length=36), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("letter_number", sa.Integer(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
    )
    for name, columns, unique in (
        ("ref", ["breach_id", "ref_hash"], True),
        ("state", ["breach_id", "state", "id"], False),
        ("letter", ["breach_id", "letter_number"], False),
        ("hash", ["ref_hash"], False),
        ("message", ["message_id"], True),
    ):
        op.create_index(f"ix_breach_person_{name}", "breach_person", ["organisation", *columns], unique=unique)


def _create(
    table: str,
    *columns: sa.Column[object],
    key: tuple[str, ...] = ("id",),
    of: tuple[str, str] = ("breach_id", "breach_case"),
) -> None:
    """Create a table of things that belong to a case, or to what ``of`` names."""
    column, target = of
    op.create_table(
        table,
        sa.Column("organisation", sa.String(length=63), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["organisation", column],
            [f"{target}.organisation", f"{target}.id"],
            name=op.f(f"fk_{table}_organisation_{column}_{target}"),
        ),
        sa.PrimaryKeyConstraint("organisation", *key, name=op.f(f"pk_{table}")),
    )
