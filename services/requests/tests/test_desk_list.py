"""The work list: what it is narrowed by, alone and together, in the page and over the API."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from waarborg_requests.domain.desk.finding import DueTime, NotANumber, numbers_meant, until
from waarborg_requests.models import Request
from waarborg_shared.hooks.values import Duty
from waarborg_tests.request_beginnings import filed_as

ME, ANOUK, BRAM = "account-coordinator", "account-anouk", "account-bram0"
NUMBER = re.compile(r"BQR-2026-\d{6}")


@pytest.fixture
def world(world):
    return staffed(world)


def staffed(world):
    """The world with colleagues, of whom one is away."""
    world.register.works_here(ME, "Coby Verzonnen")
    world.register.works_here(ANOUK, "Anouk Verzonnen", away_until="2026-04-01T22:00:00+00:00", stand_in=ME)
    world.register.works_here(BRAM, "Bram Verzonnen")
    return world


def filed(world, access, **changes):
    assert world.visitor("bqr").send("/requests/new", **{**access, **changes}).status_code == 201
    return world.requests("bqr")[-1]


def put(world, row, **columns):
    """Make a row as something else made it: a handler, an escalation."""
    with world.work() as work:
        work.session.execute(
            update(Request).where(Request.organisation == "bqr", Request.id == row.id).values(**columns)
        )


def listed(visitor, query=""):
    page = visitor.get(f"/requests/?{query}")
    assert page.status_code == 200, page.text
    return list(dict.fromkeys(NUMBER.findall(re.sub(r'value="[^"]*"', "", page.text))))


@pytest.fixture
def rows(world, access):
    return each_sort(world, access)


def each_sort(world, access):
    """The number of one request of each sort, by a name."""
    made = {"plain": filed(world, access)}
    made["complaint"] = filed(world, access, kind="complaint")
    made["mine"] = filed(world, access)
    put(world, made["mine"], taken_up_by=ME)
    made["hers"] = filed(world, access)
    put(world, made["hers"], taken_up_by=ANOUK)
    made["his"] = filed(world, access)
    put(world, made["his"], taken_up_by=BRAM, escalated_at=world.clock.now())
    made["left"] = filed(world, access)
    put(world, made["left"], taken_up_by="account-gone1")
    return {name: row.number for name, row in made.items()}


FILTERS = (
    ("kind=complaint", {"complaint"}),
    ("kind=access&assigned=me", {"mine", "hers"}),
    ("assigned=nobody", {"plain", "complaint", "left"}),
    (f"assigned={BRAM}", {"his"}),
    ("escalated=yes", {"his"}),
    ("escalated=yes&assigned=me", set()),
    ("request_class=complaint", {"complaint"}),
    ("came_by=page&kind=complaint", {"complaint"}),
    ("came_by=partner", set()),
    ("due=late", set()),
    ("waiting=yes", set()),
    ("due=month", {"plain", "mine", "hers", "his", "left"}),
    ("due=three_days", set()),
    ("kind=&due=&assigned=", {"plain", "complaint", "mine", "hers", "his", "left"}),
)


def test_the_list_is_narrowed_by_each_filter_and_by_several_together(either_world, access):
    world = staffed(either_world)
    rows, staff = each_sort(world, access), world.coordinator()
    for query, names in FILTERS:
        assert set(listed(staff, query)) == {rows[name] for name in names}, query
    number = rows["complaint"]
    assert listed(staff, f"number={number.lower()}") == listed(staff, f"number={number[-6:]}") == [number]
    page = staff.get("/requests/").text
    assert "Mine: 2" in page and "Nobody has it: 2" in page and "Late: 0" in page


def test_late_is_what_ran_out_and_not_what_stands_still(either_world, access):
    world = either_world
    late, still = filed(world, access), filed(world, access)
    staff = world.coordinator()
    page = staff.get(f"/requests/cases/{still.id}").text
    token = re.search(r'name="_form" value="([^"]+)"', page)[1]
    asked = staff.send(
        f"/requests/cases/{still.id}/ask-identification", token=token, revision="1", reason="Wie bent u?"
    )
    assert asked.status_code == 303
    world.clock.moment = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
    assert listed(staff, "due=late") == [late.number]
    assert listed(staff, "waiting=yes") == [still.number]
    assert listed(staff, "waiting=yes&due=late") == []
    page = staff.get(f"/requests/cases/{still.id}").text
    token = re.search(r'name="_form" value="([^"]+)"', page)[1]
    staff.send(f"/requests/cases/{still.id}/identify", token=token, revision="2", how="at_the_desk")
    assert listed(staff, "due=late") == [late.number]
    world.clock.moment = datetime(2026, 9, 20, 9, 0, tzinfo=UTC)
    assert set(listed(staff, "due=late")) == {late.number, still.number}


def test_a_number_is_found_whole_or_by_its_end_in_every_part(world, access, rows):
    staff = world.coordinator()
    number = rows["complaint"]
    assert listed(staff, f"number={number}") == [number]
    assert listed(staff, f"number={number.lower()}") == [number]
    assert listed(staff, f"number={int(number[-6:])}&state=answered") == [number]
    assert listed(staff, "number=999999") == []


@pytest.mark.parametrize("typed", ["Willemijn", "000000", "12345678901", "%27"])
def test_what_is_no_number_is_told_at_its_field(world, typed):
    page = world.coordinator().get(f"/requests/?number={typed}")
    assert 'href="#field-number"' in page.text and "no number of a request" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "kind=witchcraft",
        "due=yesterday",
        "waiting=no",
        "assigned=%3Cb%3E",
        "state=secret",
        "colour=red",
        "number=" + 41 * "1",
    ],
)
def test_what_is_no_filter_is_refused(world, query):
    assert world.coordinator().get(f"/requests/?{query}").status_code == 422


def test_filters_stay_while_paging(either_world):
    world = either_world
    for made in range(52):
        world.clock.forward(1)
        filed_as(world, "complaint", made=made)
    staff = world.coordinator()
    first = staff.get("/requests/?kind=complaint&assigned=nobody")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert "kind=complaint" in following and "assigned=nobody" in following
    found = NUMBER.findall(first.text) + NUMBER.findall(staff.get(following).text)
    assert len(set(found)) == 52


def test_the_list_says_who_has_what_and_who_stands_in(world, rows):
    page = world.coordinator().get("/requests/").text
    assert "Coby Verzonnen (you)" in page
    assert "Anouk Verzonnen" in page and "You stand in" in page
    assert "May not answer any more: nobody has it" in page
    with world.work() as work:
        assert {row.taken_up_by for row in work.session.query(Request)} >= {ME, ANOUK, BRAM}


def test_without_identity_the_list_is_there_and_nobody_is_said_to_have_left(world, rows):
    world.register.away = True
    page = world.coordinator().get("/requests/")
    assert page.status_code == 200
    assert "Names are not shown now" in page.text and "May not answer any more" not in page.text
    assert set(listed(world.coordinator(), "assigned=nobody")) == {rows["plain"], rows["complaint"]}


def test_an_empty_filter_says_to_take_one_away(world, rows):
    assert "No request fits these filters" in world.coordinator().get("/requests/?came_by=partner").text


def test_over_the_api_the_same_filters_hold(world, rows):
    partner = world.partner("bqr", "requests:answer")
    page = partner.get("/requests/api/v1/requests/?kind=access&assigned=" + BRAM)
    assert [each["number"] for each in page.json["items"]] == [rows["his"]]
    assert page.json["items"][0]["assigned_to"] == BRAM
    for bad in ("kind=x", "number=Willemijn", "assigned=a", "waiting=1"):
        answer = partner.get(f"/requests/api/v1/requests/?{bad}")
        assert answer.status_code == 422, bad


def test_who_only_reads_gets_the_list_without_buttons(world, rows):
    page = world.signed_in("bqr", Duty.REQUESTS_READ, ref="account-fg001").get("/requests/")
    assert page.status_code == 200
    assert 'name="_form"' not in page.text and 'name="case"' not in page.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bqr-2026-000012", ("BQR-2026-000012",)),
        (" 12 ", ("BQR-2026-000012", "BQR-2025-000012")),
        ("000012", ("BQR-2026-000012", "BQR-2025-000012")),
        ("1234567", ("BQR-2026-1234567", "BQR-2025-1234567")),
    ],
)
def test_the_end_of_a_number_means_one_of_each_year(typed, meant):
    assert numbers_meant(typed, "bqr", (2025, 2026)) == meant


@pytest.mark.parametrize("typed", ["", "0", "BQR", "BQR-2026", "-12", "1.2", "1234567890"])
def test_other_words_are_no_number(typed):
    with pytest.raises(NotANumber):
        numbers_meant(typed, "bqr", (2026,))


@pytest.mark.parametrize(
    ("due", "now", "end"),
    [
        (DueTime.THREE_DAYS, datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 5, 23, tzinfo=UTC)),
        (DueTime.WEEK, datetime(2026, 3, 24, 9, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)),
        (DueTime.MONTH, datetime(2026, 1, 31, 23, 30, tzinfo=UTC), datetime(2026, 3, 4, 23, tzinfo=UTC)),
    ],
)
def test_within_so_many_days_ends_with_that_day_in_amsterdam(due, now, end):
    assert until(due, now) == end
