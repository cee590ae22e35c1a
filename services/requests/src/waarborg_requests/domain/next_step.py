"""What staff had best do next with a request: one thing, so that who opens it need not read the whole page."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.carrying import CarryingState


class CaseStep(StrEnum):
    """The one next thing to do."""

    ANSWER_MESSAGE = "answer_message"
    CALL = "call"
    PACKAGE_FAILED = "package_failed"
    REACH_PERSON = "reach_person"
    GIVE_WORD = "give_word"
    POST_LETTER = "post_letter"
    RECORD_WHO = "record_who"
    AWAIT_IDENTIFICATION = "await_identification"
    ASK_HOLDERS = "ask_holders"
    CONFIRM_PERSON = "confirm_person"
    CHECK_AUTHORITY = "check_authority"
    DEATH_GROUND = "death_ground"
    ONLY_REFUSE = "only_refuse"
    JUDGE_ITEMS = "judge_items"
    AWAIT_HOLDERS = "await_holders"
    LOOK_THROUGH = "look_through"
    SECOND_LOOK = "second_look"
    ANSWER_LOOK_FIRST = "answer_look_first"
    PREPARE_CARRYING = "prepare_carrying"
    BEGIN_CARRYING = "begin_carrying"
    CARRY_BY_HAND = "carry_by_hand"
    AWAIT_CARRYING = "await_carrying"
    AWAIT_FEE = "await_fee"
    JUDGE_COMPLAINT = "judge_complaint"
    CARRY_OUT_MEASURE = "carry_out_measure"
    WRITE_ANSWER = "write_answer"
    ENDED = "ended"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a request.

    ``letters``: how many letters lie ready to be posted; ``to_tell``: how many things are to be told in another way;
    ``who_needed``: nothing can go on before it is known who asks; ``linked_needed``: data are collected for it, for
    which it has to be linked to a person; ``outstanding``: places that were asked and have not answered; ``items`` and
    ``judged``: of what was collected; ``looked`` and ``approved``: it was looked through once, and twice.
    ``ended``: closed without an answer; ``unsure``: references of persons were joined or parted and nobody confirmed
    whom it is about; ``to_confirm``: it was closed since, and what is handed over or carried out waits for that;
    ``authority_needed``: asked for another who is not known to be his to speak for; ``ground_needed``
    and ``only_refuse``: what the death of that person makes of it. ``carry``: a yes has to be carried out first;
    ``carrying``: how far that is, ``by_hand``: somebody here has to say what was done of it; ``looks``: the same person
    waits for a look at what would be erased. ``fee_waits``: the person has not said yes to what the copy costs.
    ``measures``: decided on a complaint and not carried out. ``reaches_nobody``: what was answered was taken back, and
    nobody saw to it yet.
    """

    answered: bool = False
    ended: bool = False
    complaint: bool = False
    measures: int = 0
    message: bool = False
    call: bool = False
    package_failed: bool = False
    reaches_nobody: bool = False
    letters: int = 0
    to_tell: int = 0
    identified: bool = False
    asked_who: bool = False
    who_needed: bool = False
    linked: bool = False
    linked_needed: bool = False
    unsure: bool = False
    to_confirm: bool = False
    authority_needed: bool = False
    ground_needed: bool = False
    only_refuse: bool = False
    outstanding: int = 0
    items: int = 0
    judged: int = 0
    four_eyes: bool = False
    looked: bool = False
    approved: bool = False
    looks: bool = False
    carry: bool = False
    carrying: CarryingState | None = None
    by_hand: bool = False
    fee_waits: bool = False


def next_step(now: Situation) -> CaseStep:
    """Return the one thing to do next: who waits for us comes first, then what lies ready, then the work in its order.

    What can be done comes before waiting: items are judged while other places have not answered yet.
    """
    waits = _person_waits(now)
    if waits is not None:
        return waits
    if now.ended:
        return (_under_way(now) if now.carrying is CarryingState.RUNNING else None) or CaseStep.ENDED
    if now.answered:
        if now.reaches_nobody:
            return CaseStep.CONFIRM_PERSON if now.unsure else CaseStep.REACH_PERSON
        return _under_way(now) or (CaseStep.CARRY_OUT_MEASURE if now.measures else CaseStep.NOTHING)
    to_write = CaseStep.JUDGE_COMPLAINT if now.complaint else CaseStep.WRITE_ANSWER
    to_write = CaseStep.AWAIT_FEE if now.fee_waits else to_write
    return _who(now) or _may(now) or _collected(now) or _carried_out(now) or to_write


def _person_waits(now: Situation) -> CaseStep | None:
    """Return what the person waits for. A package that failed comes before the letter: another has another code; and
    so does whom it is about, as no answer is posted before."""
    steps = (
        (now.message, CaseStep.ANSWER_MESSAGE),
        (now.call, CaseStep.CALL),
        (now.package_failed, CaseStep.PACKAGE_FAILED),
        (now.to_confirm, CaseStep.CONFIRM_PERSON),
        (now.letters > 0, CaseStep.POST_LETTER),
        (now.to_tell > 0, CaseStep.GIVE_WORD),
    )
    return next((step for holds, step in steps if holds), None)


def _who(now: Situation) -> CaseStep | None:
    """Return what is to be done before it is known who asks, and about whom; None once it is."""
    if now.unsure:
        return CaseStep.CONFIRM_PERSON
    if now.only_refuse:
        return CaseStep.ONLY_REFUSE
    if now.asked_who:
        return CaseStep.AWAIT_IDENTIFICATION
    if not now.identified and (now.who_needed or (now.linked_needed and not now.linked)):
        return CaseStep.RECORD_WHO
    return CaseStep.ASK_HOLDERS if now.linked_needed and not now.linked else None


def _may(now: Situation) -> CaseStep | None:
    """Return what is to be found out before anything is given to who asks; None where he may."""
    if now.ground_needed:
        return CaseStep.DEATH_GROUND
    return CaseStep.CHECK_AUTHORITY if now.authority_needed else None


def _carried_out(now: Situation) -> CaseStep | None:
    """Return what is to be done before a yes can be given; None once it was carried out, or where that needs nothing.

    Nothing is begun while the same person waits for a look at what would be erased.
    """
    if now.looks and now.carrying in (None, CarryingState.PREPARED):
        return CaseStep.ANSWER_LOOK_FIRST
    to_prepare = now.carry and now.carrying in (None, CarryingState.CUT_SHORT)
    return _under_way(now) or (CaseStep.PREPARE_CARRYING if to_prepare else None)


def _under_way(now: Situation) -> CaseStep | None:
    """Return what goes on with what was made ready to be carried out."""
    if now.carrying is CarryingState.RUNNING:
        return CaseStep.CARRY_BY_HAND if now.by_hand else CaseStep.AWAIT_CARRYING
    return CaseStep.BEGIN_CARRYING if now.carrying is CarryingState.PREPARED else None


def _collected(now: Situation) -> CaseStep | None:
    """Return what is to be done with what is collected; None where that is done or nothing is."""
    if now.judged < now.items:
        return CaseStep.JUDGE_ITEMS
    if now.outstanding:
        return CaseStep.AWAIT_HOLDERS
    if now.items and now.four_eyes and not now.approved:
        return CaseStep.SECOND_LOOK if now.looked else CaseStep.LOOK_THROUGH
    return None
