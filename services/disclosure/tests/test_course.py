"""A report from its assessment to its fix: what staff do, what the reporter is asked, and what becomes of promises."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from waarborg_disclosure.actions import promises
from waarborg_disclosure.actions.asking import questions_of
from waarborg_shared.events.disclosure import (
    ComplaintReferred,
    DisclosureClockLapsed,
    DisclosureClockNeared,
    PersonalDataExposed,
    ReportReopened,
    VulnerabilityFixed,
)
from waarborg_shared.events.requests import RequestReceived
from waarborg_shared.hooks.values import Duty

CASE = "/disclosure/reports/{}"
RIGHT = {
    "verdict": "in_scope",
    "assessment": "Het klopt.",
    "next_step": "Wij herstellen het.",
    "fix_date": "2026-03-20",
}
V4 = "av:N ac:L at:N pr:N ui:N vc:H vi:H va:H sc:N si:N sa:N"


def now(world, row):
    """The report as it is now."""
    return next(each for each in world.reports() if each.id == row.id)


def assessed(world, **changes):
    """A report that was found to be right: the reporter, the receipt, the row and the assessor."""
    visitor, staff = world.visitor(), world.assessor()
    receipt = visitor.reported()
    row = world.reports()[-1]
    assert staff.act(row, "assess", **{**RIGHT, **changes}).status_code == 303
    return visitor, receipt, now(world, row), staff


def say(visitor, receipt, step, **typed):
    """Send one form of the mailbox."""
    return visitor.send(f"/disclosure/mailbox/{step}", page="/disclosure/mailbox", receipt=receipt, **typed)


def standings(world, row):
    """What became of each promise, by name and in order."""
    with world.work() as work:
        return [(each.name, each.standing.value) for each in promises.promises_of(work, row)]


def clock(world, row, name):
    with world.work() as work:
        return next(each for each in work.clocks.of(row) if each.name == name)


def test_a_report_is_assessed_rated_planned_fixed_tried_and_closed(world):
    visitor, receipt, row, staff = assessed(world)
    page = staff.get(CASE.format(row.id)).text
    assert 'href="#owner">Put somebody on it' in page
    typed = dict(pair.split(":") for pair in V4.split())
    for step, fields in (
        ("score-4", {f"v4_{metric}": value for metric, value in typed.items()}),
        ("care", {"client_safety": "possible", "health_data": "many"}),
        ("kind", {"cwe": "79", "cwe_other": "CWE-862", "system": "De website"}),
        ("owner", {"owner": "account-assessor"}),
        ("plan", {"plan": "Uitvoer ontsnappen."}),
    ):
        assert staff.act(row, step, **fields).status_code == 303, step
    row = now(world, row)
    assert (row.cvss_tenths, row.severity, row.cwe, row.state) == (93, "critical", 862, "fixing")
    assert row.cvss_vector == "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
    assert "De website" not in repr(vars(row)) and "ontsnappen" not in repr(vars(row))
    page = staff.get(CASE.format(row.id)).text
    assert "De website" in page and "Uitvoer ontsnappen." in page and "Severity: Critical" in page
    assert staff.act(row, "fixed", fixed_how="De uitvoer wordt ontsnapt.").status_code == 303
    (told,) = world.told(VulnerabilityFixed)
    assert told.report_ref == row.id
    assert "Would you try whether it is fixed?" in visitor.open(receipt).text
    assert say(visitor, receipt, "retest", outcome="done").status_code == 201
    assert say(visitor, receipt, "wiped").status_code == 201
    row = now(world, row)
    assert (row.state, row.retest, row.wiped) == ("fixed", "done", "confirmed")
    assert 'href="#messages">Read the new message' in staff.get(CASE.format(row.id)).text
    assert staff.act(row, "seen").status_code == 303, "what asks for no answer is read while the report is open"
    assert now(world, row).unread_since is None
    page = staff.get(CASE.format(row.id)).text
    assert "I have read it" not in page
    earlier, _, latest = page.partition('id="before"')[2].partition("</details>")
    assert "Received" in earlier and 0 < latest.count("wb-timeline__what") <= 6, "a long history is folded, but its end"
    assert staff.act(row, "close").status_code == 303
    kept = [("acknowledgement", "kept"), ("first_answer", "kept"), ("fix", "kept"), ("progress", "kept")]
    assert sorted(standings(world, row)) == kept
    shown = visitor.open(receipt).text
    assert "Did we do what we promised?" in shown and "I have no data of yours any more" not in shown


def test_J14_a_slip_needs_a_reason_that_the_reporter_reads_with_the_new_date(world):
    visitor, receipt, row, staff = assessed(world)
    page = staff.act(row, "date", new_fix_on="2026-03-27")
    assert page.status_code == 422
    assert 'href="#field-slip_reason"' in page.text and 'value="2026-03-27"' in page.text
    assert staff.act(row, "date", new_fix_on="2026-03-20", slip_reason="x").status_code == 422
    assert staff.act(row, "date", new_fix_on="2026-03-01", slip_reason="x").status_code == 422
    done = staff.act(row, "date", new_fix_on="2026-03-27", slip_reason="De leverancier levert later.")
    assert done.status_code == 303
    assert clock(world, row, "fix").due_on == date(2026, 3, 27)
    shown = visitor.open(receipt).text
    assert "De leverancier levert later." in shown and "Fix expected on Friday 27 March 2026" in shown
    assert [each for each in standings(world, row) if each[0] == "fix"] == [("fix", "moved"), ("fix", "open")]
    page = staff.get(CASE.format(row.id)).text
    assert "The dates that were told" in page and "Friday 20 March 2026" in page
    assert row.id not in repr(world.told(PersonalDataExposed))


def test_what_waits_for_the_reporter_stands_still_and_goes_on_with_his_answer(world):
    visitor, receipt, row, staff = assessed(world)
    assert staff.act(row, "ask", question="Met welke browser?").status_code == 303
    assert {name: clock(world, row, name).paused_at is not None for name in ("fix", "progress")} == {
        "fix": True,
        "progress": True,
    }
    twice = staff.act(row, "ask", question="En welke versie?")
    assert twice.status_code == 422 and "En welke versie?" in twice.text
    assert "We have a question" in visitor.open(receipt).text
    world.clock.forward(3 * 24 * 3600)
    assert say(visitor, receipt, "answer", answer_text="Met Firefox.").status_code == 201
    assert say(visitor, receipt, "answer", answer_text="Nog iets.").status_code == 422
    row = now(world, row)
    assert row.fix_on == date(2026, 3, 23) == clock(world, row, "fix").due_on
    assert row.unread_since is not None
    page = visitor.open(receipt).text
    assert "The expected date moves on" in page and "Nog iets." not in page
    with world.work() as work:
        (asked,) = questions_of(work, row)
    assert (asked.paused, asked.ended_how) == (("fix", "progress"), "answered")
    assert standings(world, row).count(("fix", "open")) == 1


def test_a_first_answer_does_not_wait_for_a_question(world):
    visitor, staff = world.visitor(), world.assessor()
    visitor.reported()
    (row,) = world.reports()
    assert staff.act(row, "ask", question="Waar precies?").status_code == 303
    assert clock(world, row, "first_answer").paused_at is None


def test_a_question_that_is_left_is_let_go_of_and_nobody_is_late_with_it(world):
    _, _, row, staff = assessed(world, fix_date="2026-06-01")
    staff.act(row, "ask", question="Met welke browser?")
    world.clock.forward(15 * 24 * 3600)
    world.watch().run_due()
    world.watch().run_due()
    with world.work() as work:
        (asked,) = questions_of(work, row)
    assert asked.ended_how == "not_answered"
    assert clock(world, row, "fix").paused_at is None
    assert {each.clock for each in (*world.told(DisclosureClockNeared), *world.told(DisclosureClockLapsed))} == set()


def test_who_has_no_mailbox_is_not_asked(world):
    _, _, row, staff = assessed(world)
    with world.work() as work:
        work.case(type(row), row.id).receipt_hash = None
    refused = staff.act(row, "ask", question="Met welke browser?")
    assert refused.status_code == 422 and "has no mailbox" in refused.text
    assert staff.act(row, "take-back").status_code == 422


@pytest.mark.parametrize(("closed", "state"), [(False, "fixing"), (True, "reopened")])
def test_what_is_still_there_is_taken_up_again_also_when_it_was_closed(world, closed, state):
    visitor, receipt, row, staff = assessed(world)
    staff.act(row, "fixed", fixed_how="Hersteld.")
    if closed:
        world.clock.forward(15 * 24 * 3600)
        world.watch().run_due()
        world.watch().run_due()
        assert now(world, row).retest == "not_answered"
        assert staff.act(row, "close").status_code == 303
        assert now(world, row).wiped == "asked"
    quiet = say(visitor, receipt, "retest", outcome="still_there")
    assert quiet.status_code == 422 and 'href="#field-retest_words"' in quiet.text
    assert say(visitor, receipt, "retest", outcome="still_there", retest_words="Het lukt nog.").status_code == 201
    row = now(world, row)
    assert (row.state, row.fixed_at, row.closed_at) == (state, None, None)
    assert len(world.told(ReportReopened)) == 1
    assert ("progress", "open") in standings(world, row)
    assert clock(world, row, "fix").stopped_at is None
    assert say(visitor, receipt, "retest", outcome="done").status_code == 422
    assert row.number in staff.get(f"/disclosure/reports?state={state}").text


def test_promises_that_were_missed_are_told_once_and_stay_on_the_list(world):
    _, _, row, staff = assessed(world)
    world.visitor().reported()
    world.clock.moment = datetime(2026, 3, 24, 12, tzinfo=UTC)
    staff.act(row, "reply", text="Wij zijn ermee bezig.", tells_progress="true")
    with world.work() as work:
        found = [(each.number, each.name, each.met_at is None) for each in promises.missed(work)]
        later = promises.missed(work, since=datetime(2026, 3, 18, tzinfo=UTC))
    assert found == [
        (row.number, "fix", True),
        (row.number, "progress", False),
        ("BQR-K-2026-0002", "first_answer", True),
    ]
    assert [each.name for each in later] == ["fix"]
    with world.work("jtb-care") as work:
        assert promises.missed(work) == []
    page = staff.get(CASE.format(row.id)).text
    assert "The expected date has gone by" in page and "not kept" in page
    assert clock(world, row, "progress").due_on == date(2026, 4, 7)


def test_word_of_how_it_stands_starts_its_time_anew_and_another_message_does_not(world):
    _, _, row, staff = assessed(world)
    before = clock(world, row, "progress").due_at
    world.clock.forward(24 * 3600)
    staff.act(row, "reply", text="Dank u.")
    assert clock(world, row, "progress").due_at == before
    staff.act(row, "reply", text="Wij zijn halverwege.", tells_progress="true")
    assert clock(world, row, "progress").due_at == before + timedelta(days=1)


def test_a_duplicate_that_came_after_our_answer_is_linked_to_the_first_and_was_known(world):
    _, _, first, staff = assessed(world)
    rows = []
    for number in (first.number, "BQR-K-2026-0002"):
        world.visitor().reported()
        row = world.reports()[-1]
        rows.append(row)
        wrong = staff.act(row, "assess", verdict="duplicate", assessment="Al gemeld.", duplicate_of=row.number)
        assert wrong.status_code == 422 and 'href="#field-duplicate_of"' in wrong.text
        done = staff.act(row, "assess", verdict="duplicate", assessment="Al gemeld.", duplicate_of=number.lower())
        assert done.status_code == 303
    again = [now(world, row) for row in rows]
    assert [(row.duplicate_of, row.known) for row in again] == [(first.id, True)] * 2
    page = staff.get(CASE.format(first.id)).text
    assert all(row.number in page for row in again)
    assert "a reward is possible" in page
    known = staff.act(first, "assess", **RIGHT, known="true")
    assert known.status_code == 303
    assert "a reward is possible" not in staff.get(CASE.format(first.id)).text


def test_J14_what_is_true_of_the_first_is_true_of_a_duplicate_that_came_before_our_answer(world):
    for _ in range(3):
        world.visitor().reported()
    first, second, third = world.reports()
    world.clock.forward(60)
    staff, again = world.assessor(), {"verdict": "duplicate", "assessment": "Al gemeld.", "duplicate_of": first.number}
    assert staff.act(second, "assess", **again).status_code == 303
    assert staff.act(third, "assess", **again, known="true").status_code == 303
    assert staff.act(first, "assess", **RIGHT).status_code == 303
    assert [row.known for row in world.reports()] == [False, False, True]
    assert "a reward is possible" in staff.get(CASE.format(second.id)).text
    staff.act(first, "assess", **RIGHT, known="true")
    assert [row.known for row in world.reports()] == [True, True, True]
    assert "known-as-first" in world.verbs(second.id) and "known-as-first" not in world.verbs(third.id)


def test_what_is_right_and_not_fixed_is_closed_with_a_reason_that_the_reporter_reads(world):
    visitor, receipt, row, staff = assessed(world)
    refused = staff.act(row, "close")
    assert refused.status_code == 422 and 'href="#field-close_why"' in refused.text
    assert staff.act(row, "close", close_why="   ").status_code == 422 and now(world, row).state == "answered"
    assert staff.act(row, "close", close_why="Het systeem gaat uit.").status_code == 303
    page = visitor.open(receipt).text
    assert "We close this report although it is not fixed" in page and "Het systeem gaat uit." in page
    assert "We closed it without fixing it." in page and "We expect to have it fixed on" not in page


def test_a_number_of_another_organisation_is_no_first_report(world):
    world.visitor("jtb-care").reported()
    (foreign,) = world.reports("jtb-care")
    world.visitor().reported()
    (row,) = world.reports()
    refused = world.assessor().act(
        row, "assess", verdict="duplicate", assessment="Al gemeld.", duplicate_of=foreign.number
    )
    assert refused.status_code == 422 and now(world, row).state == "received"


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_a_data_leak_goes_to_breach_without_asking_and_once(world, organisation):
    visitor, staff = world.visitor(organisation), world.assessor(organisation)
    receipt = visitor.reported()
    (row,) = world.reports(organisation)
    away = {"verdict": "out_of_scope", "assessment": "Dit is een datalek.", "redirect": "data_leak"}
    for _ in range(2):
        assert staff.act(row, "assess", **away).status_code == 303
    (told,) = world.told(PersonalDataExposed, organisation)
    assert (told.report_ref, told.aware_at) == (row.id, row.received_at)
    page = visitor.open(receipt).text
    assert "A data leak" in page and "We passed it on as a data leak at once." in page
    assert ("06-10004594" in page) is (organisation == "bqr")


def test_a_complaint_goes_to_requests_with_the_reporters_leave_and_its_number_comes_back(world):
    visitor, staff = world.visitor(), world.assessor()
    receipt = visitor.reported()
    (row,) = world.reports()
    away = {"verdict": "out_of_scope", "assessment": "Dit is een klacht.", "redirect": "complaint"}
    assert say(visitor, receipt, "leave", leave="yes").status_code == 422
    staff.act(row, "assess", **away)
    assert world.told(ComplaintReferred) == []
    page = visitor.open(receipt).text
    assert "Your report is a complaint" in page and "085-4858560" in page
    assert say(visitor, receipt, "leave").status_code == 422
    assert say(visitor, receipt, "leave", leave="yes").status_code == 201
    assert say(visitor, receipt, "leave", leave="yes").status_code in {201, 422}
    (told,) = world.told(ComplaintReferred)
    assert (told.report_ref, told.number) == (row.id, row.number)
    for ref in ("request-1", "request-2"):
        world.handle(
            RequestReceived(
                request_ref=ref,
                kind="complaint",
                channel="disclosure",
                due_at=world.clock.now(),
                number="BQR-2026-000007",
                origin="disclosure",
                origin_ref=row.id,
            )
        )
    other = RequestReceived(request_ref="request-3", kind="access", channel="page", due_at=world.clock.now())
    world.handle(other)
    page = staff.get(CASE.format(row.id)).text
    assert 'href="/requests/cases/request-1">BQR-2026-000007' in page
    assert "BQR-2026-000007" in visitor.open(receipt).text
    staff.act(row, "close")
    answered_by_who_deals_with_complaints(world, visitor, receipt, row)


def desk_of(browser):
    return browser.get("/disclosure/api/v1/desk").json["items"]


def answered_by_who_deals_with_complaints(world, visitor, receipt, row):
    """B19: with the reporter's leave he reads it, without who made it, and both go on writing after it was closed."""
    page = f"/disclosure/complaints/{row.id}"
    assert visitor.write(receipt, "Wie belt mij?").status_code == 201
    assert visitor.get(page).status_code in {302, 303, 401}
    assert world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DESK).get(page).status_code == 403
    officer = world.staff("bqr", "complaints_officer")
    assert officer.get(CASE.format(row.id)).location.endswith(page)
    (item,) = desk_of(officer)
    assert (item["number"], item["url"]) == (row.number, page)
    assert officer.get("/disclosure/reports").location.endswith("/disclosure/complaints/")
    assert row.number in officer.get("/disclosure/complaints/").text
    shown = officer.get(page).text
    assert "Wie belt mij?" in shown and "zoekpagina" in shown and "nachtuil" not in shown
    address = re.search(rf'action="({page}\?revision=\d+)"', shown)[1]
    assert officer.send(address, page=page, complaint_text=" ").status_code == 422
    assert visitor.write(receipt, "Vandaag nog?").status_code == 201
    stale = officer.send(address, page=page, complaint_text="Ik bel u morgen.")
    assert stale.status_code == 412 and "Ik bel u morgen." in stale.text and "Vandaag nog?" in stale.text
    again = re.search(rf'action="({page}\?revision=\d+)"', stale.text)[1]
    assert officer.send(again, page=page, complaint_text="Ik bel u morgen.").status_code == 303
    page_of_reporter = visitor.open(receipt).text
    assert "About your complaint" in page_of_reporter and "Ik bel u morgen." in page_of_reporter
    assert desk_of(officer) == []
    assert ("looked", "account-complaints_officer") in world.steps(row.id)


