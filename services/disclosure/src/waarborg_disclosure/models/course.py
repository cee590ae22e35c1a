"""What a report grows while it is assessed and fixed: codes and references, and what staff write, sealed."""

from datetime import datetime

from sqlalchemy import Boolean, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_shared.db import UtcDateTime


class CourseColumns:
    """Columns of a report. ``duplicate_of`` is the first report of the same, ``known`` whether we knew of it before.

    ``cvss_tenths`` is the score in tenths. ``severity`` follows from it, from ``client_safety`` and ``health_data``.
    ``retest`` and ``wiped`` are how it stands with what the reporter is asked after the fix, ``complaint`` whether he
    lets us pass it on as one; ``request_ref`` and ``request_number`` are of the complaint that came of it.
    """

    duplicate_of: Mapped[str | None] = mapped_column(String(36))
    known: Mapped[bool | None] = mapped_column(Boolean)
    cvss_vector: Mapped[str | None] = mapped_column(String(300))
    cvss_tenths: Mapped[int | None] = mapped_column(Integer)
    cwe: Mapped[int | None] = mapped_column(Integer)
    client_safety: Mapped[str | None] = mapped_column(String(16))
    health_data: Mapped[str | None] = mapped_column(String(16))
    severity: Mapped[str | None] = mapped_column(String(16))
    system_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    owner_ref: Mapped[str | None] = mapped_column(String(64))
    plan_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fixed_how_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    retest: Mapped[str | None] = mapped_column(String(16))
    retest_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wiped: Mapped[str | None] = mapped_column(String(16))
    wiped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    complaint: Mapped[str | None] = mapped_column(String(16))
    complaint_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request_ref: Mapped[str | None] = mapped_column(String(36))
    request_number: Mapped[str | None] = mapped_column(String(32))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
