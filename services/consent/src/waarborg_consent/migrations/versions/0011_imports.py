"""Imports of consents: the case, the pieces of its file, and what was said of its rows; and exports."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "consent_import",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("uploaded_by", sa.String(length=64), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("file_bytes", sa.Integer(), nullable=False),
        sa.Column("file_name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("pressed_by", sa.String(length=64), nullable=True),
        sa.Column("pressed_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("emptied_at", UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.Column("fault_names_sealed", sa.LargeBinary(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("done_count", "whole_count", "rows", "wrong_rows", "skipped_rows", "good_rows")
        ),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("imported_rows", "next_piece", "pieces")),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_consent_import")),
    )
    op.create_index("ix_consent_import_state", "consent_import", ["organisation", "state"], unique=False)
    op.create_table(
        "consent_import_piece",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("import_id", sa.String(length=36), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of_import("consent_import_piece"),
        sa.PrimaryKeyConstraint("organisation", "import_id", "sort", "number", name=op.f("pk_consent_import_piece")),
    )
    op.create_table(
        "consent_import_finding",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("import_id", sa.String(length=36), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=32), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("other_row", sa.Integer(), nullable=True),
        _of_import("consent_import_finding"),
        sa.PrimaryKeyConstraint(
            "organisation", "import_id", "row", "column", "fault", name=op.f("pk_consent_import_finding")
        ),
    )
    op.create_table(
        "consent_export",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_consent_export")),
    )
    wall(op, ["consent_import", "consent_export"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))
    wall(op, ["consent_import_piece"], rights=Rights(app=("SELECT", "INSERT", "DELETE")))
    wall(op, ["consent_import_finding"], rights=Rights(app=("SELECT", "INSERT")))


def downgrade() -> None:
    """Drop them."""
    for table in ("consent_export", "consent_import_finding", "consent_import_piece", "consent_import"):
        op.drop_table(table)


def _of_import(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", "import_id"],
        ["consent_import.organisation", "consent_import.id"],
        name=op.f(f"fk_{table}_organisation_import_id_consent_import"),
    )
