"""The commands of disclosure: the OpenPGP key that security.txt is signed with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from waarborg_disclosure import openpgp
from waarborg_disclosure.actions import openpgp_keys
from waarborg_shared.auth import Actor
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

_LARGEST = 2**16


@click.group("openpgp-key")
def openpgp_key() -> None:
    """The key that security.txt is signed with, and that reports can be encrypted to."""


@openpgp_key.command("rotate")
@click.argument("organisation")
@with_hand
def rotate(hand: Hand, organisation: str) -> None:
    """Make the next key, which signs from now on; the public halves of those before it stay published."""
    with _work(hand, organisation) as (work, rules):
        mark = openpgp_keys.rotate_key(work, rules=rules)
    click.echo(f"{mark} signs from now on; a running web process signs with it from the next day")


@openpgp_key.command("take")
@click.argument("organisation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_hand
def take(hand: Hand, organisation: str, file: Path) -> None:
    """Sign with a key that the organisation has already: FILE holds its secret half, armoured, without a password."""
    with file.open(encoding="ascii", errors="replace") as opened:
        armoured = opened.read(_LARGEST)
    try:
        pair = openpgp.read_key(armoured)
    except openpgp.BadOpenPgpKey:
        raise click.ClickException(f"{file.name}: no secret OpenPGP key that signs without a password") from None
    with _work(hand, organisation) as (work, _):
        mark = openpgp_keys.take_key(work, pair)
    click.echo(f"{mark} signs from now on; a running web process signs with it from the next day")


@contextmanager
def _work(hand: Hand, organisation: str) -> Iterator[tuple[Work, Rules]]:
    """A unit of work of an organisation by the system, and its rules."""
    with hand.runtime() as runtime:
        if organisation not in runtime.settings.organisations:
            raise click.ClickException(f"no organisation {organisation!r} is configured")
        actor = Actor.system("disclosure", organisation)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            yield work, runtime.rules(organisation)
