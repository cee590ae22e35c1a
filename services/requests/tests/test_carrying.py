"""Carrying out a decision: staff make it ready and begin, every holder answers, and only then a yes is given."""

import re
from uuid import uuid4

import pytest
from markupsafe import escape

from waarborg_requests import actions
from waarborg_requests.actions import carrying, carrying_by_staff, letter_parts, references
from waarborg_requests.actions.at_once import answer_by_fact
from waarborg_requests.actions.collecting.emptying import keys_of
from waarborg_requests.actions.identification.deciding import note_failure
from waarborg_requests.actions.joining import confirm_person, follow_merge, follow_split
from waarborg_requests.actions.sealing import open_request
from waarborg_requests.domain import Ground, Identification, Outcome, spell_code
from waarborg_requests.domain.carrying import (
    AlreadyBegun,
    CannotCarry,
    CarryingHeld,
    CarryingState,
    NoSuchStep,
    NotCarriedOut,
    NotPrepared,
    PersonNeeded,
    PreparedForAnother,
    SomethingStays,
    StepKind,
    StillWaits,
    WasCarriedOut,
)
from waarborg_requests.domain.ending import NotSureWhom
from waarborg_requests.domain.identification import Failure
from waarborg_requests.models import HolderTask, Item, Package, Request, StoredFile
from waarborg_requests.packer import packer_of
from waarborg_shared.carrying import Carried, Told, Why
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.hooks.values import SERVICES, Duty, ObjectionAbout
from waarborg_shared.keystore import KeyDestroyed
from waarborg_tests.carrying_case import ANOTHER, DAY, ENTROPY, JOINED, PARTNER, PERSON, QUIET, WORDS, Case, filed
from waarborg_tests.reviewing import brought, looked_through, nothing_elsewhere


@pytest.fixture
def case(either_world):
    return Case(either_world, filed(either_world))


def test_nobody_is_told_until_it_begins_and_then_each_in_his_turn(case):
    case.prepare()
    assert case.asked() == [] and set(case.states().values()) == {"waiting"}
    case.begin()
    assert case.asked() == ["consent"]
    case.told("consent")
    assert case.asked() == ["consent", "identity"] and case.states()["requests"] == "waiting"
    case.told("identity")
    assert case.asked()[-1] == "requests" and case.state() == ["running"]
    case.own()
    assert case.state() == [CarryingState.DONE] and set(case.states().values()) == {"done"}
    assert case.world.verbs(case.id, "jtb-care")[-1] == "carrying-ended"


def test_what_is_told_holds_references_and_codes_alone(case):
    case.prepare().begin()
    told = {each.holder: each for each in case.world.told(CarryingAsked, "jtb-care")}
    assert set(told) == {"breach", "consent", "disclosure"}
    asked = told["consent"]
    assert (asked.subject_ref, asked.kind, asked.holder) == (PERSON, "erasure", "consent")
    assert "Willemijn" not in repr(asked)


def test_it_is_stopped_before_it_begins_and_can_be_made_ready_anew(case):
    case.prepare().do(carrying_by_staff.stop_carrying)
    assert case.state() == ["stopped"] and case.asked() == []
    case.prepare()
    assert sorted(case.state()) == ["prepared", "stopped"]


def test_what_was_begun_is_not_stopped(case):
    case.prepare().begin()
    with pytest.raises(AlreadyBegun):
        case.do(carrying_by_staff.stop_carrying)


def test_an_answer_that_comes_twice_changes_nothing(case):
    case.prepare().begin()
    case.told("consent")
    before = case.world.verbs(case.id, "jtb-care")
    case.told("consent")
    case.told("consent", outcome="refused", ground="legal_hold")
    assert case.states()["consent"] == "done" and case.asked() == ["consent", "identity"]
    assert case.world.verbs(case.id, "jtb-care") == before


