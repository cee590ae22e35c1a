"""The second wall: a Core statement that is not held to the session's organisation never reaches the database."""

from collections.abc import Callable

import pytest
from sqlalchemy import (
    and_,
    bindparam,
    delete,
    exists,
    extract,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy import column as lightweight_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import insert as upsert
from ward import models

from waarborg_shared.db import (
    WallError,
    WrongOrganisation,
    delete_for,
    organisation_session,
    organised,
    select_for,
    system_session,
    update_for,
)
from waarborg_shared.db.statements import examine

TWO = ("bqr", "jtb-care")


class Tables:
    """The invented service's tables, an alias of one, and a subquery that is held."""

    Case = models.Case
    case = models.Case.__table__
    note = models.Note.__table__
    plumbing = models.PLUMBING
    other = case.alias("other")
    third = note.alias("third")
    held = select_for(case, "bqr").subquery()


@pytest.fixture
def tables():
    return Tables


@pytest.fixture
def engine(sqlite, open_engine, tables, now):
    """Two organisations with a case of the same id, and a note on each."""
    engine = open_engine(sqlite.app)
    for organisation in ("bqr", "jtb-care"):
        with organisation_session(engine, organisation, now=now) as session:
            session.add(tables.Case(id="same", title=organisation))
            session.flush()
            row = {"organisation": organisation, "id": "n1", "case_id": "same", "word": organisation}
            session.execute(insert(tables.note), row)
            session.commit()
    return engine


@pytest.fixture
def session(engine):
    with organisation_session(engine, "bqr") as session:
        yield session


def own(t):
    return t.c.organisation == "bqr"


def recursive(first, condition):
    """A recursive query whose second part reads the notes under a condition."""
    note = Tables.note
    cte = first.cte("walk", recursive=True)
    return cte.union(select(note.c.word).where(note.c.word == cte.c.title, condition))


def nested(*correlated):
    """An EXISTS in an EXISTS, the inner one held by the outermost query's organisation."""
    t = Tables
    inner = select(t.third.c.id).where(t.third.c.organisation == t.case.c.organisation)
    middle = exists().where(
        t.note.c.organisation == t.case.c.organisation, exists(inner.correlate(*correlated) if correlated else inner)
    )
    return select_for(t.case, "bqr", t.case.c.title).where(middle)


def words_of_all():
    """Text that reads the notes of every organisation."""
    return literal_column("(SELECT group_concat(word) FROM ward_note)")


HELD: dict[str, Callable] = {
    "helper": lambda t: select_for(t.case, "bqr", t.case.c.title),
    "by hand": lambda t: select(t.case.c.title).where(own(t.case)),
    "reversed": lambda t: select(t.case.c.title).where("bqr" == t.case.c.organisation),  # noqa: SIM300
    "with more": lambda t: select(t.case.c.title).where(own(t.case), t.case.c.id == "same"),
    "nested and": lambda t: select(t.case.c.title).where(and_(true(), and_(own(t.case), t.case.c.id == "same"))),
    "join by organisation": lambda t: (
        select(t.note.c.word).select_from(t.note.join(t.case, t.note.c.organisation == t.case.c.organisation))
    ).where(own(t.case)),
    "join on": lambda t: select(t.note.c.word).select_from(t.case.join(t.note, own(t.note))).where(own(t.case)),
    "outer join on": lambda t: (
        select(t.note.c.word).select_from(t.case.outerjoin(t.note, own(t.note))).where(own(t.case))
    ),
    "outer join by organisation": lambda t: (
        select(t.note.c.word)
        .select_from(t.case.outerjoin(t.note, t.note.c.organisation == t.case.c.organisation))
        .where(own(t.case))
    ),
    "alias": lambda t: select(t.other.c.title).where(organised(t.other, "bqr")),
    "subquery": lambda t: select(select_for(t.case, "bqr").subquery().c.title),
    "join to a subquery": lambda t: select(t.note.c.word).select_from(
        t.note.join(t.held, t.held.c.organisation == t.note.c.organisation)
    ),
    "cte": lambda t: select(select_for(t.case, "bqr").cte().c.title),
    "exists": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        exists().where(t.note.c.organisation == t.case.c.organisation)
    ),
    "not exists": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        ~exists().where(t.note.c.organisation == t.case.c.organisation, t.note.c.id == "no")
    ),
    "exists in exists, correlated": lambda t: nested(t.case),
    "exists in exists, correlated by its middle": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        exists().where(
            t.note.c.organisation == t.case.c.organisation,
            exists().where(t.third.c.organisation == t.note.c.organisation),
        )
    ),
    "the same table in it, held by itself": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        t.case.c.title.in_(select_for(t.case, "bqr", t.case.c.title).correlate(None))
    ),
    "a constant": lambda t: select_for(t.case, "bqr", t.case.c.title).where(literal_column("'it''s'") != "x"),
    "a number": lambda t: select_for(t.case, "bqr", t.case.c.title).where(literal_column("1") == 1),
    "an operator of signs": lambda t: select_for(t.case, "bqr", t.case.c.title.op("||")("")),
    "an operator of a known word": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        t.case.c.title.op("LIKE")("bqr")
    ),
    "union": lambda t: select_for(t.case, "bqr", t.case.c.title).union_all(select_for(t.note, "bqr", t.note.c.word)),
    "for update": lambda t: select_for(t.case, "bqr", t.case.c.title).with_for_update(),
    "recursive cte": lambda t: select(recursive(select_for(t.case, "bqr", t.case.c.title), own(t.note)).c.title),
    "function": lambda t: select_for(t.case, "bqr", t.case.c.title).add_columns(
        func.json_each("[1]").table_valued("value").c.value
    ),
    "window": lambda t: select_for(t.case, "bqr", func.max(t.case.c.title).over()),
}

