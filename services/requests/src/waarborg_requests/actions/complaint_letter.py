"""What the letter with the answer says about a complaint: what was decided, and by when it is done (art. 17 Wkkgz)."""

from datetime import date

from babel.dates import format_date

from waarborg_requests.actions.complaint_rows import complaint_of, measures_of, open_decisions, open_measure
from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.uow import Work, Written

_HEADING = Text("Wat wij naar aanleiding van uw klacht doen", "What we do because of your complaint")
_NONE = Text("Wij nemen geen verdere maatregelen.", "We take no further measures.")
_HEAD = (Text("Wat wij doen", "What we do"), Text("Uiterlijk op", "By"))


def on_a_complaint(work: Work, row: Request, _rules: Rules) -> LetterPart | None:
    """Say what was decided on a complaint and by when each measure is carried out."""
    if row.kind != RequestKind.COMPLAINT or row.answered_at is None:
        return None
    decisions = open_decisions(work, row, complaint_of(work, row))
    measures = measures_of(work, row)
    said = tuple(_plain(block) for block in _blocks(decisions))
    rows = tuple((_plain(open_measure(work, row, each)), _day(each.due_on)) for each in measures)
    return LetterPart(
        heading=_HEADING,
        paragraphs=said or (() if rows else (_NONE,)),
        head=_HEAD if rows else (),
        rows=rows,
    )


def _blocks(words: Written | None) -> tuple[Written, ...]:
    if isinstance(words, str):
        return tuple(block.strip() for block in words.split("\n\n") if block.strip())
    return () if words is None else (words,)


def _plain(words: Written) -> Text:
    return Text(words, words) if isinstance(words, str) else words


def _day(day: date) -> Text:
    return Text(format_date(day, "d MMMM y", locale="nl_NL"), format_date(day, "d MMMM y", locale="en_GB"))
