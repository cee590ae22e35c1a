"""The rows that decide on questions, in one statement each: of one question, of one with lists besides, and of many."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    literal_column,
    or_,
    select,
    union_all,
)

from waarborg_consent.domain import ASKING
from waarborg_consent.models import (
    Compatibility,
    Consent,
    Emergency,
    MarkRow,
    PersonAlias,
    RecipientAgreement,
    RelationRow,
    TableCell,
)
from waarborg_shared.db import UtcDateTime
from waarborg_shared.db.ready import ReadyStatement

PERSON = "person"
"""The type under which partners register relations with the person whom a record is about."""

_CONSENT, _ALIAS, _MARK = Consent.__table__.c, PersonAlias.__table__.c, MarkRow.__table__.c
_CELL, _RELATION, _EMERGENCY = TableCell.__table__.c, RelationRow.__table__.c, Emergency.__table__.c
_DECLARATION, _AGREEMENT = Compatibility.__table__.c, RecipientAgreement.__table__.c
CONSENTS, APART, OTHER, MARKS, CELLS = "consent", "apart", "other", "mark", "cell"
RELATIONS, EMERGENCIES, DECLARED, AGREED = "relation", "emergency", "declared", "agreed"
_ORGANISATION: Any = bindparam("organisation")
_NOW = bindparam("now", type_=UtcDateTime())
_TODAY = bindparam("today", type_=Date())
_NOTHING: Any = literal_column("NULL", String)
_ONE_ROW: Any = literal_column("1")
_VALUES = ("key", "other", "a", "b", "c", "at", "until", "number")
Hold = Callable[[ColumnElement[str], str], ColumnElement[bool]]


def _one(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column == bindparam(name)


def _any(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


def _word(text: str) -> ColumnElement[str]:
    """A text of our own, written out: as a parameter it would be sent and read again with every question."""
    return literal_column(f"'{text}'", String)


_WAITING = [_word(kind) for kind in sorted(kind.value for kind in ASKING)]


def _row(what: str, **columns: Any) -> Select[Any]:
    """One shape for everything that is read: what it is, whose, and up to seven values.

    The first of a union gives all of them, and by that their names and types.
    """
    return select(_word(what), *(columns.get(name, _NOTHING) for name in _VALUES))


def _only_first(what: str, rows: Select[Any]) -> Select[Any]:
    """The same of the one row that decides; ``rows`` name their values and their order."""
    return _row(what, **dict(rows.limit(_ONE_ROW).subquery("one").c))


def _lists(held: Hold) -> tuple[Select[Any], ...]:
    """What was recorded beside the plugin's lists: purposes declared compatible, and safeguards that were agreed.

    ``held`` holds the purpose that is asked about; those that data were given for are several.
    """
    holds = and_(
        _AGREEMENT.ended.is_(False),
        _AGREEMENT.signed_on <= _TODAY,
        or_(_AGREEMENT.until_on.is_(None), _AGREEMENT.until_on >= _TODAY),
    )
    return (
        _row(
            DECLARED,
            key=_DECLARATION.from_purpose,
            other=_DECLARATION.to_purpose,
            a=_DECLARATION.declaration_id,
            b=_DECLARATION.kind,
        ).where(
            _DECLARATION.organisation == _ORGANISATION,
            _any(_DECLARATION.from_purpose, "given_for"),
            held(_DECLARATION.to_purpose, "purpose"),
            _DECLARATION.at <= _NOW,
        ),
        _row(
            AGREED,
            key=_AGREEMENT.recipient,
            a=case((holds, _AGREEMENT.safeguard), else_=_NOTHING),
            number=_AGREEMENT.sequence,
        ).where(_AGREEMENT.organisation == _ORGANISATION, _any(_AGREEMENT.recipient, "recipient")),
    )


def _consents(held: Hold, *, newest: bool) -> Select[Any]:
    """What persons said about a purpose or everything, or the newest of it alone; what only asks says nothing."""
    values: dict[str, Any] = {
        "key": _CONSENT.subject_ref,
        "other": _CONSENT.id,
        "a": _CONSENT.purpose,
        "b": _CONSENT.kind + _word(" ") + _CONSENT.statement_version,
        "c": _CONSENT.text_digest,
        "at": _CONSENT.at,
        "until": _CONSENT.ends_at,
        "number": _CONSENT.sequence,
    }
    held_to = (
        _CONSENT.organisation == _ORGANISATION,
        held(_CONSENT.subject_ref, "subject_ref"),
        or_(held(_CONSENT.purpose, "purpose"), _CONSENT.purpose.is_(None)),
        _CONSENT.kind.not_in(_WAITING),
    )
    if not newest:
        return _row(CONSENTS, **values).where(*held_to)
    named = select(*(each.label(name) for name, each in values.items()))
    return _only_first(CONSENTS, named.where(*held_to).order_by(_CONSENT.sequence.desc()))


def _apart(held: Hold, *, newest: bool) -> Select[Any]:
    """Whether there is anything about a part of a purpose, or taken back: then more is read."""
    held_to = _CONSENT.organisation == _ORGANISATION, held(_CONSENT.subject_ref, "subject_ref"), _CONSENT.apart
    if not newest:
        return _row(APART, key=_CONSENT.subject_ref).where(*held_to)
    return _only_first(APART, select(_CONSENT.subject_ref.label("key")).where(*held_to))


def _cells(held: Hold, *, newest: bool) -> Select[Any]:
    """The versions of cells of the role table that somebody decided on, or the newest of them alone."""
    values: dict[str, Any] = {"key": _CELL.role, "other": _CELL.record_type, "a": _CELL.rights, "number": _CELL.number}
    held_to = (
        _CELL.organisation == _ORGANISATION,
        held(_CELL.role, "role"),
        held(_CELL.record_type, "record_type"),
    )
    if not newest:
        return _row(CELLS, **values).where(*held_to)
    named = select(*(each.label(name) for name, each in values.items()))
    return _only_first(CELLS, named.where(*held_to).order_by(_CELL.number.desc()))


def _statement(held: Hold, *, newest: bool) -> Any:
    """Everything that decides on questions whose persons, purposes, roles and askers ``held`` holds to parameters.

    ``newest`` takes only the one consent and the one cell that decide, where there is one question.
    """
    return union_all(
        _consents(held, newest=newest),
        _apart(held, newest=newest),
        _cells(held, newest=newest),
        _row(OTHER, key=_ALIAS.ref).where(_ALIAS.organisation == _ORGANISATION, held(_ALIAS.ref, "subject_ref")),
        _row(
            MARKS,
            key=_MARK.subject_ref,
            other=_MARK.id,
            a=_MARK.kind,
            b=_MARK.about,
            c=cast(_MARK.overruled, String),
            at=_MARK.set_at,
        ).where(_MARK.organisation == _ORGANISATION, held(_MARK.subject_ref, "subject_ref"), _MARK.ended_at.is_(None)),
        *_between(held),
    )


def _between(held: Hold) -> tuple[Select[Any], ...]:
    """What is between those who ask and the persons whom it is about: relations, and emergencies that last."""
    return (
        _row(
            RELATIONS,
            key=_RELATION.subject_id,
            other=_RELATION.object_id,
            a=_RELATION.relation,
            b=_RELATION.subject_type,
        ).where(
            _RELATION.organisation == _ORGANISATION,
            held(_RELATION.subject_type, "asker_type"),
            held(_RELATION.subject_id, "asker"),
            _RELATION.object_type == _word(PERSON),
            held(_RELATION.object_id, "subject_ref"),
            _RELATION.from_at <= _NOW,
            or_(_RELATION.until_at.is_(None), _RELATION.until_at > _NOW),
        ),
        _row(EMERGENCIES, key=_EMERGENCY.staff_ref, other=_EMERGENCY.subject_ref, a=_EMERGENCY.id).where(
            _EMERGENCY.organisation == _ORGANISATION,
            held(_EMERGENCY.staff_ref, "asker"),
            held(_EMERGENCY.subject_ref, "subject_ref"),
            _EMERGENCY.until_at > _NOW,
        ),
    )


# The statements are built once and by tables: the decision is asked far more often than anything else.
# Most questions have no recipient and no other purpose that data were given for: they read no lists.
_OF_ONE = _statement(_one, newest=True)
OF_ONE = ReadyStatement(_OF_ONE)
OF_ONE_AND_LISTS = union_all(*_OF_ONE.selects, *_lists(_one))
OF_MANY = union_all(*_statement(_any, newest=False).selects, *_lists(_any))
BETWEEN = union_all(*_between(_any))
