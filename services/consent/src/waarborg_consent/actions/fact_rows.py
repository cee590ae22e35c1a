"""The rows that decide on questions, in one statement each: of one question, of one with lists besides, and of many."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    literal,
    null,
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

PERSON = "person"
"""The type under which partners register relations with the person whom a record is about."""

_CONSENT, _ALIAS, _MARK = Consent.__table__.c, PersonAlias.__table__.c, MarkRow.__table__.c
_CELL, _RELATION, _EMERGENCY = TableCell.__table__.c, RelationRow.__table__.c, Emergency.__table__.c
_DECLARATION, _AGREEMENT = Compatibility.__table__.c, RecipientAgreement.__table__.c
CONSENTS, APART, OTHER, MARKS, CELLS = "consent", "apart", "other", "mark", "cell"
_WAITING = sorted(kind.value for kind in ASKING)
RELATIONS, EMERGENCIES, DECLARED, AGREED = "relation", "emergency", "declared", "agreed"
_ORGANISATION: Any = bindparam("organisation")
_NOW = bindparam("now", type_=UtcDateTime())
_TODAY = bindparam("today", type_=Date())
_TEXT: Any = cast(null(), String)
_MOMENT: Any = cast(null(), UtcDateTime)
_NUMBER: Any = cast(null(), Integer)
Hold = Callable[[ColumnElement[str], str], ColumnElement[bool]]


def _one(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column == bindparam(name)


def _any(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


def _row(what: str, **columns: Any) -> Select[Any]:
    """One shape for everything that is read: what it is, whose, and up to seven values."""
    texts: dict[str, Any] = dict.fromkeys(("key", "other", "a", "b", "c"), _TEXT)
    given = {**texts, "at": _MOMENT, "until": _MOMENT, "number": _NUMBER}
    return select(literal(what).label("what"), *(each.label(name) for name, each in {**given, **columns}.items()))


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
            a=case((holds, _AGREEMENT.safeguard), else_=_TEXT),
            number=_AGREEMENT.sequence,
        ).where(_AGREEMENT.organisation == _ORGANISATION, _any(_AGREEMENT.recipient, "recipient")),
    )


def _statement(held: Hold, *, newest: bool) -> Any:
    """Everything that decides on questions whose persons, purposes, roles and askers ``held`` holds to parameters.

    ``newest`` takes only the one consent and the one cell that decide, where there is one question.
    """
    purpose = or_(held(_CONSENT.purpose, "purpose"), _CONSENT.purpose.is_(None))
    consents = _row(
        CONSENTS,
        key=_CONSENT.subject_ref,
        other=_CONSENT.id,
        a=_CONSENT.purpose,
        b=_CONSENT.kind + literal(" ") + _CONSENT.statement_version,
        c=_CONSENT.text_digest,
        at=_CONSENT.at,
        until=_CONSENT.ends_at,
        number=_CONSENT.sequence,
    ).where(
        _CONSENT.organisation == _ORGANISATION,
        held(_CONSENT.subject_ref, "subject_ref"),
        purpose,
        _CONSENT.kind.not_in(_WAITING),
    )
    apart = _row(APART, key=_CONSENT.subject_ref).where(
        _CONSENT.organisation == _ORGANISATION, held(_CONSENT.subject_ref, "subject_ref"), _CONSENT.apart
    )
    cells = _row(
        CELLS, key=_CELL.role, other=_CELL.record_type, a=_CELL.rights, b=_CELL.verdict, number=_CELL.number
    ).where(_CELL.organisation == _ORGANISATION, held(_CELL.role, "role"), held(_CELL.record_type, "record_type"))
    if newest:
        consents = select(consents.order_by(_CONSENT.sequence.desc()).limit(1).subquery("newest"))
        apart = select(apart.limit(1).subquery("apart"))
        cells = select(cells.order_by(_CELL.number.desc()).limit(1).subquery("cell_now"))
    return union_all(
        consents,
        apart,
        cells,
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
            _RELATION.object_type == PERSON,
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
OF_ONE = _statement(_one, newest=True)
OF_ONE_AND_LISTS = union_all(*OF_ONE.selects, *_lists(_one))
OF_MANY = union_all(*_statement(_any, newest=False).selects, *_lists(_any))
BETWEEN = union_all(*_between(_any))
