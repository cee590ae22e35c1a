"""How the organisation is found: the OpenPGP key that its security.txt is signed with."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of keys."""
    op.create_table(
        "openpgp_key",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signs_from", UtcDateTime(), nullable=False),
        sa.Column("signs_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "fingerprint", name=op.f("pk_openpgp_key")),
    )
    wall(op, ["openpgp_key"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("openpgp_key")
