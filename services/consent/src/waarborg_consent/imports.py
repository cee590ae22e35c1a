"""Does the work of imports: looks at files, carries out what was pressed, and destroys what has served.

Each organisation has a thread of its own for one import at a time, so that a large file holds up nobody else. Looking
begins anew where a worker died; importing goes on at the next piece.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from waarborg_consent.actions.import_pieces import HELD_FOR, kept_file
from waarborg_consent.actions.importing_rows import givers_of, known_of
from waarborg_consent.actions.imports import (
    Looked,
    begin_look,
    due_import,
    empty,
    finish_look,
    import_piece,
    note_failure,
    note_progress,
    refuse_file,
    release,
)
from waarborg_consent.domain.import_columns import Column
from waarborg_consent.domain.import_plan import first_of_each, foresee, in_order
from waarborg_consent.domain.import_rows import read_row
from waarborg_consent.domain.import_values import ImportRow, Names
from waarborg_consent.domain.importing import BadFile, Finding, ImportState, RowFault
from waarborg_consent.models import ImportCase
from waarborg_consent.sheets import Sheet
from waarborg_shared.auth import Actor, ActorKind, IdentityAway, IdentityQuestions
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work
from waarborg_shared.vault import Vault

log = structlog.get_logger(__name__)
Begin = Callable[..., AbstractContextManager[Work]]
AT_ONCE = 4
AT_A_TIME = 1_000
"""So many persons are looked up by one question, or rows read between two words of progress."""
_LOOK = 1.0  # seconds between looks at whether there is something to do


class _Stopped(Exception):
    """The look is over before its end: it was cancelled, or the worker stops."""


@dataclass(kw_only=True)
class Importer:
    """The imports of one worker. ``begin`` and ``read`` open a unit of work of an organisation, as the system unless an
    account is named."""

    organisations: Iterable[str]
    begin: Begin
    read: Begin
    rules: Callable[[str], Rules]
    vault: Vault
    identity: IdentityQuestions
    now: Callable[[], datetime]
    _busy: set[str] = field(default_factory=set)

    def run(self, stop: threading.Event) -> None:
        """Give each organisation that has something to do a thread, until told to stop."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="imports") as pool:
            while not stop.is_set():
                for organisation in self.organisations:
                    if organisation not in self._busy and self._due(organisation) is not None:
                        self._busy.add(organisation)
                        pool.submit(self._work_off, organisation, stop)
                stop.wait(_LOOK)

    def work_off(self, organisation: str) -> None:
        """Do all that is to be done for an organisation now; for tests and commands."""
        stop = threading.Event()
        while self.step(organisation, stop):
            pass

    def step(self, organisation: str, stop: threading.Event) -> bool:
        """Do the next thing for an organisation; False where there is nothing, or it must wait."""
        due = self._due(organisation)
        if due is None:
            return False
        import_id, state = due
        try:
            if state.over:
                self._empty(organisation, import_id)
            elif state is ImportState.IMPORTING:
                self._import(organisation, import_id, stop)
            else:
                self._look(organisation, import_id, stop)
        except (_Stopped, IdentityAway) as why:
            return self._let_go(organisation, import_id, why)
        except Exception as wrong:
            log.error("import_failed", organisation=organisation, import_ref=import_id, error=type(wrong).__name__)
            with self.begin(organisation) as work:
                note_failure(work, import_id)
        return True

    def _due(self, organisation: str) -> tuple[str, ImportState] | None:
        try:
            with self.read(organisation) as work:
                return due_import(work)
        except Exception as wrong:
            log.error("imports_not_reached", organisation=organisation, error=type(wrong).__name__)
            return None

    def _work_off(self, organisation: str, stop: threading.Event) -> None:
        try:
            while not stop.is_set() and self.step(organisation, stop):
                pass
        except Exception as wrong:
            log.error("imports_not_reached", organisation=organisation, error=type(wrong).__name__)
        finally:
            self._busy.discard(organisation)

    def _let_go(self, organisation: str, import_id: str, why: Exception) -> bool:
        """Wait where identity does not answer: that is no fault of the file, and it is asked again."""
        if isinstance(why, IdentityAway):
            log.warning("import_waits", organisation=organisation, import_ref=import_id, reason=why.reason)
        with self.begin(organisation) as work:
            release(work, import_id)
        return False

    def _empty(self, organisation: str, import_id: str) -> None:
        """Destroy the file's key before its pieces go, so that nothing of it is left wherever copies are."""
        self.vault.destroy(organisation, import_id, HELD_FOR, at=self.now(), reason="import-over")
        with self.begin(organisation) as work:
            empty(work, import_id)

    def _import(self, organisation: str, import_id: str, stop: threading.Event) -> None:
        with self.read(organisation) as work:
            pressed_by = work.case(ImportCase, import_id, lock=False).pressed_by or ""
        rules = self.rules(organisation)
        going_on = True
        while going_on:
            if stop.is_set():
                raise _Stopped
            with self.begin(organisation, pressed_by) as work:
                going_on = import_piece(work, import_id, rules=rules)

    def _look(self, organisation: str, import_id: str, stop: threading.Event) -> None:
        with self.begin(organisation) as work:
            if not begin_look(work, import_id):
                return
        with self.read(organisation) as work:
            raw = kept_file(work, import_id)
        look = _Look(self, organisation, import_id, stop)
        try:
            looked = look.whole(raw)
        except BadFile as why:
            with self.begin(organisation) as work:
                refuse_file(work, import_id, why)
            return
        with self.begin(organisation) as work:
            finish_look(work, import_id, looked)


