"""Doubles and numbers of persons on the desk's pages."""

import re

import pytest

from waarborg_identity import actions
from waarborg_identity.actions.persons import NewPerson

UNKNOWN = "01890000-0000-7000-8000-000000000000"
WHY = "Aan tafel gezien."


@pytest.fixture
def desk(world):
    world.hire()
    browser = world.browser()
    browser.enter()
    return browser


@pytest.fixture
def two(world):
    with world.work() as work:
        return tuple(
            actions.register_person(work, NewPerson(client_number=number, name="Jan Verzonnen")).id
            for number in ("A-1001", "A.1001")
        )


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.split("<main")[1]))


def goes_by(world, number):
    with world.work() as work:
        return actions.find_person(work, "client_number", number)


def test_a_pair_is_listed_without_names_compared_and_merged(world, desk, two):
    listed = desk.get("/identity/doubles")
    assert "Verzonnen" not in words(listed)
    (path,) = re.findall(r'href="(/identity/doubles/[^"]+)"', listed.text)
    page = words(desk.get(path))
    assert "A-1001" in page
    assert "A.1001" in page
    answer = desk.post(path, {"verdict": "one", "reason": WHY})
    kept = answer.location.rpartition("/")[2]
    assert (answer.status_code, goes_by(world, "A-1001"), goes_by(world, "A.1001")) == (303, kept, kept)
    assert desk.get(f"/identity/persons/{next(ref for ref in two if ref != kept)}").location == answer.location
    assert "samengevoegd" in words(desk.get(answer.location))
    assert "al samengevoegd" in words(desk.get(path))
    assert desk.post(path, {"verdict": "one", "reason": WHY}, page=answer.location).status_code == 422


def test_two_who_are_two_are_listed_no_more(desk, two):
    path = f"/identity/doubles/{two[1]}/{two[0]}"
    assert desk.post(path, {"verdict": "apart", "reason": WHY}).location == "/identity/doubles"
    assert "Niets dubbels gevonden" in words(desk.get("/identity/doubles"))


@pytest.mark.parametrize("typed", [{}, {"verdict": "one"}, {"reason": WHY}, {"verdict": "all", "reason": WHY}])
def test_who_does_not_say_what_and_why_is_asked_again(world, desk, two, typed):
    path = f"/identity/doubles/{two[0]}/{two[1]}"
    assert desk.post(path, typed).status_code == 422
    assert (goes_by(world, "A-1001"), goes_by(world, "A.1001")) == two


def test_a_merge_is_undone_with_a_reason(world, desk, two):
    with world.work() as work:
        actions.merge_persons(work, *two, WHY)
    path = f"/identity/persons/{two[1]}/undo"
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": WHY}).status_code == 303
    assert goes_by(world, "A.1001") == two[1]
    again = desk.post(path, {"reason": WHY}, page="/identity/persons")
    assert (again.status_code, "niet samengevoegd" in words(again)) == (409, True)


def test_who_was_never_merged_has_no_page_to_undo_it(desk, two):
    answer = desk.get(f"/identity/persons/{two[0]}/undo")
    assert (answer.status_code, answer.location) == (302, f"/identity/persons/{two[0]}")


def test_one_registration_is_not_compared_with_itself(desk, two):
    path = f"/identity/doubles/{two[0]}/{two[0]}"
    assert desk.get(path).status_code == 404
    typed = {"verdict": "one", "reason": WHY}
    assert desk.post(path, typed, page="/identity/persons").status_code == 404


def test_whose_second_number_comes_of_a_merge_is_parted_by_undoing_it(world, desk, two):
    with world.work() as work:
        actions.merge_persons(work, *two, WHY)
    page = desk.get(f"/identity/persons/{two[0]}/split")
    assert "Deze persoon heeft één nummer" not in words(page)
    assert f'href="/identity/persons/{two[1]}/undo"' in page.text
    with world.work() as work:
        actions.put_number(work, two[0], "bsn", "999990019")
    both = desk.get(f"/identity/persons/{two[0]}/split").text
    assert (f"/identity/persons/{two[1]}/undo" in both, 'name="numbers"' in both) == (True, True)


def test_another_registration_is_found_by_number(desk, two):
    path = f"/identity/persons/{two[0]}/same-as"
    found = desk.post(path, {"kind": "client_number", "find": "A.1001"})
    assert found.location == f"/identity/doubles/{two[0]}/{two[1]}"
    assert "Dat is deze persoon" in words(desk.post(path, {"kind": "client_number", "find": "A-1001"}))
    assert "niemand" in words(desk.post(path, {"kind": "client_number", "find": "Z-9"}))


def test_one_is_split_by_the_numbers_that_are_ticked(world, desk, two):
    with world.work() as work:
        actions.put_number(work, two[0], "bsn", "999990019")
    path = f"/identity/persons/{two[0]}/split"
    page = desk.get(path)
    assert "999990019" not in page.text
    chosen = re.search(r'name="numbers" value="([^"]+)"[^§]*?BSN', page.text)[1]
    assert desk.post(path, {"numbers": "", "reason": WHY}).status_code == 422
    answer = desk.post(path, {"numbers": chosen, "name": "Piet Verzonnen", "reason": WHY})
    assert "Piet Verzonnen" in words(desk.get(answer.location))
    assert "Er valt niets te splitsen" in words(desk.get(path))


def test_a_client_number_changes_and_the_last_one_stays(world, desk, two):
    path = f"/identity/persons/{two[0]}/numbers/client-number"
    assert desk.post(path, {"number": "B-1"}).status_code == 303
    assert goes_by(world, "B-1") == two[0]
    taken = desk.post(path, {"number": "A.1001"})
    assert (taken.status_code, "A.1001" in taken.text) == (422, True)
    assert desk.post(path, {"number": "een twee"}).status_code == 422
    assert "niet meer te vinden" in words(desk.post(f"{path}/remove", page=path))
    assert goes_by(world, "B-1") == two[0]


def test_B11_a_bsn_is_added_for_a_legal_duty_and_not_shown(world, desk, two):
    path = f"/identity/persons/{two[0]}/numbers/bsn"
    grounds = re.findall(r'name="ground" value="([^"]+)"', desk.get(path).text)
    assert "marketing" not in grounds
    refused = desk.post(path, {"number": "999990019", "ground": "marketing"})
    assert (refused.status_code, "wet het BSN vraagt" in words(refused)) == (422, True)
    assert desk.post(path, {"number": "123456789", "ground": grounds[0]}).status_code == 422
    assert desk.post(path, {"number": "999990019", "ground": grounds[0]}).status_code == 303
    with world.work() as work:
        assert actions.find_person(work, "bsn", "999990019") == two[0]
    assert "999990019" not in desk.get(path).text
    assert desk.post(f"{path}/remove", page=path).status_code == 303
    assert desk.post(f"{path}/remove", page="/identity/persons").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/identity/doubles",
        f"/identity/doubles/{UNKNOWN}/{UNKNOWN}",
        *(f"/identity/persons/{UNKNOWN}/{rest}" for rest in ("undo", "split", "same-as", "numbers/bsn", "numbers/x")),
    ],
)
def test_nobody_without_the_duty_gets_here_and_nobody_finds_who_is_not_there(world, desk, path):
    world.hire("bram", "staff", name="Bram Nietbestaand")
    other = world.browser()
    other.enter("bram")
    assert other.get(path).status_code == 403
    assert world.browser().get(path).status_code in {303, 302, 401}
    assert desk.get(path).status_code == (200 if path == "/identity/doubles" else 404)
