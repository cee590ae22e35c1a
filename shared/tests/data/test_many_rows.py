"""Rows by lists: the same rows as one after another, refused where they are not one organisation's, found by key."""

import pytest
from sqlalchemy import bindparam, event, select
from sqlalchemy.exc import DataError, IntegrityError
from ward.models import PLUMBING, Case

from waarborg_shared.db import WallError, WrongOrganisation
from waarborg_shared.db.many import insert_rows, of_each, update_rows
from waarborg_shared.service import build_runtime

CASE, TIMELINE = Case.__table__, PLUMBING.timeline


def cases(now, *refs, organisation="bqr"):
    head = {"version": 1, "timeline_number": 0, "timeline_link": b"\x00\xff'\\", "event_sequence": 0, "title": ""}
    return [{**head, "organisation": organisation, "id": ref, "created_at": now} for ref in refs]


def statements(uow):
    asked = []
    event.listen(uow.engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: asked.append(sql))
    return asked


def kept(begin):
    with begin() as work:
        query = select(CASE).where(CASE.c.organisation == bindparam("organisation")).order_by(CASE.c.id)
        return [dict(row._mapping) for row in work.execute(query, {"organisation": "bqr"})]


def test_many_rows_are_what_one_after_another_would_be(begin, now):
    with begin() as work:
        assert insert_rows(work.connection, CASE, []) == 0
        insert_rows(work.connection, CASE, cases(now, "a"))
        insert_rows(work.connection, CASE, [{**each, "title": "zin"} for each in cases(now, "b", "c")])
    first, *others = kept(begin)
    assert [{**each, "id": "a", "title": ""} for each in others] == [first, first]
    assert others[0]["title"] == "zin"


@pytest.mark.parametrize("facts", [[["name"], ["name"]], [["a", "b"], []], [{"a": [1]}, {}], ["a", 1]])
def test_what_is_kept_as_json_comes_back_as_it_was(begin, now, facts):
    who = {"organisation": "bqr", "case_ref": "c", "actor_kind": "staff", "actor_ref": "s", "verb": "v"}
    sealed = {"why_sealed": None, "salt_sealed": b"1", "digest": b"2", "link": b"3"}
    rows = [{**who, **sealed, "number": number, "at": now, "facts": each} for number, each in enumerate(facts, 1)]
    with begin() as work:
        insert_rows(work.connection, TIMELINE, rows)
    query = select(TIMELINE.c.facts).where(TIMELINE.c.organisation == bindparam("organisation"))
    with begin() as work:
        found = work.execute(query.order_by(TIMELINE.c.number), {"organisation": "bqr"})
        assert found.scalars().all() == facts


def test_rows_that_are_there_stay_and_only_the_others_are_counted(begin, now):
    with begin() as work:
        insert_rows(work.connection, CASE, cases(now, "b"))
        again = [{**each, "title": "anders"} for each in cases(now, "a", "b", "c")]
        assert insert_rows(work.connection, CASE, again, unless_there=True) == 2
    assert [row["title"] for row in kept(begin)] == ["anders", "", "anders"]


def test_a_row_that_is_there_twice_is_refused_with_all_of_them(begin, now):
    with pytest.raises(IntegrityError), begin() as work:
        insert_rows(work.connection, CASE, cases(now, "a", "b", "a"))
    assert kept(begin) == []


@pytest.mark.servers
def test_what_is_too_long_is_refused_and_not_cut_off(ward, postgres_database, make_settings, now, bqr_actor):
    runtime = build_runtime(ward, make_settings(ward, postgres_database(ward)), now=lambda: now)
    with pytest.raises(DataError), runtime.uow.begin("bqr", actor=bqr_actor, now=now) as work:
        insert_rows(work.connection, CASE, cases(now, "a", "b" * 37))
    runtime.close()


def test_rows_of_another_organisation_do_not_pass(begin, now):
    for rows in (
        cases(now, "a", "b", organisation="jtb-care"),
        [*cases(now, "a"), *cases(now, "b", organisation="jtb-care")],
    ):
        with pytest.raises(WallError), begin() as work:
            insert_rows(work.connection, CASE, rows)
    assert kept(begin) == []


def test_nobody_changes_rows_of_another_organisation(begin, now):
    with begin() as work:
        insert_rows(work.connection, CASE, cases(now, "a", "b"))
    rows = [{"organisation": "jtb-care", "id": ref, "title": "x"} for ref in "ab"]
    with pytest.raises(WrongOrganisation), begin() as work:
        update_rows(work.connection, CASE, rows, found_by=("id",))


def test_each_row_gets_its_own_new_value_where_it_is_found(begin, now):
    with begin() as work:
        insert_rows(work.connection, CASE, cases(now, "a", "b", "c"))
        rows = [
            {"organisation": "bqr", "id": ref, "version": version, "new_version": 7, "title": ref.upper()}
            for ref, version in (("a", 1), ("b", 2), ("c", 1), ("d", 1))
        ]
        assert update_rows(work.connection, CASE, rows, found_by=("id", "version")) == 2
        assert update_rows(work.connection, CASE, [], found_by=("id",)) == 0
    assert [(row["id"], row["version"], row["title"]) for row in kept(begin)] == [
        ("a", 7, "A"),
        ("b", 1, ""),
        ("c", 7, "C"),
    ]


def test_rows_are_found_by_a_list_in_its_order_and_no_others(begin, now):
    query = select(CASE.c.id).where(CASE.c.organisation == bindparam("organisation"))
    with begin() as work:
        insert_rows(work.connection, CASE, cases(now, "a", "b", "c", "d"))
        each = of_each(query, CASE.c.id, "ids", work.connection.dialect.name)
        found = work.execute(each, {"organisation": "bqr", "ids": ["a", "c", "x"]}).scalars().all()
        assert found == ["a", "c"]
        with pytest.raises(WrongOrganisation):
            work.execute(each, {"organisation": "jtb-care", "ids": ["a"]})


def test_however_many_rows_there_are_it_is_one_statement(uow, begin, now):
    with begin() as work:
        asked = statements(uow)
        insert_rows(work.connection, CASE, cases(now, *(f"case-{number}" for number in range(300))))
        assert len(asked) == 1
