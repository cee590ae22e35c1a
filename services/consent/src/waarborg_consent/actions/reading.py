"""Reads a person's consent events: all of them, or only the newest that decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, cast, literal, null, or_, select, union_all

from waarborg_consent.actions.shown_texts import text_digests
from waarborg_consent.domain import ASKING, ConsentEvent, Given, as_of, joined
from waarborg_consent.models import Consent, PersonAlias
from waarborg_consent.references import references_of
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

# The statements of the decision, which is asked far more often than anything else, are built once and by tables.
_CONSENT = Consent.__table__.c
_PLAIN = ("id", "kind", "purpose", "at", "sequence", "text_digest", "ends_at", "statement_version")
_OF_PART = ("categories", "recipients", "undoes")
_ABOUT = or_(_CONSENT.purpose == bindparam("purpose"), _CONSENT.purpose.is_(None))
_ALIAS = PersonAlias.__table__.c
_OTHER, _APART = "other-reference", "apart"
_NO_MOMENT = cast(null(), _CONSENT.ends_at.type)
"""Inside a subquery PostgreSQL takes a bare NULL for a text."""


def _of_person(*names: str) -> Select[Any]:
    return select(*(_CONSENT[name] for name in names)).where(
        _CONSENT.organisation == bindparam("organisation"), _CONSENT.subject_ref == bindparam("subject_ref")
    )


_OF_PERSON = _of_person(*_PLAIN, *_OF_PART)
_OF_PURPOSE = _OF_PERSON.where(_ABOUT)
_IN_FILE = _of_person(*_PLAIN, *_OF_PART, "actor_kind", "actor_ref")
_OTHER_REFERENCE = (
    select(
        _ALIAS.other_ref.label("id"),
        literal(_OTHER).label("kind"),
        null().label("purpose"),
        _ALIAS.since.label("at"),
        literal(0).label("sequence"),
        null().label("text_digest"),
        _NO_MOMENT.label("ends_at"),
        null().label("statement_version"),
    )
    .where(_ALIAS.organisation == bindparam("organisation"), _ALIAS.ref == bindparam("subject_ref"))
    .limit(1)
)
_NEWEST_FOR_PURPOSE = (
    _of_person(*_PLAIN)
    .where(_ABOUT, _CONSENT.kind.not_in(sorted(kind.value for kind in ASKING)))
    .order_by(_CONSENT.sequence.desc())
    .limit(1)
)
_ANYTHING_APART = (
    select(
        _CONSENT.id,
        literal(_APART).label("kind"),
        null().label("purpose"),
        _CONSENT.at,
        literal(0).label("sequence"),
        null().label("text_digest"),
        _NO_MOMENT.label("ends_at"),
        null().label("statement_version"),
    )
    .where(
        _CONSENT.organisation == bindparam("organisation"),
        _CONSENT.subject_ref == bindparam("subject_ref"),
        _CONSENT.apart,
    )
    .limit(1)
)
_NEWEST_AND_WHETHER_THAT_IS_ALL = union_all(
    select(_NEWEST_FOR_PURPOSE.subquery("newest")),
    select(_OTHER_REFERENCE.subquery("other")),
    select(_ANYTHING_APART.subquery("aside")),
)

_OF_PERSONS = select(*(_CONSENT[name] for name in ("subject_ref", *_PLAIN, *_OF_PART))).where(
    _CONSENT.organisation == bindparam("organisation"),
    _CONSENT.subject_ref.in_(bindparam("subject_refs", expanding=True)),
    _ABOUT,
)


@dataclass(frozen=True, slots=True)
class OwnEvents:
    """The events of one file as they were stored, and the ids of those that somebody made himself."""

    events: tuple[ConsentEvent, ...]
    own: frozenset[str]


def events_of(work: Work, subject_ref: str, *, rules: Rules) -> tuple[ConsentEvent, ...]:
    """Read a person's events as they count now; where he goes by several references, the ones that decide."""
    person = {"organisation": work.organisation, "subject_ref": subject_ref}
    if work.execute(_OTHER_REFERENCE, person).first() is not None:
        return _joined(work, subject_ref, rules.purposes, rules)
    return _as_of_now(work, work.execute(_OF_PERSON, person), rules)


