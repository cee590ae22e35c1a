"""What partner systems do, counted by day: refusals, the rights that their tokens carried, and what they did here."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.migrations import wall

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "client_deed",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "organisation", "client_id", "done_on", "sort", "code", "part", name=op.f("pk_client_deed")
        ),
    )
    wall(op, ("client_deed",))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("client_deed")
