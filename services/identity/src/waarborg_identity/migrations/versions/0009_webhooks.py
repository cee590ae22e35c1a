"""Where events go to partners, and what became of each."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "webhook_endpoint",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("earlier_secret_until", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.Column("disabled_why", sa.String(length=32), nullable=True),
        sa.Column("silent_tries", sa.Integer(), nullable=False),
        sa.Column("resting_until", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "client_id"],
            ["client.organisation", "client.id"],
            name=op.f("fk_webhook_endpoint_organisation_client_id_client"),
        ),
        sa.PrimaryKeyConstraint("organisation", "client_id", name=op.f("pk_webhook_endpoint")),
    )
    _deliveries()
    wall(op, ("webhook_endpoint", "webhook_delivery"))


def _deliveries() -> None:
    """The table of deliveries with its indexes."""
    op.create_table(
        "webhook_delivery",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("case_ref", sa.String(length=100), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("last_tried_at", UtcDateTime(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(length=32), nullable=True),
        sa.Column("last_milliseconds", sa.Integer(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "client_id"],
            ["webhook_endpoint.organisation", "webhook_endpoint.client_id"],
            name=op.f("fk_webhook_delivery_organisation_client_id_webhook_endpoint"),
        ),
        sa.PrimaryKeyConstraint("organisation", "client_id", "message_id", name=op.f("pk_webhook_delivery")),
    )
    op.create_index("ix_webhook_delivery_queued", "webhook_delivery", ["organisation", "client_id", "queued_at"])
    op.create_index(
        "ix_webhook_delivery_case",
        "webhook_delivery",
        ["organisation", "client_id", "source", "case_ref", "sequence"],
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_webhook_delivery_waiting",
        "webhook_delivery",
        ["organisation", "client_id", "next_at"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook_endpoint")