def test_a_complaint_that_may_not_be_passed_on_stays_here(world):
    visitor, staff = world.visitor(), world.assessor()
    receipt = visitor.reported()
    (row,) = world.reports()
    staff.act(row, "assess", verdict="out_of_scope", assessment="Dit is een klacht.", redirect="complaint")
    assert say(visitor, receipt, "leave", leave="no").status_code == 201
    assert world.told(ComplaintReferred) == []
    assert "does not want it passed on" in staff.get(CASE.format(row.id)).text
    assert world.staff("bqr", "complaints_officer").get(f"/disclosure/complaints/{row.id}").status_code == 403
    staff.act(row, "close")
    assert visitor.write(receipt, "Toch nog iets.").status_code == 422


def test_leave_that_was_heard_by_telephone_is_noted_also_where_there_is_no_mailbox(world):
    staff = world.assessor()
    world.visitor().reported()
    (row,) = world.reports()
    with world.work() as work:
        work.case(type(row), row.id).receipt_hash = None
    told = {"heard_leave": "yes", "heard_how": "Aan de telefoon, vanmorgen."}
    assert staff.act(row, "heard-leave", **told).status_code == 422
    staff.act(row, "assess", verdict="out_of_scope", assessment="Dit is een klacht.", redirect="complaint")
    page = staff.get(CASE.format(row.id)).text
    assert "The reporter has no mailbox." in page and 'href="#close"' in page
    assert staff.act(row, "heard-leave", heard_leave="yes").status_code == 422 and not world.told(ComplaintReferred)
    assert staff.act(row, "heard-leave", **told).status_code == 303
    assert staff.act(row, "heard-leave", **told).status_code in {303, 422}
    assert len(world.told(ComplaintReferred)) == 1
    assert "Aan de telefoon, vanmorgen." in staff.get(CASE.format(row.id)).text
    assert (
        "There is no mailbox" in world.staff("bqr", "complaints_officer").get(f"/disclosure/complaints/{row.id}").text
    )


