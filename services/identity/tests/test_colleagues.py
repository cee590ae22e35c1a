"""Names of colleagues for the pages of other services: to who works here, and to nobody else."""

import pytest

COLLEAGUES = "/identity/api/v1/colleague-names"
UNKNOWN = "01890000-0000-7000-8000-000000000000"
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def world(world_on_either):
    return world_on_either


def ask(world, body, username="anouk"):
    browser = world.browser()
    browser.enter(username)
    return browser.bare(COLLEAGUES, json=body, headers=SAME)


def test_who_works_here_gets_the_names_that_there_are_of_this_organisation_alone(world):
    mine, board = world.hire("anouk", "staff"), world.hire("bram", "privacy_officer", name="Bram Verzonnen")
    elsewhere = world.hire("carla", "staff", "jtb", name="Carla Elders")
    answer = ask(world, {"account_refs": [mine, board, elsewhere, UNKNOWN]})
    assert answer.status_code == 200
    assert answer.json == {"names": {mine: "Anouk Verzonnen", board: "Bram Verzonnen"}}


def test_an_erased_name_is_left_out(world):
    mine, board = world.hire("anouk", "staff"), world.hire("bram", "privacy_officer", name="Bram Verzonnen")
    at, vault = world.clock.now(), world.runtime.vault
    assert vault.destroy("bqr", board, "contact", at=at, reason="erasure.art17")
    assert ask(world, {"account_refs": [mine, board]}).json == {"names": {mine: "Anouk Verzonnen"}}


@pytest.mark.parametrize(
    "body", [{}, {"account_refs": []}, {"account_refs": ["<b>"]}, {"account_refs": [UNKNOWN] * 201}, {"names": []}]
)
def test_a_question_of_another_shape_is_refused_by_its_field(world, body):
    world.hire("anouk", "staff")
    answer = ask(world, body)
    assert answer.status_code == 422 and answer.json["errors"]


def test_nobody_else_is_told_who_works_here(world):
    mine = world.hire("anouk", "staff")
    assert world.browser().bare(COLLEAGUES, json={"account_refs": [mine]}, headers=SAME).status_code == 401
    token = world.token(auth=("ecd", world.client()), scope="identity:persons").json["access_token"]
    partner = {"Authorization": f"Bearer {token}"}
    assert world.browser().bare(COLLEAGUES, json={"account_refs": [mine]}, headers=partner).status_code == 403
