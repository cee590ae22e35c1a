"""Looks at a person's data as NEN 7513 has them logged: what one says, what is refused, and what is kept of it.

The leaf of a look in the log's tree is a digest over a random salt and everything that was said. Both are kept sealed
with the person's key: with the key, or by the end of the term, they go, and the digest tells nothing any more.
"""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from waarborg_consent.domain.bsn import holds_bsn
from waarborg_shared.clocks import Term, WorkingCalendar, due, due_on, end_of_day
from waarborg_shared.hooks.values import Text

MOST_AT_ONCE = 5_000
"""Looks in one call."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a partner's clock may be ahead of ours."""
SALT_BYTES = 16
_NEVER = date(1900, 1, 1)


class Action(StrEnum):
    """What was done (the codes of NEN 7513 and of FHIR's AuditEvent)."""

    CREATE = "C"
    READ = "R"
    UPDATE = "U"
    DELETE = "D"
    EXECUTE = "E"


class Outcome(StrEnum):
    """How it ended."""

    SUCCESS = "success"
    REFUSED = "refused"
    FAILED = "failed"


class LookError(Exception):
    """A look cannot be taken; ``field`` names what is wrong in what was sent."""

    code = "not-valid"
    field = "at"
    text = Text("Dit kan niet in het logboek worden opgenomen.", "This cannot be taken into the log.")


class InTheFuture(LookError):
    """It is said to happen later."""

    code = "in-the-future"
    text = Text("Dit moment moet nog komen.", "This moment is still to come.")


class TooLongAgo(LookError):
    """It is older than the log is kept, so that it would have to go at once."""

    code = "too-long-ago"
    text = Text("Zo lang bewaren wij het logboek niet.", "We do not keep the log for so long.")


class UnknownPerson(LookError):
    """Nobody goes by this reference at this organisation (yet)."""

    code = "unknown-person"
    field = "subject_ref"
    text = Text(
        "Niemand heeft hier dit kenmerk. Zoek het op met een nummer dat beide kanten kennen; is de persoon net "
        "ingeschreven, stuur het dan over een minuut nog eens.",
        "Nobody here has this reference. Look it up by a number that both sides know; if the person was registered "
        "just now, send it again in a minute.",
    )


class UnknownRecordType(LookError):
    """A code of our own form that the organisation's list of records does not have."""

    code = "unknown-record-type"
    field = "record_type"
    text = Text("Dit soort gegevens bestaat hier niet.", "This kind of record does not exist here.")


class UnknownUse(LookError):
    """A code of our own form that is neither a purpose of the organisation nor one of FHIR's purposes of use."""

    code = "unknown-purpose"
    field = "purpose"
    text = Text("Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes.")


