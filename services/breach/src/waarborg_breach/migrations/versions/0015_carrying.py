"""What requests asked to be carried out with a person's data, and legal holds."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
TABLES = ("carried_step", "legal_hold")
_STANDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "carried_step",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_carried_step"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_legal_hold"),
    )
    op.create_index(
        "ix_legal_hold_subject",
        "legal_hold",
        ["organisation", "subject_ref"],
        postgresql_where=_STANDS,
        sqlite_where=_STANDS,
    )
    wall(op, TABLES, rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
