"""What a copy costs is told before it is made: the person says yes, asks for less or takes the request back (B15)."""

import dataclasses
import re
from datetime import timedelta

import pytest

from waarborg_requests.actions import sealing
from waarborg_requests.actions.joining import follow_merge
from waarborg_requests.actions.package import asking_fee
from waarborg_requests.actions.package.fees import fee_of
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.models import CopyFee, MailNotice, Package, Request, RequestDelivery
from waarborg_requests.pages import package_section
from waarborg_shared.hooks.values import Duty
from waarborg_tests.reviewing import PERSON, answer, colleague, collected, give_all, press

OTHER = "22222222-2222-4222-8222-222222222222"
ASKED = {"cents": "500", "fee_reason": "further_copy"}
EXCESSIVE = {"cents": "450", "fee_reason": "excessive", "fee_why": "Elke week hetzelfde verzoek."}


@pytest.fixture(autouse=True)
def _a_copy_may_cost(monkeypatch):
    def dear(row, rules):
        return dataclasses.replace(policy_of(row, rules), copy_fee_cents=500)

    for module in (asking_fee, package_section):
        monkeypatch.setattr(module, "policy_of", dear)


def looked_through(world):
    """A request for access that can be answered; its id."""
    request_id, visitor = collected(world), world.coordinator()
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    return request_id


def second(world):
    """The same person asks for a copy once more, within a year; the id of that."""
    answer(world.coordinator(), looked_through(world))
    world.clock.moment += timedelta(days=2)
    return looked_through(world)


def row_of(world, request_id):
    """The request as it is now."""
    return next(each for each in world.requests() if each.id == request_id)


def staff(world, request_id, verb, **typed):
    """Send a form about the costs, as it stands on the case page."""
    case = f"/requests/cases/{request_id}"
    typed.setdefault("revision", row_of(world, request_id).revision)
    return world.coordinator().send(f"{case}/{verb}", page=case, **typed)


def says_yes(world, request_id, person=PERSON, **typed):
    """Say yes on the person's own page."""
    typed = {"fee_cents": "500", "pays": "true", **typed}
    return world.person(person).send("/requests/own/fee", page="/requests/status", own=request_id, **typed)


def own_page(world, request_id):
    """The person's own page."""
    return world.person(PERSON).get(f"/requests/mine/{request_id}").text


def letters(world):
    """What was made ready about costs, the oldest first."""
    found = [each for each in world.rows(RequestDelivery) if each.template == "request-fee"]
    return sorted(found, key=lambda each: each.ready_at)


def packages(world, request_id):
    """What was packed for a request."""
    return [each for each in world.rows(Package) if each.request_id == request_id]


def test_B15_amount_and_reason_are_told_by_letter_and_page_before_anything_is_made(either_world):
    world = either_world
    request_id = second(world)
    before = {name: clock.due_at for name, clock in world.clocks(row_of(world, request_id)).items()}
    assert staff(world, request_id, "fee", **ASKED).status_code == 303
    (delivery,) = letters(world)
    assert len(world.rows(MailNotice)) == 1
    case = f"/requests/cases/{request_id}"
    letter = world.coordinator().get(f"{case}/deliveries/{delivery.id}").text
    for said in (
        "€ 5,00",
        "binnen een jaar",
        "U vraagt om minder",
        "U trekt het verzoek in",
        "staat hiervoor niet stil",
    ):
        assert said in letter
    assert "Autoriteit Persoonsgegevens" in letter
    page = own_page(world, request_id)
    for said in ("€ 5.00", "within a year", "does not stand still", "#narrow", "#take-back", "Say yes to these costs"):
        assert said in page
    clocks = world.clocks(row_of(world, request_id))
    assert {name: clock.due_at for name, clock in clocks.items()} == before
    assert not any(clock.paused_at for clock in clocks.values())
    world.coordinator().send(f"{case}/deliveries/{delivery.id}/delivered", page=case)
    assert "Wait for a yes to the costs" in world.coordinator().get(case).text
    refused = answer(world.coordinator(), request_id)
    assert refused.status_code == 422 and "has not said yes to the costs yet" in refused.text
    row = row_of(world, request_id)
    over_api = world.partner("bqr", "requests:answer").post(
        f"/requests/api/v1/requests/{row.id}/answer",
        {"outcome": "granted", "text": "Hierbij."},
        If_Match=f'"{row.revision}"',
    )
    assert over_api.status_code == 409
    assert packages(world, request_id) == []
    done = says_yes(world, request_id)
    assert done.status_code == 200 and "that day stayed the same" in done.text
    assert says_yes(world, request_id).status_code == 200
    assert world.verbs(request_id).count("fee-agreed") == 1
    assert "You said yes to this on" in own_page(world, request_id)
    assert answer(world.coordinator(), request_id).status_code == 303
    assert len(packages(world, request_id)) == 1


