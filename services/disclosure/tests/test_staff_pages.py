"""The staff's pages: the reports, most urgent first, and one report from receipt to closing."""

from datetime import UTC, date, datetime

import pytest

from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import PersonalDataExposed, ReportAssessed
from waarborg_shared.hooks.values import Duty

SECRETS = ("zoekpagina", "voorbeeld.example", "vraagteken", "nachtuil")
LIST = "/disclosure/reports"
IN_SCOPE = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Wij passen het aan."}


def reported(world, organisation="bqr", **typed):
    """A report that somebody made on the page; its row."""
    page = world.visitor(organisation).report(**typed)
    assert page.status_code == 201, page.text
    return world.reports(organisation)[-1]


def again(world, row, organisation="bqr"):
    """The row as it is now."""
    return next(each for each in world.reports(organisation) if each.id == row.id)


def clock(world, row, organisation="bqr"):
    """The clock of the first answer."""
    with world.work(organisation) as work:
        return next(each for each in work.clocks.of(row) if each.name == "first_answer")


def test_the_list_has_the_most_urgent_first_and_nothing_that_was_written(world):
    world.clock.moment = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    later = reported(world)
    world.clock.moment = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    sooner = reported(world, exposes_personal_data="true")
    page = world.assessor().get(LIST)
    assert page.status_code == 200
    assert page.text.index(sooner.number) < page.text.index(later.number)
    assert "wb-clock__bar" in page.text and "Personal data" in page.text
    for secret in SECRETS:
        assert secret not in page.text


def test_a_report_moves_from_list_to_list(world):
    row, staff = reported(world), world.assessor()
    staff.act(row, "assess", **IN_SCOPE)
    assert row.number not in staff.get(LIST).text
    assert row.number in staff.get(f"{LIST}?state=answered").text
    staff.act(row, "close", close_why="Dit laten wij zo.")
    assert row.number not in staff.get(f"{LIST}?state=answered").text
    assert row.number in staff.get(f"{LIST}?state=closed").text


def test_an_empty_list_says_what_to_do(world):
    assert "No reports here" in world.assessor().get(LIST).text


def test_a_long_list_is_read_in_parts(world):
    for number in range(51):
        world.clock.forward(60)
        assert world.visitor(address=f"192.0.2.{number}").report().status_code == 201
    staff = world.assessor()
    first = staff.get(LIST).text
    assert "BQR-K-2026-0050" in first and "BQR-K-2026-0051" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "BQR-K-2026-0051" in staff.get(following).text


@pytest.mark.parametrize("query", ["state=lost", "cursor=!!!", "cursor=W10", "cursor=WyJ4IiwieSJd"])
def test_a_list_that_makes_no_sense_is_told(world, query):
    assert world.assessor().get(f"{LIST}?{query}").status_code == 422


@pytest.mark.parametrize("path", [LIST, f"{LIST}/x"])
def test_who_is_not_signed_in_or_lacks_the_duty_sees_nothing(world, path):
    assert world.visitor().get(path).status_code == 401
    refused = world.signed_in("bqr", Duty.BREACH_READ).get(path)
    assert refused.status_code == 403
    assert "disclosure.read" in refused.text


def test_another_organisations_report_is_not_there(world):
    row = reported(world, "jtb-care")
    page = world.assessor("bqr").get(f"{LIST}/{row.id}")
    assert page.status_code == 404
    assert row.number not in page.text


def test_the_case_page_shows_what_was_written_and_logs_the_look(world):
    row = reported(world)
    page = world.assessor().get(f"{LIST}/{row.id}")
    assert page.status_code == 200
    for words in SECRETS:
        assert words in page.text
    assert world.steps(row.id)[-1] == ("looked", "account-assessor")


def test_who_may_read_and_not_assess_gets_no_forms_and_may_not_post(world):
    row = reported(world)
    reader = world.signed_in("bqr", Duty.DISCLOSURE_READ)
    page = reader.get(f"{LIST}/{row.id}")
    assert "<form" not in page.text
    token = reader.token("/disclosure/report")
    for step in ("assess", "expose", "reply", "close"):
        refused = reader.send(f"{LIST}/{row.id}/{step}", token=token, text="x", **IN_SCOPE)
        assert refused.status_code == 403
        assert "disclosure.assess" in refused.text
    assert again(world, row).state == "received"


