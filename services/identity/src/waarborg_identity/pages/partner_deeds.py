"""What a partner system did in the last days, in words, for the page of that partner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from waarborg_identity.actions.partner_deeds import counted_by_day
from waarborg_identity.actions.partner_use import today, used_by_day
from waarborg_identity.domain.partner_deeds import Counted, Deed, Refusal
from waarborg_identity.shown.partner_deeds import DayOfDeeds, days_of
from waarborg_identity.texts.applications import RIGHTS
from waarborg_identity.texts.partner_deeds import DEEDS, REFUSALS
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said

DAYS = 30
_RIGHTS: Mapping[str, Text] = {scope: words for scope, (words, _hint) in RIGHTS.items()}
_WORDS: Mapping[Counted, Mapping[str, Text]] = {
    Counted.RIGHT: _RIGHTS,
    Counted.DEED: {Deed(code).value: words for code, words in DEEDS.items()},
    Counted.REFUSED: {Refusal(code).value: words for code, words in REFUSALS.items()},
}


@dataclass(frozen=True)
class DayInWords:
    """A row of the table: the day, and under each head words with how often."""

    day: date
    tokens: int
    rights: list[tuple[str, int]]
    deeds: list[tuple[str, int]]
    refusals: list[tuple[str, int]]


def last_days(work: Work, client_id: str) -> list[DayInWords]:
    """Return the last 30 days on which the partner did anything, newest first."""
    until = today(work)
    used = used_by_day(work, client_id, until=until, days=DAYS)
    counted = counted_by_day(work, client_id, until=until, days=DAYS)
    return [_in_words(each) for each in days_of(used, counted)]


def _in_words(shown: DayOfDeeds) -> DayInWords:
    rights, deeds, refusals = (
        [(said(words[code]) if code in words else code, times) for code, times in shown.by_sort[sort]]
        for sort, words in _WORDS.items()
    )
    return DayInWords(shown.day, shown.tokens, rights, deeds, refusals)
