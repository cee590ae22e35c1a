"""The disclosure service as one value, its web process and its command."""

import time

from flask import Flask

from waarborg_disclosure.actions import UnknownReceipt, contributing
from waarborg_disclosure.api import api
from waarborg_disclosure.chores import CHORES
from waarborg_disclosure.commands import openpgp_key
from waarborg_disclosure.deadlines import DEADLINES
from waarborg_disclosure.domain import DisclosureError, NoSuchMove, ReportClosed, Stale
from waarborg_disclosure.events import HANDLES, PUBLISHES
from waarborg_disclosure.keeping import keeping_loop
from waarborg_disclosure.models import PLUMBING, Base
from waarborg_disclosure.noticing import noticing_loop
from waarborg_disclosure.pages import LIMITER, REPORTS, SECURITY_TXT, SIGNED, finding, public, staff
from waarborg_disclosure.pages.limits import ReportsBySender
from waarborg_disclosure.receipts import EXTENSION, Receipts, TooBusy
from waarborg_disclosure.texts import TITLE
from waarborg_shared import cli
from waarborg_shared.cli.context import Hand
from waarborg_shared.clocks import ClockError
from waarborg_shared.config import Settings
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.service import Runtime, Service
from waarborg_shared.uow import UnknownCase
from waarborg_shared.web.contributions import contributions


def configure(app: Flask, runtime: Runtime) -> None:
    """Give the web process its own memory of wrong receipts and of who reports, and what hashes and signs."""
    app.extensions[SIGNED] = {}
    app.extensions[LIMITER] = GuessesBySender(time.monotonic)
    app.extensions[REPORTS] = ReportsBySender(time.monotonic)
    app.extensions[EXTENSION] = Receipts(runtime.vault.search_hash, runtime.settings.receipt_costs)


SERVICE = Service(
    name="disclosure",
    package="waarborg_disclosure",
    title=TITLE,
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    deadlines=DEADLINES,
    loops={"keeping": keeping_loop, "noticing": noticing_loop},
    api=(api,),
    pages=(finding, public, staff, contributions("disclosure", contributing.SOURCES, looked=contributing.looked)),
    errors={
        UnknownCase: 404,
        UnknownReceipt: 404,
        TooBusy: 429,
        Stale: 412,
        NoSuchMove: 409,
        ReportClosed: 409,
        ClockError: 409,
        DisclosureError: 422,
    },
    well_known=(SECURITY_TXT, "/security.txt"),
    configure=configure,
    chores=CHORES,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-disclosure``: what every service has, and the OpenPGP key."""
    group = cli.command(SERVICE)
    group.add_command(openpgp_key)
    group(obj=Hand(SERVICE))