def test_asked_again_is_the_same_question(case):
    case.prepare().begin()
    step = case.steps()["consent"]
    case.do(carrying_by_staff.ask_again, step.id)
    told = case.world.told(CarryingAsked, "jtb-care")
    first, second = [each for each in told if each.holder == "consent"]
    assert first == second and first.step_ref == step.id
    case.told("consent")
    with pytest.raises(NoSuchStep):
        case.do(carrying_by_staff.ask_again, step.id)


def test_an_answer_about_somebody_else_is_refused(case):
    case.prepare().begin()
    with pytest.raises(carrying.NotThisPerson):
        case.told("consent", subject_ref=ANOTHER)
    assert case.states()["consent"] == "told"


def test_B14_a_yes_waits_for_everybody_and_names_them(case):
    with pytest.raises(NotCarriedOut):
        case.answer(Outcome.GRANTED)
    case.prepare().begin()
    with pytest.raises(StillWaits) as waits:
        case.answer(Outcome.GRANTED)
    assert "Personenregister" in waits.value.text.nl
    with pytest.raises(StillWaits):
        case.answer(Outcome.REFUSED, Ground.LAW_KEEPS)
    case.through()
    with pytest.raises(WasCarriedOut):
        case.answer(Outcome.REFUSED, Ground.LAW_KEEPS)
    case.answer(Outcome.PARTLY, Ground.LAW_KEEPS)


def test_B14_what_every_holder_refused_is_answered_with_a_refusal(case):
    case.prepare()
    case.do(carrying_by_staff.set_hold, reason="Er loopt een klacht.")
    case.do(carrying_by_staff.begin_carrying, rules=case.rules)
    own = case.steps()["own_file"].id
    case.do(carrying_by_staff.answer_by_hand, own, Told(Carried.REFUSED, Why.LEGAL_HOLD), note="")
    for holder in ("consent", "identity"):
        case.told(holder, outcome="refused", ground="legal_hold")
    case.own()
    nothing = {case.states()[holder] for holder in QUIET}
    assert nothing == {"done"}, "of who has nothing a no is as true as a yes"
    assert [each.state for each in case.steps().values() if each.holder not in QUIET] == ["refused"] * 4
    assert case.state() == ["done"]
    case.answer(Outcome.REFUSED, Ground.LAW_KEEPS)


def joined(case, kept=JOINED):
    with case.world.work(case.organisation) as work:
        follow_merge(work, kept_ref=kept, merged_ref=PERSON, at=work.now)


def test_B15_nobody_further_is_asked_until_somebody_confirmed_whom_it_is_about(case):
    case.prepare().begin()
    joined(case)
    case.told("consent", recipients=("other",))
    assert case.asked() == ["consent"], "consent was asked before"
    assert (case.states()["identity"], case.states()["other"]) == ("waiting", "waiting")
    case.do(confirm_person, rules=case.rules)
    assert case.states()["other"] == "told"
    case.do(carrying_by_staff.answer_by_hand, case.steps()["other"].id, Told(Carried.DONE), note="")
    assert case.asked() == ["consent", "identity"]
    assert case.world.verbs(case.id, case.organisation).count("carrying-held") == 1


def test_B15_joined_twice_over_it_is_of_the_same_person_still_and_once_parted_it_stands_still(case):
    joined(case)
    case.do(confirm_person)
    case.prepare().begin()
    with case.world.work(case.organisation) as work:
        follow_merge(work, kept_ref=ANOTHER, merged_ref=JOINED, at=work.now)
    case.do(confirm_person)
    case.told("consent", subject_ref=JOINED)
    assert case.asked() == ["consent", "identity"], "three references, one person"
    with case.world.work(case.organisation) as work:
        follow_split(work, kept_ref=ANOTHER, split_ref=JOINED, at=work.now)
    case.told("identity", subject_ref=JOINED)
    assert case.asked() == ["consent", "identity"]
    case.do(confirm_person)
    assert case.asked() == ["consent", "identity", "requests"], "it went back to whom it was begun for"


