"""The service as a whole: its tables, its words, its contracts and its logs."""

import pytest

from waarborg_requests import texts
from waarborg_requests.app import SERVICE, create_app
from waarborg_requests.domain import BY_STAFF, CLOCKS, CameBy, Ground, Identification, Outcome, Reach, RequestState
from waarborg_requests.domain.complaining import MEASURE_CLOCKS
from waarborg_requests.domain.intake import CameHow
from waarborg_requests.models import Base
from waarborg_requests.texts.intake import CAME_HOW
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import RequestClass, RequestKind
from waarborg_shared.migrations import drift
from waarborg_shared.timeline import case_models, verify_service
from waarborg_shared.web.i18n import missing_translations


def test_the_migrations_make_the_tables_of_the_models(service_database):
    assert drift(service_database(SERVICE).owner, SERVICE) == []


def test_everything_that_is_said_is_said_in_dutch():
    assert missing_translations("waarborg_requests") == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (texts.STATES, RequestState),
        (texts.MEANINGS, RequestKind),
        (texts.CLASSES, RequestClass),
        (texts.OUTCOMES, Outcome),
        (texts.GROUNDS, Ground),
        (texts.IDENTIFICATIONS, Identification),
        (texts.REACHES, Reach),
        (texts.CAME_BY, CameBy),
        (CAME_HOW, CameHow),
        (texts.ACTORS, ActorKind),
        (texts.CLOCKS, (*CLOCKS, *MEASURE_CLOCKS)),
    ],
)
def test_every_code_has_its_words(words, codes):
    assert set(words) == set(codes)


def test_what_a_person_sees_of_the_timeline_is_on_it():
    assert set(texts.VERBS) >= texts.STEPS
    assert set(BY_STAFF) <= set(Identification)


def test_the_timeline_of_a_request_holds_together(world, access):
    page = world.person("person-00000001").send(
        "/requests/new", **{**access, "kind": "withdrawal", "purpose": "every-consent"}
    )
    assert page.status_code == 201
    world.coordinator().get(f"/requests/cases/{world.requests()[0].id}")
    reports = list(
        verify_service(
            world.runtime.engine,
            SERVICE.plumbing,
            case_models(Base),
            organisations=("bqr", "jtb-care"),
            vault=world.runtime.vault,
        )
    )
    assert [report.lines() for report in reports] == [()]
    assert world.verbs(world.requests()[0].id) == ["received", "passed-on-withdrawal", "looked"]


def test_every_event_that_is_handled_is_one_that_some_service_tells():
    assert {event.__name__ for event in SERVICE.handles} == {
        "BreachCarriedOut",
        "ComplaintReferred",
        "DisclosureCarriedOut",
        "ConsentWithdrawn",
        "WithdrawalFoundNothing",
        "RequestReceived",
        "RequestAnswered",
        "RequestExtended",
        "IdentificationAsked",
        "IdentificationLetterMade",
        "RequestMessageWritten",
        "CarryingAsked",
        "IdentityCarriedOut",
        "ConsentCarriedOut",
        "RequestWithdrawn",
        "MarkSet",
        "MarkEnded",
        "MarkRequestFoundNothing",
        "ObjectionAnswered",
        "RepresentationEnded",
        "PersonsMerged",
        "PersonsSplit",
    }
    assert {event for event in SERVICE.handles if ".requests." in event.type} <= SERVICE.publishes


def test_no_log_line_holds_what_people_wrote(world, access, capsys):
    typed = {**access, "asked": "Mijn BSN is 123456782 en ik heet Willemijn."}
    assert world.visitor().send("/requests/new", **typed).status_code == 422
    partner = world.partner("bqr", "requests:file")
    assert partner.post("/requests/api/v1/requests/", typed).status_code == 422
    assert partner.post("/requests/api/v1/requests/", access).status_code == 201
    world.coordinator().get(f"/requests/cases/{world.requests()[0].id}")
    said = "".join(capsys.readouterr())
    for secret in ("Willemijn", "willemijn@example.nl", "C-1044", "123456782"):
        assert secret not in said


def test_the_web_process_starts_from_settings(sqlite_database, make_settings, organisations):
    settings = make_settings(SERVICE, sqlite_database(SERVICE), organisations=organisations)
    app = create_app(settings)
    answer = app.test_client().get("/livez", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 200
