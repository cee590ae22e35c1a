"""Legal holds: of whom nothing is erased for now.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
_STANDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "legal_hold",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_legal_hold"),
    )
    op.create_index(
        "ix_legal_hold_subject",
        "legal_hold",
        ["organisation", "subject_ref"],
        postgresql_where=_STANDS,
        sqlite_where=_STANDS,
    )
    wall(op, ["legal_hold"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("legal_hold")
