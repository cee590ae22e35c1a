"""What the tests of the web edge share: an invented service with an API and a form, and two organisations' looks."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.testing import FlaskClient
from flask_babel import lazy_gettext
from sqlalchemy import String, Text, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from waarborg_shared.auth import Actor, ActorKind, CookieName, TokenRefused, require_duty
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.config import OrganisationConfig, Settings
from waarborg_shared.db import Organised, create_engine_for, new_id, new_metadata, plumbing
from waarborg_shared.hooks.values import Address, Contact, Organisation, Remedy, Subject, Theme
from waarborg_shared.hooks.values import Text as Said
from waarborg_shared.service import Runtime, Service
from waarborg_shared.testing.auth import SERVICE_KEYS
from waarborg_shared.uow import UnitOfWork
from waarborg_shared.web import (
    ApiBlueprint,
    LabelledClock,
    create_app,
    current,
    read_form,
    require_match,
    show_form,
    with_etag,
)
from waarborg_shared.web.cursors import PartQuery, part_of
from waarborg_shared.web.schemas import Bsn, Choice, Email, Flag, Line, Moment, Schema, Whole, Words

NOW = datetime(2027, 1, 5, 13, 30, tzinfo=UTC)
HERE = Path(__file__).parent


class Base(DeclarativeBase):
    metadata = new_metadata()


PLUMBING = plumbing(Base.metadata)


class Note(Organised, Base):
    __tablename__ = "note"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    title: Mapped[str] = mapped_column(Text)


class Kind(StrEnum):
    ACCESS = "access"
    CORRECTION = "correction"


class NewNote(Schema):
    title = Line(80, required=True, label=lazy_gettext("Title"))
    text = Words(required=False)
    count = Whole(0, 10)
    urgent = Flag()
    seen_at = Moment()
    bsn = Bsn()


class NewQuestion(Schema):
    name = Line(80, required=True, label="Uw naam")
    email = Email(label="Uw e-mailadres", hint="Alleen om u te laten weten dat er een antwoord is.")
    kind = Choice(Kind, required=True, label="Wat wilt u vragen?")
    about = Words(2000, required=True, label="Uw vraag")
    seen_at = Moment(label="Wanneer zag u het?")
    count = Whole(0, 10, label="Hoe vaak?")
    agree = Flag(label="Ik heb dit naar waarheid ingevuld")


class Answered(Schema):
    id = Line()
    title = Line()


class TooMany(Exception):
    code = "too-many-notes"
    text = Said("Er zijn al te veel notities.", "There are too many notes already.")


class WrongTitle(Exception):
    field = "title"
    nl = "Deze titel mag niet."
    en = "This title is not allowed."


@dataclass
class ShownClock:
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    period: bool = False


api = ApiBlueprint("garden_api", __name__, url_prefix="/garden/api/v1")
pages = Blueprint("garden", __name__, url_prefix="/garden", template_folder=str(HERE / "templates"))


@api.post("/notes")
@api.arguments(NewNote)
@api.response(201, Answered)
def add_note(command: dict[str, Any]) -> Any:
    with current.begin() as work:
        if command["title"] == "too many":
            raise TooMany
        if command["title"] == "wrong":
            raise WrongTitle
        if command["title"] == "crash":
            raise RuntimeError("burned down 123456782")
        note = Note(id=new_id(), title=command["title"])
        work.session.add(note)
    return {"id": note.id, "title": note.title}


@api.get("/notes")
@api.arguments(Schema, location="query")
@api.response(200, Answered(many=True))
def list_notes(_query: dict[str, Any]) -> Any:
    with current.read() as work:
        return [{"id": note.id, "title": note.title} for note in work.session.scalars(select(Note))]


@api.get("/parts")
@api.arguments(PartQuery, location="query")
def list_parts(query: dict[str, Any]) -> Any:
    with current.read() as work:
        wanted = select(Note).order_by(Note.id).limit(query["limit"] + 1)
        if query["cursor"]:
            wanted = wanted.where(Note.id > query["cursor"][0])
        part = part_of(list(work.session.scalars(wanted)), query["limit"], lambda note: (note.id,))
    return pages_response({"items": [note.title for note in part.items], "next": part.next})


@api.put("/notes/<note_id>")
@api.arguments(NewNote)
@api.response(200, Answered)
def change_note(command: dict[str, Any], note_id: str) -> Any:
    require_match(3)
    return {"id": note_id, "title": command["title"]}


@api.get("/notes/<note_id>")
def show_note(note_id: str) -> Any:
    return with_etag(pages_response({"id": note_id}), 3)


@api.get("/secret")
def secret() -> Any:
    require_duty(current.actor, "answer_requests")
    return {}


def pages_response(value: Any) -> Any:
    from flask import jsonify  # noqa: PLC0415 - keeps the list above short

    return jsonify(value)


@pages.get("/")
def home() -> Any:
    day = timedelta(days=1)
    clocks = [
        LabelledClock("Antwoord op verzoek 2027-0012", ShownClock(NOW - 10 * day, NOW + 18 * day), promise="B17"),
        LabelledClock(
            "Melden bij de autoriteit",
            ShownClock(NOW - 2.6 * day, NOW + timedelta(hours=9.5)),
            "/garden/",
            "72 uur, art. 33 AVG",
        ),
        LabelledClock("Eerste reactie aan melder", ShownClock(NOW - 3 * day, NOW - timedelta(hours=2.2))),
        LabelledClock("Besluit", ShownClock(NOW - 3 * day, NOW + day, paused_at=NOW - day)),
    ]
    return render_template("garden/home.html", clocks=clocks, now=NOW)


@pages.route("/ask", methods=["GET", "POST"])
def ask() -> Any:
    form = read_form(NewQuestion)
    if form.ok:
        with current.begin() as work:
            work.session.add(Note(id=new_id(), title=form.command["name"]))
        return redirect(url_for("garden.done"), 303)
    return show_form("garden/ask.html", form, kinds=[(kind.value, kind.value.title()) for kind in Kind])


@pages.get("/closed")
def closed() -> Any:
    require_duty(current.actor, "answer_requests")
    return render_template("garden/done.html")


@pages.get("/done")
def done() -> Any:
    return render_template("garden/done.html")


def organisation(name: str, theme: dict[str, str]) -> Any:
    address = Address(street="Kerkstraat 1", postcode="1234 AB", town="Voorbeeldstad")
    general = Contact(
        subject=Subject.GENERAL,
        who=Said("Receptie", "Reception"),
        phone="0800-1234",
        email="info@voorbeeld.example",
        address=address,
    )
    value = Organisation(
        name=name,
        legal_name=f"Coöperatie {name} u.a.",
        tagline=Said("Uw gegevens, uw regie", "Your data, your say"),
        contacts=(general,),
        statement_version="1",
        statement_dated=date(2026, 1, 1),
        review_after=Term(12, Unit.MONTHS),
        remedies=(Remedy(code="ap", name=Said("AP", "DPA"), how=Said("Bel", "Call"), source="art. 77"),),
        address=address,
    )
    return SimpleNamespace(organisation=value, theme=Theme(theme))


GREEN = {
    "--waarborg-color-primary": "#2f5d3a",
    "--waarborg-color-accent": "#d9a441",
    "--waarborg-color-link": "#24603a",
    "--waarborg-color-background": "#faf8f3",
    "--waarborg-color-soft": "#eef3e8",
    "--waarborg-color-focus": "#5a2a82",
    "--waarborg-heading-font-family": "Georgia, 'Liberation Serif', serif",
    "--waarborg-radius": "2px",
}
RULES = {"bqr": organisation("BQR-Zorg", {}), "jtb-care": organisation("JTB-Care", GREEN)}


class FakeAuthenticator:
    """Anonymous, or staff by a token that is simply their duties."""

    cookie = CookieName("waarborg", secure=False)

    def authenticate(self, request: Any, organisation: str) -> Actor:
        shown = request.headers.get("Authorization", "")
        if shown == "Bearer bad":
            raise TokenRefused("expired")
        if shown.startswith("Bearer "):
            return Actor(ActorKind.STAFF, "staff-1", organisation, duties=frozenset(shown[7:].split(",")))
        return Actor.anonymous(organisation)


GARDEN = Service(
    name="garden",
    package="waarborg_shared.testing",
    title=Said("Tuin", "Garden"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    api=(api,),
    pages=(pages,),
    errors={TooMany: 409, WrongTitle: 422},
)


def settings_for(url: str) -> Settings:
    return Settings(
        service="garden",
        database_url=url,
        keystore_url=url,
        master_key=base64.b64decode("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
        broker_url="memory://",
        organisations={
            "bqr": OrganisationConfig("bqr", ("bqr.localhost",), ()),
            "jtb-care": OrganisationConfig("jtb-care", ("jtb-care.localhost",), ()),
        },
        public_origin="http://{host}:8000",
        service_key=SERVICE_KEYS.private("garden"),
    )


class Visitor(FlaskClient):
    """A client of one host, unless a call names another."""

    def open(self, *args: Any, **options: Any) -> Any:
        options.setdefault("base_url", "http://bqr.localhost:8000")
        return super().open(*args, **options)


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    url = f"sqlite:///{tmp_path / 'garden.db'}"
    bare = create_engine_for(url, walled=False)
    Base.metadata.create_all(bare)
    bare.dispose()
    engine = create_engine_for(url)
    nothing: Any = SimpleNamespace()
    registry: Any = SimpleNamespace(rules=RULES.__getitem__)
    authenticator: Any = FakeAuthenticator()
    made = Runtime(
        service=GARDEN,
        settings=settings_for(url),
        uow=UnitOfWork(engine, service="garden", vault=nothing, plumbing=PLUMBING, chain=nothing),
        registry=registry,
        vault=nothing,
        authenticator=authenticator,
        client=nothing,
        now=lambda: NOW,
    )
    yield made
    engine.dispose()


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    return create_app(GARDEN, runtime)


@pytest.fixture
def later(runtime: Runtime) -> Flask:
    """The same service eight days on."""
    return create_app(GARDEN, replace(runtime, now=lambda: NOW + timedelta(days=8)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of BQR's host."""
    return Visitor(app)


@pytest.fixture
def count_notes(runtime: Runtime) -> Any:
    def count(organisation: str = "bqr") -> int:
        with runtime.uow.read(organisation, actor=Actor.anonymous(organisation), now=NOW) as work:
            return work.session.scalar(select(func.count()).select_from(Note)) or 0

    return count
