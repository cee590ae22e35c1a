"""What becomes of each item that was collected, the looks at it, invitations for a second look, and whose address is
secret.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables."""
    _marks()
    _looks()
    _invitations()
    _secret_addresses()
    wall(op, ["item_mark"])
    wall(op, ["review_look"], rights=Rights(app=("SELECT", "INSERT")))
    wall(op, ["look_invitation"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))
    wall(op, ["secret_address"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop them."""
    for table in ("secret_address", "look_invitation", "review_look", "item_mark"):
        op.drop_table(table)


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", "request_id"],
        ["request.organisation", "request.id"],
        name=f"fk_{table}_organisation_request_id_request",
    )


def _marks() -> None:
    op.create_table(
        "item_mark",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("cuts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cuts_digest", sa.String(64), nullable=True),
        sa.Column("marked_by", sa.String(100), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "item_id"], ["item.organisation", "item.id"], name="fk_item_mark_organisation_item_id_item"
        ),
        _of_request("item_mark"),
        sa.PrimaryKeyConstraint("organisation", "item_id", name="pk_item_mark"),
    )
    op.create_index("ix_item_mark_request", "item_mark", ["organisation", "request_id", "verdict"])


def _looks() -> None:
    op.create_table(
        "review_look",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("turn", sa.String(8), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("looked_by", sa.String(100), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.Column("way", sa.String(16), nullable=True),
        _of_request("review_look"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_review_look"),
    )
    op.create_index("ix_review_look_request", "review_look", ["organisation", "request_id", "looked_at"])


def _invitations() -> None:
    op.create_table(
        "look_invitation",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.String(100), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        _of_request("look_invitation"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_look_invitation"),
    )
    op.create_index("ix_look_invitation_request", "look_invitation", ["organisation", "request_id", "until_at"])
    op.create_index("ix_look_invitation_code", "look_invitation", ["organisation", "code_hash"], unique=True)


def _secret_addresses() -> None:
    op.create_table(
        "secret_address",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("mark_ref", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "mark_ref", "subject_ref", name="pk_secret_address"),
    )
    op.create_index("ix_secret_address_subject", "secret_address", ["organisation", "subject_ref"])
