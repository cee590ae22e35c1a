"""A new use of data: refused unless somebody declared it compatible, with five answers, and the declaration stands."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.actions import purposes as deeds
from waarborg_consent.actions.books import book_ref
from waarborg_consent.domain.purposes import (
    AlreadyDeclared,
    Declaration,
    GivenOnConsent,
    NeedsConsentItself,
    NotOnTheList,
    Point,
    SamePurpose,
    check_declaration,
    compatible,
)
from waarborg_consent.models import Compatibility
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World

PAGE = "/consent/purposes"
ANSWERS = {point.value: f"Antwoord over {point.value}." for point in Point}
PAIR = {"from_purpose": "care_agreement", "to_purpose": "evaluation"}
DECLARED = Declaration(id="d1", from_purpose="a", to_purpose="b", at=START, by_ref="account-ada")


def plain(page: str) -> str:
    """A page as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def keeper(world: World, lang: str = "en") -> Visitor:
    """Somebody who keeps the list."""
    return world.signed_in("bqr", Duty.CONSENT_READ, Duty.STATEMENT_KEEP, ref="account-ada", lang=lang)


def asked(world: World, old: str = "care_agreement", new: str = "evaluation") -> bool:
    """What programs are told."""
    answer = world.partner("bqr", "consent:decide").get(
        f"/consent/api/v1/compatibility?from_purpose={old}&to_purpose={new}"
    )
    assert answer.status_code == 200
    return bool(answer.json["compatible"])


@pytest.mark.parametrize(
    ("old", "new", "later", "stands"),
    [
        ("a", "b", timedelta(), True),
        ("b", "a", timedelta(), False),
        ("a", "c", timedelta(), False),
        ("a", "b", -timedelta(seconds=1), False),
        ("a", "b", timedelta(days=2), False),
    ],
)
def test_J2_a_declaration_goes_one_way_and_as_long_as_it_stands(
    old: str, new: str, later: timedelta, stands: bool
) -> None:
    ended = replace(DECLARED, ended_at=START + timedelta(days=2))
    assert (compatible([ended], old, new, at=START + later) is not None) is stands


def test_J2_two_steps_are_not_one() -> None:
    second = replace(DECLARED, id="d2", from_purpose="b", to_purpose="c")
    assert compatible([DECLARED, second], "a", "c", at=START) is None


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.integers(0, 9), st.none() | st.integers(0, 9)),
        max_size=8,
    ),
    st.integers(0, 9),
)
def test_it_is_compatible_exactly_where_a_declaration_stands(rows: list[Any], hour: int) -> None:
    declarations = [
        Declaration(
            id=str(number),
            from_purpose=old,
            to_purpose=new,
            at=START + timedelta(hours=since),
            by_ref="x",
            ended_at=START + timedelta(hours=until) if until is not None else None,
        )
        for number, (old, new, since, until) in enumerate(rows)
    ]
    now = START + timedelta(hours=hour)
    expected = any(
        (old, new) == ("a", "b") and since <= hour and (until is None or hour < until)
        for old, new, since, until in rows
    )
    assert (compatible(declarations, "a", "b", at=now) is not None) is expected


@pytest.mark.parametrize(
    ("old", "new", "error", "field"),
    [
        ("spying", "evaluation", NotOnTheList, "from_purpose"),
        ("care_agreement", "spying", NotOnTheList, "to_purpose"),
        ("care_agreement", "care_agreement", SamePurpose, "to_purpose"),
        ("marketing", "evaluation", GivenOnConsent, "from_purpose"),
        ("care_agreement", "marketing", NeedsConsentItself, "to_purpose"),
        ("care_agreement", "statistics", AlreadyDeclared, "to_purpose"),
    ],
)
def test_J2_B2_what_cannot_be_declared(world: World, old: str, new: str, error: type[Exception], field: str) -> None:
    purposes = world.runtime.rules("bqr").purposes
    stands = [replace(DECLARED, from_purpose="care_agreement", to_purpose="statistics")]
    with pytest.raises(error) as refused:
        check_declaration(purposes, stands, from_purpose=old, to_purpose=new, at=START)
    assert refused.value.field == field  # type: ignore[attr-defined]


