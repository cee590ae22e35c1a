"""Imports of consents: handed in, looked at, pressed, cancelled, and carried out piece by piece."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select

from waarborg_consent.actions.import_pieces import HELD_FOR, PIECE_ROWS, keep_file, keep_plan, kept_plan
from waarborg_consent.actions.importing_rows import Proof, add_rows
from waarborg_consent.domain.import_values import ImportRow
from waarborg_consent.domain.importing import WAITS_FOR, BadFile, Finding, ImportState, RowFault, move
from waarborg_consent.models import ImportCase, ImportFinding, ImportPiece
from waarborg_consent.sheets import check_file
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work, Written

CLAIMED_FOR = timedelta(minutes=1)
"""After this somebody else takes up what a worker that died was at."""
TRIES = 5
PAGE = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a whole file found: how many rows it has, what is said of some, and the plan of the others."""

    rows: int
    findings: Sequence[Finding]
    plan: Sequence[ImportRow]


def receive_file(work: Work, raw: bytes, *, name: str) -> ImportCase:
    """Take a file in, to be looked at. Raises BadFile for what can be no file of consents."""
    check_file(raw)
    case = ImportCase(
        id=new_id(),
        state=ImportState.WAITING.value,
        uploaded_by=work.actor.ref,
        file_digest=hashlib.sha256(raw).hexdigest(),
        file_bytes=len(raw),
        **dict.fromkeys(("done_count", "whole_count", "rows", "wrong_rows", "skipped_rows", "good_rows"), 0),
        **dict.fromkeys(("imported_rows", "next_piece", "pieces", "failures"), 0),
    )
    case.file_name_sealed = _seal(work, case.id, "file_name", name[:200])
    work.add(case)
    work.record(case, verb="handed-in", facts={"file": case.file_digest, "bytes": len(raw)})
    work.session.flush()
    keep_file(work, case.id, raw)
    return case


def press_import(work: Work, import_id: str) -> ImportCase:
    """Let an import that was looked at begin, or go on where it stopped. Raises UnknownCase, BadImportMove."""
    case = work.case(ImportCase, import_id)
    case.state = move(ImportState(case.state), ImportState.IMPORTING).value
    case.pressed_by, case.pressed_at, case.failures, case.claimed_until = work.actor.ref, work.now, 0, None
    case.done_count, case.whole_count = case.next_piece * PIECE_ROWS, case.good_rows
    work.record(case, verb="pressed-import", facts={"rows": case.good_rows})
    return case


def cancel_import(work: Work, import_id: str) -> ImportCase:
    """Drop an import; what was imported of it stays. Raises UnknownCase, BadImportMove."""
    return _end(work, work.case(ImportCase, import_id), ImportState.CANCELLED)


def expire_imports(work: Work, **_: object) -> None:
    """Let go of files that nobody pressed Import for."""
    waiting = (ImportState.CHECKED.value, ImportState.STOPPED.value)
    old = select(ImportCase.id).where(
        ImportCase.organisation == work.organisation,
        ImportCase.state.in_(waiting),
        func.coalesce(ImportCase.pressed_at, ImportCase.checked_at) < work.now - WAITS_FOR,
    )
    for import_id in work.session.scalars(old).all():
        _end(work, work.case(ImportCase, import_id), ImportState.EXPIRED)


def due_import(work: Work) -> tuple[str, ImportState] | None:
    """Return what an organisation's worker does next: the oldest that nobody is at, or one whose file has served."""
    at_work = [state.value for state in ImportState if state.at_work]
    served = [state.value for state in ImportState if state.over]
    row = work.session.execute(
        select(ImportCase.id, ImportCase.state)
        .where(
            ImportCase.organisation == work.organisation,
            ImportCase.state.in_(at_work) | (ImportCase.state.in_(served) & ImportCase.emptied_at.is_(None)),
            ImportCase.claimed_until.is_(None) | (ImportCase.claimed_until < work.now),
        )
        .order_by(ImportCase.created_at, ImportCase.id)
        .limit(1)
    ).first()
    return None if row is None else (row.id, ImportState(row.state))


