"""A member of staff writes down what somebody asked: from the day of receipt, with a confirmation to hand over."""

import re
from datetime import UTC, date, datetime

import pytest

from waarborg_requests.domain import RequestError
from waarborg_requests.domain.intake import NotReceivedYet, ReceivedLongAgo, received_at
from waarborg_requests.events import HANDLES
from waarborg_requests.models import RequestDelivery
from waarborg_shared.events.requests import RequestReceived
from waarborg_shared.hooks.values import Duty
from waarborg_tests.request_beginnings import act

PAGE = "/requests/staff/new"


@pytest.fixture
def written(access):
    return {**access, "came_how": "letter", "received_on": "2026-02-27"}


def work_off(world, organisation="bqr"):
    """What the worker does with every receipt that waits."""
    for envelope in world.events(organisation):
        if isinstance(envelope.event, RequestReceived):
            with world.work(organisation) as work:
                HANDLES[RequestReceived](work, envelope.event, envelope, world.runtime.rules(organisation))


def test_J11_the_clocks_run_from_the_day_of_receipt(world, written):
    world.clock.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    page = world.coordinator("jtb-care").send(PAGE, **written)
    assert page.status_code == 201
    (row,) = world.requests("jtb-care")
    assert (row.came_by, row.came_how) == ("staff", "letter")
    assert row.received_at == datetime(2026, 2, 26, 23, 0, tzinfo=UTC)
    assert world.clocks(row, "jtb-care")["answer"].due_on == date(2026, 3, 13)
    assert row.number in page.text and "Friday 13 March 2026" in page.text
    assert "On Friday 27 February 2026 you asked us" in page.text
    assert re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.text)


def test_a_request_that_lay_too_long_is_late_from_the_start(world, written):
    page = world.coordinator().send(PAGE, **{**written, "received_on": "2025-12-01"})
    assert page.status_code == 201
    (row,) = world.requests()
    assert row.due_at < world.clock.now()
    assert world.coordinator().get("/requests/").status_code == 200


@pytest.mark.parametrize("how", ["letter", "phone", "email"])
def test_B12_who_wrote_or_called_gets_a_letter_that_stands_on_somebodys_desk(world, written, how):
    world.coordinator().send(PAGE, **{**written, "came_how": how})
    work_off(world)
    work_off(world)
    (delivery,) = world.rows(RequestDelivery)
    assert (delivery.template, delivery.delivered_at) == ("request-received", None)
    case = f"/requests/cases/{world.requests()[0].id}"
    page = world.coordinator().get(case).text
    assert "Letter about the receipt ready to print" in page and "You do that." in page
    letter = world.coordinator().get(f"{case}/deliveries/{delivery.id}").text
    assert "Wij hebben uw verzoek ontvangen" in letter and "niet eens" not in letter
    assert "meer tijd" not in letter and "vrijdag 27 februari 2026" in letter
    address = re.search(r'action="([^"]+/delivered)"', page)[1]
    assert world.coordinator().send(address, page=case).status_code == 303
    assert "Letter about the receipt posted" in world.coordinator().get(case).text


@pytest.mark.parametrize("how", ["letter", "phone", "email"])
def test_the_letter_of_receipt_brings_number_code_and_date_and_the_code_is_sealed_till_then(world, written, how):
    receipt = world.coordinator().send(PAGE, **{**written, "came_how": how}).text
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", receipt)[0]
    sealed = world.requests()[0].code_sealed
    assert sealed is not None and code.encode() not in sealed
    work_off(world)
    work_off(world)
    (row,), (delivery,) = world.requests(), world.rows(RequestDelivery)
    assert row.code_sealed is None
    letter = world.coordinator().get(f"/requests/cases/{row.id}/deliveries/{delivery.id}").text
    assert row.number in letter and code in letter and "vrijdag 27 maart 2026" in letter
    own = world.visitor().send("/requests/status", number=row.number, code=code)
    assert own.status_code == 200


def test_a_letter_of_receipt_that_a_new_code_overtook_brings_no_dead_code(world, written):
    receipt = world.coordinator().send(PAGE, **written).text
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", receipt)[0]
    (row,) = world.requests()
    typed = {"code_how": "at_the_desk", "code_document": "passport", "code_last": "12AB", "code_by": "desk"}
    assert act(world, row, "new-code", **typed).status_code == 201
    work_off(world)
    (delivery,) = world.rows(RequestDelivery)
    letter = world.coordinator().get(f"/requests/cases/{row.id}/deliveries/{delivery.id}").text
    assert row.number in letter and code not in letter


