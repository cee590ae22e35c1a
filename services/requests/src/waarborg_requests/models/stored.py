"""The tables of files that are kept encrypted, in pieces, so that none is ever whole in memory."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class StoredFile(Organised, Base):
    """One file: under whose key its name and pieces are sealed, what it is, and whether it is there to its end.

    ``holder`` and ``retention`` name the key: once that is destroyed, nobody reads the file again.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_holder", "organisation", "holder"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    holder: Mapped[str] = mapped_column(String(200))
    retention: Mapped[str] = mapped_column(String(100))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str | None] = mapped_column(String(64))
    pieces: Mapped[int] = mapped_column(Integer, default=0)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    complete: Mapped[bool] = mapped_column(Boolean, default=False)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredPiece(Organised, Base):
    """A piece of a file, sealed."""

    __tablename__ = "stored_piece"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "file_id"], ["stored_file.organisation", "stored_file.id"]),
    )

    file_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
