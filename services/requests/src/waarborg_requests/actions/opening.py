"""The answer on the secure page: number and code of the request, and a second proof, each by another way."""

import hmac

from waarborg_requests import domain
from waarborg_requests.actions.beginning import check_recipient
from waarborg_requests.actions.identification.checks import by_session
from waarborg_requests.actions.looking_up import NoSuchRequest, look_up
from waarborg_requests.actions.own import is_of
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain.identification import needed
from waarborg_requests.domain.letters import SECURE_PAGE, read_code_holds
from waarborg_requests.models import Request
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

_CODE = "requests.read-code"


def find_answer(work: Work, number: str, code: str, read_code: str, *, rules: Rules) -> Request:
    """Return the request whose answer lies on the page, for who shows number and code and a second proof.

    The second proof is the code from the letter, or that the person whom it is about is signed in, as surely as this
    kind of request asks.

    Raises:
        NoSuchRequest: something of it does not hold, or no answer lies there: which of these is not told.
        AuthorityOver: he asked for another, and may not (any more); or the person died.
        NotSureForNow: references were joined or parted, and nobody confirmed whom it is about.
    """
    row = look_up(work, number, code)
    letter, own = _by_letter(work, row, read_code), _signed_in(work, row, rules)
    if not (letter or own) or row.answered_at is None or row.answer_channel != SECURE_PAGE:
        raise NoSuchRequest
    check_recipient(work, row)
    return row


def read_code_hash(work: Work, code: str) -> bytes:
    """Return what is kept of a code that opens an answer."""
    return work.search_hash(_CODE, domain.read_code(code) or "")


def _by_letter(work: Work, row: Request, typed: str) -> bool:
    plain = domain.read_code(typed)
    digest = read_code_hash(work, plain or "")
    expected = row.read_code_hash or bytes(len(digest))
    fits = hmac.compare_digest(digest, expected)
    return fits and plain is not None and read_code_holds(row.read_code_at, work.now)


def _signed_in(work: Work, row: Request, rules: Rules) -> bool:
    who = work.actor.subject_ref if work.actor.kind is ActorKind.PERSON else None
    if who is None or not is_of(work, row, who):
        return False
    _, level = by_session(work.actor)
    return level.reaches(needed(policy_of(row, rules)))