def test_J14_an_answer_without_a_fix_date_is_not_an_answer(world):
    row, staff = reported(world, "jtb-care"), world.assessor("jtb-care")
    page = staff.act(row, "assess", verdict="in_scope", assessment="Het klopt.")
    assert page.status_code == 422
    assert 'href="#field-fix_date"' in page.text and "Het klopt." in page.text
    assert again(world, row, "jtb-care").state == "received"
    assert clock(world, row, "jtb-care").stopped_at is None
    done = staff.act(row, "assess", verdict="in_scope", assessment="Het klopt.", fix_date="2026-04-01")
    assert done.status_code == 303
    answered = again(world, row, "jtb-care")
    assert (answered.state, answered.verdict, answered.fix_on) == ("answered", "in_scope", date(2026, 4, 1))
    assert clock(world, row, "jtb-care").stopped_at is not None


def test_J14_the_reporter_reads_assessment_and_fix_date_in_the_mailbox(world):
    visitor = world.visitor("jtb-care")
    receipt = visitor.reported(reporter="anonymous", name="", contact="")
    (row,) = world.reports("jtb-care")
    world.assessor("jtb-care").act(
        row, "assess", verdict="in_scope", assessment="Het klopt helaas.", fix_date="2026-04-01"
    )
    page = visitor.open(receipt)
    assert "Het klopt helaas." in page.text and "Wednesday 1 April 2026" in page.text
    assert "the severity of the leak and the quality" in page.text


def test_J14_a_pseudonym_may_be_named_as_discoverer(world):
    row = reported(world, "jtb-care", may_credit="true")
    assert row.may_credit


def test_B22_an_answer_says_what_is_done_with_the_report(world):
    row, staff = reported(world), world.assessor()
    page = staff.act(row, "assess", verdict="in_scope", assessment="Het klopt.")
    assert page.status_code == 422 and 'href="#field-next_step"' in page.text
    assert staff.act(row, "assess", **IN_SCOPE).status_code == 303
    (told,) = world.told(ReportAssessed)
    assert (told.report_ref, told.verdict) == (row.id, "in_scope")


def test_B22_out_of_scope_names_the_right_way_to_go_instead(world):
    visitor = world.visitor()
    receipt = visitor.reported()
    (row,) = world.reports()
    staff = world.assessor()
    away = {"verdict": "out_of_scope", "assessment": "Dit hoort niet hier."}
    page = staff.act(row, "assess", **away)
    assert page.status_code == 422 and 'href="#field-redirect"' in page.text
    assert staff.act(row, "assess", **away, redirect="weather").status_code == 422
    assert staff.act(row, "assess", **away, redirect="phishing").status_code == 303
    instead = next(each for each in world.runtime.rules("bqr").disclosure_policy.redirects if each.code == "phishing")
    shown = visitor.open(receipt).text
    assert instead.instead.en in shown and instead.phone in shown


def test_B22_no_reward_is_held_out_to_who_reports_anonymously(world):
    named, anonymous = reported(world), reported(world, reporter="anonymous", name="", contact="")
    staff = world.assessor()
    for row in (named, anonymous):
        staff.act(row, "assess", **IN_SCOPE)
    assert "a reward is possible" in staff.get(f"{LIST}/{named.id}").text
    assert "a reward is possible" not in staff.get(f"{LIST}/{anonymous.id}").text


def test_an_organisation_without_redirects_can_say_that_it_is_out_of_scope(world):
    row = reported(world, "jtb-care")
    done = world.assessor("jtb-care").act(row, "assess", verdict="out_of_scope", assessment="Dit is van een ander.")
    assert done.status_code == 303


