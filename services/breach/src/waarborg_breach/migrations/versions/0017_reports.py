"""From which report a grievance came, where that goes on under another number; and finding open cases quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and the index by which the desk finds what is open."""
    op.add_column("breach_grievance", sa.Column("report_id", sa.String(length=36), nullable=True))
    op.create_index("ix_breach_case_state", "breach_case", ["organisation", "case_state"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_breach_case_state", "breach_case")
    op.drop_column("breach_grievance", "report_id")
