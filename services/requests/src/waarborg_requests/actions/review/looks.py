"""The looks at what would be given: the first by who marked it, the second by somebody else, and whoever is asked."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.review.marks import all_marks, counted, standing_marks
from waarborg_requests.domain import Answer, Move, Outcome, RequestError, RequestState
from waarborg_requests.domain.review.marking import NotAllMarked, check_answer, check_grounds
from waarborg_requests.domain.review.second_look import (
    Look,
    NotLookedThrough,
    SecondLookNeeded,
    approved,
    second_look,
)
from waarborg_requests.models import Item, ItemMark, LookInvitation, Request, ReviewLook
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.second_look import Looked
from waarborg_shared.uow import Work, Written

FIRST, SECOND = "first", "second"
INVITATION = "requests.look"
INVITED_FOR = timedelta(days=7)
_TABLE = "look_invitation"


class NoInvitation(RequestError):
    """There is no such invitation, it was used, it is over, or something changed since: which of it is not told."""

    field = "code"
    text = Text(
        "Deze code klopt niet of geldt niet meer. Vraag wie u uitnodigde om een nieuwe.",
        "This code is not right, or holds no more. Ask who invited you for a new one.",
    )


class OutsiderNotOurs(RequestError):
    """Only an organisation of one person invites somebody from outside; elsewhere a colleague looks."""

    text = Text("Vraag een collega om mee te kijken.", "Ask a colleague to look as well.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the review of a request stands: the looks that still count, and whether two are asked."""

    digest: bytes
    first: Look | None
    second: Look | None
    four_eyes: bool
    way: Looked | None

    @property
    def approved(self) -> bool:
        """Whether two looked at what would be given now."""
        return approved(self.first, self.second, digest=self.digest)


def standing(work: Work, row: Request, rules: Rules) -> Standing:
    """Return how the review stands; a look at something else than what would be given now does not count."""
    digest = review_digest(work, row)
    query = (
        select(ReviewLook)
        .where(ReviewLook.organisation == work.organisation, ReviewLook.request_id == row.id)
        .order_by(ReviewLook.looked_at, ReviewLook.id)
    )
    looks = [each for each in work.session.scalars(query) if each.digest == digest]
    first = next((each for each in looks if each.turn == FIRST), None)
    second = next((each for each in looks if each.turn == SECOND), None)
    needs = policy_of(row, rules).four_eyes
    way = Looked(second.way) if first and second and second.way else None
    return Standing(digest=digest, first=_look(first), second=_look(second), four_eyes=needs, way=way)


def finish_first_look(work: Work, request_id: str, *, rules: Rules) -> None:
    """Say that everything was looked through; saying so twice changes nothing.

    Raises:
        UnknownCase, MoveRefused, NotAllMarked
    """
    row = _open(work, request_id)
    if not counted(work, row).done:
        raise NotAllMarked("some without a mark")
    now = standing(work, row, rules)
    if now.first is None:
        _add(work, row, FIRST, now.digest, way=None)


def approve(work: Work, request_id: str, *, rules: Rules) -> Looked | None:
    """Be the second to look; returns in which way, None where that was done before.

    Raises:
        UnknownCase, MoveRefused, NotLookedThrough, LookedAlready, NotBeforeTomorrow
    """
    row = _open(work, request_id)
    now = standing(work, row, rules)
    if now.approved:
        return None
    way = second_look(
        now.first, by=work.actor.ref, at=work.now, digest=now.digest, one_person=rules.organisation.one_person
    )
    _add(work, row, SECOND, now.digest, way=way)
    return way


def invite(work: Work, request_id: str, *, name: str, entropy: bytes, rules: Rules) -> str:
    """Ask somebody from outside for the second look, once and within seven days; returns his code, which is nowhere
    else. An invitation before it ends.

    Raises:
        UnknownCase, MoveRefused, NotLookedThrough, OutsiderNotOurs
    """
    row = _open(work, request_id)
    if not rules.organisation.one_person:
        raise OutsiderNotOurs
    now = standing(work, row, rules)
    if now.first is None:
        raise NotLookedThrough
    for before in _invitations(work, row):
        before.ended_at = work.now
    code = domain.spell_code(entropy)
    made = LookInvitation(
        id=new_id(),
        request_id=row.id,
        code_hash=_hash(work, code),
        digest=now.digest,
        invited_by=work.actor.ref,
        invited_at=work.now,
        until_at=work.now + INVITED_FOR,
        name_sealed=b"",
    )
    work.add(made)
    made.name_sealed = work.seal(name, holder=row.id, table=_TABLE, column="name", row=made.id)
    work.record(row, verb="invited-to-look", facts=in_role(work))
    return code


