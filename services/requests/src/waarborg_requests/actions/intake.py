"""Receiving a request, and finding it again by number and code."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions import course, intake_doubles, intake_drafts, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.identification import checks
from waarborg_requests.actions.identification.checks import Made
from waarborg_requests.actions.looking_up import code_hash
from waarborg_requests.domain import CameBy, Identification, Reach, RequestState, identification
from waarborg_requests.domain.authority import AuthorityState
from waarborg_requests.domain.intake import CONFIRMED_BY_LETTER, CameHow, received_at
from waarborg_requests.models import Request, RequestNumber
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import AMSTERDAM, due_on
from waarborg_shared.events.requests import RequestReceived
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind, RequestPolicy
from waarborg_shared.numbers import take_number
from waarborg_shared.uow import Work

CODE_OF_FORM = "requests.form.code"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request to file. ``subject_ref`` is the person whom a partner system says it is about, by our reference.

    ``form`` is the secret mark of the form that it was typed in; ``received_on`` and ``came_how`` are of a request that
    a member of staff writes down for somebody. ``origin_ref`` is what it came from in the service that passed it on.
    """

    kind: RequestKind
    name: str
    reach: Reach
    reach_at: str
    asked: str = ""
    about: ObjectionAbout | None = None
    client_number: str | None = None
    purpose: str | None = None
    representative: str | None = None
    on_behalf_of: str | None = None
    subject_ref: str | None = None
    came_by: CameBy = CameBy.PAGE
    came_how: CameHow | None = None
    received_on: date | None = None
    form: str | None = field(default=None, repr=False)
    language: str | None = None
    origin_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A request that was received, and the secret code that goes with its number: it is nowhere else, but in the letter
    that confirms the receipt where one goes.

    ``again``: its form had been sent before, and nothing was made of it now.
    """

    request: Request
    code: str = field(repr=False)
    again: bool = False


def receive_request(work: Work, command: NewRequest, *, rules: Rules, entropy: bytes) -> Filed:
    """Receive a request: number, code, clocks, and word to the other services. ``entropy`` (32 random bytes) makes
    the code, unless it is of a form: a form that is sent twice makes one request, and gives its number and code again.

    Raises:
        RequestError: the purpose, the capacity, the day of receipt or the name does not hang together.
    """
    mark = work.search_hash(intake_drafts.FORM, command.form) if command.form else None
    code = domain.spell_code(work.search_hash(CODE_OF_FORM, command.form) if command.form else entropy)
    before = _filed_with(work, mark) if mark is not None else None
    if before is not None:
        return Filed(before, code, again=True)
    _check(command, rules)
    at = received_at(command.received_on, work.now)
    policy = rules.request_policy(command.kind, due_on(at))
    receipt = domain.receive(policy, at, rules.calendar)
    known = _known(work, command)
    row = Request(
        revision=1,
        kind=command.kind.value,
        request_class=policy.request_class.value,
        state=RequestState.RECEIVED.value,
        came_by=command.came_by.value,
        came_how=command.came_how.value if command.came_how else None,
        filed_by=work.actor.ref if work.actor.kind in (ActorKind.PARTNER, ActorKind.STAFF) else None,
        received_at=at,
        due_at=receipt.due_at,
        code_hash=code_hash(work, code),
        form_hash=mark,
        reach=command.reach.value,
        representative=command.representative,
        subject_ref=known.subject_ref if known else None,
        purpose=command.purpose,
        about=command.about.value if command.about else None,
        identification_failures=0,
        representative_ref=_representative(work, command),
        authority_state=AuthorityState.NEEDED.value if command.representative is not None else None,
        language=command.language,
    )
    work.add(row)
    _keep_words(work, row, command)
    if command.came_how in CONFIRMED_BY_LETTER:
        row.code_sealed = sealing.seal(work, row, "code", code)
    if command.origin_ref is not None:
        row.number = _next_number(work)  # who sent it here hears the number
    _begin(work, row, policy, rules, origin_ref=command.origin_ref)
    _number(work, row, follows=known is not None)
    if known and checks.makes_known(work, row, known, rules=rules):
        course.known(work, row, rules)
    return Filed(row, code)


def _keep_words(work: Work, row: Request, command: NewRequest) -> None:
    """Seal what was written, and leave what finds a likely double."""
    sealing.seal_filed(work, row, command)
    whom = command.on_behalf_of or command.name
    intake_doubles.mark(work, row, whom=whom, client_number=command.client_number)


def _begin(work: Work, row: Request, policy: RequestPolicy, rules: Rules, *, origin_ref: str | None) -> None:
    """Start the clocks, from the receipt, and tell the others."""
    work.clocks.start_all(row, domain.clock_rules(policy), at=row.received_at, calendar=rules.calendar)
    channel = row.came_how or row.came_by
    origin = {"origin": row.came_by, "origin_ref": origin_ref, "number": row.number} if origin_ref is not None else {}
    work.emit(
        RequestReceived(request_ref=row.id, kind=row.kind, channel=channel, due_at=row.due_at, **origin), case=row
    )
    facts = {"kind": row.kind, "by": row.came_by, **({"how": row.came_how} if row.came_how else {})}
    work.record(row, verb="received", facts={**facts, **in_role(work)} if row.came_how else facts)


def _number(work: Work, row: Request, *, follows: bool) -> None:
    """Number it, let go of the draft, and write it at once where other rows follow (``follows``) or its form may be
    sent twice; else it is written with all that is told of it.

    The number comes last: who takes one makes all others wait, until the commit.
    """
    row.number = row.number or _next_number(work)
    if row.form_hash is not None:
        intake_drafts.end_draft(work, row.form_hash)
    if follows or row.form_hash is not None:
        work.session.flush()


def _filed_with(work: Work, mark: bytes) -> Request | None:
    query = select(Request).where(Request.organisation == work.organisation, Request.form_hash == mark)
    return work.session.scalars(query).one_or_none()


def _check(command: NewRequest, rules: Rules) -> None:
    question = domain.Question(
        kind=command.kind,
        about=command.about,
        purpose=command.purpose,
        representative=command.representative,
        for_another=command.on_behalf_of is not None,
        in_words=bool(command.asked.strip()),
    )
    capacities = {kind.code for kind in rules.representative_kinds}
    domain.check(question, rules.purposes.values(), capacities, rules.objection_subjects.keys())


def _known(work: Work, command: NewRequest) -> Made | None:
    """Who it is about, as far as how it came in tells: signed in for himself, or said by a partner system. How sure
    that is, is what identity says of the session."""
    if command.representative is not None:
        return None
    if work.actor.kind is ActorKind.PERSON and work.actor.subject_ref is not None:
        how, level = checks.by_session(work.actor)
        return Made(how=how, level=level, subject_ref=work.actor.subject_ref)
    if work.actor.kind is ActorKind.PARTNER and command.subject_ref is not None:
        how = Identification.PARTNER
        return Made(how=how, level=identification.level_of(how), subject_ref=command.subject_ref)
    return None


def _representative(work: Work, command: NewRequest) -> str | None:
    """Who asks for another, where that is sure: he signed in himself."""
    return (
        work.actor.subject_ref if command.representative is not None and work.actor.kind is ActorKind.PERSON else None
    )


def _next_number(work: Work) -> str:
    year = work.now.astimezone(AMSTERDAM).year
    return domain.number(work.organisation, year, take_number(work, RequestNumber, year=year))
