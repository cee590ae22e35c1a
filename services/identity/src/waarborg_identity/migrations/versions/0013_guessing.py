"""How many second proofs were looked at in a session, and which ties with an outside issuer are still to be proved."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; links of before count as they did."""
    op.add_column("browser_session", sa.Column("proofs_tried", sa.Integer(), server_default="0", nullable=False))
    op.add_column("outside_identity", sa.Column("unproved", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("outside_identity", "unproved")
    op.drop_column("browser_session", "proofs_tried")
