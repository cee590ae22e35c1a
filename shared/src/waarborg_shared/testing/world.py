"""A service in a test's hands: its web process on a database of its own, a clock that stands still, a fake identity."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Generic, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.client import ServiceClient
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.events import Envelope, Event, decode
from waarborg_shared.service import Runtime, Service, build_runtime
from waarborg_shared.testing.auth import FakeClock, FakeIdentity, bearer, carry_session, use_fake_identity
from waarborg_shared.testing.depth import DEEP
from waarborg_shared.web import create_app

Browser = TypeVar("Browser", bound="Visitor")
PLUGINS = {"bqr": "bqr", "jtb-care": "jtb_care"}
PORT = 8000


def host_of(organisation: str) -> str:
    """Return an organisation's host name in tests."""
    return f"{organisation}.localhost"


def form_token(client: FlaskClient, host: str, organisation: str) -> str:
    """Return a new token for a form of this browser at an organisation, as a page would hold it."""
    of = client.application.extensions["waarborg"]
    runtime = of["runtime"]
    session = client.get_cookie(runtime.authenticator.cookie.name, domain=host)
    token: str = of["tokens"].issue_to(organisation, session and session.value, at=runtime.now())
    return token


@cache
def _plugin(name: str) -> Any:
    (found,) = entry_points(group="waarborg.plugins", name=name)
    return found.load()


def both_organisations() -> dict[str, OrganisationConfig]:
    """Return both organisations with their plugins on, and the plugins' own example settings."""
    return {
        organisation: OrganisationConfig(
            id=organisation,
            hosts=(host_of(organisation),),
            plugins=(plugin,),
            settings={plugin: _plugin(plugin).example_settings},
        )
        for organisation, plugin in PLUGINS.items()
    }


@dataclass
class Visitor:
    """A browser: follows forms as people do, with the token that each form holds, from one ``address``."""

    client: FlaskClient
    organisation: str
    lang: str
    address: str = "192.0.2.1"

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **self._common())

    def send(self, path: str, *, page: str | None = None, token: str | None = None, **typed: Any) -> TestResponse:
        """Fill a form in and send it; ``page`` is where the form is, ``token`` a form's that was opened before."""
        token = token or self.token(page or path)
        return self.client.post(path, data={"_form": token, **typed}, **self._common())

    def token(self, page: str) -> str:
        """Return a token as the forms on a page hold it: in depth the first one's there, else one made as it makes it.

        To open each page before its form is sent takes a fifth of all unit tests' time.
        """
        if DEEP:
            return self.token_on(page)
        return form_token(self.client, host_of(self.organisation), self.organisation)

    def token_on(self, page: str) -> str:
        """Open a page and return the token of the first form there."""
        found = re.search(r'name="_form" value="([^"]+)"', self.get(page).text)
        assert found is not None, f"no form on {page}"
        return found[1]

    def _common(self) -> dict[str, Any]:
        return {
            "base_url": f"http://{host_of(self.organisation)}:{PORT}",
            "headers": {"Accept-Language": self.lang, "Accept": "text/html"},
            "environ_overrides": {"REMOTE_ADDR": self.address},
        }


