"""Complaints: made about a request, judged by who had no part in it, with measures that are kept to (Wkkgz)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from waarborg_requests import actions, deadlines
from waarborg_requests.actions.letter_parts import letter_parts
from waarborg_requests.domain.complaining import (
    LookAgain,
    Measure,
    MeasureNotRight,
    OwnWork,
    SecondLook,
    check_measures,
    second_look,
)
from waarborg_requests.models import Complaint, ComplaintMeasure, Request
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.events.requests import RequestAnswered, RequestClockLapsed, RequestClockNeared, RequestExtended
from waarborg_shared.hooks.values import Duty, RequestKind

EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
JUDGED = {"judgement": "founded", "conclusions": "U hebt gelijk: wij waren te laat."}


@pytest.fixture
def answered(world, access, own_case):
    """A request that the coordinator answered."""
    return _answered(world, own_case(access))


def _answered(world, own):
    own.identify()
    staff = world.coordinator(own.organisation)
    typed = {"outcome": "refused", "ground": "nothing_held", "text": "Wij hebben niets."}
    answer = staff.send(f"{own.case}/answer", page=own.case, revision=own.row.revision, **typed)
    assert answer.status_code == 303, answer.text
    return own


def complain(own, words="Ik geloof het niet.", **more):
    """Make a complaint about a request, and return it as its maker has it."""
    page = own.send("complaint", complaint=words, **more)
    assert page.status_code == 201, page.text
    made = object.__new__(type(own))
    made.world, made.organisation, made.visitor = own.world, own.organisation, own.visitor
    made.adopt(page)
    return made


def officer(world, organisation="bqr", ref="account-officer"):
    """Who handles complaints, and no other request."""
    return world.signed_in(organisation, Duty.COMPLAINTS_ANSWER, Duty.DESK, ref=ref)


def judge(staff, made, **typed):
    return staff.send(f"{made.case}/judge", page=made.case, revision=made.row.revision, **{**JUDGED, **typed})


LOOKS = [
    ("a", {"b"}, False, None, False, None),
    ("a", set(), True, None, False, None),
    ("a", {"a"}, True, None, True, SecondLook.OUTSIDER),
    ("a", {"a"}, True, ("a", EVENING - timedelta(days=1)), False, SecondLook.NIGHT),
    ("a", {"a"}, True, ("a", EVENING), False, SecondLook.NIGHT),
    ("a", {"a"}, True, None, False, LookAgain),
    ("a", {"a"}, True, ("b", EVENING - timedelta(days=9)), False, LookAgain),
    ("a", {"a"}, True, ("a", EVENING + timedelta(minutes=40)), False, LookAgain),
    ("a", {"a"}, False, None, False, OwnWork),
    ("a", {"a"}, False, ("a", EVENING - timedelta(days=9)), True, OwnWork),
]


@pytest.mark.parametrize(("who", "handled", "one_person", "proposed", "outsider", "comes_to"), LOOKS)
def test_J8_who_judges_his_own_work_looks_twice_and_only_where_nobody_else_can(
    who, handled, one_person, proposed, outsider, comes_to
):
    now = EVENING + timedelta(hours=1)  # half past midnight in Amsterdam

    def look():
        return second_look(who, handled, one_person=one_person, proposed=proposed, outsider=outsider, now=now)

    if comes_to is None or isinstance(comes_to, SecondLook):
        assert look() == comes_to
    else:
        with pytest.raises(comes_to):
            look()


@pytest.mark.parametrize(
    "measures",
    [
        [Measure(what=" ", due_on=date(2026, 4, 1))],
        [Measure(what="Vandaag", due_on=date(2026, 3, 2))],
        [Measure(what="Te veel", due_on=date(2026, 4, 1))] * 6,
    ],
)
def test_a_measure_says_what_and_by_a_day_to_come(measures):
    with pytest.raises(MeasureNotRight):
        check_measures(measures, date(2026, 3, 2))


def test_B19_a_person_complains_about_an_answer_and_the_request_stays_as_it_is(world, answered):
    before = (answered.row.state, answered.row.outcome, answered.row.revision)
    page = answered.open()
    assert "The independent complaints officer of Stichting Klachtenregeling" in page
    made = complain(answered, permission="true")
    assert made.number != answered.number
    assert (answered.row.state, answered.row.outcome, answered.row.revision) == before
    assert made.number in answered.open() and answered.number in made.open()
    page = made.open()
    assert "085-4858560" in page and "may look into your request" in page
    assert made.row.kind == RequestKind.COMPLAINT and made.row.due_at.date() == date(2026, 4, 13)
    assert {"answer", "law"} <= set(world.clocks(made.row))
    (row,) = world.rows(Complaint)
    assert (row.about_id, row.permission_at is not None) == (answered.row.id, True)


def test_every_way_to_go_on_stands_on_the_page_from_the_first_day(world, access, own_case):
    page = own_case(access).open()
    for name in ("complaints officer", "disputes body", "Data Protection Authority", "The court"):
        assert name in page
    assert "none is a condition for another" in page


def test_sending_a_complaint_twice_makes_it_once_and_shows_the_same_code(world, answered):
    ticket, token = answered.ticket(), answered.visitor.token("/requests/status")
    typed = {"token": token, "ticket": ticket, "complaint": "Eens."}
    first, again = (answered.visitor.send("/requests/own/complaint", **typed) for _ in range(2))
    assert first.text == again.text and first.status_code == 201
    assert len(world.requests()) == 2


def test_a_second_complaint_about_the_same_request_is_refused_while_the_first_stands(world, answered):
    made = complain(answered)
    again = answered.send("complaint", complaint="Nog eens.")
    assert again.status_code == 422 and "already" in again.text
    assert len(world.requests()) == 2
    assert judge(officer(world), made).status_code == 303
    assert answered.send("complaint", complaint="Nog eens.").status_code == 201


def test_a_complaint_about_a_complaint_is_refused_with_the_ways_that_stand_open(world, answered):
    made = complain(answered)
    page = made.send("complaint", complaint="Hierover ook.")
    assert page.status_code == 422 and "disputes body, the authority or the court" in page.text
    assert len(world.requests()) == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"complaint": ""}, "Fill this in"),
        ({"complaint": "x" * 100_000}, "at most 10000 characters"),
        ({"complaint": "Mijn BSN 111222333"}, "looks like a BSN"),
    ],
)
def test_a_complaint_that_is_not_right_is_kept_on_the_page(world, answered, typed, says):
    page = answered.send("complaint", **typed)
    assert page.status_code == 422 and says in page.text and 'href="#field-complaint"' in page.text
    assert typed["complaint"] in page.text
    assert len(world.requests()) == 1


def test_nobody_complains_about_the_request_of_another(world, answered):
    other = world.person("person-00000009")
    typed = {"page": "/requests/status", "complaint": "Niet van mij."}
    assert other.send("/requests/own/complaint", own=answered.row.id, **typed).status_code == 404
    assert world.visitor().send("/requests/own/complaint", ticket="A" * 90, **typed).status_code == 422
    assert len(world.requests()) == 1


def test_an_erased_request_takes_no_complaint_and_says_where_to_make_it(world, answered):
    ticket = answered.ticket()
    world.erase(answered.row.id)
    page = answered.send("complaint", ticket=ticket, complaint="Toch.")
    assert page.status_code == 422 and "with the ordinary form" in page.text


def test_the_officer_sees_complaints_and_the_case_behind_only_by_permission(world, access, own_case, answered):
    made, staff = complain(answered), officer(world)
    assert made.number in staff.get("/requests/complaints").text
    assert "Ik geloof het niet." in staff.get(made.case).text
    assert staff.get("/requests/").headers["Location"] == "/requests/complaints"
    for path in (answered.case, own_case(access).case):
        assert staff.get(path).status_code == 403
    assert answered.case not in staff.get(made.case).text
    assert made.send("permission", permitted="true").status_code == 200
    assert staff.get(answered.case).status_code == 200
    refused = staff.send(f"{answered.case}/messages", page=made.case, revision=1, seen=0, message="Hallo.")
    assert refused.status_code == 403
    assert made.send("permission", permitted="").status_code == 200
    assert staff.get(answered.case).status_code == 403
    made.send("permission", permitted="true")
    assert judge(staff, made).status_code == 303
    assert staff.get(answered.case).status_code == 403, "the complaint was judged"
    items = staff.get("/requests/api/v1/desk").json["items"]
    assert items == []


def test_the_desk_of_the_officer_has_complaints_alone(world, answered):
    made = complain(answered)
    (item,) = officer(world).get("/requests/api/v1/desk").json["items"]
    assert item["ref"] == made.row.id
    assert world.signed_in("bqr", Duty.DESK).get("/requests/api/v1/desk").status_code == 403


def test_who_answers_requests_does_not_answer_complaints(world, answered):
    made = complain(answered)
    coordinator = world.staff("bqr", "coordinator")
    assert "Give this judgement" not in coordinator.get(made.case).text
    token = coordinator.token("/requests/new")
    acts = {"judge": JUDGED, "answer": {"outcome": "granted", "text": "Goed."}, "extend": {"why_longer": "Druk."}}
    for what, typed in acts.items():
        refused = coordinator.send(f"{made.case}/{what}", token=token, revision=1, **typed)
        assert refused.status_code == 403
    assert made.row.answered_at is None


def test_a_partner_system_answers_no_complaint(world, access, own_case):
    own = own_case({**access, "kind": "complaint"})
    partner = world.partner("bqr", "requests:answer")
    answer = {"outcome": "granted", "text": "Goed."}
    got = partner.post(f"/requests/api/v1/requests/{own.row.id}/answer", answer, If_Match='"1"')
    assert got.status_code == 403 and own.row.answered_at is None


def test_who_handled_the_request_does_not_judge_the_complaint_about_it(world, answered):
    made = complain(answered)
    same = world.coordinator()
    page = same.get(made.case).text
    assert "Somebody else judges this" in page and "Give this judgement" not in page
    assert judge(same, made).status_code == 422
    answer = {"outcome": "granted", "text": "Goed."}
    refused = same.send(f"{made.case}/answer", page=made.case, revision=made.row.revision, **answer)
    assert refused.status_code == 422 and made.row.answered_at is None
    assert judge(officer(world), made).status_code == 303


def test_a_judgement_says_what_was_decided_and_by_when(world, answered):
    made, staff = complain(answered), officer(world)
    measures = {"measure_1": "De brief opnieuw sturen.", "measure_1_by": "2026-03-12"}
    assert judge(staff, made, decisions="Wij bieden excuses aan.", **measures).status_code == 303
    (told,) = [each for each in world.told(RequestAnswered) if each.request_ref == made.row.id]
    assert (told.kind, told.outcome) == ("complaint", "granted")
    page = staff.get(made.case).text
    for words in ("Founded", "Wij bieden excuses aan.", "De brief opnieuw sturen.", "to be carried out"):
        assert words in page
    (measure,) = world.rows(ComplaintMeasure)
    assert b"brief" not in measure.what_sealed
    request_id, rules = made.row.id, world.runtime.rules("bqr")
    with world.work() as work:
        (part,) = letter_parts(work, work.case(Request, request_id), rules)
    assert part.paragraphs[0].nl == "Wij bieden excuses aan."
    assert [cell.nl for cell in part.rows[0]] == ["De brief opnieuw sturen.", "12 maart 2026"]
    assert "De brief" not in made.open(), "nobody has established who this is"
    assert "Founded" in made.open() and "Granted" not in made.open()


def test_measures_are_reminded_of_and_carried_out_once(world, answered):
    made, staff = complain(answered), officer(world)
    judge(staff, made, measure_1="Bellen.", measure_1_by="2026-03-12")
    request_id, clock = made.row.id, world.clocks(made.row)["measure-1"]
    assert clock.due_on == date(2026, 3, 12) and clock.stopped_at is None
    (item,) = staff.get("/requests/api/v1/desk").json["items"]
    assert item["state"]["en"] == "Measure to be carried out"
    deadline = Deadline(organisation="bqr", case_ref=request_id, name="measure-1", clock=clock)
    for moment in (Moment.REMINDER, Moment.LAPSED):
        with world.work() as work:
            deadlines.DEADLINES["measure-1"](work, deadline, moment, world.runtime.rules("bqr"))
    assert [each.clock for each in world.told(RequestClockNeared)] == ["measure-1"]
    assert [each.clock for each in world.told(RequestClockLapsed)] == ["measure-1"]
    say_now = "Carry out what was decided"
    assert say_now in staff.get(made.case).text
    for _ in range(2):
        assert staff.send(f"{made.case}/measures", page=made.case, number=1).status_code == 303
    assert say_now not in staff.get(made.case).text
    assert world.verbs(request_id).count("carried-out-measure") == 1
    assert world.clocks(made.row)["measure-1"].stopped_at is not None
    assert staff.get("/requests/api/v1/desk").json["items"] == []
    page = staff.send(f"{made.case}/measures", page=made.case, number=2)
    assert page.status_code == 422


@pytest.mark.parametrize(
    "typed",
    [
        {"judgement": ""},
        {"judgement": "granted"},
        {"conclusions": ""},
        {"measure_1": "Zonder dag."},
        {"measure_1_by": "2026-04-01"},
        {"measure_1": "Gisteren.", "measure_1_by": "2026-03-01"},
        {"measure_1": "Raar.", "measure_1_by": "31-02-2026"},
    ],
)
def test_a_judgement_that_is_not_whole_is_refused_and_kept(world, answered, typed):
    made = complain(answered)
    page = judge(officer(world), made, **typed)
    assert page.status_code == 422 and made.row.answered_at is None
    field = re.search(r'href="#field-([a-z_0-9]+)"', page.text)
    assert field is not None and f'id="field-{field[1]}"' in page.text
    for words in typed.values():
        assert words in page.text or words == "granted"


def test_two_who_judge_at_once_do_not_overwrite_each_other(world, answered):
    made, staff = complain(answered), officer(world)
    seen = made.row.revision
    judge(staff, made)
    late = staff.send(f"{made.case}/judge", page="/requests/new", revision=seen, **JUDGED)
    assert late.status_code == 412
    again = judge(staff, made, judgement="unfounded")
    assert again.status_code == 422 and made.row.outcome == "granted"


def test_B19_a_complaint_is_extended_by_four_weeks_with_a_reason_before_the_six_weeks_end(world, answered):
    made, staff = complain(answered), officer(world)
    world.clock.moment = datetime(2026, 4, 13, 9, 0, tzinfo=UTC)
    typed = {"page": made.case, "revision": made.row.revision}
    assert staff.send(f"{made.case}/extend", **typed, why_longer="").status_code == 422
    assert staff.send(f"{made.case}/extend", **typed, why_longer="Een getuige is ziek.").status_code == 303
    assert made.row.due_at.date() == date(2026, 4, 13), "it counts once it was told"
    rules, complaint_id = world.runtime.rules("bqr"), made.row.id
    with world.work() as work:
        actions.send_word(work, complaint_id, message_id="word-1", template="request-extended", rules=rules)
    with world.work() as work:
        actions.record_delivery(work, complaint_id, "word-1", rules=rules)
    assert made.row.due_at.date() == date(2026, 5, 11)
    assert [each.request_ref for each in world.told(RequestExtended)] == [made.row.id]


def test_B19_after_the_six_weeks_a_complaint_is_extended_no_more(world, answered):
    made, staff = complain(answered), officer(world)
    world.clock.moment = datetime(2026, 4, 14, 9, 0, tzinfo=UTC)
    page = staff.send(f"{made.case}/extend", page=made.case, revision=made.row.revision, why_longer="Te druk.")
    assert page.status_code == 422 and world.told(RequestExtended) == []


def test_J8_at_jtb_one_person_judges_after_a_night_and_the_record_says_so(world, access, own_case):
    own = _answered(world, own_case(access, "jtb-care"))
    assert "JTB-Care itself" in own.open() and "may look into my request" not in own.open()
    made = complain(own)
    same = world.coordinator("jtb-care")
    assert "This is about your own work" in same.get(made.case).text
    typed = {"measure_1": "Anders werken.", "measure_1_by": "2026-03-20"}
    for _ in range(2):
        assert judge(same, made, **typed).status_code == 303
    assert made.row.answered_at is None
    page = same.get(made.case).text
    assert "U hebt gelijk: wij waren te laat.</textarea>" in page and "Anders werken." in page
    world.clock.moment += timedelta(days=1)
    same = world.coordinator("jtb-care")
    assert judge(same, made, **typed).status_code == 303
    assert made.row.outcome == "granted"
    verbs = world.verbs(made.row.id, "jtb-care")
    assert verbs.count("proposed-judgement") == 1 and "looked-twice" in verbs
    assert "looked at again after a night" in same.get(made.case).text


def test_J8_or_somebody_from_outside_looks_at_it_too(world, access, own_case):
    made = complain(_answered(world, own_case(access, "jtb-care")))
    same = world.coordinator("jtb-care")
    assert judge(same, made, outsider="Een collega van een andere praktijk").status_code == 303
    (row,) = world.rows(Complaint, "jtb-care")
    assert (row.second_look, made.row.outcome) == ("outsider", "granted")
    page = same.get(made.case).text
    assert "looked at by somebody from outside too" in page and "Een collega van een andere praktijk" in page


def test_an_erased_complaint_shows_that_and_crashes_nowhere(world, answered):
    made, staff = complain(answered), officer(world)
    judge(staff, made, decisions="Excuses.", measure_1="Bellen.", measure_1_by="2026-03-12")
    world.erase(made.row.id)
    page = staff.get(made.case)
    assert page.status_code == 200 and "Excuses." not in page.text and "Erased" in page.text
    assert made.open()
