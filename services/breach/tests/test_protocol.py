"""Articles of the protocol that no other test proves by themselves: what a breach is, whose it is, what it may do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import escape

from waarborg_breach.domain import NotResponsible, require_responsible
from waarborg_breach.domain.advice import Risk, advise
from waarborg_breach.domain.facts import (
    Care,
    DataKind,
    Encryption,
    Facts,
    Holder,
    Identifiable,
    PersonGroup,
    Undone,
)
from waarborg_breach.domain.reports import BreachKind
from waarborg_breach.models import BreachCase, BreachHandling
from waarborg_shared.testing.world import World
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import HANDLED

ARTICLE_1: Mapping[str, tuple[BreachKind, ...]] = {
    "destruction": (BreachKind.DESTROYED,),
    "loss": (BreachKind.LOST, BreachKind.STOLEN),
    "alteration": (BreachKind.CHANGED,),
    "unauthorised provision": (BreachKind.WRONG_PERSON,),
    "unauthorised access": (BreachKind.LOOKED_IN, BreachKind.BROKEN_INTO),
}
SMALL = Facts(
    **{"kinds": frozenset({DataKind.PLAIN}), "identifiable": Identifiable.LIMITED, "holder": Holder.KNOWN},
    **{"groups": frozenset({PersonGroup.OTHERS}), "encryption": Encryption.NONE, "undone": Undone.FULLY},
    **{"care": Care.NONE, "persons": 2, "away_hours": 0, "confidentiality": True, "reachable": True},
    **dict.fromkeys(("vulnerable", "deletion_confirmed", "key_safe", "integrity", "availability", "intent"), False),
    averted=False,
)
"""An invitation that went to a neighbour."""
WHAT = "Een ander kan lezen welke zorg zij krijgen."


def test_B24_1_whatever_happened_to_the_data_and_whether_anybody_meant_it_it_is_a_breach_of_the_register(
    world: World,
) -> None:
    board = world.staff("bqr", "board")
    form = board.get("/breach/report").text
    for kind in (each for kinds in ARTICLE_1.values() for each in kinds):
        assert f'<option value="{kind.value}"' in form, kind
        typed = {"summary": "Er is iets mis.", "discovered_at": "2026-03-02T06:00", "kind": kind.value}
        assert board.send("/breach/report", **typed).status_code == 303
    rows = world.rows(BreachCase)
    assert {row.kind for row in rows} == {each.value for kinds in ARTICLE_1.values() for each in kinds}
    register = board.get("/breach/").text
    for number, row in enumerate(rows):
        assert {"decision", "authority", "persons"} <= set(world.clocks(row)), "each has its terms"
        path = f"/breach/cases/{row.id}"
        intent = {"fact_intent": "no" if number % 2 else "yes"}
        assert board.send(f"{path}/facts", page=path, **intent).status_code == 303
        assert row.number in register
    assert set(BreachKind) - {each for kinds in ARTICLE_1.values() for each in kinds} == {BreachKind.OTHER}


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_B24_2_one_role_is_responsible_inside_and_who_reports_hears_which(world: World, organisation: str) -> None:
    rules = world.runtime.rules(organisation)
    protocol = rules.breach_protocol

    def may(role: str) -> bool:
        try:
            require_responsible(protocol, [role], time_presses=False, appointed=False)
        except NotResponsible:
            return False
        return True

    assert [role for role in rules.roles if may(role)] == [protocol.responsible_role]
    answer = world.visitor(organisation).send("/breach/report", summary="Ik vond een map.")
    assert escape(protocol.responsible.en) in answer.text
    typed: dict[str, Any] = {"summary": "Een tas is weg.", "discovered_at": "2026-03-02T06:00"}
    reporter = world.signed_in(organisation, "breach.report", ref="account-reporter")
    assert reporter.send("/breach/report", **typed).status_code == 303
    own = next(row for row in world.rows(BreachCase, organisation) if row.reported_by == "account-reporter")
    assert escape(protocol.responsible.en) in reporter.get(f"/breach/reports/{own.id}").text


def test_B24_6_the_consequences_are_established_before_the_case_closes(world: World) -> None:
    board = world.staff("bqr", "board")
    board.send("/breach/report", summary="Een tas is weg.", discovered_at="2026-03-02T06:00")
    (case,) = world.rows(BreachCase)
    path = f"/breach/cases/{case.id}"
    said = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
    assert board.send(f"{path}/decide", page=path, **said).status_code == 303
    for step, typed in HANDLED:
        if step != "consequences":
            assert board.send(f"{path}/{step}", page=path, **typed).status_code == 303
    refused = board.send(f"{path}/close", page=path)
    assert refused.status_code == 422 and "Establish the consequences" in refused.text
    future = {"established_consequences": WHAT, "consequences_at": "2026-03-02T23:00"}
    assert board.send(f"{path}/consequences", page=path, **future).status_code == 422
    assert board.send(f"{path}/consequences", page=path, established_consequences=WHAT).status_code == 303
    (row,) = world.rows(BreachHandling)
    assert row.consequences == "established" and WHAT.encode() not in (row.consequences_sealed or b"")
    assert WHAT in board.get(f"/breach/register/{case.id}").text
    assert board.send(f"{path}/close", page=path).status_code == 303


@pytest.mark.parametrize("heavier", [{"kinds": frozenset({DataKind.HEALTH})}, {"persons": 20_000}])
def test_B24_6_what_it_may_do_follows_from_the_nature_and_the_extent_of_the_data(heavier: dict[str, Any]) -> None:
    assert advise(SMALL).risk is Risk.UNLIKELY
    assert advise(replace(SMALL, **heavier)).risk is Risk.RISK
