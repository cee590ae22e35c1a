"""Commands about staff for an operator: list them, give and end roles, disable, enable, and a lost second factor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click

from waarborg_identity.actions import UnknownRole
from waarborg_identity.actions.accounts import label_of
from waarborg_identity.actions.factor_resets import reset_factor_by_operator
from waarborg_identity.actions.staff_details import account_named
from waarborg_identity.actions.staff_grants import NewGrant, enable_account, end_grant, give_role, shut_account
from waarborg_identity.actions.staff_reading import list_staff
from waarborg_identity.actions.staff_rows import grants_where
from waarborg_identity.commands.hand_work import organisation_work
from waarborg_identity.domain.staff_grants import GrantState, StaffError, last_day, stands
from waarborg_identity.models import RoleGrant
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import UnknownCase, Work

_REFUSALS = (StaffError, UnknownCase, UnknownRole)
_DAY = click.DateTime(["%Y-%m-%d"])
_REASON = click.option("--reason", required=True, help="Why; kept encrypted on the account's timeline.")
_EVERYBODY = 1_000_000


@contextmanager
def _of(hand: Hand, organisation: str, username: str) -> Iterator[tuple[Work, Rules, str]]:
    """A unit of work, the rules, and the account of a user name."""
    with organisation_work(hand, organisation, _REFUSALS) as (work, rules):
        account = account_named(work, username)
        if account is None:
            raise UnknownCase("nobody has that user name")
        yield work, rules, account.id


@click.command("list")
@click.argument("organisation")
@with_hand
def list_all(hand: Hand, organisation: str) -> None:
    """List accounts: user name, state, and each role with the day until which it counts."""
    with organisation_work(hand, organisation, _REFUSALS) as (work, rules):
        page = list_staff(work, rules=rules, limit=_EVERYBODY)
        for each in page.items:
            roles = [
                grant.role + (f" until {last_day(grant.until)}" if grant.until else "")
                for grant in each.grants
                if grant.state in (GrantState.IN_FORCE, GrantState.TO_COME)
            ]
            click.echo("\t".join([label_of(each.username), "active" if each.active else "disabled", ", ".join(roles)]))


@click.command("grant")
@click.argument("organisation")
@click.argument("username")
@click.argument("role")
@click.option("--from", "from_on", type=_DAY, help="First day; today when left out.")
@click.option("--until", "until_on", type=_DAY, help="Last day; open when left out.")
@_REASON
@with_hand
def grant(
    hand: Hand,
    organisation: str,
    username: str,
    role: str,
    *,
    from_on: datetime | None,
    until_on: datetime | None,
    reason: str,
) -> None:
    """Give somebody a role."""
    new = NewGrant(role=role, from_on=_day(from_on), until_on=_day(until_on), reason=reason)
    with _of(hand, organisation, username) as (work, rules, account):
        give_role(work, account, new, revision=None, rules=rules)


@click.command("end")
@click.argument("organisation")
@click.argument("username")
@click.argument("role")
@_REASON
@with_hand
def end(hand: Hand, organisation: str, username: str, role: str, *, reason: str) -> None:
    """End a role that somebody has or will have."""
    with _of(hand, organisation, username) as (work, rules, account):
        found = grants_where(work, RoleGrant.account_id == account, RoleGrant.role == role)
        standing = [each.id for each in found if stands(each, work.now)]
        if not standing:
            raise UnknownCase("that role is not given")
        for grant_id in standing:
            end_grant(work, account, grant_id, reason, revision=None, rules=rules)


@click.command("disable")
@click.argument("organisation")
@click.argument("username")
@_REASON
@with_hand
def disable(hand: Hand, organisation: str, username: str, *, reason: str) -> None:
    """Disable an account; its sessions and tokens end within seconds."""
    with _of(hand, organisation, username) as (work, rules, account):
        shut_account(work, account, reason, revision=None, rules=rules)


@click.command("enable")
@click.argument("organisation")
@click.argument("username")
@_REASON
@with_hand
def enable(hand: Hand, organisation: str, username: str, *, reason: str) -> None:
    """Enable an account again."""
    with _of(hand, organisation, username) as (work, _rules, account):
        enable_account(work, account, reason, revision=None)


@click.command("reset-factor")
@click.argument("organisation")
@click.argument("username")
@_REASON
@with_hand
def reset_factor(hand: Hand, organisation: str, username: str, *, reason: str) -> None:
    """Let a lost second factor count no more, where nobody works who could see to it."""
    with _of(hand, organisation, username) as (work, _rules, account):
        reset_factor_by_operator(work, account, reason)


def _day(given: datetime | None) -> date | None:
    return given.date() if given is not None else None


STAFF_COMMANDS = (list_all, grant, end, disable, enable, reset_factor)
