"""How a report is assessed, promised and fixed."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("report_promise", "report_question")


def _on_report() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("duplicate_of", sa.String(length=36), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=True),
        sa.Column("cvss_vector", sa.String(length=300), nullable=True),
        sa.Column("cvss_tenths", sa.Integer(), nullable=True),
        sa.Column("cwe", sa.Integer(), nullable=True),
        sa.Column("client_safety", sa.String(length=16), nullable=True),
        sa.Column("health_data", sa.String(length=16), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("system_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("owner_ref", sa.String(length=64), nullable=True),
        sa.Column("plan_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fixed_at", UtcDateTime(), nullable=True),
        sa.Column("fixed_how_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("retest", sa.String(length=16), nullable=True),
        sa.Column("retest_at", UtcDateTime(), nullable=True),
        sa.Column("wiped", sa.String(length=16), nullable=True),
        sa.Column("wiped_at", UtcDateTime(), nullable=True),
        sa.Column("complaint", sa.String(length=16), nullable=True),
        sa.Column("complaint_at", UtcDateTime(), nullable=True),
        sa.Column("request_ref", sa.String(length=36), nullable=True),
        sa.Column("request_number", sa.String(length=32), nullable=True),
        sa.Column("reopened_at", UtcDateTime(), nullable=True),
    )


def upgrade() -> None:
    """Create it."""
    for column in _on_report():
        op.add_column("report", column)
    op.create_index("ix_report_duplicate_of", "report", ["organisation", "duplicate_of"])
    op.add_column("report_message", sa.Column("kind", sa.String(length=16), nullable=True))
    op.add_column("report_message", sa.Column("day", sa.Date(), nullable=True))
    _create(
        "report_promise",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("met_at", UtcDateTime(), nullable=True),
        sa.Column("moved_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_report_promise_report", "report_promise", ["organisation", "report_id", "made_at"])
    op.create_index("ix_report_promise_due", "report_promise", ["organisation", "due_at", "id"])
    _create(
        "report_question",
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("paused", sa.String(length=200), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_how", sa.String(length=16), nullable=True),
    )
    op.create_index("ix_report_question_report", "report_question", ["organisation", "report_id", "asked_at"])
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("report_message", "day")
    op.drop_column("report_message", "kind")
    op.drop_index("ix_report_duplicate_of", table_name="report")
    for column in reversed(_on_report()):
        op.drop_column("report", column.name)


def _create(table: str, *columns: sa.Column[object]) -> None:
    """Create a table of things that belong to a report."""
    op.create_table(
        table,
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f(f"fk_{table}_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f(f"pk_{table}")),
    )
