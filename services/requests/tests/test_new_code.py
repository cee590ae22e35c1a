"""Who lost the secret code gets a new one, after he was identified anew: the earlier one opens nothing then."""

import re
from datetime import timedelta

import pytest

from waarborg_requests.actions import new_code
from waarborg_requests.domain import Identification
from waarborg_requests.domain.new_code import (
    CodeBy,
    NoKnownAddress,
    OnlyAtTheDesk,
    TooManyCodes,
    check_issue,
)
from waarborg_requests.models import Check, MailNotice, Request, RequestDelivery
from waarborg_shared.hooks.values import Duty
from waarborg_tests.request_beginnings import act, code_of, filed_as, identify, now

CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")
DESK = {"code_how": "at_the_desk", "code_document": "passport", "code_last": "12ab", "code_by": "desk"}
LETTER = {**DESK, "code_by": "letter"}
PHONE = {"code_how": "known_phone", "code_called": "06-12345678", "code_by": "letter"}


def looks_up(world, row, code):
    """What the status page says to number and code."""
    return world.visitor().send("/requests/status", number=row.number, code=code).status_code


def letters(world):
    """What was made ready to bring a new code, the oldest first."""
    found = [each for each in world.rows(RequestDelivery) if each.template == "request-new-code"]
    return sorted(found, key=lambda each: each.ready_at)


@pytest.mark.parametrize(
    ("how", "by", "linked", "earlier", "refused"),
    [
        (Identification.AT_THE_DESK, CodeBy.DESK, False, [], None),
        (Identification.AT_THE_TABLE, CodeBy.LETTER, True, [], None),
        (Identification.AT_THE_TABLE, CodeBy.DESK, True, [], OnlyAtTheDesk),
        (Identification.KNOWN_PHONE, CodeBy.DESK, True, [], OnlyAtTheDesk),
        (Identification.AT_THE_DESK, CodeBy.LETTER, False, [], NoKnownAddress),
        (Identification.AT_THE_DESK, CodeBy.DESK, True, [1, 2, 23], TooManyCodes),
        (Identification.AT_THE_DESK, CodeBy.DESK, True, [1, 2, 24], None),
    ],
)
def test_when_a_new_code_may_be_made(world, how, by, linked, earlier, refused):
    at = world.clock.now()
    asked = {"linked": linked, "made_at": [at - timedelta(hours=each) for each in earlier], "now": at}
    if refused is None:
        check_issue(how, by, **asked)
    else:
        with pytest.raises(refused):
            check_issue(how, by, **asked)


def test_B15_at_the_desk_a_new_code_is_shown_once_and_the_old_one_and_its_page_are_dead(world):
    row = filed_as(world, "access")
    visitor = world.visitor()
    page = visitor.send("/requests/status", number=row.number, code=code_of()).text
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    made = act(world, row, "new-code", **DESK)
    assert made.status_code == 201 and made.headers["Cache-Control"] == "no-store"
    code = CODE.search(made.text)[0]
    assert (looks_up(world, row, code_of()), looks_up(world, row, code)) == (422, 200)
    refused = visitor.send("/requests/own/call-me", page="/requests/status", ticket=ticket, telephone="0612345678")
    assert "belongs to no request" in refused.text
    (check,) = (each for each in world.rows(Check) if each.document)
    assert (check.how, check.outcome, check.by_ref) == ("at_the_desk", "passed", "account-coordinator")
    assert world.verbs(row.id).count("code-issued") == 1
    assert code not in world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "New secret code made" in world.visitor().send("/requests/status", number=row.number, code=code).text


def test_a_second_code_kills_the_first_and_calls_its_letter_off(world):
    row = identify(world, filed_as(world, "access"))
    codes = []
    for _ in range(2):
        assert act(world, row, "new-code", **PHONE).status_code == 303
        world.clock.moment += timedelta(minutes=5)
        delivery = letters(world)[-1]
        page = world.coordinator().get(f"/requests/cases/{row.id}/deliveries/{delivery.id}").text
        assert "Never take the address from the request" in page and row.number in page
        codes.append(CODE.search(page)[0])
    first, second = letters(world)
    assert first.called_off_at is not None and second.called_off_at is None
    assert [looks_up(world, row, code) for code in (code_of(), *codes)] == [422, 422, 200]
    assert len(world.rows(MailNotice)) == 2
    stored = b"".join(str(each.__dict__).encode() for each in world.rows(Request))
    assert codes[1].encode() not in stored


def test_an_address_that_was_given_with_the_request_is_not_on_the_letter(world, access):
    typed = {**access, "reach": "post", "reach_at": "Dwaalweg 9\n1234 AB Nergens"}
    world.visitor().send("/requests/new", **typed)
    row = identify(world, world.requests()[0])
    assert act(world, row, "new-code", **LETTER).status_code == 303
    page = world.coordinator().get(f"/requests/cases/{row.id}/deliveries/{letters(world)[0].id}").text
    assert "Dwaalweg" not in page and "Willemijn" in page


