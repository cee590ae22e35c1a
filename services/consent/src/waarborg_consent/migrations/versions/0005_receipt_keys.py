"""The keys that receipts are signed with."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "receipt_key",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("kid", sa.String(length=36), nullable=False),
        sa.Column("public_jwk", Json, nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signs_from", UtcDateTime(), nullable=False),
        sa.Column("signs_until", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "kid", name=op.f("pk_receipt_key")),
    )
    wall(op, ["receipt_key"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("receipt_key")