def test_B15_a_first_copy_costs_something_only_where_it_is_excessive_and_the_person_reads_why(world):
    request_id = looked_through(world)
    assert staff(world, request_id, "fee", **ASKED).status_code == 422
    assert staff(world, request_id, "fee", **EXCESSIVE).status_code == 303
    page = own_page(world, request_id)
    assert "manifestly unfounded or excessive" in page and "Elke week hetzelfde verzoek." in page
    letter = world.coordinator().get(f"/requests/cases/{request_id}/deliveries/{letters(world)[0].id}").text
    assert "Elke week hetzelfde verzoek." in letter and "art. 12 lid 5 AVG" in letter
    assert letter.index("Waarom wij dit vragen") < letter.index("Elke week hetzelfde verzoek.")


def test_who_asks_for_less_hears_anew_what_it_costs(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    world.clock.moment += timedelta(minutes=5)
    person = world.person(PERSON)
    narrowed = person.send("/requests/own/narrow", page="/requests/status", own=request_id, wanted="Alleen brieven.")
    assert narrowed.status_code == 200
    assert "first hear anew what that costs" in own_page(world, request_id)
    refused = says_yes(world, request_id)
    assert refused.status_code == 422 and "Say first anew what it costs" in refused.text
    assert "Say anew what it costs" in world.coordinator().get(f"/requests/cases/{request_id}").text
    assert answer(world.coordinator(), request_id).status_code == 422
    world.clock.moment += timedelta(minutes=5)
    staff(world, request_id, "fee", **{**ASKED, "cents": "100"})
    first, anew = letters(world)
    assert first.called_off_at is not None and anew.called_off_at is None
    assert says_yes(world, request_id, fee_cents="100").status_code == 200
    assert answer(world.coordinator(), request_id).status_code == 303


def test_who_takes_the_request_back_owes_nothing_and_the_letter_is_called_off(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    person = world.person(PERSON)
    person.send("/requests/own/take-back", page="/requests/status", own=request_id, sure="true")
    assert row_of(world, request_id).state == "withdrawn"
    assert letters(world)[0].called_off_at is not None
    assert says_yes(world, request_id).status_code == 422
    assert "Say yes to these costs" not in own_page(world, request_id)


def test_a_fee_that_is_waived_lets_the_copy_be_made_and_one_that_is_not_paid_may_be_refused(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    assert staff(world, request_id, "fee", cents="0").status_code == 303
    assert letters(world)[0].called_off_at is not None
    assert "You need pay nothing for this copy" in own_page(world, request_id)
    assert says_yes(world, request_id).status_code == 422
    assert answer(world.coordinator(), request_id).status_code == 303


def test_a_refusal_needs_no_yes(world):
    request_id = looked_through(world)
    staff(world, request_id, "fee", **EXCESSIVE)
    refused = answer(world.coordinator(), request_id, outcome="refused", ground="excessive")
    assert refused.status_code == 303, refused.text
    assert row_of(world, request_id).outcome == "refused"


def test_staff_record_a_yes_by_word_of_mouth_and_how_it_was_said(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    assert staff(world, request_id, "fee-agreed", agreed_cents="500").status_code == 422
    assert staff(world, request_id, "fee-agreed", agreed_cents="400", agreed_note="Belde.").status_code == 412
    assert staff(world, request_id, "fee-agreed", agreed_cents="500", agreed_note="Belde.").status_code == 303
    (fee,) = world.rows(CopyFee)
    assert fee.agreed_by == "account-coordinator"
    assert "Belde." in world.coordinator().get(f"/requests/cases/{request_id}").text
    assert letters(world)[0].called_off_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "cents"),
        ({**ASKED, "cents": "501"}, "cents"),
        ({**ASKED, "cents": "-1"}, "cents"),
        ({**ASKED, "cents": "veel"}, "cents"),
        ({**ASKED, "fee_reason": "greed"}, "fee_reason"),
        ({**EXCESSIVE, "fee_why": ""}, "fee_why"),
        ({**EXCESSIVE, "fee_why": "BSN 111222333"}, "fee_why"),
    ],
)
def test_bad_input_asks_nothing_of_anybody(world, typed, field):
    request_id = second(world)
    refused = staff(world, request_id, "fee", **typed)
    assert refused.status_code == 422 and f'href="#field-{field}' in refused.text
    assert world.rows(CopyFee) == [] and letters(world) == []


def test_what_was_seen_before_and_who_may_not_change_nothing(world):
    request_id = second(world)
    assert staff(world, request_id, "fee", revision=99, **ASKED).status_code == 412
    reader, case = world.signed_in("bqr", Duty.REQUESTS_READ, roles=["coordinator"]), f"/requests/cases/{request_id}"
    assert reader.send(f"{case}/fee", page="/requests/status", revision=1, **ASKED).status_code == 403
    assert world.rows(CopyFee) == []
    staff(world, request_id, "fee", **ASKED)
    assert says_yes(world, request_id, fee_cents="400").status_code == 412
    assert says_yes(world, request_id, pays="").status_code == 422
    assert says_yes(world, request_id, person="22222222-2222-4222-8222-222222222222").status_code == 404
    assert world.rows(CopyFee)[0].agreed_at is None


def test_of_whom_it_is_unsure_nothing_is_told_and_of_another_nothing_is_kept(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    with world.work() as work:
        work.case(Request, request_id).unsure_since = work.now
    assert "Say yes to these costs" not in own_page(world, request_id)
    assert says_yes(world, request_id).status_code == 422
    case = f"/requests/cases/{request_id}"
    assert world.coordinator().get(f"{case}/deliveries/{letters(world)[0].id}").status_code == 409
    assert staff(world, request_id, "fee", **ASKED).status_code == 422
    world.known_request(request_id=request_id, person="22222222-2222-4222-8222-222222222222")
    assert letters(world)[0].called_off_at is not None
    assert not re.search("Waits for the person.*yes", world.coordinator().get(case).text)


def test_a_page_that_was_open_before_the_yes_asks_nothing_anew(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    seen = row_of(world, request_id).revision
    says_yes(world, request_id)
    assert staff(world, request_id, "fee", **{**ASKED, "cents": "400"}, revision=seen).status_code == 412
    (fee,) = world.rows(CopyFee)
    assert fee.cents == 500 and fee.agreed_at is not None


def test_a_fee_can_be_waived_where_nothing_may_be_asked_any_more(world, monkeypatch):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    for module in (asking_fee, package_section):
        monkeypatch.setattr(module, "policy_of", policy_of)
    assert f'/cases/{request_id}/fee"' in world.coordinator().get(f"/requests/cases/{request_id}").text
    assert staff(world, request_id, "fee", **ASKED).status_code == 422
    assert staff(world, request_id, "fee", cents="0").status_code == 303
    assert answer(world.coordinator(), request_id).status_code == 303


def test_who_goes_on_with_a_request_owes_nothing_by_the_yes_of_who_asked_before(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    says_yes(world, request_id)
    with world.work() as work:
        row = work.case(Request, request_id)
        row.representative, row.authority_state = "mentor", "ended"
        row.on_behalf_of_sealed = sealing.seal(work, row, "on_behalf_of", "Teun Voorbeeld")
    filer = {"name": "Willemijn Proefpersoon", "reach": "email", "reach_at": "willemijn@example.nl"}
    gone_on = staff(world, request_id, "go-on", goes_on_with="self", go_on_note="Gebeld.", **filer)
    assert gone_on.status_code == 303, gone_on.text
    assert world.rows(CopyFee) == []
    assert "You said yes to this" not in own_page(world, request_id)


def test_erased_texts_break_no_page(world):
    request_id = second(world)
    staff(world, request_id, "fee", **EXCESSIVE)
    world.erase(request_id)
    assert world.coordinator().get(f"/requests/cases/{request_id}").status_code == 200
    assert world.person(PERSON).get(f"/requests/mine/{request_id}").status_code == 200
    assert staff(world, request_id, "fee", **ASKED).status_code == 422


def test_what_was_said_of_the_costs_stands_where_references_of_the_same_person_are_joined(world):
    request_id = second(world)
    staff(world, request_id, "fee", **ASKED)
    with world.work() as work:
        follow_merge(work, kept_ref=OTHER, merged_ref=PERSON, at=work.now)
        row = work.case(Request, request_id)
        assert row.subject_ref == OTHER and fee_of(work, row).cents == 500
        row.subject_ref = "00000000-0000-4000-8000-0000000000ff"
        assert fee_of(work, row) is None, "of somebody else nothing was said"
