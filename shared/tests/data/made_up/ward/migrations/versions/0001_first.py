"""The first tables."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import create_plumbing, drop_plumbing, wall

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them, behind their walls."""
    create_plumbing(op)
    op.create_table(
        "ward_case",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("timeline_number", sa.Integer, nullable=False),
        sa.Column("timeline_link", sa.LargeBinary, nullable=False),
        sa.Column("event_sequence", sa.BigInteger, nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_ward_case")),
    )
    op.create_table(
        "ward_note",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("word", sa.String(100), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_ward_note")),
        sa.ForeignKeyConstraint(
            ["organisation", "case_id"],
            ["ward_case.organisation", "ward_case.id"],
            name=op.f("fk_ward_note_organisation_case_id_ward_case"),
        ),
    )
    wall(op, ["ward_case", "ward_note"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("ward_note")
    op.drop_table("ward_case")
    drop_plumbing(op)
