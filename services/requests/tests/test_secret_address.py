"""Whose address is secret stands above what is looked through, and items with an address are marked (B12)."""

import json

import pytest

from waarborg_requests.actions.collecting.items import NewItem, add_items
from waarborg_requests.actions.review.secrecy import secrecy_for
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.models import HolderTask, Request, SecretAddress
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.events.consent import MarkEnded, MarkSet
from waarborg_shared.events.identity import PersonsMerged
from waarborg_tests.request_beginnings import SPEAKER, bring
from waarborg_tests.reviewing import PERSON, collected, items

OTHER = "22222222-2222-4222-8222-222222222222"
WARNS, MARKED = "Look out: a secret address", "looks like it holds an address"
OF_PERSON, OF_FILER, OF_OTHERS = "of this person is secret", "of who asks for this person", "of others here is secret"


def secret(world, subject=PERSON, *, kind="address_secrecy", ref="mark-1", sequence=1, ended=False):
    """Consent tells that somebody's address is secret, asked for directly, or is so no more."""
    event = (MarkEnded if ended else MarkSet)(subject_ref=subject, mark_ref=ref, kind=kind)
    return bring(world, event, source="consent", subject=subject, sequence=sequence)


def with_addresses(world):
    """A request with a note and a card in which an address stands, beside the two in which none does."""
    request_id = collected(world)
    with world.work() as work:
        row = work.case(Request, request_id)
        task = next(each for each in work.session.query(HolderTask) if each.holder == "a_test")
        card = json.dumps({"straat": "Dwaalweg", "huisnummer": 9})
        new = [
            NewItem(category="health", title="Verslag", form=ItemForm.TEXT, content="Zij woont op Dwaalweg 9."),
            NewItem(category="names", title="Kaart 2", form=ItemForm.JSON, content=card),
            NewItem(category="address", title="Kaart 3", form=ItemForm.JSON, content='{"a": 1}'),
        ]
        add_items(work, row, task, new)
    return request_id


def review(world, request_id):
    """The page on which it is looked through."""
    return world.coordinator().get(f"/requests/cases/{request_id}/review").text


def test_B12_a_secret_address_is_warned_of_on_top_and_items_that_hold_one_are_marked(either_world):
    world = either_world
    request_id = with_addresses(world)
    page = review(world, request_id)
    assert WARNS not in page and MARKED not in page
    assert secret(world) is Outcome.DONE
    page = review(world, request_id)
    assert WARNS in page and OF_PERSON in page and OF_OTHERS not in page
    assert page.index(WARNS) < page.index("items judged")
    assert page.count(MARKED) == 3
    case = f"/requests/cases/{request_id}/items/"
    plain, _, note, *_ = items(world, request_id)
    shown = world.coordinator().get(case + note).text
    assert WARNS in shown and MARKED in shown and "looks like an address" in shown
    assert MARKED not in world.coordinator().get(case + plain).text
    assert secret(world, ended=True, sequence=2) is Outcome.DONE
    assert WARNS not in review(world, request_id)


def test_B12_the_address_of_another_and_of_who_asks_for_the_person_are_warned_of_too(world):
    request_id = with_addresses(world)
    secret(world, OTHER)
    page = review(world, request_id)
    assert OF_OTHERS in page and OF_PERSON not in page and page.count(MARKED) == 3
    with world.work() as work:
        row = work.case(Request, request_id)
        row.representative, row.representative_ref = "mentor", SPEAKER
    secret(world, SPEAKER, ref="mark-2")
    secret(world, ref="mark-3")
    page = review(world, request_id)
    assert OF_FILER in page and "Somebody else asks here" in page


@pytest.mark.parametrize("kind", ["objection", "restriction"])
def test_another_mark_makes_no_address_secret(world, kind):
    assert secret(world, kind=kind) is Outcome.DONE
    assert world.rows(SecretAddress) == []


def test_an_end_that_comes_first_is_not_undone_by_the_beginning(world):
    request_id = collected(world)
    secret(world, ended=True)
    secret(world, sequence=2)
    assert WARNS not in review(world, request_id)


def test_of_another_organisation_nothing_is_known(world):
    event = MarkSet(subject_ref=PERSON, mark_ref="mark-1", kind="address_secrecy")
    bring(world, event, source="consent", subject=PERSON, organisation="jtb-care")
    assert WARNS not in review(world, collected(world))


def test_what_is_secret_of_one_reference_is_so_of_the_one_that_it_was_joined_to(world):
    request_id = collected(world)
    secret(world, OTHER)
    bring(world, PersonsMerged(kept_ref=PERSON, merged_ref=OTHER), source="identity", subject=PERSON)
    page = review(world, request_id)
    assert OF_PERSON in page and OF_OTHERS not in page
    secret(world, OTHER, ended=True, sequence=2)
    with world.work() as work:
        assert not secrecy_for(work, work.case(Request, request_id)).any


def test_what_turns_out_to_be_secret_after_references_were_joined_is_so_of_the_person(world):
    request_id = collected(world)
    bring(world, PersonsMerged(kept_ref=PERSON, merged_ref=OTHER), source="identity", subject=PERSON)
    secret(world, OTHER)
    page = review(world, request_id)
    assert OF_PERSON in page and OF_OTHERS not in page
