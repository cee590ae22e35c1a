"""Second factors, recovery codes, accounts of persons, codes for a forgotten password, and what a session knows."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import UtcDateTime
from waarborg_shared.migrations import wall

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("second_factor", "recovery_code", "used_challenge", "password_code", "person_account")


def upgrade() -> None:
    """Create the tables. Who is signed in when this runs gave a password or a letter's code and no more."""
    with op.batch_alter_table("browser_session") as session:
        session.add_column(sa.Column("methods", sa.String(length=100), nullable=False, server_default=""))
        session.add_column(sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()))
        session.add_column(sa.Column("device", sa.String(length=60), nullable=False, server_default=""))
    _factors()
    _codes()
    _persons()
    wall(op, TABLES)


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("browser_session") as session:
        for column in ("device", "pending", "methods"):
            session.drop_column(column)


def _table(name: str, *columns: Any) -> None:
    op.create_table(name, sa.Column("organisation", sa.String(length=63), nullable=False), *columns)


def _factors() -> None:
    """What is set up once, and what was used."""
    _table(
        "second_factor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("holder_kind", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("credential_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint(
            "organisation", "credential_hash", name=op.f("uq_second_factor_organisation_credential_hash")
        ),
    )
    op.create_index("ix_second_factor_holder", "second_factor", ["organisation", "holder"])
    _table(
        "used_challenge",
        sa.Column("challenge_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "challenge_hash", name=op.f("pk_used_challenge")),
    )
    op.create_index("ix_used_challenge_expires", "used_challenge", ["organisation", "expires_at"])


def _codes() -> None:
    """Codes that are good once."""
    _table(
        "recovery_code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_holder", "recovery_code", ["organisation", "holder"])
    _table(
        "password_code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "account_id"],
            ["account.organisation", "account.id"],
            name=op.f("fk_password_code_organisation_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_password_code")),
    )
    op.create_index("ix_password_code_number", "password_code", ["organisation", "number"])


def _persons() -> None:
    """Accounts of persons."""
    _table(
        "person_account",
        sa.Column("person_ref", sa.String(length=36), nullable=False),
        sa.Column("username_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("username_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "person_ref"],
            ["person.organisation", "person.id"],
            name=op.f("fk_person_account_organisation_person_ref_person"),
        ),
        sa.PrimaryKeyConstraint("organisation", "person_ref", name=op.f("pk_person_account")),
        sa.UniqueConstraint("organisation", "username_hash", name=op.f("uq_person_account_organisation_username_hash")),
    )
