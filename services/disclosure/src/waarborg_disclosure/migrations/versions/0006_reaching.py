"""Word to reporters that something is in the mailbox, and a day for publishing that they leave unanswered."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OF_THE_REPORT = ("notice_state", "notice_since")
OF_THE_ADVISORY = ("agreed_how", "reminded_at", "silence_at", "silence_by", "silence_why_sealed")


def upgrade() -> None:
    """Keep whether a notice is still to be given, and what was done about a day that nobody answers."""
    with op.batch_alter_table("report") as report:
        report.add_column(sa.Column("notice_state", sa.String(length=16), nullable=True))
        report.add_column(sa.Column("notice_since", UtcDateTime(), nullable=True))
        report.create_index("ix_report_notice", ["organisation", "notice_state", "notice_since"], unique=False)
    with op.batch_alter_table("report_advisory") as advisory:
        advisory.add_column(sa.Column("agreed_how", sa.String(length=16), nullable=True))
        advisory.add_column(sa.Column("reminded_at", UtcDateTime(), nullable=True))
        advisory.add_column(sa.Column("silence_at", UtcDateTime(), nullable=True))
        advisory.add_column(sa.Column("silence_by", sa.String(length=64), nullable=True))
        advisory.add_column(sa.Column("silence_why_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("report_advisory") as advisory:
        for name in reversed(OF_THE_ADVISORY):
            advisory.drop_column(name)
    with op.batch_alter_table("report") as report:
        report.drop_index("ix_report_notice")
        for name in reversed(OF_THE_REPORT):
            report.drop_column(name)
