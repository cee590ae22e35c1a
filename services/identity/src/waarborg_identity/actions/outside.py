"""People who come from an outside issuer: let them in by what it said, make their accounts, renew their roles."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from stdnum.nl import bsn

from waarborg_identity.actions.accounts import NewAccount, grant_role, register_account, standing
from waarborg_identity.actions.claim_mappings import standing_mappings
from waarborg_identity.actions.numbers import holder_of
from waarborg_identity.actions.once import first_use
from waarborg_identity.actions.outside_links import show_code
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.sessions import Outside, end_outside_sessions, end_session, start_session
from waarborg_identity.actions.staff_details import NO_PASSWORD
from waarborg_identity.actions.staff_rows import grants_where, seal_of_account, unseal_of_account
from waarborg_identity.domain import (
    AccountState,
    BadNumber,
    EndReason,
    Method,
    SessionKind,
    check_client_number,
    ends_at,
)
from waarborg_identity.domain.outside import (
    OLDEST,
    SKEW,
    Fault,
    LogoutWish,
    TokenRefused,
    Turned,
    level_of,
    mapped_roles,
    name_of,
    number_of,
    second_factor_met,
)
from waarborg_identity.models import Account, OutsideIdentity, Person, RoleGrant
from waarborg_shared.config import NumberKind, OutsideIssuer
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.identity")


@dataclass(frozen=True, kw_only=True)
class Came:
    """Somebody who came back from an issuer with an ID token that holds."""

    issuer: OutsideIssuer
    subject: str = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    replaces: str = field(default="", repr=False)
    device: str = ""
    word_is_enough: bool = True

    @property
    def methods(self) -> frozenset[Method]:
        """What he proved himself by; by a tie that is still to be proved, one thing at the most."""
        twice = self.word_is_enough and second_factor_met(self.claims, self.issuer)
        level = level_of(self.claims, self.issuer) if self.word_is_enough else frozenset[Method]()
        return level | {Method.ISSUER_TWICE if twice else Method.ISSUER}


@dataclass(frozen=True)
class LetIn:
    """The secret of a new session; a pending one waits for a second factor of ours."""

    secret: str = field(repr=False)
    pending: bool


@dataclass(frozen=True)
class TurnedAway:
    """Why somebody is not let in; `code` is the number by which an administrator can tie him to his account."""

    why: Turned
    code: str = field(default="", repr=False)


def outside_of(work: Work, issuer: OutsideIssuer, *, subject: str | None, sid: str | None) -> Outside:
    """Return who somebody and his session are at an issuer, under keyed hashes."""
    return Outside(
        issuer.id,
        work.search_hash("outside-subject", f"{issuer.issuer}\n{subject}") if subject is not None else None,
        work.search_hash("outside-session", f"{issuer.issuer}\n{sid}") if sid is not None else None,
    )


def staff_from_outside(work: Work, came: Came, *, rules: Rules) -> LetIn | TurnedAway:
    """Let a member of staff in, with the roles that follow by the organisation's table; his account is made now if it
    is the first time and they give him any.

    By a tie that is still to be proved no role changes: the issuer may speak of somebody else.
    """
    row = _remember(work, came)
    account = work.case(Account, row.account_id) if row.account_id else None
    roles = _roles(work, came, account, rules)
    if account is None:
        if not roles:
            log.info("sign_in_failed", organisation=work.organisation, by="issuer", issuer=came.issuer.id, known=False)
            return TurnedAway(Turned.NO_ROLE, show_code(work, row))
        account = _make_account(work, came, row, rules=rules)
    elif account.state != AccountState.ACTIVE.value:
        return _refuse(work, came, account, Turned.SHUT)
    elif row.made_account:
        _follow_name(work, came, account)
    if row.unproved:
        came = replace(came, word_is_enough=False)
    else:
        _renew_roles(work, came, account, roles, rules=rules)
    if not standing(work, account.id, rules=rules).roles:
        return _refuse(work, came, account, Turned.NO_ROLE)
    return _let_in(work, came, account, SessionKind.STAFF, rules=rules)


def person_from_outside(work: Work, came: Came, *, rules: Rules) -> LetIn | TurnedAway:
    """Let a person in whom the issuer knows by a number of ours; nobody is registered by signing in."""
    found = _person_ref(work, came)
    if found is None:
        log.info("sign_in_failed", organisation=work.organisation, by="issuer", issuer=came.issuer.id, known=False)
        return TurnedAway(Turned.NOT_KNOWN)
    return _let_in(work, came, work.case(Person, found), SessionKind.PERSON, rules=rules)


def logout_by_issuer(work: Work, issuer: OutsideIssuer, wish: LogoutWish) -> int:
    """End the sessions that an issuer wants ended, with their tokens; a wish counts once. Raises TokenRefused."""
    until = work.now + timedelta(seconds=OLDEST + 2 * SKEW)  # an older one is refused by its age
    if not first_use(work, f"logout\n{issuer.issuer}\n{wish.jti}", until=until):
        raise TokenRefused(Fault.USED)
    return end_outside_sessions(work, outside_of(work, issuer, subject=wish.sub, sid=wish.sid))


def _remember(work: Work, came: Came) -> OutsideIdentity:
    """Return what is known of somebody at an issuer, locked; of two windows at once the second finds the first's."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    hashed = outside_of(work, came.issuer, subject=came.subject, sid=None).subject_hash
    work.session.execute(
        insert(OutsideIdentity)
        .values(
            organisation=work.organisation,
            id=new_id(),
            issuer=came.issuer.id,
            subject_hash=hashed,
            made_account=False,
            made_at=work.now,
        )
        .on_conflict_do_nothing()
    )
    query = select(OutsideIdentity).where(
        OutsideIdentity.organisation == work.organisation, OutsideIdentity.subject_hash == hashed
    )
    return work.session.scalars(query.with_for_update()).one()


