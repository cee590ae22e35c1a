"""Commands of consent beside those that every service has: test vectors, months of the log, receipts, links, looks."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from waarborg_consent.actions import make_months_ahead
from waarborg_consent.commands.links import links
from waarborg_consent.commands.log import log
from waarborg_consent.commands.receipts import receipt, receipt_keys
from waarborg_consent.commands.vectors import BadVectors, check_vectors
from waarborg_shared.auth import Actor
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.hooks import Rules
from waarborg_shared.migrations.partitions import MONTHS_AHEAD
from waarborg_shared.uow import Work


class _NothingIsKept(Exception):
    """Ends the transaction in which vectors were tried."""


@contextmanager
def _tried(hand: Hand, organisation: str) -> Iterator[tuple[Work, Rules]]:
    """A unit of work by the system of which nothing is kept, and the organisation's rules."""
    with hand.runtime() as runtime:
        if organisation not in runtime.settings.organisations:
            raise click.ClickException(f"no organisation {organisation!r} is configured")
        actor = Actor.system("consent", organisation)
        try:
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                yield work, runtime.rules(organisation)
                raise _NothingIsKept
        except _NothingIsKept:
            return


@click.group()
def authzen() -> None:
    """The decision as AuthZEN has it."""


@authzen.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--organisation", required=True, help="Whose policy is asked.")
@with_hand
def check(hand: Hand, files: tuple[Path, ...], organisation: str) -> None:
    """Ask the questions of files of test vectors, and say which answers are not those expected.

    A file is what the AuthZEN working group exchanges: questions with the answer to expect, and perhaps the entities
    and relations that they are about. Nothing of it is kept.
    """
    wrong = asked = 0
    for file in files:
        with _tried(hand, organisation) as (work, rules):
            try:
                for outcome in check_vectors(work, _read(file), rules=rules):
                    asked += 1
                    wrong += not outcome.right
                    if not outcome.right:
                        click.echo(f"{file.name}: {outcome}")
            except BadVectors as bad:
                raise click.ClickException(f"{file.name}: {bad}") from None
    click.echo(f"{asked} asked, {wrong} not as expected")
    if wrong or not asked:
        raise SystemExit(1)


@click.command()
@click.option("--months", default=MONTHS_AHEAD, show_default=True, type=click.IntRange(0, 24), help="How many ahead.")
@with_hand
def partitions(hand: Hand, months: int) -> None:
    """Make the months ahead of the log of decisions; the worker does so every hour."""
    with hand.runtime() as runtime:
        made = 0
        for organisation in sorted(runtime.settings.organisations)[:1]:
            actor = Actor.system("consent", organisation)
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                made = make_months_ahead(work, since=work.now.date(), months=months)
    click.echo(f"{made} made")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise BadVectors("this is no JSON") from None


COMMANDS = (
    authzen,
    partitions,
    receipt,
    receipt_keys,
    links,
    log,
)
