"""What the letter with the answer says of what is withheld: the kinds of data, how much, and why."""

from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.actions.review.marks import withheld
from waarborg_requests.domain import Outcome
from waarborg_requests.domain.own_words import category_name
from waarborg_requests.domain.review.told import EXPLAINED, HEAD, HEADING, WHY_WITHHELD, how_much
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def withheld_part(work: Work, row: Request, rules: Rules) -> LetterPart | None:
    """Return what is told of what is not given; None where all is given, or the answer is a refusal of everything."""
    found = withheld(work, row)
    if not found or row.outcome == Outcome.REFUSED:
        return None
    rows = tuple(
        (category_name(each.category, rules), how_much(each.verdict, each.count), WHY_WITHHELD[each.ground])
        for each in found
    )
    return LetterPart(heading=HEADING, paragraphs=(EXPLAINED,), head=HEAD, rows=rows)
