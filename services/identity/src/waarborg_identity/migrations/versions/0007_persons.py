"""The purpose for which a BSN is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was kept before the purpose is not known."""
    op.add_column("person_identifier", sa.Column("ground", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("person_identifier", "ground")
