"""Who may ask for whom, what works already, endings without an answer, calls to make, and people who died.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0004"
down_revision = "0003"
_OF_REQUESTS = (
    ("representative_ref", sa.String(36)),
    ("representation_ref", sa.String(36)),
    ("authority_state", sa.String(16)),
    ("authority_of", sa.String(36)),
    ("authority_scope", sa.String(16)),
    ("authority_why", sa.String(64)),
    ("authority_source", sa.String(200)),
    ("authority_until", sa.Date()),
    ("authority_checked_at", UtcDateTime()),
    ("authority_checked_by", sa.String(100)),
    ("narrowed_at", UtcDateTime()),
    ("narrowed_sealed", sa.LargeBinary()),
    ("filed_ref", sa.String(36)),
    ("unsure_since", UtcDateTime()),
    ("death_ground", sa.String(32)),
    ("death_ground_of", sa.String(36)),
    ("erase_word_at", UtcDateTime()),
    ("erase_word_of", sa.String(36)),
)
_TO_CALL = sa.text("done_at IS NULL")
_TABLES = ("request_mark", "request_call_back", "person_death")


def upgrade() -> None:
    """Add the columns and create the tables."""
    for name, kind in _OF_REQUESTS:
        op.add_column("request", sa.Column(name, kind, nullable=True))
    op.create_index("ix_request_representation", "request", ["organisation", "representation_ref"])
    op.create_index("ix_request_filed", "request", ["organisation", "filed_ref"])
    _marks()
    _calls()
    _deaths()
    wall(op, list(_TABLES), rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def _marks() -> None:
    op.create_table(
        "request_mark",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("mark_ref", sa.String(36), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        _of_request("request_mark"),
        sa.PrimaryKeyConstraint("organisation", "request_id", "mark_ref", "about", name="pk_request_mark"),
    )
    op.create_index("ix_request_mark_request", "request_mark", ["organisation", "request_id"])
    op.create_index("ix_request_mark_mark", "request_mark", ["organisation", "mark_ref"])


def _calls() -> None:
    op.create_table(
        "request_call_back",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("suits_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(100), nullable=True),
        _of_request("request_call_back"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_request_call_back"),
    )
    op.create_index("ix_request_call_back_request", "request_call_back", ["organisation", "request_id", "asked_at"])
    op.create_index(
        "ix_request_call_back_waiting",
        "request_call_back",
        ["organisation", "due_at", "id"],
        postgresql_where=_TO_CALL,
        sqlite_where=_TO_CALL,
    )


def _deaths() -> None:
    op.create_table(
        "person_death",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("known_how", sa.String(32), nullable=False),
        sa.Column("refused_in_life", sa.Boolean(), nullable=False),
        sa.Column("died_on_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(100), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        _of_request("person_death"),
        sa.PrimaryKeyConstraint("organisation", "subject_ref", name="pk_person_death"),
    )


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", "request_id"],
        ["request.organisation", "request.id"],
        name=f"fk_{table}_organisation_request_id_request",
    )


def downgrade() -> None:
    """Drop the tables and the columns."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("ix_request_filed", "request")
    op.drop_index("ix_request_representation", "request")
    for name, _ in reversed(_OF_REQUESTS):
        op.drop_column("request", name)
