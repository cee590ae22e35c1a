"""The portal as one value, its web process and its command."""

from flask import Flask

from waarborg_portal.models import PLUMBING, Base
from waarborg_portal.pages import pages
from waarborg_shared import cli
from waarborg_shared.config import Settings
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Service

SERVICE = Service(
    name="portal",
    package="waarborg_portal",
    title=Text("Welkom", "Welcome"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    pages=(pages,),
    well_known=("/", "/desk"),
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-portal``."""
    cli.main(SERVICE)
