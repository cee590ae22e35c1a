"""What a holder answers when it carries out what was decided about somebody's data, and what stays until when.

The words that go with these codes are those of the service that shows them. Every holder judges by itself, in its own
transaction; what is here is only the shape of its answer, and the sum of a date and a term.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from waarborg_shared.clocks import Term, Unit, WorkingCalendar, due, due_on

# Art. 5(2), 7(1) and 17(3)(e) AVG with art. 3:310 BW: for as long as somebody can still hold the organisation to it.
# An organisation that has a retention rule of the code in `Why` is held to that rule instead.
PROOF = Term(60, Unit.MONTHS)
# Stands for "no day is known" in an event, whose lists hold codes only.
NO_DAY = "no-day"


class Carried(StrEnum):
    """What a holder says of its step."""

    DONE = "done"
    REFUSED = "refused"
    NOT_YET = "not_yet"


class Why(StrEnum):
    """Why something stays or was not done: the retention rules of the law by their own codes, and grounds beside."""

    MEDICAL_FILE = "medical_file"
    FINANCIAL = "financial"
    ACCESS_LOG = "access_log"
    CONSENT_EVIDENCE = "consent_evidence"
    REQUEST_FILE = "request_file"
    BREACH_REGISTER = "breach_register"
    BREACH_TELLING = "breach_telling"
    REPORT_FILE = "report_file"
    REWARD = "reward"
    LEGAL_HOLD = "legal_hold"
    OTHER_LAW = "other_law"
    LEGAL_CLAIM = "legal_claim"
    DATA_CORRECT = "data_correct"
    NOT_POSSIBLE = "not_possible"
    NOTHING_HELD = "nothing_held"
    NOT_WANTED = "not_wanted"
    STAFF_CONFIRM = "staff_confirm"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of data that stays: which, why, and until which day; None where no day is known yet."""

    what: str
    why: Why
    until: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a holder answers. ``kept`` may go with what was done: the rest was. ``expected_on`` goes with what was not
    done yet: the day by which it will be."""

    outcome: Carried
    ground: Why | None = None
    kept: tuple[Kept, ...] = ()
    expected_on: date | None = None


def in_codes(told: Told) -> dict[str, Any]:
    """Return an answer as an event carries it: of what stays three lists of codes, the same place about the same."""
    return {
        "outcome": told.outcome.value,
        "ground": told.ground.value if told.ground else None,
        "kept": tuple(each.what for each in told.kept),
        "kept_by": tuple(each.why.value for each in told.kept),
        "kept_until": tuple(each.until.isoformat() if each.until else NO_DAY for each in told.kept),
    }


def from_codes(kept: Sequence[str], kept_by: Sequence[str], kept_until: Sequence[str]) -> tuple[Kept, ...]:
    """Return what stays from the lists of an event; raises ValueError where they do not fit or hold another code."""
    return tuple(
        Kept(what, Why(why), None if until == NO_DAY else date.fromisoformat(until))
        for what, why, until in zip(kept, kept_by, kept_until, strict=True)
    )


def together(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """Return each kind of data once per reason, until the last of its days; without a day where any of it has none."""
    found: dict[tuple[str, Why], list[date | None]] = {}
    for each in kept:
        found.setdefault((each.what, each.why), []).append(each.until)
    return tuple(
        Kept(what, why, None if None in days else max(day for day in days if day is not None))
        for (what, why), days in sorted(found.items())
    )


def proof_term(rules: Mapping[str, Term], why: Why) -> Term:
    """Return how long proof is kept: by the organisation's own rule of that code, and else by `PROOF`."""
    return rules.get(why.value, PROOF)


def stays(what: str, why: Why, *, since: datetime, keep: Term, now: datetime, calendar: WorkingCalendar) -> Kept | None:
    """Return that something stays until its term is over, counted from ``since``; None where it is over at ``now``."""
    ends = due(keep, since, calendar)
    return Kept(what, why, due_on(ends)) if ends >= now else None
