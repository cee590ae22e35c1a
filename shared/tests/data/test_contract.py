"""The data contract that every service's tests call: it passes what is right and names what is not."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, MetaData, String, Table, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from ward.models import Base

from waarborg_shared.db import new_metadata
from waarborg_shared.testing.data_contract import wrong_with_classes, wrong_with_migrations, wrong_with_tables


def test_the_invented_service_keeps_the_contract(ward, service_database):
    assert wrong_with_tables(ward.metadata) == []
    assert wrong_with_classes(Base.registry) == []
    assert wrong_with_migrations(ward, service_database(ward)) == []


def test_what_breaks_the_contract_is_named():
    metadata = MetaData()
    Table("loose", metadata, Column("id", String, primary_key=True))
    late = Table(
        "late",
        metadata,
        Column("id", String, primary_key=True),
        Column("organisation", String, primary_key=True),
        Column("number", String),
        Column("loose_id", String),
        UniqueConstraint("number"),
        ForeignKeyConstraint(["loose_id"], ["loose.id"]),
    )
    Index("ix_late", late.c.loose_id, unique=True)
    assert wrong_with_tables(metadata) == [
        "loose has no organisation",
        "the key of late does not begin with the organisation",
        "unique (number) of late",
        "unique (loose_id) of late",
        "foreign key (loose_id) of late",
    ]


def test_a_class_that_the_wall_would_not_know_is_named():
    class OwnBase(DeclarativeBase):
        metadata = new_metadata()

    class Stray(OwnBase):
        __tablename__ = "stray"
        organisation: Mapped[str] = mapped_column(String(63), primary_key=True)

    assert wrong_with_classes(OwnBase.registry) == ["Stray is not Organised"]
