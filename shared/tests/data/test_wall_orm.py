"""The first wall: whatever way the ORM is asked, one organisation's rows come back and no other's can be touched."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, exists, func, insert, literal, select, text, union_all, update
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, subqueryload, with_polymorphic
from sqlalchemy.sql.elements import BinaryExpression
from ward import models as ward_models

from waarborg_shared.db import WallError, WrongOrganisation, organisation_session
from waarborg_shared.db.wall import NAMES_ITS_ORGANISATION


@pytest.fixture
def models(ward):
    return ward_models


@pytest.fixture
def engine(sqlite, open_engine, models, now):
    """Two organisations with a case of the same id, and a note on each."""
    engine = open_engine(sqlite.app)
    for organisation in ("bqr", "jtb-care"):
        with organisation_session(engine, organisation, now=now) as session:
            session.add(models.Case(id="same", title=organisation))
            session.flush()
            session.add(models.Note(id="n1", case_id="same", word=organisation))
            session.commit()
    return engine


@pytest.fixture
def session(engine, now):
    with organisation_session(engine, "bqr", now=now) as session:
        yield session


def words_in_a_scalar_in_a_scalar(m, *correlated):
    """What the notes say, by way of two queries inside one another; the inner one names the outermost's cases."""
    third = aliased(m.Note)
    inner = select(func.group_concat(third.word)).where(third.organisation == m.Case.organisation)
    inner = inner.correlate(*correlated) if correlated else inner
    return select(select(inner.scalar_subquery()).select_from(m.Note).scalar_subquery()).select_from(m.Case)


