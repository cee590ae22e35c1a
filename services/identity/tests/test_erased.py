"""People and staff whose keys were destroyed: pages, API and sessions stay, with a word or null where a name was."""

import pytest

from waarborg_identity import actions
from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.numbers import NUMBERS


@pytest.fixture
def partner(world):
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def person(world):
    """A person with a name and a client number."""
    with world.work() as work:
        return actions.register_person(work, actions.NewPerson(client_number="C-1", name="Jan Testman")).id


def erase(world, holder, *retentions):
    for retention in retentions:
        assert world.runtime.vault.destroy("bqr", holder, retention, at=world.clock.now(), reason="erasure.art17")


@pytest.mark.parametrize(
    ("lang", "word", "told"),
    [("nl", "Gewist", "van wie de naam is gewist"), ("en", "Erased", "whose name was erased")],
)
def test_the_page_of_a_person_says_erased(world, person, lang, word, told):
    world.hire()
    browser = world.browser()
    browser.enter()
    erase(world, person, CONTACT, NUMBERS)
    page = browser.get(f"/identity/persons/{person}?lang={lang}")
    assert page.status_code == 200
    assert page.text.count(word) == 1 and told in page.text
    assert "Jan Testman" not in page.text and "C-1" not in page.text


def test_the_api_gives_null_and_names_what_is_gone(world, person, partner):
    path = f"/identity/api/v1/persons/{person}"
    assert world.browser().get(path, headers=partner).json["erased"] == []
    erase(world, person, CONTACT)
    shown = world.browser().get(path, headers=partner)
    assert shown.status_code == 200
    assert (shown.json["name"], shown.json["client_number"], shown.json["erased"]) == (None, "C-1", ["name"])
    erase(world, person, NUMBERS)
    shown = world.browser().get(path, headers=partner)
    assert (shown.json["client_number"], shown.json["erased"]) == (None, ["client_number", "name"])


def test_a_person_who_was_erased_while_signed_in_has_a_session_without_a_name(world, person):
    with world.work() as work:
        letter = actions.make_letter_code(work, person)
    browser = world.browser()
    form = {"number": letter.number, "code": letter.shown}
    assert browser.post("/identity/sign-in/letter", form, page="/identity/sign-in").status_code == 303
    erase(world, person, CONTACT, NUMBERS)
    answer = world.app.extensions["waarborg_identity"].own.session("bqr", browser.cookie)
    assert (answer.subject_ref, answer.label) == (person, "")
    assert browser.get("/identity/sign-out").status_code == 200


def test_staff_whose_name_was_erased_are_listed_and_keep_their_session(world):
    account, browser = world.hire(), world.browser()
    browser.enter()
    erase(world, account, CONTACT)
    page = browser.get("/identity/staff?lang=en")
    assert page.status_code == 200
    assert "Erased" in page.text and "Anouk Verzonnen" not in page.text
    assert browser.get("/identity/persons").status_code == 200


def test_an_application_gets_no_name_that_was_erased(world):
    account, browser = world.hire(), world.browser()
    browser.enter()
    world.application()
    erase(world, account, CONTACT)
    tokens = world.redeem(world.code(browser)["code"])
    assert tokens.status_code == 200
    told = world.browser().get("/identity/userinfo", headers={"Authorization": f"Bearer {tokens.json['access_token']}"})
    assert told.status_code == 200
    assert told.json["name"] == ""
    assert not world.claims(tokens.json["id_token"]).get("name")
