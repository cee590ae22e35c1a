"""A form that is kept for later: found by number and code only, sealed, and gone once sent or after its days."""

import re
import threading
from datetime import timedelta

import pytest

from waarborg_requests.domain import intake_drafts
from waarborg_requests.models import RequestDraft
from waarborg_requests.pages import LIMITER
from waarborg_shared.guessing import FREE_TRIES, GuessesBySender
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.worker import housekeeping_of

NEW, DRAFT = "/requests/new", "/requests/draft"
MARK = "0123456789abcdef0123456789abcdef"
HALF = {"kind": "correction", "asked": "Mijn naam klopt niet", "name": "Willemijn Proefpersoon", "form": MARK}


def keep(world, organisation="bqr", **typed):
    page = world.visitor(organisation).send(NEW, go="save", _step="who", **{**HALF, **typed})
    assert page.status_code == 201, page.text
    return re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)


def open_again(visitor, number, code):
    return visitor.send(DRAFT, number=number, code=code)


def tidy(world):
    """The worker's round, once."""
    housekeeping_of(world.runtime).clear(threading.Event())


def test_a_form_is_kept_and_gone_on_with_where_it_was_left(either_world):
    world = either_world
    number, code = keep(world)
    page = open_again(world.visitor(), number.lower(), code.lower().replace("-", " "))
    assert page.status_code == 200
    assert "Step 4 of 6" in page.text
    for typed in HALF.values():
        assert typed in page.text
    assert world.requests() == []


def test_what_is_kept_is_sealed_and_its_code_a_keyed_hash(world):
    _, code = keep(world)
    (row,) = world.rows(RequestDraft)
    stored = repr(vars(row))
    for secret in ("Willemijn", "klopt niet", "correction", MARK, code, code.replace("-", "")):
        assert secret not in stored
    assert row.ends_at - row.saved_at == timedelta(days=14)


def test_kept_again_it_has_the_same_number_and_code_and_its_days_anew(world):
    first = keep(world)
    world.clock.forward(timedelta(days=10).total_seconds())
    assert keep(world, name="Ans Antwoord") == first
    (row,) = world.rows(RequestDraft)
    assert row.ends_at == world.clock.now() + timedelta(days=14)
    assert "Ans Antwoord" in open_again(world.visitor(), *first).text


@pytest.mark.parametrize("wrong", ["number", "code", "shape", "other organisation"])
def test_a_wrong_number_and_a_wrong_code_look_alike(world, wrong):
    number, code = keep(world)
    asked = {
        "number": ("BQR-C22222222", code),
        "code": (number, "2222-2222-2222-2222"),
        "shape": ("<b>x</b>", "x"),
        "other organisation": (number, code),
    }[wrong]
    page = open_again(world.visitor("jtb-care" if wrong == "other organisation" else "bqr"), *asked)
    assert page.status_code == 422
    assert "do not belong together" in page.text and "Willemijn" not in page.text and "<b>x</b>" not in page.text


def test_guessing_is_slowed_down(world):
    number, code = keep(world)
    world.app.extensions[LIMITER] = GuessesBySender(world.clock.monotonic)
    visitor = world.visitor()
    for _ in range(FREE_TRIES):
        assert open_again(visitor, number, "2222-2222-2222-2222").status_code == 422
    slowed = open_again(visitor, number, code)
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) >= 1
    assert open_again(world.visitor(address="198.51.100.8"), number, code).status_code == 200


def test_number_and_code_in_an_address_open_nothing(world):
    number, code = keep(world)
    page = world.visitor().get(f"{DRAFT}?number={number}&code={code}")
    assert page.status_code == 200 and "Willemijn" not in page.text


def test_after_fourteen_days_it_is_gone_and_the_worker_destroys_its_key(either_world):
    world = either_world
    number, code = keep(world)
    (row,) = world.rows(RequestDraft)
    world.clock.forward(timedelta(days=14).total_seconds() - 1)
    tidy(world)
    assert open_again(world.visitor(), number, code).status_code == 200
    world.clock.forward(1)
    assert open_again(world.visitor(), number, code).status_code == 422
    tidy(world)
    tidy(world)
    assert world.rows(RequestDraft) == []
    with pytest.raises(KeyDestroyed):
        world.runtime.vault.keystore.existing("bqr", row.id, "case")


def test_once_it_is_sent_it_is_gone_and_cannot_be_kept_or_sent_again(world, access):
    number, code = keep(world, "bqr")
    whole = {**access, "form": MARK}
    assert world.visitor().send(NEW, **whole).status_code == 201
    (row,) = world.rows(RequestDraft)
    assert row.typed_sealed is None
    assert open_again(world.visitor(), number, code).status_code == 422
    refused = world.visitor().send(NEW, go="save", _step="check", **whole)
    assert refused.status_code == 422 and "has been sent already" in refused.text
    assert "You sent this form before" in world.visitor().send(NEW, **whole).text
    assert len(world.requests()) == 1
    tidy(world)
    assert world.rows(RequestDraft) == []


def test_two_organisations_with_the_same_mark_keep_two_forms(world):
    assert keep(world, "bqr") != keep(world, "jtb-care")
    world.clock.forward(timedelta(days=15).total_seconds())
    tidy(world)
    assert world.rows(RequestDraft) == world.rows(RequestDraft, "jtb-care") == []


def test_a_draft_whose_key_was_destroyed_is_as_one_that_is_gone(world):
    number, code = keep(world)
    (row,) = world.rows(RequestDraft)
    world.erase(row.id)
    assert open_again(world.visitor(), number, code).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"asked": "BSN 111222333"}, "asked"), ({"name": "x" * 201}, "name"), ({"asked": "line\x07"}, "asked")],
)
def test_B11_what_could_not_be_sent_is_not_kept_either(world, wrong, field):
    page = world.visitor().send(NEW, go="save", _step="who", **{**HALF, **wrong})
    assert page.status_code == 422 and f'href="#field-{field}"' in page.text
    assert world.rows(RequestDraft) == []


def test_what_is_wrong_on_two_pages_is_told_on_the_first_and_links_to_nothing_elsewhere(world):
    page = world.visitor().send(NEW, go="save", _step="reach", **{**HALF, "asked": "111222333", "name": "111222333"})
    assert page.status_code == 422 and "Step 2 of 6" in page.text
    assert 'href="#field-asked"' in page.text and 'href="#field-name"' not in page.text


def test_an_empty_form_can_be_kept(world):
    page = world.visitor().send(NEW, go="save", _step="details")
    assert page.status_code == 201


def test_keeping_twice_by_a_double_click_keeps_one(world):
    visitor = world.visitor()
    token = visitor.token(NEW)
    pages = [visitor.send(NEW, token=token, go="save", _step="who", **HALF).text for _ in range(2)]
    assert pages[0] == pages[1]
    assert len(world.rows(RequestDraft)) == 1


@pytest.mark.parametrize("typed", ["", "BQR-2026-000001", "BQR-C1234", "BQR-C0OIL5SU1", "C" * 300])
def test_what_cannot_be_the_number_of_a_draft(typed):
    assert intake_drafts.read_draft_number(typed) is None


def test_the_number_of_a_draft_is_read_as_it_is_typed():
    number = intake_drafts.draft_number("jtb-care", bytes(range(32)))
    assert intake_drafts.read_draft_number(f" {number.lower()} ") == number
