"""Breaches that are alike are linked on both cases, and once."""

import pytest

from waarborg_breach.models import BreachCase, BreachLikeness
from waarborg_shared.testing.world import Visitor, World

WHY = "Weer een onversleutelde laptop."


def reported(world: World) -> tuple[Visitor, list[BreachCase]]:
    board = world.staff("bqr", "board")
    for summary in ("Een laptop is weg.", "Weer een laptop is weg."):
        assert board.send("/breach/report", summary=summary, discovered_at="2026-03-02T06:00").status_code == 303
    return board, sorted(world.rows(BreachCase), key=lambda row: row.id)


@pytest.mark.parametrize("from_later", [True, False])
def test_B24_11_a_repetition_stands_on_both_cases_and_is_linked_once(world: World, from_later: bool) -> None:
    board, cases = reported(world)
    here, there = reversed(cases) if from_later else cases
    path = f"/breach/cases/{here.id}"
    typed = {"alike_number": f" {there.number.lower()} ", "alike_why": WHY}
    assert board.send(f"{path}/alike", page=path, **typed).status_code == 303
    for one, other in ((here, there), (there, here)):
        page = board.get(f"/breach/cases/{one.id}").text
        assert f'href="/breach/cases/{other.id}"' in page and WHY in page
        assert "linked-alike" in world.verbs(one.id)
    again = f"/breach/cases/{there.id}"
    second = board.send(f"{again}/alike", page=again, alike_number=here.number, alike_why=WHY)
    assert second.status_code == 422 and len(world.rows(BreachLikeness)) == 1


def test_only_another_case_of_this_register_can_be_alike(world: World) -> None:
    board, (first, _) = reported(world)
    lead = world.staff("jtb-care", "care_lead")
    lead.send("/breach/report", summary="Iets.", discovered_at="2026-03-02T06:00")
    board.send("/breach/exercises", exercise_what="Een oefening.")
    others = [world.rows(BreachCase, "jtb-care")[0].number, "BQR-LO-2026-0001", first.number, "BQR-L-2026-0099"]
    path = f"/breach/cases/{first.id}"
    for number in others:
        refused = board.send(f"{path}/alike", page=path, alike_number=number, alike_why=WHY)
        assert refused.status_code == 422 and 'href="#field-alike_number"' in refused.text, number
    assert world.rows(BreachLikeness) == []
