"""The unit of work: rows, log and events in one commit or in none, on SQLite and on PostgreSQL."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import bindparam, func, select, update
from sqlalchemy import event as listen
from sqlalchemy.exc import IntegrityError, PendingRollbackError
from sqlalchemy.orm.exc import StaleDataError
from ward.models import PLUMBING, Case, Note

from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import WallError, new_id, select_for
from waarborg_shared.events.consent import ConsentGiven
from waarborg_shared.service import build_runtime
from waarborg_shared.uow import ERASED, RolledBack, UnknownCase
from waarborg_shared.vault import CannotUnseal, KeyDestroyed

from .conftest import outbox, together

GIVEN = ConsentGiven(subject_ref="person-1", purpose="care", statement_version="2026-1")


def statements(engine):
    seen = []
    listen.listen(engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: seen.append(sql))
    listen.listen(engine, "commit", lambda _c: seen.append("COMMIT"))
    return seen


def test_a_case_its_log_and_its_events_are_one_commit(uow, begin, now):
    with begin() as work:
        case = work.add(Case(title="new"))
        work.emit(GIVEN, case=case)
        work.emit(GIVEN, case=case)
        work.record(case, verb="gave-consent", why="She said so.", facts={"purpose": "care"})
    rows = outbox(uow)
    assert [(row["case_ref"], row["sequence"], row["state"]) for row in rows] == [
        (case.id, 1, "pending"),
        (case.id, 2, "pending"),
    ]
    assert rows[0]["position"] < rows[1]["position"]
    told = json.loads(rows[0]["body"])  # a consumer would refuse it: the made-up ward tells what is consent's to tell
    assert (told["source"], told["organisation"], told["type"]) == ("ward", "bqr", GIVEN.type)
    assert (datetime.fromisoformat(told["time"]), told["data"]["subject_ref"]) == (now, GIVEN.subject_ref)
    assert rows[0]["routing_key"] == f"{GIVEN.type}.bqr"
    with begin() as work:
        kept = work.case(Case, case.id)
        assert (kept.version, kept.event_sequence, kept.timeline_number, kept.created_at) == (1, 2, 1, now)
        assert work.session.scalar(select_for(PLUMBING.timeline, "bqr", func.count())) == 1


def test_what_fails_leaves_nothing(uow, begin):
    with pytest.raises(RuntimeError), begin() as work:
        case = work.add(Case(title="new"))
        work.emit(GIVEN, case=case)
        work.record(case, verb="gave-consent")
        work.session.flush()
        raise RuntimeError
    assert outbox(uow) == []
    with begin() as work, pytest.raises(UnknownCase):
        work.case(Case, case.id)


def test_the_relay_is_woken_after_a_commit_with_events_and_at_no_other_time(uow, begin):
    rung = []
    uow.wake = lambda: rung.append(len(outbox(uow)))
    with begin() as work:
        case = work.add(Case(title="quiet"))
    assert rung == []
    with pytest.raises(RuntimeError), begin() as work:
        work.emit(GIVEN, case=work.case(Case, case.id))
        raise RuntimeError
    assert rung == []
    with begin() as work:
        work.emit(GIVEN, case=work.case(Case, case.id))
    assert rung == [1]


def test_a_change_counts_up_the_version_and_a_stale_writer_is_refused(begin):
    with begin() as work:
        case = work.add(Case(title="first"))
    with begin() as work:
        work.case(Case, case.id).title = "second"
    with begin() as work:
        assert work.case(Case, case.id).version == 2
    with pytest.raises(StaleDataError), begin() as work:
        work.session.add(case)
        case.title = "third"


def test_a_case_of_which_only_the_head_moves_counts_up_too_and_refuses_a_stale_writer(begin):
    with begin() as work:
        case = work.add(Case(title="first"))
    with begin() as work:
        moved = work.case(Case, case.id)
        work.emit(GIVEN, case=moved)
        work.record(moved, verb="gave-consent")
    assert moved.version == 2
    with begin() as work:
        kept = work.case(Case, case.id)
        assert (kept.version, kept.event_sequence, kept.timeline_number, kept.title) == (2, 1, 1, "first")
    with pytest.raises(StaleDataError), begin() as work:
        work.emit(GIVEN, case=case)


def test_a_head_that_moves_with_the_case_counts_up_once(begin):
    with begin() as work:
        case = work.add(Case(title="first"))
    with begin() as work:
        changed = work.case(Case, case.id)
        changed.title = "second"
        work.emit(GIVEN, case=changed)
    with begin() as work:
        kept = work.case(Case, case.id)
        assert (kept.version, kept.event_sequence, kept.title) == (2, 1, "second")


def test_a_row_that_is_appended_is_the_organisations_own(begin, uow, bqr_actor, now):
    with begin() as work:
        work.append(Case, id="appended", title="straight", version=1, created_at=now, organisation="jtb-care")
    with begin() as work:
        assert work.case(Case, "appended", lock=False).organisation == "bqr"
    with uow.read("bqr", actor=bqr_actor, now=now) as work, pytest.raises(WallError):
        work.append(Case, id="another", title="straight", version=1, created_at=now)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda work, _case: work.add(Case(title="second")), id="add"),
        pytest.param(lambda work, case: work.emit(GIVEN, case=case), id="emit"),
        pytest.param(lambda work, case: work.record(case, verb="looked"), id="record"),
        pytest.param(
            lambda work, _case: work.execute(
                update(Case.__table__).where(Case.__table__.c.organisation == "bqr").values(title="x"), {}
            ),
            id="execute",
        ),
        pytest.param(lambda work, _case: work.session.execute(update(Case).values(title="x")), id="session"),
    ],
)
def test_who_only_reads_is_refused_whatever_would_change_something(uow, begin, bqr_actor, now, change):
    with begin() as work:
        kept = work.add(Case(title="first")).id
    with uow.read("bqr", actor=bqr_actor, now=now) as work:
        case = work.case(Case, kept)
        with pytest.raises(WallError):
            change(work, case)
    with begin() as work:
        assert work.session.scalars(select(Case.title)).all() == ["first"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda work, _case: work.session.add(Case(title="second")), id="add"),
        pytest.param(lambda _work, case: setattr(case, "title", "x"), id="change"),
        pytest.param(lambda work, case: work.session.delete(case), id="delete"),
    ],
)
def test_what_was_changed_in_the_session_of_who_only_reads_is_refused_at_the_end(uow, begin, bqr_actor, now, change):
    with begin() as work:
        kept = work.add(Case(title="first")).id
    with pytest.raises(WallError), uow.read("bqr", actor=bqr_actor, now=now) as work:
        change(work, work.case(Case, kept))
    with begin() as work:
        assert work.session.scalars(select(Case.title)).all() == ["first"]


def test_another_organisations_case_is_unknown(uow, begin, jtb_actor, now):
    with begin() as work:
        case = work.add(Case(title="ours"))
    with uow.begin("jtb-care", actor=jtb_actor, now=now) as work, pytest.raises(UnknownCase):
        work.case(Case, case.id)


@pytest.mark.parametrize("then", ["append", "file", "execute", "nothing"])
def test_after_a_statement_that_failed_no_half_of_the_work_is_committed(uow, begin, then):
    more = {
        "append": lambda work: work.append(Case, id="last", version=1, created_at=work.now),
        "file": lambda work: work.emit(GIVEN, case=work.file(Case, "last")),
        "execute": lambda work: work.execute(
            select(Case.__table__.c.id).where(Case.__table__.c.organisation == bindparam("organisation")),
            {"organisation": "bqr"},
        ),
        "nothing": lambda work: None,
    }
    with pytest.raises((RolledBack, PendingRollbackError)), begin() as work:
        work.add(Case(id="first", title="first"))
        work.session.flush()
        work.session.expunge_all()
        work.add(Case(id="first", title="once more"))
        with pytest.raises(IntegrityError):
            work.session.flush()
        more[then](work)
    with begin() as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 0
    assert outbox(uow) == []


def test_an_actor_acts_in_its_own_organisation_only(uow, jtb_actor, now):
    with pytest.raises(ValueError, match="another organisation"), uow.begin("bqr", actor=jtb_actor, now=now):
        pytest.fail("it began")


def test_a_naive_moment_is_refused(uow, bqr_actor):
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - that is what is tried
    with pytest.raises(ValueError, match="time zone"), uow.begin("bqr", actor=bqr_actor, now=naive):
        pytest.fail("it began")


def test_a_case_is_found_or_made_and_made_once(begin):
    with begin() as work:
        made = work.case_or_new(Case, "person-1", title="first")
        work.emit(GIVEN, case=made)
    with begin() as work:
        found = work.case_or_new(Case, "person-1", title="second")
        work.emit(GIVEN, case=found)
        assert (found.title, found.event_sequence) == ("first", 2)
    with begin() as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 1


def test_two_who_make_the_same_case_at_once_share_it(uow, begin):
    together(lambda work: work.emit(GIVEN, case=work.case_or_new(Case, "person-1", title="shared")), begin)
    assert [row["sequence"] for row in outbox(uow)] == list(range(1, 31))


def test_what_is_sealed_is_not_in_the_row_and_opens_for_its_holder(begin):
    with begin() as work:
        case = work.add(Case(title="new"))
        work.session.flush()
        note = work.add(Note(case_id=case.id))
        place = {"holder": "person-1", "table": "ward_note", "column": "text", "row": note.case_id}
        note.text_sealed = work.seal("She prefers the morning.", **place)
    with begin() as work:
        sealed = work.session.scalars(select(Note.text_sealed)).one()
        assert b"morning" not in sealed
        assert work.unseal(sealed, **place) == "She prefers the morning."
        assert work.search_hash("bsn", "123456782") == work.search_hash("bsn", "1234.56.782")


def test_what_was_sealed_for_who_was_erased_shows_as_erased_and_does_not_open(begin, now):
    place = {"holder": "person-1", "table": "ward_note", "column": "text", "row": "r-1"}
    with begin() as work:
        sealed = work.seal("She prefers the morning.", **place)
        other = work.seal("He too.", **{**place, "holder": "person-2"})
        assert work.unseal_to_show(sealed, **place) == "She prefers the morning."
        work.vault.destroy("bqr", "person-1", "case", at=now, reason="erasure.art17")
        assert work.unseal_to_show(sealed, **place) is ERASED
        with pytest.raises(KeyDestroyed):
            work.unseal(sealed, **place)
        with pytest.raises(CannotUnseal):
            work.unseal_to_show(other[:-1] + b"?", **{**place, "holder": "person-2"})


def test_a_moment_comes_back_as_it_went_in(begin, now):
    later = now + timedelta(microseconds=123456)
    with begin() as work:
        case = work.add(Case(title="new", created_at=later))
    with begin() as work:
        assert work.case(Case, case.id).created_at == later


def test_identifiers_sort_by_when_they_were_made():
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {each[14] for each in made} == {"7"}


def test_an_anonymous_visitor_can_act(uow, now):
    anonymous = Actor(ActorKind.ANONYMOUS, "anonymous", "bqr")
    with uow.begin("bqr", actor=anonymous, now=now) as work:
        work.record(work.add(Case(title="told by nobody")), verb="reported")


def test_a_new_case_with_an_event_and_a_log_line_is_five_statements(uow, begin):
    with begin() as work:  # the key of the case's holder and the statements' compilation are not counted
        work.record(work.add(Case(id="warm", title="warm")), verb="reported")
    seen = statements(uow.engine)
    with begin() as work:
        case = work.add(Case(title="new"))
        work.emit(GIVEN, case=case)
        work.record(case, verb="reported", holder="warm")
    assert [sql.split()[0].rstrip(";") for sql in seen] == ["BEGIN", "INSERT", "INSERT", "INSERT", "COMMIT"]


@pytest.mark.servers
def test_a_connection_that_died_in_the_pool_is_replaced_before_anything_is_done(
    ward, postgres_database, make_settings, now, bqr_actor
):
    database = postgres_database(ward)
    runtime = build_runtime(ward, make_settings(ward, database), now=lambda: now)
    with runtime.uow.begin("bqr", actor=bqr_actor, now=now) as work:
        work.add(Case(id="kept", title="kept"))
        pid = work.session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with runtime.uow.system() as session:
        other = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
        assert pid != other
    killer = build_runtime(ward, make_settings(ward, database, database_url=database.app), now=lambda: now)
    with killer.engine.connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
    killer.close()
    with runtime.uow.begin("bqr", actor=bqr_actor, now=now) as work:
        assert work.case(Case, "kept").title == "kept"
    runtime.close()
