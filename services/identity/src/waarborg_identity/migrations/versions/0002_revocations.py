"""Whose tokens no longer count."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "revocation",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "ref", name=op.f("pk_revocation")),
    )
    op.create_index("ix_revocation_at", "revocation", ["organisation", "at"])
    wall(op, ("revocation",))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("revocation")
