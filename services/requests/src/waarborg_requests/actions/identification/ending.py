"""What ends with a request: letters with a code, the question who somebody is, word of a longer term, reminders."""

from waarborg_requests.actions import notices
from waarborg_requests.actions.delivering import call_off
from waarborg_requests.actions.identification.checks import void_letters
from waarborg_requests.domain import Told
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def end_identification(work: Work, row: Request, rules: Rules) -> None:
    """Nothing of this is sent or asked any more once there is an answer; a second time changes nothing."""
    call_off(work, row, Told.IDENTIFY, Told.CODE, Told.EXTENDED)
    void_letters(work, row)
    notices.settle(work, row)
