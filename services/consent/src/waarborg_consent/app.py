"""The consent service as one value, its web process and its command."""

from flask import Flask

from waarborg_consent.actions.imports import expire_imports
from waarborg_consent.api import APIS
from waarborg_consent.domain import AlreadyWithdrawn, ConsentError, NotOwn
from waarborg_consent.domain.importing import BadFile, BadImportMove
from waarborg_consent.events import HANDLES, PUBLISHES
from waarborg_consent.imports import imports_loop
from waarborg_consent.models import PLUMBING, Base
from waarborg_consent.pages import PAGES
from waarborg_shared import cli
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
    errors={ConsentError: 422, AlreadyWithdrawn: 409, NotOwn: 404, BadFile: 422, BadImportMove: 409},
    chores=(expire_imports,),
    loops={"imports": imports_loop},
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-consent``."""
    cli.main(SERVICE)
