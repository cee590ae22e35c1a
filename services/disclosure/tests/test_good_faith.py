"""Good faith: found with evidence, decided by two, told to the reporter; who may get his contact data (J14, B22)."""

from itertools import product
from typing import Any

import pytest

from waarborg_disclosure.domain.conduct import (
    Conduct,
    Ground,
    NothingToHandOver,
    PromiseStands,
    check_handing_over,
    promise_stands,
)
from waarborg_disclosure.models import Finding, HandedOver, Report
from waarborg_shared.events.disclosure import ConductDecided, ReporterHandedOver
from waarborg_shared.hooks.values import Duty

BROKEN = {
    "conduct": "broken",
    "conduct_evidence": "Het log van 2 maart: 4000 bestanden.",
    "conduct_reason": "U haalde meer op dan nodig was.",
}
POLICE = {
    "ground": "bad_faith",
    "handed_to": "Politie Noord",
    "handed_why": "Aangifte 2026-17.",
    "handed_on": "2026-03-02",
}


def reported(world: Any, organisation: str = "bqr", **typed: Any) -> tuple[Report, str]:
    receipt = world.visitor(organisation).reported(**typed)
    return world.reports(organisation)[-1], receipt


def colleague(world: Any) -> Any:
    return world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-colleague")


@pytest.mark.parametrize(("ground", "stands", "known"), list(product(Ground, (True, False), (True, False))))
def test_B22_on_which_ground_data_are_handed_over(ground: Ground, stands: bool, known: bool) -> None:
    if not known:
        with pytest.raises(NothingToHandOver):
            check_handing_over(ground, stands=stands, known=known)
    elif ground is Ground.BAD_FAITH and stands:
        with pytest.raises(PromiseStands):
            check_handing_over(ground, stands=stands, known=known)
    else:
        check_handing_over(ground, stands=stands, known=known)


def test_J14_the_newest_decision_counts_and_none_is_a_promise_that_stands() -> None:
    assert promise_stands([]) and promise_stands([Conduct.BROKEN, Conduct.KEPT])
    assert not promise_stands([Conduct.KEPT, Conduct.BROKEN])


def test_B22_the_promise_stands_until_two_decided_and_then_the_reporter_is_told_why(world: Any) -> None:
    row, receipt = reported(world)
    first, second = world.assessor(), colleague(world)
    page = first.act(row, "conduct", **{**BROKEN, "conduct_reason": ""})
    assert page.status_code == 422 and 'href="#field-conduct_reason"' in page.text and "4000 bestanden" in page.text
    assert first.act(row, "conduct", **BROKEN).status_code == 303
    assert first.act(row, "conduct", **BROKEN).status_code == 422
    assert "A colleague has to look at it" in first.act(row, "conduct-decide", conduct_outsider="Ik.").text
    assert first.act(row, "hand-over", **POLICE).status_code == 422
    mailbox = world.visitor().open(receipt).text
    assert "U haalde meer" not in mailbox and "did not keep" not in mailbox
    assert second.act(row, "conduct-decide").status_code == 303
    assert second.act(row, "conduct-decide").status_code == 422
    mailbox = world.visitor().open(receipt).text
    assert "did not keep to the rules" in mailbox and "U haalde meer op dan nodig was." in mailbox
    assert "we press no charges" in mailbox and "4000 bestanden" not in mailbox
    (told,) = world.told(ConductDecided)
    assert (told.report_ref, told.rules_kept, told.look_kind) == (row.id, False, "colleague")
    (finding,) = world.rows(Finding)
    assert b"4000" not in finding.evidence_sealed
    assert first.act(row, "hand-over", **{**POLICE, "handed_on": "2027-01-01"}).status_code == 422
    assert first.act(row, "hand-over", **POLICE).status_code == 303
    (handed,) = world.rows(HandedOver)
    assert (handed.ground, handed.recorded_by, handed.told) == ("bad_faith", "account-assessor", False)
    assert b"Politie" not in handed.to_whom_sealed and len(world.told(ReporterHandedOver)) == 1
    assert "Politie Noord" in first.get(f"/disclosure/reports/{row.id}").text
    first.act(
        row, "conduct", conduct="kept", conduct_evidence="Het was een ander adres.", conduct_reason="Het klopte niet."
    )
    second.act(row, "conduct-decide")
    assert "Our promise to you stands" in world.visitor().open(receipt).text
    assert first.act(row, "hand-over", **POLICE).status_code == 422


def test_what_one_found_and_took_back_changes_nothing(world: Any) -> None:
    row, receipt = reported(world)
    world.assessor().act(row, "conduct", **BROKEN)
    assert world.assessor().act(row, "conduct-drop", drop_why="Vergissing.").status_code == 303
    assert world.assessor().act(row, "conduct-drop", drop_why="Vergissing.").status_code == 422
    assert "did not keep" not in world.visitor().open(receipt).text and world.told(ConductDecided) == []


def test_J8_one_person_decides_after_a_night_or_with_somebody_from_outside(world: Any) -> None:
    row, _ = reported(world, "jtb-care")
    alone = world.assessor("jtb-care")
    alone.act(row, "conduct", **BROKEN)
    assert "Look at it again tomorrow" in alone.act(row, "conduct-decide").text
    assert alone.act(row, "conduct-decide", conduct_outsider="Een jurist uit Assen, op 2 maart.").status_code == 303
    (finding,) = world.rows(Finding, "jtb-care")
    assert finding.looked_how == "outsider" and b"jurist" not in (finding.outsider_sealed or b"")
    page = alone.get(f"/disclosure/reports/{row.id}").text
    assert "Een jurist uit Assen" in page and "The promise is withheld" in page


def test_B22_the_law_may_demand_contact_data_and_an_anonymous_reporter_has_none(world: Any) -> None:
    row, receipt = reported(world)
    law = {**POLICE, "ground": "law", "handed_told": "Justitie vroeg uw gegevens op."}
    assert world.assessor().act(row, "hand-over", **law).status_code == 303
    assert "Justitie vroeg uw gegevens op." in world.visitor().open(receipt).text
    anonymous, _ = reported(world, reporter="anonymous", name="", contact="")
    assert world.assessor().act(anonymous, "hand-over", **law).status_code == 422
    assert len(world.rows(HandedOver)) == 1


def test_who_may_only_read_settles_nothing(world: Any) -> None:
    row, _ = reported(world)
    reader = world.signed_in("bqr", Duty.DISCLOSURE_READ)
    token = reader.token("/disclosure/report")
    for step in (
        "conduct",
        "conduct-decide",
        "hand-over",
        "hold",
        "reward-approve",
        "advisory-withdraw",
        "credit-accept",
    ):
        assert reader.send(f"/disclosure/reports/{row.id}/{step}", token=token).status_code == 403
