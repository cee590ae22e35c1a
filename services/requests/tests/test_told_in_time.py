"""Reminders, what is late and an extension that is not told: on the desk of whoever has to know, until he saw it."""

import re
from datetime import UTC, date, datetime

import pytest

from waarborg_requests import actions
from waarborg_requests.domain import Told
from waarborg_requests.models import RequestDelivery, StaffNotice
from waarborg_shared.clocks import due_on
from waarborg_shared.events.requests import RequestClockLapsed
from waarborg_shared.hooks.values import Duty
from waarborg_shared.worker import watch_of

DESK = "/requests/api/v1/desk"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def filed(world, access, organisation="bqr", **changes):
    assert world.visitor(organisation).send("/requests/new", **{**access, **changes}).status_code == 201
    return world.requests(organisation)[-1]


def now(world, row, organisation="bqr"):
    return next(each for each in world.requests(organisation) if each.id == row.id)


def watch(world, moment):
    """Let the worker look at the clocks until there is nothing left to do."""
    world.clock.moment = at(moment)
    for _ in range(6):
        watch_of(world.runtime).run_due()


def extend(world, row):
    """Decide on a longer term, and have the letter ready."""
    case, staff = f"/requests/cases/{row.id}", world.coordinator()
    revision = now(world, row).revision
    answer = staff.send(f"{case}/extend", page=case, revision=revision, why_longer="Vijf instellingen.")
    assert answer.status_code == 303, answer.text
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        actions.send_word(work, row.id, message_id="message-1", template=Told.EXTENDED, rules=rules)


def post(world, row):
    """Say that the letter was posted."""
    case = f"/requests/cases/{row.id}"
    return world.coordinator().send(f"{case}/deliveries/message-1/delivered", page=case)


def notices(world, organisation="bqr"):
    return sorted((each.what, each.clock, each.for_whom) for each in world.rows(StaffNotice, organisation))


def states(visitor):
    return [item["state"]["code"] for item in visitor.get(DESK).json["items"]]


def fg(world):
    return world.staff("bqr", "fg")


def test_B18_a_reminder_lies_with_who_handles_it_and_what_is_late_with_who_keeps_watch_too(world, access):
    row = filed(world, access)
    watch(world, "2026-03-25T09:00")
    assert notices(world) == [("clock_neared", "answer", "handler")]
    assert "clock_neared" in states(world.coordinator()) and "clock_neared" not in states(fg(world))
    watch(world, "2026-03-31T09:00")
    assert ("clock_lapsed", "answer", "watch") in notices(world)
    assert "clock_lapsed" in states(fg(world)) and "clock_lapsed" in states(world.coordinator())
    page = fg(world).get("/requests/notices").text
    assert row.number in page and "Late: the term is over" in page
    assert len(world.told(RequestClockLapsed)) == 1


def test_seen_it_leaves_the_desk_of_that_one_alone_and_stands_on_the_timeline(world, access):
    row = filed(world, access)
    watch(world, "2026-03-31T09:00")
    officer, case = fg(world), f"/requests/cases/{row.id}"
    address = re.search(rf'action="({case}/notices/[^"]+/seen)"', officer.get("/requests/notices").text)[1]
    for _ in range(2):
        assert officer.send(address, page="/requests/notices" if _ == 0 else "/requests/new").status_code == 303
    assert "No notices" in officer.get("/requests/notices").text and "clock_lapsed" not in states(officer)
    assert "clock_lapsed" in states(world.coordinator())
    seen = [each for each in world.rows(StaffNotice) if each.seen_at is not None]
    assert [(each.for_whom, each.seen_by) for each in seen] == [("watch", "account-fg")]
    assert world.verbs(row.id).count("notice-seen") == 1


def test_nobody_takes_away_what_is_not_his(world, access):
    row = filed(world, access)
    watch(world, "2026-03-31T09:00")
    (mine,) = [each for each in world.rows(StaffNotice) if each.for_whom == "watch"]
    address = f"/requests/cases/{row.id}/notices/{mine.id}/seen"
    assert world.coordinator().send(address, page="/requests/new").status_code == 404
    assert world.signed_in("bqr", Duty.BREACH_READ).send(address, page="/requests/new").status_code == 403
    assert world.coordinator().send(address[:-6] + "x/seen", page="/requests/new").status_code == 404


def test_a_case_that_a_colleague_took_up_reminds_him_and_not_everybody(world, access):
    row = filed(world, access)
    case, staff = f"/requests/cases/{row.id}", world.coordinator()
    assert staff.send(f"{case}/take-up", page=case, revision=1).status_code == 303
    watch(world, "2026-03-25T09:00")
    other = world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref="account-other")
    assert "clock_neared" in states(staff) and "clock_neared" not in states(other)


def test_J8_one_who_does_it_all_sees_it_once(world, access):
    row = filed(world, access, "jtb-care")
    watch(world, "2026-03-17T09:00")
    lead = world.staff("jtb-care", "care_lead")
    assert states(lead).count("clock_lapsed") == 1
    found = lead.get("/requests/notices").text
    assert "1 notice for you" in lead.get("/requests/").text or "2 notices for you" in lead.get("/requests/").text
    for address in re.findall(r'action="([^"]+/seen)"', found):
        assert lead.send(address, page="/requests/notices").status_code == 303
    assert {each.seen_by for each in world.rows(StaffNotice, "jtb-care")} == {"account-care_lead"}
    assert row.number not in lead.get("/requests/notices").text


