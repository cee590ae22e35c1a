"""What comes with a report: files, the key that it is sealed to, how it came, and which one it follows."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it."""
    op.add_column("report", sa.Column("box_key", sa.LargeBinary(), nullable=True))
    op.add_column("report", sa.Column("came_by", sa.String(length=16), nullable=True))
    op.add_column("report", sa.Column("follows_id", sa.String(length=36), nullable=True))
    op.create_index("ix_report_follows", "report", ["organisation", "follows_id"], unique=False)
    op.add_column("report_message", sa.Column("armoured_sealed", sa.LargeBinary(), nullable=True))
    op.create_table(
        "report_file",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("cleaned", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "report_id"],
            ["report.organisation", "report.id"],
            name=op.f("fk_report_file_organisation_report_id_report"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_report_file")),
    )
    op.create_index("ix_report_file_report", "report_file", ["organisation", "report_id", "at"], unique=False)
    op.create_table(
        "report_piece",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "file_id"],
            ["report_file.organisation", "report_file.id"],
            name=op.f("fk_report_piece_organisation_file_id_report_file"),
        ),
        sa.PrimaryKeyConstraint("organisation", "file_id", "number", name=op.f("pk_report_piece")),
    )
    wall(op, ["report_file", "report_piece"], rights=Rights(app=("SELECT", "INSERT", "DELETE")))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("report_piece")
    op.drop_table("report_file")
    op.drop_column("report_message", "armoured_sealed")
    op.drop_index("ix_report_follows", table_name="report")
    for column in ("follows_id", "came_by", "box_key"):
        op.drop_column("report", column)
