"""Two organisations with one client number: each knows somebody else by it, and sees nothing of the other's."""

import pytest
from sqlalchemy import bindparam

from waarborg_requests.actions.collecting.asking import tasks_of
from waarborg_requests.actions.collecting.items import items_of
from waarborg_requests.actions.delivering import deliveries_of
from waarborg_requests.actions.references import references_of
from waarborg_requests.models import HolderTask, Item, Request
from waarborg_shared.db import made_once
from waarborg_shared.db.wall import WrongOrganisation
from waarborg_tests.request_beginnings import NUMBER, OTHER, PERSON, filed_as, identify
from waarborg_tests.reviewing import brought

HERE, THERE = "bqr", "jtb-care"
DOUBLES = "Likely the same request"


@pytest.fixture
def both(either_world):
    """An access request at each for C-1044, who is somebody else at each; at the first, data were brought."""
    world = either_world
    rows = {}
    for organisation, person in ((HERE, PERSON), (THERE, OTHER)):
        filed = filed_as(world, "access", organisation=organisation, client_number=NUMBER)
        rows[organisation] = identify(world, filed, person=person, organisation=organisation)
    with world.work(HERE) as work:
        brought(work, work.case(Request, rows[HERE].id), [])
    return world, rows[HERE], rows[THERE]


def test_each_knows_its_own_person_by_that_number(both):
    world, here, there = both
    assert (here.subject_ref, there.subject_ref) == (PERSON, OTHER)
    for organisation, row, person in ((HERE, here, PERSON), (THERE, there, OTHER)):
        tasks = world.rows(HolderTask, organisation)
        assert {(each.request_id, each.subject_ref) for each in tasks} == {(row.id, person)}


def test_what_was_brought_for_one_is_nowhere_at_the_other(both):
    world, here, there = both
    items = world.rows(Item, HERE)
    assert len(items) == 2 and world.rows(Item, THERE) == []
    with world.work(THERE) as work:
        assert items_of(work, work.case(Request, there.id)) == []
    staff = world.coordinator(THERE)
    assert staff.get(f"/requests/cases/{here.id}").status_code == 404
    for case in (here.id, there.id):
        assert staff.get(f"/requests/cases/{case}/items/{items[0].id}").status_code == 404
    assert here.id not in staff.get("/requests/").text and here.number not in staff.get("/requests/").text


def test_the_one_is_no_double_of_the_other(both):
    world, here, there = both
    second = filed_as(world, "access", made=1, client_number=NUMBER)
    page = world.coordinator(HERE).get(f"/requests/cases/{here.id}").text
    assert DOUBLES in page and second.number in page and there.number not in page
    page = world.coordinator(THERE).get(f"/requests/cases/{there.id}").text
    assert DOUBLES not in page and here.number not in page and second.number not in page


def test_what_is_called_by_that_number_is_read_over_the_api_by_its_own_alone(both):
    world, here, there = both
    for organisation, own, other in ((HERE, here, there), (THERE, there, here)):
        partner = world.partner(organisation, "requests:answer")
        assert partner.get(f"/requests/api/v1/requests/{own.id}").status_code == 200
        assert partner.get(f"/requests/api/v1/requests/{other.id}").status_code == 404


def test_a_query_that_was_made_once_gives_what_is_of_its_own_and_cannot_be_asked_for_another(both):
    world, here, there = both
    with world.work(THERE) as work:
        assert tasks_of(work, here) == [] and len(tasks_of(work, there)) > 1
        assert deliveries_of(work, here) == () and references_of(work, here.subject_ref) == {here.subject_ref}
        query = made_once(HolderTask).where(HolderTask.request_id == bindparam("request_id"))
        with pytest.raises(WrongOrganisation):
            work.session.scalars(query, {"organisation": HERE, "request_id": here.id})
