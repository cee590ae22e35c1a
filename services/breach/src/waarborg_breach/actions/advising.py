"""What is known of a breach as facts, and the advice that follows from them."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.settling import sealed
from waarborg_breach.domain import CaseState, NoSuchMove
from waarborg_breach.domain.advice import Advice, advise
from waarborg_breach.domain.facts import (
    NO_COUNTRY,
    Care,
    Contradiction,
    DataKind,
    Encryption,
    Facts,
    Holder,
    Identifiable,
    PersonGroup,
    Undone,
)
from waarborg_breach.models import BreachCase, BreachFact
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Sensitivity
from waarborg_shared.uow import Work

MORE_KINDS = "more_kinds"
KIND_OF: Mapping[Sensitivity, DataKind] = MappingProxyType(
    {
        Sensitivity.ORDINARY: DataKind.PLAIN,
        Sensitivity.FINANCIAL: DataKind.FINANCIAL,
        Sensitivity.BSN: DataKind.BSN,
        Sensitivity.HEALTH: DataKind.HEALTH,
        Sensitivity.CRIMINAL: DataKind.SPECIAL,
        Sensitivity.ETHNIC: DataKind.SPECIAL,
    }
)
"""How sensitive a category of the organisation's is for a breach."""
_ENUMS: Mapping[str, type[Any]] = {
    "identifiable": Identifiable,
    "holder": Holder,
    "encryption": Encryption,
    "undone": Undone,
    "care": Care,
}
_SETS: Mapping[str, type[Any]] = {"kinds": DataKind, "groups": PersonGroup, "categories": str, "countries": str}
_OF_THE_CASE = {"persons": "about_how_many", "other_eu": "other_eu"}
"""Facts that the register is sorted and counted by: they stand on the case itself."""


def facts_of(work: Work, case: BreachCase) -> Facts:
    """Return what is known of a breach, as one frozen value of codes and numbers: what nobody knows is None.

    This is what the dossier for the authority, the register and the yearly picture are filled from. It holds nothing
    that anybody wrote and needs no key, so that it is there for an erased case too; what somebody wrote beside it is
    ``opened(work, case, "facts_note")``. Which of the unknown ones somebody called "not known yet" says
    ``said_unknown``.
    """
    return facts_from(case, _rows(work, case))


def facts_from(case: BreachCase, rows: Iterable[BreachFact]) -> Facts:
    """Return what is known of a breach from its facts as they are stored."""
    stored = {row.fact: row.value for row in rows}
    known = {name: _read(name, value) for name, value in stored.items() if name != MORE_KINDS and value is not None}
    of_case = {fact: getattr(case, column) for fact, column in _OF_THE_CASE.items()}
    return Facts(**{**known, **of_case})


def more_kinds_of(work: Work, case: BreachCase) -> tuple[str, ...]:
    """Return the kinds of data that were named beside the organisation's own categories."""
    return next((tuple(row.value or ()) for row in _rows(work, case) if row.fact == MORE_KINDS), ())


def said_unknown(work: Work, case: BreachCase) -> frozenset[str]:
    """Return the facts of which somebody said that they are not known yet; the rest nobody was asked."""
    return frozenset(row.fact for row in _rows(work, case) if row.value is None)


def note_facts(
    work: Work,
    case: BreachCase,
    given: Mapping[str, Any],
    *,
    rules: Rules,
    cleared: Collection[str] = (),
    note: str | None = None,
) -> BreachCase:
    """Keep facts by name: None is "not known yet". Those ``cleared`` are as if nobody had been asked.

    ``more_kinds`` are kinds of data beside those of the categories. ``note`` is free text, sealed; None leaves it.

    Raises:
        Contradiction: naming the fact.
        NoSuchMove: the case is closed.
    """
    if case.case_state == CaseState.CLOSED:
        raise NoSuchMove("closed")
    before = {row.fact: row for row in _rows(work, case)}
    wanted = {name: row.value for name, row in before.items() if name not in cleared}
    wanted |= {name: _plain(value) for name, value in given.items()}
    _check(wanted, rules)
    _derive_kinds(wanted, rules)
    changed = {name for name in {*before, *wanted} if _stored(before, name) != _wanted(wanted, name)}
    for name in changed:
        _keep(work, case, name, wanted, before)
    for fact, column in _OF_THE_CASE.items():
        if fact in wanted or fact in cleared:
            setattr(case, column, wanted.get(fact))
    if note is not None:
        case.facts_note_sealed = sealed(work, case, "facts_note", note)
    case.revision += 1
    work.record(case, verb="noted-facts", facts={"facts": sorted(changed)})
    return case


def advice_now(work: Work, case: BreachCase, _rules: Rules) -> Advice:
    """Return what is advised by what is known now. A person decides; this only says why one would."""
    return advise(facts_of(work, case))


def _check(wanted: Mapping[str, Any], rules: Rules) -> None:
    for code in wanted.get("categories") or ():
        if code not in rules.categories:
            raise Contradiction("categories")
    if wanted.get("countries") and wanted.get("other_eu") is False:
        raise Contradiction("countries", NO_COUNTRY)


def _derive_kinds(wanted: dict[str, Any], rules: Rules) -> None:
    """Work out how sensitive the data are, by the organisation's categories of today and what was named beside them."""
    if "categories" not in wanted and MORE_KINDS not in wanted:
        wanted.pop("kinds", None)
        return
    categories = wanted.get("categories")
    if "categories" in wanted and categories is None:
        wanted["kinds"] = None
        return
    found = {KIND_OF[rules.categories[code].sensitivity] for code in categories or ()}
    found |= {DataKind(code) for code in wanted.get(MORE_KINDS) or ()}
    wanted["kinds"] = sorted(kind.value for kind in found) or None


_ABSENT = object()


def _stored(before: Mapping[str, BreachFact], name: str) -> Any:
    return before[name].value if name in before else _ABSENT


def _wanted(wanted: Mapping[str, Any], name: str) -> Any:
    return wanted.get(name, _ABSENT)


def _keep(work: Work, case: BreachCase, name: str, wanted: Mapping[str, Any], before: Mapping[str, BreachFact]) -> None:
    if name not in wanted:
        work.session.delete(before[name])
        return
    work.session.merge(
        BreachFact(
            organisation=work.organisation,
            breach_id=case.id,
            fact=name,
            value=wanted[name],
            noted_at=work.now,
            noted_by=work.actor.ref,
        )
    )


def _plain(value: Any) -> Any:
    """Return a value as it is stored: sets as sorted lists of codes."""
    if isinstance(value, (set, frozenset, list, tuple)):
        return sorted(str(each) for each in value)
    return str(value) if isinstance(value, str) else value


def _read(name: str, value: Any) -> Any:
    if name in _ENUMS:
        return _ENUMS[name](value)
    return frozenset(_SETS[name](each) for each in value) if name in _SETS else value


def _rows(work: Work, case: BreachCase) -> list[BreachFact]:
    return list(rows_of(work, case, BreachFact))
