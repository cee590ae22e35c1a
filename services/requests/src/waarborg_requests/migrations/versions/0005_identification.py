"""Identification: every check with its level, letters with a code, what staff are told, and word of an extension.

A request that was extended before has clocks that say so themselves: nothing is filled in for it.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0005"
down_revision = "0004"
_UNSEEN = sa.text("seen_at IS NULL")
_TABLES = ("request_check", "request_code_letter", "request_notice")
_COLUMNS = (
    ("identification_level", sa.String(16)),
    ("identification_closed_at", UtcDateTime()),
    ("doubt", sa.String(32)),
    ("extension_told_at", UtcDateTime()),
    ("extension_lapsed_at", UtcDateTime()),
)


def upgrade() -> None:
    """Create the tables and columns."""
    for name, kind in _COLUMNS:
        op.add_column("request", sa.Column(name, kind, nullable=True))
    failures = sa.Column("identification_failures", sa.Integer(), nullable=False, server_default="0")
    op.add_column("request", failures)
    op.add_column("request_delivery", sa.Column("called_off_at", UtcDateTime(), nullable=True))
    _checks()
    _letters()
    _notices()
    wall(op, list(_TABLES), rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def _checks() -> None:
    op.create_table(
        "request_check",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("failure", sa.String(32), nullable=True),
        sa.Column("document", sa.String(32), nullable=True),
        sa.Column("last_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_ref", sa.String(36), nullable=True),
        sa.Column("by_kind", sa.String(16), nullable=False),
        sa.Column("by_ref", sa.String(100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_of_request("request_check"),
    )
    op.create_index("ix_request_check_request", "request_check", ["organisation", "request_id", "at"])


def _letters() -> None:
    op.create_table(
        "request_code_letter",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        *_of_request("request_code_letter"),
    )
    op.create_index("ix_request_code_letter_request", "request_code_letter", ["organisation", "request_id", "made_at"])


def _notices() -> None:
    op.create_table(
        "request_notice",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("clock", sa.String(32), nullable=False),
        sa.Column("for_whom", sa.String(16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("seen_by", sa.String(100), nullable=True),
        *_of_request("request_notice"),
    )
    op.create_index("ix_request_notice_request", "request_notice", ["organisation", "request_id", "at"])
    op.create_index(
        "ix_request_notice_unseen",
        "request_notice",
        ["organisation", "for_whom", "at", "id"],
        postgresql_where=_UNSEEN,
        sqlite_where=_UNSEEN,
    )


def _of_request(table: str) -> tuple[sa.Constraint, ...]:
    """The key, and the request that a row belongs to."""
    return (
        sa.ForeignKeyConstraint(
            ["organisation", "request_id"],
            ["request.organisation", "request.id"],
            name=f"fk_{table}_organisation_request_id_request",
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=f"pk_{table}"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_column("request_delivery", "called_off_at")
    for name in ("identification_failures", *(name for name, _ in reversed(_COLUMNS))):
        op.drop_column("request", name)
