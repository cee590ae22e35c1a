"""The statement page: what is done with data, how long they stay, who else has them, and when it is looked at again."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import World

STATEMENT = "/consent/statement"


def statement(world: World, organisation: str, lang: str = "en") -> str:
    """The page as somebody reads it: entities and line breaks made plain."""
    page = world.visitor(organisation, lang=lang).get(STATEMENT).text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("organisation", "today", "says"),
    [
        (
            "bqr",
            datetime(2022, 4, 15, 21, 59, tzinfo=UTC),
            "It is looked at again on Friday 15 April 2022 at the latest.",
        ),
        ("bqr", datetime(2022, 4, 15, 22, 0, tzinfo=UTC), "The statement is due for review"),
        (
            "jtb-care",
            datetime(2019, 5, 24, 12, 0, tzinfo=UTC),
            "It is looked at again on Friday 24 May 2019 at the latest.",
        ),
        ("jtb-care", datetime(2019, 5, 25, 12, 0, tzinfo=UTC), "It was to be looked at again on Friday 24 May 2019"),
    ],
)
def test_B20_the_statement_says_when_it_is_looked_at_again_and_when_that_is_overdue(
    world: World, organisation: str, today: datetime, says: str
) -> None:
    world.clock.moment = today
    assert says in statement(world, organisation)


def test_J7_the_statement_says_by_which_ways_people_are_reached_and_that_there_are_no_mailings(world: World) -> None:
    page = statement(world, "jtb-care")
    assert "A talk in person: for everything." in page
    assert "E-mail: a message without data about you." in page
    assert "None of these ways is for mailings: this system sends none." in page
    assert "Geen van deze wegen is voor mailings" in statement(world, "jtb-care", "nl")


def test_a_way_that_is_for_mailings_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = world.runtime.rules("bqr")
    ways = {code: replace(way, mailing=code == "email") for code, way in rules.channels.items()}
    monkeypatch.setitem(vars(rules), "channels", ways)
    page = statement(world, "bqr")
    assert "Mailings come this way, and only if you said yes to them: E-mail, without content." in page
    assert "for mailings: this system sends none" not in page


def test_J8_B3_B21_who_else_has_data_says_in_which_capacity_and_whether_outside_the_eea(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = statement(world, "bqr")
    assert "Nedap ONS (NL): The care record and the planning; keeps data for us (processor agreement)." in page
    assert "Health insurers (NL): The insurance agreement and claims; gets data from us." in page
    assert "outside the European Economic Area" not in page
    assert "works for us (processor agreement)" in statement(world, "jtb-care")
    rules = world.runtime.rules("bqr")
    monkeypatch.setitem(vars(rules), "recipients", (replace(rules.recipients[0], country="US", inside_eea=False),))
    assert "Office 365 (US, outside the European Economic Area)" in statement(world, "bqr")


def test_B1_the_statement_says_who_may_speak_for_a_client_in_the_laws_order_and_on_what(world: World) -> None:
    page = statement(world, "bqr")
    guardian = "Guardian (curator), on care, money, data (art. 7:465(3) BW). Needed: proof in writing."
    administrator = "Administrator, on money (art. 1:441 BW)."
    assert guardian in page and administrator in page
    assert (
        page.index(guardian)
        < page.index("Mentor, on care, data")
        < page.index("Spouse, on")
        < page.index(administrator)
    )


def test_J10_B12_each_term_says_from_when_it_counts_and_which_data_it_is_about(world: World) -> None:
    page = statement(world, "bqr")
    assert "Medical file: 20 years after the last change (art. 7:454(3) BW). We promised 15 years; the law" in page
    assert "Data: Citizen service number, General practitioner, Health." in page
    assert "No longer than needed: erased as soon as they are no longer needed" in statement(world, "jtb-care")


def test_a_term_that_counts_from_another_event_than_the_laws_shows_both(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = world.runtime.rules("bqr")
    file = rules.retention(START.date())["medical_file"]
    rule = replace(file, promised_from=Text("na inschrijving", "after enrolment"))
    monkeypatch.setattr(rules, "retention", lambda on: {rule.code: rule})
    assert "We promised 15 years after enrolment; the law says otherwise, and the law holds." in statement(world, "bqr")


def test_every_purpose_says_where_it_stands(world: World) -> None:
    for organisation in ("bqr", "jtb-care"):
        page = statement(world, organisation, "nl")
        for purpose in world.runtime.rules(organisation).purposes.values():
            assert f"Zie: {purpose.source}." in page
            assert not re.search(r"\b[JB][0-9]+\b", purpose.source), "people cannot look that up"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_B12_the_statement_shows_the_promise_and_the_law_that_holds(world: World, lang: str) -> None:
    page = world.visitor(lang=lang).get("/consent/statement").text
    assert ("20 jaar" if lang == "nl" else "20 years") in page
    assert ("15 jaar" if lang == "nl" else "15 years") in page


def as_staff(world: World, organisation: str) -> str:
    page = world.signed_in(organisation, Duty.CONSENT_READ).get(STATEMENT).text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_staff_see_every_promise_that_the_law_does_not_let_stand_and_visitors_do_not(world: World) -> None:
    heading = "Where the law holds and not the promise"
    page = as_staff(world, "bqr")
    assert heading in page
    assert "retention.medical_file : 180 months was promised, 240 months holds (art. 7:454(3) BW)." in page
    assert heading not in statement(world, "bqr")


def test_where_every_promise_is_within_the_law_staff_read_so(world: World) -> None:
    page = as_staff(world, "jtb-care")
    assert "No promise is looser than the law." in page
    assert "was promised" not in page.partition("Where the law holds")[2]