READS: dict[str, Callable] = {
    "column": lambda m: select(m.Case.organisation),
    "entity": lambda m: select(m.Case),
    "whole rows": lambda m: select(m.Case).with_only_columns(m.Case.title),
    "aliased": lambda m: select(aliased(m.Case).title),
    "joined": lambda m: select(m.Note.word).join(m.Note.case),
    "joined to an alias": lambda m: select(m.Case.title).join(aliased(m.Note), m.Case.id == "same"),
    "cross joined": lambda m: select(m.Note.word).join(m.Case, literal(value=True)),
    "outer joined": lambda m: select(m.Note.word).select_from(m.Case).outerjoin(m.Note, m.Note.id == "n1"),
    "scalar subquery": lambda m: select(select(func.max(m.Case.title)).scalar_subquery()),
    "subquery": lambda m: select(select(m.Case.title).subquery().c.title),
    "cte": lambda m: select(select(m.Case.title).cte().c.title),
    "in": lambda m: select(m.Case.title).where(m.Case.title.in_(select(m.Note.word))),
    "exists": lambda m: select(m.Case.title).where(exists().where(m.Note.case_id == m.Case.id)),
    "exists in exists": lambda m: select(m.Case.title).where(
        exists().where(m.Note.case_id == m.Case.id, exists().where(aliased(m.Note).organisation == m.Case.organisation))
    ),
    "scalar in scalar": words_in_a_scalar_in_a_scalar,
    "scalar in scalar, correlated": lambda m: words_in_a_scalar_in_a_scalar(m, m.Case),
    "any": lambda m: select(m.Case.title).where(m.Case.notes.any(m.Note.id == "n1")),
    "has": lambda m: select(m.Note.word).where(m.Note.case.has(m.Case.id == "same")),
    "union": lambda m: union_all(select(m.Case.title), select(m.Note.word)),
    "or": lambda m: select(m.Case.title).where((m.Case.title == "x") | literal(value=True)),
    "another named": lambda m: select(m.Case.title).where((m.Case.organisation == "jtb-care") | literal(value=True)),
    "window": lambda m: select(func.first_value(m.Case.title).over(order_by=m.Case.title.desc())).select_from(m.Case),
    "polymorphic": lambda m: select(with_polymorphic(m.Case, "*").title),
    "from statement": lambda m: select(m.Case).from_statement(select(m.Case)),
    "distinct": lambda m: select(m.Case.title).distinct(),
    "group": lambda m: select(func.max(m.Case.title)).group_by(m.Case.organisation),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_every_read_sees_one_organisation(session, models, read):
    found = session.scalars(read(models)).all()
    assert {each if isinstance(each, str) else each.title for each in found} == {"bqr"}
    assert len(found) < 3


def test_counting_counts_one_organisation(session, models):
    assert session.scalar(select(func.count()).select_from(models.Case)) == 1
    assert session.query(models.Case).count() == 1


def test_a_row_of_another_organisation_cannot_be_got_by_its_key(session, models):
    assert session.get(models.Case, ("jtb-care", "same")) is None
    assert session.get(models.Case, ("bqr", "same")).title == "bqr"


@pytest.mark.parametrize("load", [joinedload, selectinload, subqueryload])
def test_related_rows_are_of_the_same_organisation_however_they_are_loaded(session, models, load):
    (case,) = session.scalars(select(models.Case).options(load(models.Case.notes))).unique()
    assert [note.word for note in case.notes] == ["bqr"]


def test_related_rows_and_refreshed_ones_are_of_the_same_organisation(session, models):
    case = session.scalars(select(models.Case)).one()
    assert [note.word for note in case.notes] == ["bqr"]
    session.expire_all()
    assert case.title == "bqr"
    session.refresh(case)
    assert [note.case.title for note in case.notes] == ["bqr"]


def titles(engine, models):
    found = {}
    for organisation in ("bqr", "jtb-care"):
        with organisation_session(engine, organisation) as session:
            found[organisation] = session.scalars(select(models.Case.title)).all()
    return found


@pytest.mark.parametrize("way", [False, "fetch", "evaluate"])
def test_a_bulk_update_touches_one_organisation(engine, session, models, way):
    session.execute(update(models.Case).values(title="new"), execution_options={"synchronize_session": way})
    session.commit()
    assert titles(engine, models) == {"bqr": ["new"], "jtb-care": ["jtb-care"]}


def test_a_bulk_delete_touches_one_organisation(engine, session, models):
    session.execute(delete(models.Note))
    session.execute(delete(models.Case))
    session.commit()
    assert titles(engine, models) == {"bqr": [], "jtb-care": ["jtb-care"]}


def test_an_update_by_a_subquery_touches_one_organisation(engine, session, models):
    theirs = select(models.Note.case_id)
    session.execute(update(models.Case).where(models.Case.id.in_(theirs)).values(title="new"))
    session.commit()
    assert titles(engine, models) == {"bqr": ["new"], "jtb-care": ["jtb-care"]}


def test_a_bulk_update_by_key_of_another_organisation_is_refused(session, models):
    with pytest.raises(WrongOrganisation):
        session.execute(update(models.Note), [{"organisation": "jtb-care", "id": "n1", "word": "x"}])
    session.execute(update(models.Note), [{"organisation": "bqr", "id": "n1", "word": "x"}])


def test_a_new_row_becomes_the_sessions(session, models):
    case = models.Case(title="new")
    session.add(case)
    assert (case.organisation, case.event_sequence, len(case.id)) == ("bqr", 0, 36)
    session.flush()
    assert case.version == 1


def test_a_new_row_of_another_organisation_is_refused(session, models):
    session.add(models.Case(organisation="jtb-care", title="new"))
    with pytest.raises(WrongOrganisation):
        session.flush()


def test_a_row_does_not_move_to_another_organisation(session, models):
    case = session.scalars(select(models.Case)).one()
    case.organisation = "jtb-care"
    with pytest.raises(WrongOrganisation):
        session.flush()


def test_a_row_of_another_organisation_is_not_deleted_by_an_object_at_hand(engine, session, models):
    with organisation_session(engine, "jtb-care") as other:
        theirs = other.scalars(select(models.Note)).one()
        other.expunge_all()
    session.delete(theirs)
    with pytest.raises(WrongOrganisation):
        session.flush()


def test_a_row_of_another_organisation_is_not_changed_by_an_object_at_hand(engine, session, models):
    with organisation_session(engine, "jtb-care") as other:
        theirs = other.scalars(select(models.Note)).one()
        other.expunge_all()
    session.add(theirs)
    theirs.word = "x"
    with pytest.raises(WrongOrganisation):
        session.flush()


def test_merging_a_row_of_another_organisation_is_refused(session, models):
    session.merge(models.Note(organisation="jtb-care", id="n1", case_id="same", word="x"))
    with pytest.raises(WrongOrganisation):
        session.flush()


@pytest.mark.filterwarnings("ignore:Column:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("organisation", ["jtb-care", None])
def test_bulk_inserts_name_the_sessions_organisation_or_are_refused(session, models, organisation):
    row = {"id": "n2", "case_id": "same", "word": "x"}
    given = row if organisation is None else {**row, "organisation": organisation}
    with pytest.raises(WallError):
        session.execute(insert(models.Note), [given])
    with pytest.raises(WallError):
        session.bulk_insert_mappings(models.Note, [given])
    session.rollback()
    with pytest.raises(WallError):
        session.bulk_save_objects([models.Note(**given)])
    session.rollback()
    session.execute(insert(models.Note), [{**row, "organisation": "bqr"}])
    session.execute(insert(models.Note).values({**row, "id": "n3", "organisation": "bqr"}))


def test_one_foreign_row_among_many_refuses_them_all(session, models):
    rows = [{"organisation": each, "id": f"m-{each}", "case_id": "same", "word": ""} for each in ("bqr", "jtb-care")]
    with pytest.raises(WrongOrganisation):
        session.execute(insert(models.Note), rows)


def test_a_plain_session_reaches_nothing(engine, models):
    with Session(engine) as session, pytest.raises(WallError, match="no organisation"):
        session.scalars(select(models.Case)).all()
    with Session(engine) as session:
        session.add(models.Case(organisation="bqr", id="x", title="x", created_at=None))
        with pytest.raises(Exception):  # noqa: B017 - of whichever wall is first
            session.flush()


def test_an_orm_statement_that_goes_round_the_session_is_refused(session, models):
    connection = session.connection()
    with pytest.raises(WallError):
        connection.execute(select(models.Case))
    with pytest.raises(WallError):
        connection.execute(select(func.count()).select_from(select(models.Case).subquery()))


def test_what_the_first_wall_does_not_see_the_second_refuses(session, models):
    """SQLAlchemy does not know a lone window function for an ORM query, and adds no criteria to it."""
    with pytest.raises(WallError):
        session.execute(select(func.first_value(models.Case.title).over(order_by=models.Case.title)))


def test_a_statement_that_wrongly_says_it_names_its_organisation_is_refused(session, models):
    for query in (
        select(models.Case),
        select(models.Case).where(models.Case.organisation == "jtb-care"),
        select(select(models.Case.title).where(models.Case.organisation == "bqr").subquery()),
    ):
        with pytest.raises(WallError):
            session.execute(query, execution_options={NAMES_ITS_ORGANISATION: True})


def test_a_query_that_is_sent_again_makes_no_expressions(session, models, monkeypatch):
    query = select(models.Case)
    assert [each.title for each in session.scalars(query)] == ["bqr"]
    made, make = [], BinaryExpression.__init__
    monkeypatch.setattr(BinaryExpression, "__init__", lambda self, *a, **k: made.append(a) or make(self, *a, **k))
    assert [each.title for each in session.scalars(query)] == ["bqr"] and made == []


def test_textual_sql_is_refused(session, models):
    with pytest.raises(WallError):
        session.execute(text("SELECT title FROM ward_case"))
    with pytest.raises(WallError):
        session.execute(select(models.Case).from_statement(text("SELECT * FROM ward_case")))
    with pytest.raises(WallError):
        session.execute(select(models.Case).where(text("1 = 1 OR 1 = 1")))


@pytest.mark.parametrize("organisation", ["", "BQR", "bqr'; DROP TABLE x; --", "a" * 64, "-bqr"])
def test_what_is_no_organisations_id_opens_no_session(engine, organisation):
    with pytest.raises(ValueError, match="organisation"):
        organisation_session(engine, organisation)


def test_a_reading_session_changes_nothing(engine, models):
    with organisation_session(engine, "bqr", reading=True) as session:
        case = session.scalars(select(models.Case)).one()
        case.title = "new"
        with pytest.raises(WallError, match="reads"):
            session.flush()
