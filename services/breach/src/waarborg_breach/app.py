"""The breach service as one value, its web process and its command."""

from flask import Flask

from waarborg_breach import contributing
from waarborg_breach.api import api
from waarborg_breach.deadlines import DEADLINES
from waarborg_breach.domain import BreachError, NoSuchMove, NotResponsible, OpenDuties, Stale
from waarborg_breach.domain.reports import CannotMerge, NotYours
from waarborg_breach.events import HANDLES, PUBLISHES
from waarborg_breach.models import PLUMBING, Base
from waarborg_breach.pages import pages
from waarborg_shared import cli
from waarborg_shared.config import Settings
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Service
from waarborg_shared.web.contributions import contributions

SERVICE = Service(
    name="breach",
    package="waarborg_breach",
    title=Text("Datalekken", "Data breaches"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    deadlines=DEADLINES,
    api=(api,),
    pages=(pages, contributions("breach", contributing.SOURCES, looked=contributing.looked)),
    errors={
        BreachError: 422,
        NoSuchMove: 409,
        OpenDuties: 409,
        NotResponsible: 403,
        NotYours: 403,
        CannotMerge: 422,
        Stale: 412,
    },
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-breach``."""
    cli.main(SERVICE)
