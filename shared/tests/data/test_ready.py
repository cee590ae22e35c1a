"""Statements that are made once: they answer as ever, and the wall is asked about each execution of them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from ward.models import PLUMBING, Case, Note

from waarborg_shared.db import UtcDateTime, WallError, WrongOrganisation
from waarborg_shared.db.ready import NotReady, ReadyStatement
from waarborg_shared.uow import Work

CASE, NOTE, TIMELINE = Case.__table__, Note.__table__, PLUMBING.timeline
OWN = CASE.c.organisation == bindparam("organisation")
ASKED = select(CASE.c.id, CASE.c.created_at, CASE.c.timeline_link).where(
    OWN, CASE.c.created_at <= bindparam("now", type_=UtcDateTime()), CASE.c.version == 1
)
ASKED_READY = ReadyStatement(ASKED)
NAMES = tuple(column.name for column in CASE.c)
ADDED = ReadyStatement(insert(CASE), NAMES)


def case(ref, *, organisation="bqr", at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC)):
    head = {"version": 1, "timeline_number": 0, "timeline_link": b"\x00\xff'\\", "event_sequence": 0}
    return (
        dict.fromkeys(NAMES)
        | head
        | {
            "organisation": organisation,
            "id": ref,
            "created_at": at,
            "title": "50% van wat '%(id)s' heet",
        }
    )


@pytest.fixture
def add(begin):
    def add(**row):
        with begin() as work:
            work.execute(ADDED, row)

    return add


def test_a_ready_statement_answers_as_the_statement_does(begin, add, now):
    add(**case("a"))
    add(**case("b", at=now + timedelta(days=1)))
    elsewhere = now.astimezone(timezone(timedelta(hours=2)))
    with begin() as work:
        asked = {"organisation": "bqr", "now": elsewhere}
        first = [tuple(row) for row in work.execute(ASKED_READY, asked)]
        assert first == [tuple(row) for row in work.execute(ASKED, asked)] == [("a", now, b"\x00\xff'\\")]
        assert first[0][1].utcoffset() == timedelta(0)
        assert work.execute(ASKED_READY, {**asked, "now": now - timedelta(days=9)}).all() == []


def test_what_is_added_by_a_ready_statement_is_what_was_given(begin, add):
    given = case("a")
    add(**given)
    with begin() as work:
        (row,) = work.execute(select(CASE).where(OWN), {"organisation": "bqr"}).mappings()
    assert dict(row) == given


@pytest.mark.parametrize("row", [{"organisation": "jtb-care"}, {"organisation": None}])
def test_a_row_of_another_organisation_does_not_pass(begin, add, row):
    with pytest.raises(WrongOrganisation):
        add(**{**case("a"), **row})
    with begin() as work:
        assert work.execute(ASKED_READY, {"organisation": "bqr", "now": work.now}).all() == []


def test_a_ready_question_about_another_organisation_does_not_pass(begin, add, now):
    add(**case("a"))
    with begin() as work:
        assert len(work.execute(ASKED_READY, {"organisation": "bqr", "now": now}).all()) == 1
        with pytest.raises(WrongOrganisation):
            work.execute(ASKED_READY, {"organisation": "jtb-care", "now": now})


@pytest.mark.parametrize(
    "statement",
    [select(CASE.c.id), select(CASE.c.id).where(OWN, NOTE.c.word == CASE.c.title), select(TIMELINE.c.facts)],
)
def test_a_statement_that_is_not_held_to_an_organisation_is_refused_each_time(begin, statement):
    ready = ReadyStatement(statement)
    for _ in range(2):
        with begin() as work, pytest.raises(WallError):
            work.execute(ready, {"organisation": "bqr"})


def test_what_only_reads_adds_nothing_by_a_ready_statement(uow, bqr_actor, now):
    with uow.read("bqr", actor=bqr_actor, now=now) as work, pytest.raises(WallError):
        work.execute(ADDED, case("a"))


def test_outside_any_organisation_it_is_refused(runtime, now):
    with runtime.engine.connect() as connection, pytest.raises(WallError):
        ASKED_READY.execute(connection, {"organisation": "bqr", "now": now})


def test_a_statement_of_which_the_text_changes_is_never_ready(begin):
    ready = ReadyStatement(select(CASE.c.id).where(OWN, CASE.c.id.in_(bindparam("refs", expanding=True))))
    with begin() as work, pytest.raises(NotReady):
        work.execute(ready, {"organisation": "bqr", "refs": ["a"]})


def test_a_moment_without_a_zone_is_refused(begin, now):
    def ask(work: Work):
        work.execute(ASKED_READY, {"organisation": "bqr", "now": now.replace(tzinfo=None)})

    with begin() as work, pytest.raises(Exception, match="without a time zone"):
        ask(work)


def test_a_refusal_of_the_database_tells_nothing_of_what_was_sent(add):
    add(**case("a"))
    with pytest.raises(IntegrityError) as refused:
        add(**case("a"))
    assert "van wat" not in str(refused.value)
