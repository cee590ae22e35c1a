"""A lost second factor: two others agree to replace it, or one who saw the person, or the operator by a command."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select

from waarborg_identity.actions.holders import Holder
from waarborg_identity.actions.second_factors import take_away_factors
from waarborg_identity.actions.staff_rows import changed, open_account
from waarborg_identity.domain import SessionKind
from waarborg_identity.domain.staff_factors import (
    RESET_LIFE,
    AskedAlready,
    Checked,
    Reset,
    ResetState,
    ResetWay,
    check_apart,
    check_first,
    check_second,
    check_seen,
    reset_state,
)
from waarborg_identity.models import Account, PasswordCode, StaffFactorReset
from waarborg_shared.db import new_id
from waarborg_shared.uow import UnknownCase, Work, Written

_TABLE = "staff_factor_reset"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How somebody who came in person was recognised: by a document, of which the last characters, or as known."""

    checked: Checked | None
    digits: str = field(default="", repr=False)
    reason: str = field(repr=False)


def ask_factor_reset(work: Work, account_id: str, reason: str, *, revision: int | None) -> StaffFactorReset:
    """Ask that somebody's second factor be replaced; another has to confirm it within a day.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, OwnFactor, AskedAlready
    """
    account = open_account(work, account_id, revision)
    check_first(work.actor.ref, account.id)
    waiting = resets_where(work, StaffFactorReset.account_id == account.id, StaffFactorReset.done_at.is_(None))
    if any(reset_state(value_of(each), work.now) is ResetState.ASKED for each in waiting):
        raise AskedAlready
    row = _new(work, account, ResetWay.TWO_OTHERS)
    changed(account)
    work.record(account, verb="second-factor-reset-asked", why=reason, facts={"reset": row.id})
    return row


def confirm_factor_reset(
    work: Work, account_id: str, reset_id: str, reason: str, *, revision: int | None
) -> StaffFactorReset:
    """Agree, as the second of two others, and carry it out; ``reason`` says how he made sure.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, UnknownCase, OwnFactor, SecondIsFirst, ResetIsOver
    """
    account = open_account(work, account_id, revision)
    found = resets_where(work, StaffFactorReset.account_id == account.id, StaffFactorReset.id == reset_id)
    if not found:
        raise UnknownCase("StaffFactorReset")
    row = found[0]
    check_second(value_of(row), work.actor.ref, work.now)
    row.confirmed_by = work.actor.ref
    changed(account)
    _carry_out(work, account, row, why=reason)
    return row


def reset_factor_in_person(work: Work, account_id: str, seen: Seen, *, revision: int | None) -> StaffFactorReset:
    """Replace the second factor of somebody who came in person, and write down how he was recognised.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, OwnFactor, BothByOne, CheckNeeded, BadDigits
    """
    account = open_account(work, account_id, revision)
    check_first(work.actor.ref, account.id)
    codes = select(PasswordCode.made_at).where(
        PasswordCode.organisation == work.organisation,
        PasswordCode.account_id == account.id,
        PasswordCode.made_by == work.actor.ref,
    )
    check_apart(work.session.scalars(codes), work.now)
    digits = check_seen(seen.checked, seen.digits)
    row = _new(work, account, ResetWay.IN_PERSON, checked=seen.checked)
    if digits:
        row.digits_sealed = work.seal(digits, holder=account.id, table=_TABLE, column="digits", row=row.id)
    changed(account)
    _carry_out(work, account, row, why=seen.reason)
    return row


def reset_factor_by_operator(work: Work, account_id: str, reason: str) -> StaffFactorReset:
    """Replace a second factor by a command at the server, where nobody else works who could.

    Raises:
        UnknownAccount, AccountShut
    """
    account = open_account(work, account_id, None)
    row = _new(work, account, ResetWay.OPERATOR)
    changed(account)
    _carry_out(work, account, row, why=reason)
    return row


def resets_where(work: Work, *which: ColumnElement[bool]) -> Sequence[StaffFactorReset]:
    """Return resets of the organisation, the newest first."""
    query = select(StaffFactorReset).where(StaffFactorReset.organisation == work.organisation, *which)
    return work.session.scalars(query.order_by(StaffFactorReset.asked_at.desc(), StaffFactorReset.id)).all()


def value_of(row: StaffFactorReset) -> Reset:
    """Return what the rules ask of a reset."""
    return Reset(row.account_id, row.asked_by, row.expires_at, row.done_at)


def digits_of(work: Work, row: StaffFactorReset) -> Written:
    """Return the last characters of the document that was seen; empty where there was none."""
    if row.digits_sealed is None:
        return ""
    return work.unseal_to_show(row.digits_sealed, holder=row.account_id, table=_TABLE, column="digits", row=row.id)


def _new(work: Work, account: Account, way: ResetWay, *, checked: Checked | None = None) -> StaffFactorReset:
    row = StaffFactorReset(
        organisation=work.organisation,
        id=new_id(),
        account_id=account.id,
        way=way.value,
        checked=checked.value if checked is not None else None,
        asked_at=work.now,
        asked_by=work.actor.ref,
        expires_at=work.now + RESET_LIFE,
    )
    return work.add(row)


def _carry_out(work: Work, account: Account, row: StaffFactorReset, *, why: str) -> None:
    """Let the old factor count no more: whoever has it is signed out everywhere, and its owner sets a new one up."""
    row.done_at = work.now
    take_away_factors(work, Holder(SessionKind.STAFF, account.id))
    facts = {"reset": row.id, "way": row.way, "checked": row.checked or ""}
    work.record(account, verb="second-factor-reset", why=why, facts=facts)
