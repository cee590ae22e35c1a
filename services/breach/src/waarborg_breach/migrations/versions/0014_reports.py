"""From which report a grievance came, where that goes on under another number; and finding open cases quickly."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import unwalled

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the indexes by which the desk finds what is open.

    Of what was closed before it is not known whether its times were corrected since: each is looked at as if they were.
    """
    op.add_column("breach_grievance", sa.Column("report_id", sa.String(length=36), nullable=True))
    op.create_index("ix_breach_case_state", "breach_case", ["organisation", "case_state"])
    op.add_column("breach_case", sa.Column("retimed_at", UtcDateTime(), nullable=True))
    op.create_index("ix_breach_case_retimed", "breach_case", ["organisation", "retimed_at"])
    case = sa.table("breach_case", sa.column("closed_at"), sa.column("retimed_at"), sa.column("case_state"))
    with unwalled(op, "breach_case"):
        op.execute(sa.update(case).where(case.c.case_state == "closed").values(retimed_at=case.c.closed_at))


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_breach_case_retimed", "breach_case")
    op.drop_column("breach_case", "retimed_at")
    op.drop_index("ix_breach_case_state", "breach_case")
    op.drop_column("breach_grievance", "report_id")