def test_two_assessors_at_once_see_both_texts(world):
    visitor, staff = world.visitor(), world.assessor()
    visitor.reported()
    (row,) = world.reports()
    staff.act(row, "assess", **RIGHT)
    late = staff.act(row, "assess", seen=1, verdict="spam", assessment="Onzin, dacht ik.")
    assert late.status_code == 412
    assert "What was written to the reporter meanwhile" in late.text
    assert "Het klopt." in late.text.split("What was written to the reporter meanwhile")[1].split("</div>")[0]
    assert re.search(r"<textarea[^>]*name=\"assessment\"[^>]*>\s*Onzin, dacht ik\.", late.text)
    assert now(world, row).verdict == "in_scope"


BAD = [
    ("vector", {"vector": "CVSS:3.1/AV:N"}, "vector"),
    ("vector", {"vector": ""}, "vector"),
    ("score-4", {"v4_av": "N"}, "v4_ac"),
    ("score-3", {"v3_av": "X"}, "v3_av"),
    ("care", {"client_safety": "very", "health_data": "no"}, "client_safety"),
    ("kind", {"cwe_other": "XSS", "system": "De website"}, "cwe_other"),
    ("owner", {"owner": "account-somebody"}, "owner"),
    ("plan", {"plan": " "}, "plan"),
    ("date", {"new_fix_on": "soon"}, "new_fix_on"),
    ("fixed", {}, "fixed_how"),
    ("ask", {"question": "bel\x07"}, "question"),
]


