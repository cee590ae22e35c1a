"""People from outside issuers: who they are here, which roles their claims bring, and which sessions theirs are."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("outside_identity", "claim_mapping")
SESSION_COLUMNS = (
    ("outside_issuer", sa.String(length=31)),
    ("outside_subject_hash", sa.LargeBinary(length=32)),
    ("outside_sid_hash", sa.LargeBinary(length=32)),
)


def upgrade() -> None:
    """Create the tables behind their walls, and let a session and a role say from which issuer they are."""
    with op.batch_alter_table("browser_session") as session:
        for name, kind in SESSION_COLUMNS:
            session.add_column(sa.Column(name, kind, nullable=True))
    op.create_index("ix_browser_session_outside", "browser_session", ["organisation", "outside_subject_hash"])
    op.add_column("role_grant", sa.Column("issuer", sa.String(length=31), nullable=True))
    _identities()
    _mappings()
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("role_grant") as grant:
        grant.drop_column("issuer")
    op.drop_index("ix_browser_session_outside", "browser_session")
    with op.batch_alter_table("browser_session") as session:
        for name, _ in reversed(SESSION_COLUMNS):
            session.drop_column(name)


def _identities() -> None:
    op.create_table(
        "outside_identity",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("issuer", sa.String(length=31), nullable=False),
        sa.Column("subject_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("made_account", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("linked_by", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "account_id"],
            ["account.organisation", "account.id"],
            name=op.f("fk_outside_identity_organisation_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_outside_identity")),
        sa.UniqueConstraint("organisation", "subject_hash", name=op.f("uq_outside_identity_organisation_subject_hash")),
    )
    op.create_index("ix_outside_identity_account", "outside_identity", ["organisation", "account_id"])
    op.create_index("ix_outside_identity_code", "outside_identity", ["organisation", "code_hash"])


def _mappings() -> None:
    op.create_table(
        "claim_mapping",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("issuer", sa.String(length=31), nullable=False),
        sa.Column("claim", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_claim_mapping")),
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        *("ix_claim_mapping_standing", "claim_mapping", ["organisation", "issuer", "claim", "value", "role"]),
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )
