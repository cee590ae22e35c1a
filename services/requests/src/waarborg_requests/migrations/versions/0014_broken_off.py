"""When the last time that a package was fetched was counted, whether it came whole, and how often it was begun.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("package", sa.Column("counted_at", UtcDateTime(), nullable=True))
    op.add_column("package", sa.Column("whole_at", UtcDateTime(), nullable=True))
    op.add_column("package", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("package") as table:
        for name in ("tries", "whole_at", "counted_at"):
            table.drop_column(name)
