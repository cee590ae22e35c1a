"""The times of a breach, reports of the same thing, and what the discoverer did at once."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FK = "fk_breach_case_organisation_merged_into_breach_case"
NEW: tuple[str, ...] = (
    "kind",
    "occurred_until",
    "ongoing",
    "estimated",
    "reported_at",
    "processor_aware_at",
    "processor_sealed",
)
NEW += ("processor_ref_sealed", "wipe_state", "wiped_at", "wiped_sealed", "retracted_why_sealed", "merged_into")


def upgrade() -> None:
    """Keep when it went on, when it was told inside, what was wiped, and where a report goes on."""
    with op.batch_alter_table("breach_case") as case:
        case.add_column(sa.Column("kind", sa.String(length=16), nullable=True))
        for name in ("occurred_until", "reported_at", "processor_aware_at", "wiped_at"):
            case.add_column(sa.Column(name, UtcDateTime(), nullable=True))
        for name in ("ongoing", "estimated"):
            case.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in ("processor_sealed", "processor_ref_sealed", "wiped_sealed", "retracted_why_sealed"):
            case.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
        case.add_column(sa.Column("wipe_state", sa.String(length=16), nullable=True))
        case.add_column(sa.Column("merged_into", sa.String(length=36), nullable=True))
        case.create_foreign_key(op.f(FK), "breach_case", ["organisation", "merged_into"], ["organisation", "id"])
        case.create_index("ix_breach_case_merged_into", ["organisation", "merged_into"], unique=False)


def downgrade() -> None:
    """Let it all go."""
    with op.batch_alter_table("breach_case") as case:
        case.drop_index("ix_breach_case_merged_into")
        case.drop_constraint(op.f(FK), type_="foreignkey")
        for name in reversed(NEW):
            case.drop_column(name)