def test_where_the_confirmation_is_handed_over_and_where_texts_were_erased_no_code_is_kept(world, written):
    world.coordinator().send(PAGE, **{**written, "came_how": "table"})
    assert world.requests()[0].code_sealed is None
    world.coordinator().send(PAGE, **{**written, "kind": "copy"})
    row = world.requests()[1]
    world.erase(row.id)
    work_off(world)
    assert world.coordinator().get(f"/requests/cases/{row.id}").status_code == 200


@pytest.mark.parametrize("how", ["table", "desk"])
def test_who_sat_opposite_has_the_confirmation_in_his_hands(world, written, how):
    page = world.coordinator().send(PAGE, **{**written, "came_how": how})
    assert "hand it over" in page.text
    work_off(world)
    assert world.rows(RequestDelivery) == []


def test_what_came_by_the_page_or_a_partner_gets_no_letter(world, access):
    world.visitor().send("/requests/new", **access)
    world.partner("bqr", "requests:file").post("/requests/api/v1/requests/", access)
    work_off(world)
    assert world.rows(RequestDelivery) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"received_on": "2026-03-03"}, "received_on"),
        ({"received_on": "2024-03-02"}, "received_on"),
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": "gisteren"}, "received_on"),
        ({"came_how": "pigeon"}, "came_how"),
        ({"came_how": ""}, "came_how"),
        ({"name": ""}, "name"),
        ({"asked": "BSN 111222333"}, "asked"),
        ({"kind": "objection"}, "about"),
        ({"representative": "neighbour", "on_behalf_of": "Teun"}, "representative"),
        ({"reach_at": "no address"}, "reach_at"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_what_was_typed_stays(world, written, wrong, field):
    page = world.coordinator().send(PAGE, **{**written, **wrong})
    assert page.status_code == 422 and f'href="#field-{field}"' in page.text
    assert "dossier" in page.text or "asked" in wrong
    assert world.requests() == []


def test_sent_twice_it_is_written_down_once_with_the_same_code(world, written):
    staff = world.coordinator()
    mark = re.search(r'name="form" value="([0-9a-f]{32})"', staff.get(PAGE).text)[1]
    pages = [staff.send(PAGE, **written, form=mark).text for _ in range(2)]
    codes = {re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", page)[0] for page in pages}
    assert len(codes) == 1 and "was sent before" in pages[1]
    assert len(world.requests()) == 1


def test_who_may_not_answer_may_not_write_down_either(world, written):
    for who in (world.signed_in("bqr", Duty.REQUESTS_READ), world.person("person-00000001")):
        assert who.get(PAGE).status_code == 403
        assert who.send(PAGE, token=who.token("/requests/new"), **written).status_code == 403
    assert world.visitor().get(PAGE).status_code in (302, 303, 401)
    assert world.requests() == []


def test_the_case_says_how_it_came_in_and_when_it_was_written_down(world, written):
    world.coordinator().send(PAGE, **written)
    page = world.coordinator().get(f"/requests/cases/{world.requests()[0].id}").text
    assert "By letter" in page and "Written down" in page and "Friday 27 February 2026</dd>" in page
    (told,) = world.told(RequestReceived)
    assert told.channel == "letter"


NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # half past midnight of 2 March in Amsterdam


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (None, NIGHT),
        (date(2026, 3, 2), NIGHT),
        (date(2026, 3, 1), datetime(2026, 2, 28, 23, 0, tzinfo=UTC)),
        (date(2025, 7, 1), datetime(2025, 6, 30, 22, 0, tzinfo=UTC)),
        (date(2025, 3, 1), datetime(2025, 2, 28, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 3), NotReceivedYet),
        (date(2025, 2, 28), ReceivedLongAgo),
        (date(1900, 1, 1), ReceivedLongAgo),
    ],
)
def test_from_which_moment_a_request_counts_that_is_written_down(day, moment):
    if isinstance(moment, type) and issubclass(moment, RequestError):
        with pytest.raises(moment):
            received_at(day, NIGHT)
    else:
        assert received_at(day, NIGHT) == moment
