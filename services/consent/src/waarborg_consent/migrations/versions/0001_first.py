"""The tables of consent, and the plumbing, behind their walls."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import create_plumbing, drop_plumbing, wall
from waarborg_shared.migrations.walls import Rights

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("consent_file", "decision_record", "consent")


def upgrade() -> None:
    """Create everything that consent stores."""
    create_plumbing(op)
    op.create_table(
        "consent_file",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_consent_file")),
    )
    op.create_table(
        "decision_record",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asker_ref", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("right", sa.String(length=16), nullable=False),
        sa.Column("record_type", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("categories", Json, nullable=False),
        sa.Column("in_care", sa.Boolean(), nullable=False),
        sa.Column("named_ground", sa.String(length=32), nullable=True),
        sa.Column("permitted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("consent_event", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_decision_record")),
    )
    op.create_index(
        "ix_decision_record_subject", "decision_record", ["organisation", "subject_ref", "at"], unique=False
    )
    op.create_table(
        "consent",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("statement_version", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_ref", sa.String(length=64), nullable=False),
        sa.Column("request_ref", sa.String(length=36), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "subject_ref"],
            ["consent_file.organisation", "consent_file.id"],
            name=op.f("fk_consent_organisation_subject_ref_consent_file"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_subject", "consent", ["organisation", "subject_ref", "sequence"], unique=True)
    wall(op, ["consent_file"])
    wall(op, ["consent", "decision_record"], rights=Rights(app=("SELECT", "INSERT")))


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    drop_plumbing(op)
