"""What is known of a breach as facts, the advice on it, and the code by which a discoverer answers the questions.

An answer of before was a text, and given by staff unless the one who reported the breach gave it.
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("breach_fact", "breach_asking", "breach_question_code")


def upgrade() -> None:
    """Create the tables and columns."""
    op.add_column("breach_case", sa.Column("facts_note_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("breach_answer", sa.Column("not_known", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("breach_answer", sa.Column("given_by", sa.String(length=16), nullable=True))
    op.create_table(
        "breach_fact",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("fact", sa.String(length=32), nullable=False),
        sa.Column("value", Json, nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        *_of_case("breach_fact", key=("breach_id", "fact")),
    )
    op.create_table(
        "breach_asking",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("call_since", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        *_of_case("breach_asking", key=("id",)),
    )
    op.create_index("ix_breach_asking_case", "breach_asking", ["organisation", "breach_id", "opened_at"], unique=False)
    op.create_table(
        "breach_question_code",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        *_of_case("breach_question_code", key=("breach_id",)),
    )
    op.create_index("ix_breach_question_code_hash", "breach_question_code", ["organisation", "code_hash"], unique=True)
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, column in (
        ("breach_answer", "given_by"),
        ("breach_answer", "not_known"),
        ("breach_case", "facts_note_sealed"),
    ):
        op.drop_column(table, column)


def _of_case(table: str, *, key: tuple[str, ...]) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f(f"fk_{table}_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", *key, name=op.f(f"pk_{table}")),
    )
