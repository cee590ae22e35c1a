"""Which references are of one person, as identity tells; and authorities, by the day on which they run out.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
_RUNS_OUT = sa.text("authority_state = 'confirmed' AND authority_until IS NOT NULL")


def upgrade() -> None:
    """Create the table and the index."""
    op.create_table(
        "person_alias",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("other_ref", sa.String(36), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=True),
        sa.Column("parted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "ref", "other_ref", name="pk_person_alias"),
    )
    op.create_index(
        "ix_request_authority_until",
        "request",
        ["organisation", "authority_until"],
        postgresql_where=_RUNS_OUT,
        sqlite_where=_RUNS_OUT,
    )
    wall(op, ["person_alias"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_request_authority_until", "request")
    op.drop_table("person_alias")