@pytest.mark.parametrize(("step", "typed", "field"), BAD)
def test_what_is_wrong_is_named_at_its_field_and_nothing_changes(world, step, typed, field):
    _, _, row, staff = assessed(world)
    page = staff.act(row, step, **typed)
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text
    if "system" in typed:
        assert "De website" in page.text
    assert now(world, row).revision == row.revision


def test_only_what_is_right_is_fixed(world):
    _, _, row, staff = assessed(world, verdict="accepted_risk")
    assert [name for name, became in standings(world, row) if became == "open"] == []
    for step, typed in (
        ("plan", {"plan": "Eerst dit, dan dat."}),
        ("date", {"new_fix_on": "2026-04-01"}),
        ("fixed", {"fixed_how": "x"}),
    ):
        refused = staff.act(row, step, **typed)
        assert refused.status_code == 422
        assert "plan" not in typed or "Eerst dit, dan dat." in refused.text
    assert staff.act(row, "close").status_code == 303
    assert now(world, row).wiped is None


def test_who_only_reads_sees_how_it_stands_and_does_nothing(world):
    _, _, row, _ = assessed(world)
    reader = world.signed_in("bqr", Duty.DISCLOSURE_READ)
    page = reader.get(CASE.format(row.id)).text
    assert "Severity, kind and owner" in page and "<form" not in page
    token = reader.token("/disclosure/report")
    for step, typed, _ in BAD:
        assert reader.send(f"{CASE.format(row.id)}/{step}", token=token, **typed).status_code == 403


