"""The tables of packages: each package, the entries that are in it so far, and what a further copy costs."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id

_TO_DO = text("state IN ('making', 'ready', 'failed', 'closed')")
_STANDS = text("state <> 'destroyed'")


def key_of(package_id: str) -> str:
    """Return the holder, in the key store, of the key that seals a package."""
    return f"package:{package_id}"


class Package(Organised, Base):
    """What a person fetches as one file, sealed under a key of its own (``key``), which is destroyed when it served.

    ``parts_done`` of ``parts`` are made; ``digest`` is what the review covered when it was begun. The code of the
    letter is sealed under the same key, and hashed for who types it. ``counted_at`` is when a time of fetching it was
    counted last, ``whole_at`` when it had been sent to its last byte since, and ``tries`` how often it was begun since.
    """

    __tablename__ = "package"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        ForeignKeyConstraint(["organisation", "file_id"], ["stored_file.organisation", "stored_file.id"]),
        Index(
            "ix_package_request",
            "organisation",
            "request_id",
            unique=True,
            postgresql_where=_STANDS,
            sqlite_where=_STANDS,
        ),
        Index("ix_package_to_do", "organisation", "next_at", "id", postgresql_where=_TO_DO, sqlite_where=_TO_DO),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(16))
    portable: Mapped[bool] = mapped_column(Boolean)
    language: Mapped[str] = mapped_column(String(2))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    parts: Mapped[int] = mapped_column(Integer)
    parts_done: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_id: Mapped[str | None] = mapped_column(String(36))
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetches_left: Mapped[int] = mapped_column(Integer)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    whole_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)
    code_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def key(self) -> str:
        """The holder, in the key store, of the key that seals it."""
        return key_of(self.id)


class PackageEntry(Organised, Base):
    """An entry that is in a package already: where it begins, how large it is, and its hash."""

    __tablename__ = "package_entry"
    __table_args__ = (ForeignKeyConstraint(["organisation", "package_id"], ["package.organisation", "package.id"]),)

    package_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    offset: Mapped[int] = mapped_column(BigInteger)
    packed: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int] = mapped_column(BigInteger)
    crc: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[int] = mapped_column(Integer)
    flags: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))


class CopyFee(Organised, Base):
    """What a copy costs the person, in cents, on which ground, and who said so; and since when the person agrees.

    ``subject_ref`` is whom the request was about then: said of another it counts for nothing.
    """

    __tablename__ = "copy_fee"
    __table_args__ = (ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),)

    request_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    cents: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(16))
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_by: Mapped[str | None] = mapped_column(String(100))
