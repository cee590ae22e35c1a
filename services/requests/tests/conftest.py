"""What the tests of requests share: the service on a database of its own, both organisations, and fakes around it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from waarborg_requests.app import SERVICE
from waarborg_requests.models import Request
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.events import Envelope, Event, decode
from waarborg_shared.hooks.values import Duty
from waarborg_shared.service import Runtime, build_runtime
from waarborg_shared.testing.auth import FakeClock, FakeIdentity, bearer, carry_session, use_fake_identity
from waarborg_shared.web import create_app

HOSTS = {"bqr": "bqr.localhost", "jtb-care": "jtb-care.localhost"}
ORGANISATIONS = MappingProxyType(
    {
        "bqr": OrganisationConfig(
            id="bqr",
            hosts=(HOSTS["bqr"],),
            plugins=("bqr",),
            settings={
                "bqr": {
                    "privacy_email": "privacy@bqr.example",
                    "complaints_email": "klachten@bqr.example",
                    "general_email": "info@bqr.example",
                    "postal_street": "Voorbeeldweg 1",
                    "postal_postcode": "1234 AB",
                    "postal_town": "Voorbeeldstad",
                }
            },
        ),
        "jtb-care": OrganisationConfig(
            id="jtb-care",
            hosts=(HOSTS["jtb-care"],),
            plugins=("jtb_care",),
            settings={"jtb_care": {"email": "info@jtb.example"}},
        ),
    }
)


@dataclass
class FakeRegister:
    """Identity's register of persons, as the client of services would reach it."""

    persons: dict[tuple[str, str], str] = field(default_factory=dict)
    away: bool = False
    refuses: bool = False

    def ask(
        self, service: str, method: str, path: str, *, organisation: str, json: Any = None, headers: Any = None
    ) -> Answer:
        """Answer a search by client number."""
        assert (service, method, path) == ("identity", "POST", "/identity/api/v1/person-searches/")
        if self.away:
            raise ServiceAway("identity", "not there")
        if self.refuses:
            return Answer(403, {"code": "missing-right"})
        found = self.persons.get((organisation, json["client_number"]))
        return Answer(200, {"persons": [found] if found else []})


@dataclass
class World:
    """The service with its web process, a clock that stands still, and an identity that answers what it is told."""

    runtime: Runtime
    app: Flask
    clock: FakeClock
    identity: FakeIdentity
    register: FakeRegister

    def visitor(self, organisation: str = "bqr", *, lang: str = "en") -> "Visitor":
        """A browser of somebody who did not sign in."""
        return Visitor(self, self.app.test_client(), organisation, lang)

    def signed_in(self, organisation: str = "bqr", *duties: str, **who: Any) -> "Visitor":
        """A browser of somebody with these duties."""
        visitor = self.visitor(organisation)
        session = self.identity.sign_in(organisation, duties=duties, **who)
        carry_session(visitor.client, self.runtime.authenticator, session, host=HOSTS[organisation])
        return visitor

    def coordinator(self, organisation: str = "bqr") -> "Visitor":
        """A browser of a member of staff who answers requests."""
        return self.signed_in(organisation, Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref="account-coordinator")

    def person(self, subject_ref: str, organisation: str = "bqr") -> "Visitor":
        """A browser of a person who signed in."""
        return self.signed_in(organisation, kind=ActorKind.PERSON, ref=subject_ref, subject_ref=subject_ref)

    def partner(self, organisation: str = "bqr", *scopes: str, **claims: Any) -> "Partner":
        """A partner system with a token for these scopes."""
        token = self.identity.token(organisation, "requests", *scopes, **claims)
        return Partner(self, self.app.test_client(), organisation, bearer(token))

    def work(self, organisation: str = "bqr", *, now: datetime | None = None) -> Any:
        """A unit of work as the worker begins one."""
        actor = Actor.system("requests", organisation)
        return self.runtime.uow.begin(organisation, actor=actor, now=now or self.clock.now())

    def requests(self, organisation: str = "bqr") -> list[Request]:
        """Every request of an organisation, as it is stored."""
        with self.work(organisation) as work:
            return list(work.session.scalars(select(Request).order_by(Request.number)))

    def events(self, organisation: str = "bqr") -> list[Envelope]:
        """Every event that waits in the outbox, in the order in which it was told."""
        with self.work(organisation) as work:
            outbox = work.plumbing.outbox
            rows = work.session.execute(
                select(outbox.c.body).where(outbox.c.organisation == organisation).order_by(outbox.c.position)
            )
            return [decode(row.body) for row in rows]

    def told(self, kind: type[Event], organisation: str = "bqr") -> list[Any]:
        """The events of one type."""
        return [envelope.event for envelope in self.events(organisation) if isinstance(envelope.event, kind)]

    def verbs(self, request_id: str, organisation: str = "bqr") -> list[str]:
        """What the timeline of a request says was done."""
        with self.work(organisation) as work:
            table = work.plumbing.timeline
            rows = work.session.execute(
                select(table.c.verb)
                .where(table.c.organisation == organisation, table.c.case_ref == request_id)
                .order_by(table.c.number)
            )
            return [row.verb for row in rows]

    def clocks(self, row: Request, organisation: str = "bqr") -> dict[str, Any]:
        """The clocks of a request by name."""
        with self.work(organisation) as work:
            return {clock.name: clock for clock in work.clocks.of(row)}


