"""The tables of identity, and the plumbing, behind their walls."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import create_plumbing, drop_plumbing, wall

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "account",
    "role_grant",
    "person",
    "person_identifier",
    "letter_login",
    "browser_session",
    "sign_in_tries",
    "client",
    "authorization_code",
    "assertion_use",
    "signing_key",
)


def upgrade() -> None:
    """Create everything that identity stores."""
    create_plumbing(op)
    _staff()
    _persons()
    _sessions()
    _clients()
    _keys()
    wall(op, TABLES)


def downgrade() -> None:
    """Drop it all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    drop_plumbing(op)


def _staff() -> None:
    """Accounts and their roles."""
    op.create_table(
        "account",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("username_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("username_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("organisation", "username_hash", name=op.f("uq_account_organisation_username_hash")),
    )
    op.create_table(
        "role_grant",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "account_id"],
            ["account.organisation", "account.id"],
            name=op.f("fk_role_grant_organisation_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_role_grant")),
    )
    op.create_index("ix_role_grant_account", "role_grant", ["organisation", "account_id"], unique=False)


def _persons() -> None:
    """Persons, their numbers and the codes of their letters."""
    op.create_table(
        "person",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_person")),
    )
    op.create_table(
        "person_identifier",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("number_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "person_ref"],
            ["person.organisation", "person.id"],
            name=op.f("fk_person_identifier_organisation_person_ref_person"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_person_identifier")),
        sa.UniqueConstraint(
            "organisation", "kind", "number_hash", name=op.f("uq_person_identifier_organisation_kind_number_hash")
        ),
    )
    op.create_index("ix_person_identifier_person", "person_identifier", ["organisation", "person_ref"], unique=False)
    op.create_table(
        "letter_login",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_ref", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "person_ref"],
            ["person.organisation", "person.id"],
            name=op.f("fk_letter_login_organisation_person_ref_person"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_letter_login")),
    )
    op.create_index("ix_letter_login_number", "letter_login", ["organisation", "number"], unique=False)


def _sessions() -> None:
    """Sessions, and tries that failed."""
    op.create_table(
        "browser_session",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_browser_session")),
        sa.UniqueConstraint("organisation", "secret_hash", name=op.f("uq_browser_session_organisation_secret_hash")),
    )
    op.create_index("ix_browser_session_subject", "browser_session", ["organisation", "subject"], unique=False)
    op.create_table(
        "sign_in_tries",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "key_hash", name=op.f("pk_sign_in_tries")),
    )
    op.create_index("ix_sign_in_tries_last_at", "sign_in_tries", ["organisation", "last_at"], unique=False)


def _clients() -> None:
    """Clients, their codes and the assertions that they used."""
    op.create_table(
        "client",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("auth_method", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("jwks", Json, nullable=True),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("redirect_uris", Json, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_client")),
    )
    op.create_table(
        "authorization_code",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("redirect_uri", sa.String(length=2000), nullable=False),
        sa.Column("scope", sa.String(length=500), nullable=False),
        sa.Column("nonce", sa.String(length=255), nullable=True),
        sa.Column("code_challenge", sa.String(length=128), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "code_hash", name=op.f("pk_authorization_code")),
    )
    op.create_index("ix_authorization_code_expires", "authorization_code", ["organisation", "expires_at"], unique=False)
    op.create_table(
        "assertion_use",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("jti_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "jti_hash", name=op.f("pk_assertion_use")),
    )
    op.create_index("ix_assertion_use_expires", "assertion_use", ["organisation", "expires_at"], unique=False)


def _keys() -> None:
    """Signing keys."""
    op.create_table(
        "signing_key",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=False),
        sa.Column("public_jwk", Json, nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("signs_from", UtcDateTime(), nullable=False),
        sa.Column("signs_until", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "kid", name=op.f("pk_signing_key")),
    )
