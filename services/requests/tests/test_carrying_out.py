"""What works at once: when it is passed on to the consent service, by tables."""

import pytest

from waarborg_requests.domain import (
    AlreadyCarriedOut,
    MoveRefused,
    PersonNotKnown,
    RequestState,
    carry_out,
    settle_person,
)

S = RequestState


@pytest.mark.parametrize("state", [S.RECEIVED, S.TAKEN_UP, S.WAITING])
def test_a_known_persons_withdrawal_is_passed_on_whatever_else_goes_on(state):
    assert carry_out(state, subject_ref="person-1", asked_before=False) is state


@pytest.mark.parametrize(
    ("state", "subject_ref", "asked_before", "refused"),
    [
        (S.RECEIVED, None, False, PersonNotKnown),
        (S.RECEIVED, "person-1", True, AlreadyCarriedOut),
        (S.ANSWERED, "person-1", False, MoveRefused),
        (S.WITHDRAWN, "person-1", False, MoveRefused),
        (S.LAPSED, "person-1", False, MoveRefused),
    ],
)
def test_what_is_not_passed_on(state, subject_ref, asked_before, refused):
    with pytest.raises(refused):
        carry_out(state, subject_ref=subject_ref, asked_before=asked_before)


def test_whom_a_request_is_about_can_be_put_right_until_it_was_passed_on():
    assert settle_person(None, "person-1", passed_on=False) == "person-1"
    assert settle_person("person-2", "person-1", passed_on=False) == "person-1"
    assert settle_person("person-1", "person-1", passed_on=True) == "person-1"
    with pytest.raises(AlreadyCarriedOut):
        settle_person("person-2", "person-1", passed_on=True)