@dataclass
class Visitor:
    """A browser: follows forms as people do, with the token that each form holds."""

    world: World
    client: FlaskClient
    organisation: str
    lang: str

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **self._common())

    def send(self, path: str, *, page: str | None = None, token: str | None = None, **typed: Any) -> TestResponse:
        """Fill a form in and send it; ``page`` is where the form is, ``token`` a form's that was opened before."""
        token = token or self.token(page or path)
        return self.client.post(path, data={"_form": token, **typed}, **self._common())

    def token(self, page: str) -> str:
        """The token of the first form on a page."""
        found = re.search(r'name="_form" value="([^"]+)"', self.get(page).text)
        assert found is not None
        return found[1]

    def _common(self) -> dict[str, Any]:
        headers = {"Accept-Language": self.lang, "Accept": "text/html"}
        return {"base_url": f"http://{HOSTS[self.organisation]}:8000", "headers": headers}


@dataclass
class Partner:
    """A program with a token."""

    world: World
    client: FlaskClient
    organisation: str
    headers: dict[str, str]

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for something."""
        return self.client.get(path, base_url=self._base(), headers={**self.headers, **headers})

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send JSON (or bytes as they are)."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": "application/json", **self.headers, **named}
        return self.client.post(path, data=raw, base_url=self._base(), headers=sent)

    def _base(self) -> str:
        return f"http://{HOSTS[self.organisation]}:8000"


@pytest.fixture
def world(sqlite_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service on SQLite."""
    yield from build_world(sqlite_database(SERVICE), make_settings)


@pytest.fixture
def either_world(service_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service once on SQLite and once on PostgreSQL, under its roles and behind its walls."""
    yield from build_world(service_database(SERVICE), make_settings)


def build_world(database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service on a database."""
    clock, register = FakeClock(), FakeRegister()
    settings = make_settings(SERVICE, database, organisations=ORGANISATIONS)
    runtime = build_runtime(SERVICE, settings, client=register, now=clock.now)  # type: ignore[arg-type]
    runtime.vault.keystore.ensure_schema()
    identity = use_fake_identity(runtime.authenticator, FakeIdentity(settings.origin_of, now=clock.now))
    yield World(runtime, create_app(SERVICE, runtime), clock, identity, register)
    runtime.close()


@pytest.fixture(scope="session")
def organisations() -> Mapping[str, OrganisationConfig]:
    """Both organisations with their plugins, as an operator configures them."""
    return ORGANISATIONS


ACCESS = {
    "kind": "access",
    "name": "Willemijn Proefpersoon",
    "reach": "email",
    "reach_at": "willemijn@example.nl",
    "client_number": "C-1044",
    "asked": "Ik wil mijn dossier zien.",
}


@pytest.fixture
def access() -> dict[str, str]:
    """An access request as somebody fills it in."""
    return dict(ACCESS)