@pytest.mark.parametrize("begun_for", [None, PERSON, JOINED], ids=["nobody", "the-person", "the-joined"])
def test_B15_what_was_answered_returns_after_a_split_unless_something_was_begun_for_the_other(world, begun_for):
    case = Case(world, filed(world, "withdrawal", organisation="bqr"), "bqr")
    if begun_for == PERSON:
        case.prepare().begin()
    joined(case)
    case.do(confirm_person)
    if begun_for == JOINED:
        case.prepare().begin()
    with world.work("bqr") as work:
        answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
    with world.work("bqr") as work:
        follow_split(work, kept_ref=JOINED, split_ref=PERSON, at=work.now)
        row = work.case(Request, case.id)
        assert row.subject_ref == (JOINED if begun_for == JOINED else PERSON)


def test_B15_a_holder_is_not_asked_again_while_it_stands_still(case):
    case.prepare().begin()
    joined(case)
    with pytest.raises(CarryingHeld):
        case.do(carrying_by_staff.ask_again, case.steps()["consent"].id)
    case.do(confirm_person, rules=case.rules)
    case.do(carrying_by_staff.ask_again, case.steps()["consent"].id)
    assert case.asked() == ["consent", "consent"]


def test_B15_a_check_that_fails_half_way_holds_it_until_who_asks_is_known_again(case):
    case.prepare().begin()
    fails(case)
    case.told("consent")
    assert (case.asked(), case.state()) == (["consent"], ["running"])
    becomes(case, PERSON)
    assert case.asked() == ["consent", "identity"]


@pytest.mark.parametrize("begun", [False, True])
def test_B15_after_the_answer_too_somebody_confirms_whom_it_is_about_before_anybody_further_is_asked(world, begun):
    case = Case(world, filed(world, "withdrawal", organisation="bqr"), "bqr").prepare()
    changed(case, unsure_since=world.clock.now())
    with world.work("bqr") as work:
        answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
    if begun:
        changed(case, unsure_since=None)
        case.begin()
        changed(case, unsure_since=world.clock.now())
    else:
        with pytest.raises(NotSureWhom):
            case.begin()
    path = f"/requests/cases/{case.id}"
    page = world.coordinator().get(f"{path}?lang=en").text
    assert "I looked: it is the right person" in page
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    sent = world.coordinator().send(f"{path}/confirm-person", page=path, revision=revision)
    assert sent.status_code == 303
    case.begin() if not begun else None
    assert case.state() == ["running"]


def test_what_had_to_stay_makes_it_an_answer_in_part_and_stands_in_the_letter(case):
    case.prepare().begin().told("consent", kept=("looks",), kept_by=("access_log",), kept_until=("2031-05-04",))
    case.told("identity", kept=("numbers",), kept_by=("medical_file",), kept_until=("no-day",))
    case.own()
    with pytest.raises(SomethingStays):
        case.answer(Outcome.GRANTED)
    row = case.answer(Outcome.PARTLY, Ground.LAW_KEEPS)
    with case.world.work("jtb-care") as work:
        (part,) = letter_parts.letter_parts(work, work.case(Request, row.id), case.rules)
    rows = {each[0].nl: each[2] for each in part.rows}
    assert "4 mei 2031" in rows["Toestemmingen en inzagelog"].nl
    assert "4 May 2031" in rows["Toestemmingen en inzagelog"].en
    assert "20 jaar" in rows["Personenregister"].nl
    assert {len(each) for each in part.rows} == {len(part.head)}


def test_the_next_holder_hears_by_which_rules_others_keep(case):
    case.prepare().begin().told("consent", outcome="refused", ground="medical_file")
    assert case.world.told(CarryingAsked, "jtb-care")[-1].stays == ("medical_file",)


def test_who_got_the_data_becomes_a_task_that_has_to_end_first(case):
    case.prepare().begin().told("consent", recipients=("other",))
    step = case.steps()["other"]
    assert (step.holder_kind, step.state) == (StepKind.RECIPIENT, "told")
    assert case.asked() == ["consent"]
    case.do(carrying_by_staff.answer_by_hand, step.id, Told(Carried.DONE), note="Brief gestuurd.")
    assert case.asked() == ["consent", "identity"]