LOOSE: dict[str, Callable] = {
    "nothing": lambda t: select(t.case.c.title),
    "another": lambda t: select_for(t.case, "jtb-care", t.case.c.title),
    "or": lambda t: select(t.case.c.title).where(own(t.case) | (t.case.c.id == "same")),
    "not": lambda t: select(t.case.c.title).where(~own(t.case)),
    "unequal": lambda t: select(t.case.c.title).where(t.case.c.organisation != "bqr"),
    "like": lambda t: select(t.case.c.title).where(t.case.c.organisation.like("%")),
    "itself": lambda t: select(t.case.c.title).where(t.case.c.organisation == t.case.c.organisation),
    "another column": lambda t: select(t.case.c.title).where(t.case.c.title == "bqr"),
    "joined without": lambda t: select(t.note.c.word).select_from(t.case.join(t.note, true())).where(own(t.case)),
    "crossed": lambda t: select(t.note.c.word).select_from(t.note).where(exists().where(own(t.case))),
    "left side of an outer join": lambda t: select(t.case.c.title).select_from(
        t.case.outerjoin(t.note, and_(own(t.case), own(t.note)))
    ),
    "full join": lambda t: select(t.case.c.title).select_from(
        t.case.join(t.note, and_(own(t.case), own(t.note)), full=True)
    ),
    "alias": lambda t: select(t.case.alias().c.title).where(literal("bqr") == "bqr"),
    "alias beside the table": lambda t: select(t.other.c.title).where(own(t.case)),
    "subquery": lambda t: select(select(t.case).subquery().c.title),
    "cte": lambda t: select(select(t.case).cte().c.title),
    "recursive cte": lambda t: select(recursive(select_for(t.case, "bqr", t.case.c.title), true()).c.title),
    "recursive cte begun loosely": lambda t: select(recursive(select(t.case.c.title), own(t.note)).c.title),
    "an insert as a cte": lambda t: select(insert(t.note).values(organisation="x").returning(t.note).cte().c.word),
    "a cte beside": lambda t: select_for(t.case, "bqr").add_cte(select(t.note).cte()),
    "scalar subquery": lambda t: select(select(func.max(t.case.c.title)).scalar_subquery()),
    "scalar subquery on a held table": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        select(func.max(t.note.c.word)).scalar_subquery() == "x"
    ),
    "the same table uncorrelated": lambda t: select_for(t.note, "bqr", t.note.c.word).where(
        t.note.c.word.in_(select(t.case.c.title).select_from(t.case).correlate(None))
    ),
    "exists": lambda t: select_for(t.case, "bqr", t.case.c.title).where(exists().where(t.note.c.id == "n1")),
    "exists in exists": lambda t: nested(),
    "exists in exists, correlated otherwise": lambda t: nested(t.note),
    "a scalar in a scalar": lambda t: select_for(
        t.case,
        "bqr",
        select(
            select(func.max(t.third.c.word)).where(t.third.c.organisation == t.case.c.organisation).scalar_subquery()
        )
        .select_from(t.note)
        .where(own(t.note))
        .scalar_subquery(),
    ),
    "a scalar in a scalar of an update": lambda t: update_for(t.case, "bqr").values(
        title=select(
            select(func.max(t.third.c.word)).where(t.third.c.organisation == t.case.c.organisation).scalar_subquery()
        )
        .select_from(t.note)
        .where(own(t.note))
        .scalar_subquery()
    ),
    "the same table in it, held by the one around": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        exists(
            select(t.note.c.id)
            .where(t.note.c.organisation == t.case.c.organisation)
            .select_from(t.note, t.case)
            .correlate(None)
        )
    ),
    "the limit of a union": lambda t: (
        select_for(t.case, "bqr", t.case.c.title)
        .union_all(select_for(t.note, "bqr", t.note.c.word))
        .limit(select(func.count()).select_from(t.note).scalar_subquery())
    ),
    "the argument of a function that rows come from": lambda t: select(
        func.json_each(select(func.json_group_array(t.note.c.word)).scalar_subquery()).table_valued("value").c.value
    ),
    "one of a union": lambda t: select_for(t.case, "bqr", t.case.c.title).union_all(select(t.note.c.word)),
    "in": lambda t: select_for(t.case, "bqr").where(t.case.c.title.in_(select(t.note.c.word))),
    "orm": lambda t: select_for(t.case, "bqr").where(t.case.c.title.in_(select(t.note.c.word))),
    "text": lambda t: text("SELECT title FROM ward_case"),
    "text as a column": lambda t: select(words_of_all()),
    "text as a column beside": lambda t: select_for(t.case, "bqr", words_of_all()),
    "text as a column in a function": lambda t: select_for(t.case, "bqr", func.max(words_of_all())),
    "text as a column in a function that rows come from": lambda t: select(
        func.json_each(words_of_all()).table_valued("value").c.value
    ),
    "text as a column in a held subquery": lambda t: select(
        select_for(t.case, "bqr", words_of_all().label("w")).subquery().c.w
    ),
    "text as two constants": lambda t: select_for(t.case, "bqr").where(literal_column("'x' OR 'x'") == "x"),
    "text before": lambda t: select(literal(1)).prefix_with("(SELECT group_concat(word) FROM ward_note),"),
    "text after": lambda t: select_for(t.case, "bqr", t.case.c.title).suffix_with("UNION SELECT word FROM ward_note"),
    "text before a cte": lambda t: select(select_for(t.case, "bqr").cte().prefix_with("MATERIALIZED").c.title),
    "text before an update": lambda t: update_for(t.note, "bqr").values(word="x").prefix_with("OR IGNORE"),
    "a hint": lambda t: select_for(t.case, "bqr", t.case.c.title).with_hint(t.case, "NOT INDEXED"),
    "a hint at the end": lambda t: select_for(t.case, "bqr", t.case.c.title).with_statement_hint(
        "UNION SELECT word FROM ward_note"
    ),
    "an operator": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        t.case.c.title.op("= '' OR 1 = 1 OR '' =", precedence=100)("x")
    ),
    "an operator of a word": lambda t: select_for(t.case, "bqr", t.case.c.title).where(
        t.case.c.title.op("OR", precedence=100)("x")
    ),
    "an operator that begins a remark": lambda t: select_for(t.case, "bqr", t.case.c.title.op("--")("x")),
    "text columns": lambda t: text("SELECT title FROM ward_case").columns(t.case.c.title),
    "text in it": lambda t: select_for(t.case, "bqr").where(text("1 = 1 OR 1 = 1")),
    "a lightweight table": lambda t: select(lightweight_column("title")).select_from(
        table("ward_case", lightweight_column("title"))
    ),
    "poison": lambda t: select(t.plumbing.poison),
    "update": lambda t: update(t.note).values(word="x"),
    "update another": lambda t: update_for(t.note, "jtb-care").values(word="x"),
    "update by subquery": lambda t: update_for(t.note, "bqr").values(word=select(t.case.c.title).scalar_subquery()),
    "update the organisation": lambda t: update_for(t.note, "bqr").values(organisation="jtb-care"),
    "update from": lambda t: update(t.note).where(own(t.note), t.case.c.id == "same").values(word=t.case.c.title),
    "delete": lambda t: delete(t.note),
    "delete another": lambda t: delete_for(t.note, "jtb-care"),
    "delete by subquery": lambda t: delete_for(t.note, "bqr").where(t.note.c.case_id.in_(select(t.case.c.id))),
    "insert": lambda t: insert(t.note).values(organisation="jtb-care", id="n2", case_id="same", word=""),
    "insert many": lambda t: insert(t.note).values(
        [{"organisation": each, "id": "n2", "case_id": "same", "word": ""} for each in ("bqr", "jtb-care")]
    ),
    "insert from": lambda t: insert(t.note).from_select(
        ["organisation", "id", "case_id", "word"],
        select_for(t.note, "bqr", literal("jtb-care"), t.note.c.id, t.note.c.case_id, t.note.c.word),
    ),
    "insert from, for another": lambda t: insert(t.note).from_select(
        ["organisation", "id", "case_id", "word"],
        select_for(t.note, "bqr", bindparam("whose", "jtb-care"), t.note.c.id, t.note.c.case_id, t.note.c.word),
    ),
    "insert from another": lambda t: insert(t.note).from_select(
        ["organisation", "id", "case_id", "word"],
        select_for(t.note, "jtb-care", bindparam("whose", "bqr"), t.note.c.id, t.note.c.case_id, t.note.c.word),
    ),
    "insert from anybody": lambda t: insert(t.note).from_select(
        ["organisation", "id", "case_id", "word"],
        select(bindparam("whose", "bqr"), t.note.c.id, t.note.c.case_id, t.note.c.word),
    ),
    "insert from two": lambda t: insert(t.note).from_select(
        ["organisation", "id", "case_id", "word"],
        union_all(*(select(bindparam(None, each), literal("n2"), literal("same"), literal("")) for each in TWO)),
    ),
    "insert an expression": lambda t: insert(t.note).values(
        organisation=func.lower("JTB-CARE"), id="n2", case_id="same", word=""
    ),
    "upsert": lambda t: (
        upsert(t.note)
        .values(organisation="bqr", id="n1", case_id="same", word="")
        .on_conflict_do_update(index_elements=["organisation", "id"], set_={"organisation": "jtb-care"})
    ),
}


