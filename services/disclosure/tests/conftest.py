"""What the tests of disclosure share: the service on SQLite, both organisations, and a clock that stands still."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from waarborg_disclosure.app import SERVICE
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages import LIMITER, REPORTS
from waarborg_disclosure.pages.limits import ReportsBySender
from waarborg_shared.deadlines import DeadlineWatch
from waarborg_shared.events import Event
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.depth import DEEP
from waarborg_shared.testing.world import Visitor as Browser
from waarborg_shared.testing.world import World as ServiceWorld
from waarborg_shared.testing.world import build_world

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
class Visitor(Browser):
    """A browser of a reporter or an assessor."""

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

    def act(self, row: Report, step: str, *, seen: int | None = None, **typed: Any) -> TestResponse:
        """Send one of the forms of a report's page, as that page shows it in depth, or as it was when ``seen``.

        An address without a revision means the report as it stands, which is what the form of a new page says.
        """
        case = f"/disclosure/reports/{row.id}"
        found = DEEP and re.search(rf'action="({case}/{step}(?:\?[^"]*)?)"', self.get(case).text)
        address = (
            found[1].replace("&amp;", "&")
            if found and not seen
            else f"{case}/{step}" + f"?revision={seen}" * bool(seen)
        )
        return self.send(address, page=case, **typed)


@dataclass
class World(ServiceWorld[Visitor]):
    """The service in a test's hands."""

    def assessor(self, organisation: str = "bqr") -> Visitor:
        """A browser of a member of staff who answers reports."""
        return self.signed_in(organisation, Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-assessor")

    def reports(self, organisation: str = "bqr") -> list[Report]:
        """Every report of an organisation, as it is stored."""
        with self.work(organisation) as work:
            return list(work.session.scalars(select(Report).order_by(Report.number)))

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


@pytest.fixture
def world(sqlite_database: Any, make_settings: Callable[..., Any]) -> Iterator[World]:
    """The service on SQLite."""
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, kind=World, browser=Visitor):
        world.app.extensions[LIMITER] = GuessesBySender(world.clock.monotonic)
        world.app.extensions[REPORTS] = ReportsBySender(world.clock.monotonic)
        yield world


@pytest.fixture
def found() -> dict[str, str]:
    """A report as somebody fills it in."""
    return dict(FOUND)