def test_what_a_service_answers_is_not_said_by_hand(case):
    case.prepare().begin()
    with pytest.raises(NoSuchStep):
        case.do(carrying_by_staff.answer_by_hand, case.steps()["consent"].id, Told(Carried.DONE), note="")


def test_another_person_voids_what_was_made_ready_and_is_refused_once_it_began(case):
    case.prepare()
    other = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=ANOTHER)
    case.do(actions.identify, other, rules=case.rules)
    assert case.state() == ["stopped"]
    case.do(actions.identify, actions.Identified(how=other.how, subject_ref=PERSON), rules=case.rules)
    case.prepare().begin()
    with pytest.raises(AlreadyBegun):
        case.do(actions.identify, other, rules=case.rules)


def fails(case):
    """A check by staff of who asks fails."""
    tried = {"how": Identification.AT_THE_DESK, "why": Failure.ANOTHER_PERSON, "note": "Een andere foto."}
    case.do(note_failure, **tried, rules=case.rules)


def changed(case, **columns):
    """The request as it could come to stand, whichever way led there."""
    with case.world.work(case.organisation) as work:
        row = work.case(Request, case.id)
        for name, value in columns.items():
            setattr(row, name, value)


def test_B15_what_was_made_ready_ends_once_it_is_not_sure_any_more_who_asks(case):
    case.prepare()
    fails(case)
    assert case.state() == ["stopped"]
    with pytest.raises(PersonNeeded):
        case.prepare()


@pytest.mark.parametrize(
    ("stands", "refused"),
    [
        ({"identified_at": None}, PersonNeeded),
        ({"subject_ref": None}, PersonNeeded),
        ({"subject_ref": ANOTHER}, PreparedForAnother),
        ({"subject_ref": ANOTHER, "filed_ref": PERSON}, PreparedForAnother),
        ({"subject_ref": JOINED, "filed_ref": PERSON}, None),
        ({"subject_ref": JOINED}, None),
    ],
)
@pytest.mark.parametrize("answered", [False, True])
def test_B15_nothing_begins_for_nobody_and_for_nobody_else(world, stands, refused, answered):
    case = Case(world, filed(world, "withdrawal", organisation="bqr"), "bqr").prepare()
    if answered:
        with world.work("bqr") as work:
            answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
    with world.work("bqr") as work:
        references.join(work, JOINED, PERSON, at=work.now)
    changed(case, **stands)
    if refused is None:
        assert case.begin().state() == ["running"]
        return
    with pytest.raises(refused):
        case.begin()
    assert (case.state(), case.asked()) == (["prepared"], [])


def becomes(case, subject_ref):
    """It turns out to be somebody else who asks."""
    found = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=subject_ref)
    return case.do(actions.identify, found, rules=case.rules)


def test_B15_for_somebody_else_nothing_counts_of_the_one_before(case):
    joined(case)
    changed(case, erase_word_at=case.world.clock.now(), erase_word_of=ANOTHER)
    case.prepare()
    becomes(case, ANOTHER)
    with case.world.work(case.organisation) as work:
        row = work.case(Request, case.id)
        assert (row.subject_ref, row.filed_ref, row.erase_word_at, row.erase_word_of) == (ANOTHER, None, None, None)
    assert case.state() == ["stopped"]


def test_B15_an_erasure_for_the_reference_of_before_is_not_begun_for_somebody_else(case):
    case.prepare()
    joined(case)
    becomes(case, ANOTHER)
    assert case.state() == ["stopped"]


@pytest.mark.parametrize("begun", [False, True])
def test_B15_another_person_ends_it_also_where_who_asks_for_him_may_not_yet(case, begun):
    case.prepare()
    if begun:
        case.begin()
    changed(case, representative="mentor", authority_state="needed")
    if begun:
        with pytest.raises(AlreadyBegun):
            becomes(case, ANOTHER)
    else:
        becomes(case, ANOTHER)
    assert case.state() == ["running" if begun else "stopped"]


