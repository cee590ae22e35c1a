"""The identity service as one value, its web process and its command."""

import logging

from flask import Flask

from waarborg_identity.actions import (
    AlreadyRegistered,
    ClientIdTaken,
    LastNumber,
    NoSuchNumber,
    NumberTaken,
    PasskeyTaken,
    TooManyPasskeys,
    UnknownRole,
    UsernameTaken,
    contributing,
)
from waarborg_identity.actions.carrying import NothingToCorrect
from waarborg_identity.api import api, questions
from waarborg_identity.api.applications import partners_api
from waarborg_identity.api.colleagues import colleagues_api
from waarborg_identity.api.doubles import doubles_api
from waarborg_identity.api.holder_questions import holder_questions
from waarborg_identity.api.many_persons import many_api, person_questions
from waarborg_identity.api.numbers import numbers_api
from waarborg_identity.api.outside import outside_api
from waarborg_identity.api.staff_errors import STAFF_ERRORS
from waarborg_identity.api.stand_ins import staff_api
from waarborg_identity.chores import CHORES
from waarborg_identity.commands import COMMANDS
from waarborg_identity.deadlines import DEADLINES
from waarborg_identity.demo import seed_demo
from waarborg_identity.domain import (
    BadClient,
    BadGround,
    BadMove,
    BadNumber,
    BadPassword,
    BadUsername,
    MayNotRemove,
    MayNotReset,
)
from waarborg_identity.domain.clients import CannotMove
from waarborg_identity.domain.doubles import BadSplit, CannotMerge, MergedOnTop, NotMerged
from waarborg_identity.events import HANDLES, PUBLISHES
from waarborg_identity.issuers import Issuers, check_issuers
from waarborg_identity.models import PLUMBING, Base
from waarborg_identity.oauth.endpoints import ROOT_METADATA, oauth
from waarborg_identity.oauth.refusals import CannotAuthorise
from waarborg_identity.own import OwnIdentity
from waarborg_identity.pages import PAGES
from waarborg_identity.partner_keys import fetch_ahead
from waarborg_identity.registering import registering
from waarborg_identity.schemas import BODY_RULES
from waarborg_identity.schemas.staff import STAFF_BODY_RULES
from waarborg_identity.state import EXTENSION, State
from waarborg_identity.webhooks import webhooks_loop
from waarborg_shared import cli
from waarborg_shared.auth import ServiceKeys
from waarborg_shared.cli.context import Hand
from waarborg_shared.config import SettingError, Settings
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Runtime, Service
from waarborg_shared.uow import UnknownCase
from waarborg_shared.web.contributions import contributions


def configure(app: Flask, runtime: Runtime) -> None:
    """Let this process answer its own questions, complete the API's document, and keep Authlib from logging tokens."""
    own = OwnIdentity(runtime)
    runtime.authenticator.identity = own
    app.extensions[EXTENSION] = State(
        own, ServiceKeys(runtime.settings.service_jwks), Issuers(runtime.outward, now=runtime.now)
    )
    app.before_request(lambda: fetch_ahead(runtime))
    check_issuers(runtime)
    app.extensions["flask-smorest"]["apis"][""]["ext_obj"].add_rules({**BODY_RULES, **STAFF_BODY_RULES})
    logging.getLogger("authlib").setLevel(logging.INFO)  # at DEBUG it logs each token that it makes


def refuse(settings: Settings) -> None:
    """Raises SettingError where no service's key is known: nobody could sign in anywhere but here."""
    if not settings.service_jwks:
        raise SettingError("WAARBORG_SERVICE_JWKS", "is missing; identity needs the public key of every service")


CONTRIBUTIONS = contributions(
    "identity", contributing.SOURCES, looked=contributing.looked, references=contributing.references_of
)
SERVICE = Service(
    name="identity",
    package="waarborg_identity",
    title=Text("Wie is wie", "Who is who"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    deadlines=DEADLINES,
    loops={"webhooks": webhooks_loop},
    api=(api, many_api, colleagues_api, numbers_api, doubles_api, staff_api, partners_api, outside_api),
    pages=(oauth, registering, questions, person_questions, holder_questions, CONTRIBUTIONS, *PAGES),
    errors={
        AlreadyRegistered: 409,
        BadClient: 422,
        BadGround: 422,
        BadMove: 409,
        BadNumber: 422,
        BadSplit: 422,
        BadPassword: 422,
        BadUsername: 422,
        CannotAuthorise: 400,
        CannotMerge: 409,
        CannotMove: 409,
        ClientIdTaken: 409,
        LastNumber: 409,
        MergedOnTop: 409,
        NoSuchNumber: 404,
        NotMerged: 409,
        NothingToCorrect: 409,
        NumberTaken: 409,
        MayNotRemove: 409,
        MayNotReset: 403,
        PasskeyTaken: 409,
        TooManyPasskeys: 409,
        UnknownCase: 404,
        UnknownRole: 422,
        UsernameTaken: 409,
        **STAFF_ERRORS,
    },
    well_known=(ROOT_METADATA,),
    configure=configure,
    demo=seed_demo,
    refuse=refuse,
    chores=CHORES,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-identity``: what every service has, and accounts, clients and the signing key."""
    group = cli.command(SERVICE)
    for part in COMMANDS:
        group.add_command(part)
    group(obj=Hand(SERVICE))
