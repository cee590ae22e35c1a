"""What an action is handed: one transaction of one organisation, with who acts, when, and what comes with a change."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Executable, Insert, ScalarResult, Select, bindparam, inspect, select
from sqlalchemy.orm import make_transient_to_detached

from waarborg_shared.auth import Actor
from waarborg_shared.db import CaseMixin, Organised, Plumbing, WalledSession, WallError, new_id
from waarborg_shared.db.many import insert_rows
from waarborg_shared.db.ready import ReadyStatement
from waarborg_shared.db.session import FRESH_CASE
from waarborg_shared.db.wall import NAMES_ITS_ORGANISATION
from waarborg_shared.deadlines.book import ClockBook
from waarborg_shared.events import Envelope, Event
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow.erased import ERASED, Written
from waarborg_shared.uow.errors import RolledBack, UnknownCase
from waarborg_shared.uow.finishing import write_last
from waarborg_shared.uow.heads import Beside, CaseFile, find_file, find_files
from waarborg_shared.uow.new import NewCases
from waarborg_shared.uow.outbox import outbox_row
from waarborg_shared.uow.ports import Chain, Link, Seals

_Case = TypeVar("_Case", bound=CaseMixin)
_Row = TypeVar("_Row")
DEFAULT_RETENTION = "case"


class Work:
    """One unit of work in progress. Made by `UnitOfWork.begin`, which also commits or rolls it back.

    `now` is aware UTC and the same moment for the whole of it. Actions add rows to `session`, and tell what happened
    with `emit` and `record`; they never commit. The session is made when it is first asked for: what only reads and
    appends rows of tables (`execute`, `append`) spares its price.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        actor: Actor,
        now: datetime,
        reading: bool,
        plumbing: Plumbing,
        source: str,
        vault: Seals,
        chain: Chain,
        traceparent: str | None = None,
    ) -> None:
        self.connection = connection
        self._transaction = connection.get_transaction()
        self.organisation = actor.organisation
        self.actor = actor
        self.now = now
        self.reading = reading
        self.plumbing = plumbing
        self.source = source
        self.vault = vault
        self.traceparent = traceparent
        self._chain = chain
        self._events: list[Mapping[str, Any]] = []
        self._links: list[Link] = []
        self._told: dict[int, CaseMixin | CaseFile] = {}
        self._files: dict[tuple[str, str], CaseFile] = {}
        self._session: WalledSession | None = None
        self._new = NewCases()
        self._without_key: set[str] = set()

    @property
    def session(self) -> WalledSession:
        """The session of this transaction; it flushes, and never commits."""
        if self._session is None:
            self._session = WalledSession(self.connection, self.organisation, now=self.now, reading=self.reading)
            self._new.hand_over(self._session)
        return self._session

    @property
    def has_events(self) -> bool:
        """Whether anything waits for the relay when this is committed."""
        return bool(self._events)

    @cached_property
    def clocks(self) -> ClockBook:
        """The clocks of this organisation's cases: start, pause, resume, extend, stop, in this same commit."""
        return ClockBook(self)

    def add(self, row: _Row) -> _Row:
        """Add a row and give it back; it is this organisation's from here on, and a case has its reference.

        Raises WallError where it only reads.
        """
        self._refuse_to_write_while_reading()
        if self._session is not None or not self._new.take(row, organisation=self.organisation, now=self.now):
            self.session.add(row)
        if isinstance(row, CaseMixin):
            self._without_key.add(row.id)
        return row

    def append(self, model: type[Organised], **columns: Any) -> None:
        """Write a row of this organisation that is never changed afterwards: at once, and without an object that the
        session would watch (which takes longer than the INSERT itself). Raises WallError where it only reads."""
        self.append_all(model, (columns,))

    def append_after(self, case: CaseMixin, model: type[Organised], **columns: Any) -> None:
        """The same for a row that belongs to a case: as soon as that stands in the database, if it is new. It is to be
        added here already. Raises WallError where it only reads."""
        self.write_after(case, _table(model), (columns,))

    def write_after(self, case: CaseMixin, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        """The same for rows of a table, all with the same columns."""
        self._refuse_to_write_while_reading()
        whole = [{**columns, "organisation": self.organisation} for columns in rows]
        if case in self._new:
            self._new.follow(table, whole)
        elif case in self.session.new:
            for row in whole:
                self.session.follow(table, row)
        elif whole:
            self._refuse_after_a_rollback()
            insert_rows(self.connection, table, whole)

    def append_all(self, model: type[Organised], rows: Iterable[Mapping[str, Any]]) -> None:
        """Write many such rows, all with the same columns, by one statement. Raises WallError where it only reads."""
        self._refuse_to_write_while_reading()
        self._refuse_after_a_rollback()
        whole = [{**columns, "organisation": self.organisation} for columns in rows]
        if whole:
            insert_rows(self.connection, _table(model), whole)

    def append_by(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write several rows of this organisation by an INSERT of one's own (one that changes what is there, say)."""
        self._refuse_to_write_while_reading()
        self._refuse_after_a_rollback()
        if rows:
            self.connection.execute(statement, [{**row, "organisation": self.organisation} for row in rows])

    def execute(self, statement: Executable | ReadyStatement, parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute a statement about tables that names its organisation, past the session; what that holds is written
        first. Raises WallError for a statement that is not held to this organisation."""
        if self._session is not None or self._new:
            self.session.flush()
        self._refuse_after_a_rollback()
        if isinstance(statement, ReadyStatement):
            return statement.execute(self.connection, parameters)
        return self.connection.execute(statement, parameters)

    def case(self, model: type[_Case], case_id: str, *, lock: bool = True) -> _Case:
        """The case by its id, locked against other writers unless told not to. Raises UnknownCase."""
        row = self._find(model, case_id, lock)
        if row is None:
            raise UnknownCase(model.__name__)
        return row

    def case_or_new(self, model: type[_Case], case_id: str, **values: Any) -> _Case:
        """The case by its id, locked; or a new one with that id and these values, safe against another who does so."""
        row = self._find(model, case_id, True)
        if row is not None:
            return row
        columns = self._fresh(case_id) | values
        if self._insert_unless_there(model, columns):
            fresh = model(**columns)
            make_transient_to_detached(fresh)
            self.session.add(fresh)
            return fresh
        return self.case(model, case_id)

    def file(self, model: type[CaseMixin], case_id: str, *, beside: Beside = ()) -> CaseFile:
        """The head of a case that is no more than that (a person's file), locked, and made if there is none.

        Who only reads gets it unlocked, and WallError where there is none.
        It is read and written past the session, and spares its price. ``beside`` is read by the same statement, as of
        before the lock.
        """
        self._refuse_after_a_rollback()
        table: Any = inspect(model).local_table
        key = table.name, case_id
        known = self._files.get(key)
        if known is None:
            known = self._files[key] = self._read_or_make(model, table, case_id, beside)
        elif beside:
            known.beside = self._read_or_make(model, table, case_id, beside).beside
        return known

    def files(self, model: type[CaseMixin], case_ids: Iterable[str]) -> Mapping[str, CaseFile]:
        """The heads of many cases, as `file` gives one, by a fixed number of statements. Raises as `file`."""
        self._refuse_after_a_rollback()
        table: Any = inspect(model).local_table
        wanted = set(case_ids)
        new = {each for each in wanted if (table.name, each) not in self._files}
        if new:
            found = self._find_files(table, new)
            if missing := new - found.keys():
                self._insert_unless_there(model, *(self._fresh(each) for each in sorted(missing)))
                found |= self._find_files(table, missing)
            self._files |= {(table.name, each): file for each, file in found.items()}
        return {each: self._files[table.name, each] for each in wanted}

    def ready_to_seal(self, holders: Collection[str], *, retention: str = DEFAULT_RETENTION) -> None:
        """Have the keys of many holders at hand, where each of them is about to be sealed for."""
        self.vault.ready(self.organisation, holders, retention)

    def ready_to_unseal(self, holders: Collection[str], *, retention: str = DEFAULT_RETENTION) -> None:
        """Have the keys of many holders at hand, where what was sealed for them is about to be opened."""
        self.vault.at_hand(self.organisation, holders, retention)

    def emit(self, event: Event, *, case: CaseMixin | CaseFile) -> Envelope:
        """Tell the other services a fact of a case: it is committed with it, in the outbox, and published later.

        Raises WallError where it only reads.
        """
        self._attach(case)
        case.event_sequence += 1
        envelope = Envelope(
            id=new_id(),
            type=event.type,
            source=self.source,
            organisation=self.organisation,
            subject=case.id,
            sequence=case.event_sequence,
            time=self.now,
            event=event,
            traceparent=self.traceparent,
        )
        self._events.append(outbox_row(envelope))
        return envelope

    def record(
        self,
        case: CaseMixin | CaseFile,
        *,
        verb: str,
        why: str = "",
        facts: Mapping[str, Any] | None = None,
        holder: str | None = None,
    ) -> None:
        """Append to the case's timeline who did what and when; `why` is sealed, `facts` are codes only.

        `holder` is whose key seals it (the person, so that erasure reaches it); without one the case's own.
        Raises WallError where it only reads.
        """
        self._attach(case)
        link = self._chain.link(self, case, verb=verb, why=why, facts=dict(facts or {}), holder=holder or case.id)
        case.timeline_number = link.number
        case.timeline_link = link.link
        self._links.append(link)

    def seal(
        self, text: str, *, holder: str, table: str, column: str, row: str, retention: str = DEFAULT_RETENTION
    ) -> bytes:
        """Seal a text for one field of one row, under the holder's key for that retention class."""
        if holder in self._without_key:
            self._without_key.discard(holder)
            self.vault.begin(self.organisation, holder, retention)
        return self.vault.seal(
            self.organisation, holder, text.encode(), table=table, column=column, row=row, retention=retention
        )

    def unseal(
        self, blob: bytes, *, holder: str, table: str, column: str, row: str, retention: str = DEFAULT_RETENTION
    ) -> str:
        """The text back; raises what the vault raises when it was tampered with or its key was destroyed."""
        return self.vault.unseal(
            self.organisation, holder, blob, table=table, column=column, row=row, retention=retention
        ).decode()

    def unseal_to_show(
        self, blob: bytes, *, holder: str, table: str, column: str, row: str, retention: str = DEFAULT_RETENTION
    ) -> Written:
        """The text back for somebody who reads it, or ERASED where its key was destroyed; else raises as `unseal`."""
        try:
            return self.unseal(blob, holder=holder, table=table, column=column, row=row, retention=retention)
        except KeyDestroyed:
            return ERASED

    def destroy_key(self, holder: str, retention: str, *, reason: str) -> bool:
        """Erase what was sealed for a holder in a retention class; True when there was a key. `reason` is a code.

        The key store is a database of its own and is changed at once: do this last, and so that doing it again after
        this unit of work came to nothing changes nothing. A holder that never had such a key is not barred from one.
        """
        self._refuse_to_write_while_reading()
        self._refuse_after_a_rollback()
        if retention not in self.vault.retentions(self.organisation, holder):
            return False
        return self.vault.destroy(self.organisation, holder, retention, at=self.now, reason=reason)

    def search_hash(self, kind: str, value: str) -> bytes:
        """The keyed hash by which a sealed value (a BSN, a client number) can be found again in this organisation."""
        return self.vault.search_hash(self.organisation, kind, value)

    def finish(self) -> None:
        """Write everything that waits; called once, right before the commit."""
        self._refuse_after_a_rollback()
        inserts = self._new.to_insert(self.connection.dialect.name)
        if inserts is None:  # the flush has to write them
            self.session.flush()
        write_last(
            self.connection,
            self._session,
            self.plumbing,
            inserts=inserts or (),
            told=self._told.values(),
            timeline=[link.row for link in self._links],
            events=self._events,
        )

    def refuse_what_changed(self) -> None:
        """At the end of what only reads: raises WallError for rows that were added, changed or deleted in its session,
        which else would come to nothing."""
        if self._session is not None:
            self._session.flush()

    def commit(self) -> None:
        """Commit the one transaction that this began with, and no other. Raises RolledBack where that is over."""
        self._refuse_after_a_rollback()
        assert self._transaction is not None
        self._transaction.commit()

    def close(self) -> None:
        """Let go of the session and its rows; called once, at the end."""
        if self._session is not None:
            self._session.close()

    def found(self, query: Select[Any], **sought: object) -> ScalarResult[Any]:
        """Ask a query that was `made_once`, of this organisation; ``sought`` are its other parameters."""
        return self.session.scalars(query, {**sought, "organisation": self.organisation})

    def _attach(self, case: CaseMixin | CaseFile) -> None:
        self._refuse_to_write_while_reading()
        if not isinstance(case, CaseFile) and case not in self._new and case not in self.session:
            self.session.add(case)
        self._told[id(case)] = case  # which lives as long as it stands here, so that no other gets its number

    def _find(self, model: type[_Case], case_id: str, lock: bool) -> _Case | None:
        query = _by_id(cast(Hashable, model), lock and not self.reading)
        found: _Case | None = self.session.scalars(
            query, {"organisation": self.organisation, "id": case_id}
        ).one_or_none()
        return found

    def _read_or_make(self, model: type[CaseMixin], table: Any, case_id: str, beside: Beside) -> CaseFile:
        found = self._find_file(table, case_id, beside)
        if found is None:
            made = self._insert_unless_there(model, self._fresh(case_id))
            found = self._find_file(table, case_id, beside)
            assert found is not None
            found.new = made
        return found

    def _find_file(self, table: Any, case_id: str, beside: Beside) -> CaseFile | None:
        return find_file(
            self.connection,
            table,
            organisation=self.organisation,
            case_id=case_id,
            lock=not self.reading,
            beside=beside,
        )

    def _find_files(self, table: Any, case_ids: Collection[str]) -> dict[str, CaseFile]:
        return find_files(
            self.connection, table, organisation=self.organisation, case_ids=case_ids, lock=not self.reading
        )

    def _refuse_to_write_while_reading(self) -> None:
        if self.reading:
            raise WallError("this unit of work only reads")

    def _refuse_after_a_rollback(self) -> None:
        """The connection would begin another transaction by itself, and half of the work would be committed."""
        if self._transaction is None or not self._transaction.is_active:
            raise RolledBack

    def _fresh(self, case_id: str) -> dict[str, Any]:
        """The columns of a case that nothing was said of yet."""
        return {
            "organisation": self.organisation,
            "id": case_id,
            "version": 1,
            "created_at": self.now,
            **FRESH_CASE,
        }

    def _insert_unless_there(self, model: type[CaseMixin], *rows: Mapping[str, Any]) -> bool:
        self._refuse_to_write_while_reading()
        return bool(insert_rows(self.connection, _table(model), rows, unless_there=True))


def _table(model: type[Organised]) -> Any:
    return inspect(model).local_table


@lru_cache(maxsize=256)
def _by_id(model: Hashable, lock: bool) -> Select[Any]:
    """The query for one case, made once per class: it is the most frequent one of all."""
    case: Any = model
    query = select(case).where(case.organisation == bindparam("organisation"), case.id == bindparam("id"))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return query.execution_options(**{NAMES_ITS_ORGANISATION: True})
