"""The advice on a breach as the edges give it: plain values for programs, words for pages."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach.domain.advice import Advice, Turn
from waarborg_breach.domain.severity import Severity
from waarborg_breach.texts import advising as texts
from waarborg_shared.web.i18n import in_language as said


def plain(advice: Advice) -> dict[str, Any]:
    """Return the advice as plain values, with the source of each reason."""
    return {
        "notify_authority": advice.notify_authority,
        "inform_persons": advice.inform_persons,
        "publicly": advice.publicly,
        "risk": advice.risk.value,
        "exception": advice.exception,
        "reasons": [
            {"code": each.code, "points": each.points, "source": texts.REASONS[each.code][1]} for each in advice.reasons
        ],
        "unknown": list(advice.unknown),
        "rests_on_unknown": advice.rests_on_unknown,
        "turns": [
            {
                "fact": turn.fact,
                "value": turn.value,
                "notify_authority": turn.notify_authority,
                "inform_persons": turn.inform_persons,
            }
            for turn in advice.turns
        ],
        "severity": _severity(advice.severity),
    }


def in_words(advice: Advice) -> dict[str, Any]:
    """Return the advice as a page says it."""
    return {
        "notify_authority": advice.notify_authority,
        "inform_persons": advice.inform_persons,
        "publicly": advice.publicly,
        "risk": said(texts.RISKS[advice.risk]),
        "sides": [(said(texts.SIDES[side]), said(texts.RISKS[risk])) for side, risk in advice.sides.items()],
        "reasons": [(said(text), source) for text, source in (texts.REASONS[each.code] for each in advice.reasons)],
        "exception": _exception(advice),
        "unknown": [said(texts.FACTS[name]) for name in advice.unknown],
        "rests_on_unknown": advice.rests_on_unknown,
        "turns": [turn_in_words(turn) for turn in advice.turns],
        "severity": _severity(advice.severity),
        "band": said(texts.BANDS[advice.severity.band]),
        "circumstances": [(said(texts.CIRCUMSTANCES[name]), added) for name, added in advice.severity.circumstances],
    }


def turn_in_words(turn: Turn) -> dict[str, Any]:
    """Return a fact that would change the advice: the question, the other answer, and what would be advised then."""
    return {
        "fact": said(texts.FACTS[turn.fact]),
        "value": value_in_words(turn.fact, turn.value),
        "notify_authority": turn.notify_authority,
        "inform_persons": turn.inform_persons,
    }


def value_in_words(fact: str, code: str) -> str:
    """Return a value of a fact in words; a number as it is."""
    known: Mapping[str, Any] = texts.VALUES.get(fact, {})
    return ", ".join(said(known[each]) if each in known else each for each in code.split(","))


def _exception(advice: Advice) -> tuple[str, str] | None:
    if advice.exception is None:
        return None
    text, source = texts.EXCEPTIONS[advice.exception]
    return said(text), source


def _severity(found: Severity) -> dict[str, Any]:
    return {
        "dpc": found.dpc,
        "ei": found.ei,
        "cb": found.cb,
        "score": found.score,
        "band": found.band.value,
        "more_than_100": found.more_than_100,
        "unintelligible": found.unintelligible,
    }
