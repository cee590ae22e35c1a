"""What staff do about identification: ask, take the question back, send a letter, note a failed check, open again."""

from waarborg_requests import domain
from waarborg_requests.actions import carrying_ending, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.handling import Stale
from waarborg_requests.actions.identification import asking, checks, letters
from waarborg_requests.actions.identification.checks import Made
from waarborg_requests.domain import Identification, Move, RequestState, identification
from waarborg_requests.domain.identification import Doubt, Failure
from waarborg_requests.models import Request
from waarborg_shared.events.requests import IdentificationAsked
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def ask_identification(
    work: Work, request_id: str, *, revision: int, reason: str, rules: Rules, doubt: Doubt = Doubt.OTHER
) -> Request:
    """Ask who somebody is, for a reason: the clocks that run stand still until it is known (art. 12(6) AVG), and the
    person is told.

    Raises:
        Stale, UnknownCase, MoveRefused, TooLate
    """
    row = _as_seen(work, request_id, revision)
    row.state = domain.after(RequestState(row.state), Move.ASK_IDENTIFICATION).value
    asking.begin_wait(work, row, rules)
    row.doubt = doubt.value
    sealing.sign(work, row)
    work.emit(IdentificationAsked(request_ref=row.id, kind=row.kind, ground=doubt.value), case=row)
    work.record(row, verb="asked-identification", why=reason, facts={"doubt": doubt.value, **in_role(work)})
    return row


def withdraw_question(work: Work, request_id: str, *, revision: int, rules: Rules) -> Request:
    """Take the question back: there is no doubt any more, or another way was found. The clocks go on.

    Raises:
        Stale, UnknownCase, MoveRefused
    """
    row = _as_seen(work, request_id, revision)
    row.state = domain.after(RequestState(row.state), Move.WITHDRAW_QUESTION).value
    asking.end_wait(work, row, rules)
    checks.void_letters(work, row)
    work.record(row, verb="question-withdrawn", facts=in_role(work))
    return row


def send_code(
    work: Work, request_id: str, *, revision: int, subject_ref: str | None, entropy: bytes
) -> letters.MadeLetter:
    """Make a letter with a code for the person in the register: who it is about has to be known there.

    Raises:
        Stale, UnknownCase, MoveRefused, WhoseLetter
    """
    row = _as_seen(work, request_id, revision)
    domain.after(RequestState(row.state), Move.IDENTIFY)
    found = subject_ref or row.subject_ref
    if found is None:
        raise identification.WhoseLetter(request_id)
    return letters.make_letter(work, row, found, entropy=entropy)


def note_failure(
    work: Work, request_id: str, *, revision: int, how: Identification, why: Failure, note: str, rules: Rules
) -> Request:
    """Write down a check by staff that failed. Who was known is known no longer: in doubt nothing is given.

    Raises:
        Stale, UnknownCase, MoveRefused
    """
    row = _as_seen(work, request_id, revision)
    domain.after(RequestState(row.state), Move.IDENTIFY)
    made = Made(how=how, level=identification.level_of(how))
    checks.failed(work, row, made, why=why, rules=rules, note_of_it=note)
    row.identified_at = row.identified_by = row.identification = row.identification_level = None
    carrying_ending.stop_unsure(work, row, because="identification-failed")
    return row


def open_again(work: Work, request_id: str, *, revision: int) -> Request:
    """Let the person identify himself on his own page again, after a member of staff looked at what went wrong.

    Raises:
        Stale, UnknownCase, MoveRefused, NotClosed
    """
    row = _as_seen(work, request_id, revision)
    domain.after(RequestState(row.state), Move.IDENTIFY)
    if row.identification_closed_at is None:
        raise identification.NotClosed(request_id)
    row.identification_closed_at, row.identification_failures = None, 0
    work.record(row, verb="identification-opened", facts=in_role(work))
    return row


def _as_seen(work: Work, request_id: str, revision: int) -> Request:
    row = work.case(Request, request_id)
    if row.revision != revision:
        raise Stale
    row.revision += 1
    return row
