"""What the tests of consent share: the service on a database of its own, with both organisations."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from waarborg_consent.app import SERVICE
from waarborg_shared.testing.world import World, build_world


@pytest.fixture
def world(sqlite_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service on SQLite."""
    for made in build_world(SERVICE, sqlite_database(SERVICE), make_settings):
        made.identity.knows_any_reference = True
        yield made


@pytest.fixture
def either_world(service_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service once on SQLite and once on PostgreSQL, under its roles and behind its walls."""
    for made in build_world(SERVICE, service_database(SERVICE), make_settings):
        made.identity.knows_any_reference = True
        yield made
