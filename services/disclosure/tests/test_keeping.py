"""How long a closed report is kept: first who reported goes, then the key of all of it, and the bare facts stay."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from waarborg_disclosure import keeping
from waarborg_disclosure.actions import course
from waarborg_disclosure.actions.retention import erase_if_over, over_now
from waarborg_disclosure.keeping import erase_over, keeping_loop, publish_due
from waarborg_disclosure.models import Credit, Report
from waarborg_shared.events.disclosure import ReportClosed, ReportErased
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed

ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Dit.", "fix_date": "2035-06-01"}
SECRETS = ("zoekpagina", "vraagteken", "nachtuil", "Het klopt.")
FOUR_MONTHS, TWO_YEARS = timedelta(days=123), timedelta(days=740)
THANKS = "/disclosure/thanks"


def closed(world: Any, organisation: str = "bqr", **typed: Any) -> tuple[Report, str]:
    receipt = world.visitor(organisation).reported(**typed)
    row = world.reports(organisation)[-1]
    world.assessor(organisation).act(row, "assess", **ANSWER)
    assert world.assessor(organisation).act(row, "close", close_why="Dit laten wij zo.").status_code == 303
    return row, receipt


def again(world: Any, row: Report, organisation: str = "bqr") -> Report:
    return next(each for each in world.reports(organisation) if each.id == row.id)


def later(world: Any, by: timedelta) -> None:
    world.clock.moment = world.clock.now() + by


def erased(world: Any, organisation: str = "bqr") -> list[tuple[str, str]]:
    return [(each.erased_kind, each.kept_by) for each in world.told(ReportErased, organisation)]


def test_first_the_reporter_goes_then_the_key_and_the_facts_stay(world: Any) -> None:
    row, receipt = closed(world)
    (told,) = world.told(ReportClosed)
    assert (told.report_ref, told.verdict) == (row.id, "in_scope")
    sealed = again(world, row).what_sealed
    later(world, timedelta(days=80))
    assert erase_over(world.runtime, "bqr") == 0
    later(world, FOUR_MONTHS)
    assert (erase_over(world.runtime, "bqr"), erase_over(world.runtime, "bqr")) == (1, 0)
    now = again(world, row)
    assert now.name_sealed is now.contact_sealed is None and now.reporter_erased_at is not None
    page = world.assessor().get(f"/disclosure/reports/{row.id}").text
    assert "zoekpagina" in page and "nachtuil" not in page and "were erased on" in page
    later(world, TWO_YEARS)
    assert (erase_over(world.runtime, "bqr"), erase_over(world.runtime, "bqr")) == (1, 0)
    now = again(world, row)
    assert (now.verdict, now.number, now.erased_rule) == ("in_scope", row.number, "report_kept")
    with world.work("bqr") as work, pytest.raises(KeyDestroyed):
        work.unseal(sealed, holder=row.id, table="report", column="what", row=row.id)
    assert erased(world) == [("reporter", "report_kept"), ("report", "report_kept")]
    assert [verb for verb in world.verbs(row.id) if "erased" in verb] == ["erased-reporter", "erased-report"]
    mailbox = world.visitor().open(receipt)
    assert mailbox.status_code == 200 and "Your report was erased" in mailbox.text
    assert not [secret for secret in SECRETS if secret in mailbox.text]
    assert world.visitor().write(receipt, "Nog iets.").status_code == 422
    follow = {"page": "/disclosure/mailbox", "receipt": receipt, "text": "Het is er weer."}
    page = world.visitor().send("/disclosure/mailbox/follow-up", **follow)
    assert "/mailbox/follow-up" in mailbox.text and page.status_code == 201 and row.number in page.text
    follows = world.reports()[-1]
    assert (follows.follows_id, follows.reporter, follows.name_sealed) == (row.id, "anonymous", None)
    staff = world.assessor()
    assert "the key of all that was written here was destroyed" in staff.get(f"/disclosure/reports/{row.id}").text
    for step, typed in (
        ("hold", {"hold_why": "Toch.", "hold_until": "2030-01-01"}),
        ("conduct", {"conduct": "kept", "conduct_evidence": "Gezien."}),
        ("reward-refuse", {"reward_why": "Nee."}),
    ):
        assert staff.act(row, step, **typed).status_code == 422, step


def test_an_open_report_is_never_erased(world: Any) -> None:
    world.visitor().reported()
    answered = world.reports()[0]
    world.assessor().act(answered, "assess", **ANSWER)
    later(world, TWO_YEARS * 5)
    assert erase_over(world.runtime, "bqr") == 0
    with world.work("bqr") as work:
        assert erase_if_over(work, answered.id, world.runtime.rules("bqr")) is None
    assert again(world, answered).reporter_erased_at is None


def test_a_hold_keeps_it_up_to_its_day_with_the_reason(world: Any) -> None:
    row, _ = closed(world)
    staff = world.assessor()
    assert staff.act(row, "hold", hold_why="Aangifte.", hold_until="2026-03-02").status_code == 422
    assert staff.act(row, "hold", hold_why="", hold_until="2028-06-01").status_code == 422
    assert staff.act(row, "hold", hold_why="Aangifte loopt nog.", hold_until="2028-06-01").status_code == 303
    assert staff.act(row, "hold", hold_why="Nog eens.", hold_until="2028-06-01").status_code == 422
    assert b"Aangifte" not in (again(world, row).hold_why_sealed or b"")
    assert "Aangifte loopt nog." in staff.get(f"/disclosure/reports/{row.id}").text
    later(world, timedelta(days=800))
    assert erase_over(world.runtime, "bqr") == 0
    assert world.assessor().act(row, "hold-lifted", lift_why="Gesloten.").status_code == 303
    assert world.assessor().act(row, "hold-lifted", lift_why="Gesloten.").status_code == 422
    assert erase_over(world.runtime, "bqr") == 1
    other, _ = closed(world)
    world.assessor().act(other, "hold", hold_why="Kort.", hold_until="2028-07-01")
    later(world, TWO_YEARS)
    assert erase_over(world.runtime, "bqr") == 1 and again(world, other).erased_at is not None


def test_who_still_gets_his_reward_is_not_forgotten_first(world: Any) -> None:
    world.visitor().reported()
    row = world.reports()[0]
    staff = world.assessor()
    staff.act(row, "assess", **ANSWER)
    with world.work("bqr") as work:
        work.case(Report, row.id).severity = "low"
    staff.act(row, "reward-propose", marks="clear")
    colleague = world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-colleague")
    colleague.act(row, "reward-approve")
    with world.work("bqr") as work:
        assert "reward-to-pay" in course.open_duties(work, work.case(Report, row.id), world.runtime.rules("bqr"))
    staff.act(row, "close", close_why="Dit laten wij zo.")
    later(world, FOUR_MONTHS)
    assert erase_over(world.runtime, "bqr") == 0
    assert "They stay until the reward was paid." in world.assessor().get(f"/disclosure/reports/{row.id}").text
    world.assessor().act(row, "reward-paid", paid_on="2026-03-20")
    assert erase_over(world.runtime, "bqr") == 1


@pytest.mark.parametrize("keep", ["true", ""])
def test_a_name_goes_with_the_report_unless_he_said_that_it_stays(world: Any, keep: str) -> None:
    row, receipt = closed(world, "jtb-care")
    visitor = world.visitor("jtb-care")
    typed = {"receipt": receipt, "credit_name": "Uil", **({"credit_keep": keep} if keep else {})}
    assert visitor.send("/disclosure/mailbox/credit", page="/disclosure/mailbox", **typed).status_code == 201
    with world.work("jtb-care") as work:
        work.case(Report, row.id).fixed_at = work.now
    world.assessor("jtb-care").act(row, "credit-accept")
    later(world, TWO_YEARS)
    assert erase_over(world.runtime, "jtb-care") == 1
    visitor = world.visitor("jtb-care")
    assert ("Uil" in visitor.get(THANKS).text) is bool(keep)
    if keep:
        taken = visitor.send("/disclosure/mailbox/credit-withdraw", page="/disclosure/mailbox", receipt=receipt)
        assert taken.status_code == 201 and "Uil" not in visitor.get(THANKS).text
    assert world.rows(Credit, "jtb-care") == []
    given = visitor.send("/disclosure/mailbox/credit", page="/disclosure/mailbox", **typed)
    assert given.status_code == 422


def test_the_loop_goes_on_where_one_organisation_fails(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = max(world.runtime.settings.organisations)
    row, _ = closed(world, organisation)
    later(world, TWO_YEARS)

    def failing(runtime: Any, organisation: str) -> int:
        if organisation == min(runtime.settings.organisations):
            raise RuntimeError("down")
        return publish_due(runtime, organisation)

    monkeypatch.setattr(keeping, "publish_due", failing)
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda _seconds: stop.set())
    keeping_loop(world.runtime)(stop)
    assert again(world, row, organisation).erased_at is not None


def test_what_other_parts_hold_goes_before_the_key(world: Any) -> None:
    row, _ = closed(world)
    later(world, TWO_YEARS)
    seen: list[bool] = []
    rules = world.runtime.rules("bqr")
    with world.work("bqr") as work:
        assert over_now(work, rules) == [row.id]
        erase_if_over(work, row.id, rules, beside=(lambda _work, report, _rules: seen.append(report.id == row.id),))
    assert seen == [True]
