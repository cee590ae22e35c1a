"""Letters as they were given, the answer that is being written, and notices without content by e-mail.

Revision ID: 0008
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0008"
down_revision = "0007"
_WAITING = sa.text("sent_at IS NULL AND failed IS NULL")
_OF_REQUEST: tuple[sa.Column[Any], ...] = (
    sa.Column("more_grounds", sa.String(400), nullable=True),
    sa.Column("language", sa.String(2), nullable=True),
    sa.Column("answer_channel", sa.String(64), nullable=True),
    sa.Column("signed_sealed", sa.LargeBinary(), nullable=True),
    sa.Column("read_code_hash", sa.LargeBinary(), nullable=True),
    sa.Column("read_code_at", UtcDateTime(), nullable=True),
    sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
)


def upgrade() -> None:
    """Add what a request remembers for its letters, and create the tables."""
    for column in _OF_REQUEST:
        op.add_column("request", sa.Column(column.name, column.type, nullable=True))
    _letter()
    _answer_draft()
    _mail_notice()
    # A letter that was given is never changed: who could, cannot.
    wall(op, ["letter"], rights=Rights(app=("SELECT", "INSERT")))
    wall(op, ["mail_notice"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))
    wall(op, ["answer_draft"], rights=Rights(app=("SELECT", "INSERT", "UPDATE", "DELETE")))


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", "request_id"],
        ["request.organisation", "request.id"],
        name=f"fk_{table}_organisation_request_id_request",
    )


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        _of_request("letter"),
        sa.ForeignKeyConstraint(
            ["organisation", "delivery_id"],
            ["request_delivery.organisation", "request_delivery.id"],
            name="fk_letter_organisation_delivery_id_request_delivery",
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_letter"),
    )
    op.create_index("ix_letter_delivery", "letter", ["organisation", "delivery_id"], unique=True)
    op.create_index("ix_letter_request", "letter", ["organisation", "request_id", "made_at"])


def _answer_draft() -> None:
    op.create_table(
        "answer_draft",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("more_grounds", sa.String(400), nullable=True),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("channel", sa.String(64), nullable=True),
        sa.Column("known_how", sa.String(32), nullable=True),
        sa.Column("subject_ref", sa.String(36), nullable=True),
        sa.Column("saved_by", sa.String(100), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        _of_request("answer_draft"),
        sa.PrimaryKeyConstraint("organisation", "request_id", name="pk_answer_draft"),
    )


def _mail_notice() -> None:
    op.create_table(
        "mail_notice",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=False),
        sa.Column("error", sa.String(64), nullable=True),
        sa.Column("failed", sa.String(64), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        _of_request("mail_notice"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_mail_notice"),
    )
    op.create_index("ix_mail_notice_request", "mail_notice", ["organisation", "request_id", "ready_at"])
    op.create_index(
        "ix_mail_notice_waiting",
        "mail_notice",
        ["organisation", "next_try_at", "id"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )


def downgrade() -> None:
    """Drop the tables, and what a request remembered."""
    for table in ("mail_notice", "answer_draft", "letter"):
        op.drop_table(table)
    for column in reversed(_OF_REQUEST):
        op.drop_column("request", column.name)
