"""Who may decide for a client on a subject on a day, in the law's order, and why the others may not (B1).

Care follows art. 7:447, 7:450 and 7:465 BW; data art. 5 UAVG; money the authority over a minor (art. 1:245 BW), the
curatele and the bewind (art. 1:381 and 1:438 BW), or a written authorisation. A capable adult decides himself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from waarborg_consent.domain.ages import AgeGroup
from waarborg_consent.domain.deciders import CLIENT, Bystander, Decider, Deciders, Manner, Missing, Why, WhyNot
from waarborg_consent.domain.representation import (
    ADMINISTRATOR,
    GUARDIAN,
    ClientFacts,
    OwnGround,
    Representation,
    Step,
    step_of,
)
from waarborg_shared.hooks.values import RepresentativeKind, Scope

_CHILD = "art. 7:450(2) BW"
_ORDER = "art. 7:465(3) BW"
_OVER_MINORS: Mapping[Scope, str] = {
    Scope.CARE: "art. 7:465(1) BW",
    Scope.DATA: "art. 5(1) UAVG; art. 1:253i(1) BW",
    Scope.MONEY: "art. 1:245(4) and 1:253i(1) BW",
}
_OWN_FROM_16: Mapping[Scope, str] = {Scope.CARE: "art. 7:447(1) BW", Scope.DATA: "art. 5(1) UAVG"}
_OWN_ADULT: Mapping[Scope, str] = {
    Scope.CARE: "art. 7:450(1) BW",
    Scope.DATA: "art. 7 AVG",
    Scope.MONEY: "art. 3:32 BW",
}
_BESIDE = "art. 3:60 BW"
_TAKE_OVER: Mapping[Scope, frozenset[str]] = {
    Scope.CARE: frozenset(),
    Scope.DATA: frozenset({GUARDIAN}),
    Scope.MONEY: frozenset({GUARDIAN, ADMINISTRATOR}),
}
"""Whose appointment takes a subject out of an adult's hands by itself. On care he must be unable (art. 7:465(2) BW)."""
_TAKEN_OVER = {
    (GUARDIAN, Scope.DATA): "art. 5(2) UAVG; art. 1:381 BW",
    (GUARDIAN, Scope.MONEY): "art. 1:381 BW",
    (ADMINISTRATOR, Scope.MONEY): "art. 1:438 and 1:441 BW",
}
_STEP_ARTICLE: Mapping[Step, str] = {Step.APPOINTED: "art. 7:465(2) BW"}
_STEP_WHY: Mapping[Step, Why] = {
    Step.APPOINTED: Why.APPOINTED,
    Step.MONEY_ONLY: Why.APPOINTED,
    Step.AUTHORISED: Why.AUTHORISED,
    Step.PARTNER: Why.PARTNER,
    Step.FAMILY: Why.FAMILY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """A representation that holds that day and covers the subject; ``aside`` where its wish was set aside."""

    it: Representation
    kind: RepresentativeKind
    aside: bool


@dataclass(frozen=True, slots=True)
class _Part:
    deciders: tuple[Decider, ...]
    others: tuple[Bystander, ...] = ()
    missing: Missing | None = None


def who_may_decide(facts: ClientFacts, representations: Iterable[Representation], topic: Scope, day: date) -> Deciders:
    """Return who may decide for a client on a subject on a day, and who may not, each with kind, article and reason."""
    fit: list[_Fit] = []
    unfit: list[Bystander] = []
    for each in representations:
        kind = each.kind_on(day, facts)
        reason = _impediment(each, kind, facts, topic=topic, day=day)
        if reason is None:
            fit.append(_Fit(it=each, kind=kind, aside=any(found.holds(topic, day) for found in each.set_aside)))
        else:
            unfit.append(_not(each, kind, reason, topic))
    fit.sort(key=lambda found: (*precedence(found.kind, topic), found.it.term.begins_on, found.it.id))
    of_age = facts.group(day) is AgeGroup.ADULT
    part = _for_adult(facts, fit, topic, day) if of_age else _for_minor(facts, fit, topic, day)
    others = sorted((*part.others, *unfit), key=lambda other: (other.rank, other.representation_id or ""))
    return Deciders(
        subject_ref=facts.subject_ref,
        topic=topic,
        on=day,
        deciders=tuple(replace(each, until=_until(each, fit, facts, day)) for each in part.deciders),
        others=tuple(others),
        missing=part.missing,
    )


def _until(decider: Decider, fit: Sequence[_Fit], facts: ClientFacts, day: date) -> date | None:
    """Return the last day on which a representative's authority is sure: of his term, or before a minor's birthday."""
    his = next((each.it for each in fit if each.it.id == decider.representation_id), None)
    if his is None:
        return None
    birthdays = (each for each in facts.birthdays.values() if each > day)
    changes = (*birthdays, *((his.ended_on,) if his.ended_on else ()))
    last = (*(each - timedelta(days=1) for each in changes), *((his.term.ends_on,) if his.term.ends_on else ()))
    return min(last, default=None)


def precedence(kind: RepresentativeKind, topic: Scope) -> tuple[int, int]:
    """Return what puts a kind in order: step, then rank. On money a bewindvoerder is appointed as a curator is."""
    step = step_of(kind)
    if step is Step.MONEY_ONLY and topic is Scope.MONEY:
        step = Step.APPOINTED
    return tuple(Step).index(step), kind.rank


def _impediment(
    each: Representation, kind: RepresentativeKind, facts: ClientFacts, *, topic: Scope, day: date
) -> WhyNot | None:
    """Return what stands in somebody's way, whoever else there is."""
    minor, over_minors = facts.group(day) is not AgeGroup.ADULT, step_of(kind) is Step.OVER_MINORS
    checks = (
        (WhyNot.NOT_YET, day < each.term.begins_on),
        (WhyNot.TERM_OVER, not each.stands_on(day)),
        (WhyNot.NEVER_ON_CARE, kind.code == ADMINISTRATOR and topic is Scope.CARE),
        (WhyNot.MINORS_ONLY, over_minors and not minor),
        (WhyNot.NO_AUTHORITY, minor and step_of(kind) is Step.FAMILY),
        (WhyNot.ADULTS_ONLY, minor and not over_minors),
        (WhyNot.WRONG_SCOPE, not each.covers(topic, kind)),
        (WhyNot.CANNOT_ACT, each.self_facts is not None and not each.self_facts.own_master(topic, day)),
        (WhyNot.UNWILLING, any(span.covers(day) for span in each.unwilling)),
    )
    return next((reason for reason, so in checks if so), None)


def _for_minor(facts: ClientFacts, fit: Sequence[_Fit], topic: Scope, day: date) -> _Part:
    """Under 12 the parents or voogd; 12 to 15 child and parents on care; from 16 the child; on money not before 18."""
    group, able = facts.group(day), not facts.incapable(topic, day)
    if able and group is AgeGroup.FROM_16 and topic is not Scope.MONEY:
        own = _client(facts, Manner.ALONE, Why.FROM_16, _OWN_FROM_16[topic])
        return _Part((own,), tuple(_passed(fit, WhyNot.CLIENT_DECIDES, topic)))
    if able and group is AgeGroup.FROM_12 and topic is Scope.CARE:
        return _child_of_12(facts, fit, day)
    acting = [each for each in fit if not each.aside]
    several = Manner.TOGETHER if topic is Scope.CARE else Manner.EACH
    manner = several if len(acting) > 1 else Manner.ALONE
    unable = topic is Scope.CARE and group is not AgeGroup.UNDER_12
    article = "art. 7:465(2) BW" if unable else _OVER_MINORS[topic]
    deciders = tuple(_may(each, manner, Why.AUTHORITY_OVER_MINOR, article) for each in acting)
    child = _client_not(facts, _too_young(group, topic), article)
    return _Part(deciders, (child, *_aside(fit, topic)), _lacking(fit, acting, Missing.NO_PARENT))


def _child_of_12(facts: ClientFacts, fit: Sequence[_Fit], day: date) -> _Part:
    """A child of 12 to 15 and its parents decide on care together, or by an exception the child by itself."""
    word = facts.own_word(day)
    if word is not None:
        why = Why.LASTING_WISH if word.ground is OwnGround.LASTING_WISH else Why.SERIOUS_HARM
        own = _client(facts, Manner.ALONE, why, _CHILD)
        return _Part((own,), tuple(_passed(fit, WhyNot.CHILD_DECIDES, Scope.CARE)))
    acting = [each for each in fit if not each.aside]
    child = _client(facts, Manner.TOGETHER, Why.CHILD_AND_PARENTS, _CHILD)
    parents = (_may(each, Manner.TOGETHER, Why.CHILD_AND_PARENTS, _CHILD) for each in acting)
    return _Part((child, *parents), tuple(_aside(fit, Scope.CARE)), _lacking(fit, acting, Missing.NO_PARENT))


def _too_young(group: AgeGroup, topic: Scope) -> WhyNot:
    """Return why a minor does not decide; who is old enough for the subject was found unable on it."""
    if topic is Scope.MONEY:
        return WhyNot.UNDER_18
    if topic is Scope.DATA and group < AgeGroup.FROM_16:
        return WhyNot.UNDER_16
    return WhyNot.UNDER_12 if group is AgeGroup.UNDER_12 else WhyNot.INCAPABLE


def _for_adult(facts: ClientFacts, fit: Sequence[_Fit], topic: Scope, day: date) -> _Part:
    """Who is able decides himself, with whom he authorised beside him; else the first step that has somebody."""
    takes_over = next((each.kind for each in fit if each.kind.code in _TAKE_OVER[topic]), None)
    if takes_over is None and not facts.incapable(topic, day):
        return _able_adult(facts, fit, topic)
    first = _first_in_line(fit, topic)
    acting = [each for each in first if not each.aside]
    manner = Manner.ALONE if len(acting) == 1 else Manner.EACH
    deciders = tuple(_may(each, manner, _STEP_WHY[step_of(each.kind)], _article(each.kind, topic)) for each in acting)
    client = _client_not(facts, WhyNot.INCAPABLE, "art. 7:465(2) BW")
    if takes_over is not None:
        guardian = takes_over.code == GUARDIAN
        reason = WhyNot.UNDER_GUARDIANSHIP if guardian else WhyNot.UNDER_ADMINISTRATION
        client = _client_not(facts, reason, _TAKEN_OVER[takes_over.code, topic])
    later = [each for each in fit if each not in first]
    others = (client, *_aside(first, topic), *_passed(later, WhyNot.HIGHER_ACTS, topic))
    return _Part(deciders, others, _lacking(first, acting, Missing.NOBODY))


def _able_adult(facts: ClientFacts, fit: Sequence[_Fit], topic: Scope) -> _Part:
    own = _client(facts, Manner.ALONE, Why.CAPABLE_ADULT, _OWN_ADULT[topic])
    beside = [each for each in fit if step_of(each.kind) is Step.AUTHORISED and not each.aside]
    others = [each for each in fit if each not in beside]
    deciders = (own, *(_may(each, Manner.BESIDE, Why.BESIDE_CLIENT, _BESIDE) for each in beside))
    return _Part(deciders, tuple(_passed(others, WhyNot.CLIENT_DECIDES, topic)))


def _first_in_line(fit: Sequence[_Fit], topic: Scope) -> list[_Fit]:
    """Return the first step that has somebody; of those whom a judge appointed the curator goes before all.

    Whose wish was set aside keeps his place: art. 7:465(4) BW leaves it to the carer, and to nobody who comes later.
    """
    if not fit:
        return []
    first = precedence(fit[0].kind, topic)
    length = 2 if first[0] == tuple(Step).index(Step.APPOINTED) else 1
    return [each for each in fit if precedence(each.kind, topic)[:length] == first[:length]]


def _lacking(fit: Sequence[_Fit], acting: Sequence[_Fit], nobody: Missing) -> Missing | None:
    if acting:
        return None
    return Missing.SET_ASIDE if fit else nobody


def _article(kind: RepresentativeKind, topic: Scope) -> str:
    """Return the article by which one of a kind decides for an adult."""
    if (kind.code, topic) in _TAKEN_OVER:
        return _TAKEN_OVER[kind.code, topic]
    if step_of(kind) is Step.AUTHORISED and topic is not Scope.CARE:
        return _BESIDE
    return _STEP_ARTICLE.get(step_of(kind), kind.source if step_of(kind) is Step.MONEY_ONLY else _ORDER)


def _passed(fit: Iterable[_Fit], reason: WhyNot, topic: Scope) -> Iterator[Bystander]:
    return (_not(each.it, each.kind, WhyNot.SET_ASIDE if each.aside else reason, topic) for each in fit)


def _aside(fit: Iterable[_Fit], topic: Scope) -> Iterator[Bystander]:
    return (_not(each.it, each.kind, WhyNot.SET_ASIDE, topic) for each in fit if each.aside)


def _may(each: _Fit, manner: Manner, why: Why, article: str) -> Decider:
    return Decider(
        ref=each.it.representative_ref,
        representation_id=each.it.id,
        kind=each.kind.code,
        rank=each.kind.rank,
        manner=manner,
        why=why,
        article=article,
    )


def _not(each: Representation, kind: RepresentativeKind, reason: WhyNot, topic: Scope) -> Bystander:
    return Bystander(
        ref=each.representative_ref,
        representation_id=each.id,
        kind=kind.code,
        rank=kind.rank,
        why_not=reason,
        article=_OTHERS_DECIDE.get((reason, topic)) or _WHY_NOT_ARTICLE.get(reason) or kind.source,
    )


_WHY_NOT_ARTICLE: Mapping[WhyNot, str] = {
    WhyNot.NEVER_ON_CARE: "art. 1:431 and 1:441 BW",
    WhyNot.MINORS_ONLY: "art. 1:233 and 1:245 BW",
    WhyNot.NO_AUTHORITY: "art. 7:465(1) BW; art. 1:377c BW",
    WhyNot.ADULTS_ONLY: "art. 7:465(2) and (3) BW",
    WhyNot.UNWILLING: _ORDER,
    WhyNot.SET_ASIDE: "art. 7:465(4) BW",
    WhyNot.CANNOT_ACT: "art. 7:465(5) BW",
    WhyNot.HIGHER_ACTS: "art. 7:465(2) and (3) BW",
    WhyNot.CHILD_DECIDES: _CHILD,
}
_OTHERS_DECIDE: Mapping[tuple[WhyNot, Scope], str] = {
    **{(WhyNot.CLIENT_DECIDES, topic): article for topic, article in _OWN_ADULT.items()},
    (WhyNot.HIGHER_ACTS, Scope.MONEY): "art. 1:381 and 1:438 BW",
}


def _client(facts: ClientFacts, manner: Manner, why: Why, article: str) -> Decider:
    return Decider(ref=facts.subject_ref, kind=CLIENT, manner=manner, why=why, article=article)


def _client_not(facts: ClientFacts, reason: WhyNot, article: str) -> Bystander:
    return Bystander(ref=facts.subject_ref, kind=CLIENT, why_not=reason, article=article)
