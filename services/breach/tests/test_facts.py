"""Facts and advice over HTTP: the form, the API, advice beside the decision, and what bad input gets."""

import json
from typing import Any

import pytest

from waarborg_breach.actions import facts_of
from waarborg_breach.domain.facts import DataKind, Holder
from waarborg_breach.models import BreachCase, BreachFact, KeptDecision
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED

BREACHES = "/breach/api/v1/breaches/"
HARMLESS = {
    "fact_categories": ["name"],
    "fact_identifiable": "maximum",
    "fact_groups": ["clients"],
    "fact_vulnerable": "no",
    "about_how_many": "2",
    "fact_confidentiality": "yes",
    "fact_holder": "known",
    "fact_deletion_confirmed": "yes",
    "fact_encryption": "none",
    "fact_integrity": "no",
    "fact_availability": "no",
    "fact_intent": "no",
}


@pytest.fixture
def board(world: World) -> Visitor:
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    board.send("/breach/report", summary="Twee brieven verwisseld.", discovered_at="2026-03-02T09:00")
    return f"/breach/cases/{world.rows(BreachCase)[-1].id}"


def advice(world: World, path: str) -> dict[str, Any]:
    found: dict[str, Any] = world.partner("bqr", "breach:read").get(f"{BREACHES}{path.rpartition('/')[2]}/advice").json
    return found


def test_the_facts_are_kept_shown_and_change_the_advice(world: World, board: Visitor, path: str) -> None:
    before = advice(world, path)
    assert (before["notify_authority"], before["inform_persons"], before["rests_on_unknown"]) == (True, True, True)
    assert (
        board.send(f"{path}/facts", page=path, **HARMLESS, facts_note="De buurman bracht hem terug.").status_code == 303
    )
    after = advice(world, path)
    assert (after["notify_authority"], after["inform_persons"], after["unknown"]) == (False, False, [])
    assert {"fact": "holder", "value": "public", "notify_authority": True, "inform_persons": True} in after["turns"]
    page = board.get(path).text
    assert "somebody else whom we know" in page and "De buurman bracht hem terug." in page
    assert 'name="fact_holder" value="known" checked' in page and "This advice rests on" not in page
    assert world.rows(BreachCase)[-1].about_how_many == 2


def test_facts_of_gives_one_frozen_value(world: World, board: Visitor, path: str) -> None:
    board.send(
        f"{path}/facts",
        page=path,
        **HARMLESS,
        fact_more_kinds=["credentials"],
        other_eu="yes",
        fact_countries=["DE", "BE"],
    )
    with world.work() as work:
        facts = facts_of(work, work.case(BreachCase, path.rpartition("/")[2]))
    assert facts.kinds == {DataKind.PLAIN, DataKind.CREDENTIALS} and facts.holder is Holder.KNOWN
    assert (facts.persons, facts.other_eu, facts.countries) == (2, True, frozenset({"DE", "BE"}))
    assert "undone" in facts.unknown and "persons" not in facts.unknown


def test_not_known_yet_is_something_else_than_empty(world: World, board: Visitor, path: str) -> None:
    board.send(
        f"{path}/facts", page=path, fact_holder="unknown", about_how_many__unknown="true", fact_groups=["unknown"]
    )
    whole = world.partner("bqr", "breach:read").get(f"{BREACHES}{path.rpartition('/')[2]}/facts").json
    assert whole["said_unknown"] == ["groups", "holder", "persons"]
    assert whole["holder"] is None and whole["care"] is None
    assert 'name="fact_holder" value="unknown" checked' in board.get(path).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fact_categories": ["name", "unknown"]}, "fact_categories"),
        ({"about_how_many": "3", "about_how_many__unknown": "true"}, "about_how_many"),
        ({"about_how_many": "-1"}, "about_how_many"),
        ({"about_how_many": "tien"}, "about_how_many"),
        ({"about_how_many": str(10**12)}, "about_how_many"),
        ({"fact_holder": "de buurman"}, "fact_holder"),
        ({"fact_categories": ["no-such"]}, "fact_categories"),
        ({"fact_countries": ["NL"]}, "fact_countries"),
        ({"other_eu": "no", "fact_countries": ["DE"]}, "fact_countries"),
        ({"facts_note": "a\x00b"}, "facts_note"),
    ],
)
def test_wrong_facts_are_refused_at_their_field_and_nothing_is_kept(
    world: World, board: Visitor, path: str, wrong: dict[str, Any], field: str
) -> None:
    answer = board.send(f"{path}/facts", page=path, **wrong)
    assert answer.status_code == 422, answer.text
    assert f'href="#field-{field}"' in answer.text
    assert world.rows(BreachFact) == []