def begin_look(work: Work, import_id: str) -> bool:
    """Take up the look at a file; False where it is no longer to be looked at, or somebody else is at it."""
    case = work.case(ImportCase, import_id)
    if not ImportState(case.state).at_work or (case.claimed_until or work.now) > work.now:
        return False
    if case.state == ImportState.WAITING:
        case.state = move(ImportState.WAITING, ImportState.CHECKING).value
    case.claimed_until, case.done_count = work.now + CLAIMED_FOR, 0
    return case.state == ImportState.CHECKING


def note_progress(work: Work, import_id: str, done: int, whole: int) -> bool:
    """Tell how far the look has come; False where it was cancelled meanwhile."""
    case = work.case(ImportCase, import_id)
    if case.state != ImportState.CHECKING:
        return False
    case.done_count, case.whole_count, case.claimed_until = done, max(done, whole), work.now + CLAIMED_FOR
    return True


def finish_look(work: Work, import_id: str, looked: Looked) -> None:
    """Keep what was found and the plan, in one commit; nothing where the import was cancelled meanwhile."""
    case = work.case(ImportCase, import_id)
    if case.state != ImportState.CHECKING:
        return
    case.state = move(ImportState.CHECKING, ImportState.CHECKED).value
    wrong, skipped = _counted(looked.findings)
    case.rows, case.wrong_rows, case.skipped_rows, case.good_rows = looked.rows, wrong, skipped, len(looked.plan)
    case.checked_at, case.claimed_until, case.failures = work.now, None, 0
    case.done_count = case.whole_count = looked.rows
    _keep_findings(work, import_id, looked.findings)
    case.pieces = keep_plan(work, import_id, looked.plan)
    counts = {"rows": looked.rows, "wrong": wrong, "skipped": skipped, "good": len(looked.plan)}
    work.record(case, verb="looked-at-file", facts=counts)


def refuse_file(work: Work, import_id: str, why: BadFile) -> None:
    """Say that the file as a whole cannot be imported."""
    case = work.case(ImportCase, import_id)
    if case.state != ImportState.CHECKING:
        return
    case.fault = why.fault.value
    case.fault_names_sealed = _seal(work, case.id, "fault_names", json.dumps([name[:60] for name in why.names[:8]]))
    _end(work, case, ImportState.REFUSED, fault=why.fault.value)


def import_piece(work: Work, import_id: str, *, rules: Rules) -> bool:
    """Carry out the next piece of an import's plan, and move on, in this one commit; False where none is left.

    Who comes after a worker that died finds the next piece where it was, or moved: never a piece done twice.
    """
    case = work.case(ImportCase, import_id)
    if case.state != ImportState.IMPORTING:
        return False
    if case.next_piece < case.pieces:
        rows = kept_plan(work, import_id, case.next_piece)
        findings = add_rows(work, rows, proof=Proof(import_ref=case.id, file_digest=case.file_digest), rules=rules)
        _keep_findings(work, import_id, findings)
        wrong, skipped = _counted(findings)
        case.wrong_rows, case.skipped_rows = case.wrong_rows + wrong, case.skipped_rows + skipped
        case.imported_rows += len(rows) - wrong - skipped
        case.done_count += len(rows)
        case.next_piece += 1
        case.failures, case.claimed_until = 0, work.now + CLAIMED_FOR
    if case.next_piece == case.pieces:
        _end(work, case, ImportState.DONE, imported=case.imported_rows)
    return case.state == ImportState.IMPORTING


def note_failure(work: Work, import_id: str) -> None:
    """Count a try that failed: an import stops after some, and waits for somebody to press once more."""
    case = work.case(ImportCase, import_id)
    case.failures += 1
    case.claimed_until = work.now + CLAIMED_FOR * case.failures
    if case.failures < TRIES:
        return
    case.claimed_until = None
    if case.state == ImportState.IMPORTING:
        case.state = move(ImportState.IMPORTING, ImportState.STOPPED).value
        work.record(case, verb="stopped", facts={"tries": case.failures})
    elif case.state == ImportState.CHECKING:
        case.fault = "broke-off"
        _end(work, case, ImportState.REFUSED, fault=case.fault)


