"""How cases are handled: requests, breaches, disclosure, and the channels that carry messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values.telling import TELLING_WORDS, TellingWords
from waarborg_shared.hooks.values.text import BadValue, Text, check_code, check_unique
from waarborg_shared.hooks.values.versions import check_clocks, count_from_receipt


class RequestKind(StrEnum):
    """What a person may ask about their data."""

    ACCESS = "access"
    COPY = "copy"
    ACCESS_LOG = "access_log"
    REFERRAL_INDEX = "referral_index"
    CORRECTION = "correction"
    ADDITION = "addition"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    WITHDRAWAL = "withdrawal"
    OBJECTION_WITHDRAWAL = "objection_withdrawal"
    ADDRESS_SECRECY = "address_secrecy"
    COMPLAINT = "complaint"


GIVES_DATA = frozenset(
    {
        RequestKind.ACCESS,
        RequestKind.COPY,
        RequestKind.ACCESS_LOG,
        RequestKind.REFERRAL_INDEX,
        RequestKind.PORTABILITY,
    }
)
"""What is answered by giving what holders have, which may hold another's as well (art. 15(4), 20(4) AVG; B15)."""
ONE_KIND_OF_DATA = frozenset({RequestKind.ACCESS_LOG, RequestKind.REFERRAL_INDEX})
"""Of these the answer is one kind of data alone: who looked, and who holds or got what (B14). Nothing else is asked."""


class IdentificationLevel(StrEnum):
    """How sure it is who somebody is, in the words of art. 8(2) of the eIDAS regulation."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Its place among the levels, the surest last."""
        return tuple(IdentificationLevel).index(self)

    def reaches(self, needed: "IdentificationLevel") -> bool:
        """Whether it is at least as sure as what is needed."""
        return self.rank >= needed.rank


FORTNIGHT = Term(14, Unit.DAYS)
ONE_YEAR = Term(12, Unit.MONTHS)
FOUR_HOURS, ONE_DAY = Term(4, Unit.HOURS), Term(24, Unit.HOURS)


class RequestClass(StrEnum):
    """Under which procedure a request is handled (J11: in principle as a complaint)."""

    REQUEST = "request"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPolicy:
    """How one kind of request is handled. Of ``promise`` (the organisation's) and ``law`` the earlier binds.

    A policy that changes on a day is given as several, each with the dates of its ``promise``. The core fills in
    ``law`` and ``law_extension``, and ``notice`` where the organisation promised no time of its own. ``four_eyes``:
    what is given is looked at by two before it is. ``copy_fee_cents``: what a further copy of the same data costs at
    most.

    ``identification_level`` is how sure it has to be who asks; None leaves it to the law's own. Where a request waits
    for the person to identify himself, staff are reminded of it after ``waiting_reminder``.
    """

    kind: RequestKind
    name: Text
    request_class: RequestClass
    promise: ClockRule
    law: ClockRule | None = None
    law_extension: Term | None = None
    notice: ClockRule | None = None
    extension: Term | None
    answer_channel: str
    identification: bool
    first_copy_free: bool
    explanation: Text
    source: str
    four_eyes: bool = False
    copy_fee_cents: int = 0
    identification_level: IdentificationLevel | None = None
    waiting_reminder: Term = FORTNIGHT

    @property
    def valid_from(self) -> date | None:
        """The first day on which a request comes under this policy."""
        return self.promise.valid_from

    @property
    def valid_until(self) -> date | None:
        """The last day on which a request comes under this policy."""
        return self.promise.valid_until

    def holds_on(self, day: date) -> bool:
        """Whether a request that is received on ``day`` comes under this policy."""
        return self.promise.holds_on(day)

    def __post_init__(self) -> None:
        clocks = (self.promise, self.notice) if self.notice is not None else (self.promise,)
        count_from_receipt(clocks, of=f"request policy {self.kind}")


class RegisterField(StrEnum):
    """The twelve things that the register of breaches holds of each (B24 art. 12; art. 33(5) AVG), in that order."""

    DESCRIPTION = "description"
    OCCURRED = "occurred"
    DISCOVERED = "discovered"
    DATA = "data"
    PEOPLE = "people"
    HOW_MANY = "how-many"
    OTHER_EU = "other-eu"
    AUTHORITY = "authority"
    PERSONS = "persons"
    HOW_TOLD = "how-told"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"


@dataclass(frozen=True, slots=True)
class BreachQuestion:
    """One question that the discoverer answers in writing (B24 art. 7; art. 33(3) AVG).

    ``fills`` is what the register takes the answer for while nothing better is known of it.
    """

    code: str
    text: Text
    fills: RegisterField | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="breach question")


class BreachStart(StrEnum):
    """The moments from which a breach clock may run: found out, told inside, and the organisation aware of it."""

    DISCOVERED = "discovered"
    AWARE = "aware"
    REPORTED = "reported"
    DECIDED = "decided"
    PROVISIONAL = "provisional"


CASE_CLOSED = "case-closed"
"""The event from which the retention of a breach is counted."""
LATER_STARTS = frozenset({BreachStart.DECIDED, BreachStart.PROVISIONAL})
"""The moments that come while a case is handled: nothing that the law counts from the breach itself runs from them."""
AUTHORITY_CLOCK = "authority"
SUPPLEMENT = ClockRule(
    name="supplement",
    start_event=BreachStart.PROVISIONAL,
    term=Term(4, Unit.WEEKS),
    source="art. 33(4) AVG",
)
"""When a provisional notification is completed: by law *without undue further delay*, in weeks our own choice."""


