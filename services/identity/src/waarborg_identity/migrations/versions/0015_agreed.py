"""A stand-in whom somebody names himself counts after somebody else agreed."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let an absence say how the word on its stand-in stands; those of before were passed on already."""
    state = sa.Column("stand_in_state", sa.String(length=16), nullable=False, server_default="agreed")
    op.add_column("staff_absence", state)
    op.add_column("staff_absence", sa.Column("answered_at", UtcDateTime(), nullable=True))
    op.add_column("staff_absence", sa.Column("answered_by", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("staff_absence") as absence:
        for name in ("answered_by", "answered_at", "stand_in_state"):
            absence.drop_column(name)
