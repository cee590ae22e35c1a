"""Families of refresh tokens, requests sent ahead, and what codes and clients are bound to."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("refresh_grant", "refresh_token", "pushed_request")


def upgrade() -> None:
    """Create the tables, behind the wall, and add the columns."""
    _refresh_grants()
    _pushed_requests()
    wall(op, TABLES)
    op.add_column("authorization_code", sa.Column("gid", sa.String(length=36), server_default="", nullable=False))
    op.add_column("authorization_code", sa.Column("jkt", sa.String(length=64), nullable=True))
    op.add_column("authorization_code", sa.Column("resource", sa.String(length=300), nullable=True))
    op.add_column("client", sa.Column("post_logout_redirect_uris", Json, server_default="[]", nullable=False))
    for name in ("require_pushed", "require_dpop"):
        op.add_column("client", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))


def _refresh_grants() -> None:
    """Families, and the tokens of each."""
    op.create_table(
        "refresh_grant",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=500), nullable=False),
        sa.Column("resource", sa.String(length=300), nullable=True),
        sa.Column("jkt", sa.String(length=64), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_refresh_grant")),
    )
    op.create_index("ix_refresh_grant_ends", "refresh_grant", ["organisation", "ends_at"])
    op.create_table(
        "refresh_token",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("grant_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("spent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "grant_id"],
            ["refresh_grant.organisation", "refresh_grant.id"],
            name=op.f("fk_refresh_token_organisation_grant_id_refresh_grant"),
        ),
        sa.PrimaryKeyConstraint("organisation", "token_hash", name=op.f("pk_refresh_token")),
    )
    op.create_index("ix_refresh_token_grant", "refresh_token", ["organisation", "grant_id"])


def _pushed_requests() -> None:
    op.create_table(
        "pushed_request",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("uri_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("parameters", Json, nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "uri_hash", name=op.f("pk_pushed_request")),
    )
    op.create_index("ix_pushed_request_expires", "pushed_request", ["organisation", "expires_at"])


def downgrade() -> None:
    """Drop them."""
    for name in ("require_dpop", "require_pushed", "post_logout_redirect_uris"):
        op.drop_column("client", name)
    for name in ("resource", "jkt", "gid"):
        op.drop_column("authorization_code", name)
    for table in ("pushed_request", "refresh_token", "refresh_grant"):
        op.drop_table(table)
