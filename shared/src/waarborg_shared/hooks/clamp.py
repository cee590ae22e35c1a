"""The clamp: an organisation may tighten a legal bound and never loosen it; what was brought back is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import (
    BadValue,
    BreachProtocol,
    LegalBasis,
    Purpose,
    PurposeKind,
    RepresentativeKind,
    RequestKind,
    RequestPolicy,
    RetentionRule,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamp:
    """A promise that the law does not let stand: what it was about, what was promised, what holds, and by which law."""

    what: str
    promised: str
    holds: str
    source: str


_SHORTEST_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 28.0, Unit.WORKING_DAYS: 1.0, Unit.HOURS: 1 / 24}
_LONGEST_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 31.0, Unit.WORKING_DAYS: 6.0, Unit.HOURS: 1 / 24}


def longer(promised: Term, bound: Term) -> bool:
    """Whether ``promised`` is longer than ``bound`` on every calendar, so that it can never be the one that binds."""
    if promised.unit is bound.unit:
        return promised.amount > bound.amount
    return promised.amount * _SHORTEST_DAYS[promised.unit] > bound.amount * _LONGEST_DAYS[bound.unit]


def show(term: Term) -> str:
    """Return ``term`` as a short code such as ``14 days``."""
    return f"{term.amount} {term.unit}"


def request(policy: RequestPolicy, kind: RequestKind) -> tuple[RequestPolicy, list[Clamp]]:
    """Bring a request policy back to art. 12(3) AVG: one month to answer, two months to extend, notice within one.

    A promise that is longer than the law only on some calendars may stand: both clocks run and the earlier binds.
    """
    if policy.kind is not kind:
        raise BadValue(f"request_policy[{kind}].kind: it says that it is for {policy.kind}")
    bound = law.request_terms(kind)
    clamps: list[Clamp] = []
    changes: dict[str, object] = {"law": bound.answer}
    if longer(policy.promise.term, bound.answer.term):
        clamps.append(_told(f"request.{kind}.answer", policy.promise.term, bound.answer.term, bound.answer.source))
        changes["promise"] = replace(policy.promise, term=bound.answer.term, source=bound.answer.source)
    if policy.extension and (bound.extension is None or longer(policy.extension, bound.extension)):
        holds = bound.extension
        clamps.append(_told(f"request.{kind}.extension", policy.extension, holds, bound.answer.source))
        changes["extension"] = holds
    if policy.notice is None or longer(policy.notice.term, bound.notice.term):
        if policy.notice is not None:
            clamps.append(_told(f"request.{kind}.notice", policy.notice.term, bound.notice.term, bound.notice.source))
        changes["notice"] = bound.notice
    if not policy.first_copy_free:
        clamps.append(Clamp(what=f"request.{kind}.first_copy", promised="paid", holds="free", source="art. 15(3) AVG"))
        changes["first_copy_free"] = True
    return replace(policy, **changes), clamps  # type: ignore[arg-type]


def breach(protocol: BreachProtocol) -> tuple[BreachProtocol, list[Clamp]]:
    """Bring the authority's clock back to art. 33(1) AVG, and add it where a protocol forgot it.

    Discovery never lies after awareness, so the same term from discovery is tighter and stands.
    """
    legal = law.AUTHORITY_CLOCK
    clamps: list[Clamp] = []
    clocks: list[ClockRule] = []
    for clock in protocol.clocks:
        if clock.name == legal.name and longer(clock.term, legal.term):
            clamps.append(_told("breach.authority", clock.term, legal.term, legal.source))
            clocks.append(replace(clock, term=legal.term, source=legal.source))
        else:
            clocks.append(clock)
    if legal.name not in {clock.name for clock in clocks}:
        clocks.append(legal)
    return replace(protocol, clocks=tuple(clocks)), clamps


def retention(rules: Sequence[RetentionRule]) -> tuple[list[RetentionRule], list[Clamp]]:
    """Bring each retention rule between the law's floor and ceiling for its kind (art. 7:454(3) BW, art. 52 AWR …).

    The law's own rules are added where an organisation has none.
    """
    clamps: list[Clamp] = []
    kept: list[RetentionRule] = []
    for rule in rules:
        bound = law.RETENTION_BOUNDS.get(rule.code)
        holds = rule.keep
        if bound and bound.floor and longer(bound.floor, rule.keep):
            holds = bound.floor
        elif bound and bound.ceiling and longer(rule.keep, bound.ceiling):
            holds = bound.ceiling
        if bound and holds is not rule.keep:
            clamps.append(_told(f"retention.{rule.code}", rule.keep, holds, bound.source))
            kept.append(replace(rule, keep=holds, promised=rule.keep, source=bound.source))
        else:
            kept.append(rule)
    codes = {rule.code for rule in kept}
    return [*kept, *(rule for rule in law.RETENTION if rule.code not in codes)], clamps


def purposes(answers: Sequence[Purpose]) -> tuple[list[Purpose], list[Clamp]]:
    """Let marketing messages and calls rest on consent alone, whatever the list says (art. 11.7 Tw; J5, B8, B16)."""
    clamps: list[Clamp] = []
    held: list[Purpose] = []
    for purpose in answers:
        if purpose.kind not in _ON_CONSENT or purpose.rests_on_consent:
            held.append(purpose)
        else:
            promised = ", ".join(purpose.bases)
            clamps.append(
                Clamp(what=f"purpose.{purpose.code}.bases", promised=promised, holds="consent", source="art. 11.7 Tw")
            )
            held.append(replace(purpose, bases=(LegalBasis.CONSENT,)))
    return held, clamps


def representatives(answers: Sequence[RepresentativeKind]) -> tuple[list[RepresentativeKind], list[Clamp]]:
    """Keep the kinds that the law knows in the law's order and scope (art. 7:465(3), 1:441 BW).

    An organisation may ask for less scope, never give more: an administrator decides on money and never on care.
    """
    by_code = {kind.code: kind for kind in law.REPRESENTATIVES}
    clamps: list[Clamp] = []
    held: list[RepresentativeKind] = []
    for kind in answers:
        legal = by_code.get(kind.code)
        if legal is None or (kind.rank == legal.rank and kind.scopes <= legal.scopes):
            held.append(kind)
        else:
            scopes = kind.scopes & legal.scopes
            clamps.append(
                Clamp(
                    what=f"representative.{kind.code}",
                    promised=f"{kind.rank}: {', '.join(sorted(kind.scopes))}",
                    holds=f"{legal.rank}: {', '.join(sorted(scopes))}",
                    source=legal.source,
                )
            )
            held.append(replace(kind, rank=legal.rank, scopes=scopes))
    return held, clamps


_ON_CONSENT = (PurposeKind.MARKETING, PurposeKind.CALLING)


def _told(what: str, promised: Term, holds: Term | None, source: str) -> Clamp:
    return Clamp(what=what, promised=show(promised), holds=show(holds) if holds else "none", source=source)
