"""Clocks and their rules as JSON for a deadline row, and back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from waarborg_shared.clocks.running import Clock, Extension, Pause
from waarborg_shared.clocks.terms import ClockRule, Term, Unit

Json = dict[str, Any]


def rule_to_json(rule: ClockRule) -> Json:
    """A rule as plain JSON values."""
    return {
        "name": rule.name,
        "start_event": rule.start_event,
        "term": _term_to_json(rule.term),
        "source": rule.source,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
        "remind_at": rule.remind_at,
        "period": rule.period,
    }


def rule_from_json(stored: Mapping[str, Any]) -> ClockRule:
    """The rule back from its JSON values; raises KeyError or ValueError where they are not a rule's."""
    return ClockRule(
        name=stored["name"],
        start_event=stored["start_event"],
        term=_term_from_json(stored["term"]),
        source=stored["source"],
        valid_from=_date(stored.get("valid_from")),
        valid_until=_date(stored.get("valid_until")),
        remind_at=stored.get("remind_at", 0.8),
        period=stored.get("period", False),
    )


def history_to_json(clock: Clock) -> Json:
    """The clock's extensions and pauses as plain JSON values (what the row's own columns do not hold)."""
    return {
        "extensions": [
            {"term": _term_to_json(each.term), "reason": each.reason, "at": _moment(each.at)}
            for each in clock.extended_by
        ],
        "pauses": [
            {"since": _moment(each.since), "until": _moment(each.until) if each.until else None, "reason": each.reason}
            for each in clock.pauses
        ],
    }


def history_from_json(stored: Mapping[str, Any] | None) -> tuple[tuple[Extension, ...], tuple[Pause, ...]]:
    """Extensions and pauses back from their JSON values; nothing stored is an empty history."""
    history = stored or {}
    extensions = tuple(
        Extension(_term_from_json(each["term"]), each["reason"], _when(each["at"]))
        for each in history.get("extensions", ())
    )
    pauses = tuple(
        Pause(_when(each["since"]), _when(each["until"]) if each["until"] else None, each["reason"])
        for each in history.get("pauses", ())
    )
    return extensions, pauses


def clock_to_json(clock: Clock) -> Json:
    """A whole clock as plain JSON values."""
    return {
        "rule": rule_to_json(clock.rule),
        "started_at": _moment(clock.started_at),
        "due_at": _moment(clock.due_at),
        "remind_at": _moment(clock.remind_at),
        **history_to_json(clock),
        "stopped_at": _moment(clock.stopped_at) if clock.stopped_at else None,
        "stop_reason": clock.stop_reason,
    }


def clock_from_json(stored: Mapping[str, Any]) -> Clock:
    """The clock back from its JSON values."""
    extensions, pauses = history_from_json(stored)
    return Clock(
        rule=rule_from_json(stored["rule"]),
        started_at=_when(stored["started_at"]),
        due_at=_when(stored["due_at"]),
        remind_at=_when(stored["remind_at"]),
        pauses=pauses,
        extended_by=extensions,
        stopped_at=_when(stored["stopped_at"]) if stored["stopped_at"] else None,
        stop_reason=stored["stop_reason"],
    )


def _term_to_json(term: Term) -> Json:
    return {"amount": term.amount, "unit": term.unit.value}


def _term_from_json(stored: Mapping[str, Any]) -> Term:
    return Term(stored["amount"], Unit(stored["unit"]))


def _date(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _when(stored: str) -> datetime:
    return datetime.fromisoformat(stored).astimezone(UTC)