class CouldBeBsn(LookError):
    """Nine digits that could be somebody's citizen service number stand where a reference or a code is asked (B11)."""

    code = "could-be-bsn"
    text = Text("Dit kan het burgerservicenummer van iemand zijn.", "This could be somebody's citizen service number.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class SaidOtherwise(LookError):
    """The same number of an event was sent with other content: before, or in the same call."""

    code = "event-id-reused"
    field = "event_id"
    text = Text(
        "Dit nummer is al gebruikt voor iets anders. Wat er stond blijft staan.",
        "This number was used for something else. What stood there stays.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look, in references and codes; of nobody it holds the name.

    ``source`` is the partner system that tells of it and ``event_id`` its own number of it; ``who_ref`` and ``role``
    are who looked (``role_name`` is what the partner calls the role), and the ``behalf_`` ones for whom; ``system`` is
    where; ``record_type`` is a code of the organisation or a type of FHIR; ``address`` is from where; ``decision_id``
    is ours, by which it was allowed.
    """

    source: str
    event_id: str
    subject_ref: str
    at: datetime
    action: Action
    outcome: Outcome
    record_type: str
    system: str
    who_ref: str
    role: str
    role_name: str | None = None
    record_ref: str | None = None
    behalf_ref: str | None = None
    behalf_role: str | None = None
    purpose: str | None = None
    address: str | None = None
    event_code: str | None = None
    decision_id: str | None = None


RECORD_TYPE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}|[A-Z][A-Za-z]{1,62}")
"""A record type of the organisation's list, or (with a capital) a type of resource of FHIR."""
PURPOSE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}|[A-Z][A-Z0-9_]{2,31}")
"""A purpose of the organisation's list, or (in capitals) one of the purposes of use that FHIR has (v3-ActReason)."""
_NAMES = tuple(each.name for each in fields(Look))
_OWN_WORDS = (
    "event_id",
    "record_ref",
    "system",
    "who_ref",
    "role",
    "role_name",
    "behalf_ref",
    "behalf_role",
    "address",
    "event_code",
)
"""What a partner fills in as it likes."""


def check_time(look: Look, *, now: datetime, kept_since: datetime) -> None:
    """Raises InTheFuture or TooLongAgo."""
    if look.at > now + CLOCKS_DIFFER:
        raise InTheFuture
    if look.at < kept_since:
        raise TooLongAgo


def check_codes(look: Look, *, record_types: Container[str], purposes: Container[str]) -> None:
    """Raises UnknownRecordType or UnknownUse for a code that is to be of the organisation's lists, and is not."""
    if not look.record_type[:1].isupper() and look.record_type not in record_types:
        raise UnknownRecordType
    if look.purpose is not None and not look.purpose[:1].isupper() and look.purpose not in purposes:
        raise UnknownUse


def check_no_bsn(look: Look) -> None:
    """Raises CouldBeBsn, which names the field, where a BSN could stand in it."""
    for name in _OWN_WORDS:
        said = getattr(look, name)
        if said is not None and holds_bsn(said):
            raise CouldBeBsn(name)


def at_odds(looks: Iterable[Look]) -> frozenset[str]:
    """The numbers of events that are sent with different content in one call: nobody can tell which is right."""
    contents = {(look.event_id, canonical(look)) for look in looks}
    return frozenset(event_id for event_id, count in Counter(each for each, _ in contents).items() if count > 1)


def canonical(look: Look) -> bytes:
    """What a look says, always as the same bytes; what was not said is left out."""
    said = {name: value for name, value in asdict(look).items() if value is not None}
    return json.dumps(
        {**said, "at": _moment(look.at)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def look_of(content: bytes) -> Look:
    """The look back from its canonical bytes."""
    said: dict[str, Any] = {name: value for name, value in json.loads(content).items() if name in _NAMES}
    said["at"] = datetime.fromisoformat(said["at"])
    return Look(**{**said, "action": Action(said["action"]), "outcome": Outcome(said["outcome"])})


def digest_of(salt: bytes, content: bytes) -> bytes:
    """The salted digest of a look's canonical bytes, which is the entry of its leaf."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + content).digest()


def says_the_same(look: Look, *, salt: bytes, digest: bytes) -> bool:
    """Whether a look is the one of which this digest was taken."""
    return hmac.compare_digest(digest_of(salt, canonical(look)), digest)


def kept_since(keep: Term, *, now: datetime, calendar: WorkingCalendar) -> datetime:
    """The first moment of which the log is still kept at ``now``: everything before it is over its term.

    Found by halving, for a term is counted forward from its start and has no way back in months.
    """
    last = due_on(now)
    first = last - timedelta(days=min(max(keep.amount, 1) * 32 + 400, (last - _NEVER).days))
    while (last - first).days > 1:
        middle = first + (last - first) // 2
        over = due(keep, end_of_day(middle), calendar) < now
        first, last = (middle, last) if over else (first, middle)
    return end_of_day(first) + timedelta(seconds=1)


def _moment(at: datetime) -> str:
    """A moment to the microsecond in UTC, as both databases keep it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
