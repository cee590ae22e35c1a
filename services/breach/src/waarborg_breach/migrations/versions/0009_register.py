"""How long the register keeps a breach, and who took the register along."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEW = ("held_at", "hold_why_sealed", "destroyed_at", "destroyed_rule")


def upgrade() -> None:
    """Keep holds and what was destroyed by which rule, and the head of the register's own timeline."""
    with op.batch_alter_table("breach_case") as case:
        case.add_column(sa.Column("held_at", UtcDateTime(), nullable=True))
        case.add_column(sa.Column("hold_why_sealed", sa.LargeBinary(), nullable=True))
        case.add_column(sa.Column("destroyed_at", UtcDateTime(), nullable=True))
        case.add_column(sa.Column("destroyed_rule", sa.String(length=64), nullable=True))
        case.create_index("ix_breach_case_closed", ["organisation", "closed_at"], unique=False)
    op.create_table(
        "breach_register",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_breach_register")),
    )
    wall(op, ("breach_register",))


def downgrade() -> None:
    """Let it all go."""
    op.drop_table("breach_register")
    with op.batch_alter_table("breach_case") as case:
        case.drop_index("ix_breach_case_closed")
        for name in reversed(NEW):
            case.drop_column(name)
