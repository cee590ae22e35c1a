"""Keeps the evidence of a report sealed, piece by piece, and gives it back so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Select, delete, select

from waarborg_disclosure.actions.sealing import seal_bytes, seal_in, unseal_bytes, unseal_in
from waarborg_disclosure.evidence import Cleaned, Evidence
from waarborg_disclosure.models import Report, ReportFile, ReportPiece
from waarborg_shared.db import new_id
from waarborg_shared.uow import Work, Written
from waarborg_shared.uow.errors import UnknownCase

_FILE = ReportFile.__tablename__
_PIECE = ReportPiece.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file as pages name it; its content is for who asks for it."""

    id: str
    name: Written
    size: int
    cleaned: Cleaned


def keep_files(work: Work, report: Report, files: Iterable[Evidence]) -> None:
    """Keep files with a report. Raises KeyDestroyed."""
    for each in files:
        work.session.flush()  # the report first, to which its files refer
        file = ReportFile(id=new_id(), report_id=report.id, at=work.now, size=0, pieces=0, cleaned=each.cleaned.value)
        file.name_sealed = seal_in(work, report, each.name, table=_FILE, column="name", row=file.id)
        pieces = []
        for piece in each.pieces():
            place = f"{file.id}/{file.pieces}"
            sealed = seal_bytes(work, report, piece, table=_PIECE, column="sealed", row=place)
            pieces.append({"file_id": file.id, "number": file.pieces, "sealed": sealed})
            file.pieces += 1
            file.size += len(piece)
        work.add(file)
        work.session.flush()
        work.append_all(ReportPiece, pieces)


def files_of(work: Work, report: Report) -> tuple[Listed, ...]:
    """Return which files came with a report."""
    return tuple(
        Listed(
            id=row.id,
            name=unseal_in(work, report, row.name_sealed, table=_FILE, column="name", row=row.id),
            size=row.size,
            cleaned=Cleaned(row.cleaned),
        )
        for row in work.session.scalars(_mine(work, report).order_by(ReportFile.at, ReportFile.id))
    )


def take_file(work: Work, report: Report, file_id: str) -> tuple[Listed, bytes]:
    """Return a file with its content, for staff, and record that it was taken. Raises UnknownCase, KeyDestroyed."""
    if work.session.scalars(_mine(work, report).where(ReportFile.id == file_id)).one_or_none() is None:
        raise UnknownCase("file")
    (listed,) = (each for each in files_of(work, report) if each.id == file_id)
    content = b"".join(_pieces(work, report, file_id))
    work.record(report, verb="took-file", facts={"file": file_id})
    return listed, content


def drop_files(work: Work, report: Report) -> int:
    """Delete the rows of the files of a report, whose key was destroyed before; return how many files."""
    ids = [row.id for row in work.session.scalars(_mine(work, report))]
    for table, column in ((ReportPiece, ReportPiece.file_id), (ReportFile, ReportFile.id)):
        work.session.execute(delete(table).where(table.organisation == work.organisation, column.in_(ids)))
    return len(ids)


def _mine(work: Work, report: Report) -> Select[ReportFile]:
    return select(ReportFile).where(ReportFile.organisation == work.organisation, ReportFile.report_id == report.id)


def _pieces(work: Work, report: Report, file_id: str) -> Iterator[bytes]:
    mine = ReportPiece.organisation == work.organisation, ReportPiece.file_id == file_id
    for row in work.session.scalars(select(ReportPiece).where(*mine).order_by(ReportPiece.number)):
        place = f"{file_id}/{row.number}"
        yield unseal_bytes(work, report, row.sealed, table=_PIECE, column="sealed", row=place)
