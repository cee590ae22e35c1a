"""The consent service as one value, its web process and its command."""

from flask import Flask

from waarborg_consent.actions import contributing
from waarborg_consent.actions.log_tree import NoSuchSize
from waarborg_consent.api import APIS
from waarborg_consent.api.discovery import METADATA, discovery
from waarborg_consent.chores import CHORES
from waarborg_consent.commands import COMMANDS
from waarborg_consent.deadlines import DEADLINES
from waarborg_consent.demo import publish_first_statements
from waarborg_consent.domain import (
    AlreadyEnded,
    AlreadyMarked,
    AlreadyWithdrawn,
    ConsentError,
    MarkError,
    MarkOver,
    NoObjection,
    NoSuchConsent,
    NoSuchMark,
    NothingToReview,
    NothingToUndo,
    NotNow,
    NotOwn,
)
from waarborg_consent.domain.disclosures import DisclosureError, NotAuthorised, UnknownDisclosure
from waarborg_consent.domain.emergencies import EmergencyError
from waarborg_consent.domain.importing import BadFile, BadImportMove
from waarborg_consent.domain.looks import LookError, SaidOtherwise
from waarborg_consent.domain.message_errors import MessageError
from waarborg_consent.domain.purposes import CompatibilityError, NotDeclared
from waarborg_consent.domain.recipients import RecipientError, UnknownRecipient
from waarborg_consent.domain.registering import EndsBeforeItBegins, NoCode
from waarborg_consent.domain.role_table import CellError
from waarborg_consent.domain.statement_versions import StatementError, UnknownVersion
from waarborg_consent.events import HANDLES, PUBLISHES
from waarborg_consent.imports import imports_loop
from waarborg_consent.models import PLUMBING, Base
from waarborg_consent.pages import PAGES
from waarborg_consent.receipts import NoPdfHere
from waarborg_shared import cli
from waarborg_shared.cli.context import Hand
from waarborg_shared.config import Settings
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Service
from waarborg_shared.web.contributions import contributions

CONTRIBUTIONS = contributions(
    "consent",
    contributing.SOURCES,
    looked=contributing.looked,
    only=contributing.ONLY,
    references=contributing.references,
)
SERVICE = Service(
    name="consent",
    package="waarborg_consent",
    title=Text("Toestemming", "Consent"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    deadlines=DEADLINES,
    api=APIS,
    pages=(*PAGES, discovery, CONTRIBUTIONS),
    well_known=(METADATA,),
    chores=CHORES,
    errors={
        ConsentError: 422,
        AlreadyWithdrawn: 409,
        AlreadyEnded: 409,
        NothingToReview: 409,
        NotNow: 409,
        NothingToUndo: 409,
        NotOwn: 404,
        NoSuchConsent: 404,
        NoPdfHere: 406,
        NoCode: 422,
        EndsBeforeItBegins: 422,
        CellError: 422,
        EmergencyError: 409,
        BadFile: 422,
        BadImportMove: 409,
        StatementError: 422,
        UnknownVersion: 404,
        CompatibilityError: 422,
        NotDeclared: 404,
        RecipientError: 422,
        UnknownRecipient: 404,
        DisclosureError: 422,
        UnknownDisclosure: 404,
        NotAuthorised: 409,
        MarkError: 422,
        MarkOver: 409,
        AlreadyMarked: 409,
        NoObjection: 409,
        NoSuchMark: 404,
        MessageError: 422,
        LookError: 422,
        SaidOtherwise: 409,
        NoSuchSize: 404,
    },
    loops={"imports": imports_loop},
    demo=publish_first_statements,
    about_persons=True,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-consent``: what every service has, and consent's own."""
    group = cli.command(SERVICE)
    for part in COMMANDS:
        group.add_command(part)
    group(obj=Hand(SERVICE))
