"""Commands of identity beside those that every service has: the first account, clients, and the signing key."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from waarborg_identity.actions import (
    ClientIdTaken,
    NewAccount,
    UnknownAccount,
    UnknownRole,
    UsernameTaken,
    find_credentials,
    let_in_client,
    make_password_code,
    register_account,
    register_client,
    rotate_signing_key,
    suspend_client,
    withdraw_signing_keys,
)
from waarborg_identity.commands.hand_work import organisation_work
from waarborg_identity.commands.staff import STAFF_COMMANDS
from waarborg_identity.domain import (
    SCOPES,
    AuthMethod,
    BadClient,
    BadPassword,
    BadUsername,
    ClientKind,
    Identified,
    NewClient,
    check_username,
)
from waarborg_identity.domain.clients import CannotMove
from waarborg_identity.passwords import Passwords
from waarborg_identity.strength import check_new_password
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import UnknownCase, Work

_IDENTIFIED = click.option(
    "--identified",
    "how",
    type=click.Choice([each.value for each in Identified]),
    required=True,
    help="How you made sure who asks.",
)
_REFUSALS = (
    *(BadClient, BadPassword, BadUsername, CannotMove, ClientIdTaken),
    *(UnknownCase, UnknownRole, UsernameTaken),
)


@contextmanager
def _work(hand: Hand, organisation: str) -> Iterator[tuple[Work, Rules]]:
    """A unit of work by the system, and the organisation's rules; refusals end the command in words."""
    with organisation_work(hand, organisation, _REFUSALS) as found:
        yield found


@click.group()
def staff() -> None:
    """Accounts of staff."""


for part in STAFF_COMMANDS:
    staff.add_command(part)


@staff.command("add")
@click.argument("organisation")
@click.argument("username")
@click.option("--name", required=True, help="The person's name; stored encrypted.")
@click.option("--role", "roles", multiple=True, required=True, help="A role of the organisation; may be repeated.")
@click.password_option(help="Asked for when left out; 12 characters at least.")
@with_hand
def add_staff(
    hand: Hand, organisation: str, username: str, *, name: str, roles: tuple[str, ...], password: str
) -> None:
    """Register a member of staff who can sign in."""
    with _work(hand, organisation) as (work, rules):
        known = (name, rules.organisation.name, rules.organisation.legal_name)
        hashed = Passwords().hash(check_new_password(password, username=check_username(username), own=known))
        command = NewAccount(username=username, name=name, password_hash=hashed, roles=roles)
        account = register_account(work, command, rules=rules)
    click.echo(account.id)


@staff.command("password-code")
@click.argument("organisation")
@click.argument("username")
@_IDENTIFIED
@with_hand
def password_code(hand: Hand, organisation: str, username: str, *, how: str) -> None:
    """Print a number and code, good once and for a day, by which somebody sets a new password."""
    with _work(hand, organisation) as (work, rules):
        made = make_password_code(work, _account_of(work, username), how=Identified(how), rules=rules)
    click.echo(f"{made.number} {made.shown}")


def _account_of(work: Work, username: str) -> str:
    found = find_credentials(work, username)
    if found.account_id is None or found.shut:
        raise UnknownAccount("nobody has that user name, or the account is shut")
    return found.account_id


@click.group()
def clients() -> None:
    """Partner systems and applications."""


@clients.command("add")
@click.argument("organisation")
@click.argument("client_id")
@click.option("--name", required=True, help="Of the system or firm.")
@click.option("--kind", type=click.Choice([kind.value for kind in ClientKind]), default="partner", show_default=True)
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(list(SCOPES)))
@click.option("--redirect-uri", "redirect_uris", multiple=True, help="Exactly as the application sends it.")
@click.option("--jwks", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its public keys, a file.")
@click.option("--public", is_flag=True, help="An application that can keep no secret.")
@click.option("--after-sign-out", "post_logout_redirect_uris", multiple=True, help="Where people may go afterwards.")
@click.option("--require-par", is_flag=True, help="Refuse requests that it did not send ahead (RFC 9126).")
@click.option("--require-dpop", is_flag=True, help="Give it no token for whoever bears it (RFC 9449).")
@with_hand
def add_client(
    hand: Hand,
    organisation: str,
    client_id: str,
    *,
    name: str,
    kind: str,
    scopes: tuple[str, ...],
    redirect_uris: tuple[str, ...],
    jwks: Path | None,
    public: bool,
    post_logout_redirect_uris: tuple[str, ...],
    require_par: bool,
    require_dpop: bool,
) -> None:
    """Register a client; with --jwks it proves itself by its key, else it gets a secret that is printed this once."""
    method = AuthMethod.PRIVATE_KEY_JWT if jwks else AuthMethod.NONE if public else AuthMethod.CLIENT_SECRET_BASIC
    with _work(hand, organisation) as (work, _rules):
        command = NewClient(
            client_id=client_id,
            name=name,
            kind=ClientKind(kind),
            auth_method=method,
            scopes=frozenset(scopes),
            redirect_uris=redirect_uris,
            post_logout_redirect_uris=post_logout_redirect_uris,
            require_pushed=require_par,
            require_dpop=require_dpop,
            jwks=json.loads(jwks.read_text(encoding="utf-8")) if jwks else None,
        )
        registered = register_client(work, command)
    click.echo(registered.secret or client_id)


@clients.command("suspend")
@click.argument("organisation")
@click.argument("client_id")
@with_hand
def suspend(hand: Hand, organisation: str, client_id: str) -> None:
    """Give a client no tokens any more."""
    with _work(hand, organisation) as (work, _rules):
        suspend_client(work, client_id)


@clients.command("let-in")
@click.argument("organisation")
@click.argument("client_id")
@with_hand
def let_in(hand: Hand, organisation: str, client_id: str) -> None:
    """Let a suspended client in again."""
    with _work(hand, organisation) as (work, _rules):
        let_in_client(work, client_id)


@click.group("signing-key")
def signing_keys() -> None:
    """The key that tokens are signed with."""


@signing_keys.command("rotate")
@click.argument("organisation")
@click.option("--now", "at_once", is_flag=True, help="A key is stolen: withdraw all, and void every token by them.")
@with_hand
def rotate(hand: Hand, organisation: str, *, at_once: bool) -> None:
    """Publish the next key; it signs from a quarter of an hour on, and the present one then stops."""
    with _work(hand, organisation) as (work, _rules):
        made = withdraw_signing_keys(work) if at_once else rotate_signing_key(work)
    click.echo(f"{made.kid} signs from {made.signs_from.isoformat()}")


COMMANDS = (staff, clients, signing_keys)