def test_the_api_tells_codes_and_promises(world):
    _, _, row, staff = assessed(world)
    staff.act(row, "vector", vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
    given = staff.get(f"/disclosure/api/v1/reports/{row.id}").json
    assert (given["severity"], given["cvss_score"], given["known"], given["retest"]) == ("critical", 9.8, False, None)
    assert [(each["name"], each["standing"]) for each in given["promises"]] == standings(world, row)
    assert given["words"]["messages"][0]["kind"] == "answer"
    assert given["words"]["messages"][0]["day"] == "2026-03-20"


def test_a_report_whose_key_was_destroyed_goes_on_without_words(world):
    visitor, receipt, row, staff = assessed(world)
    staff.act(row, "ask", question="Met welke browser?")
    world.erase(row.id)
    world.clock.forward(40 * 24 * 3600)
    for _ in range(3):
        world.watch().run_due()
    page = staff.get(CASE.format(row.id))
    assert page.status_code == 200 and "Met welke browser?" not in page.text
    assert visitor.open(receipt).status_code == 200
    assert staff.act(row, "close").status_code == 303


def test_what_is_answered_anew_after_the_fix_counts_as_fixed_no_more(world):
    visitor, receipt, row, staff = assessed(world)
    assert staff.act(row, "fixed", fixed_how="Dichtgezet.").status_code == 303
    assert now(world, row).fixed_at is not None and "Would you try whether it is fixed?" in visitor.open(receipt).text
    again = {"verdict": "in_scope", "assessment": "Het is er nog.", "next_step": "Wij gaan verder."}
    assert staff.act(row, "assess", **again).status_code == 303
    row = now(world, row)
    assert (row.state, row.fixed_at, row.retest) == ("answered", None, None)
    assert "Would you try whether it is fixed?" not in visitor.open(receipt).text


def test_a_reply_is_for_what_was_read_and_marks_no_newer_message_as_read(world):
    visitor, receipt, row, staff = assessed(world)
    seen = now(world, row).revision
    visitor.write(receipt, "Het is erger dan ik dacht.")
    late = staff.act(row, "reply", seen=seen, text="Dank voor uw melding.")
    assert late.status_code == 412 and "Dank voor uw melding." in late.text
    assert now(world, row).unread_since is not None
