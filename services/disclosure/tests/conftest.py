"""What the tests of disclosure share: the service on SQLite, both organisations, and a clock that stands still."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from waarborg_disclosure.app import SERVICE
from waarborg_disclosure.limits import GuessLimiter
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages import LIMITER
from waarborg_shared.auth import Actor
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.deadlines import DeadlineWatch
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
FOUND = {
    "what": "De zoekpagina voert uit wat er in het adres staat.",
    "where": "https://www.voorbeeld.example/zoek",
    "how": "Zet een stukje script achter het vraagteken.",
    "reporter": "pseudonym",
    "name": "nachtuil",
    "contact": "nachtuil@example.nl",
}
SECRETS = ("zoekpagina", "voorbeeld.example", "vraagteken", "nachtuil")
RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@dataclass
class World:
    """The service with its web process, a clock that stands still, and an identity that answers what it is told."""

    runtime: Runtime
    app: Flask
    clock: FakeClock
    identity: FakeIdentity

    def visitor(self, organisation: str = "bqr", *, lang: str = "en", address: str = "192.0.2.1") -> "Visitor":
        """A browser of somebody who did not sign in."""
        return Visitor(self, self.app.test_client(), organisation, lang, address)

    def signed_in(self, organisation: str = "bqr", *duties: str, **who: Any) -> "Visitor":
        """A browser of somebody with these duties."""
        visitor = self.visitor(organisation)
        session = self.identity.sign_in(organisation, duties=duties, **who)
        carry_session(visitor.client, self.runtime.authenticator, session, host=HOSTS[organisation])
        return visitor

    def assessor(self, organisation: str = "bqr") -> "Visitor":
        """A browser of a member of staff who answers reports."""
        return self.signed_in(organisation, Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-assessor")

    def partner(self, organisation: str = "bqr", *scopes: str, **claims: Any) -> "Partner":
        """A partner system with a token for these scopes."""
        token = self.identity.token(organisation, "disclosure", *scopes, **claims)
        return Partner(self, self.app.test_client(), organisation, bearer(token))

    def work(self, organisation: str = "bqr", *, now: datetime | None = None) -> Any:
        """A unit of work as the worker begins one."""
        actor = Actor.system("disclosure", organisation)
        return self.runtime.uow.begin(organisation, actor=actor, now=now or self.clock.now())

    def reports(self, organisation: str = "bqr") -> list[Report]:
        """Every report of an organisation, as it is stored."""
        with self.work(organisation) as work:
            return list(work.session.scalars(select(Report).order_by(Report.number)))

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

    def steps(self, report_id: str, organisation: str = "bqr") -> list[tuple[str, str]]:
        """What the timeline of a report says was done, and by whom."""
        with self.work(organisation) as work:
            table = work.plumbing.timeline
            rows = work.session.execute(
                select(table.c.verb, table.c.actor_ref)
                .where(table.c.organisation == organisation, table.c.case_ref == report_id)
                .order_by(table.c.number)
            )
            return [(row.verb, row.actor_ref) for row in rows]

    def verbs(self, report_id: str, organisation: str = "bqr") -> list[str]:
        """What the timeline of a report says was done."""
        return [verb for verb, _ in self.steps(report_id, organisation)]

    def handle(self, event: Event, organisation: str = "bqr") -> None:
        """Give an event to its handler, as the consumer does."""
        with self.work(organisation) as work:
            SERVICE.handles[type(event)](work, event, None, self.runtime.rules(organisation))  # type: ignore[arg-type]

    def watch(self) -> DeadlineWatch:
        """The worker's watch over the clocks."""
        return DeadlineWatch(
            service="disclosure",
            engine=self.runtime.worker_engine,
            plumbing=SERVICE.plumbing,
            begin=self.work,
            rules=self.runtime.rules,
            handlers=SERVICE.deadlines,
            now=self.clock.now,
        )


@dataclass
class Visitor:
    """A browser: follows forms as people do, with the token that each form holds."""

    world: World
    client: FlaskClient
    organisation: str
    lang: str
    address: str

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

    def report(self, **typed: Any) -> TestResponse:
        """Send the public form."""
        return self.send("/disclosure/report", **{**FOUND, **typed})

    def reported(self, **typed: Any) -> str:
        """Send the public form and return the receipt, as it stands on the page."""
        page = self.report(**typed)
        assert page.status_code == 201, page.text
        found = RECEIPT.search(page.text)
        assert found is not None, page.text
        return found[0]

    def open(self, receipt: str, **typed: Any) -> TestResponse:
        """Open the mailbox behind a receipt."""
        return self.send("/disclosure/mailbox", receipt=receipt, **typed)

    def write(self, receipt: str, text: str, **more: Any) -> TestResponse:
        """Write a message in the mailbox."""
        return self.send("/disclosure/mailbox/messages", page="/disclosure/mailbox", receipt=receipt, text=text, **more)

    def act(self, row: Report, step: str, **typed: Any) -> TestResponse:
        """Send one of the forms of a report's page, as that page shows it."""
        case = f"/disclosure/reports/{row.id}"
        page = self.get(case).text
        found = re.search(r'name="revision" value="(\d+)"', page)
        seen = {} if step == "reply" else {"revision": found[1] if found else "1"}
        return self.send(f"{case}/{step}", page=case, **{**seen, **typed})

    def _common(self) -> dict[str, Any]:
        return {
            "base_url": f"http://{HOSTS[self.organisation]}:8000",
            "headers": {"Accept-Language": self.lang, "Accept": "text/html"},
            "environ_overrides": {"REMOTE_ADDR": self.address},
        }


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
    clock = FakeClock()
    settings = make_settings(SERVICE, sqlite_database(SERVICE), organisations=ORGANISATIONS)
    runtime = build_runtime(SERVICE, settings, now=clock.now)
    runtime.vault.keystore.ensure_schema()
    identity = use_fake_identity(runtime.authenticator, FakeIdentity(settings.origin_of, now=clock.now))
    app = create_app(SERVICE, runtime)
    app.extensions[LIMITER] = GuessLimiter(clock.monotonic, lambda: bytes(32))
    yield World(runtime, app, clock, identity)
    runtime.close()


@pytest.fixture
def found() -> dict[str, str]:
    """A report as somebody fills it in."""
    return dict(FOUND)
