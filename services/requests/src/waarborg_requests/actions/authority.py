"""What the register of representatives said of who asks for another: recorded, ended, and gone to the desk."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from waarborg_requests.actions import carrying_ending, course, notices, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.beginning import OF_THE_FILE
from waarborg_requests.actions.delivering import call_off, deliveries_of
from waarborg_requests.actions.drafts import drop_draft
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.identification.checks import void_letters
from waarborg_requests.actions.looking_up import CODE
from waarborg_requests.actions.messages import leave_with_former
from waarborg_requests.actions.noticing import stop_notices
from waarborg_requests.actions.package.fee_course import drop_with_former
from waarborg_requests.actions.package.wishing import standing_package
from waarborg_requests.domain import Outcome, PersonNotKnown, Reach, Told
from waarborg_requests.domain.authority import (
    AuthorityState,
    GoesOnWith,
    MayAct,
    NotForAnother,
    StillRepresented,
    WhichRepresentative,
    verdict,
)
from waarborg_requests.domain.notices import Notice
from waarborg_requests.domain.states import Move, MoveRefused, RequestState
from waarborg_requests.models import Request
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFiler:
    """Who goes on with a request, what he is called, and how he is reached."""

    who: GoesOnWith
    name: str = field(repr=False)
    reach: Reach
    reach_at: str = field(repr=False)


def record_check(
    work: Work, request_id: str, said: Iterable[MayAct], *, asked_for: str, who: str, revision: int, rules: Rules
) -> Request:
    """Record what the register said of the representative ``who`` (his representation); what waited for a yes begins.

    ``asked_for`` is the person about whom the register was asked: an answer about somebody else counts for nothing.

    Raises:
        Stale, UnknownCase, MoveRefused, NotForAnother, PersonNotKnown, WhichRepresentative
    """
    row = unchanged(work, request_id, revision)
    if row.representative is None:
        raise NotForAnother(request_id)
    if row.answered_at is not None:
        raise MoveRefused(Move.CARRY_OUT, RequestState(row.state))
    if row.subject_ref is None or row.subject_ref != asked_for:
        raise PersonNotKnown(request_id)
    found = verdict(said, who, RequestKind(row.kind))
    if row.representative_ref not in (None, found.of.representative_ref):
        raise WhichRepresentative("who signed in is somebody else")
    row.revision += 1
    row.authority_state, row.authority_of = found.state.value, row.subject_ref
    row.representation_ref = found.of.representation_ref
    row.authority_scope, row.authority_why = found.of.scope.value, found.of.why
    row.authority_source, row.authority_until = found.of.source, found.of.until
    row.authority_checked_at, row.authority_checked_by = work.now, work.actor.ref
    facts = {"state": row.authority_state, "scope": row.authority_scope, "why": row.authority_why}
    work.record(row, verb="authority-checked", facts={**facts, "as": found.of.capacity, **in_role(work)})
    if found.state is not AuthorityState.CONFIRMED:
        carrying_ending.stop_unsure(work, row, because="authority-refused")
        call_off(work, row, *OF_THE_FILE)
    course.known(work, row, rules)
    return row


def go_on_with(
    work: Work, request_id: str, filer: NewFiler, *, why: str, entropy: bytes, revision: int, rules: Rules
) -> Request:
    """Let the person himself, or another representative, go on with a request whose representative may no longer.

    The secret code was the representative's and opens nothing any more (``entropy`` makes one that nobody has); who
    goes on is identified anew before anything is given. Word and letters go to him from now on: what lay ready for the
    representative is called off, and what he wrote or was written stays with him.

    Raises:
        Stale, UnknownCase, MoveRefused, StillRepresented, KeyDestroyed
    """
    row = unchanged(work, request_id, revision)
    if row.answered_at is not None:
        raise MoveRefused(Move.IDENTIFY, RequestState(row.state))
    if row.representative is None or row.authority_state not in (AuthorityState.ENDED, AuthorityState.REFUSED):
        raise StillRepresented(request_id)
    _reached_anew(work, row, filer, rules)
    row.authority_state = AuthorityState.NEEDED.value if filer.who is GoesOnWith.ANOTHER else None
    row.representative_ref = row.authority_of = None
    row.identification = row.identification_level = row.identified_by = row.identified_at = None
    void_letters(work, row)
    carrying_ending.stop_unsure(work, row, because="goes-on")
    row.code_hash, row.code_sealed = work.search_hash(CODE, entropy.hex()), None
    row.read_code_hash = row.read_code_at = None
    row.revision += 1
    work.record(row, verb="goes-on", why=why, facts={"with": filer.who.value, **in_role(work)})
    return row


def _reached_anew(work: Work, row: Request, filer: NewFiler, rules: Rules) -> None:
    """Put who goes on in the place of who may no longer, and take back what was on its way to the latter."""
    row.name_sealed = sealing.seal(work, row, "name", filer.name)
    row.reach, row.reach_at_sealed = filer.reach.value, sealing.seal(work, row, "reach_at", filer.reach_at)
    if filer.who is GoesOnWith.SELF:
        row.representative = row.on_behalf_of_sealed = None
    call_off(work, row, *Told)
    stop_notices(work, row)
    drop_draft(work, row, rules)
    leave_with_former(work, row)
    drop_with_former(work, row)


def end_authority(work: Work, representation_ref: str, *, reason: str) -> None:
    """A representation ended: open requests go on for the client himself, and stop for who asked for him; who asked
    gets nothing more of what was answered either."""
    query = select(Request.id).where(
        Request.organisation == work.organisation,
        Request.representation_ref == representation_ref,
    )
    for request_id in work.session.scalars(query.order_by(Request.id)).all():
        _end_and_tell(work, work.case(Request, request_id), reason=reason)


def end_over(work: Work) -> int:
    """End every authority whose last day went by, as nobody tells of that; returns how many. A second time none is."""
    query = select(Request.id).where(
        Request.organisation == work.organisation,
        Request.authority_state == AuthorityState.CONFIRMED.value,
        Request.authority_until < due_on(work.now),
    )
    found = work.session.scalars(query.order_by(Request.id)).all()
    for request_id in found:
        _end_and_tell(work, work.case(Request, request_id), reason="term-over")
    return len(found)


def _end_and_tell(work: Work, row: Request, *, reason: str) -> None:
    """End it, and lay the request on a desk where somebody has to go on with it: it is open, or its answer did not
    reach anybody."""
    if row.authority_state != AuthorityState.CONFIRMED:
        return
    waits = row.answered_at is None or (row.outcome != Outcome.REFUSED and _on_its_way(work, row))
    end_of(work, row, reason=reason)
    if waits:
        notices.tell(work, row, Notice.AUTHORITY_OVER)


def _on_its_way(work: Work, row: Request) -> bool:
    """Whether something of an answer was still to be handed over."""
    lying = any(
        each.template in OF_THE_FILE and each.delivered_at is None and each.called_off_at is None
        for each in deliveries_of(work, row)
    )
    query = select(Request.id).where(
        Request.organisation == work.organisation, Request.id == row.id, standing_package(work)
    )
    return lying or work.session.scalars(query).first() is not None


def end_of(work: Work, row: Request, *, reason: str) -> None:
    """End the authority on one request that is locked; a second time changes nothing."""
    if row.authority_state == AuthorityState.CONFIRMED:
        row.authority_state = AuthorityState.ENDED.value
        row.revision += 1
        work.record(row, verb="authority-ended", facts={"reason": reason})
        carrying_ending.stop_unsure(work, row, because="authority-ended")
        _tell_no_more(work, row)


def _tell_no_more(work: Work, row: Request) -> None:
    """Take back what was on its way to who may no longer; that something was refused he may still hear."""
    if row.outcome == Outcome.REFUSED:
        return
    call_off(work, row, *OF_THE_FILE)
    stop_notices(work, row)
    row.read_code_hash = row.read_code_at = None
