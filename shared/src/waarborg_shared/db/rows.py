"""Mixins for a service's tables: rows of one organisation, and rows that are a case with events and a timeline."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from waarborg_shared.db.columns import ID_LENGTH, ORGANISATION_LENGTH, UtcDateTime, new_id


class Organised:
    """A row that belongs to one organisation: its key begins with it, and the wall adds it to every query."""

    def __init__(self, **columns: Any) -> None:
        super().__init__(**columns)

    organisation: Mapped[str] = mapped_column(String(ORGANISATION_LENGTH), primary_key=True, sort_order=-100)


class CaseMixin(Organised):
    """A case: `version` counts its changes (a stale writer is refused), the rest is where its log and events stand."""

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id, sort_order=-99)
    version: Mapped[int] = mapped_column(Integer, nullable=False, sort_order=-98)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False, sort_order=-97)
    timeline_number: Mapped[int] = mapped_column(Integer, nullable=False, default=0, sort_order=-96)
    timeline_link: Mapped[bytes] = mapped_column(LargeBinary, nullable=False, default=b"", sort_order=-95)
    event_sequence: Mapped[int] = mapped_column(BigInteger, nullable=False, default=0, sort_order=-94)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
