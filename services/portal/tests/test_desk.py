"""The staff desk: what waits at every service, the most urgent first, and how many cases there are in all."""

import re
from datetime import timedelta
from typing import Any

import pytest

from waarborg_portal.domain import MOST_CASES, read_part
from waarborg_shared.client import Answer
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor
from waarborg_shared.web.i18n import missing_translations

TEXT = {"nl": "Woord", "en": "Word"}
CLOSED_FOR_ME = Answer(403, {"code": "missing-right"})


def clock(name: str, hours: float, *, paused: bool = False) -> dict[str, Any]:
    """A clock that runs out so many hours from now."""
    return {
        "name": name,
        "label": {"nl": f"{name} nl", "en": f"{name} en"},
        "started_at": (START - timedelta(hours=10)).isoformat(),
        "due_at": (START + timedelta(hours=hours)).isoformat(),
        "remind_at": START.isoformat(),
        "paused": paused,
        "source": "art. 1",
    }


def case(service: str, number: str, *clocks: dict[str, Any], **other: Any) -> dict[str, Any]:
    """An open case of a service."""
    fields = {"service": service, "ref": "x", "number": number, "title": TEXT, "state": {"code": "open", **TEXT}}
    return {**fields, "url": f"/{service}/cases/{number}", "clocks": list(clocks), **other}


def part(*cases: dict[str, Any], total: int | None = None) -> Answer:
    """A service's answer."""
    return Answer(200, {"items": list(cases), "total": len(cases) if total is None else total})


@pytest.fixture
def staff(world: Any) -> Visitor:
    """Somebody who may see the desk, at services with nothing to do."""
    world.services.parts = {name: part() for name in ("requests", "breach", "disclosure", "identity", "consent")}
    visitor: Visitor = world.signed_in("bqr", Duty.DESK)
    return visitor


def test_the_cases_of_every_service_stand_in_one_list_the_most_urgent_first(world: Any, staff: Visitor) -> None:
    world.services.parts["requests"] = part(case("requests", "R-1", clock("a", 40)), case("requests", "R-2"))
    world.services.parts["breach"] = part(case("breach", "L-1", clock("b", 20)))
    page = staff.get("/desk").text
    assert re.findall(r'wb-number">([\w-]+)<', page) == ["L-1", "R-1", "R-2"]
    assert "3 open cases, most urgent first." in page


def test_a_case_shows_the_clock_that_binds_and_folds_the_others(world: Any, staff: Visitor) -> None:
    world.services.parts["breach"] = part(
        case("breach", "L-1", clock("late", 60), clock("rests", 1, paused=True), clock("soon", 20))
    )
    page = staff.get("/desk").text
    before, folded = page.split('<details class="wb-more">')
    assert re.findall(r'wb-clock__label">([^<]+)<', before) == ["soon en"]
    assert "20 hours left" in before and "wb-clock__bar" in before
    assert re.findall(r'wb-clock__label">([^<]+)<', folded) == ["late en", "rests en"]
    assert re.search(r'<summary>2 more terms<span class="wb-hidden"> of L-1</span></summary>', folded)
    assert "<details open" not in page


@pytest.mark.parametrize("clocks", [[], [clock("only", 20)]])
def test_a_case_with_one_clock_or_none_folds_nothing(world: Any, staff: Visitor, clocks: list[Any]) -> None:
    world.services.parts["breach"] = part(case("breach", "L-1", *clocks))
    page = staff.get("/desk").text
    assert "<details" not in page and page.count("wb-clock__label") == len(clocks)


@pytest.mark.parametrize(
    ("lang", "words", "count"),
    [
        ("nl", "Dit zijn de 200 meest dringende van 345 open zaken", "340 open"),
        ("en", "These are the 200 most urgent of 345 open cases", "340 open"),
    ],
)
def test_what_does_not_fit_is_told_with_the_lists_where_it_stands(
    world: Any, staff: Visitor, lang: str, words: str, count: str
) -> None:
    many = [case("requests", f"R-{number:03}", clock("a", 30 + number)) for number in range(MOST_CASES)]
    world.services.parts["requests"] = part(*many, total=340)
    world.services.parts["breach"] = part(*[case("breach", f"L-{number}", clock("b", number)) for number in range(5)])
    page = staff.get(f"/desk?lang={lang}").text
    shown = re.findall(r'wb-number">([\w-]+)<', page)
    assert (len(shown), shown[0], shown[-1]) == (MOST_CASES, "L-0", "R-194")
    assert words in page
    told = page.split('class="wb-cards"')[0].split("<h1")[1]
    assert re.search(rf'<a class="nl-link" href="/requests/\?lang={lang}">[^<]+</a>: {count}', told)
    assert re.search(rf'<a class="nl-link" href="/breach/\?lang={lang}">[^<]+</a>: 5 open', told)