def gave(case):
    """A request for data that was brought, looked through and given."""
    with case.world.work(case.organisation) as work:
        row = work.case(Request, case.id)
        nothing_elsewhere(work, row)
        brought(work, row, [("foto.jpg", "image/jpeg", b"een verzonnen foto")])
        looked_through(work, row, case.rules)
    case.answer(Outcome.GRANTED)
    return case


def test_J10_earlier_requests_go_once_they_prove_nothing_and_the_newer_ones_stay(either_world):
    world = either_world
    old = gave(Case(world, filed(world, "access")))
    world.clock.forward(365 * 4 * DAY)
    newer = gave(Case(world, filed(world, "access")))
    world.clock.forward(400 * DAY)
    case = Case(world, filed(world))
    case.prepare().begin().through()
    with world.work("jtb-care") as work:
        for each, erased in ((old, True), (newer, False), (case, False)):
            row = work.case(Request, each.id)
            assert open_request(work, row).erased is erased
    assert case.steps()["requests"].kept[0][:2] == ["requests", "request_file"]
    graves = [each for each in world.runtime.vault.keystore.export_tombstones("jtb-care") if each.holder == old.id]
    assert [(each.retention, each.reason) for each in graves] == [("case", "erasure.art17")]
    with world.work("jtb-care") as work, pytest.raises(KeyDestroyed):
        row = work.case(Request, old.id)
        work.unseal(row.name_sealed, holder=row.id, table="request", column="name", row=row.id)
    page = world.coordinator("jtb-care").get(f"/requests/cases/{old.id}?lang=nl")
    assert page.status_code == 200 and "Gewist" in page.text
    case.own()
    assert len([e for e in world.runtime.vault.keystore.export_tombstones("jtb-care") if e.holder == old.id]) == 1


def test_with_an_earlier_request_goes_what_was_brought_and_the_package_that_was_made_of_it(world):
    old = gave(Case(world, filed(world, "access")))
    packer_of(world.runtime).work_off("jtb-care")
    world.clock.forward(365 * 6 * DAY)
    newer = gave(Case(world, filed(world, "access")))
    with world.work("jtb-care") as work:
        keys = [*keys_of(work, work.case(Request, old.id))]
    (package,) = [each for each in world.rows(Package, "jtb-care") if each.request_id == old.id]
    assert (package.state, len(keys) > 1) == ("ready", True)
    Case(world, filed(world)).prepare().begin().through()
    assert not [each for each in world.rows(Item, "jtb-care") if each.request_id == old.id]
    assert [each for each in world.rows(Item, "jtb-care") if each.request_id == newer.id]
    assert {each.holder for each in world.rows(StoredFile, "jtb-care")}.isdisjoint({*keys, package.key})
    gone = {e.holder for e in world.runtime.vault.keystore.export_tombstones("jtb-care")}
    brought_under = next(
        e.key for e in world.rows(HolderTask, "jtb-care") if (e.request_id, e.holder) == (old.id, "a_test")
    )
    assert {old.id, brought_under, package.key} <= gone
    assert {e.state for e in world.rows(Package, "jtb-care") if e.request_id == old.id} == {"destroyed"}
    page = world.coordinator("jtb-care").get(f"/requests/cases/{old.id}?lang=nl")
    assert page.status_code == 200 and "Gewist" in page.text


def test_what_was_made_ready_is_not_begun_once_it_was_refused(case):
    case.prepare().answer(Outcome.REFUSED, Ground.LAW_KEEPS)
    assert case.state() == ["stopped"]
    with pytest.raises(NotPrepared):
        case.begin()
    assert case.asked() == []


