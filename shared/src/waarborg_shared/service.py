"""What a service is, as one value that its `app.py` declares, and what it runs on, as another that the edges build."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import Engine, MetaData

from waarborg_shared.auth import Authenticator, authenticator_for
from waarborg_shared.client import ServiceClient, client_for
from waarborg_shared.config import Settings
from waarborg_shared.db import Plumbing, create_engine_for
from waarborg_shared.events import Envelope, Event
from waarborg_shared.hooks import Registry, Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.outward import Outward, outward_for
from waarborg_shared.timeline import Timeline
from waarborg_shared.uow import UnitOfWork, Work
from waarborg_shared.vault import KeyStore, Vault

Handler = Callable[[Work, Any, Envelope, Rules], None]
Chore = Callable[..., object]
DeadlineHandler = Callable[[Work, Any, str, Rules], None]
Clock = Callable[[], datetime]
Loop = Callable[[threading.Event], None]
"""What one thread of a worker does until it is told to stop."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service: its names, its tables, and its synchronous and asynchronous faces.

    `deadlines` gives, per clock's name, what to do at the moment "reminder" or "lapsed"; `chores` are done about once
    an hour for each organisation, as `chore(work, settings=…)`; `loops` are what its worker does besides what every
    worker does, by name, each made from what the process runs on; `errors` maps domain errors to HTTP statuses;
    `well_known` are paths at the host's root; `configure` is called last with the web application; `demo` makes what
    a demonstration begins with, once, and returns the people that it invented, as values; `refuse` raises
    SettingError where the web process lacks a setting that this service alone needs. `about_persons`: it shows people
    what is kept about them, and asks two proofs of each for everything that is not marked `one_proof_does`.
    """

    name: str
    package: str
    title: Text
    metadata: MetaData
    plumbing: Plumbing
    publishes: frozenset[type[Event]] = frozenset()
    handles: Mapping[type[Event], Handler] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineHandler] = field(default_factory=dict)
    chores: Sequence[Chore] = ()
    loops: "Mapping[str, Callable[[Runtime], Loop]]" = field(default_factory=dict)
    api: Sequence[Blueprint] = ()
    pages: Sequence[Blueprint] = ()
    errors: Mapping[type[Exception], int] = field(default_factory=dict)
    well_known: tuple[str, ...] = ()
    configure: "Callable[[Flask, Runtime], None] | None" = None
    demo: "Callable[[Runtime], Sequence[Any]] | None" = None
    refuse: Callable[[Settings], None] | None = None
    about_persons: bool = False


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """What one process of a service runs on; built once at the edge and handed to web process, worker and commands."""

    service: Service
    settings: Settings
    uow: UnitOfWork
    registry: Registry
    vault: Vault
    authenticator: Authenticator
    client: ServiceClient
    now: Clock
    outward: Outward = field(default_factory=Outward)

    @property
    def engine(self) -> Engine:
        """The engine of the role app."""
        return self.uow.engine

    @property
    def worker_engine(self) -> Engine:
        """The engine of the role worker (the same one where there are no roles)."""
        return self.uow.worker_engine

    def rules(self, organisation: str) -> Rules:
        """The rules of an organisation. Raises UnknownOrganisation, PluginError."""
        return self.registry.rules(organisation)

    def close(self) -> None:
        """Give every connection back; what uses this runtime afterwards opens new ones."""
        self.engine.dispose()
        self.worker_engine.dispose()
        self.vault.keystore.close()


def utc_now() -> datetime:
    """The moment, aware UTC; only edges call this."""
    return datetime.now(UTC)


def build_runtime(
    service: Service,
    settings: Settings,
    *,
    vault: Vault | None = None,
    client: ServiceClient | None = None,
    now: Clock = utc_now,
) -> Runtime:
    """Build what a process of `service` runs on. Opens no connection yet, so that a database that is away is no
    reason not to start."""
    engine = create_engine_for(settings.database_url)
    own_worker = settings.worker_database_url != settings.database_url
    client = client or client_for(settings)
    vault = vault or Vault(KeyStore(settings.keystore_url, settings.master_key))
    return Runtime(
        service=service,
        settings=settings,
        uow=UnitOfWork(
            engine,
            service=service.name,
            vault=vault,
            plumbing=service.plumbing,
            chain=Timeline(vault),
            worker_engine=create_engine_for(settings.worker_database_url, pool_size=4) if own_worker else engine,
        ),
        registry=Registry(settings.organisations),
        vault=vault,
        authenticator=authenticator_for(settings, client, now=now),
        client=client,
        now=now,
        outward=outward_for(settings),
    )
