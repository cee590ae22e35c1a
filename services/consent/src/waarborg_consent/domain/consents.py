"""Consents as events from which the state follows: the newest wins, a general withdrawal ends all before it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from waarborg_consent.domain.consent_parts import WHOLE, Part
from waarborg_consent.domain.whom import OURSELVES, Whom
from waarborg_shared.hooks.values import Purpose


class ConsentState(StrEnum):
    """What stands for one purpose: the states of consent of the W3C Data Privacy Vocabulary (DPV)."""

    UNKNOWN = "unknown"
    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    DEFERRED = "deferred"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"


STANDS = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})
OPPOSES = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN, ConsentState.REVOKED})


class Given(StrEnum):
    """What happened: the kinds of event. An end date is no event of the list; see :func:`as_of`."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    DEFERRED = "deferred"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    UNDONE = "undone"


ASKING = frozenset({Given.REQUESTED, Given.DEFERRED})
"""Events that wait for an answer and change none: what was said before goes on to count."""
GIVING = frozenset({Given.GIVEN, Given.RENEWED})
ENDING = frozenset({Given.WITHDRAWN, Given.REVOKED})
"""Events that end every consent before them that is no wider than they are."""


class How(StrEnum):
    """How it was given or withdrawn, for proof (art. 7(1) AVG)."""

    PAGE = "page"
    PAPER = "paper"
    SPOKEN = "spoken"
    KITCHEN_TABLE = "kitchen_table"
    PARTNER = "partner"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEvent:
    """One event of a person's consents. ``purpose`` None means all; ``sequence`` orders the events of one person.

    ``categories`` and ``recipients`` narrow it. Without categories it is about all data; without recipients a no is
    about everybody, and a yes about the organisation itself and who works for it, never about a third party.
    ``text_digest`` names the very text that was shown, ``ends_at`` the moment on which a consent ends, ``undoes`` the
    event that is taken back. ``outdated`` is whether the purpose has another text by now; :func:`as_of` says so.
    ``statement_version`` is the statement that went with it.
    """

    id: str
    kind: Given
    purpose: str | None
    at: datetime
    sequence: int
    categories: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    text_digest: str | None = None
    ends_at: datetime | None = None
    undoes: str | None = None
    outdated: bool = False
    statement_version: str | None = None

    @property
    def part(self) -> Part:
        """What of the purpose it is about."""
        return Part(self.categories, self.recipients) if self.categories or self.recipients else WHOLE

    @property
    def since(self) -> datetime:
        """From when on what it leads to stands: an expired consent has expired since its end."""
        return self.ends_at if self.kind is Given.EXPIRED and self.ends_at is not None else self.at

    @property
    def state(self) -> ConsentState:
        """What it leads to. A yes to another text than today's waits for a new answer."""
        if self.outdated and self.kind in GIVING:
            return ConsentState.REQUESTED
        return ConsentState(self.kind.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands for a purpose, since when, until when, and which event says so.

    ``answer`` is the last that was answered, where somebody is asked anew (``state`` is then *requested* or
    *deferred*); ``asked_again`` whether there was a yes, to another text than today's; ``unnamed`` whether there is a
    yes to the organisation's own use, which does not name the third party that was asked about. ``parts`` is what
    stands for parts of the purpose, where a page shows them beside the whole.
    """

    purpose: str
    state: ConsentState
    since: datetime | None = None
    event_id: str | None = None
    until: datetime | None = None
    answer: ConsentState | None = None
    asked_again: bool = False
    unnamed: bool = False
    parts: "tuple[PartStanding, ...]" = ()

    @property
    def stands(self) -> bool:
        """Whether there is a yes that counts now."""
        return (self.answer or self.state) in STANDS

    @property
    def opposes(self) -> bool:
        """Whether the last answer was a no, which counts as an objection wherever one does."""
        return (self.answer or self.state) in OPPOSES


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStanding:
    """What stands for a part of a purpose."""

    part: Part
    state: ConsentState
    since: datetime
    event_id: str
    until: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether there is a yes to it that counts now."""
        return self.state in STANDS


def as_of(events: Iterable[ConsentEvent], at: datetime, *, texts: Mapping[str, str]) -> tuple[ConsentEvent, ...]:
    """Return events as they are to be read at ``at``: a consent whose last day is over has expired, without any job.

    ``texts`` are the digests of the purposes' texts by code: a yes to another text than today's is asked again, and
    so is one to a text that nobody can show (``UNKNOWN_TEXT``). One without a digest is of before texts were kept, and
    carries on.
    """
    return tuple(_as_of(event, at, texts) for event in events)


def _as_of(event: ConsentEvent, at: datetime, texts: Mapping[str, str]) -> ConsentEvent:
    if event.kind not in GIVING:
        return event
    if event.ends_at is not None and event.ends_at <= at:
        return replace(event, kind=Given.EXPIRED)
    if event.text_digest is not None and event.text_digest != texts.get(event.purpose or ""):
        return replace(event, outdated=True)
    return event


def without_undone(events: Iterable[ConsentEvent]) -> tuple[ConsentEvent, ...]:
    """Return events without those that were undone, and without the undoing: as if neither had been."""
    known = tuple(events)
    gone = {event.undoes for event in known if event.kind is Given.UNDONE}
    return tuple(event for event in known if event.kind is not Given.UNDONE and event.id not in gone) if gone else known


def live(events: Iterable[ConsentEvent], purpose: str) -> Mapping[Part, ConsentEvent]:
    """Return the event that counts for each part of ``purpose``: its newest, unless a wider end came after it.

    A consent that was given on wrong grounds never counted: a no that stood before it stands again.
    """
    about = [event for event in without_undone(events) if event.purpose in (purpose, None) and event.kind not in ASKING]
    newest: dict[Part, ConsentEvent] = {}
    opposed: dict[Part, ConsentEvent] = {}
    for event in sorted(about, key=lambda each: each.sequence):
        if event.kind is Given.INVALIDATED:
            newest = _never_counted(newest, event, opposed=opposed)
            continue
        if event.kind in ENDING:
            newest = {part: found for part, found in newest.items() if not part.within(event.part)}
        newest[event.part] = event
        if event.state in OPPOSES:
            opposed[event.part] = event
    return newest


def _never_counted(
    newest: Mapping[Part, ConsentEvent], event: ConsentEvent, *, opposed: Mapping[Part, ConsentEvent]
) -> dict[Part, ConsentEvent]:
    """Return what counts once it turns out that what was given about a part, or within it, had no ground."""
    left = dict(newest)
    for part, found in newest.items():
        if part.within(event.part) and found.state not in OPPOSES:
            del left[part]
            if part in opposed:
                left[part] = opposed[part]
    left.setdefault(event.part, event)
    return left


def standing(
    events: Iterable[ConsentEvent], purpose: str, *, categories: Collection[str] = (), whom: Whom = OURSELVES
) -> Standing:
    """Return what stands for ``purpose``, for these data or for the record as a whole, and for whom.

    A yes that does not name a third party is none to giving him data (J8, B12). The newest wins, and a general
    withdrawal ends every consent before it. Among those that stand the more specific wins, on a tie the objection.
    Asked about several categories, or about all of them, the answer that allows least is given. The order in which
    events arrive does not matter; ``sequence`` does. A general *giving* does not exist: consent is specific (art. 4(11)
    AVG).
    """
    known = without_undone(events)
    if not whom.third_party and len(known) == 1 and _decides_alone(known[0], purpose):
        return _standing(purpose, known[0], None)
    counting = {
        part: event for part, event in live(known, purpose).items() if event.kind not in GIVING or part.reaches(whom)
    }
    asked: Collection[str | None] = categories or (None,)
    found = [_deciding(counting, category, whom) for category in asked]
    if not categories:
        found += [event for part, event in counting.items() if part.objected_within(whom, event.state in OPPOSES)]
    least = min((_Weighed(event) for event in found), key=lambda each: each.weight)
    stands = _standing(purpose, least.event, _question(known, purpose))
    if not whom.third_party or stands.stands or stands.opposes:
        return stands
    return replace(stands, unnamed=standing(known, purpose, categories=categories).stands)


def _decides_alone(event: ConsentEvent, purpose: str) -> bool:
    """Whether an event answers every question by itself, as the one that a decision mostly reads does."""
    about = event.purpose is None or event.purpose == purpose
    return about and not event.categories and not event.recipients and event.kind not in ASKING


@dataclass(frozen=True, slots=True)
class _Weighed:
    """An event by how much it allows: an objection nothing, nothing known nothing either, a yes all."""

    event: ConsentEvent | None

    @property
    def weight(self) -> tuple[bool, bool, int]:
        state = self.event.state if self.event else ConsentState.UNKNOWN
        return state not in OPPOSES, state in STANDS, -(self.event.sequence if self.event else 0)


def _deciding(counting: Mapping[Part, ConsentEvent], category: str | None, whom: Whom) -> ConsentEvent | None:
    """Return the event that decides about one category and whoever would get it."""
    covering = {part: event for part, event in counting.items() if part.covers(category, whom)}
    firm = {part: event for part, event in covering.items() if event.state in STANDS | OPPOSES}
    if not firm:
        return max(covering.values(), key=lambda event: event.sequence, default=None)
    finest = [event for part, event in firm.items() if not any(other.finer(part) for other in firm)]
    return min(finest, key=lambda event: _Weighed(event).weight)


def _question(events: Iterable[ConsentEvent], purpose: str) -> ConsentEvent | None:
    """Return the newest time that somebody was asked, or said *later*."""
    asked = [event for event in events if event.purpose == purpose and event.kind in ASKING]
    return max(asked, key=lambda event: event.sequence, default=None)


def _standing(purpose: str, decided: ConsentEvent | None, asked: ConsentEvent | None) -> Standing:
    found = Standing(purpose=purpose, state=ConsentState.UNKNOWN)
    if decided is not None:
        found = Standing(
            purpose=purpose,
            state=decided.state,
            since=decided.since,
            event_id=decided.id,
            until=decided.ends_at,
            asked_again=decided.outdated,
        )
    if asked is None or found.stands or (decided is not None and asked.sequence < decided.sequence):
        return found
    return replace(found, state=asked.state, since=asked.at, event_id=asked.id, until=None, answer=found.state)


def picture(events: Iterable[ConsentEvent], purpose: str) -> Standing:
    """Return what stands for ``purpose`` as such and, beside it, for each part of it that something was said about."""
    known = tuple(events)
    whole = standing([event for event in known if event.part == WHOLE], purpose)
    parts = sorted(
        ((part, event) for part, event in live(known, purpose).items() if part != WHOLE),
        key=lambda each: each[1].sequence,
    )
    shown = tuple(
        PartStanding(part=part, state=event.state, since=event.since, event_id=event.id, until=event.ends_at)
        for part, event in parts
    )
    return replace(whole, parts=shown)


def standings(events: Iterable[ConsentEvent], purposes: Mapping[str, Purpose]) -> tuple[Standing, ...]:
    """Return what stands for every purpose that takes consent, in the organisation's own order."""
    known = tuple(events)
    return tuple(picture(known, code) for code, purpose in purposes.items() if purpose.takes_consent)
