"""What a person is told about a request: made ready by a channel, and delivered once somebody did it.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0002"
down_revision = "0001"
_WAITING = sa.text("delivered_at IS NULL")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "request_delivery",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("template", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "request_id"],
            ["request.organisation", "request.id"],
            name="fk_request_delivery_organisation_request_id_request",
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_request_delivery"),
    )
    op.create_index("ix_request_delivery_request", "request_delivery", ["organisation", "request_id", "ready_at"])
    op.create_index(
        "ix_request_delivery_waiting",
        "request_delivery",
        ["organisation", "request_id"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )
    wall(op, ["request_delivery"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("request_delivery")
