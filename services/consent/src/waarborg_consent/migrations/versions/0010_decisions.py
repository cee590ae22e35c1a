"""Decisions by month, what partners register, cells of the role table, and emergencies."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import drop_partitioned, partitioned, unwalled, wall
from waarborg_shared.migrations.walls import Rights

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = (
    *("organisation", "id", "at", "asked_by", "asker_ref", "role", "subject_ref", '"right"', "record_type", "purpose"),
    *("categories", "in_care", "named_ground", "permitted", "reason", "consent_event"),
)


def upgrade() -> None:
    """Create the tables, and take the log of decisions along."""
    _decisions()
    _registered()
    _role_table()
    _emergencies()


def _decisions() -> None:
    op.drop_index("ix_decision_record_subject", "decision_record")
    op.rename_table("decision_record", "decision_record_before")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE decision_record_before RENAME CONSTRAINT pk_decision_record TO pk_decision_before")
    op.create_table(
        "decision_record",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asker_type", sa.String(length=64), nullable=False),
        sa.Column("asker_ref", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=True),
        sa.Column("right", sa.String(length=64), nullable=False),
        sa.Column("record_type", sa.String(length=64), nullable=False),
        sa.Column("resource_id", sa.String(length=64), nullable=True),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("categories", Json, nullable=False),
        sa.Column("in_care", sa.Boolean(), nullable=False),
        sa.Column("named_ground", sa.String(length=32), nullable=True),
        sa.Column("given_for", Json, nullable=True),
        sa.Column("recipient", sa.String(length=100), nullable=True),
        sa.Column("permitted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=220), nullable=True),
        sa.Column("missing", Json, nullable=True),
        sa.Column("basis", sa.String(length=32), nullable=True),
        sa.Column("consent_event", sa.String(length=36), nullable=True),
        sa.Column("statement_version", sa.String(length=32), nullable=True),
        sa.Column("override_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", "at", name=op.f("pk_decision_record")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("ix_decision_record_person", "decision_record", ["organisation", "subject_ref", "at"], unique=False)
    wall(op, ["decision_record"], rights=Rights(app=("SELECT", "INSERT")))
    partitioned(op, "decision_record")
    kept = ", ".join(_KEPT)
    with unwalled(op, "decision_record", "decision_record_before"):
        op.execute(
            f"INSERT INTO decision_record ({kept}, kind, asker_type)"  # noqa: S608 - names of our own
            f" SELECT {kept}, 'evaluation', 'unknown' FROM decision_record_before"
        )
    op.drop_table("decision_record_before")


def _registered() -> None:
    op.create_table(
        "entity",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("properties", Json, nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "type", "id", name=op.f("pk_entity")),
    )
    op.create_table(
        "relation",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(length=64), nullable=False),
        sa.Column("object_type", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint(
            *("organisation", "subject_type", "subject_id", "relation", "object_type", "object_id"),
            name=op.f("pk_relation"),
        ),
    )
    op.create_index("ix_relation_object", "relation", ["organisation", "object_type", "object_id"], unique=False)
    wall(op, ["entity", "relation"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def _role_table() -> None:
    op.create_table(
        "role_table",
        *_case(),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_role_table")),
    )
    op.create_table(
        "table_cell",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("record_type", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("rights", sa.String(length=4), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "table_id"],
            ["role_table.organisation", "role_table.id"],
            name=op.f("fk_table_cell_organisation_table_id_role_table"),
        ),
        sa.PrimaryKeyConstraint("organisation", "role", "record_type", "number", name=op.f("pk_table_cell")),
    )
    wall(op, ["role_table"])
    wall(op, ["table_cell"], rights=Rights(app=("SELECT", "INSERT")))


def _emergencies() -> None:
    op.create_table(
        "emergency",
        *_case(),
        sa.Column("staff_ref", sa.String(length=64), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("found_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reviewed_own", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_emergency")),
    )
    op.create_index(
        "ix_emergency_staff", "emergency", ["organisation", "staff_ref", "subject_ref", "until_at"], unique=False
    )
    op.create_index("ix_emergency_person", "emergency", ["organisation", "subject_ref", "created_at"], unique=False)
    wall(op, ["emergency"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def _case() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop what was made; the log of decisions goes back to its first shape, without those about no person."""
    for table in ("emergency", "table_cell", "role_table", "relation", "entity"):
        op.drop_table(table)
    _decisions_before()


def _decisions_before() -> None:
    op.drop_index("ix_decision_record_person", "decision_record")
    op.rename_table("decision_record", "decision_record_after")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE decision_record_after RENAME CONSTRAINT pk_decision_record TO pk_decision_after")
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
    wall(op, ["decision_record"], rights=Rights(app=("SELECT", "INSERT")))
    kept = ", ".join(_KEPT)
    with unwalled(op, "decision_record", "decision_record_after"):
        op.execute(
            f"INSERT INTO decision_record ({kept}) SELECT {kept} FROM decision_record_after"  # noqa: S608 - our names
            ' WHERE subject_ref IS NOT NULL AND length("right") <= 16'
        )
    drop_partitioned(op, "decision_record")
    op.drop_table("decision_record_after")
