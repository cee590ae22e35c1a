"""The requests service as one value, its web process and its command."""

import time

from flask import Flask

from waarborg_requests.actions import NoSuchRequest, Stale
from waarborg_requests.actions.collecting.items import NoSuchItem
from waarborg_requests.api import APIS
from waarborg_requests.chores import CHORES
from waarborg_requests.collecting import collecting_loop
from waarborg_requests.deadlines import DEADLINES
from waarborg_requests.domain import (
    AlreadyCarriedOut,
    AlreadyExtended,
    IdentificationNeeded,
    MoveRefused,
    NoExtension,
    NoSuchDelivery,
    OnlyByFact,
    RequestError,
    TooLate,
)
from waarborg_requests.domain.authority import AuthorityNeeded, AuthorityOver, OnlyAboutMoney
from waarborg_requests.domain.carrying import (
    AlreadyBegun,
    AlreadyPrepared,
    AnsweredOtherwise,
    CannotCarry,
    NoSuchStep,
    NotAskedYet,
    NotCarriedOut,
    NotPrepared,
    SomethingStays,
)
from waarborg_requests.domain.collecting import NoSuchTask, StillOutstanding, SubjectFirst, TaskClosed, WrongPerson
from waarborg_requests.domain.complaining import NoSuchMeasure, NotTheOfficer, OwnWork
from waarborg_requests.domain.death import GroundOfDeathNeeded, NotForTheDead
from waarborg_requests.domain.ending import AccessStillRuns, NotSureForNow, NotSureWhom
from waarborg_requests.domain.package.fees import FeeNotAgreed, FeeToBeSaidAnew
from waarborg_requests.events import HANDLES, PUBLISHES
from waarborg_requests.models import PLUMBING, Base
from waarborg_requests.packer import packages_loop
from waarborg_requests.pages import LIMITER, PAGES
from waarborg_requests.texts import TITLE
from waarborg_requests.worker import notices
from waarborg_shared import cli
from waarborg_shared.clocks import ClockError
from waarborg_shared.config import Settings
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.service import Runtime, Service
from waarborg_shared.uow import UnknownCase


def configure(app: Flask, _runtime: Runtime) -> None:
    """Give the web process its own memory of failed look-ups."""
    app.extensions[LIMITER] = GuessesBySender(time.monotonic)


SERVICE = Service(
    name="requests",
    package="waarborg_requests",
    title=TITLE,
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=PUBLISHES,
    handles=HANDLES,
    deadlines=DEADLINES,
    chores=CHORES,
    loops={"collecting": collecting_loop, "packages": packages_loop, "notices": notices},
    api=APIS,
    pages=PAGES,
    errors={
        UnknownCase: 404,
        NoSuchRequest: 404,
        NoSuchDelivery: 404,
        Stale: 412,
        MoveRefused: 409,
        IdentificationNeeded: 409,
        OnlyByFact: 409,
        NoExtension: 409,
        AlreadyExtended: 409,
        AlreadyCarriedOut: 409,
        TooLate: 409,
        NoSuchTask: 404,
        NoSuchItem: 404,
        TaskClosed: 409,
        StillOutstanding: 409,
        SubjectFirst: 409,
        WrongPerson: 422,
        AuthorityNeeded: 409,
        AuthorityOver: 409,
        OnlyAboutMoney: 409,
        GroundOfDeathNeeded: 409,
        NotForTheDead: 409,
        AccessStillRuns: 409,
        NotSureWhom: 409,
        NotSureForNow: 409,
        FeeNotAgreed: 409,
        FeeToBeSaidAnew: 409,
        ClockError: 409,
        NotTheOfficer: 403,
        OwnWork: 403,
        NoSuchMeasure: 404,
        CannotCarry: 409,
        AlreadyPrepared: 409,
        NotPrepared: 409,
        AlreadyBegun: 409,
        NoSuchStep: 404,
        AnsweredOtherwise: 409,
        NotAskedYet: 409,
        NotCarriedOut: 409,
        SomethingStays: 409,
        RequestError: 422,
    },
    configure=configure,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web process, from the environment's settings unless they are given."""
    return cli.web_app(SERVICE, settings)


def main() -> None:
    """Run the command ``waarborg-requests``."""
    cli.main(SERVICE)