@pytest.mark.filterwarnings("ignore:.*cartesian product:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("statement", HELD.values(), ids=HELD)
def test_a_statement_that_is_held_sees_one_organisation(session, tables, statement):
    assert set(session.execute(statement(tables)).scalars()) == {"bqr"}
    assert set(session.connection().execute(statement(tables)).scalars()) == {"bqr"}


@pytest.mark.filterwarnings("ignore:.*cartesian product:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("statement", LOOSE.values(), ids=LOOSE)
def test_a_statement_that_is_not_held_is_refused(engine, session, tables, statement):
    with pytest.raises(WallError):
        session.execute(statement(tables))
    with pytest.raises(WallError):
        session.connection().execute(statement(tables))
    session.commit()
    with organisation_session(engine, "jtb-care") as other:
        assert other.execute(select_for(tables.note, "jtb-care", tables.note.c.word)).scalars().all() == ["jtb-care"]


@pytest.mark.filterwarnings("ignore:.*cartesian product:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("statement", [*HELD.values(), *LOOSE.values()], ids=[*HELD, *(f"not {id_}" for id_ in LOOSE)])
def test_without_an_organisation_nothing_is_reached(engine, tables, statement):
    with engine.connect() as connection, pytest.raises(WallError):
        connection.execute(statement(tables))


def test_a_field_to_extract_that_is_text_is_seen_by_the_wall(tables):
    """PostgreSQL's statement has it as it was given; SQLite's is refused by SQLAlchemy."""
    for field, seen in (("day", None), ("day FROM now()), (SELECT max(word) FROM ward_note), (1", "extract")):
        statement = select_for(tables.case, "bqr", extract(field, tables.case.c.created_at))
        found = examine(statement.compile(dialect=postgresql.dialect()))
        assert (seen in found.opaque) if seen else (found.opaque is None and found.refusal is None)


def test_a_parameter_given_at_execution_is_checked_each_time(session, tables):
    statement = select(tables.case.c.title).where(tables.case.c.organisation == bindparam("whose"))
    for _ in range(2):
        assert session.execute(statement, {"whose": "bqr"}).scalars().all() == ["bqr"]
        with pytest.raises(WrongOrganisation):
            session.execute(statement, {"whose": "jtb-care"})


def test_a_statement_kept_for_one_organisation_is_no_way_in_for_another(engine, tables):
    for organisation in ("bqr", "jtb-care", "bqr"):
        with organisation_session(engine, organisation) as session:
            statement = select_for(tables.case, organisation, tables.case.c.title)
            assert session.execute(statement).scalars().all() == [organisation]
            with pytest.raises(WrongOrganisation):
                session.execute(select_for(tables.case, "third", tables.case.c.title))


def test_savepoints_are_let_through(session, tables):
    with session.begin_nested():
        session.execute(update_for(tables.note, "bqr").values(word="new"))
    assert session.execute(select_for(tables.note, "bqr", tables.note.c.word)).scalars().all() == ["new"]


def test_changes_that_are_held_touch_one_organisation(engine, session, tables):
    session.execute(update_for(tables.note, "bqr").values(word="new"))
    session.execute(delete_for(tables.note, "bqr").where(tables.note.c.word == "new"))
    row = {"organisation": "bqr", "id": "n2", "case_id": "same", "word": "second"}
    session.execute(insert(tables.note), [row, {**row, "id": "n3"}])
    session.commit()
    assert session.execute(select_for(tables.note, "bqr", tables.note.c.id)).scalars().all() == ["n2", "n3"]
    session.commit()
    with organisation_session(engine, "jtb-care") as other:
        assert other.execute(select_for(tables.note, "jtb-care", tables.note.c.word)).scalars().all() == ["jtb-care"]


def test_rows_from_a_query_are_let_through_where_their_organisation_is_a_parameter(engine, session, tables):
    fresh = select_for(tables.note, "bqr", bindparam("whose"), literal("n2"), tables.note.c.case_id, literal("from"))
    statement = insert(tables.note).from_select(["organisation", "id", "case_id", "word"], fresh)
    with pytest.raises(WrongOrganisation):
        session.connection().execute(statement, {"whose": "jtb-care"})
    session.connection().execute(statement, {"whose": "bqr"})
    assert session.execute(select_for(tables.note, "bqr", tables.note.c.word)).scalars().all() == ["bqr", "from"]


def test_one_foreign_row_among_many_refuses_them_all(session, tables):
    rows = [{"organisation": each, "id": f"m-{each}", "case_id": "same", "word": ""} for each in ("bqr", "jtb-care")]
    with pytest.raises(WrongOrganisation):
        session.execute(insert(tables.note), rows)


def test_a_system_session_is_for_the_systems_tables_only(engine, tables):
    p = tables.plumbing
    with system_session(engine) as session:
        for each in (p.outbox, p.inbox, p.deadline, p.poison):
            assert session.execute(select(each)).all() == []
        for each in (p.timeline, p.idempotency, tables.case, tables.note):
            with pytest.raises(WallError):
                session.execute(select(each))
        with pytest.raises(WallError):
            session.execute(select(tables.Case))
        with pytest.raises(WallError):
            session.execute(select(p.outbox).where(p.outbox.c.id.in_(select(tables.note.c.id))))
        with pytest.raises(WallError):
            session.execute(text("SELECT * FROM ward_case"))
