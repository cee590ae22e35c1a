"""What was typed in the dossier for the authority, and what stood in it at each notice."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("breach_dossier_text", "breach_dossier_kept")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "breach_dossier_text",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        *_of_case("breach_dossier_text", "field"),
    )
    op.create_table(
        "breach_dossier_kept",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("dossier_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        *_of_case("breach_dossier_kept", "number"),
    )
    wall(op, TABLES)


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _of_case(table: str, key: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f(f"fk_{table}_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", "breach_id", key, name=op.f(f"pk_{table}")),
    )
