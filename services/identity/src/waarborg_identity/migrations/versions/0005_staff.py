"""The administration of staff: roles for a time, absences, reviews, one-time codes and lost second factors."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("staff_absence", "access_review", "review_mark", "staff_code", "staff_factor_reset")
NEW_COLUMNS = (
    ("account", "revision", sa.Integer(), "1"),
    ("account", "contact_sealed", sa.LargeBinary(), None),
    ("account", "certificate_seen_on", sa.Date(), None),
    ("account", "secrecy_signed_on", sa.Date(), None),
    ("role_grant", "starts_at", UtcDateTime(), None),
    ("role_grant", "ended_by", sa.String(length=64), None),
    ("role_grant", "stand_in_for", sa.String(length=36), None),
    ("role_grant", "absence_id", sa.String(length=36), None),
)


def upgrade() -> None:
    """Add the columns and create the tables behind their walls."""
    for table, name, kind, filled in NEW_COLUMNS:
        op.add_column(table, sa.Column(name, kind, server_default=filled, nullable=filled is None))
    _absences()
    _reviews()
    _codes()
    _resets()
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, name, _kind, _filled in reversed(NEW_COLUMNS):
        op.drop_column(table, name)


def _absences() -> None:
    op.create_table(
        "staff_absence",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("stand_in", sa.String(length=36), nullable=True),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        _of_account("staff_absence"),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_staff_absence")),
    )
    op.create_index("ix_staff_absence_account", "staff_absence", ["organisation", "account_id"])
    op.create_index("ix_staff_absence_until", "staff_absence", ["organisation", "until"])


def _reviews() -> None:
    op.create_table(
        "access_review",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("neared_at", UtcDateTime(), nullable=True),
        sa.Column("lapsed_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("completed_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_access_review")),
        sa.UniqueConstraint("organisation", "number", name=op.f("uq_access_review_organisation_number")),
    )
    still_open = sa.text("completed_at IS NULL")
    op.create_index(
        *("ix_access_review_open", "access_review", ["organisation"]),
        unique=True,
        postgresql_where=still_open,
        sqlite_where=still_open,
    )
    op.create_table(
        "review_mark",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("review_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "review_id"],
            ["access_review.organisation", "access_review.id"],
            name=op.f("fk_review_mark_organisation_review_id_access_review"),
        ),
        _of_account("review_mark"),
        sa.PrimaryKeyConstraint("organisation", "review_id", "account_id", name=op.f("pk_review_mark")),
    )


def _codes() -> None:
    op.create_table(
        "staff_code",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        _of_account("staff_code"),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_staff_code")),
    )
    op.create_index("ix_staff_code_account", "staff_code", ["organisation", "account_id"])


def _resets() -> None:
    op.create_table(
        "staff_factor_reset",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("checked", sa.String(length=32), nullable=True),
        sa.Column("digits_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        _of_account("staff_factor_reset"),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_staff_factor_reset")),
    )
    op.create_index("ix_staff_factor_reset_account", "staff_factor_reset", ["organisation", "account_id"])
    op.create_index("ix_staff_factor_reset_expires", "staff_factor_reset", ["organisation", "expires_at"])


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", "account_id"],
        ["account.organisation", "account.id"],
        name=op.f(f"fk_{table}_organisation_account_id_account"),
    )
