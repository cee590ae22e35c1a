"""Containing, investigating, consequences, measures, aftercare, grievances and who stays available."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("breach_handling", "breach_measure", "breach_helper", "breach_grievance")


def upgrade() -> None:
    """Create the tables."""
    _create(
        "breach_handling",
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("containment", sa.String(length=16), nullable=False),
        sa.Column("contained_at", UtcDateTime(), nullable=True),
        sa.Column("containment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("investigation", sa.String(length=16), nullable=False),
        sa.Column("lost_or_open", sa.String(length=16), nullable=False),
        sa.Column("departments_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("processor", sa.String(length=16), nullable=False),
        sa.Column("processor_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("consequences", sa.String(length=16), nullable=False),
        sa.Column("consequences_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("consequences_at", UtcDateTime(), nullable=True),
        sa.Column("no_measures_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("aftercare", sa.String(length=16), nullable=False),
        sa.Column("aftercare_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("aftercare_at", UtcDateTime(), nullable=True),
        key="breach_id",
    )
    _create(
        "breach_measure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owner_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_breach_measure_case", "breach_measure", ["organisation", "breach_id"])
    op.create_index("ix_breach_measure_due", "breach_measure", ["organisation", "due_on"])
    _create(
        "breach_helper",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reach_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_breach_helper_case", "breach_helper", ["organisation", "breach_id"])
    _create(
        "breach_grievance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.Column("filed_by", sa.String(length=64), nullable=False),
        sa.Column("against", sa.String(length=64), nullable=True),
        sa.Column("reviewer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
    )
    op.create_index("ix_breach_grievance_case", "breach_grievance", ["organisation", "breach_id"])
    wall(op, TABLES)


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(table: str, *columns: sa.Column[object], key: str = "id") -> None:
    """Create a table of things that belong to a case."""
    op.create_table(
        table,
        sa.Column("organisation", sa.String(length=63), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f(f"fk_{table}_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", key, name=op.f(f"pk_{table}")),
    )
