"""What staff had best do next with a request: one thing, so that who opens it need not read the whole page."""

from dataclasses import dataclass
from enum import StrEnum


class CaseStep(StrEnum):
    """The one next thing to do."""

    ANSWER_MESSAGE = "answer_message"
    GIVE_WORD = "give_word"
    POST_LETTER = "post_letter"
    RECORD_WHO = "record_who"
    AWAIT_IDENTIFICATION = "await_identification"
    ASK_HOLDERS = "ask_holders"
    JUDGE_ITEMS = "judge_items"
    AWAIT_HOLDERS = "await_holders"
    LOOK_THROUGH = "look_through"
    SECOND_LOOK = "second_look"
    JUDGE_COMPLAINT = "judge_complaint"
    WRITE_ANSWER = "write_answer"
    NOTHING = "nothing"


WAITING = frozenset({CaseStep.AWAIT_IDENTIFICATION, CaseStep.AWAIT_HOLDERS, CaseStep.NOTHING})
"""Steps in which there is nothing to do but wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a request.

    ``letters``: how many letters lie ready to be posted; ``to_tell``: how many things are to be told in another way;
    ``who_needed``: nothing can go on before it is known who asks; ``linked_needed``: data are collected for it, for
    which it has to be linked to a person; ``outstanding``: places that were asked and have not answered; ``items`` and
    ``judged``: of what was collected; ``looked`` and ``approved``: it was looked through once, and twice.
    """

    answered: bool = False
    complaint: bool = False
    message: bool = False
    letters: int = 0
    to_tell: int = 0
    identified: bool = False
    asked_who: bool = False
    who_needed: bool = False
    linked: bool = False
    linked_needed: bool = False
    outstanding: int = 0
    items: int = 0
    judged: int = 0
    four_eyes: bool = False
    looked: bool = False
    approved: bool = False


def next_step(now: Situation) -> CaseStep:
    """Return the one thing to do next: who waits for us comes first, then what lies ready, then the work in its order.

    What can be done comes before waiting: items are judged while other places have not answered yet.
    """
    if now.message:
        return CaseStep.ANSWER_MESSAGE
    if now.letters:
        return CaseStep.POST_LETTER
    if now.to_tell:
        return CaseStep.GIVE_WORD
    if now.answered:
        return CaseStep.NOTHING
    return _who(now) or _collected(now) or (CaseStep.JUDGE_COMPLAINT if now.complaint else CaseStep.WRITE_ANSWER)


def _who(now: Situation) -> CaseStep | None:
    """Return what is to be done before it is known who asks, and about whom; None once it is."""
    if now.asked_who:
        return CaseStep.AWAIT_IDENTIFICATION
    if not now.identified and (now.who_needed or (now.linked_needed and not now.linked)):
        return CaseStep.RECORD_WHO
    return CaseStep.ASK_HOLDERS if now.linked_needed and not now.linked else None


def _collected(now: Situation) -> CaseStep | None:
    """Return what is to be done with what is collected; None where that is done or nothing is."""
    if now.judged < now.items:
        return CaseStep.JUDGE_ITEMS
    if now.outstanding:
        return CaseStep.AWAIT_HOLDERS
    if now.items and now.four_eyes and not now.approved:
        return CaseStep.SECOND_LOOK if now.looked else CaseStep.LOOK_THROUGH
    return None