def deciding_events(work: Work, subject_ref: str, purpose: str, *, rules: Rules) -> tuple[ConsentEvent, ...]:
    """Read, as it counts now, only the newest of a person's events about a purpose or everything: it decides.

    One statement says too whether he goes by other references, and whether there is anything about a part of a purpose
    or taken back: then more is read. Either is rare, and the question is asked all the time.
    """
    person = {"organisation": work.organisation, "subject_ref": subject_ref, "purpose": purpose}
    rows = work.execute(_NEWEST_AND_WHETHER_THAT_IS_ALL, person).all()
    more = {row.kind for row in rows if row.kind in (_OTHER, _APART)}
    if _OTHER in more:
        return _joined(work, subject_ref, (purpose,), rules)
    if more:
        return _as_of_now(work, work.execute(_OF_PURPOSE, person), rules)
    return as_of(map(_event, rows), work.now, texts=text_digests(rules))


def events_in_file(work: Work, subject_ref: str, *, actor_kind: str = "", actor_ref: str = "") -> OwnEvents:
    """Read the events of one file as they were stored, with which of them the actor made himself."""
    person = {"organisation": work.organisation, "subject_ref": subject_ref}
    rows = work.execute(_IN_FILE, person).all()
    own = frozenset(row.id for row in rows if (row.actor_kind, row.actor_ref) == (actor_kind, actor_ref))
    return OwnEvents(tuple(map(_event_of_part, rows)), own)


def events_of_many(
    work: Work, subject_refs: Sequence[str], purpose: str, *, rules: Rules
) -> Mapping[str, tuple[ConsentEvent, ...]]:
    """Read many persons' events about a purpose or everything, as they count now, by one statement.

    Each person's are those under that reference alone: who goes by others too is asked for by :func:`deciding_events`.
    """
    people = {"organisation": work.organisation, "subject_refs": list(subject_refs), "purpose": purpose}
    found: dict[str, list[Any]] = {}
    for row in work.execute(_OF_PERSONS, people):
        found.setdefault(row.subject_ref, []).append(row)
    return {ref: _as_of_now(work, rows, rules) for ref, rows in found.items()}


def _as_of_now(work: Work, rows: Iterable[Any], rules: Rules) -> tuple[ConsentEvent, ...]:
    return as_of(map(_event_of_part, rows), work.now, texts=text_digests(rules))


def _joined(work: Work, subject_ref: str, purposes: Iterable[str], rules: Rules) -> tuple[ConsentEvent, ...]:
    references, since = references_of(work, subject_ref)
    person = {"organisation": work.organisation}
    files = {
        ref: _as_of_now(work, work.execute(_OF_PERSON, {**person, "subject_ref": ref}), rules) for ref in references
    }
    return joined(files, purposes, since=since)


def _event(row: Any) -> ConsentEvent:
    return ConsentEvent(
        id=row.id,
        kind=Given(row.kind),
        purpose=row.purpose,
        at=row.at,
        sequence=row.sequence,
        text_digest=row.text_digest,
        ends_at=row.ends_at,
        statement_version=row.statement_version,
    )


def _event_of_part(row: Any) -> ConsentEvent:
    return ConsentEvent(
        id=row.id,
        kind=Given(row.kind),
        purpose=row.purpose,
        at=row.at,
        sequence=row.sequence,
        text_digest=row.text_digest,
        ends_at=row.ends_at,
        statement_version=row.statement_version,
        categories=frozenset(row.categories or ()),
        recipients=frozenset(row.recipients or ()),
        undoes=row.undoes,
    )
