"""Who has a request: handing it over, giving it back, all of one colleague's at once, and reminders."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from waarborg_requests.actions.collecting.asking import go_without, tasks_of
from waarborg_requests.actions.collecting.links import make_code
from waarborg_requests.actions.collecting.reminding import Missed, Reminded
from waarborg_requests.actions.desk import reminding
from waarborg_requests.domain.collecting import Hindrance, NotReminded
from waarborg_requests.models import Request
from waarborg_shared.events.requests import HolderAsked
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.worker import watch_of

ME, ANOUK, GONE = "account-coordinator", "account-anouk", "account-gone1"


@pytest.fixture
def world(world):
    world.register.works_here(ME, "Coby Verzonnen")
    world.register.works_here(ANOUK, "Anouk Verzonnen")
    return world


@pytest.fixture
def row(world, access):
    return filed(world, access)


def filed(world, access, **changes):
    assert world.visitor("bqr").send("/requests/new", **{**access, **changes}).status_code == 201
    return world.requests("bqr")[-1]


def again(world, row):
    return next(each for each in world.requests("bqr") if each.id == row.id)


def held(world, row, ref, **columns):
    with world.work() as work:
        mine = update(Request).where(Request.organisation == "bqr", Request.id == row.id)
        work.session.execute(mine.values(taken_up_by=ref, **columns))


def give(visitor, row, to, why="", revision=None):
    case = f"/requests/cases/{row.id}"
    page = visitor.get(case).text
    revision = revision or re.search(r'name="revision" value="(\d+)"', page)[1]
    token = re.search(r'name="_form" value="([^"]+)"', page)[1]
    return visitor.send(f"{case}/assign", token=token, revision=revision, assign_to=to, assign_why=why)


def several(visitor, rows, deed, **typed):
    return visitor.send(
        "/requests/several", page="/requests/", case=[f"{r.id}.{r.revision}" for r in rows], deed=deed, **typed
    )


def steps(world, row, verb):
    with world.work() as work:
        return [each for each in steps_of(work, row, with_why=True) if each.verb == verb]


def test_a_request_goes_to_a_colleague_with_a_note_that_is_sealed(world, row):
    staff = world.coordinator()
    assert give(staff, row, ANOUK, "Zij kent de familie Verzonnen.").status_code == 303
    now = again(world, row)
    assert (now.taken_up_by, now.state, now.revision) == (ANOUK, "received", 2)
    (step,) = steps(world, row, "handed-over")
    assert step.facts["to"] == ANOUK and step.facts["from"] == "nobody"
    assert step.why == "Zij kent de familie Verzonnen."
    page = staff.get(f"/requests/cases/{row.id}").text
    assert "Anouk Verzonnen" in page and "Given to somebody to handle" in page


def test_giving_it_twice_or_to_who_has_it_changes_nothing(world, row):
    staff = world.coordinator()
    give(staff, row, ANOUK, revision="1")
    assert give(staff, row, ANOUK, revision="1").status_code == 303
    assert again(world, row).revision == 2
    assert len(steps(world, row, "handed-over")) == 1


def test_a_request_is_taken_and_given_back(world, row):
    staff = world.coordinator()
    give(staff, row, "me")
    assert again(world, row).taken_up_by == ME
    give(staff, row, "nobody", "Ik ken deze cliënt zelf.")
    now = again(world, row)
    assert (now.taken_up_by, now.handed_over_at) == (None, None)
    assert "Given back: nobody has it" in staff.get(f"/requests/cases/{row.id}").text


def test_a_page_that_is_stale_takes_nothing_from_a_colleague(world, row):
    staff = world.coordinator()
    give(staff, row, ANOUK, revision="1")
    page = give(staff, row, "me", "Toch ik.", revision="1")
    assert page.status_code == 412 and "Toch ik." in page.text
    assert again(world, row).taken_up_by == ANOUK


@pytest.mark.parametrize(
    ("to", "words"),
    [(GONE, "Choose a colleague who may answer"), ("", "Fill this in"), ("<b>", "not a valid reference")],
)
def test_nobody_else_gets_a_request(world, row, to, words):
    page = give(world.coordinator(), row, to, "Een aantekening.")
    assert page.status_code == 422
    assert 'href="#field-assign_to"' in page.text and "Een aantekening." in page.text
    assert again(world, row).taken_up_by is None


def test_while_identity_is_away_a_request_is_taken_and_not_given(world, row):
    world.register.away = True
    staff = world.coordinator()
    page = give(staff, row, ANOUK)
    assert page.status_code == 422 and "cannot be checked now" in page.text
    assert give(staff, row, "me").status_code == 303


def test_an_answered_request_changes_hands_no_more(world, access):
    row = filed(world, access, kind="complaint")
    with world.work() as work:
        mine = update(Request).where(Request.organisation == "bqr", Request.id == row.id)
        work.session.execute(mine.values(state="answered", answered_at=world.clock.now(), outcome="granted"))
    staff = world.coordinator()
    assert "assign_to" not in staff.get(f"/requests/cases/{row.id}").text
    page = staff.send(
        f"/requests/cases/{row.id}/assign", token=staff.token("/requests/new"), revision="1", assign_to="me"
    )
    assert page.status_code == 422 and "closed already" in page.text


def test_an_erased_request_changes_hands_without_a_note_and_nothing_of_it_with_one(world, row):
    world.erase(row.id)
    staff = world.coordinator()
    page = give(staff, row, ANOUK, "Een aantekening.")
    assert page.status_code == 422
    assert again(world, row).taken_up_by is None
    assert give(staff, row, ANOUK).status_code == 303
    assert again(world, row).taken_up_by == ANOUK


def test_who_only_reads_gives_nothing_to_anybody(world, row):
    reader = world.signed_in("bqr", Duty.REQUESTS_READ, ref="account-fg001")
    assert "assign_to" not in reader.get(f"/requests/cases/{row.id}").text
    token = reader.token("/requests/new")
    for path, typed in {
        f"/requests/cases/{row.id}/assign": {"revision": "1", "assign_to": "me"},
        "/requests/several": {"case": f"{row.id}.1", "deed": "remind"},
        "/requests/hand-over": {"held_by": ANOUK, "assign_to": "nobody"},
    }.items():
        assert reader.send(path, token=token, **typed).status_code == 403
    assert reader.get("/requests/hand-over").status_code == 403


def test_several_are_given_at_once_and_each_says_why_it_was_not(world, access):
    rows = [filed(world, access) for _ in range(4)]
    held(world, rows[1], GONE, revision=2)
    held(world, rows[2], None, state="answered", answered_at=world.clock.now())
    page = several(world.coordinator(), rows, "assign", assign_to=ANOUK, assign_why="Samen verdeeld.")
    assert page.status_code == 200
    assert "2 requests were given to somebody" in page.text and "2 requests stayed as they were" in page.text
    assert "Someone else changed this request" in page.text and "closed already" in page.text
    assert [again(world, each).taken_up_by for each in rows] == [ANOUK, GONE, None, ANOUK]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"deed": "assign", "assign_to": ANOUK}, "case"),
        ({"case": "x", "deed": "remind"}, "case"),
        ({"case": [f"{n:08x}-0000-7000-8000-000000000000.1" for n in range(101)], "deed": "remind"}, "case"),
        ({"case": "01890000-0000-7000-8000-000000000000.1", "deed": "assign"}, "assign_to"),
        ({"case": "01890000-0000-7000-8000-000000000000.1", "deed": "assign", "assign_to": GONE}, "assign_to"),
        ({"case": "01890000-0000-7000-8000-000000000000.1", "deed": "burn"}, "deed"),
    ],
)
def test_what_is_chosen_wrongly_is_told_and_the_list_stays(world, row, typed, field):
    staff = world.coordinator()
    token = staff.token("/requests/")
    page = staff.send("/requests/several?kind=access", token=token, assign_why="Bewaar dit.", **typed)
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text and row.number in page.text and "Bewaar dit." in page.text


def test_a_request_of_another_organisation_is_none_of_several(world, access):
    assert world.visitor("jtb-care").send("/requests/new", **access).status_code == 201
    (theirs,) = world.requests("jtb-care")
    mine = filed(world, access)
    page = several(world.coordinator(), [theirs, mine], "assign", assign_to="me")
    assert "There is no such request" in page.text and "1 request was given" in page.text
    assert world.requests("jtb-care")[0].taken_up_by is None


def test_all_open_requests_of_a_colleague_who_left_go_to_another(world, access):
    rows = [filed(world, access) for _ in range(3)]
    for each in rows:
        held(world, each, GONE)
    held(world, rows[2], GONE, state="answered", answered_at=world.clock.now())
    staff = world.coordinator()
    form = staff.get("/requests/hand-over").text
    assert "2 open; may not answer requests any more" in form
    page = staff.send("/requests/hand-over", held_by=GONE, assign_to=ANOUK, assign_why="Uit dienst.")
    assert "2 requests were given to somebody" in page.text
    assert [again(world, each).taken_up_by for each in rows] == [ANOUK, ANOUK, GONE]
    page = staff.send("/requests/hand-over", page="/requests/", held_by=GONE, assign_to=ANOUK)
    assert "There was nothing to do" in page.text
    assert "Nobody has an open request" not in staff.get("/requests/hand-over").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"held_by": ANOUK}, "assign_to"),
        ({"assign_to": "me"}, "held_by"),
        ({"held_by": ANOUK, "assign_to": ANOUK}, "assign_to"),
        ({"held_by": ANOUK, "assign_to": GONE}, "assign_to"),
    ],
)
def test_a_hand_over_that_does_not_fit_is_told_at_its_field(world, row, typed, field):
    held(world, row, ANOUK)
    page = world.coordinator().send("/requests/hand-over", assign_why="Bewaar dit.", **typed)
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text and "Bewaar dit." in page.text
    assert again(world, row).taken_up_by == ANOUK


def test_whoever_has_a_request_is_reminded_once_a_day_on_his_own_list(world, access):
    row, nobodys = filed(world, access), filed(world, access)
    held(world, row, ANOUK)
    staff = world.coordinator()
    page = several(staff, [row, nobodys], "remind")
    assert "Of 1 request somebody was reminded" in page.text and "Nobody has this request" in page.text
    now = again(world, row)
    assert (now.reminded_by, now.revision) == (ME, 1)
    (step,) = steps(world, row, "handler-reminded")
    assert step.facts["handler"] == ANOUK
    assert "reminded of this today already" in several(staff, [row], "remind").text
    hers = world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref=ANOUK)
    assert "You were reminded: 1" in hers.get("/requests/").text
    assert "You were reminded" not in staff.get("/requests/").text
    world.clock.moment = datetime(2026, 3, 20, 9, tzinfo=UTC)
    assert "Of 1 request" in several(staff, [row], "remind").text
    give(staff, row, "me")
    assert again(world, row).reminded_at is None


def test_who_still_owes_something_is_reminded_too_by_the_part_that_knows_him(world, row, monkeypatch):
    asked = []

    def two_holders(work, one, rules):
        asked.append(one.id)
        return Reminded(
            (Text("Een", "One"), Text("Twee", "Two")), (Missed(Text("Drie", "Three"), NotReminded.BY_CODE),)
        )

    monkeypatch.setattr(reminding, "REMINDS", (two_holders,))
    page = several(world.coordinator(), [row], "remind")
    assert "Of 1 request somebody was reminded" in page.text
    assert "One, Two" in page.text and "Not reminded: Three: hands in with a code" in page.text
    assert asked == [row.id]
    (step,) = steps(world, row, "others-reminded")
    assert (step.facts["handler"], step.facts["others"]) == ("nobody", 2)
    assert steps(world, row, "handler-reminded") == []


def collecting(world):
    """A request for which everybody was asked, as it stands now."""
    request_id = world.known_request()
    return next(each for each in world.requests("bqr") if each.id == request_id)


def reminded_of(world, row):
    """Which holders are marked as reminded for a request."""
    return {holder for holder, task in world.tasks(request_id=row.id).items() if task.state == "reminded"}


OUTSIDE = {"office365", "nedap_ons", "caren_zorgt", "siilo"}


def test_B21_everybody_who_still_has_to_hand_in_for_several_requests_is_reminded_once_a_day(world):
    rows, staff = [collecting(world), collecting(world)], world.coordinator()
    held(world, rows[0], ANOUK)
    page = several(staff, rows, "remind").text
    assert "Of 2 requests somebody was reminded" in page
    assert "1 handler was reminded," in page and "and 8 places that still have to hand in data." in page
    assert "who has it, " in page and "could not be reminded" not in page
    assert [reminded_of(world, row) for row in rows] == [OUTSIDE, OUTSIDE], "services of ours are asked by themselves"
    told = [each for each in world.told(HolderAsked) if each.again]
    assert sorted(each.holder for each in told) == sorted(2 * ["caren_zorgt", "nedap_ons", "office365"])
    assert "Reminded" in staff.get("/requests/tasks/").text, "the person finds it on his desk"
    again_today = several(staff, rows, "remind").text
    assert "2 requests stayed as they were" in again_today and "Siilo: reminded today already" in again_today
    assert len([each for each in world.told(HolderAsked) if each.again]) == 6
    world.clock.moment += timedelta(days=1)
    assert "and 8 places" in several(staff, rows, "remind").text
    assert world.verbs(rows[0].id).count("holder-reminded") == 8


def test_a_holder_that_cannot_be_reminded_is_named_with_why_and_who_answered_is_left_alone(world):
    row, staff = collecting(world), world.coordinator()
    with world.work() as work:
        tasks = {task.holder: task for task in tasks_of(work, work.case(Request, row.id))}
        tasks["office365"].holder = "taken_away"
        make_code(work, tasks["siilo"].id, revision=tasks["siilo"].revision, entropy=bytes(32))
        reason = {"hindrance": Hindrance.OUT_OF_ORDER, "words": ""}
        go_without(work, tasks["caren_zorgt"].id, revision=tasks["caren_zorgt"].revision, **reason)
    page = several(staff, [row], "remind").text
    assert "and 1 place that still has to hand in data." in page
    assert "2 places could not be reminded" in page
    assert "Siilo: hands in with a code" in page and "is no longer in the list of places" in page
    assert reminded_of(world, row) == {"nedap_ons"}
    assert world.task_of("caren_zorgt", request_id=row.id).state == "cannot"
    assert "Nobody was reminded." in several(staff, [row], "remind").text


def test_the_clock_reminds_nobody_who_was_reminded_by_hand_that_day(world):
    row = collecting(world)
    task = world.task_of("nedap_ons", request_id=row.id)
    world.clock.moment = task.asked_at + (task.due_at - task.asked_at) * 0.85
    several(world.coordinator(), [row], "remind")
    watch_of(world.runtime).run_due()
    assert [each.again for each in world.told(HolderAsked) if each.task_ref == task.id] == [False, True]


def test_taking_it_up_puts_it_in_ones_hands(world, row):
    staff = world.coordinator()
    token = re.search(r'name="_form" value="([^"]+)"', staff.get(f"/requests/cases/{row.id}").text)[1]
    staff.send(f"/requests/cases/{row.id}/take-up", token=token, revision="1")
    now = again(world, row)
    assert (now.taken_up_by, now.handed_over_at) == (ME, world.clock.now())
