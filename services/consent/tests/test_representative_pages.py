"""The desk's pages about a client's representatives, and the client's own page."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from waarborg_consent.app import SERVICE
from waarborg_consent.models import ClientFactRow, RepresentationEventRow, RepresentationRow
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World, build_world

CLIENT, SPOUSE = "0190-client-of-bqr-01", "0190-spouse-of-bqr-01"
PAGE = f"/consent/people/{CLIENT}/representatives"
NEW = f"{PAGE}/new"


@pytest.fixture
def today(world: World) -> date:
    """The day in Amsterdam on which the test happens."""
    return due_on(world.clock.now())


def typed(today: date, **other: Any) -> dict[str, Any]:
    good = {
        "representative": SPOUSE,
        "kind": "spouse",
        "scopes": ["care", "data"],
        "begins_on": str(today),
        "ends_on": "",
        "evidence": "statement",
        "evidence_seen_on": str(today),
        "note": "Trouwboekje gezien.",
    }
    return {**good, **other}


def desk_of(world: World, organisation: str = "bqr", lang: str = "en") -> Any:
    return world.signed_in(organisation, Duty.CONSENT_READ, Duty.CONSENT_RECORD, lang=lang)


def representation(world: World) -> str:
    (row,) = world.rows(RepresentationRow)
    return str(row.id)


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_B1_staff_register_somebody_and_read_who_decides_with_the_article(
    world: World, today: date, organisation: str
) -> None:
    desk = desk_of(world, organisation, "nl")
    assert "Er is niemand vastgelegd" in desk.get(PAGE).text
    assert desk.send(NEW, **typed(today)).status_code == 303
    shown = desk.get(PAGE).text
    assert "Echtgenoot" in shown and "Trouwboekje gezien." in shown
    assert "De cliënt is volwassen en beslist zelf. (art. 7:450(1) BW)" in shown
    cannot = {"topic": "care", "decided_by": "physician", "begins_on": str(today)}
    until = {"ends_on": str(today + timedelta(days=60)), "note": "Gesprek met de huisarts."}
    assert desk.send(f"/consent/people/{CLIENT}/capacity/incapacity", **cannot, **until).status_code == 303
    shown = desk.get(PAGE).text
    assert "Is de partner, en er is geen curator" in shown
    assert "Kan niet beslissen over zorg" in shown


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"representative": ""}, "representative"),
        ({"representative": CLIENT}, "own representative"),
        ({"kind": "administrator", "evidence": "court_decision"}, "may not decide on all"),
        ({"kind": "mentor"}, "needs other evidence"),
        ({"scopes": []}, "scopes"),
        ({"begins_on": "gisteren"}, "begins_on"),
        ({"ends_on": "2001-01-01"}, "lies before the first"),
        ({"kind": "minors_guardian"}, "record the date of birth first"),
    ],
)
def test_B1_what_is_typed_wrongly_is_told_and_kept(
    world: World, today: date, wrong: dict[str, Any], words: str
) -> None:
    answer = desk_of(world).send(NEW, **typed(today, **wrong))
    assert answer.status_code == 422
    assert words in answer.text and "Trouwboekje gezien." in answer.text
    assert world.rows(RepresentationRow) == []


def test_B1_staff_end_mark_unwilling_and_set_aside(world: World, today: date) -> None:
    desk = desk_of(world)
    desk.send(NEW, **typed(today))
    one = f"{PAGE}/{representation(world)}"
    assert desk.send(f"{one}/unwilling", note="Te zwaar.").status_code == 303
    assert "does not wish to act" in desk.get(PAGE).text
    assert desk.send(f"{one}/unwilling", note="Nog eens.").status_code == 422
    assert desk.send(f"{one}/willing").status_code == 303
    aside = {"topic": "care", "begins_on": str(today), "ends_on": str(today)}
    refused = desk.send(f"{one}/set-aside", **aside)
    assert refused.status_code == 422 and "note" in refused.text
    assert desk.send(f"{one}/set-aside", **aside, note="Weigert pijnstilling.").status_code == 303
    assert desk.send(f"{one}/end", from_on="2001-01-01").status_code == 422
    assert desk.send(f"{one}/end", from_on=str(today)).status_code == 303
    assert "ended" in desk.get(PAGE).text
    assert [row.kind for row in world.rows(RepresentationEventRow)] == ["unwilling", "willing", "set_aside", "ended"]


def test_B1_staff_record_a_child_its_own_word_and_end_it(world: World, today: date) -> None:
    desk, capacity = desk_of(world), f"/consent/people/{CLIENT}/capacity"
    early = {"ground": "lasting_wish", "begins_on": str(today), "ends_on": str(today), "note": "Wil dit."}
    assert desk.send(f"{capacity}/own-word", **early).status_code == 422
    assert desk.send(f"{capacity}/birth", born_on=str(date(today.year - 40, 1, 1))).status_code == 422
    assert desk.send(f"{capacity}/birth", born_on=str(date(today.year - 14, 1, 1))).status_code == 303
    assert desk.send(f"{capacity}/own-word", **early).status_code == 303
    assert "Decides on care by itself" in desk.get(PAGE).text
    (fact,) = world.rows(ClientFactRow)
    assert desk.send(f"{capacity}/{fact.id}/end", from_on=str(today)).status_code == 303
    assert "No parent with authority or guardian is registered" in desk.get(PAGE).text


@pytest.mark.parametrize(
    "path",
    [
        f"{PAGE}/0190-no-such-representation/end",
        f"/consent/people/{CLIENT}/capacity/dancing",
        f"/consent/people/{CLIENT}/capacity/0190-no-such-fact-01/end",
        "/consent/people/1/representatives",
        "/consent/people/1/representatives/new",
    ],
)
def test_an_address_of_nothing_is_not_found(world: World, path: str) -> None:
    assert desk_of(world).get(path).status_code == 404


def test_a_representation_is_reached_through_its_own_client_alone(world: World, today: date) -> None:
    desk = desk_of(world)
    desk.send(NEW, **typed(today))
    other = f"/consent/people/0190-somebody-else-1/representatives/{representation(world)}/end"
    assert desk.get(other).status_code == 404


def test_staff_who_only_read_see_no_form_and_cannot_open_one(world: World, today: date) -> None:
    desk_of(world).send(NEW, **typed(today))
    reader = world.signed_in("bqr", Duty.CONSENT_READ)
    shown = reader.get(PAGE)
    assert shown.status_code == 200 and "Register a representative" not in shown.text
    assert reader.get(NEW).status_code == 403
    assert world.signed_in("bqr", Duty.DESK).get(PAGE).status_code == 403
    assert world.person(CLIENT).get(PAGE).status_code == 403


def test_of_who_was_erased_the_page_shows_the_word_for_it_and_a_note_is_refused(world: World, today: date) -> None:
    desk = desk_of(world)
    desk.send(NEW, **typed(today))
    one = f"{PAGE}/{representation(world)}"
    world.erase(CLIENT)
    shown = desk.get(PAGE)
    assert shown.status_code == 200 and "Erased" in shown.text
    answer = desk.send(f"{one}/end", from_on=str(today), note="Hij belde.")
    assert answer.status_code == 422 and "Hij belde." in answer.text
    assert desk.send(f"{one}/end", from_on=str(today)).status_code == 303


class Register:
    """Identity's register of persons, as the client of services would reach it."""

    def __init__(self, away: bool = False) -> None:
        self._away = away

    def ask(self, service: str, method: str, path: str, *, json: Any = None, **_: Any) -> Answer:
        """Answer who has a number, and what somebody is called."""
        if self._away:
            raise ServiceAway(service, "not there")
        if method == "POST":
            return Answer(200, {"persons": [SPOUSE] if json == {"client_number": "C-1044"} else []})
        known = path.rpartition("/")[2] in (CLIENT, SPOUSE)
        return Answer(200, {"name": "Teun Voorbeeld", "client_number": ""}) if known else Answer(404)


