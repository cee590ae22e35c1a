"""New members of staff, their names and addresses, what was seen of them, and the code by which they first sign in."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from waarborg_identity.actions.accounts import NewAccount, UsernameTaken, label_of, register_account
from waarborg_identity.actions.staff_grants import NewGrant, give_role
from waarborg_identity.actions.staff_rows import (
    account_at,
    changed,
    is_staff,
    on_his_own,
    open_account,
    others_can,
    seal_of_account,
    unseal_of_account,
)
from waarborg_identity.actions.used_accounts import check_code_for
from waarborg_identity.domain import AccountState, check_username
from waarborg_identity.domain.staff_codes import (
    CODES_COUNTED_OVER,
    STAFF_CODE_LIFE,
    CodePurpose,
    check_code_count,
    make_staff_code,
)
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.domain.staff_review import about_himself, check_paper
from waarborg_identity.models import Account, StaffCode
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

NO_PASSWORD = ""
"""What is kept of a password before its owner has chosen one."""


class HasPassword(StaffError):
    """Who has a password needs no code to choose the first one."""

    text = Text("Deze medewerker heeft al een wachtwoord.", "This member of staff has a password already.")


@dataclass(frozen=True, kw_only=True)
class NewStaff:
    """A member of staff to take on: user name, name, where to reach him, and the roles that he begins with."""

    username: str
    name: str = field(repr=False)
    contact: str = field(default="", repr=False)
    roles: tuple[str, ...] = ()
    until_on: date | None = None
    reason: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is to be different of somebody; None leaves it as it is, and an empty contact takes the old one away."""

    username: str | None = None
    name: str | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Papers:
    """On which day a certificate of conduct (VOG) was seen and secrecy was signed (B12); None: not."""

    certificate_seen_on: date | None
    secrecy_signed_on: date | None


def take_on(work: Work, command: NewStaff, *, rules: Rules) -> Account:
    """Register somebody without a password; with a code he chooses one himself.

    Raises:
        BadUsername, UsernameTaken, UnknownRole, InThePast
    """
    new = NewAccount(username=command.username, name=command.name.strip(), password_hash=NO_PASSWORD)
    account = register_account(work, new, rules=rules)
    if command.contact.strip():
        account.contact_sealed = seal_of_account(work, account.id, "contact", command.contact.strip())
    for role in command.roles:
        grant = NewGrant(role=role, until_on=command.until_on, reason=command.reason)
        give_role(work, account.id, grant, revision=None, rules=rules)
    return account


def change_details(work: Work, account_id: str, command: Details, *, revision: int | None) -> Account:
    """Change somebody's names or address. The timeline says what changed, never what it was.

    Raises:
        UnknownAccount, StaleAccount, BadUsername, UsernameTaken
    """
    account = account_at(work, account_id, revision)
    verbs = []
    if command.username is not None and _rename(work, account, check_username(command.username)):
        verbs.append("username-changed")
    if command.name is not None:
        account.name_sealed = seal_of_account(work, account.id, "name", command.name.strip())
        verbs.append("name-changed")
    if command.contact is not None:
        contact = command.contact.strip()
        account.contact_sealed = seal_of_account(work, account.id, "contact", contact) if contact else None
        verbs.append("contact-changed")
    changed(account)
    for verb in verbs:
        work.record(account, verb=verb)
    return account


def details_of(work: Work, account_id: str) -> Details:
    """Return what is kept of somebody's names and address, to show in a form. Raises UnknownAccount."""
    account = account_at(work, account_id, None)
    kept = {"username": account.username_sealed, "name": account.name_sealed, "contact": account.contact_sealed}
    read = {name: unseal_of_account(work, account.id, name, sealed) for name, sealed in kept.items()}
    return Details(**{name: label_of(written) for name, written in read.items()})


