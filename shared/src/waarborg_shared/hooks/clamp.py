"""The clamp: an organisation may tighten a legal bound and never loosen it; what was brought back is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import (
    BadValue,
    BreachProtocol,
    BreachStart,
    Effect,
    LegalBasis,
    Policy,
    Purpose,
    PurposeKind,
    RecordType,
    RepresentativeKind,
    RequestKind,
    RequestPolicy,
    in_order,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamp:
    """A promise that the law does not let stand: what it was about, what was promised, what holds, and by which law."""

    what: str
    promised: str
    holds: str
    source: str


_HOUR = 1 / 24
_SHORTEST_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 28.0, Unit.WORKING_DAYS: 1.0, Unit.HOURS: _HOUR}
_LONGEST_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 31.0, Unit.WORKING_DAYS: 6.0, Unit.HOURS: _HOUR}


def longer(promised: Term, bound: Term) -> bool:
    """Whether ``promised`` is longer than ``bound`` on every calendar, so that it can never be the one that binds."""
    if promised.unit is bound.unit:
        return promised.amount > bound.amount
    return _shortest(promised) > _longest(bound)


def at_least(promised: Term, bound: Term) -> bool:
    """Whether ``promised`` is no shorter than ``bound`` on every calendar, so that it never ends before it."""
    return not may_outlast(bound, promised)


def may_outlast(promised: Term, bound: Term) -> bool:
    """Whether ``promised`` ends after ``bound`` on some calendar: too long where it is the only clock that runs.

    Two days are longer than 72 hours never by much, and still from midnight on the day before winter time.
    """
    if promised.unit is bound.unit:
        return promised.amount > bound.amount
    slack = _END_OF_DAY if Unit.HOURS in (promised.unit, bound.unit) else 0.0
    return _longest(promised) + slack > _shortest(bound)


_END_OF_DAY = 1 + _HOUR
"""Hours end on the minute and dates with their day, which has an hour more when winter time begins."""


def _shortest(term: Term) -> float:
    return _days(term, _SHORTEST_DAYS, year=365)


def _longest(term: Term) -> float:
    """Return the most days that a term takes; no working day at all is until the first one, past a long weekend."""
    least_one = max(term.amount, 1) if term.unit is Unit.WORKING_DAYS else term.amount
    return _days(Term(least_one, term.unit), _LONGEST_DAYS, year=366)


def _days(term: Term, days: Mapping[Unit, float], *, year: int) -> float:
    years, rest = divmod(term.amount, 12) if term.unit is Unit.MONTHS else (0, term.amount)
    return years * year + rest * days[term.unit]


def show(term: Term) -> str:
    """Return ``term`` as a short code such as ``14 days``."""
    return f"{term.amount} {term.unit}"


def request(policy: RequestPolicy, kind: RequestKind, *, bound: law.RequestTerms) -> tuple[RequestPolicy, list[Clamp]]:
    """Bring a request policy back to the law's ``bound`` (art. 12(3) AVG): a month, two more, told within one.

    A promise that is longer than the law only on some calendars may stand: both clocks run and the earlier binds. So
    does such an extension, for the law's clock gets the law's own. Word of it has one clock, which is never the later.
    """
    if policy.promise.period:
        raise BadValue(f"request_policy[{kind}].promise.period: an answer is due at its end")
    if policy.kind is not kind:
        raise BadValue(f"request_policy[{kind}].kind: it says that it is for {policy.kind}")
    clamps: list[Clamp] = []
    changes: dict[str, object] = {"law": bound.answer, "law_extension": policy.extension}
    if longer(policy.promise.term, bound.answer.term):
        clamps.append(_told(f"request.{kind}.answer", policy.promise.term, bound.answer.term, bound.answer.source))
        changes["promise"] = replace(policy.promise, term=bound.answer.term, source=bound.answer.source)
    if policy.extension and (bound.extension is None or longer(policy.extension, bound.extension)):
        holds = bound.extension
        clamps.append(_told(f"request.{kind}.extension", policy.extension, holds, bound.answer.source))
        changes |= {"extension": holds, "law_extension": holds}
    elif policy.extension and bound.extension and may_outlast(policy.extension, bound.extension):
        changes["law_extension"] = bound.extension
    if policy.notice is None or may_outlast(policy.notice.term, bound.notice.term):
        if policy.notice is not None:
            clamps.append(_told(f"request.{kind}.notice", policy.notice.term, bound.notice.term, bound.notice.source))
        changes["notice"] = bound.notice
    if not policy.first_copy_free:
        clamps.append(Clamp(what=f"request.{kind}.first_copy", promised="paid", holds="free", source="art. 15(3) AVG"))
        changes["first_copy_free"] = True
    identification, told = _identification(policy)
    return replace(policy, **changes, **identification), [*clamps, *told]  # type: ignore[arg-type]


def _identification(policy: RequestPolicy) -> tuple[Mapping[str, object], list[Clamp]]:
    """Hold to it that it is known who asks before anything is given (B15; art. 12(6), 32 AVG), and how surely."""
    clamps: list[Clamp] = []
    what, source, least = f"request.{policy.kind}", "art. 12(6), 32 AVG", law.identification_level(policy.kind)
    must = policy.kind not in law.NO_IDENTIFICATION
    if must and not policy.identification:
        clamps.append(Clamp(what=f"{what}.identification", promised="none", holds="needed", source=source))
    level = policy.identification_level or least
    if not level.reaches(least):
        clamps.append(
            Clamp(what=f"{what}.identification_level", promised=level.value, holds=least.value, source=source)
        )
        level = least
    return {"identification": must or policy.identification, "identification_level": level}, clamps


def breach(protocol: BreachProtocol) -> tuple[BreachProtocol, list[Clamp]]:
    """Bring the authority's clock back to art. 33(1) AVG, and add it where a protocol forgot it.

    Each version is held against the law's of its own days, and falls into as many as it needs. It is the only clock, so
    it stands only where no calendar makes it the longer one. Discovery never lies after awareness, so the same term
    from discovery is tighter and stands; a report inside may lie after it, so that a clock from there is brought back.

    Raises:
        BadValue: the organisation's own clock is a period, or begins later than the law's so that none runs before.
    """
    legal = in_order(law.AUTHORITY_CLOCK)
    own = in_order(clock for clock in protocol.clocks if clock.name == law.AUTHORITY)
    if not own:
        return replace(protocol, clocks=(*protocol.clocks, *legal)), []
    if any(clock.period for clock in own):
        raise BadValue(f"breach_protocol.clocks[{law.AUTHORITY}].period: it is a deadline by law")
    if (own[0].valid_from or date.min) > (legal[0].valid_from or date.min):
        raise BadValue(
            f"breach_protocol.clocks[{law.AUTHORITY}].valid_from: none of its versions holds before {own[0].valid_from}"
        )
    clamps: list[Clamp] = []
    clocks: list[ClockRule] = []
    if own[0].start_event == BreachStart.REPORTED:
        clamps.append(Clamp(what="breach.authority", promised="reported", holds="aware", source=legal[0].source))
    for promised in protocol.clocks:
        late = promised.name == law.AUTHORITY and promised.start_event == BreachStart.REPORTED
        clock = replace(promised, start_event=BreachStart.AWARE) if late else promised
        parts = list(_parts(clock, legal)) if clock.name == law.AUTHORITY else []
        told = [clamp for _, clamp in parts if clamp is not None]
        clocks.extend([part for part, _ in parts] if told else [clock])
        clamps.extend(told)
    return replace(protocol, clocks=tuple(clocks)), clamps


def _parts(clock: ClockRule, legal: Sequence[ClockRule]) -> Iterator[tuple[ClockRule, Clamp | None]]:
    """Yield ``clock`` in parts that each fall under one version of the law, and what was brought back of it."""
    begins = legal[0].valid_from
    before = _between(clock, None, begins - timedelta(days=1)) if begins else None
    if before is not None:
        yield before, None
    for bound in legal:
        part = _between(clock, bound.valid_from, bound.valid_until)
        if part is not None and may_outlast(part.term, bound.term):
            holds = show(bound.term) + (f" until {bound.valid_until}" if bound.valid_until else "")
            clamp = Clamp(what="breach.authority", promised=show(part.term), holds=holds, source=bound.source)
            yield replace(part, term=bound.term, source=bound.source), clamp
        elif part is not None:
            yield part, None


def _between(clock: ClockRule, first: date | None, last: date | None) -> ClockRule | None:
    """Return ``clock`` for the days from ``first`` to ``last`` on which it holds, or None where there are none."""
    begins = max(clock.valid_from or date.min, first or date.min)
    ends = min(clock.valid_until or date.max, last or date.max)
    if begins > ends:
        return None
    return replace(
        clock,
        valid_from=begins if begins > date.min else None,
        valid_until=ends if ends < date.max else None,
    )


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


def policy(found: Policy, record_types: Mapping[str, RecordType]) -> list[Clamp]:
    """Tell which permissions of a policy are about records of the role table: the law's conditions stay before them.

    Nothing is taken out: the decision asks the law whatever rule permits (secrecy, the BSN, special data, purposes,
    restriction, a secret address), and so a rule cannot leave it out.
    """
    return [
        Clamp(what=f"policy.{rule.code}", promised="permit", holds="permit within the law", source=_OF_PERSONS)
        for rule in found.rules
        if rule.effect is Effect.PERMIT and not rule.resource_types.isdisjoint(record_types)
    ]


_OF_PERSONS = "art. 7:457 BW; art. 5, 6, 9, 18 AVG; art. 46 UAVG"
_ON_CONSENT = (PurposeKind.MARKETING, PurposeKind.CALLING)


def _told(what: str, promised: Term, holds: Term | None, source: str) -> Clamp:
    return Clamp(what=what, promised=show(promised), holds=show(holds) if holds else "none", source=source)