@dataclass
class World(Generic[Browser]):
    """The service with its web process, a clock that stands still, and an identity that answers what it is told."""

    runtime: Runtime
    app: Flask
    clock: FakeClock
    identity: FakeIdentity
    browser: type[Browser]

    def visitor(self, organisation: str = "bqr", *, lang: str = "en", address: str = "192.0.2.1") -> Browser:
        """Return a browser of somebody who did not sign in."""
        return self.browser(self.app.test_client(), organisation, lang, address)

    def signed_in(self, organisation: str = "bqr", *duties: str, lang: str = "en", **who: Any) -> Browser:
        """Return a browser of somebody with these duties."""
        visitor = self.visitor(organisation, lang=lang)
        session = self.identity.sign_in(organisation, duties=duties, **who)
        carry_session(visitor.client, self.runtime.authenticator, session, host=host_of(organisation))
        return visitor

    def staff(self, organisation: str, role: str, *, lang: str = "en") -> Browser:
        """Return a browser of a member of staff with one role of the organisation, and the duties that it brings."""
        duties = self.runtime.rules(organisation).roles[role].duties
        return self.signed_in(organisation, *duties, lang=lang, roles=[role], ref=f"account-{role}")

    def person(self, subject_ref: str, organisation: str = "bqr", *, lang: str = "en", **how: Any) -> Browser:
        """Return a browser of a person who signed in, by two proofs unless ``how`` says otherwise."""
        who = {"kind": ActorKind.PERSON, "ref": subject_ref, "subject_ref": subject_ref}
        return self.signed_in(organisation, lang=lang, **who, **how)

    def partner(self, organisation: str = "bqr", *scopes: str, **claims: Any) -> "Partner":
        """Return a partner system with a token for these scopes; ``claims`` replace the token's."""
        token = self.identity.token(organisation, self.runtime.service.name, *scopes, **claims)
        return Partner(self.app.test_client(), organisation, bearer(token))

    def work(self, organisation: str = "bqr", *, now: datetime | None = None) -> Any:
        """Begin a unit of work as the worker does."""
        actor = Actor.system(self.runtime.service.name, organisation)
        return self.runtime.uow.begin(organisation, actor=actor, now=now or self.clock.now())

    def erase(self, holder: str, organisation: str = "bqr", *, retention: str = "case") -> None:
        """Destroy a holder's key, as a decided erasure does."""
        vault = self.runtime.vault
        assert vault.destroy(organisation, holder, retention, at=self.clock.now(), reason="erasure.art17")

    def clocks(self, row: Any, organisation: str = "bqr") -> dict[str, Any]:
        """Return the clocks of a case by name."""
        with self.work(organisation) as work:
            return {clock.name: clock for clock in work.clocks.of(row)}

    def rows(self, model: type[Any], organisation: str = "bqr", *where: Any) -> list[Any]:
        """Return every row of a model, or those for which all of ``where`` holds, as they are stored."""
        with self.work(organisation) as work:
            found = list(work.session.scalars(select(model).where(*where)))
            work.session.expunge_all()
            return found

    def events(self, organisation: str = "bqr", **where: str) -> list[Envelope]:
        """Return every event that waits in the outbox, or those whose columns are as ``where`` says, in their order."""
        with self.work(organisation) as work:
            outbox = work.plumbing.outbox
            mine = [outbox.c[name] == value for name, value in {"organisation": organisation, **where}.items()]
            query = select(outbox.c.body).where(*mine).order_by(outbox.c.position)
            return [decode(row.body) for row in work.session.execute(query)]

    def told(self, kind: type[Event], organisation: str = "bqr", **where: str) -> list[Any]:
        """Return the events of one type, of those ``where`` says."""
        return [envelope.event for envelope in self.events(organisation, type=kind.type, **where)]

    def verbs(self, case_ref: str, organisation: str = "bqr") -> list[str]:
        """Return what the timeline of a case says was done."""
        with self.work(organisation) as work:
            table = work.plumbing.timeline
            query = select(table.c.verb).where(table.c.organisation == organisation, table.c.case_ref == case_ref)
            return [row.verb for row in work.session.execute(query.order_by(table.c.number))]


@dataclass
class Partner:
    """A program with a token."""

    client: FlaskClient
    organisation: str
    headers: Mapping[str, str]

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for something."""
        return self.client.get(path, base_url=self._base(), headers={**self.headers, **headers})

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send JSON (or bytes as they are); a header's name is written with underscores."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": "application/json", **self.headers, **named}
        return self.client.post(path, data=raw, base_url=self._base(), headers=sent)

    def _base(self) -> str:
        return f"http://{host_of(self.organisation)}:{PORT}"


def build_world(
    service: Service,
    database: Any,
    make_settings: Callable[..., Any],
    *,
    organisations: Mapping[str, OrganisationConfig] | None = None,
    client: ServiceClient | None = None,
    kind: type[World[Any]] = World,
    browser: type[Visitor] = Visitor,
    **more: Any,
) -> Iterator[Any]:
    """Build a service on a migrated database with both organisations; for a fixture to yield from.

    ``kind`` and ``browser`` are a service's own world and visitor; ``more`` goes to the world.
    """
    clock = FakeClock()
    settings = make_settings(service, database, organisations=organisations or both_organisations())
    runtime = build_runtime(service, settings, client=client, now=clock.now)
    identity = use_fake_identity(runtime.authenticator, FakeIdentity(settings.origin_of, now=clock.now))
    yield kind(runtime, create_app(service, runtime), clock, identity, browser, **more)
    runtime.close()
