"""The person died: what of the open requests ends, what goes on with a ground, and a record that was a mistake."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select

from waarborg_requests.actions import course, notices
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.authority import end_of
from waarborg_requests.actions.beginning import death_of, ground_of, may_hear
from waarborg_requests.actions.delivering import bring_back
from waarborg_requests.actions.ending import end_without_answer
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.package.renewing import take_back
from waarborg_requests.actions.package.wishing import standing_package
from waarborg_requests.actions.references import about, references_of
from waarborg_requests.domain import Move, Outcome, Told
from waarborg_requests.domain.death import (
    AFTER_DEATH,
    AfterDeath,
    AfterDeathOnly,
    DeathGround,
    DeathInFuture,
    KnownHow,
    WhoDied,
    ground_holds,
    may_begin_after_death,
)
from waarborg_requests.domain.ending import DIED
from waarborg_requests.domain.notices import Notice
from waarborg_requests.domain.states import MoveRefused, RequestState
from waarborg_requests.models import PersonDeath, Request, RequestDelivery
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work, Written

_TABLE = "person_death"


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    """When somebody died and how that is known; ``refused_in_life``: he put down that nobody sees the file."""

    on: date
    known_how: KnownHow
    refused_in_life: bool = False


def record_death(work: Work, request_id: str, died: Died, *, revision: int, rules: Rules) -> Request:
    """Record that the person whom a request is about died: own requests end, a look at the file waits for a ground, and
    what was answered is handed over to nobody any more.

    Raises:
        Stale, UnknownCase, WhoDied, DeathInFuture, KeyDestroyed
    """
    row = unchanged(work, request_id, revision)
    if row.subject_ref is None:
        raise WhoDied(request_id)
    if died.on > due_on(work.now):
        raise DeathInFuture(died.on)
    sealed = work.seal(died.on.isoformat(), holder=row.id, table=_TABLE, column="died_on", row=row.subject_ref)
    kept = work.session.get(PersonDeath, (work.organisation, row.subject_ref))
    if kept is None:
        kept = PersonDeath(organisation=work.organisation, subject_ref=row.subject_ref)
        work.session.add(kept)
    kept.request_id, kept.died_on_sealed, kept.known_how = row.id, sealed, died.known_how.value
    kept.refused_in_life, kept.revoked_at = died.refused_in_life, None
    kept.recorded_at, kept.recorded_by = work.now, work.actor.ref
    row.revision += 1
    work.record(row, verb="death-recorded", facts={"known-how": died.known_how.value, **in_role(work)})
    work.session.flush()
    for request_id_of_his in _open_of(work, row.subject_ref):
        _after_death(work, work.case(Request, request_id_of_his), rules)
    for request_id_of_his in _lying_for(work, row.subject_ref):
        _keep_back(work, work.case(Request, request_id_of_his))
    return row


def _after_death(work: Work, row: Request, rules: Rules) -> None:
    end_of(work, row, reason=DIED)
    if AFTER_DEATH[RequestKind(row.kind)] is AfterDeath.ENDS:
        end_without_answer(work, row, Move.LAPSE, rules=rules)


def _keep_back(work: Work, row: Request) -> None:
    """Call off the letter, and end the package and the codes, of an answer that may not be handed over; on a ground
    they stay."""
    if may_begin_after_death(RequestKind(row.kind), ground_of(row)):
        return
    take_back(work, row)


def revoke_death(work: Work, request_id: str, *, revision: int, why: str) -> Request:
    """Take back a record that was a mistake; what ended by it stays ended, and is asked anew. An answer whose letter
    was kept back lies ready again.

    Raises:
        Stale, UnknownCase, AfterDeathOnly
    """
    row = unchanged(work, request_id, revision)
    kept = death_of(work, row)
    if kept is None:
        raise AfterDeathOnly(request_id)
    kept.revoked_at = work.now
    row.revision += 1
    work.record(row, verb="death-revoked", why=why, facts=in_role(work))
    work.session.flush()
    for request_id_of_his in _answered_of(work, kept.subject_ref):
        his = work.case(Request, request_id_of_his)
        if may_hear(work, his, Told.ANSWERED):
            _lies_again(work, his)
    return row


def record_ground(
    work: Work, request_id: str, ground: DeathGround, *, why: str, revision: int, rules: Rules
) -> Request:
    """Record on which ground somebody may see the file of the late client; what waited for it begins. What was
    answered before the death was known can be handed over on it: its letter lies ready again.

    Raises:
        Stale, UnknownCase, MoveRefused, AfterDeathOnly, RefusedInLife
    """
    row = unchanged(work, request_id, revision)
    if row.answered_at is not None and row.outcome not in (Outcome.GRANTED, Outcome.PARTLY):
        raise MoveRefused(Move.CARRY_OUT, RequestState(row.state))
    kept = death_of(work, row)
    if kept is None or AFTER_DEATH[RequestKind(row.kind)] is not AfterDeath.NEEDS_GROUND:
        raise AfterDeathOnly(request_id)
    row.death_ground = ground_holds(ground, refused_in_life=kept.refused_in_life).value
    row.death_ground_of = row.subject_ref
    row.revision += 1
    work.record(row, verb="death-ground", why=why, facts={"ground": ground.value, **in_role(work)})
    if row.answered_at is None:
        course.known(work, row, rules)
    else:
        _lies_again(work, row)
    return row


def _lies_again(work: Work, row: Request) -> None:
    """Let the letter lie ready again, unless it was taken back as it may hold what is of somebody else."""
    if not any(each.what == Notice.TAKEN_BACK for each in notices.of_request(work, row)):
        bring_back(work, row, Told.ANSWERED)


def died_on(work: Work, kept: PersonDeath) -> Written:
    """Return the day of death as it was recorded."""
    return work.unseal_to_show(
        kept.died_on_sealed, holder=kept.request_id, table=_TABLE, column="died_on", row=kept.subject_ref
    )


def _open_of(work: Work, subject_ref: str) -> tuple[str, ...]:
    query = select(Request.id).where(
        Request.organisation == work.organisation,
        about(references_of(work, subject_ref)),
        Request.answered_at.is_(None),
    )
    return tuple(work.session.scalars(query.order_by(Request.id)))


def _answered_of(work: Work, subject_ref: str) -> tuple[str, ...]:
    query = select(Request.id).where(
        Request.organisation == work.organisation,
        about(references_of(work, subject_ref)),
        Request.answered_at.is_not(None),
    )
    return tuple(work.session.scalars(query.order_by(Request.id)))


def _lying_for(work: Work, subject_ref: str) -> tuple[str, ...]:
    """Return the answered requests of somebody of which something can still be opened, fetched or posted."""
    to_post = exists().where(
        RequestDelivery.organisation == work.organisation,
        RequestDelivery.request_id == Request.id,
        RequestDelivery.template == Told.ANSWERED.value,
        RequestDelivery.delivered_at.is_(None),
        RequestDelivery.called_off_at.is_(None),
    )
    query = select(Request.id).where(
        Request.organisation == work.organisation,
        about(references_of(work, subject_ref)),
        Request.answered_at.is_not(None),
        or_(Request.read_code_hash.is_not(None), standing_package(work), to_post),
    )
    return tuple(work.session.scalars(query.order_by(Request.id)))
