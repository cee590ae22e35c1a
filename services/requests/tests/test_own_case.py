"""The way to one's own request: a ticket after number and code, or signed in; and nobody else's by either."""

import re
from datetime import timedelta

import pytest

from waarborg_requests.pages.tickets import LIVES_FOR, TicketForged, TicketOver, Tickets
from waarborg_shared.auth import Assurance
from waarborg_shared.guessing import FREE_TRIES

NOW_HASH = b"h" * 32


def opened(visitor, number, code):
    """The page of a request, and the ticket that stands on it."""
    page = visitor.send("/requests/status", number=number, code=code)
    assert page.status_code == 200
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    return page, found[1] if found else None


@pytest.fixture
def tickets():
    """Tickets of a master key."""
    return Tickets(b"k" * 32)


def test_a_ticket_names_its_request_and_ends_by_itself(tickets, world):
    now = world.clock.now()
    ticket = tickets.issue("bqr", "request-1", code_hash=NOW_HASH, now=now)
    assert tickets.read("bqr", ticket, now=now).request_id == "request-1"
    assert tickets.read("bqr", ticket, now=now + LIVES_FOR).request_id == "request-1"
    for moment in (now + LIVES_FOR + timedelta(seconds=1), now - timedelta(seconds=5)):
        with pytest.raises(TicketOver):
            tickets.read("bqr", ticket, now=moment)


@pytest.mark.parametrize("wrong", ["", "x", "é", "AAAA", "A" * 900, None])
def test_what_is_no_ticket_is_refused(tickets, world, wrong):
    now = world.clock.now()
    ticket = tickets.issue("bqr", "request-1", code_hash=NOW_HASH, now=now)
    forged = ticket[:-6] + ("A" if ticket[-6] != "A" else "B") + ticket[-5:] if wrong is None else wrong
    with pytest.raises(TicketForged):
        tickets.read("bqr", forged, now=now)


def test_a_ticket_of_another_organisation_or_key_is_forged(tickets, world):
    now = world.clock.now()
    ticket = tickets.issue("bqr", "request-1", code_hash=NOW_HASH, now=now)
    with pytest.raises(TicketForged):
        tickets.read("jtb-care", ticket, now=now)
    with pytest.raises(TicketForged):
        Tickets(b"j" * 32).read("bqr", ticket, now=now)


def test_a_forged_ticket_asks_for_number_and_code_and_guessing_is_slowed_down(world):
    visitor = world.visitor()
    for _ in range(FREE_TRIES):
        page = visitor.send("/requests/status", ticket="A" * 80)
        assert page.status_code == 422 and "Type your number and code once more" in page.text
    assert visitor.send("/requests/status", ticket="A" * 80).status_code == 429
    assert world.visitor(address="198.51.100.8").send("/requests/status", ticket="A" * 80).status_code == 422


def test_who_signed_in_sees_his_own_requests_without_number_and_code(world, access):
    mine = world.person("person-00000001")
    mine.send("/requests/new", **access)
    world.visitor().send("/requests/new", **access)
    own, other = world.requests()
    page = mine.get("/requests/mine")
    assert own.number in page.text and other.number not in page.text
    shown = mine.get(f"/requests/mine/{own.id}")
    assert shown.status_code == 200 and own.number in shown.text
    assert "looked-signed-in" in world.verbs(own.id)


def test_one_proof_opens_ones_requests_by_number_and_code_alone_where_persons_have_accounts(world, access):
    ref = "person-00000001"
    once = {org: world.person(ref, org, assurance=Assurance.LOW) for org in ("bqr", "jtb-care")}
    for organisation, who in once.items():
        receipt = who.send("/requests/new", **access)
        assert receipt.status_code == 201
        (row,) = world.requests(organisation)
        seen = [who.get(path).status_code for path in ("/requests/mine", f"/requests/mine/{row.id}")]
        assert seen == ([403, 403] if organisation == "bqr" else [200, 404])
        number, code = re.findall(r"<dd[^>]*>([^<]+)</dd>", receipt.text)[:2]
        _, ticket = opened(who, number, code)
        assert ticket
    low = once["bqr"]
    (row,) = world.requests("bqr")
    refused = low.send("/requests/own/messages", page="/requests/status", own=row.id, text="Wat staat er?")
    assert refused.status_code == 403 and row.number not in refused.text


def test_another_persons_request_is_not_there(world, access):
    world.person("person-00000001").send("/requests/new", **access)
    (row,) = world.requests()
    other = world.person("person-00000002")
    refused = other.get(f"/requests/mine/{row.id}")
    assert refused.status_code == 404 and row.number not in refused.text
    assert row.number not in other.get("/requests/mine").text
    assert world.person("person-00000001", "jtb-care").get(f"/requests/mine/{row.id}").status_code == 404


@pytest.mark.parametrize("path", ["/requests/mine", "/requests/mine/x"])
def test_who_did_not_sign_in_is_asked_to(world, path):
    assert world.visitor().get(path).status_code == 401


def test_staff_have_no_requests_of_their_own_by_their_duties(world, access):
    world.person("person-00000001").send("/requests/new", **access)
    (row,) = world.requests()
    assert world.coordinator().get(f"/requests/mine/{row.id}").status_code == 404
    assert "You have no requests here" in world.coordinator().get("/requests/mine").text


def test_what_a_representative_asks_in_ones_name_is_not_among_ones_own(world, access):
    world.visitor().send("/requests/new", **access, representative="mentor", on_behalf_of="Teun Voorbeeld")
    (row,) = world.requests()
    with world.work() as work:
        found = work.case(type(row), row.id)
        found.subject_ref, found.identified_at = "person-00000001", work.now
    mine = world.person("person-00000001")
    assert row.number not in mine.get("/requests/mine").text
    assert mine.get(f"/requests/mine/{row.id}").status_code == 404