def test_a_hold_from_another_request_is_told_to_who_reads_requests_alone(world):
    Case(world, filed(world)).do(carrying_by_staff.set_hold, reason="Er loopt een klacht.")
    page = f"/requests/cases/{filed(world, 'complaint')}?lang=en"
    officer = world.signed_in("jtb-care", Duty.COMPLAINTS_ANSWER, ref="account-officer", roles=["care-lead"])
    assert "Er loopt een klacht." in world.coordinator("jtb-care").get(page).text
    shown = officer.get(page)
    assert shown.status_code == 200 and "Er loopt een klacht." not in shown.text


def test_a_partner_that_says_nothing_is_not_waited_for_for_ever(world, with_partner):
    step = with_partner.steps()["zorgdossier"].id
    with_partner.do(carrying_by_staff.answer_by_hand, step, Told(Carried.DONE), note="Bevestigd per brief.")
    assert with_partner.state() == ["done"]
    assert put(world, step, {"outcome": "refused", "ground": "other_law"}).status_code == 409


def test_under_a_legal_hold_nothing_of_ours_is_erased_and_the_others_are_told(either_world):
    world = either_world
    old = gave(Case(world, filed(world, "access")))
    world.clock.forward(365 * 6 * DAY)
    case = Case(world, filed(world))
    case.do(carrying_by_staff.set_hold, reason="Er loopt een klacht.")
    (told,) = world.told(LegalHoldSet, "jtb-care")
    assert told.subject_ref == PERSON
    case.prepare().begin().through()
    assert (case.steps()["requests"].state, case.steps()["requests"].ground) == ("refused", "legal_hold")
    with world.work("jtb-care") as work:
        assert not open_request(work, work.case(Request, old.id)).erased
    case.do(carrying_by_staff.end_hold, told.hold_ref)
    assert [each.hold_ref for each in world.told(LegalHoldEnded, "jtb-care")] == [told.hold_ref]


@pytest.fixture
def with_partner(world, monkeypatch):
    """A partner system that is the one holder outside, and another that is another holder."""
    case = Case(world, filed(world, "withdrawal"))
    monkeypatch.setitem(case.rules.__dict__, "holders", {PARTNER.code: PARTNER})
    world.identity.holders["jtb-care", "partner-zorg"] = PARTNER.code
    world.identity.holders["jtb-care", "partner-ander"] = "iets_anders"
    return case.prepare().begin()


def put(world, step, body, *, ref="partner-zorg", scope="requests:contribute"):
    system = world.partner("jtb-care", scope, sub=ref, client_id=ref)
    return system.client.put(
        f"/requests/api/v1/carrying/{step}",
        json=body,
        base_url="http://jtb-care.localhost:8000",
        headers=dict(system.headers),
    )


KEPT = {"what": "file", "why": "medical_file", "until": "2041-03-01"}


def test_B21_a_partner_answers_its_own_step_once(world, with_partner):
    step = with_partner.steps()["zorgdossier"].id
    body = {"outcome": "done", "kept": [KEPT]}
    assert put(world, step, body, ref="partner-ander").status_code == 404
    assert put(world, step, body, ref="partner-niemand").status_code == 403
    assert put(world, step, body, scope="requests:answer").status_code == 403
    first = put(world, step, body)
    assert (first.status_code, first.json["state"]) == (200, "done"), first.text
    assert put(world, step, body).json == first.json
    again = put(world, step, {"outcome": "refused", "ground": "other_law"})
    assert again.status_code == 409
    assert with_partner.state() == ["done"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"outcome": "perhaps"},
        {"outcome": "refused"},
        {"outcome": "done", "kept": [{"what": "file", "why": "no_reason"}]},
        {"outcome": "done", "kept": [{**KEPT, "until": "morgen"}]},
        {"outcome": "done", "kept": [KEPT] * 51},
        {"outcome": "done", "name": "Willemijn"},
    ],
)
def test_a_partners_bad_answer_changes_nothing(world, with_partner, body):
    step = with_partner.steps()["zorgdossier"].id
    assert put(world, step, body).status_code == 422
    assert with_partner.states() == {"zorgdossier": "told"}


