"""Answers that were replaced are kept, and a grievance is reviewed by a colleague who is known by account."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EARLIER = "breach_earlier_answer"


def upgrade() -> None:
    """Create the table of earlier answers, count the versions of each, and add the reviewer's account."""
    op.add_column("breach_answer", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.add_column("breach_grievance", sa.Column("reviewer", sa.String(length=64), nullable=True))
    op.create_table(
        EARLIER,
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("not_known", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f(f"fk_{EARLIER}_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", "breach_id", "question", "version", name=op.f(f"pk_{EARLIER}")),
    )
    wall(op, (EARLIER,))


def downgrade() -> None:
    """Drop it all."""
    op.drop_table(EARLIER)
    op.drop_column("breach_grievance", "reviewer")
    op.drop_column("breach_answer", "version")
