"""Who asks for another: what the register says is recorded, and nothing begins or is given before it says yes (B1)."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from waarborg_requests.actions import carrying_by_staff, delivering, sealing, speaking
from waarborg_requests.actions.carrying import step_of, take_answer
from waarborg_requests.chores import end_authorities
from waarborg_requests.domain.authority import (
    AuthorityState,
    MayAct,
    WhichRepresentative,
    holds,
    may_begin,
    scopes_for,
    verdict,
)
from waarborg_requests.models import (
    AnswerDraft,
    Carrying,
    CarryingStep,
    MailNotice,
    Request,
    RequestDelivery,
    StaffNotice,
)
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.carrying import Carried, Told
from waarborg_shared.events.consent import ConsentWithdrawn, RepresentationEnded
from waarborg_shared.events.requests import CarryingAsked, MarkRequested, WithdrawalRequested
from waarborg_shared.hooks.values import Duty, RequestKind, Scope
from waarborg_tests.request_beginnings import (
    NUMBER,
    OTHER,
    PERSON,
    REPRESENTATION,
    SPEAKER,
    act,
    bring,
    code_of,
    decides,
    does_not,
    filed_as,
    identify,
    now,
)

K, S = RequestKind, AuthorityState
HIMSELF = {"name": "Teun Voorbeeld", "reach": "post", "reach_at": "Verzonnenlaan 9\n1234 AB Nergenshuizen"}
MENTOR = {"name": "Noor Nieuwkomer", "reach": "email", "reach_at": "noor@example.nl"}
TODAY = date(2026, 3, 2)


def said(scope, *, allowed=True, together=False, ref=REPRESENTATION):
    return MayAct(
        representation_ref=ref,
        representative_ref=SPEAKER,
        capacity="mentor",
        scope=scope,
        allowed=allowed,
        why="appointed" if allowed else "wrong-scope",
        source="art. 7:465(2) BW",
        together=together,
    )


@pytest.mark.parametrize(
    ("kind", "lines", "state", "scope"),
    [
        (K.ACCESS, [said(Scope.DATA)], S.CONFIRMED, Scope.DATA),
        (K.ACCESS, [said(Scope.DATA, allowed=False), said(Scope.CARE)], S.CONFIRMED, Scope.CARE),
        (K.ACCESS, [said(Scope.DATA, allowed=False), said(Scope.MONEY)], S.CONFIRMED, Scope.MONEY),
        (K.ERASURE, [said(Scope.DATA, allowed=False), said(Scope.MONEY)], S.REFUSED, Scope.DATA),
        (K.WITHDRAWAL, [said(Scope.DATA, allowed=False), said(Scope.CARE)], S.REFUSED, Scope.DATA),
        (K.OBJECTION, [said(Scope.CARE)], S.REFUSED, Scope.CARE),
        (K.ACCESS, [said(Scope.CARE, together=True)], S.REFUSED, Scope.CARE),
        (K.ACCESS, [said(Scope.CARE, allowed=False)], S.REFUSED, Scope.CARE),
        (K.ACCESS, [said(Scope.DATA, ref="somebody-else"), said(Scope.CARE, allowed=False)], S.REFUSED, Scope.CARE),
    ],
)
def test_B1_on_which_subject_somebody_must_be_able_to_act(kind, lines, state, scope):
    found = verdict(lines, REPRESENTATION, kind)
    assert (found.state, found.of.scope) == (state, scope)


def test_a_representative_whom_the_register_does_not_know_has_no_authority():
    with pytest.raises(WhichRepresentative):
        verdict([said(Scope.DATA, ref="somebody-else")], REPRESENTATION, K.ACCESS)


def test_a_bewindvoerder_never_asks_about_care():
    assert {kind for kind in RequestKind if Scope.MONEY in scopes_for(kind)} == {K.ACCESS, K.COPY, K.COMPLAINT}


@pytest.mark.parametrize(
    ("state", "checked_for", "until", "so"),
    [
        (S.CONFIRMED, PERSON, None, True),
        (S.CONFIRMED, PERSON, TODAY, True),
        (S.CONFIRMED, PERSON, date(2026, 3, 1), False),
        (S.CONFIRMED, OTHER, None, False),
        (S.CONFIRMED, None, None, False),
        (S.NEEDED, PERSON, None, False),
        (S.REFUSED, PERSON, None, False),
        (S.ENDED, PERSON, None, False),
        (None, PERSON, None, False),
    ],
)
def test_B1_a_yes_counts_for_the_person_it_was_about_and_until_its_last_day(state, checked_for, until, so):
    assert holds(state, checked_for=checked_for, subject_ref=PERSON, until=until, today=TODAY) is so


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("subject_ref", [PERSON, None])
@pytest.mark.parametrize("for_another", [True, False])
@pytest.mark.parametrize("authorised", [True, False])
@pytest.mark.parametrize("sure", [True, False])
def test_B15_nothing_begins_before_it_is_sure_who_asks_about_whom_and_may(
    known, subject_ref, for_another, authorised, sure
):
    begins = may_begin(known=known, subject_ref=subject_ref, for_another=for_another, authorised=authorised, sure=sure)
    assert begins is (known and subject_ref is not None and sure and (authorised or not for_another))


def for_another(world, kind="access", **given):
    return filed_as(world, kind, representative="mentor", on_behalf_of="Teun Voorbeeld", **given)


def check(world, row, who=REPRESENTATION, **typed):
    page = f"/requests/cases/{row.id}/authority"
    revision = typed.pop("revision", None) or now(world, row).revision
    return world.coordinator().send(page, page=f"/requests/cases/{row.id}", who=who, revision=revision, **typed)


def test_B1_a_withdrawal_for_another_waits_until_the_register_says_yes(either_world):
    world = either_world
    row = identify(world, for_another(world, "withdrawal"))
    assert world.told(WithdrawalRequested) == []
    say_now = "Check whether the representative may ask this"
    assert say_now in world.coordinator().get(f"/requests/cases/{row.id}").text
    world.register.deciders[PERSON, "data"] = decides()
    world.register.names["bqr", SPEAKER] = {"name": "Mia Voorspraak", "client_number": ""}
    page = world.coordinator().get(f"/requests/cases/{row.id}/authority").text
    assert "Appointed by a judge." in page
    assert check(world, row).status_code == 303
    assert say_now not in world.coordinator().get(f"/requests/cases/{row.id}").text
    (told,) = world.told(WithdrawalRequested)
    assert (told.request_ref, told.subject_ref) == (row.id, PERSON)
    row = now(world, row)
    assert (row.authority_state, row.representation_ref, row.authority_scope) == ("confirmed", REPRESENTATION, "data")
    event = ConsentWithdrawn(subject_ref=PERSON, purpose=None, request_ref=row.id)
    assert bring(world, event, source="consent", subject=PERSON) is Outcome.DONE
    assert now(world, row).state == "answered"


def test_who_may_see_names_sees_who_is_to_be_chosen(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "care"] = decides()
    world.register.names["bqr", SPEAKER] = {"name": "Mia Voorspraak", "client_number": ""}
    duties = Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, Duty.PERSONS_REGISTER
    page = world.signed_in("bqr", *duties).get(f"/requests/cases/{row.id}/authority").text
    assert "Mia Voorspraak, Mentor" in page


def test_a_no_of_the_register_is_recorded_and_nothing_begins(world):
    row = identify(world, for_another(world, "address_secrecy"))
    world.register.deciders[PERSON, "data"] = does_not()
    assert check(world, row).status_code == 303
    assert (now(world, row).authority_state, now(world, row).authority_why) == ("refused", "term-over")
    assert world.told(MarkRequested) == []
    assert "May not act for this person" in world.coordinator().get(f"/requests/cases/{row.id}").text


@pytest.mark.parametrize(("fault", "word"), [("away", "does not answer now"), ("refuses", "Ask a colleague who may")])
def test_without_an_answer_of_the_register_nothing_is_confirmed(world, fault, word):
    row = identify(world, for_another(world))
    setattr(world.register, fault, True)
    answer = check(world, row)
    assert answer.status_code == 422 and word in answer.text
    assert now(world, row).authority_state == "needed"


def test_a_form_does_not_decide_who_may(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides()
    answer = check(world, row, who="representation-99")
    assert answer.status_code == 422 and "Choose the representative from the list." in answer.text
    assert now(world, row).authority_state == "needed"


def test_an_answer_of_the_register_about_somebody_else_counts_for_nothing(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides()
    stale = row.revision
    identify(world, row, person=OTHER)
    assert check(world, row, revision=stale).status_code == 422
    assert now(world, row).authority_state == "needed"


def test_nothing_is_given_to_a_representative_before_the_register_said_yes(world):
    row = identify(world, for_another(world))
    refused = act(world, row, "answer", outcome="granted", text="Hierbij.")
    assert refused.status_code == 422 and "Check first in the register" in refused.text
    assert act(world, row, "answer", outcome="refused", ground="no_authority", text="Nee.").status_code == 303


def test_B15_who_may_act_on_money_only_never_gets_everything(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "money"] = decides("administrator")
    check(world, row)
    refused = act(world, row, "answer", outcome="granted", text="Hierbij.")
    assert refused.status_code == 422 and "money only" in refused.text
    partly = act(world, row, "answer", outcome="partly", ground="others_privacy", text="Alleen facturen.")
    assert partly.status_code == 303


def test_B1_authority_that_ends_half_way_stops_for_him_and_goes_on_for_the_client(either_world):
    world = either_world
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides()
    check(world, row)
    page = world.visitor().send("/requests/status", number=row.number, code=code_of())
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    event = RepresentationEnded(subject_ref=PERSON, representation_ref=REPRESENTATION)
    assert bring(world, event, source="consent", subject=PERSON) is Outcome.DONE
    row = now(world, row)
    assert (row.authority_state, row.state, row.answered_at) == ("ended", "taken_up", None)
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 422
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "The representative may no longer act" in page
    own = world.visitor().send("/requests/status", number=row.number, code=code_of())
    assert own.status_code == 422 and "may not act for this person" in own.text and "Being handled" not in own.text
    for door, typed in (
        ("take-back", {"sure": "true"}),
        ("narrow", {"wanted": "Minder."}),
        ("call-me", {"telephone": "0612345678"}),
    ):
        refused = world.visitor().send(f"/requests/own/{door}", page="/requests/status", ticket=ticket, **typed)
        assert refused.status_code == 422 and "may not act for this person" in refused.text, door
    assert now(world, row).narrowed_at is None
    desk = world.coordinator().get("/requests/api/v1/desk").json
    assert "No representative: ask the person" in [item["state"]["en"] for item in desk["items"]]
    assert "No representative: ask the person" in world.coordinator().get("/requests/").text


def made_ready(world, row):
    """An erasure that somebody who may had made ready; what is carried out for it then."""
    command = carrying_by_staff.NewCarrying(words="Wis alles.")
    with world.work() as work:
        revision, rules = work.case(Request, row.id).revision, world.runtime.rules("bqr")
        carrying_by_staff.prepare_carrying(work, row.id, command, revision=revision, rules=rules)


def carried(world):
    return [each.state for each in world.rows(Carrying, "bqr")]


@pytest.mark.parametrize("how", ["ended", "refused"])
def test_B1_what_was_made_ready_ends_with_the_authority_to_ask_for_it(world, how):
    row = identify(world, for_another(world, "erasure"))
    world.register.deciders[PERSON, "data"] = decides()
    check(world, row)
    made_ready(world, row)
    if how == "ended":
        event = RepresentationEnded(subject_ref=PERSON, representation_ref=REPRESENTATION)
        bring(world, event, source="consent", subject=PERSON)
    else:
        world.register.deciders[PERSON, "data"] = does_not()
        check(world, row)
    assert carried(world) == ["stopped"]


def test_B1_authority_that_ends_half_way_holds_it_until_it_is_renewed(world):
    row = identify(world, for_another(world, "erasure"))
    world.register.deciders[PERSON, "data"] = decides()
    check(world, row)
    made_ready(world, row)
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        revision = work.case(Request, row.id).revision
        carrying_by_staff.begin_carrying(work, row.id, revision=revision, rules=rules)
    event = RepresentationEnded(subject_ref=PERSON, representation_ref=REPRESENTATION)
    bring(world, event, source="consent", subject=PERSON)
    for step in [each for each in world.rows(CarryingStep, "bqr") if each.state == "told"]:
        with world.work() as work:
            case = work.case(Request, row.id)
            take_answer(work, case, *step_of(work, case, step.id), Told(Carried.DONE), rules=rules)
    assert "identity" not in [each.holder for each in world.told(CarryingAsked)]
    check(world, row)
    assert [each.holder for each in world.told(CarryingAsked)][-1] == "identity"


def test_B1_what_was_made_ready_ends_where_another_goes_on_with_the_request(world):
    row = identify(world, for_another(world, "erasure"))
    world.register.deciders[PERSON, "data"] = does_not()
    check(world, row)
    made_ready(world, row)
    act(world, row, "go-on", goes_on_with="self", go_on_note="Hij belde zelf.", **HIMSELF)
    assert carried(world) == ["stopped"]


def test_B1_the_person_goes_on_himself_and_the_code_of_the_representative_opens_nothing(world):
    row = identify(world, for_another(world))
    typed = {"goes_on_with": "self", "go_on_note": "Hij belde zelf.", **HIMSELF}
    assert act(world, row, "go-on", **typed).status_code == 422, "he was not checked yet"
    world.register.deciders[PERSON, "data"] = decides()
    check(world, row)
    event = RepresentationEnded(subject_ref=PERSON, representation_ref=REPRESENTATION)
    bring(world, event, source="consent", subject=PERSON)
    assert act(world, row, "go-on", **typed).status_code == 303
    row = now(world, row)
    assert (row.representative, row.identified_at, row.subject_ref) == (None, None, PERSON)
    assert world.visitor().send("/requests/status", number=row.number, code=code_of()).status_code == 422
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 422
    identify(world, row)
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 303


def test_B1_another_representative_is_checked_anew(world, access):
    typed = {**access, "representative": "mentor", "on_behalf_of": "Teun Voorbeeld"}
    world.person(SPEAKER).send("/requests/new", **typed)
    row = identify(world, world.requests()[-1])
    world.register.deciders[PERSON, "data"] = does_not()
    check(world, row)
    going_on = act(world, row, "go-on", goes_on_with="another", go_on_note="De nieuwe mentor belde.", **MENTOR)
    assert going_on.status_code == 303
    row = identify(world, row)
    assert (row.authority_state, row.representative_ref) == ("needed", None)
    world.register.deciders[PERSON, "data"] = decides()
    assert check(world, row).status_code == 303
    assert now(world, row).authority_state == "confirmed"


def ended(world, **given):
    """A request for another, whose representative may no longer."""
    row = identify(world, for_another(world, **given))
    world.register.deciders[PERSON, "data"] = decides()
    check(world, row)
    event = RepresentationEnded(subject_ref=PERSON, representation_ref=REPRESENTATION)
    bring(world, event, source="consent", subject=PERSON)
    return now(world, row)


@pytest.mark.parametrize(("who", "filer"), [("self", HIMSELF), ("another", MENTOR)])
def test_B15_who_goes_on_gets_the_letters_and_the_representative_gets_nothing_more(world, who, filer):
    row = identify(world, for_another(world))
    with world.work() as work:
        case = work.case(Request, row.id)
        speaking.write_to_us(work, case, "Van de mentor.", signed_in=False)
        speaking.write_to_person(work, case, "Aan de mentor.", harmless=True, seen=1)
        word = {"message_id": "word-1", "template": "request-identify", "rules": world.runtime.rules("bqr")}
        case.state = "waiting"
        delivering.send_word(work, row.id, **word)
        case.state = "taken_up"
    act(world, row, "answer", do="preview", draft="0", outcome="refused", ground="no_authority", text="Nee.")
    assert world.rows(AnswerDraft) and [each.failed for each in world.rows(MailNotice)] == [None]
    world.register.deciders[PERSON, "data"] = does_not()
    check(world, row)
    page = act(world, row, "go-on", goes_on_with=who, go_on_note="Gebeld.", **filer)
    assert page.status_code == 303, page.text
    with world.work() as work:
        case = work.case(Request, row.id)
        opened = sealing.open_request(work, case)
        assert (opened.name, case.reach, opened.reach_at) == (filer["name"], filer["reach"], filer["reach_at"])
        assert opened.on_behalf_of == (None if who == "self" else "Teun Voorbeeld")
        assert speaking.thread_for_person(work, case, signed_in=False) == ()
        assert all(each.text and each.of_former for each in speaking.thread_for_staff(work, case, reads=False))
    assert all(each.called_off_at for each in world.rows(RequestDelivery)) and world.rows(AnswerDraft) == []
    assert [each.failed for each in world.rows(MailNotice)] == ["stopped"]
    seen = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "not sent any more" in seen and "somebody else went on" in seen


def answered_for_another(world, channel="letter", **given):
    """A request for another whose representative may, and that was answered."""
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides(until="2026-03-03")
    check(world, row)
    given = given or {"outcome": "granted", "channel": channel}
    assert act(world, row, "answer", text="Hierbij.", **given).status_code == 303
    return row


def send_answer(world, row):
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        delivering.send_word(work, row.id, message_id="word-1", template="request-answered", rules=rules)


def end(world):
    event = RepresentationEnded(subject_ref=PERSON, representation_ref=REPRESENTATION)
    assert bring(world, event, source="consent", subject=PERSON) is Outcome.DONE


def test_B15_an_answer_on_its_way_is_not_told_to_who_may_no_longer(world):
    row = answered_for_another(world)
    end(world)
    send_answer(world, row)
    assert world.rows(RequestDelivery) == [] and world.rows(MailNotice) == []


def test_B15_what_lay_ready_for_a_representative_is_called_off_when_his_authority_ends(world):
    row = answered_for_another(world, "secure_page")
    send_answer(world, row)
    assert len(world.rows(RequestDelivery)) == 2 and now(world, row).read_code_hash is not None
    end(world)
    assert all(each.called_off_at for each in world.rows(RequestDelivery))
    assert now(world, row).read_code_hash is None and [each.failed for each in world.rows(MailNotice)] == ["stopped"]


@pytest.mark.parametrize("channel", ["letter", "secure_page"])
def test_B15_nobody_posts_an_answer_to_who_may_no_longer(world, channel):
    row = answered_for_another(world, channel)
    send_answer(world, row)
    case, staff = f"/requests/cases/{row.id}", world.coordinator()
    letter = f"{case}/deliveries/word-1"
    assert staff.get(letter).status_code == 200
    world.clock.forward(3 * 86_400)
    for page in (letter, f"{letter}/letter.pdf"):
        refused = staff.get(page)
        assert refused.status_code == 409 and "Hierbij." not in refused.text, page
    door = "delivered" if channel == "letter" else "by-letter"
    assert staff.send(f"{letter}/{door}", page=case).status_code == 409
    assert {each.delivered_at for each in world.rows(RequestDelivery)} == {None}


def run_chores(world, organisation="bqr"):
    with world.work(organisation) as work:
        end_authorities(work, settings=world.runtime.settings)


@pytest.mark.parametrize("channel", ["letter", "secure_page"])
def test_B15_a_term_that_ran_out_takes_back_what_lay_ready_and_brings_staff(either_world, channel):
    world = either_world
    row = answered_for_another(world, channel)
    send_answer(world, row)
    with world.work() as work:
        until = work.case(Request, row.id).authority_until
    for moment in (datetime.combine(until, time(23, 59, 59), AMSTERDAM), world.clock.now()):
        world.clock.moment = moment.astimezone(UTC)
        run_chores(world)
        assert now(world, row).authority_state == "confirmed", "the last day counts"
    world.clock.moment = datetime.combine(until + timedelta(days=1), time(0), AMSTERDAM).astimezone(UTC)
    run_chores(world, "jtb-care")
    assert now(world, row).authority_state == "confirmed", "of another organisation nothing ends"
    for _ in ("once", "and again"):
        run_chores(world)
        end(world)
    assert now(world, row).authority_state == "ended" and all(e.called_off_at for e in world.rows(RequestDelivery))
    assert [(each.what, each.for_whom) for each in world.rows(StaffNotice)] == [("authority_over", "handler")]
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "See that the person gets his answer" in page and "Post the letter" not in page


def test_B1_a_term_that_ran_out_leaves_an_open_request_to_be_checked_anew(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides(until="2026-03-03")
    check(world, row)
    world.clock.forward(3 * 86_400)
    run_chores(world)
    assert now(world, row).authority_state == "ended"
    assert [each.what for each in world.rows(StaffNotice)] == ["authority_over"]
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "Check whether the representative may ask this" in page
    world.register.deciders[PERSON, "data"] = decides()
    assert check(world, now(world, row)).status_code == 303
    run_chores(world)
    assert now(world, row).authority_state == "confirmed", "a term without an end does not run out"


def test_a_term_that_ran_out_after_the_answer_was_told_troubles_nobody(world):
    row = answered_for_another(world, "letter")
    send_answer(world, row)
    case = f"/requests/cases/{row.id}"
    told = world.coordinator().send(f"{case}/deliveries/word-1/delivered", page=case)
    assert told.status_code == 303
    world.clock.forward(30 * 86_400)
    run_chores(world)
    assert now(world, row).authority_state == "ended"
    assert not [each for each in world.rows(StaffNotice) if each.what == "authority_over"]


def test_B15_the_letter_with_the_code_of_a_package_goes_to_nobody_who_may_no_longer(world):
    row = answered_for_another(world)
    with world.work() as work:
        delivering.bring_fetch_code(work, work.case(Request, row.id), "CODE", rules=world.runtime.rules("bqr"))
    end(world)
    assert [(each.template, each.called_off_at is None) for each in world.rows(RequestDelivery)] == [
        ("request-fetch-code", False)
    ]


def test_that_it_was_refused_a_representative_may_still_hear(world):
    row = answered_for_another(world, outcome="refused", ground="no_authority", channel="letter")
    end(world)
    send_answer(world, row)
    case, staff = f"/requests/cases/{row.id}", world.coordinator()
    assert staff.get(f"{case}/deliveries/word-1/letter.pdf").status_code == 200
    assert staff.send(f"{case}/deliveries/word-1/delivered", page=case).status_code == 303
    assert world.rows(RequestDelivery)[0].delivered_at is not None


@pytest.mark.parametrize(("state", "told"), [("needed", True), ("confirmed", True), ("refused", False)])
def test_word_of_a_message_goes_to_who_may_or_was_not_checked_yet(world, state, told):
    row = identify(world, for_another(world))
    if state != "needed":
        world.register.deciders[PERSON, "data"] = decides() if state == "confirmed" else does_not()
        check(world, row)
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        delivering.send_word(work, row.id, message_id="word-1", template="request-message", rules=rules)
    assert bool(world.rows(RequestDelivery)) is told


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"name": ""}, 'href="#field-name"'),
        ({"reach": ""}, 'href="#field-reach"'),
        ({"reach_at": ""}, 'href="#field-reach_at"'),
        ({"reach": "email", "reach_at": "geen adres"}, "This is not a valid e-mail address"),
        ({"reach": "phone", "reach_at": "12"}, "This is not a telephone number."),
        ({"name": "Teun 111222333"}, "BSN"),
    ],
)
def test_nobody_goes_on_who_cannot_be_reached(world, wrong, word):
    row = ended(world)
    typed = {"goes_on_with": "self", "go_on_note": "Gebeld.", **HIMSELF, **wrong}
    refused = act(world, row, "go-on", **typed)
    assert refused.status_code == 422 and word in refused.text and "Gebeld." in refused.text
    assert now(world, row).representative == "mentor"


def test_B1_a_term_that_ran_out_since_the_check_counts_at_the_answer(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides(until="2026-03-03")
    check(world, row)
    world.clock.forward(3 * 86_400)
    refused = act(world, row, "answer", outcome="granted", text="Hierbij.")
    assert refused.status_code == 422 and "Check first in the register" in refused.text


def test_a_yes_for_one_client_is_none_for_another(world):
    row = identify(world, for_another(world))
    world.register.deciders[PERSON, "data"] = decides()
    check(world, row)
    identify(world, row, person=OTHER)
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 422
    assert "Not checked yet" in world.coordinator().get(f"/requests/cases/{row.id}").text


def test_who_signed_in_himself_is_no_other_representative(world, access):
    typed = {**access, "representative": "mentor", "on_behalf_of": "Teun Voorbeeld"}
    assert world.person(OTHER).send("/requests/new", **typed).status_code == 201
    row = identify(world, world.requests()[-1])
    world.register.deciders[PERSON, "data"] = decides()
    assert check(world, row).status_code == 422
    assert now(world, row).authority_state == "needed"


def test_who_asks_for_himself_has_nothing_to_check(world):
    row = identify(world, filed_as(world, "access"))
    page = world.coordinator().get(f"/requests/cases/{row.id}/authority")
    assert page.status_code == 200 and "nothing to check" in page.text
    assert world.signed_in("bqr", Duty.REQUESTS_READ).get(f"/requests/cases/{row.id}/authority").status_code == 403


def test_before_it_is_known_about_whom_the_register_is_not_asked(world):
    row = for_another(world, client_number=NUMBER)
    page = world.coordinator().get(f"/requests/cases/{row.id}/authority")
    assert "First record the identification" in page.text
