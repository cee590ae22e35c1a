"""Which references are other names of a person, who look like one and are not, and what finds doubles."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("person_merge", "persons_apart")


def upgrade() -> None:
    """Create the tables and add the columns; what was there before is worked out by the worker, now and then."""
    op.add_column("person", sa.Column("name_hash", sa.LargeBinary(length=32), nullable=True))
    op.create_index("ix_person_name", "person", ["organisation", "name_hash"])
    op.add_column("person_identifier", sa.Column("alike_hash", sa.LargeBinary(length=32), nullable=True))
    op.create_index("ix_person_identifier_alike", "person_identifier", ["organisation", "alike_hash"])
    op.create_table(
        "person_merge",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("merged_ref", sa.String(length=36), nullable=False),
        sa.Column("kept_ref", sa.String(length=36), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("merged_by", sa.String(length=64), nullable=False),
        _person("person_merge", "merged_ref"),
        _person("person_merge", "kept_ref"),
        sa.PrimaryKeyConstraint("organisation", "merged_ref", name=op.f("pk_person_merge")),
    )
    op.create_index("ix_person_merge_kept", "person_merge", ["organisation", "kept_ref"])
    op.create_table(
        "persons_apart",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("one_ref", sa.String(length=36), nullable=False),
        sa.Column("other_ref", sa.String(length=36), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("said_by", sa.String(length=64), nullable=False),
        _person("persons_apart", "one_ref"),
        _person("persons_apart", "other_ref"),
        sa.PrimaryKeyConstraint("organisation", "one_ref", "other_ref", name=op.f("pk_persons_apart")),
    )
    wall(op, TABLES)


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_person_identifier_alike", "person_identifier")
    op.drop_column("person_identifier", "alike_hash")
    op.drop_index("ix_person_name", "person")
    op.drop_column("person", "name_hash")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation", column],
        ["person.organisation", "person.id"],
        name=op.f(f"fk_{table}_organisation_{column}_person"),
    )
