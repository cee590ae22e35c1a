"""Receiving a request, and finding it again by number and code."""

import hmac
from dataclasses import dataclass

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions import course, sealing
from waarborg_requests.actions.ending import check_own
from waarborg_requests.domain import CameBy, Identification, Reach, RequestState
from waarborg_requests.domain.authority import AuthorityState
from waarborg_requests.models import Request, RequestNumber
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import AMSTERDAM, due_on
from waarborg_shared.events.requests import RequestReceived
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.numbers import take_number
from waarborg_shared.uow import Work

CODE = "requests.code"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request to file. ``subject_ref`` is the person whom a partner system says it is about, by our reference."""

    kind: RequestKind
    name: str
    reach: Reach
    reach_at: str
    asked: str = ""
    client_number: str | None = None
    purpose: str | None = None
    about: str | None = None
    representative: str | None = None
    on_behalf_of: str | None = None
    subject_ref: str | None = None
    came_by: CameBy = CameBy.PAGE


@dataclass(frozen=True, slots=True)
class Filed:
    """A request that was received, and the secret code that goes with its number: it is nowhere else."""

    request: Request
    code: str


class NoSuchRequest(Exception):
    """Number and code do not belong together, or there is no such number: which of the two is not told."""

    text = Text(
        "Dit nummer en deze code horen niet bij elkaar. Controleer wat u hebt ingevuld.",
        "This number and this code do not belong together. Check what you typed.",
    )


def receive_request(work: Work, command: NewRequest, *, rules: Rules, entropy: bytes) -> Filed:
    """Receive a request: number, code, clocks, and word to the other services. ``entropy`` (32 random bytes) makes
    the code.

    Raises:
        RequestError: the purpose, the capacity or the name does not hang together.
    """
    _check(command, rules)
    policy = rules.request_policy(command.kind, due_on(work.now))
    receipt = domain.receive(policy, work.now, rules.calendar)
    code = domain.spell_code(entropy)
    known = _known(work, command)
    row = Request(
        number=_next_number(work),
        revision=1,
        kind=command.kind.value,
        request_class=policy.request_class.value,
        state=RequestState.RECEIVED.value,
        came_by=command.came_by.value,
        received_at=work.now,
        due_at=receipt.due_at,
        code_hash=_code_hash(work, code),
        reach=command.reach.value,
        representative=command.representative,
        subject_ref=known[0] if known else None,
        purpose=command.purpose,
        about=command.about,
        representative_ref=_representative(work, command),
        authority_state=AuthorityState.NEEDED.value if command.representative is not None else None,
    )
    if known:
        row.identification, row.identified_by, row.identified_at = known[1].value, work.actor.ref, work.now
    work.add(row)
    sealing.seal_filed(work, row, command)
    work.session.flush()
    work.clocks.start_all(row, domain.clock_rules(policy), calendar=rules.calendar)
    work.emit(
        RequestReceived(request_ref=row.id, kind=row.kind, channel=row.came_by, due_at=row.due_at),
        case=row,
    )
    work.record(row, verb="received", facts={"kind": row.kind, "by": row.came_by})
    if known:
        course.known(work, row, rules)
    return Filed(row, code)


def look_up(work: Work, number: str, code: str) -> Request:
    """Return the request that number and code belong to, for the one who filed it.

    Raises:
        NoSuchRequest: they do not belong together.
        AuthorityOver: he asked for another, and may not (any more).
    """
    typed_number, typed_code = domain.read_number(number), domain.read_code(code)
    digest = _code_hash(work, typed_code or "")
    found = None
    if typed_number is not None:
        found = work.session.scalars(
            select(Request).where(Request.organisation == work.organisation, Request.number == typed_number)
        ).one_or_none()
    expected = found.code_hash if found is not None else bytes(len(digest))
    if not hmac.compare_digest(digest, expected) or found is None or typed_code is None:
        raise NoSuchRequest
    check_own(found)
    work.record(found, verb="looked-up")
    return found


def _check(command: NewRequest, rules: Rules) -> None:
    question = domain.Question(
        kind=command.kind,
        purpose=command.purpose,
        representative=command.representative,
        for_another=command.on_behalf_of is not None,
        in_words=bool(command.asked.strip()),
    )
    domain.check(question, rules.purposes.values(), {kind.code for kind in rules.representative_kinds})


def _known(work: Work, command: NewRequest) -> tuple[str, Identification] | None:
    """Who it is about, where that is sure from how it came in: signed in for himself, or said by a partner system."""
    if command.representative is not None:
        return None
    if work.actor.kind is ActorKind.PERSON and work.actor.subject_ref is not None:
        return work.actor.subject_ref, Identification.SIGNED_IN
    if work.actor.kind is ActorKind.PARTNER and command.subject_ref is not None:
        return command.subject_ref, Identification.PARTNER
    return None


def _representative(work: Work, command: NewRequest) -> str | None:
    """Who asks for another, where that is sure: he signed in himself."""
    return (
        work.actor.subject_ref if command.representative is not None and work.actor.kind is ActorKind.PERSON else None
    )


def _code_hash(work: Work, code: str) -> bytes:
    return work.search_hash(CODE, domain.read_code(code) or "")


def _next_number(work: Work) -> str:
    year = work.now.astimezone(AMSTERDAM).year
    return domain.number(work.organisation, year, take_number(work, RequestNumber, year=year))
