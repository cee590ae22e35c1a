"""What the administration sees of staff: lists by name, and everything of one; who looked is written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select

from waarborg_identity.actions.accounts import label_of
from waarborg_identity.actions.factor_resets import digits_of, resets_where, value_of
from waarborg_identity.actions.outside_links import linked_accounts
from waarborg_identity.actions.review_cases import running_review, running_review_id
from waarborg_identity.actions.staff_details import NO_PASSWORD
from waarborg_identity.actions.staff_review import marks_of
from waarborg_identity.actions.staff_rows import absences_where, account_at, grants_where, names_of, unseal_of_account
from waarborg_identity.domain import AccountState
from waarborg_identity.domain.staff_factors import Checked, ResetState, ResetWay, reset_state
from waarborg_identity.domain.staff_grants import GrantState, state_of, time_of
from waarborg_identity.domain.staff_review import Paper, Verdict, papers_missing
from waarborg_identity.domain.stand_ins import StandIn
from waarborg_identity.models import Account, ReviewMark, RoleGrant, SecondFactor, StaffAbsence, StaffFactorReset
from waarborg_shared.db import select_for
from waarborg_shared.hooks import Rules
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work, Written

_Row = TypeVar("_Row", RoleGrant, StaffAbsence)
MOST_FOUND = 50
NEWEST = 50


@dataclass(frozen=True)
class GrantShown:
    """One role that somebody has, had or will have. Of people there are a reference and, where ours, a name."""

    id: str
    role: str
    state: GrantState
    granted_at: datetime
    granted_by: str
    starts_at: datetime
    until: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    stand_in_for: str | None
    issuer: str | None


@dataclass(frozen=True)
class AbsenceShown:
    """A time in which somebody is or will be away."""

    id: str
    starts_at: datetime
    until: datetime
    ended_at: datetime | None
    stand_in: str | None
    now: bool
    stand_in_state: StandIn | None
    """Of an absence with a stand-in: whether he counts. Who was asked for or refused has no roles by it."""


@dataclass(frozen=True)
class MarkShown:
    """What a review came to for somebody."""

    verdict: Verdict
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class StaffShown:
    """A member of staff as the lists show him."""

    account_id: str
    name: Written = field(repr=False)
    username: Written = field(repr=False)
    active: bool
    has_password: bool
    signs_in_outside: bool
    second_factor: bool
    grants: tuple[GrantShown, ...]
    certificate_seen_on: date | None
    secrecy_signed_on: date | None
    missing: tuple[Paper, ...]
    absences: tuple[AbsenceShown, ...]
    last_signed_in_at: datetime | None
    mark: MarkShown | None

    @property
    def in_force(self) -> tuple[GrantShown, ...]:
        """The roles that count at this moment."""
        return tuple(each for each in self.grants if each.state is GrantState.IN_FORCE)

    @property
    def away(self) -> AbsenceShown | None:
        """The absence in which somebody is now, if any."""
        return next((each for each in self.absences if each.now), None)


@dataclass(frozen=True)
class ResetShown:
    """A lost second factor that is to be replaced, or was."""

    id: str
    way: ResetWay
    state: ResetState
    asked_at: datetime
    asked_by: str
    confirmed_by: str | None
    expires_at: datetime
    checked: Checked | None
    digits: Written = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StaffFile:
    """Everything of one member of staff, with the names of whoever is in it, by reference."""

    shown: StaffShown
    revision: int
    created_at: datetime
    contact: Written = field(repr=False)
    resets: tuple[ResetShown, ...]
    steps: tuple[Step, ...]
    names: dict[str, Written] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StaffPage:
    """A part of a list of staff, by name, and whom the next part begins after ('' at the end)."""

    items: tuple[StaffShown, ...]
    after: str
    total: int
    names: dict[str, Written] = field(repr=False)


def list_staff(
    work: Work, *, rules: Rules, after: str = "", limit: int = 25, to_review: bool = False, active_only: bool = False
) -> StaffPage:
    """Return a part of the staff in the order of their names, which are sealed: so all of them are opened for it.

    ``to_review`` leaves out whom the running review has looked at.
    """
    known = _by_name(work)
    marked = marks_of(work, running_review_id(work)).keys() if to_review else ()
    wanted = [each for each in known if each.account.id not in marked and (each.active or not active_only)]
    start = next((at + 1 for at, each in enumerate(wanted) if each.account.id == after), 0)
    part = wanted[start : start + limit]
    more = len(wanted) > start + limit
    return StaffPage(
        items=_shown(work, part, rules),
        after=part[-1].account.id if more else "",
        total=len(wanted),
        names={each.account.id: each.name for each in known},
    )


def search_staff(work: Work, words: str, *, rules: Rules) -> StaffPage:
    """Return the staff in whose name or user name these words stand, 50 at most."""
    known = _by_name(work)
    wanted = words.strip().casefold()
    found = [each for each in known if each.has(wanted)]
    return StaffPage(
        items=_shown(work, found[:MOST_FOUND], rules),
        after="",
        total=len(found),
        names={each.account.id: each.name for each in known},
    )


def note_look(work: Work, what: str, *, rules: Rules) -> None:
    """Write down, on the timeline of the running review, that somebody looked at a list of staff."""
    work.record(running_review(work, rules=rules), verb="looked-at", facts={"what": what})


def staff_file(work: Work, account_id: str, *, rules: Rules, everything: bool = False) -> StaffFile:
    """Return everything of one member of staff, and write down who looked. Raises UnknownAccount."""
    account = account_at(work, account_id, None)
    (shown,) = _shown(work, [_named(work, account)], rules, ended_too=True)
    steps = steps_of(work, account, with_why=True)
    resets = tuple(_reset(work, row) for row in resets_where(work, StaffFactorReset.account_id == account.id))
    work.record(account, verb="looked-at")
    return StaffFile(
        shown=shown,
        revision=account.revision,
        created_at=account.created_at,
        contact=unseal_of_account(work, account.id, "contact", account.contact_sealed),
        resets=resets,
        steps=steps if everything else steps[-NEWEST:],
        names=names_of(work, _people_in(shown, resets, steps)),
    )


def choose_from(work: Work) -> list[tuple[str, str]]:
    """Return whose account is open, by name, to choose a stand-in from."""
    return [(each.account.id, label_of(each.name)) for each in _by_name(work) if each.active]


@dataclass(frozen=True)
class _Named:
    account: Account
    name: Written
    username: Written

    @property
    def active(self) -> bool:
        return self.account.state == AccountState.ACTIVE.value

    @property
    def sort_key(self) -> tuple[str, str]:
        return label_of(self.name).casefold(), self.account.id

    def has(self, words: str) -> bool:
        """Whether some words stand in the name or user name."""
        return words in label_of(self.name).casefold() or words in label_of(self.username)


def _by_name(work: Work) -> list[_Named]:
    rows = work.session.scalars(select(Account).where(Account.organisation == work.organisation))
    return sorted((_named(work, row) for row in rows), key=lambda each: each.sort_key)


def _named(work: Work, account: Account) -> _Named:
    name = unseal_of_account(work, account.id, "name", account.name_sealed)
    return _Named(account, name, unseal_of_account(work, account.id, "username", account.username_sealed))


def _shown(work: Work, people: Sequence[_Named], rules: Rules, *, ended_too: bool = False) -> tuple[StaffShown, ...]:
    ids = [each.account.id for each in people]
    grants = _grouped(grants_where(work, RoleGrant.account_id.in_(ids)))
    coming = (StaffAbsence.account_id.in_(ids), StaffAbsence.ended_at.is_(None), StaffAbsence.until > work.now)
    absences = _grouped(absences_where(work, *coming))
    signed_in = _last_sign_ins(work, ids)
    marks = marks_of(work, running_review_id(work))
    twice = _with_second_factor(work, ids)
    outside = linked_accounts(work, ids)
    return tuple(
        _one(
            work,
            each,
            rules,
            grants=[row for row in grants.get(each.account.id, ()) if ended_too or row.ended_at is None],
            absences=absences.get(each.account.id, []),
            last=signed_in.get(each.account.id),
            mark=marks.get(each.account.id),
            twice=each.account.id in twice,
            outside=each.account.id in outside,
        )
        for each in people
    )


def _one(
    work: Work,
    person: _Named,
    rules: Rules,
    *,
    grants: Sequence[RoleGrant],
    absences: Sequence[StaffAbsence],
    last: datetime | None,
    mark: ReviewMark | None,
    twice: bool,
    outside: bool,
) -> StaffShown:
    account = person.account
    shown = tuple(_grant(row, work.now) for row in grants)
    return StaffShown(
        account_id=account.id,
        name=person.name,
        username=person.username,
        active=person.active,
        has_password=account.password_hash != NO_PASSWORD,
        signs_in_outside=outside,
        second_factor=twice,
        grants=shown,
        certificate_seen_on=account.certificate_seen_on,
        secrecy_signed_on=account.secrecy_signed_on,
        missing=papers_missing(
            [each.role for each in shown if each.state is GrantState.IN_FORCE],
            seen_on=account.certificate_seen_on,
            signed_on=account.secrecy_signed_on,
            policy=rules.sign_in_policy,
        ),
        absences=tuple(absence_shown(row, work.now) for row in absences),
        last_signed_in_at=last,
        mark=MarkShown(Verdict(mark.verdict), mark.at, mark.by) if mark is not None else None,
    )


def _grouped(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(row)
    return found


def _with_second_factor(work: Work, ids: Sequence[str]) -> frozenset[str]:
    """Which of some accounts have a second factor in use."""
    query = select(SecondFactor.holder).where(
        SecondFactor.organisation == work.organisation,
        SecondFactor.holder.in_(ids),
        SecondFactor.removed_at.is_(None),
    )
    return frozenset(work.session.scalars(query))


def _last_sign_ins(work: Work, ids: Sequence[str]) -> dict[str, datetime]:
    """When each of some accounts last signed in, from their timelines: a session does not live that long."""
    table = work.plumbing.timeline
    query = select_for(table, work.organisation, table.c.case_ref, func.max(table.c.at).label("last"))
    mine = query.where(table.c.case_ref.in_(ids), table.c.verb == "signed-in").group_by(table.c.case_ref)
    return {row.case_ref: row.last for row in work.session.execute(mine)}


def _grant(row: RoleGrant, now: datetime) -> GrantShown:
    return GrantShown(
        id=row.id,
        role=row.role,
        state=state_of(row, now),
        granted_at=row.granted_at,
        granted_by=row.granted_by,
        starts_at=time_of(row).starts_at,
        until=row.until,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        stand_in_for=row.stand_in_for,
        issuer=row.issuer,
    )


def absence_shown(row: StaffAbsence, now: datetime) -> AbsenceShown:
    """Return an absence as it stands at a moment."""
    away = row.ended_at is None and row.starts_at <= now < row.until
    state = StandIn(row.stand_in_state) if row.stand_in else None
    return AbsenceShown(row.id, row.starts_at, row.until, row.ended_at, row.stand_in, away, state)


def _reset(work: Work, row: StaffFactorReset) -> ResetShown:
    return ResetShown(
        id=row.id,
        way=ResetWay(row.way),
        state=reset_state(value_of(row), work.now),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        confirmed_by=row.confirmed_by,
        expires_at=row.expires_at,
        checked=Checked(row.checked) if row.checked else None,
        digits=digits_of(work, row),
    )


def _people_in(shown: StaffShown, resets: Iterable[ResetShown], steps: Iterable[Step]) -> set[str]:
    found: set[str | None] = {shown.account_id}
    for grant in shown.grants:
        found |= {grant.granted_by, grant.ended_by, grant.stand_in_for}
    found |= {each.stand_in for each in shown.absences}
    for reset in resets:
        found |= {reset.asked_by, reset.confirmed_by}
    for step in steps:
        found |= {step.actor_ref, step.facts.get("stand_in"), step.facts.get("stand_in_for")}
    if shown.mark is not None:
        found.add(shown.mark.by)
    return {ref for ref in found if ref}