def release(work: Work, import_id: str) -> None:
    """Let somebody else take up an import at once: this worker stops, or waits for identity."""
    work.case(ImportCase, import_id).claimed_until = None


def empty(work: Work, import_id: str) -> None:
    """Let go of the pieces of an import that is over; its key was destroyed before."""
    case = work.case(ImportCase, import_id)
    if ImportState(case.state).over and case.emptied_at is None:
        pieces = ImportPiece.organisation == work.organisation, ImportPiece.import_id == import_id
        work.session.execute(delete(ImportPiece).where(*pieces))
        case.emptied_at = work.now
        work.record(case, verb="destroyed-file")


def imports_of(work: Work, *, limit: int = PAGE) -> Sequence[ImportCase]:
    """Return an organisation's imports, the newest first."""
    query = select(ImportCase).where(ImportCase.organisation == work.organisation)
    return work.session.scalars(query.order_by(ImportCase.created_at.desc(), ImportCase.id.desc()).limit(limit)).all()


def done_before(work: Work, case: ImportCase) -> ImportCase | None:
    """Return an import of the very same file that was carried out before this one was handed in."""
    same = (ImportCase.file_digest == case.file_digest, ImportCase.state == ImportState.DONE.value)
    query = select(ImportCase).where(ImportCase.organisation == work.organisation, *same, ImportCase.id != case.id)
    return work.session.scalars(query.order_by(ImportCase.created_at.desc()).limit(1)).first()


def findings_of(work: Work, import_id: str, *, after_row: int = 0, limit: int | None = None) -> list[Finding]:
    """Return what is said of rows after one, in the order of the file."""
    query = select(ImportFinding).where(
        ImportFinding.organisation == work.organisation, ImportFinding.import_id == import_id
    )
    query = query.where(ImportFinding.row > after_row).order_by(ImportFinding.row, ImportFinding.column)
    rows = work.session.scalars(query.limit(limit) if limit else query)
    return [Finding(row.row, RowFault(row.fault), row.column, row.other_row) for row in rows]


def file_name_of(work: Work, case: ImportCase) -> Written:
    """Return what the file was called, while that is kept."""
    place = {"table": "consent_import", "column": "file_name", "row": case.id, "retention": HELD_FOR}
    try:
        return work.unseal(case.file_name_sealed, holder=case.id, **place)
    except KeyDestroyed:
        return ERASED


def fault_names_of(work: Work, case: ImportCase) -> list[str]:
    """Return the columns that a refusal is about, while they are kept."""
    if case.fault_names_sealed is None:
        return []
    place = {"table": "consent_import", "column": "fault_names", "row": case.id, "retention": "case"}
    try:
        names: list[str] = json.loads(work.unseal(case.fault_names_sealed, holder=case.id, **place))
    except KeyDestroyed:
        return []
    return names


def _seal(work: Work, import_id: str, column: str, text: str) -> bytes:
    """The file's name goes with the file; the headings that were wrong stay with the case."""
    retention = HELD_FOR if column == "file_name" else "case"
    return work.seal(text, holder=import_id, table="consent_import", column=column, row=import_id, retention=retention)


def _end(work: Work, case: ImportCase, state: ImportState, **facts: Any) -> ImportCase:
    case.state = move(ImportState(case.state), state).value
    case.ended_at, case.claimed_until = work.now, None
    work.record(case, verb=f"import-{state.value}", facts=facts)
    return case


def _counted(findings: Iterable[Finding]) -> tuple[int, int]:
    """How many rows are wrong, and of how many others there is nothing to import."""
    wrong = {finding.row for finding in findings if not finding.fault.skips}
    skipped = {finding.row for finding in findings if finding.fault.skips} - wrong
    return len(wrong), len(skipped)


def _keep_findings(work: Work, import_id: str, findings: Iterable[Finding]) -> None:
    rows = {(each.row, each.column, each.fault): each for each in findings}.values()
    work.append_all(
        ImportFinding,
        (
            {
                "import_id": import_id,
                "row": each.row,
                "column": each.column,
                "fault": each.fault.value,
                "other_row": each.other_row,
            }
            for each in rows
        ),
    )
