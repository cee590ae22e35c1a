"""A new secret code for a request whose code was lost: the earlier one opens nothing from then on."""

from dataclasses import dataclass, field

from waarborg_requests import domain
from waarborg_requests.actions import sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.beginning import may_have_code
from waarborg_requests.actions.delivering import NotDelivered, bring_new_code, call_off
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.identification import checks
from waarborg_requests.actions.looking_up import code_hash
from waarborg_requests.domain import Identification, Told, identification
from waarborg_requests.domain.identification import Checked, Document
from waarborg_requests.domain.new_code import (
    CodeBy,
    NotSureForCode,
    NumberFromRequest,
    check_issue,
)
from waarborg_requests.domain.package.fetching import CodeNotSent
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work

_VERB = "code-issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """How somebody was identified anew, and how the code reaches him."""

    how: Identification
    by: CodeBy
    document: Document | None = None
    last: str = field(default="", repr=False)
    called: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """A request with its new code, which is shown once where it is handed over."""

    row: Request
    code: str = field(repr=False)


def issue_code(work: Work, request_id: str, anew: Anew, *, revision: int, rules: Rules, entropy: bytes) -> Issued:
    """Make a new secret code for who was just identified; tickets and letters with an earlier one are dead by it.

    ``entropy`` (32 random bytes) makes the code.

    Raises:
        Stale, UnknownCase, AuthorityOver, NotSureWhom, TooManyCodes, OnlyAtTheDesk, NoKnownAddress, NumberFromRequest
        NotSureForCode, CodeNotSent, KeyDestroyed
    """
    row = unchanged(work, request_id, revision)
    may_have_code(work, row)
    made_at = [step.at for step in steps_of(work, row) if step.verb == _VERB]
    check_issue(anew.how, anew.by, linked=row.subject_ref is not None, made_at=made_at, now=work.now)
    if checks.note(work, row, _made(work, row, anew), rules=rules) is not Checked.PASSED:
        raise NotSureForCode(request_id)
    code = domain.spell_code(entropy)
    row.code_hash, row.code_sealed = code_hash(work, code), None
    row.revision += 1
    call_off(work, row, Told.NEW_CODE, Told.RECEIVED)
    work.record(row, verb=_VERB, facts={"how": anew.how.value, "by": anew.by.value, **in_role(work)})
    if anew.by is CodeBy.LETTER:
        try:
            bring_new_code(work, row, code, rules=rules)
        except NotDelivered as failed:
            raise CodeNotSent(row.id) from failed
    return Issued(row, code)


def _made(work: Work, row: Request, anew: Anew) -> checks.Made:
    """The check as it is written down; of a representative it says nothing about the one for whom he asks."""
    last = anew.last
    if anew.how is Identification.KNOWN_PHONE:
        reach_at = sealing.unseal(work, row, "reach_at")
        if isinstance(reach_at, str) and identification.same_number(anew.called, reach_at):
            raise NumberFromRequest(anew.how)
        last = identification.last_digits(anew.called)
    document = anew.document if anew.how is Identification.AT_THE_DESK else None
    whom = row.subject_ref if row.representative is None else None
    level = identification.level_of(anew.how, document=document if last else None)
    return checks.Made(how=anew.how, level=level, subject_ref=whom, document=document, last=last)