class BreachStep(StrEnum):
    """What a protocol requires to be done about a breach before its case may close, beside deciding and telling."""

    CONTAIN = "contain"
    INVESTIGATE = "investigate"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"
    AFTERCARE = "aftercare"


LEAST_STEPS = frozenset({BreachStep.CONTAIN, BreachStep.CONSEQUENCES, BreachStep.MEASURES})
"""What no protocol leaves out: the register holds the effects and what was done about them (art. 33(5) AVG)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachProtocol:
    """Who is responsible for a breach, which clocks run from which moment, and what the discoverer is asked.

    ``clocks`` may hold several versions of one clock by its name, each with its dates. ``clock_names`` says what people
    call a clock of the organisation's own; the core has words for ``decision``, ``authority``, ``persons`` and
    ``availability``. While questions are open, staff are told to ask the discoverer after ``ask_again_first``, and from
    then on each time ``ask_again`` went by. A code to answer with counts for ``code_lives``.

    ``later_clocks`` run from a step in the case: from the first decision (measures, say) or from a provisional
    notification, and ``supplement`` stops when that is complete. ``optional_clocks`` are those of other laws: they run
    in a case where the responsible person switches them on.

    ``steps`` are what has to be done before a case may close, no fewer than ``LEAST_STEPS``. Who disagrees with a
    decision puts it to ``management``, a role; where that is the responsible role itself, somebody else is named for
    each grievance. ``trade_register`` (a number) and ``sector`` are what the authority asks about the organisation.

    ``tell_by`` is the channel by which the persons are told where the list names none; without it the first channel
    that may carry all of the message. ``telling`` are the words that the message begins with.

    ``remind_by`` is the channel by which the responsible role, the deputies and who was appointed are warned that a
    clock has nearly run down, or has; without it the first that is for notices without content alone. Why a deputy was
    appointed is kept for ``deputy_reason_kept`` after the appointment has ended.
    """

    responsible_role: str
    responsible: Text
    deputies: tuple[str, ...]
    clocks: tuple[ClockRule, ...]
    questions: tuple[BreachQuestion, ...]
    grievance: Text
    source: str
    clock_names: Mapping[str, Text] = field(default_factory=dict)
    steps: frozenset[BreachStep] = LEAST_STEPS
    management: str | None = None
    later_clocks: tuple[ClockRule, ...] = (SUPPLEMENT,)
    optional_clocks: tuple[ClockRule, ...] = ()
    ask_again_first: Term = FOUR_HOURS
    ask_again: Term = ONE_DAY
    code_lives: Term = FORTNIGHT
    retention: str | None = None
    trade_register: str | None = None
    sector: Text | None = None
    tell_by: str | None = None
    telling: TellingWords = TELLING_WORDS
    remind_by: str | None = None
    deputy_reason_kept: Term = ONE_YEAR

    def __post_init__(self) -> None:
        if lacking := LEAST_STEPS - self.steps:
            raise BadValue(f"breach protocol: steps: {', '.join(sorted(lacking))} cannot be left out")
        every = (*self.clocks, *self.later_clocks, *self.optional_clocks)
        check_clocks(self.clocks, of="breach protocol: clocks")
        check_clocks(self.later_clocks, of="breach protocol: later_clocks")
        check_clocks(self.optional_clocks, of="breach protocol: optional_clocks")
        for name in sorted(set(self.clock_names) - {clock.name for clock in every}):
            raise BadValue(f"breach protocol: clock_names: there is no clock {name!r}")
        check_unique([question.code for question in self.questions], of="breach protocol: questions")
        for clock in every:
            if clock.start_event not in set(BreachStart):
                raise BadValue(f"breach protocol: clock {clock.name}: start_event {clock.start_event!r} is unknown")
        self._check_places()

    def _check_places(self) -> None:
        """Refuse a clock in the wrong list: it would never start, or start where nobody asked for it."""
        for clock in (*self.clocks, *self.optional_clocks):
            if clock.start_event in LATER_STARTS:
                raise BadValue(f"breach protocol: clock {clock.name}: it starts later, and belongs in later_clocks")
        for clock in self.later_clocks:
            if clock.start_event not in LATER_STARTS:
                raise BadValue(f"breach protocol: later_clocks: {clock.name} runs from the report, not from a step")
        names = [{clock.name for clock in of} for of in (self.clocks, self.later_clocks, self.optional_clocks)]
        twice = sorted((names[0] & names[1]) | (names[0] & names[2]) | (names[1] & names[2]))
        if twice:
            raise BadValue(f"breach protocol: clock {twice[0]} stands in two lists")
        if AUTHORITY_CLOCK in names[1] | names[2]:
            raise BadValue(f"breach protocol: clock {AUTHORITY_CLOCK}: the law runs it in every case")


class Content(StrEnum):
    """What a message carries, from harmless to health."""

    NOTICE = "notice"
    PERSONAL = "personal"
    FINANCIAL = "financial"
    HEALTH = "health"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach somebody, and what it is secure enough for (B15: no invoice or claim data by plain e-mail)."""

    code: str
    name: Text
    carries: frozenset[Content]
    mailing: bool = False

    def __post_init__(self) -> None:
        check_code(self.code, of="channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to deliver: references and codes; the channel resolves the person at the edge."""

    id: str
    organisation: str
    channel: str
    template: str
    content: Content
    case_ref: str
    recipient_ref: str | None
    at: datetime


class DeliveryState(StrEnum):
    """What became of a message."""

    SENT = "sent"
    TASK = "task"
    TO_PRINT = "to_print"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The outcome of a delivery, as codes."""

    state: DeliveryState
    detail: str = ""