@pytest.mark.parametrize(
    ("who", "away", "status", "words"),
    [
        ("C-1044", False, 303, ""),
        (SPOUSE, False, 303, ""),
        ("C-9999", False, 422, "Nobody in the register"),
        ("0190-of-another-org", False, 422, "Nobody in the register"),
        ("C-1044", True, 422, "cannot be reached"),
    ],
)
def test_B1_a_representative_is_somebody_whom_this_organisations_register_knows(
    sqlite_database: Any, make_settings: Callable[..., Any], who: str, away: bool, status: int, words: str
) -> None:
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=Register(away)):
        desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD, Duty.PERSONS_REGISTER)
        answer = desk.send(NEW, **typed(due_on(world.clock.now()), representative=who))
        assert answer.status_code == status
        assert words in answer.text
        assert len(world.rows(RepresentationRow)) == (1 if status == 303 else 0)
        if status == 303:
            assert "Teun Voorbeeld" in desk.get(PAGE).text
            assert not any("Teun" in str(vars(row)) for row in world.rows(RepresentationRow))


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_B1_a_client_sees_who_may_decide_and_the_way_there_is_on_his_own_page(world: World, organisation: str) -> None:
    page = world.person(CLIENT, organisation, lang="nl")
    assert 'href="/consent/representatives"' in page.get("/consent/").text
    shown = page.get("/consent/representatives").text
    assert "U bent volwassen en beslist zelf." in shown and "Er is niemand vastgelegd" in shown
