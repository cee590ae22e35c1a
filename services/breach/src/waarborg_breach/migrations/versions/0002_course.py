"""Whether a case is an exercise."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark exercises."""
    op.add_column("breach_case", sa.Column("drill", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Let the mark go."""
    op.drop_column("breach_case", "drill")
