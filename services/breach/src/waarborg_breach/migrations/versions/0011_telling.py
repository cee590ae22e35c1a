"""Which letters were printed, who was tried again on purpose, and in whose words it is said how people were told."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and a table of the links that people got before they were tried again."""
    with op.batch_alter_table("breach_case") as case:
        case.add_column(sa.Column("informed_how_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("breach_person") as person:
        person.add_column(sa.Column("printed_at", UtcDateTime(), nullable=True))
        person.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "breach_person_link",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "person_id"],
            ["breach_person.organisation", "breach_person.id"],
            name=op.f("fk_breach_person_link_organisation_person_id_breach_person"),
        ),
        sa.PrimaryKeyConstraint("organisation", "message_id", name=op.f("pk_breach_person_link")),
    )
    op.create_index("ix_breach_person_link_person", "breach_person_link", ["organisation", "person_id"])
    wall(op, ("breach_person_link",))


def downgrade() -> None:
    """Let it all go; what was sealed of how people were told goes with it."""
    op.drop_table("breach_person_link")
    with op.batch_alter_table("breach_person") as person:
        person.drop_column("tries")
        person.drop_column("printed_at")
    with op.batch_alter_table("breach_case") as case:
        case.drop_column("informed_how_sealed")
