"""Commands about the links in messages by which people opt out: end them when a key of theirs leaked."""

import click

from waarborg_consent.actions.link_keys import end_link_keys
from waarborg_shared.auth import Actor
from waarborg_shared.cli.context import Hand, with_hand


@click.group()
def links() -> None:
    """The links in messages by which people opt out."""


@links.command("end-keys")
@click.argument("organisation")
@with_hand
def end_keys(hand: Hand, organisation: str) -> None:
    """Let no link of before count any more, for a key may have leaked; the next messages have links that do."""
    with hand.runtime() as runtime:
        if organisation not in runtime.settings.organisations:
            raise click.ClickException(f"no organisation {organisation!r} is configured")
        actor = Actor.system("consent", organisation)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            made = end_link_keys(work)
    click.echo(f"key {made.number} signs from now on; no earlier link counts")
