"""A unit of work of an organisation for an operator's command: by the system, with refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from waarborg_shared.auth import Actor
from waarborg_shared.cli.context import Hand
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@contextmanager
def organisation_work(
    hand: Hand, organisation: str, refusals: tuple[type[Exception], ...]
) -> Iterator[tuple[Work, Rules]]:
    """A unit of work by the system, and the organisation's rules; refusals end the command in words."""
    with hand.runtime() as runtime:
        if organisation not in runtime.settings.organisations:
            raise click.ClickException(f"no organisation {organisation!r} is configured")
        actor = Actor.system("identity", organisation)
        try:
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                yield work, runtime.rules(organisation)
        except refusals as refusal:
            raise click.ClickException(f"{type(refusal).__name__}: {_said(refusal)}") from None


def _said(refusal: Exception) -> str:
    """What a refusal says to people, in English, or else its own message."""
    text = getattr(refusal, "text", None)
    return str(getattr(text, "en", "") or refusal)