def note_papers(work: Work, account_id: str, papers: Papers, *, revision: int | None, rules: Rules) -> Account:
    """Write down when somebody's certificate was seen and when he signed for secrecy (B12, J9).

    Raises:
        UnknownAccount, StaleAccount, NotYet, OwnMatter
    """
    account = account_at(work, account_id, revision)
    one_person = rules.organisation.one_person
    others = others_can(work, rules, account.id)
    alone = is_staff(work, account.id) and about_himself(account.id, account.id, one_person=one_person, others=others)
    days = {"certificate_seen_on": papers.certificate_seen_on, "secrecy_signed_on": papers.secrecy_signed_on}
    for name, day in days.items():
        check_paper(name, day, work.now)
        setattr(account, name, day)
    changed(account)
    facts: dict[str, Any] = {name: day for name, day in days.items() if day}
    work.record(account, verb="papers-noted", facts={**facts, **on_his_own(alone, rules)})
    return account


def make_first_code(work: Work, account_id: str) -> str:
    """Make the code by which somebody chooses his first password; the one before it counts no more. It is kept nowhere.

    Raises:
        UnknownAccount, AccountShut, HasPassword, TooManyCodes, InUse, InUseOutside
    """
    account = open_account(work, account_id, None)
    if account.password_hash != NO_PASSWORD:
        raise HasPassword
    check_code_for(work, account)
    mine = (StaffCode.organisation == work.organisation, StaffCode.account_id == account.id)
    lately = select(func.count()).select_from(StaffCode).where(*mine, StaffCode.made_at > work.now - CODES_COUNTED_OVER)
    check_code_count(work.session.scalar(lately) or 0)
    for older in work.session.scalars(select(StaffCode).where(*mine, StaffCode.used_at.is_(None))):
        older.expires_at = min(older.expires_at, work.now)
    code = make_staff_code(secrets.choice)
    work.session.add(
        StaffCode(
            organisation=work.organisation,
            account_id=account.id,
            purpose=CodePurpose.FIRST.value,
            code_hash=_code_hash(work, account.id, code),
            made_at=work.now,
            made_by=work.actor.ref,
            expires_at=work.now + STAFF_CODE_LIFE,
        )
    )
    work.record(account, verb="first-code-made")
    return code


def use_first_code(work: Work, username: str, code: str, *, password_hash: str) -> Account | None:
    """Give the password that a newcomer chose, if user name and code hold; None when they do not.

    A code that does not hold is written down with the account whose name was typed, if there is one.
    """
    account = account_named(work, username)
    if account is None:
        return None
    account = work.case(Account, account.id)
    kept = _holding(work, account, code)
    if kept is None or account.state != AccountState.ACTIVE.value or account.password_hash != NO_PASSWORD:
        work.record(account, verb="first-code-refused")
        return None
    kept.used_at = work.now
    account.password_hash = password_hash
    work.record(account, verb="password-chosen", facts={"by": "first-code"})
    return account


def _holding(work: Work, account: Account, code: str) -> StaffCode | None:
    query = select(StaffCode).where(
        StaffCode.organisation == work.organisation,
        StaffCode.account_id == account.id,
        StaffCode.purpose == CodePurpose.FIRST.value,
        StaffCode.used_at.is_(None),
        StaffCode.expires_at > work.now,
    )
    tried = _code_hash(work, account.id, code)
    rows = work.session.scalars(query.with_for_update()).all()
    return next((row for row in rows if hmac.compare_digest(bytes(row.code_hash), tried)), None)


def _rename(work: Work, account: Account, username: str) -> bool:
    hashed = work.search_hash("username", username)
    if hashed == account.username_hash:
        return False
    if account_named(work, username) is not None:
        raise UsernameTaken
    account.username_hash = hashed
    account.username_sealed = seal_of_account(work, account.id, "username", username)
    try:
        work.session.flush()
    except IntegrityError as error:  # somebody else took the name since we looked
        raise UsernameTaken from error
    return True


def account_named(work: Work, username: str) -> Account | None:
    """Return whose user name this is, None when nobody has it."""
    hashed = work.search_hash("username", username.strip().lower())
    return work.session.scalars(
        select(Account).where(Account.organisation == work.organisation, Account.username_hash == hashed)
    ).one_or_none()


def _code_hash(work: Work, account_id: str, code: str) -> bytes:
    """A code has 59 random bits: under the organisation's key it cannot be tried out against the hash."""
    return work.search_hash("staff-code", f"{account_id}\n{CodePurpose.FIRST.value}\n{code}")
