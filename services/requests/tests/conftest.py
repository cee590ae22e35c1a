"""What the tests of requests share: the service on a database of its own, both organisations, and fakes around it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from waarborg_requests.app import SERVICE
from waarborg_requests.models import Request
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import Visitor, both_organisations, build_world
from waarborg_shared.testing.world import World as ServiceWorld


@dataclass
class FakeRegister:
    """Identity's register of persons, and consent's of representatives, as the client of services would reach them."""

    persons: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    deciders: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    away: bool = False
    refuses: bool = False

    def ask(
        self, service: str, method: str, path: str, *, organisation: str, json: Any = None, headers: Any = None
    ) -> Answer:
        """Answer a search by client number, what a person is called, and who may decide for a client."""
        if self.away:
            raise ServiceAway(service, "not there")
        if self.refuses:
            return Answer(403, {"code": "missing-right"})
        if service == "consent":
            assert (method, urlsplit(path).path) == ("GET", "/consent/api/v1/deciders")
            asked = parse_qs(urlsplit(path).query)
            nobody: dict[str, Any] = {"deciders": [], "others": []}
            return Answer(200, self.deciders.get((asked["subject_ref"][0], asked["topic"][0]), nobody))
        assert service == "identity"
        if method == "GET":
            return Answer(200, self.names[organisation, path.removeprefix("/identity/api/v1/persons/")])
        assert (method, path) == ("POST", "/identity/api/v1/person-searches/")
        found = self.persons.get((organisation, json["client_number"]))
        return Answer(200, {"persons": [found] if found else []})


@dataclass
class World(ServiceWorld[Visitor]):
    """The service in a test's hands, with identity's register of persons beside it."""

    register: FakeRegister

    def coordinator(self, organisation: str = "bqr") -> Visitor:
        """A browser of a member of staff who answers requests."""
        roles = ["coordinator" if organisation == "bqr" else "care-lead"]
        duties = Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER
        return self.signed_in(organisation, *duties, ref="account-coordinator", roles=roles)

    def requests(self, organisation: str = "bqr") -> list[Request]:
        """Every request of an organisation, as it is stored."""
        with self.work(organisation) as work:
            return list(work.session.scalars(select(Request).order_by(Request.number)))


@pytest.fixture
def world(sqlite_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service on SQLite."""
    yield from _world(sqlite_database(SERVICE), make_settings)


@pytest.fixture
def either_world(service_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service once on SQLite and once on PostgreSQL, under its roles and behind its walls."""
    yield from _world(service_database(SERVICE), make_settings)


def _world(database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    register = FakeRegister()
    client: Any = register
    yield from build_world(SERVICE, database, make_settings, client=client, kind=World, register=register)


@pytest.fixture(scope="session")
def organisations() -> Mapping[str, OrganisationConfig]:
    """Both organisations with their plugins, as an operator configures them."""
    return both_organisations()


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
