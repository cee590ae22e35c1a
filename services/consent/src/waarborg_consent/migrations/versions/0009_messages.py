"""How a mark was grounded, ended and answered; which messages were let through; the links to opt out."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OF_MARKS: Mapping[str, Any] = {
    "ground": sa.String(length=24),
    "note_sealed": sa.LargeBinary(),
    "representation_id": sa.String(length=36),
    "ended_how": sa.String(length=16),
    "end_note_sealed": sa.LargeBinary(),
    "overruled": Json,
    "answered_at": UtcDateTime(),
    "answered_by_ref": sa.String(length=64),
    "answer_sealed": sa.LargeBinary(),
}


def upgrade() -> None:
    """Add the columns and create the tables."""
    for name, kind in OF_MARKS.items():
        op.add_column("mark", sa.Column(name, kind, nullable=True))
    op.create_table(
        "message_check",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("staff_ref", sa.String(length=64), nullable=True),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("consent_event", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_message_check")),
    )
    op.create_index("ix_message_check_subject", "message_check", ["organisation", "subject_ref", "at"], unique=False)
    op.create_table(
        "message_link",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by_ref", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_message_link")),
    )
    op.create_index("ix_message_link_subject", "message_link", ["organisation", "subject_ref"], unique=False)
    op.create_table(
        "link_key",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("signs_until", UtcDateTime(), nullable=False),
        sa.Column("checks_until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "number", name=op.f("pk_link_key")),
    )
    wall(op, ["message_check"], rights=Rights(app=("SELECT", "INSERT")))
    wall(op, ["message_link", "link_key"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def downgrade() -> None:
    """Drop them."""
    for table in ("link_key", "message_link", "message_check"):
        op.drop_table(table)
    for name in OF_MARKS:
        op.drop_column("mark", name)
