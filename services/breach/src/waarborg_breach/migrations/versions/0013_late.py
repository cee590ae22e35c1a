"""What turns out late: measures past their day, who is to be warned of a clock, and reasons that are kept no longer."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REMINDER = "breach_reminder"


def upgrade() -> None:
    """Create the table and the columns; whether a notification is late follows from its clock and is kept no more."""
    op.create_table(
        REMINDER,
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("clock_ref", sa.String(length=36), nullable=False),
        sa.Column("clock", sa.String(length=64), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("moment", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=False),
        sa.Column("over_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f("fk_breach_reminder_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_breach_reminder")),
    )
    op.create_index("ix_breach_reminder_case", REMINDER, ["organisation", "breach_id"])
    op.create_index("ix_breach_reminder_state", REMINDER, ["organisation", "state", "next_try_at"])
    wall(op, (REMINDER,))
    op.add_column("breach_measure", sa.Column("overdue_at", UtcDateTime(), nullable=True))
    op.add_column("breach_deputy", sa.Column("reason_destroyed_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("breach_notice") as notice:
        notice.drop_column("late")


def downgrade() -> None:
    """Drop them; what was late by its clock is not known any more."""
    op.add_column("breach_notice", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column("breach_deputy", "reason_destroyed_at")
    op.drop_column("breach_measure", "overdue_at")
    op.drop_table(REMINDER)
