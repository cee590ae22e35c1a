"""The one thing that staff had best do next: by a table."""

import pytest

from waarborg_requests.domain.carrying import CarryingState
from waarborg_requests.domain.next_step import CaseStep, Situation, next_step
from waarborg_requests.pages.case_groups import PLACES
from waarborg_requests.texts.next_step import NEXT

ACCESS = {"who_needed": True, "linked_needed": True}
KNOWN = {**ACCESS, "identified": True, "linked": True}
ERASURE = {"who_needed": True, "linked_needed": True, "identified": True, "linked": True, "carry": True}
JUDGED = {**KNOWN, "items": 3, "judged": 3}


@pytest.mark.parametrize(
    ("situation", "step"),
    [
        (ACCESS, CaseStep.RECORD_WHO),
        ({"linked_needed": True}, CaseStep.RECORD_WHO),
        ({**ACCESS, "message": True}, CaseStep.ANSWER_MESSAGE),
        ({**ACCESS, "message": True, "letters": 1}, CaseStep.ANSWER_MESSAGE),
        ({**ACCESS, "letters": 1, "to_tell": 1}, CaseStep.POST_LETTER),
        ({**ACCESS, "to_tell": 1}, CaseStep.GIVE_WORD),
        ({**ACCESS, "asked_who": True}, CaseStep.AWAIT_IDENTIFICATION),
        ({**ACCESS, "identified": True}, CaseStep.ASK_HOLDERS),
        ({**KNOWN, "outstanding": 2}, CaseStep.AWAIT_HOLDERS),
        ({**KNOWN, "outstanding": 2, "items": 3, "judged": 2}, CaseStep.JUDGE_ITEMS),
        ({**JUDGED, "outstanding": 1, "four_eyes": True}, CaseStep.AWAIT_HOLDERS),
        ({**JUDGED, "four_eyes": True}, CaseStep.LOOK_THROUGH),
        ({**JUDGED, "four_eyes": True, "looked": True}, CaseStep.SECOND_LOOK),
        ({**JUDGED, "four_eyes": True, "looked": True, "approved": True}, CaseStep.WRITE_ANSWER),
        (JUDGED, CaseStep.WRITE_ANSWER),
        ({**JUDGED, "fee_waits": True}, CaseStep.AWAIT_FEE),
        ({**KNOWN, "fee_waits": True, "letters": 1}, CaseStep.POST_LETTER),
        (KNOWN, CaseStep.WRITE_ANSWER),
        ({**KNOWN, "four_eyes": True}, CaseStep.WRITE_ANSWER),
        ({}, CaseStep.WRITE_ANSWER),
        ({"complaint": True}, CaseStep.JUDGE_COMPLAINT),
        ({"complaint": True, "who_needed": True}, CaseStep.RECORD_WHO),
        ({**ACCESS, "answered": True}, CaseStep.NOTHING),
        ({**JUDGED, "answered": True, "letters": 1}, CaseStep.POST_LETTER),
        ({"answered": True, "to_tell": 1}, CaseStep.GIVE_WORD),
        ({"answered": True, "message": True}, CaseStep.ANSWER_MESSAGE),
        (ERASURE, CaseStep.PREPARE_CARRYING),
        ({**ERASURE, "carrying": CarryingState.PREPARED}, CaseStep.BEGIN_CARRYING),
        ({**ERASURE, "carrying": CarryingState.RUNNING}, CaseStep.AWAIT_CARRYING),
        ({**ERASURE, "carrying": CarryingState.RUNNING, "by_hand": True}, CaseStep.CARRY_BY_HAND),
        ({**ERASURE, "carrying": CarryingState.DONE}, CaseStep.WRITE_ANSWER),
        ({**ERASURE, "linked": False}, CaseStep.ASK_HOLDERS),
        ({**ERASURE, "looks": True}, CaseStep.ANSWER_LOOK_FIRST),
        ({**ERASURE, "looks": True, "carrying": CarryingState.PREPARED}, CaseStep.ANSWER_LOOK_FIRST),
        ({**ERASURE, "looks": True, "carrying": CarryingState.RUNNING}, CaseStep.AWAIT_CARRYING),
        ({**ERASURE, "carrying": CarryingState.PREPARED, "letters": 1}, CaseStep.POST_LETTER),
        ({"carrying": CarryingState.PREPARED}, CaseStep.BEGIN_CARRYING),
        ({"answered": True, "carrying": CarryingState.PREPARED}, CaseStep.BEGIN_CARRYING),
        ({"answered": True, "carrying": CarryingState.RUNNING}, CaseStep.AWAIT_CARRYING),
        ({"answered": True, "carrying": CarryingState.DONE}, CaseStep.NOTHING),
        ({"ended": True, "answered": True, "carrying": CarryingState.RUNNING}, CaseStep.AWAIT_CARRYING),
        ({"ended": True, "answered": True, "carrying": CarryingState.CUT_SHORT}, CaseStep.ENDED),
        ({**ERASURE, "carrying": CarryingState.CUT_SHORT}, CaseStep.PREPARE_CARRYING),
        ({"answered": True, "unsure": True, "to_confirm": True}, CaseStep.CONFIRM_PERSON),
        ({"answered": True, "unsure": True}, CaseStep.NOTHING),
        ({"answered": True, "unsure": True, "to_confirm": True, "letters": 1}, CaseStep.CONFIRM_PERSON),
        ({"answered": True, "ended": True}, CaseStep.ENDED),
        ({"ended": True, "carrying": CarryingState.RUNNING, "by_hand": True}, CaseStep.CARRY_BY_HAND),
        ({"ended": True, "carrying": CarryingState.PREPARED}, CaseStep.ENDED),
        ({**ERASURE, "authority_needed": True}, CaseStep.CHECK_AUTHORITY),
        ({**KNOWN, "authority_needed": True, "outstanding": 2}, CaseStep.CHECK_AUTHORITY),
        ({**ACCESS, "authority_needed": True}, CaseStep.RECORD_WHO),
        ({**KNOWN, "unsure": True, "authority_needed": True}, CaseStep.CONFIRM_PERSON),
        ({**KNOWN, "unsure": True, "answered": True}, CaseStep.NOTHING),
        ({**KNOWN, "ground_needed": True}, CaseStep.DEATH_GROUND),
        ({**KNOWN, "ground_needed": True, "only_refuse": True}, CaseStep.ONLY_REFUSE),
        ({**ERASURE, "only_refuse": True}, CaseStep.ONLY_REFUSE),
        ({**KNOWN, "call": True}, CaseStep.CALL),
        ({**KNOWN, "call": True, "message": True}, CaseStep.ANSWER_MESSAGE),
        ({"complaint": True, "answered": True, "measures": 1}, CaseStep.CARRY_OUT_MEASURE),
        ({"complaint": True, "answered": True, "measures": 1, "letters": 1}, CaseStep.POST_LETTER),
        ({"complaint": True, "answered": True}, CaseStep.NOTHING),
        ({**JUDGED, "answered": True, "package_failed": True, "letters": 1}, CaseStep.PACKAGE_FAILED),
        ({**JUDGED, "answered": True, "reaches_nobody": True}, CaseStep.REACH_PERSON),
        ({**JUDGED, "answered": True, "reaches_nobody": True, "unsure": True}, CaseStep.CONFIRM_PERSON),
        ({**JUDGED, "answered": True, "reaches_nobody": True, "letters": 1}, CaseStep.POST_LETTER),
        ({**ACCESS, "answered": True, "ended": True}, CaseStep.ENDED),
        ({**ACCESS, "answered": True, "ended": True, "letters": 1}, CaseStep.POST_LETTER),
    ],
)
def test_the_next_step_is_one_and_follows_from_the_situation(situation, step):
    assert next_step(Situation(**situation)) is step


def test_every_step_has_words_and_what_is_to_be_done_has_its_place():
    assert set(NEXT) == set(CaseStep)
    elsewhere = {CaseStep.POST_LETTER, CaseStep.GIVE_WORD, CaseStep.NOTHING, CaseStep.ENDED}
    assert set(PLACES) == set(CaseStep) - elsewhere
