"""What is learned: exercises are counted by themselves."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.migrations import wall

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the counter of exercises."""
    op.create_table(
        "breach_exercise_number",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "year", name=op.f("pk_breach_exercise_number")),
    )
    wall(op, ["breach_exercise_number"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("breach_exercise_number")
