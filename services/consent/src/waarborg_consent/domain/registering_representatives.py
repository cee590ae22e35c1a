"""What must be right before somebody is registered as a representative, or something is recorded of one (B1)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from waarborg_consent.domain.ages import AgeGroup
from waarborg_consent.domain.law_order import who_may_decide
from waarborg_consent.domain.representation import (
    PARENT,
    ClientFacts,
    Evidence,
    Representation,
    Span,
    Step,
    is_enough,
    may_be_unwilling,
    step_of,
)
from waarborg_consent.domain.representation_errors import (
    AlreadyEnded,
    AlreadyOver,
    CannotRepresent,
    Circular,
    EndsBeforeItBegins,
    EvidenceNotEnough,
    NotAtThisAge,
    NotForThisAge,
    NothingChanges,
    NotHisChoice,
    NotWithinTerm,
    Overlapping,
    RepresentsHimself,
    ScopeNotOfKind,
    SeenInTheFuture,
    UnknownKind,
)
from waarborg_shared.hooks.values import RepresentativeKind, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A representation as somebody wants it registered."""

    representative_refs: Collection[str]
    kind: str
    scopes: frozenset[Scope]
    term: Span
    evidence: Evidence
    evidence_seen_on: date


Masters = Callable[[str], Collection[str]]
"""Who decides for somebody, other than he himself: by his reference."""


def check(
    wanted: Wanted,
    *,
    client: ClientFacts,
    client_refs: Collection[str],
    kinds: Mapping[str, RepresentativeKind],
    known: Iterable[Representation],
    today: date,
) -> RepresentativeKind:
    """Check that somebody may be registered as a representative, and return the kind.

    Raises:
        RepresentationError: by what is wrong first.
    """
    kind = kinds.get(wanted.kind)
    if kind is None:
        raise UnknownKind(wanted.kind)
    if set(wanted.representative_refs) & set(client_refs):
        raise RepresentsHimself
    if not wanted.scopes or not wanted.scopes <= kind.scopes:
        raise ScopeNotOfKind
    check_days(wanted.term, today=today)
    if wanted.evidence_seen_on > today:
        raise SeenInTheFuture
    if not is_enough(wanted.evidence, kind):
        raise EvidenceNotEnough
    if not _goes_with_age(kind, client, max(wanted.term.begins_on, today)):
        raise NotForThisAge
    for each in known:
        same = each.representative_ref in wanted.representative_refs and each.kind.code == kind.code
        if same and each.scopes & wanted.scopes and any(span.meets(wanted.term) for span in _days_of(each)):
            raise Overlapping
    return kind


def check_days(span: Span, *, today: date) -> None:
    """Check that a span has days, and that one is left. Raises EndsBeforeItBegins, AlreadyOver."""
    if span.ends_on is not None and span.ends_on < span.begins_on:
        raise EndsBeforeItBegins
    if span.ends_on is not None and span.ends_on < today:
        raise AlreadyOver


def check_circle(client_refs: Collection[str], representative_ref: str, *, masters: Masters) -> None:
    """Check that nobody else decides for the representative, and least of all the client.

    Raises:
        Circular: the client does, himself or through others.
        CannotRepresent: somebody else does.
    """
    direct = set(masters(representative_ref))
    seen, new = set(direct), set(direct)
    while new:
        if seen & set(client_refs):
            raise Circular
        new = {master for ref in new for master in masters(ref)} - seen
        seen |= new
    if direct:
        raise CannotRepresent


def masters(
    facts: ClientFacts,
    representations: Iterable[Representation],
    scopes: Iterable[Scope],
    *,
    kind: RepresentativeKind,
    day: date,
) -> set[str]:
    """Return who decides for somebody on these subjects, other than he himself.

    For a kind that a judge appoints also whom a judge put over himself, on whatever: nobody who is under curatele,
    mentorschap or bewind is appointed over another (art. 1:383, 1:435 and 1:452 BW).
    """
    known = tuple(representations)
    found: set[str] = set()
    for scope in scopes:
        deciders = who_may_decide(facts, known, scope, day).deciders
        if not any(each.representation_id is None for each in deciders):
            found |= {each.ref for each in deciders}
    if step_of(kind) in _BY_JUDGE:
        found |= {each.representative_ref for each in known if step_of(each.kind) in _BY_JUDGE and each.stands_on(day)}
    return found


_BY_JUDGE = (Step.APPOINTED, Step.MONEY_ONLY)


def check_end(each: Representation, from_on: date) -> None:
    """Check that a representation can end on a day. Raises AlreadyEnded, NotWithinTerm."""
    if each.ended_on is not None:
        raise AlreadyEnded
    if not each.term.covers(from_on):
        raise NotWithinTerm


def check_willingness(each: Representation, *, willing: bool, today: date) -> None:
    """Check that somebody can say that he (un)willingly acts. Raises NotHisChoice, AlreadyEnded, NothingChanges."""
    if not may_be_unwilling(each.kind):
        raise NotHisChoice
    if each.ended_on is not None or today > (each.term.ends_on or date.max):
        raise AlreadyEnded
    if willing is not any(span.covers(today) for span in each.unwilling):
        raise NothingChanges


def check_own_word(client: ClientFacts, span: Span, *, today: date) -> None:
    """Check that a child may be heard alone on these days. Raises NotAtThisAge, EndsBeforeItBegins, AlreadyOver."""
    check_days(span, today=today)
    if client.group(span.begins_on) is not AgeGroup.FROM_12:
        raise NotAtThisAge


def _days_of(each: Representation) -> tuple[Span, ...]:
    """Return the days that a representation has, its end taken into account; none where it ended as it began."""
    if each.ended_on is None:
        return (each.term,)
    last = each.ended_on - timedelta(days=1)
    return (Span(begins_on=each.term.begins_on, ends_on=last),) if last >= each.term.begins_on else ()


def _goes_with_age(kind: RepresentativeKind, client: ClientFacts, day: date) -> bool:
    """Whether a kind can be for somebody of this age; a parent without authority may be registered of a child too."""
    if client.group(day) is AgeGroup.ADULT:
        return step_of(kind) is not Step.OVER_MINORS
    return step_of(kind) is Step.OVER_MINORS or kind.code == PARENT
