"""The breach service as one value, its web process and its command."""

import time

from flask import Flask

from waarborg_breach import contributing
from waarborg_breach.api import api
from waarborg_breach.deadlines import DEADLINES
from waarborg_breach.domain import BreachError, NoSuchMove, NotResponsible, OpenDuties, Stale
from waarborg_breach.domain.reports import CannotMerge, NotYours
from waarborg_breach.events import HANDLES, PUBLISHES
from waarborg_breach.models import PLUMBING, Base
from waarborg_breach.pages import LIMITER, pages
from waarborg_breach.registering import retention
from waarborg_breach.reminding import reminders
from waarborg_breach.telling import telling_loop
from waarborg_shared import cli
from waarborg_shared.config import Settings
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Runtime, Service
from waarborg_shared.web.contributions import contributions


def configure(app: Flask, _runtime: Runtime) -> None:
    """Give the web process its own memory of codes that were tried in vain."""
    app.extensions[LIMITER] = GuessesBySender(time.monotonic)


SERVICE = Service(
    name="breach",
    package="waarborg_breach",
    title=Text("Datalekken", "Data breaches"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    deadlines=DEADLINES,
    loops={"retention": retention, "telling": telling_loop, "reminders": reminders},
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
    configure=configure,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-breach``."""
    cli.main(SERVICE)
