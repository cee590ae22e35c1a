"""Statements, purposes declared compatible, agreements with recipients, and disclosures to third parties."""

import sqlalchemy as sa
from alembic import op

from waarborg_shared.db import Json, UtcDateTime
from waarborg_shared.migrations import wall
from waarborg_shared.migrations.walls import Rights

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEPT = ("statement_version", "statement_look", "compatibility", "recipient_agreement", "third_party_disclosure")


def upgrade() -> None:
    """Create the tables; what is kept for good can be added to and never changed."""
    _rule_book()
    _statements()
    _lists()
    _disclosures()
    wall(op, ["rule_book"])
    wall(op, ["statement_draft"], rights=Rights(app=("SELECT", "INSERT", "UPDATE")))
    wall(op, list(KEPT), rights=Rights(app=("SELECT", "INSERT")))


def _rule_book() -> None:
    op.create_table(
        "rule_book",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("timeline_number", sa.Integer(), nullable=False),
        sa.Column("timeline_link", sa.LargeBinary(), nullable=False),
        sa.Column("event_sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_rule_book")),
    )


def _statements() -> None:
    op.create_table(
        "statement_draft",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("document", Json, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("drafted_by", sa.String(length=64), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("reviewed_how", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_statement_draft")),
    )
    op.create_table(
        "statement_version",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("document", Json, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("digests", Json, nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=64), nullable=False),
        sa.Column("drafted_by", sa.String(length=64), nullable=True),
        sa.Column("reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("reviewed_how", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_statement_version")),
    )
    op.create_index("ix_statement_version_number", "statement_version", ["organisation", "number"], unique=True)
    op.create_index("ix_statement_version_version", "statement_version", ["organisation", "version"], unique=True)
    op.create_table(
        "statement_look",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "version_id"],
            ["statement_version.organisation", "statement_version.id"],
            name=op.f("fk_statement_look_organisation_version_id_statement_version"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_statement_look")),
    )


def _lists() -> None:
    op.create_table(
        "compatibility",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("declaration_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("from_purpose", sa.String(length=64), nullable=False),
        sa.Column("to_purpose", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_compatibility")),
    )
    op.create_index(
        "ix_compatibility_declaration", "compatibility", ["organisation", "declaration_id", "kind"], unique=True
    )
    op.create_index(
        "ix_compatibility_purposes", "compatibility", ["organisation", "from_purpose", "to_purpose"], unique=False
    )
    op.create_table(
        "recipient_agreement",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("sub_processors", Json, nullable=False),
        sa.Column("safeguard", sa.String(length=24), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.String(length=200), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_recipient_agreement")),
    )
    op.create_index(
        "ix_recipient_agreement_recipient",
        "recipient_agreement",
        ["organisation", "recipient", "sequence"],
        unique=True,
    )


def _disclosures() -> None:
    op.create_table(
        "third_party_disclosure",
        sa.Column("organisation", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_ref", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=24), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("outside_eea", sa.Boolean(), nullable=False),
        sa.Column("safeguard", sa.String(length=24), nullable=True),
        sa.Column("categories", Json, nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=True),
        sa.Column("consent_event", sa.String(length=36), nullable=True),
        sa.Column("consent_how", sa.String(length=16), nullable=True),
        sa.Column("representation_id", sa.String(length=36), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("authorisation_id", sa.String(length=36), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_ref", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation", "subject_ref"],
            ["consent_file.organisation", "consent_file.id"],
            name=op.f("fk_third_party_disclosure_organisation_subject_ref_consent_file"),
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name=op.f("pk_third_party_disclosure")),
    )
    op.create_index(
        "ix_third_party_disclosure_subject",
        "third_party_disclosure",
        ["organisation", "subject_ref", "at"],
        unique=False,
    )
    op.create_index(
        "ix_third_party_disclosure_authorisation",
        "third_party_disclosure",
        ["organisation", "authorisation_id"],
        unique=True,
    )


def downgrade() -> None:
    """Drop it all."""
    for table in (*reversed(KEPT), "statement_draft", "rule_book"):
        op.drop_table(table)
