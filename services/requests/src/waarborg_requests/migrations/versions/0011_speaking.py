"""Messages between a person and staff, and complaints with the measures that were decided on them.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0011"
down_revision = "0010"
_WAITS = sa.text("message_waits_since IS NOT NULL")


def upgrade() -> None:
    """Create the tables, and the mark on a request that a message waits."""
    op.add_column("request", sa.Column("message_waits_since", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_request_message_waits",
        "request",
        ["organisation", "message_waits_since", "id"],
        postgresql_where=_WAITS,
        sqlite_where=_WAITS,
    )
    _create_messages()
    _create_complaints()
    tables = ["request_message", "complaint", "complaint_measure"]
    wall(op, tables, rights=Rights(app=("SELECT", "INSERT", "UPDATE")))


def _create_messages() -> None:
    op.create_table(
        "request_message",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("subject_ref", sa.String(36), nullable=True),
        sa.Column("from_person", sa.Boolean(), nullable=False),
        sa.Column("signed_in_ref", sa.String(36), nullable=True),
        sa.Column("of_former", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("written_by", sa.String(100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("harmless", sa.Boolean(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("read_by", sa.String(100), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "request_id"],
            ["request.organisation", "request.id"],
            name="fk_request_message_organisation_request_id_request",
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_request_message"),
    )
    op.create_index("ix_request_message_request", "request_message", ["organisation", "request_id", "at", "id"])


def _create_complaints() -> None:
    op.create_table(
        "complaint",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("about_id", sa.String(36), nullable=True),
        sa.Column("permission_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by", sa.String(100), nullable=True),
        sa.Column("proposal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("second_look", sa.String(16), nullable=True),
        sa.Column("decisions_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "request_id"],
            ["request.organisation", "request.id"],
            name="fk_complaint_organisation_request_id_request",
        ),
        sa.ForeignKeyConstraint(
            ["organisation", "about_id"],
            ["request.organisation", "request.id"],
            name="fk_complaint_organisation_about_id_request",
        ),
        sa.PrimaryKeyConstraint("organisation", "request_id", name="pk_complaint"),
    )
    op.create_index("ix_complaint_about", "complaint", ["organisation", "about_id"])
    op.create_table(
        "complaint_measure",
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(100), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "request_id"],
            ["complaint.organisation", "complaint.request_id"],
            name="fk_complaint_measure_organisation_request_id_complaint",
        ),
        sa.PrimaryKeyConstraint("organisation", "request_id", "number", name="pk_complaint_measure"),
    )
    op.create_index("ix_complaint_measure_due", "complaint_measure", ["organisation", "done_at", "due_on"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("complaint_measure")
    op.drop_table("complaint")
    op.drop_table("request_message")
    op.drop_index("ix_request_message_waits", "request")
    op.drop_column("request", "message_waits_since")
