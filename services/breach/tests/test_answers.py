"""Answers that change: a page that was open for long overwrites nothing, and what was replaced stays."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from waarborg_breach import actions
from waarborg_breach.app import SERVICE
from waarborg_breach.domain.answers import AnsweredMeanwhile, Said, new_answers
from waarborg_breach.models import BreachAnswer, BreachCase, BreachEarlierAnswer
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks import hookimpl, registry
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import BreachProtocol, BreachQuestion, Text
from waarborg_shared.testing.world import Visitor, World, build_world, host_of

CODE = re.compile(r"\b(?:[2346789A-HJKMNP-RTV-Z]{4}-){3}[2346789A-HJKMNP-RTV-Z]{4}\b")
BY_CODE = "/breach/questions"
HOUSE = "house"
CLASHING = ("code", "do", "containment", "reason", "how", "unknown_how", "seen_how", "a.b-c")


@pytest.fixture
def carer(world: World) -> Visitor:
    """Who discovered it."""
    return world.staff("bqr", "carer")


@pytest.fixture
def case(world: World, carer: Visitor) -> BreachCase:
    """A breach that the carer reported."""
    carer.send("/breach/report", summary="Mijn telefoon is weg.", discovered_at="2026-03-02T06:00")
    (row,) = world.rows(BreachCase)
    return row


def seen(page: str) -> dict[str, str]:
    """Return which versions a page shows, as its hidden fields send them."""
    return dict(re.findall(r'name="(seen_[^"]+)" value="([0-9]+)"', page))


def answers(world: World, case: BreachCase) -> dict[str, Any]:
    return dict(world.partner("bqr", "breach:read").get(f"/breach/api/v1/breaches/{case.id}").json["answers"])


@pytest.mark.parametrize(
    ("sent", "saw", "kept"),
    [
        ("nieuw", {}, {"q": "nieuw"}),
        ("nieuw", {"q": 2}, {"q": "nieuw"}),
        ("nu\n", {"q": 0}, {}),
        ("toen", {"q": 1}, {}),
        ("", {"q": 2}, {"q": ""}),
        ("nieuw", {"q": 1}, None),
        ("toen", {"q": 2}, {"q": "toen"}),
        ("", {"q": 0}, None),
        ("nieuw", {"q": 7}, None),
        ("toen", {"q": 7}, None),
    ],
)
def test_an_answer_takes_the_place_of_the_one_that_its_sender_saw_and_of_no_other(
    sent: str, saw: dict[str, int], kept: dict[str, str] | None
) -> None:
    now = {"q": Said("nu", 2)}
    was = {("q", 1): "toen"}
    if kept is None:
        with pytest.raises(AnsweredMeanwhile):
            new_answers({"q": sent}, now, seen=saw, was=lambda *which: was.get(which))
    else:
        assert new_answers({"q": sent}, now, seen=saw, was=lambda *which: was.get(which)) == kept


def test_an_old_page_of_a_report_overwrites_no_newer_answer_and_shows_both(
    world: World, carer: Visitor, case: BreachCase
) -> None:
    mine = f"/breach/reports/{case.id}"
    carer.send(mine, answer_encrypted="Nee.", answer_how_many="Tien.")
    old = {**seen(carer.get(mine).text), "answer_encrypted": "Nee.", "answer_how_many": "Tien."}
    assert old["seen_encrypted"] == "1" and old["seen_what_happened"] == "0"
    assert carer.send(mine, answer_encrypted="Ja, met een pincode.").status_code == 303
    board, path = world.staff("bqr", "board"), f"/breach/cases/{case.id}"
    board.send(f"{path}/answers", page=path, answer_what_happened="Gestolen in de bus.")
    # What was left as the old page showed it takes the place of nothing newer.
    assert carer.send(mine, **{**old, "answer_how_many": "Twaalf."}).status_code == 303
    assert answers(world, case) == {
        **{"encrypted": "Ja, met een pincode.", "how_many": "Twaalf."},
        "what_happened": "Gestolen in de bus.",
    }
    typed = {"answer_encrypted": "Nee, toch niet.", "answer_what_happened": "Kwijtgeraakt."}
    refused = carer.send(mine, **{**old, **typed})
    assert refused.status_code == 412 and "Meanwhile somebody gave another answer." in refused.text
    assert "Nee, toch niet." in refused.text and "Ja, met een pincode." in refused.text
    assert "Kwijtgeraakt." in refused.text and "Answered meanwhile by a member of staff" in refused.text
    assert "Gestolen in de bus." not in refused.text, "what others said is not shown here"
    assert ">\nTwaalf.</textarea>" in refused.text, "what was left as it was gets the newer answer"
    assert 'href="#field-answer_encrypted"' in refused.text
    assert answers(world, case)["encrypted"] == "Ja, met een pincode."
    assert carer.send(mine, **seen(refused.text), **typed).status_code == 303, "sent again he means it"
    assert answers(world, case)["encrypted"] == "Nee, toch niet."


def test_an_old_page_of_a_case_shows_both_too(world: World, carer: Visitor, case: BreachCase) -> None:
    board, path = world.staff("bqr", "board"), f"/breach/cases/{case.id}"
    carer.send(f"/breach/reports/{case.id}", answer_encrypted="Nee.")
    old = seen(board.get(path).text)
    carer.send(f"/breach/reports/{case.id}", answer_encrypted="Ja.")
    revision = world.rows(BreachCase)[0].revision
    stale = f"{path}/answers?revision={revision - 1}"
    typed = {"answer_encrypted": "Onbekend of het zo is."}
    refused = board.send(stale, page=path, **old, **typed)
    assert refused.status_code == 412 and "Onbekend of het zo is." in refused.text
    assert "Answered meanwhile by the discoverer" in refused.text and "<p>Ja.</p>" in refused.text.replace(
        '<p class="nl-paragraph">', "<p>"
    )
    assert answers(world, case) == {"encrypted": "Ja."}


def test_B24_7_an_answer_that_is_replaced_stays_with_who_gave_it_and_goes_with_the_case(
    either_world: World,
) -> None:
    world = either_world
    carer, board = world.staff("bqr", "carer"), world.staff("bqr", "board")
    carer.send("/breach/report", summary="Mijn telefoon is weg.", discovered_at="2026-03-02T06:00")
    (case,) = world.rows(BreachCase)
    mine, path = f"/breach/reports/{case.id}", f"/breach/cases/{case.id}"
    carer.send(mine, unknown_encrypted="true", answer_how_many="Tien.")
    carer.send(mine, answer_encrypted="Nee, geen pincode.")
    world.clock.forward(3600)
    said = {"answer_encrypted": "Ja, zegt de beheerder.", "answer_how_many": "Tien."}
    assert board.send(f"{path}/answers", page=path, **said).status_code == 303
    rows = sorted(world.rows(BreachEarlierAnswer), key=lambda row: row.version)
    assert [(row.question, row.version, row.not_known, row.given_by) for row in rows] == [
        ("encrypted", 1, True, "discoverer"),
        ("encrypted", 2, False, "discoverer"),
    ], "what was sent as it stood is no new answer"
    assert {row.answered_by for row in rows} == {"account-carer"} and b"pincode" not in rows[1].answer_sealed
    assert {row.question: row.version for row in world.rows(BreachAnswer)} == {"encrypted": 3, "how_many": 1}
    page = board.get(path).text
    folded = page.partition("2 earlier answers")[2].partition("</details>")[0]
    assert "Nee, geen pincode." in folded and "Not known yet" in folded and "the discoverer" in folded
    assert "Ja, zegt de beheerder." in page and "Nee, geen pincode." not in carer.get(f"{path}/dossier").text
    assert "Ja, zegt de beheerder." in board.get(f"{path}/dossier").text
    assert "Nee, geen pincode." not in board.get(f"{path}/dossier").text
    before = world.rows(BreachCase)[0].revision
    assert board.send(f"{path}/answers", page=path, **said).status_code == 303
    assert world.rows(BreachCase)[0].revision == before and len(world.rows(BreachEarlierAnswer)) == 2
    world.erase(case.id)
    gone = board.get(path)
    assert gone.status_code == 200 and "pincode" not in gone.text and "2 earlier answers" in gone.text
    assert carer.send(mine, page="/breach/report", answer_encrypted="Weer.").status_code == 422


def test_an_old_page_with_a_code_overwrites_nothing_and_shows_no_answer(world: World) -> None:
    visitor, board = world.visitor("bqr"), world.staff("bqr", "board")
    found = CODE.search(visitor.send("/breach/report", summary="Een brief lag op straat.").text)
    assert found is not None
    (case,) = world.rows(BreachCase)
    path = f"/breach/cases/{case.id}"
    sent = {"do": "answer", "code": found[0], "answer_encrypted": "Ja."}
    old = seen(visitor.send(BY_CODE, code=found[0]).text)
    board.send(f"{path}/answers", page=path, answer_encrypted="Nee, het is papier.")
    refused = visitor.send(BY_CODE, **old, **sent)
    assert refused.status_code == 412 and ">\nJa.</textarea>" in refused.text
    assert "Answered meanwhile by a member of staff" in refused.text and "papier" not in refused.text
    assert answers(world, case) == {"encrypted": "Nee, het is papier."}
    again = visitor.send(BY_CODE, **seen(refused.text), **sent)
    assert again.status_code == 200 and answers(world, case) == {"encrypted": "Ja."}


# A question's code, whatever it is


class House:
    """Asks questions whose codes are names of other fields."""

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Ask them."""
        asked = tuple(BreachQuestion(code, Text(f"Vraag {code}?", f"Question {code}?")) for code in CLASHING)
        return replace(LawDefaults(HOUSE).breach_protocol(), questions=asked)


@pytest.fixture
def house(sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The service for an organisation with the plugin above."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": House})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured)


def test_a_question_may_have_any_code_and_clashes_with_no_field(house: World) -> None:
    visitor = house.visitor(HOUSE)
    found = CODE.search(visitor.send("/breach/report", summary="Weg.").text)
    assert found is not None
    typed = {f"answer_{code.replace('.', '--')}": f"Over {code}." for code in CLASHING if code != "how"}
    sent = visitor.send(BY_CODE, do="answer", **{"code": found[0]}, **typed, unknown_how="true")
    assert sent.status_code == 200, sent.text
    (case,) = house.rows(BreachCase, HOUSE)
    with house.work(HOUSE) as work:
        kept = actions.answers_of(work, work.case(BreachCase, case.id))
    assert kept == {code: f"Over {code}." for code in CLASHING if code != "how"}
    reader = house.signed_in(HOUSE, "breach.read", "breach.decide")
    page = reader.get(f"/breach/cases/{case.id}").text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and "Over containment." in page
