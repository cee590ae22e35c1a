"""What turns out late: a notification after a correction, measures past their day, and who is warned of a clock."""

from datetime import date, timedelta
from typing import Any

import pytest

from waarborg_breach.actions import reminding as acts
from waarborg_breach.domain.reminding import ReminderState, channel_of, recipients
from waarborg_breach.models import BreachCase, BreachMeasure, BreachNotice, BreachReminder
from waarborg_breach.reminding import send_waiting
from waarborg_shared.hooks.values import Channel, Content, Delivery, DeliveryState, Message, Text
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import PORT, Visitor, World, host_of
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import EVERY_QUESTION, NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import handle

BREACHES = "/breach/api/v1/breaches/"
HOUR = timedelta(hours=1)
MEASURE = {"measure_kind": "technical", "measure_what": "Tablets versleutelen.", "measure_owner": "Bram"}


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def case(world: World, board: Visitor) -> str:
    """A breach of two hours ago at BQR."""
    typed = {"summary": "Een tas is gestolen.", "discovered_at": "2026-03-02T07:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    (row,) = world.rows(BreachCase)
    return str(row.id)


def act(who: Visitor, case: str, step: str, **typed: Any) -> Any:
    path = f"/breach/cases/{case}"
    return who.send(f"{path}/{step}", page=path, **typed)


def done(who: Visitor, case: str, step: str, **typed: Any) -> None:
    answer = act(who, case, step, **typed)
    assert answer.status_code == 303, (step, answer.text)


def shown(world: World, case: str = "", organisation: str = "bqr") -> Any:
    """The case, or the register, as a program reads it."""
    return world.partner(organisation, "breach:read").get(BREACHES + case).json


def on_desk(who: Visitor) -> str:
    answer: Any = who.get("/breach/api/v1/desk").json
    items = answer["items"]
    return str(items[0]["state"]["en"]) if items else ""


def corrected(who: Visitor, case: str, discovered_at: str) -> None:
    moments = {"discovered_at": discovered_at, "aware_at": discovered_at, "reported_at": "2026-03-02T10:00"}
    done(who, case, "times", **moments, times_why="De bewaker zag het eerder.")


def look(world: World, times: int = 8) -> None:
    watch = watch_of(world.runtime)
    for _ in range(times):
        watch.run_due()


def test_B24_10_2_what_turns_out_late_after_a_correction_is_late_everywhere_and_owes_its_reasons(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + 3 * HOUR
    done(board, case, "decide", notify_authority="yes", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    done(board, case, "notified", at="2026-03-02T11:00", complete="yes")
    handle(board, f"/breach/cases/{case}")
    done(board, case, "close")
    assert shown(world, case)["notices"][0]["late"] is False and on_desk(board) == ""
    corrected(board, case, "2026-02-27T07:00")
    whole = shown(world, case)
    assert whole["notices"][0]["late"] is True and whole["open_duties"] == ["late-reason"]
    page = board.get(f"/breach/cases/{case}").text
    assert 'id="late-reason"' in page and "In time" in page and "the notification turns out late" in page
    assert "Write down why the notification was late" in on_desk(board)
    assert "late" in board.get("/breach/register/export.csv").text.split("Complete notification")[1][:60]
    (item,) = shown(world)["items"]
    assert "te laat" in item["register"]["notices"]
    assert 'data-label="Notified too late">1<' in board.get("/breach/years").text
    assert "72" in board.get(f"/breach/cases/{case}/dossier").text
    empty = act(board, case, "late-reason", late_why=" ")
    assert empty.status_code == 422 and 'href="#field-late_why"' in empty.text
    fg = world.staff("bqr", "fg")
    sent = fg.send(f"/breach/cases/{case}/late-reason", token=fg.token("/breach/report"), late_why="Omdat.")
    assert sent.status_code == 422 and "Only the responsible person" in sent.text
    done(board, case, "late-reason", late_why="De bewaker was ziek.")
    (kept,) = world.rows(BreachNotice)
    assert kept.reason_sealed and b"ziek" not in kept.reason_sealed
    whole = shown(world, case)
    assert whole["open_duties"] == [] and "De bewaker was ziek." in board.get(f"/breach/cases/{case}").text
    assert on_desk(board) == "" and 'id="late-reason"' not in board.get(f"/breach/cases/{case}").text
    assert act(board, case, "late-reason", late_why="Nog eens.").status_code == 422
    corrected(board, case, "2026-03-02T06:00")
    assert shown(world, case)["notices"][0]["late"] is False
    assert world.verbs(case).count("notice-late") == world.verbs(case).count("notice-in-time") == 1


def test_the_reasons_for_delay_come_over_the_api_by_the_responsible_person_alone(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + 3 * HOUR
    done(board, case, "decide", notify_authority="yes", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    done(board, case, "notified", at="2026-03-02T11:00", complete="yes")
    path, tag = f"{BREACHES}{case}/late-reason", lambda: {"If-Match": f'"{world.rows(BreachCase)[0].revision}"'}
    partner = world.partner("bqr", "breach:read", "breach:decide")
    assert staff_post(board, path, {"reason": "Ziek."}, **tag()).status_code == 409
    corrected(board, case, "2026-02-27T07:00")
    assert partner.post(path, {"reason": "Ziek."}, If_Match=tag()["If-Match"]).status_code == 403
    assert staff_post(board, path, {"reason": ""}, **tag()).status_code == 422
    assert staff_post(board, path, {"reason": "Ziek."}, **{"If-Match": '"1"'}).status_code == 412
    assert staff_post(board, path, {"reason": "Ziek."}, **tag()).status_code == 200
    world.erase(case)
    assert shown(world, case)["notices"][0]["late"] is True
    assert "late-reason" not in shown(world, case)["open_duties"]


def staff_post(who: Visitor, path: str, body: Any, **headers: str) -> Any:
    """Send JSON as the page of a member of staff does."""
    where = f"http://{host_of(who.organisation)}:{PORT}"
    return who.client.post(path, json=body, base_url=where, headers={"Sec-Fetch-Site": "same-origin", **headers})


def test_an_announcement_after_some_were_told_says_its_ground_by_page_and_by_api(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + 3 * HOUR
    done(board, case, "decide", notify_authority="yes", inform_persons="yes", **UNANSWERED)
    (first,) = world.rows(BreachCase)
    world.clock.forward(3600)
    done(board, case, "informed", informed_at="2026-03-02T10:30", how="brief", part="true")
    refused = act(board, case, "announced", announced_at="2026-03-02T10:45", where="website")
    assert refused.status_code == 422 and 'href="#field-announced_ground"' in refused.text
    path, tag = f"{BREACHES}{case}/announcement", {"If-Match": f'"{world.rows(BreachCase)[0].revision}"'}
    body = {"at": "2026-03-02T09:45:00+00:00", "how": "website"}
    assert staff_post(board, path, body, **tag).status_code == 422
    assert [row.persons_state for row in world.rows(BreachCase)] == ["in-part"]
    answer = staff_post(board, path, {**body, "ground": "Zij zijn verhuisd."}, **tag)
    assert answer.status_code == 200, answer.text
    assert (answer.json["persons_state"], answer.json["persons_exception"]) == ("announced", "disproportionate")
    newest = shown(world, case)["decisions"][0]
    assert (newest["ground"], newest["exception"]) == ("Zij zijn verhuisd.", "disproportionate")
    assert newest["notify_authority"] is True and newest["not_yet_known"]
    assert newest["decided_at"] != first.decided_at.isoformat(), "it has a moment of its own"
    (row,) = world.rows(BreachCase)
    assert (row.decided_at, row.decided_by, row.reason_sealed) == (
        first.decided_at,
        first.decided_by,
        first.reason_sealed,
    )
    assert answer.json["decided_at"] == first.decided_at.isoformat()
    assert world.verbs(case).count("decided-breach") == 1 and "decided-to-announce" in world.verbs(case)
    assert shown(world, case)["informed_how"] == "brief\nwebsite"
    assert "Zij zijn verhuisd." in board.get(f"/breach/cases/{case}").text
    assert world.verbs(case).count("announced-breach") == 1
    world.erase(case)
    whole = shown(world, case)
    assert whole["decisions"][0]["ground"] is None and "decisions.0.ground" in whole["erased"]


def test_an_announcement_that_was_decided_on_needs_no_ground_again_and_by_api_goes_the_whole_way(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + 3 * HOUR
    done(board, case, "decide", notify_authority="yes", inform_persons="yes", **UNANSWERED)
    done(board, case, "informed", informed_at="2026-03-02T10:30", how="brief", part="true")
    tag = lambda: {"If-Match": f'"{world.rows(BreachCase)[0].revision}"'}  # noqa: E731
    publicly = {
        "notify_authority": True,
        "inform_persons": False,
        "exception": "disproportionate",
        "not_yet_known": list(EVERY_QUESTION)[:12],
    }
    assert staff_post(board, f"{BREACHES}{case}/decision", publicly, **tag()).status_code == 422
    decided = staff_post(board, f"{BREACHES}{case}/decision", {**publicly, "reason": "Verhuisd."}, **tag())
    assert decided.status_code == 200 and decided.json["persons_state"] == "to-announce"
    body = {"at": "2026-03-02T09:45:00+00:00"}
    assert world.partner("bqr", "breach:decide").post(
        f"{BREACHES}{case}/announcement", body, If_Match=tag()["If-Match"]
    ).status_code == 403  # fmt: skip
    assert staff_post(board, f"{BREACHES}{case}/announcement", body, **tag()).json["persons_state"] == "announced"
    assert len(shown(world, case)["decisions"]) == 2


def test_B24_11_3_a_measure_past_its_day_stands_on_the_case_the_desk_and_the_figures_once(
    either_world: World,
) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    typed = {"summary": "Een tas is gestolen.", "discovered_at": "2026-03-02T07:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    case = str(world.rows(BreachCase)[0].id)
    done(board, case, "measure", **MEASURE, measure_due="2026-03-06")
    done(board, case, "measure", **MEASURE, measure_due="2199-12-31")
    world.clock.moment = START + timedelta(days=4, hours=13)
    look(world)
    assert "measure-neared" in world.verbs(case) and "measure-overdue" not in world.verbs(case)
    world.clock.moment = START + timedelta(days=5)
    page = board.get(f"/breach/cases/{case}").text
    assert "and was not" not in page and shown(world, case)["overdue_measures"] == 0
    look(world)
    look(world)
    assert world.verbs(case).count("measure-overdue") == 1
    page = board.get(f"/breach/cases/{case}").text
    assert "and was not" in page and "Take the measures whose day has passed" in page
    assert shown(world, case)["overdue_measures"] == 1 and "measures past their day: 1" in on_desk(board)
    assert 'data-label="Measures not taken by their day">1<' in board.get("/breach/years").text
    first = min(world.rows(BreachMeasure), key=lambda row: row.due_on)
    done(board, case, "measure-taken", measure=first.id, taken_at="2026-03-07T08:00")
    assert shown(world, case)["overdue_measures"] == 0 and "past their day" not in on_desk(board)
    assert 'data-label="Measures not taken by their day">1<' in board.get("/breach/years").text


def test_a_measure_whose_day_has_passed_already_is_late_at_once_and_one_that_was_taken_in_time_is_not(
    world: World, board: Visitor, case: str
) -> None:
    done(board, case, "measure", **MEASURE, measure_due="2026-02-01")
    look(world)
    (row,) = world.rows(BreachMeasure)
    assert row.overdue_at is not None and shown(world, case)["overdue_measures"] == 1
    done(board, case, "measure-taken", measure=row.id, taken_at="2026-01-30T08:00")
    (row,) = world.rows(BreachMeasure)
    assert row.overdue_at is None and row.due_on == date(2026, 2, 1)
    look(world)
    assert world.rows(BreachMeasure)[0].overdue_at is None


def test_a_retracted_report_runs_no_measures_clock_and_one_opened_again_does(
    world: World, board: Visitor, case: str
) -> None:
    done(board, case, "measure", **MEASURE, measure_due="2026-03-06")
    done(board, case, "retract", retract_why="Het was geen lek.")
    world.clock.moment = START + timedelta(days=5)
    look(world)
    assert "measure-overdue" not in world.verbs(case)
    done(board, case, "open-again", retract_why="Toch wel.")
    look(world)
    assert world.verbs(case).count("measure-overdue") == 1


def test_B24_11_3_after_the_decision_a_clock_runs_until_it_is_known_what_prevents_a_repetition(
    world: World, board: Visitor, case: str
) -> None:
    def clock() -> Any:
        return world.clocks(world.rows(BreachCase)[0]).get("measures")

    assert clock() is None
    done(board, case, "decide", notify_authority="no", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    assert clock().stopped_at is None and clock().due_at - START > timedelta(days=27)
    assert "Think of what prevents a repetition" in board.get(f"/breach/cases/{case}").text
    done(board, case, "measure", **MEASURE, measure_due="2026-03-20")
    assert clock().stopped_at is not None
    (row,) = world.rows(BreachMeasure)
    done(board, case, "measure-dropped", dropped_measure=row.id, dropped_why="Te duur.")
    assert clock().stopped_at is None
    done(board, case, "no-measures", no_measures_why="De map bestaat niet meer.")
    assert clock().stopped_at is not None
    done(board, case, "decide", notify_authority="no", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    assert clock().stopped_at is not None


class Tray:
    """Takes what is delivered, and answers as it is told to."""

    def __init__(self, *answers: DeliveryState) -> None:
        self.answers, self.got = list(answers), list[Message]()

    def deliver(self, message: Message) -> Delivery:
        """Keep the message and give the next answer."""
        self.got.append(message)
        return Delivery(state=self.answers.pop(0) if self.answers else DeliveryState.SENT)


def test_who_may_decide_is_warned_by_reference_and_code_alone_and_not_twice(
    world: World, board: Visitor, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = Tray(DeliveryState.FAILED)
    monkeypatch.setattr(world.runtime.rules("bqr"), "deliver", tray.deliver)
    world.clock.moment = START - 2 * HOUR + 49 * HOUR
    look(world)
    assert send_waiting(world.runtime, "bqr") == 2 and send_waiting(world.runtime, "bqr") == 0
    assert {each.recipient_ref for each in tray.got} == {"role:board", "role:quality"}
    first = tray.got[0]
    assert (first.channel, first.template, first.content) == ("email", "breach-clock-neared", Content.NOTICE)
    assert first.case_ref == case
    world.clock.forward(120)
    assert send_waiting(world.runtime, "bqr") == 1 and tray.got[-1].id == first.id
    look(world)
    assert send_waiting(world.runtime, "bqr") == 0 and len({each.id for each in tray.got}) == 2
    assert world.verbs(case).count("reminder-sent") == 2 and "warn who decides" not in on_desk(board)
    world.clock.moment = START + 59 * HOUR
    look(world)
    send_waiting(world.runtime, "bqr")
    assert [each.template for each in tray.got].count("breach-clock-lapsed") == 2


def test_who_was_taken_up_and_not_noted_is_warned_again_with_the_same_message(
    world: World, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = Tray()
    monkeypatch.setattr(world.runtime.rules("bqr"), "deliver", tray.deliver)
    world.clock.moment = START + 47 * HOUR
    look(world)
    with world.work() as work:
        (first, _) = acts.waiting(work)
    with world.work() as work:
        assert acts.take_up(work, first, world.runtime.rules("bqr")) is not None
    assert send_waiting(world.runtime, "bqr") == 1
    world.clock.forward(700)
    assert send_waiting(world.runtime, "bqr") == 1 and tray.got[-1].id == first


def test_what_no_channel_takes_stands_on_the_desk_until_somebody_warned_them_or_it_is_done(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + 47 * HOUR
    look(world)
    assert send_waiting(world.runtime, "bqr") == 2
    assert {row.state for row in world.rows(BreachReminder)} == {ReminderState.DESK.value}
    assert "warn who decides" in on_desk(board)
    page = board.get(f"/breach/cases/{case}").text
    assert 'id="warned"' in page and "Board, Quality management." in page
    assert act(world.staff("bqr", "fg"), case, "warned").status_code in (403, 404)
    done(board, case, "warned")
    assert "warn who decides" not in on_desk(board) and "warned-responsible" in world.verbs(case)
    assert act(board, case, "warned").status_code == 422
    world.clock.moment = START + 57 * HOUR
    look(world)
    send_waiting(world.runtime, "bqr")
    assert "warn who decides" in on_desk(board)
    done(board, case, "decide", notify_authority="no", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    assert "warn who decides" not in on_desk(board)
    assert 'id="warned"' not in board.get(f"/breach/cases/{case}").text


def test_where_one_person_works_nobody_is_asked_to_warn_her(world: World) -> None:
    lead = world.staff("jtb-care", "care_lead")
    typed = {"summary": "Een brief is zoek.", "discovered_at": "2026-03-02T07:00"}
    assert lead.send("/breach/report", **typed).status_code == 303
    world.clock.moment = START + 60 * HOUR
    look(world)
    assert send_waiting(world.runtime, "jtb-care") == 1 and "warn who decides" not in on_desk(lead)
    assert {row.state for row in world.rows(BreachReminder, "jtb-care")} == {ReminderState.NOT_NEEDED.value}


def test_nobody_is_warned_of_an_exercise_or_of_a_clock_that_has_stopped_meanwhile(
    world: World, board: Visitor, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = Tray()
    monkeypatch.setattr(world.runtime.rules("bqr"), "deliver", tray.deliver)
    board.send("/breach/exercises", exercise_what="Een oefening.")
    world.clock.moment = START + 47 * HOUR
    look(world)
    assert {row.breach_id for row in world.rows(BreachReminder)} == {case}
    done(board, case, "decide", notify_authority="no", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    assert send_waiting(world.runtime, "bqr") == 0 and tray.got == []
    assert {row.state for row in world.rows(BreachReminder)} == {ReminderState.NOT_NEEDED.value}


def test_who_is_warned_and_by_which_channel_follows_from_the_protocol(world: World) -> None:
    protocol = world.runtime.rules("bqr").breach_protocol
    assert recipients(protocol, ["account-1", "account-1"]) == ("role:board", "role:quality", "account-1")
    every = Channel(code="letter", name=Text("Brief", "Letter"), carries=frozenset(Content))
    notices = Channel(code="sms", name=Text("Sms", "Text"), carries=frozenset({Content.NOTICE}))
    assert channel_of((every, notices), None) == "sms" and channel_of((every,), None) is None
    assert channel_of((every, notices), "letter") == "letter"


def test_the_register_over_the_api_has_the_twelve_fields_and_says_who_took_it(
    world: World, board: Visitor, case: str
) -> None:
    done(board, case, "measure", **MEASURE, measure_due="2026-03-06")
    done(board, case, "consequences", established_consequences="Iemand kan het lezen.")
    (item,) = shown(world)["items"]
    register = item["register"]
    assert len(register) == 26 and register["how_many"] is None
    assert "Een tas is gestolen." in register["description"] and "Tablets versleutelen." in register["technical"]
    assert register["consequences"] == "Iemand kan het lezen." and register["discovered"].startswith("2026-03-02T06:00")
    assert "register" in world.verbs("register") or "took-register" in world.verbs("register")
    world.erase(case)
    (item,) = shown(world)["items"]
    assert "gestolen" not in str(item), item
    assert "Gewist" in item["register"]["description"]
    assert shown(world, organisation="jtb-care")["items"] == []
    assert world.partner("bqr", "breach:report").get(BREACHES).status_code == 403
