"""Requests that are likely the same are shown to staff and to nobody else, and nothing follows from it."""

import pytest

from waarborg_shared.hooks.values import Duty

NEW = "/requests/new"
REQUESTS = "/requests/api/v1/requests/"
SAID = "Likely the same request"


def file_two(world, access, **other):
    world.visitor().send(NEW, **access)
    world.clock.forward(60)
    assert world.visitor().send(NEW, **{**access, **other}).status_code == 201
    return world.requests()


def case_of(world, row, organisation="bqr"):
    return world.coordinator(organisation).get(f"/requests/cases/{row.id}").text


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"name": "willemijn  PROEFPERSOON", "client_number": ""},
        {"name": "W. Proefpersoon", "client_number": "c1044"},
        {"name": "Jan Zaakwaarnemer", "representative": "mentor", "on_behalf_of": "Willemijn Proefpersoon"},
    ],
)
def test_two_that_are_likely_the_same_name_each_other(either_world, access, other):
    world = either_world
    first, second = file_two(world, access, **other)
    for one, another in ((first, second), (second, first)):
        page = case_of(world, one)
        assert SAID in page and another.number in page


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "copy"},
        {"name": "Ans Antwoord", "client_number": "C-1045"},
        {"name": "Ans Antwoord", "client_number": ""},
    ],
)
def test_two_that_ask_something_else_or_are_of_somebody_else_do_not(world, access, other):
    first, second = file_two(world, access, **other)
    assert SAID not in case_of(world, first) and SAID not in case_of(world, second)


def test_a_mentor_who_asks_for_two_people_asks_twice(world, access):
    typed = {**access, "client_number": "", "representative": "mentor", "on_behalf_of": "Teun Voorbeeld"}
    world.visitor().send(NEW, **typed)
    world.visitor().send(NEW, **{**typed, "on_behalf_of": "Truus Voorbeeld"})
    assert SAID not in case_of(world, world.requests()[0])


def test_objections_to_two_things_are_two(world, access):
    for about in ("calling", "surveys"):
        world.visitor().send(NEW, **{**access, "kind": "objection", "about": about})
    assert SAID not in case_of(world, world.requests()[0])


def test_two_that_turn_out_to_be_of_two_people_are_none_whatever_they_are_called(world, access):
    for ref in ("person-00000001", "person-00000002"):
        world.person(ref).send(NEW, **access)
    first, second = world.requests()
    assert SAID not in case_of(world, first) and SAID not in case_of(world, second)
    world.person("person-00000001").send(NEW, **{**access, "name": "Anders", "client_number": ""})
    assert "the same person" in case_of(world, first)


def test_another_organisations_requests_are_never_likely_the_same(world, access):
    world.visitor("bqr").send(NEW, **access)
    world.visitor("jtb-care").send(NEW, **access)
    assert SAID not in case_of(world, world.requests()[0])
    (one,), (other,) = world.requests("bqr"), world.requests("jtb-care")
    assert one.whom_hash != other.whom_hash and one.client_number_hash != other.client_number_hash


def test_who_files_hears_nothing_of_others(world, access):
    pages = []
    for _ in range(2):
        pages.append(world.visitor().send(NEW, **access).text)
    world.visitor().send(NEW, **{**access, "kind": "copy"})
    first = world.requests()[0]
    assert SAID not in pages[1] and first.number not in pages[1]
    answer = world.partner("bqr", "requests:file").post(REQUESTS, access)
    assert answer.status_code == 201 and "likely" not in answer.text


def test_the_api_names_them_for_who_reads(world, access):
    first, second = file_two(world, access)
    given = world.partner("bqr", "requests:answer").get(REQUESTS + first.id).json
    assert given["likely_doubles"] == [{"id": second.id, "number": second.number}]


def test_an_answer_ends_the_one_and_leaves_the_other(world, access):
    first, second = file_two(world, access)
    staff, case = world.coordinator(), f"/requests/cases/{first.id}"
    staff.send(f"{case}/answer", page=case, revision="1", outcome="refused", ground="not_identified", text="Onbekend.")
    first, second = world.requests()
    assert (first.state, second.state) == ("answered", "received")
    assert first.whom_hash is first.client_number_hash is None
    assert SAID not in case_of(world, second) and SAID not in case_of(world, first)


def test_who_may_only_read_sees_them_too(world, access):
    first, second = file_two(world, access)
    page = world.signed_in("bqr", Duty.REQUESTS_READ).get(f"/requests/cases/{first.id}").text
    assert second.number in page


def test_one_whose_texts_were_erased_is_still_named(world, access):
    first, second = file_two(world, access)
    world.erase(second.id)
    assert second.number in case_of(world, first) and SAID in case_of(world, second)