def test_three_codes_in_a_day_are_enough(world):
    row = filed_as(world, "access")
    for _ in range(3):
        assert act(world, row, "new-code", **DESK).status_code == 201
    kept = now(world, row).code_hash
    refused = act(world, row, "new-code", **DESK)
    assert refused.status_code == 422 and "within a day already" in refused.text
    assert now(world, row).code_hash == kept
    world.clock.moment += timedelta(days=1, minutes=1)
    assert act(world, row, "new-code", **DESK).status_code == 201


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "code_how"),
        ({**DESK, "code_how": "letter_with_code"}, "code_how"),
        ({**DESK, "code_how": "passkey"}, "code_how"),
        ({**DESK, "code_by": "email"}, "code_by"),
        ({**DESK, "code_document": ""}, "code_document"),
        ({**DESK, "code_last": ""}, "code_last"),
        ({**DESK, "code_last": "NXA123456"}, "code_last"),
        ({**DESK, "code_how": "at_the_table"}, "code_by"),
        ({**PHONE, "code_called": "niet"}, "code_called"),
        (LETTER, "code_by"),
    ],
)
def test_bad_input_makes_no_code(world, typed, field):
    row = filed_as(world, "access")
    refused = act(world, row, "new-code", **typed)
    assert refused.status_code == 422
    assert f'href="#field-{field}' in refused.text
    assert now(world, row).code_hash == row.code_hash and looks_up(world, row, code_of()) == 200


def test_the_number_in_the_request_proves_nothing(world, access):
    world.visitor().send("/requests/new", **{**access, "reach": "phone", "reach_at": "+31 6 12345678"})
    row = identify(world, world.requests()[0])
    refused = act(world, row, "new-code", **PHONE)
    assert refused.status_code == 422 and 'href="#field-code_called' in refused.text
    assert now(world, row).code_hash == row.code_hash


def test_what_was_seen_before_and_who_may_not_make_no_code(world):
    row = filed_as(world, "access")
    assert act(world, row, "new-code", revision=row.revision + 1, **DESK).status_code == 412
    reader = world.signed_in("bqr", Duty.REQUESTS_READ, ref="account-reader", roles=["coordinator"])
    case = f"/requests/cases/{row.id}"
    assert "The person lost the secret code" not in reader.get(case).text
    assert reader.send(f"{case}/new-code", page="/requests/status", revision=row.revision, **DESK).status_code == 403
    assert now(world, row).code_hash == row.code_hash


def test_of_who_may_no_longer_or_of_whom_it_is_unsure_no_code_is_made(world):
    over = filed_as(world, "access", representative="mentor", on_behalf_of="Teun Voorbeeld")
    unsure, dead = filed_as(world, "access", made=1), identify(world, filed_as(world, "copy", made=2))
    with world.work() as work:
        work.case(Request, over.id).authority_state = "ended"
        work.case(Request, unsure.id).unsure_since = work.now
    act(world, dead, "record-death", died_on="2026-02-27", known_by="certificate")
    for row in (over, unsure, dead):
        before = now(world, row).code_hash
        assert act(world, row, "new-code", **DESK).status_code == 422
        assert now(world, row).code_hash == before


@pytest.mark.parametrize(
    ("stands", "word"), [("unsure", "Confirm first whom it is about"), ("dead", "This person died")]
)
def test_a_letter_with_a_new_code_is_posted_to_nobody_who_could_not_be_given_one(world, stands, word):
    row = identify(world, filed_as(world, "access"))
    act(world, row, "new-code", **PHONE)
    (letter,) = letters(world)
    if stands == "unsure":
        with world.work() as work:
            work.case(Request, row.id).unsure_since = work.now
    else:
        act(world, row, "record-death", died_on="2026-02-27", known_by="certificate")
    page = f"/requests/cases/{row.id}/deliveries/{letter.id}"
    refused = world.coordinator().get(page)
    assert refused.status_code == 409 and word in refused.text
    assert world.coordinator().get(f"{page}/letter.pdf").status_code == 409


def test_a_check_that_is_not_sure_enough_makes_no_code(world, monkeypatch):
    row = filed_as(world, "access")
    monkeypatch.setattr(new_code.checks, "note", lambda *_, **__: "too_low")
    refused = act(world, row, "new-code", **DESK)
    assert refused.status_code == 422 and "not know surely enough" in refused.text
    assert now(world, row).code_hash == row.code_hash


def test_of_erased_texts_nothing_is_left_to_lose(world):
    row = identify(world, filed_as(world, "access"))
    world.erase(row.id)
    assert "The person lost the secret code" not in world.coordinator().get(f"/requests/cases/{row.id}").text
    for typed in (DESK, PHONE, {"code_how": "at_the_table", "code_by": "letter"}):
        assert act(world, row, "new-code", **typed).status_code == 422
    assert now(world, row).code_hash == row.code_hash
