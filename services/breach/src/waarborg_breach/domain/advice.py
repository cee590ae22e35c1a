"""ADVICE on a breach: whether to notify the authority and to tell the persons, why, and what would change that.

A person decides, never this. What is not known counts as the worst that it could be: whoever is in doubt notifies (EDPB
Guidelines 9/2022, IV.B; B24 art. 9.2). The three sides of a breach are weighed apart, and the heaviest counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from waarborg_breach.domain.facts import (
    NAMES,
    Care,
    DataKind,
    Encryption,
    Facts,
    Holder,
    Identifiable,
    PersonGroup,
    Undone,
)
from waarborg_breach.domain.severity import Severity, severity


class Risk(StrEnum):
    """How likely and how grave the harm to people is."""

    UNLIKELY = "unlikely"
    RISK = "risk"
    HIGH = "high"


class Side(StrEnum):
    """The three sorts of breach (EDPB Guidelines 9/2022, I.B)."""

    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"


@dataclass(frozen=True, slots=True)
class Weight:
    """One reason, as a code, and what it weighs."""

    code: str
    points: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A fact that, if it were ``value``, would make the advice another one."""

    fact: str
    value: str
    notify_authority: bool
    inform_persons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is advised, and what it rests on.

    ``reasons`` are those of the sides that make the ``risk`` what it is. ``unknown`` are the facts that are not known
    and that count here; ``rests_on_unknown`` says that the advice would be milder if they all turned out well.
    ``publicly``: telling everybody apart takes disproportionate effort, so tell them by a public announcement. An
    ``exception`` is the letter of art. 34(3) AVG by which the persons need not be told.
    """

    notify_authority: bool
    inform_persons: bool
    publicly: bool
    risk: Risk
    exception: str | None
    sides: Mapping[Side, Risk]
    reasons: tuple[Weight, ...]
    unknown: tuple[str, ...]
    rests_on_unknown: bool
    severity: Severity
    facts: Facts

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The other values by which the answer would be another; weighed when asked for, for it weighs each of them."""
        return _turns(self.facts)

    def codes(self) -> dict[str, Any]:
        """Return the advice as plain codes and numbers, to keep with a decision: no text, and nothing of a person."""
        return {
            "notify_authority": self.notify_authority,
            "inform_persons": self.inform_persons,
            "publicly": self.publicly,
            "risk": self.risk.value,
            "exception": self.exception,
            "reasons": [each.code for each in self.reasons],
            "unknown": list(self.unknown),
            "rests_on_unknown": self.rests_on_unknown,
            "severity": {"score": self.severity.score, "band": self.severity.band.value},
        }


KIND_WEIGHS: Mapping[DataKind, int] = {
    DataKind.PLAIN: 1,
    DataKind.LOCATION: 2,
    DataKind.FINANCIAL: 2,
    DataKind.BSN: 3,
    DataKind.CREDENTIALS: 3,
    DataKind.SPECIAL: 4,
    DataKind.HEALTH: 4,
}
HOLDER_WEIGHS: Mapping[Holder, int] = {Holder.TRUSTED: -1, Holder.KNOWN: 1, Holder.STRANGERS: 3, Holder.PUBLIC: 4}
DELETED_WEIGHS: Mapping[Holder, int] = {Holder.TRUSTED: -3, Holder.KNOWN: -1}
"""What a confirmed deletion takes off; the word of strangers takes nothing off."""
IDENTIFIABLE_WEIGHS: Mapping[Identifiable, int] = {Identifiable.NEGLIGIBLE: -2, Identifiable.LIMITED: -1}
UNDONE_WEIGHS: Mapping[Undone, int] = {Undone.FULLY: 0, Undone.PARTLY: 1, Undone.NOT: 2}
CARE_WEIGHS: Mapping[Care, int] = {Care.NONE: 0, Care.DELAYED: 3, Care.HARMED: 6}
MANY, VERY_MANY = 100, 10_000
LONG, VERY_LONG = 24, 72
RISK_FROM, HIGH_FROM = 2, 5

WORST: Mapping[str, Any] = {
    "kinds": frozenset({DataKind.HEALTH}),
    "identifiable": Identifiable.MAXIMUM,
    "vulnerable": True,
    "persons": VERY_MANY,
    "confidentiality": True,
    "holder": Holder.PUBLIC,
    "deletion_confirmed": False,
    "encryption": Encryption.NONE,
    "key_safe": False,
    "integrity": True,
    "availability": True,
    "away_hours": VERY_LONG + 1,
    "undone": Undone.NOT,
    "care": Care.HARMED,
    "intent": True,
    "averted": False,
    "reachable": True,
}
"""What a fact counts as while it is not known."""

