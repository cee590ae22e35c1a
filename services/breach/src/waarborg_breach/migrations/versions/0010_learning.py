"""What is learned: exercises are counted by themselves, and breaches that are alike are linked."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("breach_exercise_number", "breach_likeness")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "breach_exercise_number",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "year", name=op.f("pk_breach_exercise_number")),
    )
    op.create_table(
        "breach_likeness",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("earlier_id", sa.String(length=36), nullable=False),
        sa.Column("later_id", sa.String(length=36), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["organisation", column],
                ["breach_case.organisation", "breach_case.id"],
                name=op.f(f"fk_breach_likeness_organisation_{column}_breach_case"),
            )
            for column in ("earlier_id", "later_id")
        ),
        sa.PrimaryKeyConstraint("organisation", "earlier_id", "later_id", name=op.f("pk_breach_likeness")),
    )
    op.create_index("ix_breach_likeness_later", "breach_likeness", ["organisation", "later_id"])
    wall(op, TABLES)


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