def invited(work: Work, code: str, *, rules: Rules) -> tuple[Request, LookInvitation]:
    """Return the request that a code lets somebody look at now; raises NoInvitation. That he looked is recorded."""
    query = select(LookInvitation).where(
        LookInvitation.organisation == work.organisation, LookInvitation.code_hash == _hash(work, code)
    )
    found = work.session.scalars(query).one_or_none() if domain.read_code(code) else None
    if found is None or found.used_at is not None or found.ended_at is not None or found.until_at <= work.now:
        raise NoInvitation
    row = work.case(Request, found.request_id)
    if row.answered_at is not None or standing(work, row, rules).digest != found.digest:
        raise NoInvitation
    work.record(row, verb="looked", facts={"invited": "yes"})
    return row, found


def approve_as_invited(work: Work, code: str, *, approves: bool, words: str, rules: Rules) -> None:
    """Take the invited one's word, once: he approves, or says what has to be looked at again. Raises NoInvitation."""
    row, invitation = invited(work, code, rules=rules)
    invitation.used_at = work.now
    if approves:
        _add(work, row, SECOND, invitation.digest, way=Looked.OUTSIDER, why=words, by=f"invited:{invitation.id}")
    else:
        work.record(row, verb="look-objected", why=words)


def name_of_invited(work: Work, invitation: LookInvitation) -> Written:
    """Return who was invited."""
    return work.unseal_to_show(
        invitation.name_sealed, holder=invitation.request_id, table=_TABLE, column="name", row=invitation.id
    )


def open_invitation(work: Work, row: Request) -> LookInvitation | None:
    """Return the invitation that can still be used, if any."""
    return next((each for each in _invitations(work, row) if each.until_at > work.now), None)


def to_be_answered(work: Work, row: Request, given: Answer, rules: Rules) -> None:
    """Refuse an answer that gives data that nobody looked through, or too few did; or that says otherwise than the
    marks do. Raises NotAllMarked, SomethingWithheld, GroundNotTold, SecondLookNeeded."""
    if given.outcome is Outcome.REFUSED:
        return
    now, marks = counted(work, row), all_marks(work, row)
    check_answer(given.outcome, items=now.items, marks=marks)
    check_grounds(given, marks)
    if now.items and policy_of(row, rules).four_eyes and not standing(work, row, rules).approved:
        raise SecondLookNeeded


def _invitations(work: Work, row: Request) -> list[LookInvitation]:
    query = select(LookInvitation).where(
        LookInvitation.organisation == work.organisation,
        LookInvitation.request_id == row.id,
        LookInvitation.used_at.is_(None),
        LookInvitation.ended_at.is_(None),
    )
    return list(work.session.scalars(query))


def _add(
    work: Work, row: Request, turn: str, digest: bytes, *, way: Looked | None, why: str = "", by: str | None = None
) -> None:
    work.session.add(
        ReviewLook(
            organisation=work.organisation,
            request_id=row.id,
            turn=turn,
            digest=digest,
            looked_by=by or work.actor.ref,
            looked_at=work.now,
            way=way.value if way else None,
        )
    )
    facts = {"turn": turn, "way": way.value if way else "none"}
    work.record(row, verb="looked-through", why=why, facts={**facts, **in_role(work)})


def review_digest(work: Work, row: Request) -> bytes:
    """Return what tells this review from every other: each item with what becomes of it."""
    digest = hashlib.sha256(f"{row.id}/{row.subject_ref}".encode())
    columns = Item.id, Item.sha256, ItemMark.verdict, ItemMark.ground, ItemMark.cuts_digest
    for found in work.session.execute(standing_marks(work, row, *columns).order_by(Item.number)):
        digest.update(repr(tuple(found)).encode())
    return digest.digest()


def _look(found: ReviewLook | None) -> Look | None:
    return None if found is None else Look(by=found.looked_by, at=found.looked_at, digest=found.digest)


def _hash(work: Work, code: str) -> bytes:
    return work.search_hash(INVITATION, domain.read_code(code) or "")


def _open(work: Work, request_id: str) -> Request:
    row = work.case(Request, request_id)
    domain.after(RequestState(row.state), Move.ANSWER)
    return row
