"""An invented issuer with two organisations, and a clock that tests turn by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from waarborg_shared.auth import Authenticator, CookieName
from waarborg_shared.testing.auth import FakeClock, FakeIdentity

ORIGINS = {"bqr": "https://bqr.test", "jtb": "https://jtb.test"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def identity(clock: FakeClock) -> FakeIdentity:
    return FakeIdentity(ORIGINS.__getitem__, clock.now)


@pytest.fixture
def authenticator(identity: FakeIdentity, clock: FakeClock) -> Authenticator:
    return Authenticator(
        service="consent",
        origin=ORIGINS.__getitem__,
        identity=identity,
        cookie=CookieName("__Host-waarborg", secure=True),
        now=clock.now,
        monotonic=clock.monotonic,
    )


@pytest.fixture
def request_with() -> Callable[..., Request]:
    def make(**headers: Any) -> Request:
        return Request(EnvironBuilder(headers=headers).get_environ())

    return make
