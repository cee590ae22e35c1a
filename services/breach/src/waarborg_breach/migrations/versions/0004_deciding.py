"""The decision in its states: the authority, the persons, and who stands in for the responsible person."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import unwalled, wall

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("breach_decision", "breach_notice", "breach_deputy")


def _of_case(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation", "breach_id"],
            ["breach_case.organisation", "breach_case.id"],
            name=op.f(f"fk_{table}_organisation_breach_id_breach_case"),
        ),
        sa.PrimaryKeyConstraint("organisation", "breach_id", "number", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    """Keep every decision and notification; what was notified before, was notified in full."""
    op.add_column("breach_case", sa.Column("persons_exception", sa.String(length=32), nullable=True))
    op.create_table(
        "breach_decision",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notify_authority", sa.Boolean(), nullable=False),
        sa.Column("inform_persons", sa.Boolean(), nullable=False),
        sa.Column("exception", sa.String(length=32), nullable=True),
        sa.Column("not_yet_known", sa.JSON(), nullable=False),
        sa.Column("advice_codes", sa.JSON(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        *_of_case("breach_decision"),
    )
    op.create_table(
        "breach_notice",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("breach_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("authority_number", sa.String(length=40), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        *_of_case("breach_notice"),
    )
    op.create_table(
        "breach_deputy",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("appointed_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_breach_deputy")),
    )
    op.create_index("ix_breach_deputy_who", "breach_deputy", ["organisation", "who", "until_at"], unique=False)
    wall(op, TABLES)
    _rename_states({"notified": "complete"})


def downgrade() -> None:
    """Let it all go; what was told the authority in any way is notified again."""
    _rename_states({"provisional": "notified", "supplemented": "notified", "complete": "notified"})
    _rename_states({"withdrawn": "not-to-notify"})
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("breach_case", "persons_exception")


def _rename_states(names: dict[str, str]) -> None:
    case = sa.table("breach_case", sa.column("authority_state", sa.String()))
    with unwalled(op, "breach_case"):
        for before, after in names.items():
            renamed = sa.update(case).where(case.c.authority_state == before)
            op.execute(renamed.values(authority_state=after))