def test_the_fg_reads_facts_and_advice_and_changes_neither(world: World, board: Visitor, path: str) -> None:
    board.send(f"{path}/facts", page=path, **HARMLESS)
    fg = world.staff("bqr", "fg")
    page = fg.get(path).text
    assert "somebody else whom we know" in page and "Advice" in page and "Fill in the facts" not in page
    assert fg.send(f"{path}/facts", page=path, fact_intent="yes").status_code == 403


def test_a_partner_reads_facts_and_advice_and_writes_none(world: World, path: str) -> None:
    address = f"{BREACHES}{path.rpartition('/')[2]}/facts"
    partner = world.partner("bqr", "breach:read", "breach:report", "breach:decide")
    assert partner.get(address).status_code == 200
    assert partner.post(address, {"intent": True}).status_code == 403
    assert world.partner("bqr", "breach:report").get(address).status_code == 403
    assert world.partner("jtb-care", "breach:read").get(address).status_code == 404
    assert world.rows(BreachFact) == []


def test_the_advice_is_kept_beside_the_decision_and_the_page_says_where_they_differ(
    world: World, board: Visitor, path: str
) -> None:
    board.send(f"{path}/facts", page=path, **HARMLESS)
    decision = {"notify_authority": "yes", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
    board.send(f"{path}/decide", page=path, **decision)
    (kept,) = world.rows(KeptDecision)
    assert kept.advice_codes["notify_authority"] is False and json.dumps(kept.advice_codes).isascii()
    page = board.get(path).text
    assert "Advised and decided" in page and page.count("No, this differs") == 1
    board.send(f"{path}/facts", page=path, **{**HARMLESS, "fact_holder": "public"})
    assert advice(world, path)["notify_authority"] is True
    (kept,) = world.rows(KeptDecision)
    assert kept.advice_codes["notify_authority"] is False


def test_a_closed_case_takes_no_facts_and_an_erased_one_still_gives_them(
    world: World, board: Visitor, path: str
) -> None:
    board.send(f"{path}/facts", page=path, **HARMLESS, facts_note="Geheim.")
    world.erase(path.rpartition("/")[2])
    page = board.get(path)
    assert page.status_code == 200 and "Geheim." not in page.text and "somebody else whom we know" in page.text
    board.send(f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED)
    assert advice(world, path)["notify_authority"] is False


def test_a_stale_form_changes_no_fact(world: World, board: Visitor, path: str) -> None:
    board.send(f"{path}/facts", page=path, **HARMLESS)
    late = board.send(f"{path}/facts?revision=1", page=path, fact_holder="public")
    assert late.status_code == 412
    assert advice(world, path)["notify_authority"] is False


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_reason_fact_and_value_has_its_words(world: World, lang: str) -> None:
    worst = {
        **HARMLESS,
        "fact_holder": "public",
        "fact_availability": "yes",
        "fact_undone": "not",
        "fact_care": "harmed",
    }
    visitor = world.staff("bqr", "board", lang=lang)
    visitor.send("/breach/report", summary="Alles ligt op straat.", discovered_at="2026-03-02T09:00")
    path = f"/breach/cases/{world.rows(BreachCase)[-1].id}"
    visitor.send(f"{path}/facts", page=path, **worst)
    page = visitor.get(path).text
    assert ("Er ging zorg mis." if lang == "nl" else "Care went wrong.") in page
    assert "care-harmed" not in page and "holder-public" not in page
