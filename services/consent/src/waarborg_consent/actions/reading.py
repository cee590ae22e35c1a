"""Reads a person's consent events: all of them, or only the newest that decides."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, literal, null, or_, select, union_all

from waarborg_consent.domain import ConsentEvent, Given, joined
from waarborg_consent.models import Consent, PersonAlias
from waarborg_consent.references import references_of
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

# The statements of the decision, which is asked far more often than anything else, are built once and by tables.
_CONSENT = Consent.__table__.c
_OF_PERSON = select(_CONSENT.id, _CONSENT.kind, _CONSENT.purpose, _CONSENT.at, _CONSENT.sequence).where(
    _CONSENT.organisation == bindparam("organisation"), _CONSENT.subject_ref == bindparam("subject_ref")
)
_ALIAS = PersonAlias.__table__.c
_OTHER = "other-reference"
_OTHER_REFERENCE = (
    select(
        _ALIAS.other_ref.label("id"),
        literal(_OTHER).label("kind"),
        null().label("purpose"),
        _ALIAS.since.label("at"),
        literal(0).label("sequence"),
    )
    .where(_ALIAS.organisation == bindparam("organisation"), _ALIAS.ref == bindparam("subject_ref"))
    .limit(1)
)
_NEWEST_FOR_PURPOSE = (
    _OF_PERSON.where(or_(_CONSENT.purpose == bindparam("purpose"), _CONSENT.purpose.is_(None)))
    .order_by(_CONSENT.sequence.desc())
    .limit(1)
)
_NEWEST_OR_OTHER_REFERENCE = union_all(
    select(_NEWEST_FOR_PURPOSE.subquery("newest")), select(_OTHER_REFERENCE.subquery("other"))
)

_OF_PERSONS = select(
    _CONSENT.subject_ref, _CONSENT.id, _CONSENT.kind, _CONSENT.purpose, _CONSENT.at, _CONSENT.sequence
).where(
    _CONSENT.organisation == bindparam("organisation"),
    _CONSENT.subject_ref.in_(bindparam("subject_refs", expanding=True)),
    or_(_CONSENT.purpose == bindparam("purpose"), _CONSENT.purpose.is_(None)),
)


def events_of(work: Work, subject_ref: str, *, rules: Rules) -> tuple[ConsentEvent, ...]:
    """Read a person's events; where he goes by several references, the ones that decide."""
    person = {"organisation": work.organisation, "subject_ref": subject_ref}
    if work.execute(_OTHER_REFERENCE, person).first() is not None:
        return _joined(work, subject_ref, rules.purposes)
    return tuple(map(_event, work.execute(_OF_PERSON, person)))


def deciding_events(work: Work, subject_ref: str, purpose: str) -> tuple[ConsentEvent, ...]:
    """Read only the newest of a person's events about a purpose or everything, which is all that decides.

    One statement says whether he goes by other references too: that is rare, and the question is asked all the time.
    """
    person = {"organisation": work.organisation, "subject_ref": subject_ref, "purpose": purpose}
    rows = work.execute(_NEWEST_OR_OTHER_REFERENCE, person).all()
    if any(row.kind == _OTHER for row in rows):
        return _joined(work, subject_ref, (purpose,))
    return tuple(map(_event, rows))


def events_of_many(work: Work, subject_refs: Sequence[str], purpose: str) -> dict[str, list[ConsentEvent]]:
    """Read the events about a purpose or everything of many persons by one statement, each under that reference alone.

    Who goes by other references too is asked for by :func:`deciding_events`.
    """
    people = {"organisation": work.organisation, "subject_refs": list(subject_refs), "purpose": purpose}
    found: dict[str, list[ConsentEvent]] = {}
    for row in work.execute(_OF_PERSONS, people):
        found.setdefault(row.subject_ref, []).append(_event(row))
    return found


def _joined(work: Work, subject_ref: str, purposes: Iterable[str]) -> tuple[ConsentEvent, ...]:
    references, since = references_of(work, subject_ref)
    person = {"organisation": work.organisation}
    files = {ref: tuple(map(_event, work.execute(_OF_PERSON, {**person, "subject_ref": ref}))) for ref in references}
    return joined(files, purposes, since=since)


def _event(row: Any) -> ConsentEvent:
    return ConsentEvent(id=row.id, kind=Given(row.kind), purpose=row.purpose, at=row.at, sequence=row.sequence)
