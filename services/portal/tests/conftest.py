"""What the tests of the portal share: the service on SQLite with both organisations, and services that answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from waarborg_portal.app import SERVICE
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.testing.world import Visitor, build_world
from waarborg_shared.testing.world import World as ServiceWorld


@dataclass
class Services:
    """The services' parts of the desk, as the client would reach them: an answer by name; who has none is away."""

    parts: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def ask(
        self, service: str, method: str, path: str, *, organisation: str, headers: Mapping[str, str], timeout: float
    ) -> Answer:
        """Answer a question for a part of the desk."""
        assert (method, path) == ("GET", f"/{service}/api/v1/desk") and headers["Cookie"]
        self.asked.append(service)
        if service not in self.parts:
            raise ServiceAway(service, "not there")
        return self.parts[service]


@dataclass
class World(ServiceWorld[Visitor]):
    """The portal in a test's hands, with the other services beside it."""

    services: Services


@pytest.fixture
def world(sqlite_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The portal on SQLite."""
    services: Any = Services()
    yield from build_world(
        SERVICE, sqlite_database(SERVICE), make_settings, client=services, kind=World, services=services
    )
