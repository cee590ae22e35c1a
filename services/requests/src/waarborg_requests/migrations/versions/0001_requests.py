"""The tables of requests: the request and the last number of each year, beside the plumbing.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import create_plumbing, drop_plumbing, wall
from waarborg_shared.migrations.walls import Rights

revision = "0001"
down_revision = None
_OPEN = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Create everything."""
    create_plumbing(op)
    op.create_table(
        "request_number",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "year", name="pk_request_number"),
    )
    op.create_table(
        "request",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("request_class", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("came_by", sa.String(16), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reach", sa.String(16), nullable=False),
        sa.Column("reach_at_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("client_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("representative", sa.String(64), nullable=True),
        sa.Column("on_behalf_of_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_ref", sa.String(36), nullable=True),
        sa.Column("purpose", sa.String(64), nullable=True),
        sa.Column("withdrawal_asked_at", UtcDateTime(), nullable=True),
        sa.Column("taken_up_by", sa.String(100), nullable=True),
        sa.Column("identified_at", UtcDateTime(), nullable=True),
        sa.Column("identified_by", sa.String(100), nullable=True),
        sa.Column("identification", sa.String(32), nullable=True),
        sa.Column("extended_at", UtcDateTime(), nullable=True),
        sa.Column("escalated_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(100), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_request"),
    )
    op.create_index("ix_request_number", "request", ["organisation", "number"], unique=True)
    op.create_index(
        "ix_request_open", "request", ["organisation", "due_at", "id"], postgresql_where=_OPEN, sqlite_where=_OPEN
    )
    op.create_index("ix_request_answered", "request", ["organisation", "answered_at", "id"])
    op.create_index("ix_request_subject", "request", ["organisation", "subject_ref", "received_at"])
    wall(op, ["request_number", "request"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop everything."""
    op.drop_table("request")
    op.drop_table("request_number")
    drop_plumbing(op)