def test_B17_an_extension_counts_from_the_letter_and_the_promise_runs_until_then(world, access):
    row = filed(world, access)
    world.clock.moment = at("2026-03-20T09:00")
    extend(world, row)
    staff = world.coordinator()
    assert due_on(now(world, row).due_at) == date(2026, 3, 30)
    page = staff.get(f"/requests/cases/{row.id}").text
    assert "The extension was not told yet" in page and "30 May 2026" in page
    assert "Extension not told yet" in staff.get("/requests/").text
    world.clock.moment = at("2026-03-21T09:00")
    assert post(world, row).status_code == 303
    assert due_on(now(world, row).due_at) == date(2026, 5, 30)
    assert world.clocks(row)["notice"].stop_reason == "told"
    assert "not told yet" not in staff.get(f"/requests/cases/{row.id}").text
    assert world.verbs(row.id).count("extension-counts") == 1


def test_B17_from_four_weeks_on_it_is_late_until_the_letter_was_posted(world, access):
    row = filed(world, access)
    world.clock.moment = at("2026-03-20T09:00")
    extend(world, row)
    watch(world, "2026-03-31T09:00")
    address = f"/requests/api/v1/requests/{row.id}"
    told = world.partner("bqr", "requests:answer").get(address).json
    assert (told["late"], told["escalated"], told["extension_told"]) == (True, True, False)
    world.clock.moment = at("2026-04-01T09:00")
    post(world, row)
    told = world.partner("bqr", "requests:answer").get(address).json
    assert (told["late"], told["extension_told"], told["due_on"]) == (False, True, "2026-05-30")
    watch(world, "2026-06-01T09:00")
    assert ("clock_lapsed", "answer", "watch") in notices(world)
    assert [event.clock for event in world.told(RequestClockLapsed)].count("answer") == 2, "the longer term ran out too"


def test_B17_an_extension_that_nobody_told_in_the_month_does_not_count(world, access):
    row = filed(world, access)
    world.clock.moment = at("2026-03-20T09:00")
    extend(world, row)
    watch(world, "2026-03-28T09:00")
    assert ("extension_untold", "notice", "handler") in notices(world)
    watch(world, "2026-04-03T09:00")
    assert {("extension_lapsed", "", "handler"), ("extension_lapsed", "", "watch")} <= set(notices(world))
    (letter,) = world.rows(RequestDelivery)
    assert letter.called_off_at is not None, "a letter that promises what the law does not allow is not posted"
    assert post(world, row).status_code == 404
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "The extension does not count" in page
    assert due_on(now(world, row).due_at) == date(2026, 3, 30)
    assert "does not count" in fg(world).get("/requests/notices").text


def test_B17_posted_after_the_month_before_the_worker_looked_it_does_not_count_either(world, access):
    row = filed(world, access)
    world.clock.moment = at("2026-03-20T09:00")
    extend(world, row)
    world.clock.moment = at("2026-04-03T09:00")
    assert post(world, row).status_code == 303
    row = now(world, row)
    assert (row.extension_told_at, due_on(row.due_at)) == (None, date(2026, 3, 30))
    assert row.extension_lapsed_at is not None
    watch(world, "2026-04-03T10:00")
    assert [each[2] for each in notices(world) if each[0] == "extension_lapsed"] == ["handler", "watch"]


def test_the_person_sees_that_a_letter_about_more_time_is_to_come(world, access):
    page = world.visitor().send("/requests/new", **access).text
    number, code = re.search(r"BQR-2026-\d{6}", page)[0], re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page)[0]
    (row,) = world.requests()
    world.clock.moment = at("2026-03-20T09:00")
    extend(world, row)
    shown = world.visitor().send("/requests/status", number=number, code=code).text
    assert "We need more time" in shown and "Monday 30 March 2026" in shown


def test_an_answer_takes_reminders_away_and_leaves_what_was_late(world, access):
    row = filed(world, access, kind="complaint")
    watch(world, "2026-04-14T09:00")
    case, staff = f"/requests/cases/{row.id}", world.coordinator()
    typed = {"revision": 1, "outcome": "granted", "text": "U hebt gelijk."}
    assert staff.send(f"{case}/answer", page=case, **typed).status_code == 303
    assert {each.what for each in world.rows(StaffNotice) if each.seen_at is None} == {"clock_lapsed"}


@pytest.mark.parametrize("moment", ["2026-04-03T09:00", "2026-04-10T09:00"])
def test_B17_after_the_term_there_is_no_extension_and_a_word_why(world, access, moment):
    row = filed(world, access)
    world.clock.moment = at(moment)
    case = f"/requests/cases/{row.id}"
    page = world.coordinator().send(f"{case}/extend", page=case, revision=1, why_longer="Veel.")
    assert page.status_code == 422 and "The term is over" in page.text
    assert now(world, row).extended_at is None


def test_while_it_waits_nothing_is_late_and_nobody_is_reminded_of_a_clock_that_stands_still(either_world, access):
    world = either_world
    row = filed(world, access)
    case = f"/requests/cases/{row.id}"
    typed = {"revision": 1, "doubt": "other", "reason": "Wie bent u?"}
    assert world.coordinator().send(f"{case}/ask-identification", page=case, **typed).status_code == 303
    watch(world, "2026-05-30T09:00")
    assert notices(world) == [("still_waiting", "", "handler")]
    assert now(world, row).escalated_at is None
    assert "still_waiting" in states(world.coordinator())
