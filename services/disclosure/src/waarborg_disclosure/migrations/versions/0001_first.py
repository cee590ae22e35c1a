"""The tables of disclosure, and the plumbing, behind their walls."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import create_plumbing, drop_plumbing, wall

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("report", "report_number", "report_message")


def upgrade() -> None:
    """Create everything that disclosure stores."""
    create_plumbing(op)
    op.create_table(
        "report",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("unread_since", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reporter", sa.String(length=16), nullable=False),
        sa.Column("may_credit", sa.Boolean(), nullable=False),
        sa.Column("exposes_personal_data", sa.Boolean(), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("where_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("how_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("verdict", sa.String(length=24), nullable=True),
        sa.Column("redirect", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("fix_on", sa.Date(), nullable=True),
        sa.Column("breach_ref", sa.String(length=36), nullable=True),
        sa.Column("breach_number", sa.String(length=32), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_number", "report", ["organisation", "number"], unique=True)
    op.create_index("ix_report_receipt", "report", ["organisation", "receipt_hash"], unique=True)
    op.create_index("ix_report_due", "report", ["organisation", "state", "due_at", "id"], unique=False)
    op.create_index("ix_report_answered", "report", ["organisation", "state", "answered_at", "id"], unique=False)
    op.create_table(
        "report_number",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "year", name=op.f("pk_report_number")),
    )
    op.create_table(
        "report_message",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("from_reporter", sa.Boolean(), nullable=False),
        sa.Column("author_ref", sa.String(length=64), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_message_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_report_message")),
    )
    op.create_index("ix_report_message_report", "report_message", ["organisation", "report_id", "at"], unique=False)
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    drop_plumbing(op)