def test_exposed_data_open_a_breach_once_and_its_number_comes_back(world):
    row, staff = reported(world), world.assessor()
    assert staff.act(row, "expose").status_code == 303
    assert staff.act(again(world, row), "expose").status_code == 303
    (told,) = world.told(PersonalDataExposed)
    assert (told.report_ref, told.discovered_at) == (row.id, row.received_at)
    assert "A breach case is being opened" in staff.get(f"{LIST}/{row.id}").text
    opened = {"number": "BQR-L-2026-0001", "discovered_at": row.received_at, "aware_at": row.received_at}
    for ref in ("breach-1", "breach-2"):
        world.handle(BreachReported(breach_ref=ref, origin="disclosure", origin_ref=row.id, **opened))
    world.handle(BreachReported(breach_ref="breach-3", origin="staff", **opened))
    page = staff.get(f"{LIST}/{row.id}").text
    assert "BQR-L-2026-0001" in page and 'href="/breach/cases/breach-1"' in page
    assert world.verbs(row.id).count("breach-opened") == 1


def test_two_assessors_at_once_do_not_overwrite_each_other(world):
    row, staff = reported(world), world.assessor()
    assert staff.act(row, "assess", **IN_SCOPE).status_code == 303
    late = staff.act(row, "assess", seen=1, verdict="spam", assessment="Onzin, dacht ik.")
    assert late.status_code == 412
    assert "Onzin, dacht ik." in late.text and "Someone else changed this report" in late.text
    assert again(world, row).verdict == "in_scope"


def test_a_better_answer_may_follow_and_the_first_one_counts_for_the_promise(world):
    row, staff = reported(world), world.assessor()
    staff.act(row, "assess", **IN_SCOPE)
    first = again(world, row).answered_at
    world.clock.forward(3600)
    assert staff.act(row, "assess", verdict="duplicate", assessment="Toch al bekend.").status_code == 303
    later = again(world, row)
    assert (later.verdict, later.answered_at) == ("duplicate", first)
    assert clock(world, row).stopped_at == first


def test_a_report_is_not_closed_before_it_is_answered(world):
    row, staff = reported(world), world.assessor()
    assert staff.act(row, "close", close_why="Dit laten wij zo.").status_code == 422
    assert again(world, row).state == "received"


def test_sending_the_same_form_twice_does_it_once(world):
    row, staff = reported(world), world.assessor()
    token = staff.token(f"{LIST}/{row.id}")
    for _ in range(2):
        done = staff.send(f"{LIST}/{row.id}/assess?revision=1", token=token, **IN_SCOPE)
        assert done.status_code == 303
    assert len(world.told(ReportAssessed)) == 1


BAD = [
    ({"verdict": ""}, "verdict"),
    ({"verdict": "maybe"}, "verdict"),
    ({"assessment": ""}, "assessment"),
    ({"assessment": "x" * 10_001}, "assessment"),
    ({"assessment": "bel\x07"}, "assessment"),
    ({"next_step": "x" * 10_001}, "next_step"),
    ({"fix_date": "tomorrow"}, "fix_date"),
    ({"fix_date": "2026-02-30"}, "fix_date"),
    ({"fix_date": "2026-03-01"}, "fix_date"),
    ({"redirect": "No Code!"}, "redirect"),
    ({"surprise": "1"}, "surprise"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_with_an_answer_is_named_and_nothing_changes(world, wrong, field):
    row = reported(world)
    page = world.assessor().act(row, "assess", **{**IN_SCOPE, **wrong})
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text or field == "surprise"
    assert "Wij passen het aan." in page.text or field == "next_step"
    assert again(world, row).state == "received"
    assert world.told(ReportAssessed) == []


@pytest.mark.parametrize("step", ["assess", "expose", "reply", "close"])
def test_a_step_on_a_report_that_is_not_there_is_not_found(world, step):
    staff = world.assessor()
    token = staff.token("/disclosure/report")
    typed = {"text": "x"} if step == "reply" else {}
    typed |= IN_SCOPE if step == "assess" else {}
    foreign = reported(world, "jtb-care")
    for ref in ("x", foreign.id):
        assert staff.send(f"{LIST}/{ref}/{step}", token=token, **typed).status_code == 404
