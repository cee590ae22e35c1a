"""Column types, names of constraints and identifiers that every service's tables share."""

import os
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

ORGANISATION_LENGTH = 63
ID_LENGTH = 36
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BigCount = BigInteger()


def new_metadata() -> MetaData:
    """The collection that a service's tables live in, with names for every constraint (a migration needs them)."""
    return MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in and out; a naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite, which knows no zones, keeps it without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Aware UTC, whatever the database's session calls its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class _Sequence:
    """Keeps identifiers made within one millisecond in the order in which they were made (RFC 9562, 6.2)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = (0, 0)

    def next(self, milliseconds: int) -> tuple[int, int]:
        with self._lock:
            before, count = self._last
            if milliseconds > before:
                self._last = (milliseconds, int.from_bytes(os.urandom(2), "big") & 0x7FF)
            elif count < 0xFFF:
                self._last = (before, count + 1)
            else:
                self._last = (before + 1, 0)
            return self._last


_sequence = _Sequence()


def new_id() -> str:
    """A UUID of version 7 (RFC 9562) as 36 characters: sortable by when it was made, otherwise random."""
    milliseconds, count = _sequence.next(time.time_ns() // 1_000_000)
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | tail))
