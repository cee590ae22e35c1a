"""The access log: looks, the tree of hashes over them with its signed heads, and who is known here."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("known_person", "log_key", "log_head", "log_node", "log_tree", "look")
# What goes at the end of the term; the digest, and with it the tree, is not for the application to change.
EMPTIED = "UPDATE (source, event_id, subject_ref, at, decision_id, body_sealed)"


def upgrade() -> None:
    """Create the tables."""
    _looks()
    _tree()
    op.create_table(
        "known_person",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "ref", name=op.f("pk_known_person")),
    )
    wall(op, ["look"], rights=Rights(app=("SELECT", "INSERT", EMPTIED)))
    wall(op, ["log_tree"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))
    wall(op, ["log_node", "log_head", "known_person"], rights=Rights(app=("SELECT", "INSERT")))
    wall(op, ["log_key"], rights=Rights(app=("SELECT", "INSERT", "UPDATE (ended_at)")))


def _looks() -> None:
    op.create_table(
        "look",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("event_id", sa.String(length=64), nullable=True),
        sa.Column("subject_ref", sa.String(length=36), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=True),
        sa.Column("decision_id", sa.String(length=36), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "number", name=op.f("pk_look")),
    )
    op.create_index("ix_look_event", "look", ["organisation", "source", "event_id"], unique=True)
    op.create_index("ix_look_subject", "look", ["organisation", "subject_ref", "at", "id"], unique=False)
    with_body = sa.text("body_sealed IS NOT NULL")
    op.create_index(
        "ix_look_kept",
        "look",
        ["organisation", "at"],
        unique=False,
        postgresql_where=with_body,
        sqlite_where=with_body,
    )


def _tree() -> None:
    op.create_table(
        "log_tree",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", name=op.f("pk_log_tree")),
    )
    op.create_table(
        "log_node",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "level", "position", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_head",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "size", name=op.f("pk_log_head")),
    )
    op.create_table(
        "log_key",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_log_key")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
