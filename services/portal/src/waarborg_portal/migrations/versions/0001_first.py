"""The plumbing, behind its walls."""

from alembic import op

from waarborg_shared.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the plumbing."""
    create_plumbing(op)


def downgrade() -> None:
    """Drop it."""
    drop_plumbing(op)