def test_only_the_lists_that_are_theirs_are_offered(world: Any, staff: Visitor) -> None:
    world.services.parts["requests"] = CLOSED_FOR_ME
    del world.services.parts["disclosure"]
    page = staff.get("/desk").text
    assert 'href="/requests/"' not in page and 'href="/identity/persons"' not in page
    assert 'href="/breach/"' in page and 'href="/disclosure/reports"' in page
    assert "The part “Vulnerability reports” does not answer" in page
    assert 'href="/identity/persons"' in world.signed_in("bqr", Duty.DESK, Duty.PERSONS_REGISTER).get("/desk").text


def test_of_a_service_with_several_lists_those_that_are_theirs_are_offered_each_with_its_own_count(
    world: Any, staff: Visitor
) -> None:
    many = [case("consent", f"C-{number:03}", clock("a", 30 + number)) for number in range(MOST_CASES)]
    lists = [{"path": "/consent/reviews", "total": 251}]
    world.services.parts["consent"] = Answer(200, {"items": many, "total": 251, "lists": lists})
    page = staff.get("/desk").text
    assert re.search(r'href="/consent/reviews">[^<]+</a>: 251 open', page)
    assert 'href="/consent/emergencies"' not in page
    assert world.services.asked.count("consent") == 1


def test_nothing_to_do_is_said(staff: Visitor) -> None:
    assert "Nothing waits" in staff.get("/desk").text


def test_who_may_see_no_cases_is_told_so_and_not_that_they_appear_by_themselves(world: Any, staff: Visitor) -> None:
    world.services.parts = dict.fromkeys(("requests", "breach", "disclosure", "consent", "identity"), CLOSED_FOR_ME)
    page = staff.get("/desk").text
    assert "No cases are shown to you" in page and "by themselves" not in page
    assert "/breach/report" not in page, "nor a door that this role may not open"
    carer = world.signed_in("bqr", Duty.DESK, Duty.BREACH_REPORT).get("/desk").text
    assert 'href="/breach/report"' in carer and 'href="/breach/report#own"' in carer


def test_the_language_chosen_goes_along_to_every_service(world: Any, staff: Visitor) -> None:
    world.services.parts["breach"] = part(case("breach", "L-1", clock("b", 20)))
    staff.lang = "nl"
    for page in ("/desk", "/"):
        shown = staff.get(f"{page}?lang=en").text
        ways = [way for way in re.findall(r'<a [^>]*href="([^"#][^"]*)"', shown) if way.startswith("/")]
        assert len(ways) > 5
        assert [way for way in ways if "lang=en" not in way and "lang=nl" not in way] == []
        assert "lang=" not in "".join(re.findall(r'<h[12].*?href="([^"]+)"', staff.get(page).text))


def test_who_has_no_desk_sees_none(world: Any) -> None:
    away = world.visitor().get("/desk?lang=en")
    assert (away.status_code, away.headers["Location"]) == (303, "/identity/sign-in?next=/desk%3Flang%3Den&lang=en")
    assert world.signed_in("bqr", Duty.REQUESTS_READ).get("/desk").status_code == 403


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"items": None, "total": 0},
        {"items": {}, "total": 0},
        {"items": [], "total": "many"},
        {"items": [], "total": None},
        {"items": [case("breach", "L-1")], "total": 0},
        {"items": [], "total": 0, "lists": "many"},
        {"items": [], "total": 0, "lists": [{"path": "/breach/"}]},
        {"items": [], "total": 0, "lists": [7]},
        {"items": [{}], "total": 1},
        {"items": [case("breach", "L-1", url="//evil.example/")], "total": 1},
        {"items": [case("breach", "L-1", {"label": TEXT})], "total": 1},
    ],
)
def test_a_part_of_another_shape_costs_that_part_and_no_more(world: Any, staff: Visitor, told: Any) -> None:
    world.services.parts["breach"] = Answer(200, told)
    world.services.parts["requests"] = part(case("requests", "R-1", clock("a", 40)))
    page = staff.get("/desk")
    assert page.status_code == 200
    assert "The part “Data breaches” does not answer" in page.text and "R-1" in page.text


def test_a_service_that_does_not_tell_how_many_there_are_told_all_of_them() -> None:
    assert read_part({"items": [case("breach", "L-1")]}).total == 1


def test_every_text_is_said_in_dutch() -> None:
    assert missing_translations("waarborg_portal") == []