BEST: Mapping[str, Any] = {
    "kinds": frozenset({DataKind.PLAIN}),
    "identifiable": Identifiable.NEGLIGIBLE,
    "vulnerable": False,
    "persons": 1,
    "confidentiality": False,
    "holder": Holder.TRUSTED,
    "deletion_confirmed": True,
    "encryption": Encryption.STRONG,
    "key_safe": True,
    "integrity": False,
    "availability": False,
    "away_hours": 0,
    "undone": Undone.FULLY,
    "care": Care.NONE,
    "intent": False,
    "averted": True,
    "reachable": True,
}

TRIED: Mapping[str, tuple[Any, ...]] = {
    "kinds": tuple(frozenset({kind}) for kind in DataKind),
    "identifiable": tuple(Identifiable),
    "groups": (frozenset({PersonGroup.CHILDREN}), frozenset({PersonGroup.OTHERS})),
    "vulnerable": (True, False),
    "persons": (1, MANY, VERY_MANY),
    "confidentiality": (True, False),
    "holder": tuple(Holder),
    "deletion_confirmed": (True, False),
    "encryption": tuple(Encryption),
    "key_safe": (True, False),
    "integrity": (True, False),
    "availability": (True, False),
    "away_hours": (0, LONG + 1, VERY_LONG + 1),
    "undone": tuple(Undone),
    "care": tuple(Care),
    "intent": (True, False),
    "averted": (True, False),
    "reachable": (True, False),
}
"""The values that are tried to see which fact would change the advice."""


def advise(facts: Facts) -> Advice:
    """Weigh the facts of a breach (art. 33(1), 34(1) and 34(3) AVG; B24 art. 9)."""
    counted = _counted(facts, WORST)
    weights = _weights(counted)
    sides = {side: _risk_of(found) for side, found in weights.items()}
    risk = _worst(sides.values())
    notify, tell = _answer(counted)
    return Advice(
        notify_authority=notify,
        inform_persons=tell,
        publicly=tell and counted.reachable is False,
        risk=risk,
        exception=_exception(counted, weights, tell=tell),
        sides=sides,
        reasons=_reasons(weights, sides, risk),
        unknown=tuple(name for name in facts.unknown if _matters(facts, name)),
        rests_on_unknown=_answer(_counted(facts, BEST)) != (notify, tell),
        severity=severity(counted, unreadable=bool(counted.unreadable)),
        facts=facts,
    )


def _counted(facts: Facts, as_if: Mapping[str, Any]) -> Facts:
    """Fill in what is not known. Children among the people are vulnerable, whatever else was said."""
    filled = replace(facts, **{name: as_if[name] for name in facts.unknown if name in as_if})
    if PersonGroup.CHILDREN in (filled.groups or ()):
        return replace(filled, vulnerable=True)
    return filled


def _answer(counted: Facts) -> tuple[bool, bool]:
    risk = _worst(_risk_of(found) for found in _weights(counted).values())
    return risk is not Risk.UNLIKELY, risk is Risk.HIGH and not counted.averted


def _weights(counted: Facts) -> dict[Side, tuple[Weight, ...]]:
    return {
        Side.CONFIDENTIALITY: tuple(_seen(counted)) if counted.confidentiality else (),
        Side.INTEGRITY: tuple(_changed(counted)) if counted.integrity else (),
        Side.AVAILABILITY: tuple(_lost(counted)) if counted.availability else (),
    }


def _seen(counted: Facts) -> Iterable[Weight]:
    """Weigh that somebody may have seen the data who should not."""
    if counted.unreadable:
        yield Weight("unreadable", 0)
        return
    kind, holder = _kind(counted), counted.holder or Holder.PUBLIC
    yield Weight(f"kind-{kind.value}", KIND_WEIGHS[kind])
    yield Weight(f"holder-{holder.value}", HOLDER_WEIGHS[holder])
    if counted.deletion_confirmed and holder in DELETED_WEIGHS:
        yield Weight("deleted", DELETED_WEIGHS[holder])
    if counted.identifiable is not None and counted.identifiable in IDENTIFIABLE_WEIGHS:
        yield Weight("hard-to-identify", IDENTIFIABLE_WEIGHS[counted.identifiable])
    yield from _aggravating(counted)