def test_J2_a_use_is_refused_until_it_is_declared_and_again_when_that_ends(either_world: World) -> None:
    world = either_world
    assert not asked(world)
    assert keeper(world).send(PAGE, **PAIR, **ANSWERS).status_code == 303
    assert asked(world) and not asked(world, "evaluation", "care_agreement")
    (row,) = world.rows(Compatibility)
    page = f"{PAGE}/declarations/{row.id}"
    shown = plain(keeper(world).get(page).text)
    assert all(answer in shown for answer in ANSWERS.values()) and "by you" in shown
    assert b"Antwoord" not in row.words_sealed
    world.clock.moment = START + timedelta(hours=1)
    assert keeper(world).send(page, why="De raad vond het te ver gaan.").status_code == 303
    assert not asked(world)
    after = plain(keeper(world).get(page).text)
    assert "De raad vond het te ver gaan." in after and "ended" in after
    assert world.verbs(book_ref("bqr")) == ["declared-compatible", "ended-compatibility"]
    assert keeper(world).send(page, page=PAGE, why="Nog eens.").status_code == 404


def test_what_was_declared_is_in_the_statement(world: World) -> None:
    heading = "New purposes that go with it"
    assert heading not in world.visitor().get("/consent/statement").text
    keeper(world).send(PAGE, **PAIR, **ANSWERS)
    page = plain(world.visitor().get("/consent/statement").text)
    assert heading in page and "Data for “Making and keeping the care agreement” we also use for “Evaluating" in page


@pytest.mark.parametrize("missing", [point.value for point in Point])
def test_J2_each_of_the_five_points_is_answered(world: World, missing: str) -> None:
    answer = keeper(world).send(PAGE, **PAIR, **{**ANSWERS, missing: " "})
    assert answer.status_code == 422 and f'href="#field-{missing}"' in answer.text
    assert world.rows(Compatibility) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"from_purpose": "marketing"}, "were given by consent"),
        ({"to_purpose": "spying"}, "not on the list"),
        ({"to_purpose": "care_agreement"}, "the same purpose"),
        ({"link": "x" * 2001}, "Longer than"),
        ({"link": "bel\x07"}, "cannot be stored"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World, wrong: dict[str, str], says: str) -> None:
    answer = keeper(world).send(PAGE, **{**PAIR, **ANSWERS, **wrong})
    assert answer.status_code == 422
    assert "Antwoord over context." in answer.text
    assert world.rows(Compatibility) == []
    if says not in ("Longer than", "cannot be stored"):
        assert says in plain(answer.text)


def test_the_list_shows_each_purpose_with_its_ground(world: World) -> None:
    page = plain(keeper(world).get(PAGE).text)
    for purpose in world.runtime.rules("bqr").purposes.values():
        assert purpose.name.en in page
    assert "it is for archive, research or statistics" in page
    dutch = plain(keeper(world, "nl").get(PAGE).text)
    assert "De lijst is gesloten" in dutch


def test_who_only_reads_declares_nothing(world: World) -> None:
    reader = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert "Declare two purposes" not in reader.get(PAGE).text
    token = reader.token("/consent/people/0190-person-of-bqr-01")
    assert reader.send(PAGE, token=token, **PAIR, **ANSWERS).status_code == 403
    assert world.visitor().get(PAGE).status_code == 401
    assert world.rows(Compatibility) == []


def test_the_other_organisation_hears_nothing_of_it(world: World) -> None:
    keeper(world).send(PAGE, **PAIR, **ANSWERS)
    (row,) = world.rows(Compatibility)
    other = world.signed_in("jtb-care", Duty.CONSENT_READ)
    assert other.get(f"{PAGE}/declarations/{row.id}").status_code == 404
    with world.work("jtb-care") as work:
        assert deeds.declared_compatible(work, "care_agreement", "evaluation") is None


def test_where_the_words_were_erased_the_declaration_stands_and_says_so(world: World) -> None:
    keeper(world).send(PAGE, **PAIR, **ANSWERS)
    (row,) = world.rows(Compatibility)
    world.erase(row.id)
    page = keeper(world).get(f"{PAGE}/declarations/{row.id}")
    assert page.status_code == 200 and "Erased" in page.text
    assert asked(world)
