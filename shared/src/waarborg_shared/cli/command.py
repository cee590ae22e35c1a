"""Puts a service's command together."""

import click

from waarborg_shared.cli import bus, data, keys, running
from waarborg_shared.cli.context import Hand
from waarborg_shared.service import Service

PARTS: tuple[click.Command, ...] = (
    running.serve,
    running.worker,
    running.settings,
    data.migrate,
    data.database,
    data.timeline,
    bus.topology,
    bus.events,
    bus.poison,
    keys.keys,
)


def command(service: Service) -> click.Group:
    """The command of a service, for its `main()` and for tests."""
    title = service.title.en
    group = click.Group(
        f"waarborg-{service.name}",
        help=f"Run and look after the {title.lower()} service. Settings: WAARBORG_… variables.",
    )
    for part in PARTS:
        group.add_command(part)
    if service.demo is not None:
        group.add_command(running.demo)
    return group


def main(service: Service) -> None:
    """Run the command on this process's arguments; exits 2 with a setting's name when one is missing or wrong."""
    command(service)(obj=Hand(service))
