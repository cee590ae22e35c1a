"""Part intake.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what an objection is about."""
    op.add_column("request", sa.Column("about", sa.String(32), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("request", "about")
