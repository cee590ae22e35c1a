"""Many files and rows at once: the same as one after another, in a fixed number of statements."""

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm.exc import StaleDataError
from ward.models import PLUMBING, Case

from waarborg_shared.db import WallError
from waarborg_shared.events.consent import ConsentGiven
from waarborg_shared.timeline import verify_service

from .conftest import outbox, together

PERSONS = [f"person-{number}" for number in range(60)]


def given(ref):
    return ConsentGiven(subject_ref=ref, purpose="care", statement_version="2026-1")


def give_all(work, refs=PERSONS):
    files = work.files(Case, refs)
    work.ready_to_seal(files)
    for ref in refs:
        work.emit(given(ref), case=files[ref])
        work.record(files[ref], verb="gave-consent")


def test_many_files_are_made_once_and_their_heads_move(runtime, uow, begin):
    for _ in range(2):
        with begin() as work:
            give_all(work)
    with begin() as work:
        kept = work.files(Case, PERSONS)
        assert {(file.version, file.event_sequence, file.timeline_number) for file in kept.values()} == {(3, 2, 2)}
    assert len(outbox(uow)) == 2 * len(PERSONS)
    reports = list(verify_service(uow.engine, PLUMBING, [Case], organisations=["bqr"], vault=runtime.vault))
    assert len(reports) == len(PERSONS) and not any(each.report.findings for each in reports)


def test_events_of_one_commit_stand_in_their_order_behind_those_before_them(uow, begin):
    for some in (PERSONS[40:], PERSONS[:40]):
        with begin() as work:
            give_all(work, some)
    rows = outbox(uow)
    assert [row["case_ref"] for row in rows] == PERSONS[40:] + PERSONS[:40]
    positions = [row["position"] for row in rows]
    assert positions == sorted(set(positions))


def test_however_many_there_are_the_statements_are_as_few(uow, begin):
    asked = []
    event.listen(uow.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: asked.append(statement))
    with begin() as work:
        give_all(work, PERSONS[:2])
    few = len(asked)
    asked.clear()
    with begin() as work:
        give_all(work, PERSONS[2:])
    assert len(asked) == few


def test_a_file_is_the_same_asked_for_alone_or_with_others(begin):
    with begin() as work:
        alone = work.file(Case, "person-1")
        assert work.files(Case, ["person-1", "person-2", "person-1"])["person-1"] is alone
        assert work.files(Case, []) == {}


def test_many_who_change_the_same_files_at_once_wait_for_one_another(uow, begin):
    together(lambda work: give_all(work, PERSONS[:3]), begin)
    assert [row["sequence"] for row in outbox(uow) if row["case_ref"] == "person-1"] == list(range(1, 31))


def test_one_stale_file_among_many_undoes_all(uow, begin):
    with begin() as work:
        stale = work.files(Case, PERSONS[:2])["person-1"]
        work.emit(given("person-1"), case=stale)
    with pytest.raises(StaleDataError), begin() as work:
        give_all(work, ["person-5"])
        work.emit(given("person-1"), case=stale)
    assert len(outbox(uow)) == 1


def test_who_only_reads_makes_no_files_and_appends_nothing(uow, begin, bqr_actor, now):
    with pytest.raises(WallError), uow.read("bqr", actor=bqr_actor, now=now) as work:
        work.files(Case, ["person-1"])
    with pytest.raises(WallError), uow.read("bqr", actor=bqr_actor, now=now) as work:
        work.append_all(Case, [{"id": "x"}])
    with begin() as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 0


def test_rows_are_appended_together_each_this_organisations(begin):
    fresh = {"version": 1, "timeline_number": 0, "timeline_link": b"", "event_sequence": 0, "title": "x"}
    with begin() as work:
        work.append_all(Case, [])
        work.append_all(Case, ({**fresh, "id": ref, "created_at": work.now, "organisation": "other"} for ref in "ab"))
    with begin() as work:
        assert set(work.session.scalars(select(Case.organisation))) == {"bqr"}
