"""Which references are of one person, as identity tells."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "person_alias",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("other_ref", sa.String(length=36), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "ref", "other_ref", name=op.f("pk_person_alias")),
    )
    wall(op, ["person_alias"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("person_alias")
