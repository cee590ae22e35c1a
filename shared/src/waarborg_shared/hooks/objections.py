"""What people can object to at an organisation: what it says itself, and what the law always lets them (art. 21)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from waarborg_shared.hooks import law
from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.values import BadValue, ObjectionAbout, ObjectionSubject, Purpose, PurposeKind

# Which sorts of use each subject is about, whatever an organisation calls its purposes.
SORTS: Mapping[ObjectionAbout, frozenset[PurposeKind]] = {
    ObjectionAbout.MARKETING: frozenset({PurposeKind.MARKETING, PurposeKind.CALLING}),
    ObjectionAbout.CALLING: frozenset({PurposeKind.CALLING}),
    ObjectionAbout.SURVEYS: frozenset({PurposeKind.SURVEY}),
    ObjectionAbout.STATISTICS: frozenset({PurposeKind.RESEARCH}),
}
# Direct marketing always, calls and post alike (art. 21(2) and (3)); and whatever nobody thought of (art. 21(1)).
ALWAYS = (ObjectionAbout.MARKETING, ObjectionAbout.OTHER)


def by_law(purposes: Iterable[Purpose]) -> tuple[ObjectionSubject, ...]:
    """Return what the law alone lets people object to, by the sorts of use that an organisation has."""
    found = tuple(purposes)
    subjects = (_subject(about, found) for about in (*SORTS, ObjectionAbout.OTHER))
    return tuple(each for each in subjects if each.purposes or each.about in ALWAYS)


def check(subjects: Sequence[ObjectionSubject], *, purposes: Collection[str], message_kinds: Collection[str]) -> None:
    """Refuse a subject that is there twice, or that names what is not there.

    Raises:
        BadValue: naming the subject and the field.
    """
    seen = set()
    for each in subjects:
        of = f"objection_subjects[{each.about}]"
        if each.about in seen:
            raise BadValue(f"{of}: twice in the list")
        seen.add(each.about)
        for field, known in (("purposes", purposes), ("message_kinds", message_kinds)):
            unknown = [code for code in getattr(each, field) if code not in known]
            if unknown:
                raise BadValue(f"{of}.{field}: unknown {', '.join(map(repr, unknown))}")


def hold(
    subjects: Sequence[ObjectionSubject], purposes: Iterable[Purpose]
) -> tuple[tuple[ObjectionSubject, ...], tuple[Clamp, ...]]:
    """Let everybody object to direct marketing, all of it, and to whatever else: add what an organisation left out."""
    found = tuple(purposes)
    held = {each.about: each for each in subjects}
    clamps = []
    by_right = _subject(ObjectionAbout.MARKETING, found)
    own = held.get(ObjectionAbout.MARKETING, replace(by_right, purposes=()))
    left_out = tuple(code for code in by_right.purposes if code not in own.purposes)
    if left_out:
        clamps.append(
            Clamp(
                what="objection.marketing.purposes",
                promised=", ".join(own.purposes) or "none",
                holds=", ".join((*own.purposes, *left_out)),
                source="art. 21(2) AVG",
            )
        )
    held[ObjectionAbout.MARKETING] = replace(own, purposes=(*own.purposes, *left_out))
    held.setdefault(ObjectionAbout.OTHER, _subject(ObjectionAbout.OTHER, found))
    return tuple(held[about] for about in ObjectionAbout if about in held), tuple(clamps)


def _subject(about: ObjectionAbout, purposes: Sequence[Purpose]) -> ObjectionSubject:
    sorts = SORTS.get(about, frozenset())
    return ObjectionSubject(
        about=about,
        name=law.OBJECTION_NAMES[about],
        purposes=tuple(purpose.code for purpose in purposes if purpose.kind in sorts),
        source="art. 21(2) AVG" if about is ObjectionAbout.MARKETING else "art. 21 AVG",
    )
