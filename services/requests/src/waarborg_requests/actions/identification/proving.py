"""What a person does by himself on the page of his own request: the code of a letter, or the account he signed in with.

A refusal is given back and not raised: what was tried is written down, and counts.
"""

from waarborg_requests import domain
from waarborg_requests.actions.handling import is_known
from waarborg_requests.actions.identification import checks, letters
from waarborg_requests.actions.identification.checks import Made
from waarborg_requests.domain import Identification, Move, RequestError, RequestState, identification
from waarborg_requests.domain.identification import Failure
from waarborg_requests.models import Request
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def prove_by_code(work: Work, row: Request, typed: str, *, rules: Rules) -> RequestError | None:
    """Try the code of a letter. The third wrong one closes this way, and no other.

    Raises:
        MoveRefused: the request was answered.
    """
    leads_to = domain.after(RequestState(row.state), Move.IDENTIFY)
    refused = _refused_at_all(row)
    if refused is not None:
        return refused
    letter = letters.fitting(work, row, typed)
    how = Identification.LETTER_WITH_CODE
    if letter is None:
        row.revision += 1
        why = Failure.WRONG_CODE if letters.letter_waits(work, row) else Failure.CODE_OVER
        checks.failed(work, row, Made(how=how, level=identification.level_of(how)), why=why, rules=rules)
        return identification.SelfServiceClosed(how) if row.identification_closed_at else _wrong(how)
    letter.used_at = work.now
    made = Made(how=how, level=identification.level_of(how), subject_ref=letter.subject_ref)
    _proved(work, row, made, leads_to, rules)
    return None


def prove_by_session(work: Work, row: Request, *, rules: Rules) -> RequestError | None:
    """Let the account that somebody is signed in with say who he is: by what identity knows of it, and no form.

    Raises:
        MoveRefused: the request was answered.
    """
    leads_to = domain.after(RequestState(row.state), Move.IDENTIFY)
    refused = _refused_at_all(row)
    if refused is not None:
        return refused
    if work.actor.kind is not ActorKind.PERSON or work.actor.subject_ref is None:
        return identification.AnotherAccount("nobody signed in for himself")
    how, level = checks.by_session(work.actor)
    made = Made(how=how, level=level, subject_ref=work.actor.subject_ref)
    if row.subject_ref not in (None, work.actor.subject_ref):
        row.revision += 1
        checks.failed(work, row, made, why=Failure.ANOTHER_PERSON, rules=rules)
        return identification.AnotherAccount(how)
    _proved(work, row, made, leads_to, rules)
    return None


def may_prove(row: Request) -> bool:
    """Whether somebody can identify himself on the page of his own request now."""
    return row.answered_at is None and row.identified_at is None and _refused_at_all(row) is None


def _refused_at_all(row: Request) -> RequestError | None:
    if row.representative is not None:
        return identification.ForAnother(row.representative)
    if row.identification_closed_at is not None:
        return identification.SelfServiceClosed("closed")
    return None


def _wrong(how: Identification) -> RequestError:
    return identification.CodeDoesNotFit(how)


def _proved(work: Work, row: Request, made: Made, leads_to: RequestState, rules: Rules) -> None:
    row.revision += 1
    facts = {"how": made.how.value, "level": made.level.value}
    if not checks.makes_known(work, row, made, rules=rules):
        work.record(row, verb="identified-too-low", facts=facts)
        return
    row.state = leads_to.value
    work.record(row, verb="identified", facts=facts)
    is_known(work, row, rules)
