"""The tables of breach, and the plumbing, behind their walls."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import create_plumbing, drop_plumbing, wall

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("breach_case", "breach_number", "breach_answer")


def upgrade() -> None:
    """Create everything that breach stores."""
    create_plumbing(op)
    op.create_table(
        "breach_case",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("origin_ref", sa.String(length=36), nullable=True),
        sa.Column("reported_by", sa.String(length=64), nullable=True),
        sa.Column("occurred_at", UtcDateTime(), nullable=True),
        sa.Column("noticed_at", UtcDateTime(), nullable=True),
        sa.Column("discovered_at", UtcDateTime(), nullable=False),
        sa.Column("aware_at", UtcDateTime(), nullable=False),
        sa.Column("case_state", sa.String(length=16), nullable=False),
        sa.Column("authority_state", sa.String(length=16), nullable=False),
        sa.Column("persons_state", sa.String(length=16), nullable=False),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reporter_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("about_how_many", sa.Integer(), nullable=True),
        sa.Column("other_eu", sa.Boolean(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("notified_at", UtcDateTime(), nullable=True),
        sa.Column("informed_at", UtcDateTime(), nullable=True),
        sa.Column("informed_how", sa.String(length=32), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_breach_case")),
    )
    op.create_index("ix_breach_case_discovered", "breach_case", ["organisation", "discovered_at"], unique=False)
    op.create_index("ix_breach_case_number", "breach_case", ["organisation", "number"], unique=True)
    op.create_index("ix_breach_case_origin", "breach_case", ["organisation", "origin", "origin_ref"], unique=True)
    op.create_index("ix_breach_case_reported_by", "breach_case", ["organisation", "reported_by"], unique=False)
    op.create_table(
        "breach_number",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "year", name=op.f("pk_breach_number")),
    )
    op.create_table(
        "breach_answer",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f("fk_breach_answer_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", "breach_id", "question", name=op.f("pk_breach_answer")),
    )
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    drop_plumbing(op)
