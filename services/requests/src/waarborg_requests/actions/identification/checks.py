"""Every check of who somebody is, written down: how, how sure that makes it, what was seen, by whom, and what came of
it. Only a check that is sure enough for this kind of request makes the person known."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from waarborg_requests import domain
from waarborg_requests.actions import carrying_ending, notices
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Identification, identification
from waarborg_requests.domain.identification import Checked, Document, Failure
from waarborg_requests.domain.notices import Notice
from waarborg_requests.models import Check, CodeLetter, Request
from waarborg_shared.auth import Actor, Assurance, SignedInBy
from waarborg_shared.db import made_once, new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import IdentificationLevel
from waarborg_shared.uow import Work, Written

TABLE = "request_check"
_LOW, _SUBSTANTIAL, _HIGH = IdentificationLevel

# What identity says of a session. One that was not proved in two ways is low, whatever it was begun with.
_BY_SESSION = {
    SignedInBy.UNKNOWN: (Identification.SIGNED_IN, _SUBSTANTIAL),
    SignedInBy.LETTER: (Identification.NUMBER_AND_CODE, _LOW),
    SignedInBy.CODE_APP: (Identification.CODE_APP, _SUBSTANTIAL),
    SignedInBy.PASSKEY: (Identification.PASSKEY, _SUBSTANTIAL),
    SignedInBy.OUTSIDE_LOW: (Identification.OUTSIDE, _LOW),
    SignedInBy.OUTSIDE_SUBSTANTIAL: (Identification.OUTSIDE, _SUBSTANTIAL),
    SignedInBy.OUTSIDE_HIGH: (Identification.OUTSIDE, _HIGH),
}
_OPEN_LETTERS = (
    made_once(CodeLetter)
    .where(CodeLetter.request_id == bindparam("request_id"), CodeLetter.used_at.is_(None), CodeLetter.void_at.is_(None))
    .order_by(CodeLetter.made_at.desc(), CodeLetter.id.desc())
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A check to write down. ``last`` are the last characters of a document, or the last digits of a number called."""

    how: Identification
    level: IdentificationLevel
    subject_ref: str | None = None
    document: Document | None = None
    last: str = ""


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check as staff see it; ``of_another`` is one of somebody else than the request is about now."""

    check: Check
    last: Written | None
    of_another: bool


def by_session(actor: Actor) -> tuple[Identification, IdentificationLevel]:
    """Return by what a person signed in, and how sure identity is by that; never what a form says."""
    how, level = _BY_SESSION[actor.signed_in_by]
    return how, level if actor.assurance is Assurance.HIGH else _LOW


def note(work: Work, row: Request, made: Made, *, rules: Rules, failure: Failure | None = None) -> Checked:
    """Write a check down and return whether it counts for this kind of request."""
    came = Checked.FAILED if failure else identification.checked(made.level, policy_of(row, rules))
    check = Check(
        id=new_id(),
        request_id=row.id,
        how=made.how.value,
        level=made.level.value,
        outcome=came.value,
        failure=failure.value if failure else None,
        document=made.document.value if made.document else None,
        subject_ref=made.subject_ref,
        by_kind=work.actor.kind.value,
        by_ref=work.actor.ref,
        at=work.now,
    )
    if made.last:
        check.last_sealed = work.seal(made.last, holder=row.id, table=TABLE, column="last", row=check.id)
    work.add(check)
    return came


def failed(work: Work, row: Request, made: Made, *, why: Failure, rules: Rules, note_of_it: str = "") -> None:
    """Write down a check that failed. The third closes self-service and brings staff; nothing is deleted, no clock
    stops, and a member of staff can identify the person all the same."""
    note(work, row, made, rules=rules, failure=why)
    row.identification_failures += 1
    facts = {"how": made.how.value, "failure": why.value, **in_role(work)}
    work.record(row, verb="identification-failed", why=note_of_it, facts=facts)
    if identification.to_be_closed(row.identification_failures) and row.identification_closed_at is None:
        row.identification_closed_at = work.now
        void_letters(work, row)
        work.record(row, verb="identification-closed")
        notices.tell(work, row, Notice.IDENTIFICATION_FAILED)


def makes_known(work: Work, row: Request, made: Made, *, rules: Rules) -> bool:
    """Write a check down that went well, and make the person known where it is sure enough. Returns whether it is.

    Who turns out to be somebody else than the one for whom a letter was made makes that letter void.

    Raises:
        AlreadyCarriedOut: another person's withdrawal was passed on for this request.
        AlreadyBegun: it is being carried out for another person.
    """
    came = note(work, row, made, rules=rules)
    if came is not Checked.PASSED:
        return False
    before = row.subject_ref
    row.identification, row.identification_level = made.how.value, made.level.value
    row.identified_by, row.identified_at = work.actor.ref, work.now
    if made.subject_ref is not None:
        row.subject_ref = domain.settle_person(before, made.subject_ref, passed_on=row.passed_on_at is not None)
    row.identification_failures, row.identification_closed_at = 0, None
    row.doubt = None
    void_letters(work, row)
    if before is not None and before != row.subject_ref:
        _is_another(work, row, rules)
    return True


def _is_another(work: Work, row: Request, rules: Rules) -> None:
    """Leave nothing of the one for whom the request was before: another reference of his, his word, what waits."""
    row.filed_ref = row.erase_word_at = row.erase_word_of = None
    carrying_ending.not_for_another(work, row, rules)


def void_letters(work: Work, row: Request) -> None:
    """End every code of a letter that was not used: it is not needed any more, or no longer sure enough."""
    for letter in open_letters(work, row):
        letter.void_at = work.now


def open_letters(work: Work, row: Request) -> Sequence[CodeLetter]:
    """Return the letters of a request whose code was neither used nor ended, the newest first."""
    return work.found(_OPEN_LETTERS, request_id=row.id).all()


def checks_of(work: Work, row: Request) -> tuple[ShownCheck, ...]:
    """Return every check of a request, the newest first, with what may be shown of it to staff."""
    query = select(Check).where(Check.organisation == work.organisation, Check.request_id == row.id)
    found = work.session.scalars(query.order_by(Check.at.desc(), Check.id.desc()))
    return tuple(ShownCheck(each, _last(work, row, each), _of_another(row, each)) for each in found)


def _last(work: Work, row: Request, check: Check) -> Written | None:
    if check.last_sealed is None:
        return None
    return work.unseal_to_show(check.last_sealed, holder=row.id, table=TABLE, column="last", row=check.id)


def _of_another(row: Request, check: Check) -> bool:
    return check.subject_ref is not None and row.subject_ref is not None and check.subject_ref != row.subject_ref
