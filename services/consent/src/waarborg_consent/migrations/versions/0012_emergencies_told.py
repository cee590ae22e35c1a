"""Whether and how a client was told that somebody looked at his data in an emergency."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and an index of what is still to be told."""
    op.add_column("emergency", sa.Column("word_state", sa.String(length=16), nullable=True))
    op.add_column("emergency", sa.Column("told_at", UtcDateTime(), nullable=True))
    op.add_column("emergency", sa.Column("told_how", sa.String(length=16), nullable=True))
    op.add_column("emergency", sa.Column("told_by", sa.String(length=64), nullable=True))
    untold = sa.text("told_at IS NULL")
    op.create_index(
        "ix_emergency_untold",
        "emergency",
        ["organisation", "created_at"],
        unique=False,
        postgresql_where=untold,
        sqlite_where=untold,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_emergency_untold", table_name="emergency")
    for column in ("told_by", "told_how", "told_at", "word_state"):
        op.drop_column("emergency", column)
