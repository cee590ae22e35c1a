"""What is agreed with a partner system, how much it is used, and tokens by which partners register themselves."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _columns() -> tuple[sa.Column[Any], ...]:
    """What is new of a client."""
    return (
        sa.Column("purpose", sa.String(length=500), nullable=False, server_default=""),
        sa.Column("agreement_ref", sa.String(length=100), nullable=False, server_default=""),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("events", Json, nullable=False, server_default="[]"),
        sa.Column("holder", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("secret_reason", sa.String(length=500), nullable=False, server_default=""),
        sa.Column("earlier_secret_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("earlier_secret_until", UtcDateTime(), nullable=True),
        sa.Column("jwks_uri", sa.String(length=2000), nullable=True),
        sa.Column("jwks_fetched_at", UtcDateTime(), nullable=True),
        sa.Column("jwks_tried_at", UtcDateTime(), nullable=True),
    )


def upgrade() -> None:
    """Add the columns and create the tables."""
    for column in _columns():
        op.add_column("client", column)
    op.create_table(
        "client_use",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "client_id"],
            ["client.organisation", "client.id"],
            name=op.f("fk_client_use_organisation_client_id_client"),
        ),
        sa.PrimaryKeyConstraint("organisation", "client_id", "used_on", "part", name=op.f("pk_client_use")),
    )
    op.create_table(
        "registration_token",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_registration_token")),
        sa.UniqueConstraint("organisation", "token_hash", name=op.f("uq_registration_token_organisation_token_hash")),
    )
    wall(op, ("client_use", "registration_token"))


def downgrade() -> None:
    """Drop them."""
    op.drop_table("registration_token")
    op.drop_table("client_use")
    for column in reversed(_columns()):
        op.drop_column("client", column.name)
