"""What partners may register of people and things: types, names and codes, and nothing that could be personal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from waarborg_consent.domain.bsn import is_bsn
from waarborg_shared.hooks.values import Text

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,63}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@/+-]{0,63}")
_REFERENCE = re.compile(r"(?=.{8,36}$)(?:[A-Za-z]|[0-9]+[A-Za-z-])[A-Za-z0-9-]*")
MOST_PROPERTIES, MOST_IN_A_LIST = 20, 50
PERSON = "person"


class NoCode(Exception):
    """A property is no code; what is free text or a number of somebody's does not belong here."""

    field = "items"
    text = Text(
        "Eigenschappen zijn codes: letters, cijfers en leestekens, zonder spaties en geen nummer van iemand.",
        "Properties are codes: letters, digits and signs, without spaces and no number of somebody's.",
    )


class EndsBeforeItBegins(Exception):
    """A relation ends before it begins."""

    field = "items"
    text = Text("Een relatie eindigt niet voordat zij begint.", "A relation does not end before it begins.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Somebody or something that exists, with properties that rules may ask about; or that is gone."""

    type: str
    id: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation: a subject, what it is to an object, and between which moments.

    ``from_at`` None is from when it was first told.
    """

    subject_type: str
    subject_id: str
    relation: str
    object_type: str
    object_id: str
    from_at: datetime | None = None
    until_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What there is one of."""
        return self.subject_type, self.subject_id, self.relation, self.object_type, self.object_id


def check_properties(properties: Mapping[str, Any]) -> None:
    """Check that properties are codes, truths and whole numbers, or lists of codes.

    Raises:
        NoCode: one of them is not.
    """
    if len(properties) > MOST_PROPERTIES:
        raise NoCode(str(len(properties)))
    for name, value in properties.items():
        several = value if isinstance(value, list) and len(value) <= MOST_IN_A_LIST else [value]
        listed = isinstance(value, list)
        if not _NAME.fullmatch(name) or not all(_is_code(each, alone=not listed) for each in several):
            raise NoCode(name)
    person = properties.get(PERSON)
    if person is not None and not (isinstance(person, str) and _REFERENCE.fullmatch(person)):
        raise NoCode(PERSON)


def check_relation(relation: Relation) -> None:
    """Check a relation. Raises EndsBeforeItBegins."""
    begins, ends = relation.from_at, relation.until_at
    if begins is not None and ends is not None and ends < begins:
        raise EndsBeforeItBegins


def _is_code(value: object, *, alone: bool) -> bool:
    if isinstance(value, bool):
        return alone
    if isinstance(value, int):
        return alone and abs(value) < 10_000_000
    return isinstance(value, str) and _CODE.fullmatch(value) is not None and not is_bsn(value)
