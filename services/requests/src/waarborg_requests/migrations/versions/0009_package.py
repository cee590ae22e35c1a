"""Packages, the entries that are in them, and what a further copy costs.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0009"
down_revision = "0008"
_TO_DO = sa.text("state IN ('making', 'ready', 'failed', 'closed')")
_STANDS = sa.text("state <> 'destroyed'")


def upgrade() -> None:
    """Create the tables."""
    _packages()
    _entries()
    _fees()
    wall(op, ["package"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))
    wall(op, ["package_entry"], rights=Rights(app=("SELECT", "INSERT", "DELETE")))
    wall(op, ["copy_fee"], rights=Rights(app=("SELECT", "INSERT", "UPDATE", "DELETE")))


def downgrade() -> None:
    """Drop them."""
    for table in ("copy_fee", "package_entry", "package"):
        op.drop_table(table)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", column], [f"{to}.organisation", f"{to}.id"], name=f"fk_{table}_organisation_{column}_{to}"
    )


def _packages() -> None:
    op.create_table(
        "package",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("portable", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("parts_done", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("file_id", sa.String(36), nullable=True),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("fetches_left", sa.Integer(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("destroyed_at", UtcDateTime(), nullable=True),
        _refers("package", "request_id", "request"),
        _refers("package", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_package"),
    )
    op.create_index(
        "ix_package_request",
        "package",
        ["organisation", "request_id"],
        unique=True,
        postgresql_where=_STANDS,
        sqlite_where=_STANDS,
    )
    op.create_index(
        "ix_package_to_do",
        "package",
        ["organisation", "next_at", "id"],
        postgresql_where=_TO_DO,
        sqlite_where=_TO_DO,
    )


def _entries() -> None:
    op.create_table(
        "package_entry",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("package_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("crc", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _refers("package_entry", "package_id", "package"),
        sa.PrimaryKeyConstraint("organisation", "package_id", "number", name="pk_package_entry"),
    )


def _fees() -> None:
    op.create_table(
        "copy_fee",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=True),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_by", sa.String(100), nullable=True),
        _refers("copy_fee", "request_id", "request"),
        sa.PrimaryKeyConstraint("organisation", "request_id", name="pk_copy_fee"),
    )
