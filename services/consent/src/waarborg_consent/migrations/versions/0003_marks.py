"""What a person set against the use of his data."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "mark",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_kind", sa.String(length=16), nullable=False),
        sa.Column("set_by_ref", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("request_ref", sa.String(length=36), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by_ref", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "subject_ref"],
            ["consent_file.organisation", "consent_file.id"],
            name=op.f("fk_mark_organisation_subject_ref_consent_file"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_mark")),
    )
    op.create_index("ix_mark_subject", "mark", ["organisation", "subject_ref"], unique=False)
    wall(op, ["mark"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("mark")
