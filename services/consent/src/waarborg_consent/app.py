"""The consent service as one value, its web process and its command."""

from flask import Flask

from waarborg_consent.actions.log_tree import NoSuchSize
from waarborg_consent.api import APIS
from waarborg_consent.chores import CHORES
from waarborg_consent.commands import COMMANDS
from waarborg_consent.domain import AlreadyWithdrawn, ConsentError, NotOwn
from waarborg_consent.domain.looks import LookError, SaidOtherwise
from waarborg_consent.events import HANDLES, PUBLISHES
from waarborg_consent.models import PLUMBING, Base
from waarborg_consent.pages import PAGES
from waarborg_shared import cli
from waarborg_shared.cli.context import Hand
from waarborg_shared.config import Settings
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Service

SERVICE = Service(
    name="consent",
    package="waarborg_consent",
    title=Text("Toestemming", "Consent"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    api=APIS,
    pages=PAGES,
    errors={
        ConsentError: 422,
        AlreadyWithdrawn: 409,
        NotOwn: 404,
        LookError: 422,
        SaidOtherwise: 409,
        NoSuchSize: 404,
    },
    chores=CHORES,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-consent``: what every service has, and what looks after the access log."""
    group = cli.command(SERVICE)
    for part in COMMANDS:
        group.add_command(part)
    group(obj=Hand(SERVICE))
