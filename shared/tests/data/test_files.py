"""A person's file, of which only the head is read and moved; and statements past the session."""

import pytest
from sqlalchemy import bindparam, event, func, literal, select
from sqlalchemy.orm.exc import StaleDataError
from ward.models import PLUMBING, Case

from waarborg_shared.db import WallError
from waarborg_shared.events.consent import ConsentGiven
from waarborg_shared.timeline import verify_service

from .conftest import outbox, together

GIVEN = ConsentGiven(subject_ref="person-1", purpose="care", statement_version="2026-1")


def test_a_file_is_made_once_and_its_head_moves_without_a_session(runtime, uow, begin, now):
    for _ in range(2):
        with begin() as work:
            file = work.file(Case, "person-1")
            work.emit(GIVEN, case=file)
            work.record(file, verb="gave-consent", why="She said so.")
    with begin() as work:
        kept = work.case(Case, "person-1")
        assert (kept.version, kept.event_sequence, kept.timeline_number, kept.created_at) == (3, 2, 2, now)
    assert [row["sequence"] for row in outbox(uow)] == [1, 2]
    (checked,) = verify_service(uow.engine, PLUMBING, [Case], organisations=["bqr"], vault=runtime.vault)
    assert (checked.report.entries, checked.report.findings) == (2, ())


def test_a_file_asked_for_twice_is_one_and_the_same(uow, begin):
    with begin() as work:
        work.emit(GIVEN, case=work.file(Case, "person-1"))
        work.emit(GIVEN, case=work.file(Case, "person-1"))
    assert [row["sequence"] for row in outbox(uow)] == [1, 2]


def test_what_is_asked_beside_a_file_comes_with_it_new_known_or_read_already(uow, begin):
    own = Case.__table__.alias("own")
    of_here = own.c.organisation == bindparam("organisation")
    links = select(own.c.timeline_number).where(of_here, own.c.id == bindparam("id")).scalar_subquery()
    beside = (links.label("links"), literal(True).label("known"))
    with begin() as work:
        new = work.file(Case, "person-1", beside=beside)
        assert (new.version, dict(new.beside)) == (1, {"links": 0, "known": True})
        work.record(new, verb="gave-consent")
    with begin() as work:
        asked: list[str] = []
        event.listen(uow.engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: asked.append(sql))
        known = work.file(Case, "person-1", beside=beside)
        assert (known.timeline_number, known.beside["links"], len(asked)) == (1, 1, 1)
        work.record(known, verb="gave-consent")
        again = work.file(Case, "person-1", beside=beside)
        assert again is known and (again.timeline_number, again.beside["links"]) == (2, 1)
    with begin() as work:
        assert work.file(Case, "person-1").beside == {}


def test_two_who_make_the_same_file_at_once_share_it(uow, begin):
    together(lambda work: work.emit(GIVEN, case=work.file(Case, "person-1")), begin)
    assert [row["sequence"] for row in outbox(uow)] == list(range(1, 31))


def test_a_file_that_was_written_meanwhile_is_refused_and_nothing_is_kept(uow, begin):
    with begin() as work:
        stale = work.file(Case, "person-1")
        work.emit(GIVEN, case=stale)
    with pytest.raises(StaleDataError), begin() as work:
        work.emit(GIVEN, case=stale)
    assert len(outbox(uow)) == 1


def test_a_log_that_went_on_meanwhile_is_refused_as_stale_too(begin):
    with begin() as work:
        stale = work.file(Case, "person-1")
    with begin() as work:
        work.record(work.file(Case, "person-1"), verb="gave-consent")
    with pytest.raises(StaleDataError), begin() as work:
        work.record(stale, verb="gave-consent")


def test_who_only_reads_makes_no_file(uow, begin, bqr_actor, now):
    with pytest.raises(WallError), uow.read("bqr", actor=bqr_actor, now=now) as work:
        work.file(Case, "person-1")
    with begin() as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 0


def test_another_organisations_file_is_not_found_and_not_touched(uow, begin, jtb_actor, now):
    with begin() as work:
        work.emit(GIVEN, case=work.file(Case, "person-1"))
    with uow.begin("jtb-care", actor=jtb_actor, now=now) as work:
        work.emit(GIVEN, case=work.file(Case, "person-1"))
    assert [(row["organisation"], row["sequence"]) for row in outbox(uow)] == [("bqr", 1), ("jtb-care", 1)]


def test_a_statement_past_the_session_sees_what_the_session_holds_and_stays_behind_the_wall(begin):
    with begin() as work:
        work.add(Case(title="first"))
        table = Case.__table__
        held = select(func.count()).select_from(table).where(table.c.organisation == bindparam("organisation"))
        assert work.execute(held, {"organisation": "bqr"}).scalar_one() == 1
        with pytest.raises(WallError):
            work.execute(held, {"organisation": "jtb-care"})
    with pytest.raises(WallError), begin() as work:
        work.execute(select(Case.__table__.c.id), {})
