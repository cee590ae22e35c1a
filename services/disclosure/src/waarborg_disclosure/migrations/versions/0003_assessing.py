"""How a report is assessed, promised and fixed."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep how severe it is, whether it was known, and when it was fixed."""
    with op.batch_alter_table("report") as report:
        report.add_column(sa.Column("severity", sa.String(length=16), nullable=True))
        report.add_column(sa.Column("known", sa.Boolean(), nullable=True))
        report.add_column(sa.Column("fixed_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("report") as report:
        for name in ("fixed_at", "known", "severity"):
            report.drop_column(name)