def test_a_partner_that_cannot_yet_says_so_and_comes_back(world, with_partner):
    step = with_partner.steps()["zorgdossier"].id
    assert put(world, step, {"outcome": "not_yet", "ground": "not_possible"}).json["state"] == "not_yet"
    assert put(world, step, {"outcome": "done"}).json["state"] == "done"
    assert put(world, str(uuid4()), {"outcome": "done"}).status_code == 404


def test_staff_walk_it_through_on_the_page_and_the_person_follows_it(world):
    case = Case(world, filed(world))
    page, staff = f"/requests/cases/{case.id}", world.coordinator("jtb-care")

    def send(name, **typed):
        revision = str(next(each.revision for each in world.requests("jtb-care") if each.id == case.id))
        return staff.send(f"{page}/{name}", page=page, **{"revision": revision, **typed})

    bad = send("carry", words="")
    assert bad.status_code == 422
    assert send("carry", words=WORDS).status_code == 303
    shown = staff.get(f"{page}?lang=en").text
    assert WORDS in shown and "Begin to carry it out" in shown and "Nobody was told yet" in shown
    stale = staff.send(f"{page}/carry-begin", page=page, revision="1")
    assert stale.status_code == 412
    assert send("carry-begin").status_code == 303
    assert send("carry-stop").status_code == 422
    case.carer().told("consent", recipients=("other",))
    refused = send("carry-step", step=case.steps()["other"].id, step_outcome="refused")
    assert refused.status_code == 422 and "Choose why this was not done" in refused.text
    assert (
        send("carry-step", step=case.steps()["other"].id, step_outcome="done", step_note="Gebeld.").status_code == 303
    )
    assert "Gebeld." in staff.get(page).text
    case.told("identity")
    case.own()
    shown = staff.get(f"{page}?lang=en").text
    assert "Carried out" in shown and "Told of it" in shown
    number = next(each.number for each in world.requests("jtb-care") if each.id == case.id)
    person = world.visitor("jtb-care", lang="nl")
    status = person.send("/requests/status", number=number, code=spell_code(ENTROPY)).text
    assert "6 van de 6" not in status and "7 van de 7" in status
    assert status.count("Wat is gedaan, blijft gedaan") == 2, "before he takes it back, or asks for less"
    assert "Ingelicht" in status and "Gebeld." not in status and WORDS not in status


def test_the_page_says_to_prepare_then_to_begin_then_to_wait_then_to_answer(world):
    case = Case(world, filed(world))
    staff = world.coordinator("jtb-care")

    def step():
        page = staff.get(f"/requests/cases/{case.id}?lang=nl").text
        return re.search(r'id="next".*?<strong>(?:<a[^>]*>)?([^<]*)', page, re.DOTALL)[1]

    assert step() == "Zet klaar wat er moet gebeuren"
    case.prepare()
    assert step() == "Begin met uitvoeren"
    case.do(carrying_by_staff.begin_carrying, rules=case.rules)
    assert step() == "Leg vast wat er is gedaan", "the carer has a file of her own"
    case.carer()
    assert step() == "Wacht tot het is uitgevoerd"
    case.through()
    assert step() == "Schrijf het antwoord"


def test_staff_who_only_read_see_how_far_it_is_and_can_do_nothing(world):
    case = Case(world, filed(world)).prepare()
    reader = world.signed_in("jtb-care", "requests.read", ref="account-reader")
    page = reader.get(f"/requests/cases/{case.id}?lang=en")
    assert page.status_code == 200 and "Ready, not begun yet" in page.text
    assert "/carry-" not in page.text, "the step is told, and there is no form for it"
    coordinator = world.coordinator("jtb-care")
    token = coordinator.token(f"/requests/cases/{case.id}")
    answer = reader.send(f"/requests/cases/{case.id}/carry-begin", token=token, revision="3")
    assert answer.status_code == 403 and case.state() == ["prepared"]


