"""What the tests of requests share: the service on a database of its own, both organisations, and fakes around it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from waarborg_requests import actions
from waarborg_requests.actions import Identified, NewRequest
from waarborg_requests.app import SERVICE
from waarborg_requests.domain import Identification, Reach
from waarborg_requests.models import HolderTask, Request, RequestMessage
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.testing.world import Visitor, both_organisations, build_world
from waarborg_shared.testing.world import World as ServiceWorld

PERSON = "00000000-0000-7000-8000-00000000000a"


@dataclass
class FakeRegister:
    """Identity's register of persons, and consent's of representatives, as the client of services would reach them."""

    persons: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    colleagues: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    deciders: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    away: bool = False
    refuses: bool = False

    def works_here(
        self,
        ref: str,
        name: str,
        *,
        organisation: str = "bqr",
        away_until: str | None = None,
        stand_in: str | None = None,
    ) -> None:
        """Know somebody as a colleague who may answer requests."""
        told = {"account_ref": ref, "name": name, "away_until": away_until, "stand_in": stand_in}
        self.colleagues.setdefault(organisation, []).append(told)

    def ask(
        self, service: str, method: str, path: str, *, organisation: str, json: Any = None, headers: Any = None
    ) -> Answer:
        """Answer a search by client number, what a person is called, and who may decide for a client."""
        if self.away:
            raise ServiceAway(service, "not there")
        if self.refuses:
            return Answer(403, {"code": "missing-right"})
        if method == "GET" and path == "/identity/api/v1/colleagues?duty=requests.answer":
            return Answer(200, {"colleagues": self.colleagues.get(organisation, [])})
        if service == "consent":
            assert (method, urlsplit(path).path) == ("GET", "/consent/api/v1/deciders")
            asked = parse_qs(urlsplit(path).query)
            nobody: dict[str, Any] = {"deciders": [], "others": []}
            return Answer(200, self.deciders.get((asked["subject_ref"][0], asked["topic"][0]), nobody))
        assert service == "identity"
        if method == "GET":
            known = self.names.get((organisation, path.removeprefix("/identity/api/v1/persons/")))
            return Answer(404, {"code": "unknown-case"}) if known is None else Answer(200, known)
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
        duties = Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, Duty.COMPLAINTS_ANSWER
        return self.signed_in(organisation, *duties, ref="account-coordinator", roles=roles)

    def requests(self, organisation: str = "bqr") -> list[Request]:
        """Every request of an organisation, as it is stored."""
        with self.work(organisation) as work:
            return list(work.session.scalars(select(Request).order_by(Request.number)))

    def known_request(
        self,
        *,
        organisation: str = "bqr",
        kind: RequestKind = RequestKind.ACCESS,
        request_id: str | None = None,
        person: str = PERSON,
    ) -> str:
        """File a request (or take one that is there) and record who asks; returns its reference."""
        rules = self.runtime.rules(organisation)
        with self.work(organisation) as work:
            if request_id is None:
                command = NewRequest(
                    kind=kind,
                    name="Willemijn Proefpersoon",
                    reach=Reach.EMAIL,
                    reach_at="willemijn@example.nl",
                    asked="Wat weet u van mij?",
                )
                request_id = actions.receive_request(work, command, rules=rules, entropy=bytes(32)).request.id
        with self.work(organisation) as work:
            found = Identified(how=Identification.AT_THE_DESK, subject_ref=person)
            revision = work.case(Request, request_id).revision
            actions.identify(work, request_id, found, revision=revision, rules=rules)
        assert request_id is not None
        return request_id

    def asked(self, holder: str, *, organisation: str = "bqr", kind: RequestKind = RequestKind.ACCESS) -> Any:
        """What one holder is asked for a new request."""
        request_id = self.known_request(organisation=organisation, kind=kind)
        return self.task_of(holder, organisation=organisation, request_id=request_id)

    def tasks(self, organisation: str = "bqr", *, request_id: str | None = None) -> dict[str, Any]:
        """What every holder is asked and still counts, by the holder's code."""
        with self.work(organisation) as work:
            query = select(HolderTask).where(HolderTask.void_at.is_(None))
            if request_id is not None:
                query = query.where(HolderTask.request_id == request_id)
            found = {row.holder: row for row in work.session.scalars(query)}
            work.session.expunge_all()
            return found

    def task_of(self, holder: str, *, organisation: str = "bqr", request_id: str | None = None) -> Any:
        """What one holder is asked now."""
        return self.tasks(organisation, request_id=request_id)[holder]


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


CODE = re.compile(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}")


class OwnCase:
    """A request as the one who filed it has it: by number and code, with the ticket of its page."""

    def __init__(self, world, typed, organisation="bqr", *, filer=None):
        self.world, self.organisation = world, organisation
        self.visitor = filer or world.visitor(organisation)
        self.adopt((filer or self.visitor).send("/requests/new", **typed))

    def adopt(self, receipt):
        """Take number and code from a receipt."""
        assert receipt.status_code == 201, receipt.text
        self.number = re.search(r"(BQR|JTB)-\d{4}-\d{6}", receipt.text)[0]
        self.code = CODE.search(receipt.text)[0]

    @property
    def row(self):
        return next(row for row in self.world.requests(self.organisation) if row.number == self.number)

    @property
    def case(self):
        return f"/requests/cases/{self.row.id}"

    def open(self, lang="en"):
        visitor = self.world.visitor(self.organisation, lang=lang)
        page = visitor.send("/requests/status", number=self.number, code=self.code)
        assert page.status_code == 200
        return page.text

    def ticket(self):
        return re.search(r'name="ticket" value="([^"]+)"', self.open())[1]

    def send(self, what, *, ticket=None, **typed):
        """Send a form of the person's page."""
        ticket = ticket or self.ticket()
        return self.visitor.send(f"/requests/own/{what}", page="/requests/status", ticket=ticket, **typed)

    def identify(self, subject_ref=None, how="at_the_desk"):
        """What staff do at the desk; with a reference, as that person."""
        staff = self.world.coordinator(self.organisation)
        number = {}
        if subject_ref is not None:
            self.world.register.persons[self.organisation, "C-1"] = subject_ref
            number = {"client_number": "C-1"}
        answer = staff.send(f"{self.case}/identify", page=self.case, revision=self.row.revision, how=how, **number)
        assert answer.status_code == 303, answer.text

    def staff_writes(self, text, *, staff=None, **more):
        staff = staff or self.world.coordinator(self.organisation)
        page = staff.get(self.case).text
        seen = re.search(r'name="seen" value="(\d+)"', page)[1]
        return staff.send(
            f"{self.case}/messages", page=self.case, revision=1, **{"seen": seen, "message": text, **more}
        )

    def messages(self):
        return self.world.rows(RequestMessage, self.organisation)


@pytest.fixture
def own_case(world: World) -> Callable[..., OwnCase]:
    """Files a request as somebody does, and gives it back as he has it."""

    def file(typed: dict[str, str], organisation: str = "bqr", **more: Any) -> OwnCase:
        return OwnCase(world, typed, organisation, **more)

    return file
