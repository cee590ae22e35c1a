"""Who speaks for a client, what the client can decide, and what was done on whose authority."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("representation", "client_fact", "representation_event", "representation_act")


def _key(table: str) -> tuple[Any, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation", "subject_ref"],
            ["consent_file.organisation", "consent_file.id"],
            name=op.f(f"fk_{table}_organisation_subject_ref_consent_file"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f(f"pk_{table}")),
    )


def _who() -> tuple[Any, ...]:
    return (
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
    )


def _fact() -> tuple[Any, ...]:
    return (
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_kind", sa.String(length=16), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
    )


def upgrade() -> None:
    """Create the tables; the application adds to them and changes nothing."""
    op.create_table(
        "representation",
        *_who(),
        sa.Column("representative_ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("evidence", sa.String(length=32), nullable=False),
        sa.Column("evidence_seen_on", sa.Date(), nullable=False),
        *_fact(),
        *_key("representation"),
    )
    op.create_table(
        "client_fact",
        *_who(),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        *_fact(),
        *_key("client_fact"),
    )
    op.create_table(
        "representation_event",
        *_who(),
        sa.Column("about_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=True),
        *_fact(),
        *_key("representation_event"),
    )
    op.create_table(
        "representation_act",
        *_who(),
        sa.Column("representation_id", sa.String(length=36), nullable=False),
        sa.Column("representative_ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("act_ref", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_key("representation_act"),
    )
    for table in TABLES[:3]:
        op.create_index(f"ix_{table}_subject", table, ["organisation", "subject_ref"], unique=False)
    op.create_index(
        "ix_representation_representative", "representation", ["organisation", "representative_ref"], unique=False
    )
    op.create_index(
        "ix_representation_act_subject", "representation_act", ["organisation", "subject_ref", "at"], unique=False
    )
    wall(op, list(TABLES), rights=Rights(app=("SELECT", "INSERT")))


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
