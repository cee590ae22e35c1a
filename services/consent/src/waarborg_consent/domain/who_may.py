"""Who may do what with one person's data today: the decision asked for every role, right, kind of record and purpose.

Nothing here reads the role table or a rule by itself. What stands on the person's page is what the engine answers, and
what his own choices change is the difference between two answers: with them, and as if he had said nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from waarborg_consent.domain.consents import ConsentState, Standing
from waarborg_consent.domain.marks import Mark
from waarborg_consent.domain.policy import (
    CARE,
    Asked,
    Cell,
    Decision,
    Facts,
    Known,
    NamedGround,
    OwnPolicy,
    Reason,
    Thing,
    decide,
)
from waarborg_shared.hooks.values import About, RecordType, Right, Role, RoleKind

SOMEBODY = "somebody"
"""Who asks, where it is about whoever has a role: nobody's reference, and never the person's own."""
FOR_LACK_OF_A_YES = frozenset({Reason.CONSENT_MISSING, Reason.CONSENT_WITHDRAWN, Reason.SPECIAL_NEEDS_CONSENT})
_CARES = Known(with_person=frozenset({CARE}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """What decides about one person: what stands of his consents by purpose, his marks, and the cells decided on."""

    subject_ref: str
    standings: Mapping[str, Standing] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)

    @property
    def as_if_silent(self) -> "OfPerson":
        """The same person, had he said nothing."""
        return replace(self, standings={}, marks=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A purpose for which something may be done, and what it takes.

    ``in_care`` is that only who cares for the person may; ``grounds`` are those that open it to who does not. Where
    neither is set, nothing more is needed.
    """

    purpose: str
    decision: Decision
    in_care: bool = False
    grounds: tuple[NamedGround, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What a role may do with a kind of record: for which purposes, and for which others not, with why not."""

    role: str
    right: str
    record_type: str
    own: bool = False
    opened: tuple[Opened, ...] = ()
    refused: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Who, what, and with what."""
        return self.role, self.right, self.record_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a person's choices change about a purpose: the kinds of record that are used by them, and those that are
    not; ``reasons`` say why not."""

    purpose: str
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def about_persons(policy: OwnPolicy) -> tuple[RecordType, ...]:
    """Return the kinds of record that are about a client, in the organisation's own order."""
    return tuple(each for each in policy.record_types.values() if each.about is About.CLIENT)


def who_may(policy: OwnPolicy, person: OfPerson) -> tuple[May, ...]:
    """Return what every role may do with this person's data, by kind of record; ``own`` is what he may himself.

    A role of persons is asked about the person himself: of somebody else's data it gives nothing. What hangs on who
    exactly asks (a department, another relation than care) is not told here, for nobody asks.
    """
    return tuple(
        found
        for record_type in about_persons(policy)
        for role in policy.roles.values()
        for right in Right
        if (found := _may(policy, person, role, right, record_type)) is not None
    )


def effects(policy: OwnPolicy, person: OfPerson, found: Iterable[May]) -> tuple[Effect, ...]:
    """Return what the person's own consents and marks change in what others may do, by purpose."""
    said = [purpose for purpose in policy.purposes if _said_about(person, purpose)]
    if not said:
        return ()
    narrowed = replace(policy, purposes={code: policy.purposes[code] for code in said})
    silent = {each.key: _purposes(each) for each in who_may(narrowed, person.as_if_silent) if not each.own}
    others = [each for each in found if not each.own]
    now = {each.key: each for each in others}
    seen = [_effect(purpose, now, silent) for purpose in said]
    return tuple(each for each in seen if each.opens or each.closes)


def without_a_yes(found: Iterable[May]) -> Mapping[str, tuple[str, ...]]:
    """Return the purposes for which nobody uses anything without the person's yes, with the kinds of record."""
    closed: dict[str, list[str]] = {}
    open_to: set[str] = set()
    for each in found:
        if each.own:
            continue
        open_to |= _purposes(each)
        for purpose, decision in each.refused.items():
            if decision.reason in FOR_LACK_OF_A_YES:
                closed.setdefault(purpose, []).append(each.record_type)
    return {purpose: _once(kinds) for purpose, kinds in closed.items() if purpose not in open_to}


def _may(policy: OwnPolicy, person: OfPerson, role: Role, right: Right, record_type: RecordType) -> May | None:
    """Ask for every purpose; None where no purpose could make a difference, or where nothing is to be told."""
    ask = _Asker(policy, person, role, right, record_type)
    first = next(iter(policy.purposes), None)
    if first is None or ask.hangs_on_no_purpose(first):
        return None
    opened, refused = [], {}
    for purpose in policy.purposes:
        answer = ask.opened(purpose)
        if isinstance(answer, Opened):
            opened.append(answer)
        else:
            refused[purpose] = answer
    own = role.kind is RoleKind.PERSON
    return May(
        role=role.code, right=right.value, record_type=record_type.code, own=own, opened=tuple(opened), refused=refused
    )


class _Asker:
    """Asks the engine for one role, right and kind of record."""

    def __init__(self, policy: OwnPolicy, person: OfPerson, role: Role, right: Right, record_type: RecordType) -> None:
        self._policy, self._person = policy, person
        asker = person.subject_ref if role.kind is RoleKind.PERSON else SOMEBODY
        self._subject = Thing(type=role.kind.value, id=asker, properties={"role": role.code})
        self._resource = Thing(type=record_type.code, id="", properties={"person": person.subject_ref})
        self._right = right.value
        self._cell = person.cells.get((role.code, record_type.code))
        self._rules = policy.matrix.rules.get((record_type.code, right.value), ())

    def hangs_on_no_purpose(self, purpose: str) -> bool:
        """Whether the table or a rule refuses, to whoever cares too, and would for any other purpose.

        The table knows no purposes, and neither does a rule without a condition: eleven roles by four rights by
        thirty-five rows are mostly that.
        """
        refused = self._decide(purpose, known=_CARES)
        by_rules = refused.condition in ("table", "rule") and not refused.permitted
        return by_rules and all(rule.holds is None for rule in self._rules)

    def opened(self, purpose: str) -> Opened | Decision:
        """Return what it takes for a purpose, or why not whatever it takes."""
        plain = self._decide(purpose)
        if plain.permitted:
            return Opened(purpose=purpose, decision=plain)
        caring = self._decide(purpose, known=_CARES)
        grounds = {ground: self._decide(purpose, ground=ground) for ground in _grounds_missing(plain, caring)}
        opening = tuple(ground for ground, decision in grounds.items() if decision.permitted)
        if caring.permitted:
            return Opened(purpose=purpose, decision=caring, in_care=True, grounds=opening)
        if opening:
            return Opened(purpose=purpose, decision=grounds[opening[0]], grounds=opening)
        return caring

    def _decide(self, purpose: str, *, known: Known | None = None, ground: NamedGround | None = None) -> Decision:
        context = {"purpose": purpose} if ground is None else {"purpose": purpose, "named_ground": ground.value}
        asked = Asked(subject=self._subject, action=self._right, resource=self._resource, context=context)
        stands = self._person.standings.get(purpose) or Standing(purpose=purpose, state=ConsentState.UNKNOWN)
        facts = Facts(known=known or Known(), standing=stands, marks=self._person.marks, cell=self._cell)
        return decide(self._policy, asked, facts)


def _grounds_missing(*several: Decision) -> Iterator[NamedGround]:
    """Yield the grounds that a refusal says would help."""
    named = {missing.partition(":")[2] for each in several for missing in each.missing if "named-ground:" in missing}
    return (ground for ground in NamedGround if ground.value in named)


def _said_about(person: OfPerson, purpose: str) -> bool:
    stands = person.standings.get(purpose)
    said = stands is not None and stands.state is not ConsentState.UNKNOWN
    return said or any(mark.about in (None, purpose) for mark in person.marks)


def _effect(
    purpose: str, now: Mapping[tuple[str, str, str], May], silent: Mapping[tuple[str, str, str], frozenset[str]]
) -> Effect:
    opens, closes, reasons = [], [], set()
    for key in dict.fromkeys((*now, *silent)):
        allowed = key in now and purpose in _purposes(now[key])
        without = purpose in silent.get(key, frozenset())
        if allowed and not without:
            opens.append(key[2])
        if without and not allowed:
            closes.append(key[2])
            reasons.add(now[key].refused[purpose].reason)
    return Effect(purpose=purpose, opens=_once(opens), closes=_once(closes), reasons=tuple(sorted(reasons)))


def _purposes(each: May) -> frozenset[str]:
    return frozenset(opened.purpose for opened in each.opened)


def _once(several: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(several))