def _roles(work: Work, came: Came, account: Account | None, rules: Rules) -> frozenset[str]:
    table = standing_mappings(work, came.issuer.id)
    one_person = rules.organisation.one_person
    found = mapped_roles(came.claims, table, account_id=account.id if account else None, one_person=one_person)
    return frozenset(code for code in found if code in rules.roles and rules.roles[code].kind is RoleKind.STAFF)


def _make_account(work: Work, came: Came, row: OutsideIdentity, *, rules: Rules) -> Account:
    """Make an account without a password; its user name says where its owner signs in, and is nobody's secret."""
    username = f"{came.issuer.id}.{secrets.token_hex(4)}"
    new = NewAccount(username=username, name=name_of(came.claims, came.issuer), password_hash=NO_PASSWORD)
    account = register_account(work, new, rules=rules)
    row.account_id, row.made_account = account.id, True
    row.code_hash = row.code_until = None
    return account


def _follow_name(work: Work, came: Came, account: Account) -> None:
    """Let the name of an account that came into being by the issuer's word be the one that it gives now."""
    name = name_of(came.claims, came.issuer)
    if name and name != unseal_of_account(work, account.id, "name", account.name_sealed):
        account.name_sealed = seal_of_account(work, account.id, "name", name)
        account.revision += 1
        work.record(account, verb="name-changed", facts={"issuer": came.issuer.id})


def _renew_roles(work: Work, came: Came, account: Account, roles: frozenset[str], *, rules: Rules) -> None:
    """Let the roles from this issuer be those that follow now, for as long as this sign-in can last."""
    until = ends_at(SessionKind.STAFF, work.now, limits=rules.sign_in_policy)
    mine = (RoleGrant.account_id == account.id, RoleGrant.issuer == came.issuer.id, RoleGrant.ended_at.is_(None))
    kept = set()
    for grant in grants_where(work, *mine):
        if grant.role in roles:
            grant.until = until
            kept.add(grant.role)
        else:
            grant.ended_at, grant.ended_by = work.now, work.actor.ref
            revoke_tokens(work, account.id)
            work.record(account, verb="role-ended", facts={"role": grant.role, "issuer": came.issuer.id})
    for role in sorted(roles - kept):
        grant = grant_role(work, account, role, rules=rules, facts={"issuer": came.issuer.id})
        grant.issuer, grant.until = came.issuer.id, until
    work.session.flush()


def _person_ref(work: Work, came: Came) -> str | None:
    """Whose number the issuer vouches for; a BSN proves form by the 11-test before it is looked up (B11)."""
    number = came.issuer.number
    assert number is not None
    try:
        shown = number_of(came.claims, came.issuer)
        if number.kind is NumberKind.BSN:
            nine = shown.zfill(9)
            return holder_of(work, number.kind, nine) if nine.isdigit() and bsn.is_valid(nine) else None
        return holder_of(work, number.kind, check_client_number(shown))
    except (TokenRefused, BadNumber):
        return None


def _refuse(work: Work, came: Came, account: Account, why: Turned) -> TurnedAway:
    facts = {"by": "issuer", "issuer": came.issuer.id, "reason": why.value}
    work.record(account, verb="sign-in-failed", facts=facts)
    return TurnedAway(why)


def _let_in(work: Work, came: Came, case: Account | Person, kind: SessionKind, *, rules: Rules) -> LetIn:
    pending = Method.ISSUER_TWICE not in came.methods
    if came.replaces:
        end_session(work, came.replaces, EndReason.REPLACED)
    facts = {"by": sorted(came.methods), "issuer": came.issuer.id}
    work.record(case, verb="issuer-vouched" if pending else "signed-in", facts=facts)
    sid = came.claims.get("sid")
    secret = start_session(
        work,
        kind,
        case.id,
        limits=rules.sign_in_policy,
        methods=came.methods,
        pending=pending,
        device=came.device,
        outside=outside_of(work, came.issuer, subject=came.subject, sid=sid if isinstance(sid, str) else None),
    )
    return LetIn(secret, pending)
