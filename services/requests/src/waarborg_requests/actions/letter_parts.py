"""What the parts of the service have to say in the letter with the answer, each its own paragraphs."""

from collections.abc import Callable

from waarborg_requests.actions import carrying_letter
from waarborg_requests.actions.collecting.telling import what_is_missing
from waarborg_requests.actions.complaint_letter import on_a_complaint
from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.actions.package.fees import fee_part
from waarborg_requests.actions.package.fetching import fetch_part
from waarborg_requests.actions.review.telling import withheld_part
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

Says = Callable[[Work, Request, Rules], LetterPart | None]

PARTS: tuple[Says, ...] = (
    withheld_part,
    carrying_letter.says,
    fetch_part,
    fee_part,
    what_is_missing,
    on_a_complaint,
)


def letter_parts(work: Work, row: Request, rules: Rules) -> tuple[LetterPart, ...]:
    """Return what each part of the service has to say to the person about this request, in the order of the letter."""
    said = (says(work, row, rules) for says in PARTS)
    return tuple(part for part in said if part is not None)
