"""Thanks, publication, good faith and how long a report is kept."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_THE_REPORT = ("held_at", "hold_until", "hold_why_sealed", "reporter_erased_at", "erased_at", "erased_rule")
TABLES = (
    *("report_reward", "report_credit", "advisory_number", "report_advisory"),
    *("report_conduct", "report_handed_over"),
)


def upgrade() -> None:
    """Keep rewards, names, advisories, what was found of conduct, and what was erased when."""
    with op.batch_alter_table("report") as report:
        report.add_column(sa.Column("held_at", UtcDateTime(), nullable=True))
        report.add_column(sa.Column("hold_until", sa.Date(), nullable=True))
        report.add_column(sa.Column("hold_why_sealed", sa.LargeBinary(), nullable=True))
        report.add_column(sa.Column("reporter_erased_at", UtcDateTime(), nullable=True))
        report.add_column(sa.Column("erased_at", UtcDateTime(), nullable=True))
        report.add_column(sa.Column("erased_rule", sa.String(length=64), nullable=True))
        report.create_index("ix_report_closed", ["organisation", "closed_at"], unique=False)
    _thanks()
    _advisories()
    _conduct()
    wall(op, TABLES)


def downgrade() -> None:
    """Let it all go."""
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("report") as report:
        report.drop_index("ix_report_closed")
        for name in reversed(OF_THE_REPORT):
            report.drop_column(name)


def _thanks() -> None:
    op.create_table(
        "report_reward",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("thing_nl", sa.String(length=200), nullable=True),
        sa.Column("thing_en", sa.String(length=200), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("looked_by", sa.String(length=64), nullable=True),
        sa.Column("looked_how", sa.String(length=16), nullable=True),
        sa.Column("outsider_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by", sa.String(length=64), nullable=True),
        sa.Column("paid_note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_reward_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "report_id", name=op.f("pk_report_reward")),
    )
    op.create_table(
        "report_credit",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("link_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_credit_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "report_id", name=op.f("pk_report_credit")),
    )


def _advisories() -> None:
    op.create_table(
        "advisory_number",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "year", name=op.f("pk_advisory_number")),
    )
    op.create_table(
        "report_advisory",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cvss", sa.String(length=200), nullable=True),
        sa.Column("cwe", sa.String(length=16), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=True),
        sa.Column("written_by", sa.String(length=64), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("reviewed_how", sa.String(length=16), nullable=True),
        sa.Column("outsider_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.String(length=16), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_advisory_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "report_id", name=op.f("pk_report_advisory")),
    )
    op.create_index("ix_report_advisory_number", "report_advisory", ["organisation", "number"], unique=True)
    op.create_index(
        "ix_report_advisory_state", "report_advisory", ["organisation", "state", "proposed_on"], unique=False
    )


def _conduct() -> None:
    op.create_table(
        "report_conduct",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("found", sa.String(length=16), nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("looked_how", sa.String(length=16), nullable=True),
        sa.Column("outsider_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_conduct_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "report_id", "number", name=op.f("pk_report_conduct")),
    )
    op.create_table(
        "report_handed_over",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("to_whom_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_handed_over_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "report_id", "number", name=op.f("pk_report_handed_over")),
    )