def _changed(counted: Facts) -> Iterable[Weight]:
    """Weigh that data were changed: what was put right weighs only by what it did meanwhile."""
    yield from _care(counted)
    undone, kind = counted.undone or Undone.NOT, _kind(counted)
    if undone is Undone.FULLY:
        yield Weight("put-right", 0)
        return
    yield Weight(f"changed-{undone.value}", UNDONE_WEIGHS[undone])
    yield Weight(f"kind-{kind.value}", KIND_WEIGHS[kind] - 1)
    yield from _aggravating(counted)


def _lost(counted: Facts) -> Iterable[Weight]:
    """Weigh that data could not be reached, or are gone."""
    found = [*_care(counted), *_away(counted)]
    undone, kind = counted.undone or Undone.NOT, _kind(counted)
    if undone is Undone.FULLY:
        yield Weight("put-right", 0)
    else:
        found.append(Weight(f"lost-{undone.value}", UNDONE_WEIGHS[undone]))
        found.append(Weight(f"kind-{kind.value}", KIND_WEIGHS[kind] // 2))
    yield from found
    if counted.vulnerable and found:
        yield Weight("vulnerable", 1)


def _away(counted: Facts) -> Iterable[Weight]:
    hours = counted.away_hours or 0
    if hours > LONG:
        yield Weight("away-long", 2 if hours > VERY_LONG else 1)


def _care(counted: Facts) -> Iterable[Weight]:
    care = counted.care or Care.NONE
    if care is not Care.NONE:
        yield Weight(f"care-{care.value}", CARE_WEIGHS[care])


def _aggravating(counted: Facts) -> Iterable[Weight]:
    if counted.intent:
        yield Weight("intent", 1)
    persons = counted.persons or 0
    if persons >= MANY:
        yield Weight("many", 2 if persons >= VERY_MANY else 1)
    if counted.vulnerable:
        yield Weight("vulnerable", 1)


def _kind(counted: Facts) -> DataKind:
    return counted.worst_kind or DataKind.HEALTH


def _risk_of(weights: Iterable[Weight]) -> Risk:
    points = sum(each.points for each in weights)
    if points >= HIGH_FROM:
        return Risk.HIGH
    return Risk.RISK if points >= RISK_FROM else Risk.UNLIKELY


def _worst(risks: Iterable[Risk]) -> Risk:
    return max(risks, key=tuple(Risk).index)


def _exception(counted: Facts, weights: Mapping[Side, tuple[Weight, ...]], *, tell: bool) -> str | None:
    """Return the letter of art. 34(3) AVG by which the persons need not be told, or not one by one."""
    if tell:
        return "c" if counted.reachable is False else None
    if _worst(_risk_of(found) for found in weights.values()) is Risk.HIGH:
        return "b"
    return "a" if counted.confidentiality and counted.unreadable else None


def _reasons(weights: Mapping[Side, tuple[Weight, ...]], sides: Mapping[Side, Risk], risk: Risk) -> tuple[Weight, ...]:
    """Return the reasons of the sides that make the risk what it is, each once, the heaviest first."""
    found: dict[str, Weight] = {}
    for side, each_side in weights.items():
        if sides[side] is risk:
            for weight in each_side:
                if weight.code not in found or found[weight.code].points < weight.points:
                    found[weight.code] = weight
    return tuple(sorted(found.values(), key=lambda each: -each.points))


def _matters(facts: Facts, name: str) -> bool:
    """Whether what this fact is weighs at all, the others being as they are."""
    tried = (_counted(replace(facts, **{name: value}), WORST) for value in TRIED.get(name, ()))
    weighed = ((_weights(counted), _answer(counted)) for counted in tried)
    first = next(weighed, None)
    return any(each != first for each in weighed)


def _turns(facts: Facts) -> tuple[Turn, ...]:
    """Try every other value of every fact, and return those by which the answer would be another."""
    now = _answer(_counted(facts, WORST))
    found = []
    for name in NAMES:
        for value in TRIED.get(name, ()):
            then = _answer(_counted(replace(facts, **{name: value}), WORST))
            if then != now:
                found.append(Turn(name, code_of(value), *then))
    return tuple(found)


def code_of(value: object) -> str:
    """Return one value of a fact as a code."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ",".join(sorted(str(each) for each in value))
    return str(value)
