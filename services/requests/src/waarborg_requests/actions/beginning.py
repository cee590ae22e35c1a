"""Whether anything may begin for a request, and what its answer may give: authority, death, whom it is about."""

from sqlalchemy import bindparam, select

from waarborg_requests.actions.references import about, references_of
from waarborg_requests.domain import Answer, Outcome, Told
from waarborg_requests.domain import authority as rules_of_authority
from waarborg_requests.domain.authority import AuthorityNeeded, AuthorityOver, AuthorityState, NotForHim, OnlyAboutMoney
from waarborg_requests.domain.death import DeathGround, NotAfterDeath, check_answer, may_begin_after_death
from waarborg_requests.domain.ending import LOOKS, AccessStillRuns, NotSureForNow, NotSureWhom, must_wait
from waarborg_requests.models import PersonDeath, Request
from waarborg_shared.clocks import due_on
from waarborg_shared.db import made_once
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Scope
from waarborg_shared.uow import Work

OF_THE_FILE = (Told.ANSWERED, Told.READ_CODE, Told.FETCH_CODE, Told.MESSAGE, Told.FEE)
"""Word of what is in a file, or that leads to it."""
HANDS_OVER = (Told.ANSWERED, Told.READ_CODE, Told.FETCH_CODE, Told.FEE)
"""Word with which the answer itself comes into somebody's hands, or that tells what somebody got before."""

OVER = frozenset({AuthorityState.ENDED, AuthorityState.REFUSED})
_DEATHS = (
    made_once(PersonDeath)
    .where(PersonDeath.subject_ref.in_(bindparam("refs", expanding=True)), PersonDeath.revoked_at.is_(None))
    .order_by(PersonDeath.subject_ref)
)


def may_begin(work: Work, row: Request) -> bool:
    """Whether it is sure who asks about whom, and he may: before that nothing is passed on, asked or carried out."""
    if death_of(work, row) is not None and not may_begin_after_death(RequestKind(row.kind), ground_of(row)):
        return False
    return rules_of_authority.may_begin(
        known=row.identified_at is not None,
        subject_ref=row.subject_ref,
        for_another=row.representative is not None,
        authorised=authorised(work, row),
        sure=row.unsure_since is None,
    )


def authorised(work: Work, row: Request) -> bool:
    """Whether who asks for another may, as far as was checked: or the file of who died is his to see on a ground."""
    if death_of(work, row) is not None:
        return ground_of(row) is not None or row.kind == RequestKind.COMPLAINT
    return rules_of_authority.holds(
        AuthorityState(row.authority_state) if row.authority_state else None,
        checked_for=row.authority_of,
        subject_ref=row.subject_ref,
        until=row.authority_until,
        today=due_on(work.now),
    )


def check_own(row: Request) -> None:
    """Pass for who filed the request, unless he asked for another and may not (any more).

    Who may see the file of somebody who died, on a recorded ground, may also see how it stands. Raises AuthorityOver.
    """
    if row.representative is None or ground_of(row) is not None:
        return
    if row.authority_state in OVER:
        raise AuthorityOver(row.id)


def may_have_code(work: Work, row: Request) -> None:
    """Pass where there is somebody who may have a new secret code, and it is sure who that is.

    Raises AuthorityOver, NotAfterDeath, NotSureWhom.
    """
    check_own(row)
    if row.representative is None and death_of(work, row) is not None:
        raise NotAfterDeath(row.id)
    if row.unsure_since is not None:
        raise NotSureWhom(row.id)


def check_recipient(work: Work, row: Request) -> None:
    """Pass where what was answered may be handed over to who asked: after a death only on a ground, and not while it is
    unsure whom it is about. Raises AuthorityOver, NotSureForNow."""
    if row.representative is not None and not authorised(work, row):
        raise AuthorityOver(row.id)
    if death_of(work, row) is not None and not may_begin_after_death(RequestKind(row.kind), ground_of(row)):
        raise AuthorityOver(row.id)
    if row.unsure_since is not None:
        raise NotSureForNow(row.id)