def test_a_case_whose_key_was_destroyed_says_so_where_the_words_were(world):
    case = Case(world, filed(world)).prepare()
    world.erase(case.id, "jtb-care")
    page = world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=nl")
    assert page.status_code == 200 and WORDS not in page.text and "Gewist" in page.text


def test_J3_staff_choose_from_the_kinds_of_data_of_the_organisation_what_is_corrected(world):
    case = Case(world, filed(world, "correction"))
    page = world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=nl").text
    assert len(case.rules.categories) == 17, "the fourteen, and the special ones of J4"
    offered = re.findall(r'value="(\w+)"', page)
    assert set(case.rules.categories) <= set(offered)
    for each in case.rules.categories.values():
        assert escape(each.name.nl) in page


def test_what_follows_from_a_withdrawal_is_carried_out_by_who_holds_data_outside_after_the_answer_too(world):
    case = Case(world, filed(world, "withdrawal", organisation="bqr"), "bqr")
    with world.work("bqr") as work:
        answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
    page = world.coordinator().get(f"/requests/cases/{case.id}?lang=en").text
    assert "Make ready what is to be done" in page
    case.prepare().begin()
    assert set(case.states().values()) == {"told"}
    assert sorted(case.asked()) == ["caren_zorgt", "nedap_ons", "office365"] and "siilo" in case.states()
    for step in case.steps().values():
        case.do(carrying_by_staff.answer_by_hand, step.id, Told(Carried.DONE), note="")
    assert case.state() == ["done"]


def test_where_nobody_holds_anything_outside_nothing_follows_from_a_withdrawal(world, monkeypatch):
    case = Case(world, filed(world, "withdrawal"))
    monkeypatch.setitem(case.rules.__dict__, "holders", {each.code: each for each in SERVICES})
    with pytest.raises(CannotCarry):
        case.prepare()
    page = world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=en").text
    assert "Carrying it out" not in page


def test_a_request_that_only_looks_has_no_section(world):
    case = Case(world, filed(world, "access"))
    assert "Carrying it out" not in world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=en").text


@pytest.mark.parametrize(
    ("kind", "typed", "status"),
    [
        ("restriction", {}, 422),
        ("restriction", {"restricted_because": "none-such"}, 422),
        ("restriction", {"restricted_because": "accuracy"}, 303),
        ("objection", {"about": "other"}, 422),
        ("objection", {"about": "other", "carry_about": "newsletter"}, 303),
        ("objection", {"about": "marketing"}, 303),
        ("erasure", {"restricted_because": "accuracy"}, 422),
        ("access", {}, 422),
    ],
)
def test_what_is_typed_is_kept_where_something_is_missing(world, kind, typed, status):
    about = ObjectionAbout(typed["about"]) if "about" in typed else None
    case = Case(world, filed(world, kind, about=about))
    page = f"/requests/cases/{case.id}"
    words = "Beperk dit, zoals besproken."
    answer = world.coordinator("jtb-care").send(
        f"{page}/carry", page=page, revision="2", words=words, **{**typed, "about": ""}
    )
    assert answer.status_code == status
    if status == 422 and kind != "access":
        assert words in answer.text


def test_an_objection_is_carried_out_for_all_that_it_is_about(world):
    case = Case(world, filed(world, "objection", about=ObjectionAbout.MARKETING))
    case.prepare().begin()
    (asked,) = world.told(CarryingAsked, "jtb-care")
    assert asked.about == ("promotion", "newsletter", "activity_talk", "newsletter_issue")


def test_a_step_of_another_request_is_not_answered_from_here(world):
    one, other = Case(world, filed(world)), Case(world, filed(world))
    one.prepare().begin().told("consent", recipients=("other",))
    other.prepare().begin()
    with pytest.raises(NoSuchStep):
        other.do(carrying_by_staff.answer_by_hand, one.steps()["other"].id, Told(Carried.DONE), note="")
    assert one.states()["other"] == "told"
