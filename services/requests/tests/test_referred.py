"""A complaint that came in as a report of a vulnerability: filed once, without a word of it or of who made it."""

from waarborg_requests.app import SERVICE
from waarborg_shared.events.disclosure import ComplaintReferred
from waarborg_shared.events.requests import RequestReceived
from waarborg_shared.hooks.values import RequestKind

REPORT = "019a0000-0000-7000-8000-00000000c0de"


def refer(world, organisation="bqr"):
    """Give the event to its handler, as the consumer does."""
    with world.work(organisation) as work:
        told = ComplaintReferred(report_ref=REPORT, number="BQR-K-2026-0007")
        SERVICE.handles[ComplaintReferred](work, told, None, world.runtime.rules(organisation))


def test_a_complaint_of_a_report_is_filed_once_and_tells_its_number(world):
    for _ in range(2):
        refer(world)
    (row,) = world.requests()
    assert (row.kind, row.came_by, row.subject_ref) == (RequestKind.COMPLAINT, "disclosure", None)
    (told,) = world.told(RequestReceived)
    assert (told.origin, told.origin_ref, told.number) == ("disclosure", REPORT, row.number)
    assert told.due_at == row.due_at


def test_who_deals_with_complaints_reads_where_it_stands(world):
    refer(world)
    (row,) = world.requests()
    page = world.coordinator().get(f"/requests/cases/{row.id}")
    assert page.status_code == 200
    assert f"/disclosure/reports/{REPORT}" in page.text and "BQR-K-2026-0007" in page.text
    assert "As a report of a vulnerability" in page.text


def test_what_somebody_files_here_has_no_origin(world):
    world.known_request()
    (told,) = world.told(RequestReceived)
    assert (told.origin, told.origin_ref, told.number) == (None, None, None)