def may_hear(work: Work, row: Request, told: Told) -> bool:
    """Whether word of this may go to who asked: for another, an answer only while he may. A refusal may be told.

    That there is a message may be told before anything was checked, as that is how he is asked for proof.
    """
    if row.representative is None or told not in OF_THE_FILE or row.outcome == Outcome.REFUSED:
        return True
    return authorised(work, row) or (told is Told.MESSAGE and row.authority_state == AuthorityState.NEEDED)


def check_hears(work: Work, row: Request, told: Told) -> None:
    """Pass where word of this may go out now to who asked: what holds the answer, or opens it, goes as the data go.

    A refusal gives nothing, and may be told; a new code goes to whom one may be made for. Raises AuthorityOver,
    NotForHim, NotAfterDeath, NotSureWhom.
    """
    if not may_hear(work, row, told):
        raise NotForHim(row.id)
    if told is Told.NEW_CODE:
        may_have_code(work, row)
    if told not in HANDS_OVER or row.outcome == Outcome.REFUSED:
        return
    try:
        check_recipient(work, row)
    except NotSureForNow:
        raise NotSureWhom(row.id) from None
    except AuthorityOver:
        raise (NotForHim(row.id) if death_of(work, row) is None else NotAfterDeath(row.id)) from None


def death_of(work: Work, row: Request) -> PersonDeath | None:
    """Return that the person whom a request is about died, by whichever reference that was recorded."""
    refs = sorted(references_of(work, row.subject_ref, row.filed_ref))
    return work.found(_DEATHS, refs=refs).first() if refs else None


def ground_of(row: Request) -> DeathGround | None:
    """Return the ground on which the file of the late client is shown, where it was recorded for this person."""
    if row.death_ground is None or row.death_ground_of != row.subject_ref:
        return None
    return DeathGround(row.death_ground)


def sure_whom(_work: Work, row: Request, given: Answer, _rules: Rules) -> None:
    """Give nothing while references were joined or parted and nobody confirmed it. Raises NotSureWhom."""
    if row.unsure_since is not None and given.outcome is not Outcome.REFUSED:
        raise NotSureWhom(row.id)


def with_authority(work: Work, row: Request, given: Answer, _rules: Rules) -> None:
    """Give nothing to who asks for another and may not. Raises AuthorityNeeded, OnlyAboutMoney."""
    if row.representative is None or given.outcome is Outcome.REFUSED or death_of(work, row) is not None:
        return
    if not authorised(work, row):
        raise AuthorityNeeded(row.id)
    if row.authority_scope == Scope.MONEY and given.outcome is Outcome.GRANTED:
        raise OnlyAboutMoney(row.id)


def after_death(work: Work, row: Request, given: Answer, _rules: Rules) -> None:
    """Give of who died only what art. 7:458a BW lets. Raises NotForTheDead, GroundOfDeathNeeded."""
    if death_of(work, row) is not None:
        check_answer(RequestKind(row.kind), given.outcome, ground_of(row))


def not_before_the_look(work: Work, row: Request, given: Answer, _rules: Rules) -> None:
    """Erase nothing while the same person still waits for a look at it. Raises AccessStillRuns."""
    gives = given.outcome is not Outcome.REFUSED
    on_his_word = row.erase_word_at is not None and row.erase_word_of == row.subject_ref
    kind = RequestKind(row.kind)
    if must_wait(kind, gives=gives, looks_open=bool(looks_of(work, row)), on_his_word=on_his_word):
        raise AccessStillRuns(row.id)


def may_be_said_yes(work: Work, row: Request, rules: Rules) -> None:
    """Ask before something is done that an answer would say yes to: all that is asked before that answer."""
    given = Answer(outcome=Outcome.PARTLY, text="")
    for asks in (sure_whom, with_authority, after_death, not_before_the_look):
        asks(work, row, given, rules)


def looks_of(work: Work, row: Request) -> tuple[Request, ...]:
    """Return the open requests of the same person for a look at the data, where this one is to erase them."""
    if row.kind != RequestKind.ERASURE or row.subject_ref is None:
        return ()
    query = select(Request).where(
        Request.organisation == work.organisation,
        about(references_of(work, row.subject_ref)),
        Request.answered_at.is_(None),
        Request.kind.in_(sorted(LOOKS)),
    )
    return tuple(work.session.scalars(query.order_by(Request.received_at, Request.id)))
