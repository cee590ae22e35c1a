"""Who speaks for a client, as what and when; what the client can decide; and whose wish was set aside (B1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from waarborg_consent.domain.ages import OF_AGE, AgeGroup, age_group
from waarborg_shared.hooks.values import RepresentativeKind, Scope

PARENT_WITH_AUTHORITY = "parent_with_authority"
PARENT = "parent"
GUARDIAN = "guardian"
ADMINISTRATOR = "administrator"


class Step(StrEnum):
    """Where a kind stands in the law's order; those of one step stand beside each other."""

    OVER_MINORS = "over_minors"
    """Parents with authority and the voogd (art. 7:465(1) BW)."""
    APPOINTED = "appointed"
    """Curator and mentor (art. 7:465(2) BW)."""
    AUTHORISED = "authorised"
    PARTNER = "partner"
    FAMILY = "family"
    MONEY_ONLY = "money_only"
    """The bewindvoerder (art. 1:431 BW): appointed too, on money alone."""


def step_of(kind: RepresentativeKind) -> Step:
    """Return the step of a kind, by the tens of its rank."""
    tens = (Step.OVER_MINORS, Step.APPOINTED, Step.AUTHORISED, Step.PARTNER)
    if kind.rank >= 90:
        return Step.MONEY_ONLY
    return tens[kind.rank // 10] if kind.rank < 40 else Step.FAMILY


def may_be_unwilling(kind: RepresentativeKind) -> bool:
    """Whether somebody of this kind can leave it to the next (art. 7:465(3) BW); who was appointed asks the judge."""
    return step_of(kind) in (Step.AUTHORISED, Step.PARTNER, Step.FAMILY)


class Evidence(StrEnum):
    """What was seen. No copy is kept."""

    COURT_DECISION = "court_decision"
    REGISTER_EXTRACT = "register_extract"
    SIGNED_AUTHORISATION = "signed_authorisation"
    STATEMENT = "statement"
    OTHER = "other"


_BY_JUDGE = frozenset({Evidence.COURT_DECISION, Evidence.REGISTER_EXTRACT})
_ENOUGH: Mapping[Step, frozenset[Evidence]] = {
    Step.APPOINTED: _BY_JUDGE,
    Step.MONEY_ONLY: _BY_JUDGE,
    Step.AUTHORISED: frozenset({Evidence.SIGNED_AUTHORISATION}),
}


def is_enough(evidence: Evidence, kind: RepresentativeKind) -> bool:
    """Whether this evidence can show that somebody is of this kind: what a judge decided is not shown by a word."""
    return evidence in _ENOUGH.get(step_of(kind), frozenset(Evidence))


class DecidedBy(StrEnum):
    """Who judged that a client cannot weigh his interests on a subject (art. 7:465(2) BW)."""

    PHYSICIAN = "physician"
    INDEPENDENT_EXPERT = "independent_expert"
    COURT = "court"


class OwnGround(StrEnum):
    """Why a child of 12 to 15 is treated on its own word (art. 7:450(2) BW)."""

    LASTING_WISH = "lasting_wish"
    SERIOUS_HARM = "serious_harm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from one up to and with another; without a last day it goes on."""

    begins_on: date
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.begins_on <= day <= (self.ends_on or date.max)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self.begins_on <= (other.ends_on or date.max) and other.begins_on <= (self.ends_on or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTopic:
    """Days on which something is so on one subject: an incapacity, or a wish that is set aside (art. 7:465(4) BW)."""

    id: str
    topic: Scope
    span: Span

    def holds(self, topic: Scope, day: date) -> bool:
        """Whether it is so on this subject that day."""
        return topic is self.topic and self.span.covers(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWord:
    """Days on which a child of 12 to 15 decides on its care by itself, with the ground (art. 7:450(2) BW)."""

    id: str
    ground: OwnGround
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """What is known of somebody that decides who decides. ``birthdays`` are those of a minor, by age reached."""

    subject_ref: str
    birthdays: Mapping[int, date] = field(default_factory=dict)
    incapacities: tuple[OnTopic, ...] = ()
    own_words: tuple[OwnWord, ...] = ()

    def group(self, on: date) -> AgeGroup:
        """Return between which birthdays he is."""
        return age_group(self.birthdays, on)

    def incapable(self, topic: Scope, day: date) -> bool:
        """Whether it was decided that he cannot weigh his interests on this subject."""
        return any(each.holds(topic, day) for each in self.incapacities)

    def own_word(self, day: date) -> OwnWord | None:
        """Return the exception by which a child decides by itself that day."""
        return next((each for each in self.own_words if each.span.covers(day)), None)

    def own_master(self, topic: Scope, day: date) -> bool:
        """Whether he is of age and able on this subject, so that he may speak for another."""
        return self.group(day) is AgeGroup.ADULT and not self.incapable(topic, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One way in which one person speaks for another.

    ``term`` is as registered; ``ended_on`` the first day on which it holds no more. ``later`` is what the same person
    is once the client is of age. ``self_facts`` is what is known of the representative himself.
    """

    id: str
    subject_ref: str
    representative_ref: str
    kind: RepresentativeKind
    scopes: frozenset[Scope]
    term: Span
    ended_on: date | None = None
    unwilling: tuple[Span, ...] = ()
    set_aside: tuple[OnTopic, ...] = ()
    later: RepresentativeKind | None = None
    self_facts: ClientFacts | None = None

    def stands_on(self, day: date) -> bool:
        """Whether it holds that day: within its term, and not ended."""
        return self.term.covers(day) and (self.ended_on is None or day < self.ended_on)

    def kind_on(self, day: date, facts: ClientFacts) -> RepresentativeKind:
        """Return what he is that day: authority over a minor ends with the 18th birthday, being a parent does not."""
        return self.later if self.later and facts.group(day) == OF_AGE else self.kind

    def covers(self, topic: Scope, kind: RepresentativeKind) -> bool:
        """Whether he may speak on a subject, as one of this kind."""
        return topic in self.scopes & kind.scopes
