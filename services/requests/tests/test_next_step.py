"""The one thing that staff had best do next: by a table."""

import pytest

from waarborg_requests.domain.next_step import CaseStep, Situation, next_step
from waarborg_requests.texts.next_step import NEXT

ACCESS = {"who_needed": True, "linked_needed": True}
KNOWN = {**ACCESS, "identified": True, "linked": True}
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
        (KNOWN, CaseStep.WRITE_ANSWER),
        ({**KNOWN, "four_eyes": True}, CaseStep.WRITE_ANSWER),
        ({}, CaseStep.WRITE_ANSWER),
        ({"complaint": True}, CaseStep.JUDGE_COMPLAINT),
        ({"complaint": True, "who_needed": True}, CaseStep.RECORD_WHO),
        ({**ACCESS, "answered": True}, CaseStep.NOTHING),
        ({**JUDGED, "answered": True, "letters": 1}, CaseStep.POST_LETTER),
        ({"answered": True, "to_tell": 1}, CaseStep.GIVE_WORD),
        ({"answered": True, "message": True}, CaseStep.ANSWER_MESSAGE),
    ],
)
def test_the_next_step_is_one_and_follows_from_the_situation(situation, step):
    assert next_step(Situation(**situation)) is step


def test_every_step_has_words():
    assert set(NEXT) == set(CaseStep)