@dataclass
class _Look:
    """One look at one file."""

    importer: Importer
    organisation: str
    import_id: str
    stop: threading.Event
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def whole(self, raw: bytes) -> Looked:
        """Read every row, find out who they are about, and foresee what they bring. Raises BadFile, IdentityAway."""
        rows = list(self._read(raw))
        known_rows = self._resolved(rows)
        kept, doubles = first_of_each(known_rows)
        plan = self._foreseen(in_order(kept))
        self.findings += doubles
        return Looked(self.count, self.findings, plan)

    def _read(self, raw: bytes) -> Iterator[ImportRow]:
        rules, sheet = self.importer.rules(self.organisation), Sheet(raw)
        today = self.importer.now().astimezone(AMSTERDAM).date()
        names = Names(
            purposes=rules.purposes,
            categories={code: each.name for code, each in rules.categories.items()},
            recipients={each.code: each.name for each in rules.recipients},
        )
        lines = max(1, raw.count(b"\n"))
        for number, cells in sheet:
            self.count += 1
            if self.count % AT_A_TIME == 0:
                self._tell(self.count, 2 * max(lines, self.count))
            read = read_row(number, cells, sheet.columns, names=names, today=today)
            if isinstance(read, ImportRow):
                yield read
            else:
                self.findings += read

    def _resolved(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        """The rows of persons who are registered, each under the reference that he goes by."""
        numbers = dict.fromkeys(row.client_number for row in rows if row.client_number)
        refs = dict.fromkeys(row.person_ref for row in rows if row.person_ref)
        asked = [(Column.CLIENT_NUMBER, number) for number in numbers] + [(Column.PERSON_REF, ref) for ref in refs]
        found: dict[tuple[Column, str], str] = {}
        for start in range(0, len(asked), AT_A_TIME):
            self._tell(self.count + start, self.count + len(asked))
            some = asked[start : start + AT_A_TIME]
            of_kind = {kind: [name for sort, name in some if sort is kind] for kind in Column}
            known = self.importer.identity.persons(
                self.organisation, of_kind[Column.CLIENT_NUMBER], of_kind[Column.PERSON_REF]
            )
            found |= {(Column.CLIENT_NUMBER, number): ref for number, ref in known.by_number.items()}
            found |= {(Column.PERSON_REF, ref): now for ref, now in known.by_reference.items()}
        return list(self._under_their_references(rows, found))

    def _under_their_references(
        self, rows: Iterable[ImportRow], found: dict[tuple[Column, str], str]
    ) -> Iterator[ImportRow]:
        for row in rows:
            column = Column.CLIENT_NUMBER if row.client_number else Column.PERSON_REF
            ref = found.get((column, row.client_number or row.person_ref))
            if ref is None:
                self.findings.append(Finding(row.number, RowFault.UNKNOWN_PERSON, column.value))
            else:
                yield replace(row, person_ref=ref, client_number="")

    def _foreseen(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        """The rows that bring something new, as the persons' files are now."""
        plan: list[ImportRow] = []
        refs = sorted({row.person_ref for row in rows})
        of_person: dict[str, list[ImportRow]] = {ref: [] for ref in refs}
        for row in rows:
            of_person[row.person_ref].append(row)
        for start in range(0, len(refs), AT_A_TIME):
            some = refs[start : start + AT_A_TIME]
            with self.importer.read(self.organisation) as work:
                known = known_of(work, some)
                rows_of_some = [row for ref in some for row in of_person[ref]]
                givers = givers_of(work, rows_of_some, rules=self.importer.rules(self.organisation))
            refused = {number: found for number, found in givers.items() if isinstance(found, RowFault)}
            fresh, findings = foresee(rows_of_some, known, now=self.importer.now(), refused=refused)
            plan += fresh
            self.findings += findings
        return plan

    def _tell(self, done: int, whole: int) -> None:
        if self.stop.is_set():
            raise _Stopped
        with self.importer.begin(self.organisation) as work:
            if not note_progress(work, self.import_id, done, whole):
                raise _Stopped


def importer_of(runtime: Runtime) -> Importer:
    """The importer on what a worker runs on."""

    def actor(organisation: str, account: str) -> Actor:
        if account:
            return Actor(ActorKind.STAFF, account, organisation)
        return Actor.system("consent", organisation)

    def begin(organisation: str, account: str = "") -> AbstractContextManager[Work]:
        return runtime.uow.begin(organisation, actor=actor(organisation, account), now=runtime.now())

    def read(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.read(organisation, actor=actor(organisation, ""), now=runtime.now())

    return Importer(
        organisations=tuple(runtime.settings.organisations),
        begin=begin,
        read=read,
        rules=runtime.rules,
        vault=runtime.vault,
        identity=runtime.authenticator.identity,
        now=runtime.now,
    )


def imports_loop(runtime: Runtime) -> Loop:
    """The loop of the worker that imports."""
    return importer_of(runtime).run
