"""The clamp on how long data are kept: by what kind of data a rule is about, whatever its code, and on which day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from waarborg_shared.clocks import rule_in_force
from waarborg_shared.hooks import law
from waarborg_shared.hooks.clamp import Clamp, at_least, show
from waarborg_shared.hooks.law import RetentionBound
from waarborg_shared.hooks.values import DataCategory, RetentionRule


@dataclass(frozen=True, slots=True)
class Kept:
    """Which categories an organisation keeps by which rules; every version of each rule."""

    rules: tuple[RetentionRule, ...]
    categories: tuple[DataCategory, ...]

    def falls_under(self, rule: str) -> str | None:
        """Return the code of the law's rule that bounds ``rule``: its own, or that of the one kind of data it is about.

        None where the law sets no term, or where the rule is about several kinds.
        """
        if _law(rule):
            return rule
        found = {_by_law(category) for category in self.categories if category.retention == rule}
        return found.pop() if len(found) == 1 else None


def settle(rules: Sequence[RetentionRule], categories: Sequence[DataCategory]) -> Kept:
    """Add the law's own rules where an organisation has none, and part what the law keeps by a term of its own from a
    rule that is looser and holds other data too.

    So the law's term reaches those data, and lengthens no promise about the others.
    """
    codes = {rule.code for rule in rules}
    given = Kept((*rules, *(rule for rule in law.RETENTION if rule.code not in codes)), tuple(categories))
    parted: dict[str, tuple[RetentionRule, ...]] = {}
    settled: list[DataCategory] = []
    for category in categories:
        asked = _by_law(category)
        versions = [rule for rule in given.rules if rule.code == category.retention]
        bounded = given.falls_under(category.retention)
        if asked in (None, bounded) or (bounded is None and _keeps_to(versions, asked)):
            settled.append(category)
            continue
        code = f"{category.retention}.{asked}"
        parted[code] = tuple(replace(rule, code=code, name=_law(asked)[0].rule.name) for rule in versions)
        settled.append(replace(category, retention=code))
    return Kept((*given.rules, *(rule for versions in parted.values() for rule in versions)), tuple(settled))


def hold(kept: Kept, *, on: date) -> tuple[list[RetentionRule], list[Clamp]]:
    """Return the rules in force on a day, each within the law's floor and ceiling of that day, counted as the law does.

    The day is the one on which somebody asks, and not the one from which a term counts: a longer term in law reaches
    what is still kept (art. 7:454(3) BW since 2020).
    """
    held: list[RetentionRule] = []
    clamps: list[Clamp] = []
    for rule in kept.rules:
        if not rule.holds_on(on) or _spare(rule, kept):
            continue
        bound = rule_in_force(_law(kept.falls_under(rule.code)), on)
        brought = _brought_back(rule, bound) if bound else rule
        if brought is not rule:
            clamps.append(_told(rule, brought))
        held.append(brought)
    return held, clamps


def _spare(rule: RetentionRule, kept: Kept) -> bool:
    """Whether this is a rule of the law's that nothing is kept by, as the organisation has one of its own for that."""
    used = {category.retention for category in kept.categories}
    others = {each.code for each in kept.rules} - {rule.code}
    return (
        rule in law.RETENTION and rule.code not in used and any(kept.falls_under(code) == rule.code for code in others)
    )


def _law(code: str | None) -> list[RetentionBound]:
    """Return every version of the law's bound of that code."""
    return [bound for bound in law.RETENTION_BOUNDS if bound.rule.code == code]


def _by_law(category: DataCategory) -> str | None:
    """Return the code of the law's rule for this kind of data."""
    kinds = (bound.rule.code for bound in law.RETENTION_BOUNDS if bound.about is category.sensitivity)
    return next(kinds, None)


def _keeps_to(versions: Iterable[RetentionRule], code: str | None) -> bool:
    """Whether no version of a rule is brought back by any version of the law's, so that it can stay as it is."""
    return all(_brought_back(rule, bound) is rule for rule in versions for bound in _law(code))


def _brought_back(rule: RetentionRule, bound: RetentionBound) -> RetentionRule:
    """Return ``rule`` itself where it keeps to ``bound``, else as the law lets it stand, with what was promised.

    Events have no order that holds for every file, so a rule that counts from another event than the law's could end
    earlier: it counts from the law's.
    """
    own, keep = bound.rule, rule.keep
    if not at_least(keep, own.keep):
        keep = own.keep
    elif bound.ceiling and not at_least(bound.ceiling, keep):
        keep = bound.ceiling
    moved = rule.start_event != own.start_event
    if keep is rule.keep and not moved:
        return rule
    return replace(
        rule,
        keep=keep,
        start_event=own.start_event,
        counted_from=own.counted_from,
        source=own.source,
        promised=rule.keep,
        promised_from=rule.counted_from if moved else None,
    )


def _told(rule: RetentionRule, brought: RetentionRule) -> Clamp:
    promised, holds = show(rule.keep), show(brought.keep)
    if brought.promised_from is not None:
        promised, holds = f"{promised} from {rule.start_event}", f"{holds} from {brought.start_event}"
    return Clamp(what=f"retention.{rule.code}", promised=promised, holds=holds, source=brought.source)
