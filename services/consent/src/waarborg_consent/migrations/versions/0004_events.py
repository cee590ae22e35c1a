"""Consents as events: about which part, by whom, until when, and the very text that was shown."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APART = sa.text("apart")


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("categories", Json, nullable=True),
        sa.Column("recipients", Json, nullable=True),
        sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("undoes", sa.String(length=36), nullable=True),
        sa.Column("said_by", sa.String(length=16), nullable=False, server_default="person"),
        sa.Column("text_digest", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("representation_id", sa.String(length=36), nullable=True),
        sa.Column("representative_ref", sa.String(length=36), nullable=True),
        sa.Column("authority_kind", sa.String(length=64), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("witness_sealed", sa.LargeBinary(), nullable=True),
    )


def upgrade() -> None:
    """Add the columns; what is there was said by the person, about the whole of a purpose."""
    for column in _columns():
        op.add_column("consent", column)
    op.create_index(
        "ix_consent_apart",
        "consent",
        ["organisation", "subject_ref"],
        postgresql_where=APART,
        sqlite_where=APART,
    )
    op.create_table(
        "shown_text",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "digest", name=op.f("pk_shown_text")),
    )
    wall(op, ["shown_text"], rights=Rights(app=("SELECT", "INSERT")))


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("shown_text")
    op.drop_index("ix_consent_apart", "consent")
    for column in reversed(_columns()):
        op.drop_column("consent", column.name)
