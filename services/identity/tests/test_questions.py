"""What other services ask: whose a session is. They prove themselves, and learn nothing else."""

import base64

import pytest

PATH = "/identity/api/v1/session-questions"


def asked(world, body, *, secret="a-secret-for-tests-only", organisation="bqr"):
    proof = base64.b64encode(f"consent:{secret}".encode()).decode()
    return world.browser(organisation).bare(PATH, json=body, headers={"Authorization": f"Basic {proof}"})


@pytest.fixture
def session(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    return browser.cookie


def test_a_service_learns_whose_a_session_is(world, session):
    answer = asked(world, {"session": session})
    assert answer.status_code == 200
    told = answer.json
    assert (told["active"], told["kind"], told["label"]) == (True, "staff", "Anouk Verzonnen")
    assert told["roles"] == ["privacy_officer"]
    assert "breach.decide" in told["duties"]


@pytest.mark.parametrize("secret", ["", "wrong", "a-secret-for-tests-onlx"])
def test_somebody_else_learns_nothing(world, session, secret):
    answer = asked(world, {"session": session}, secret=secret)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert "Anouk" not in answer.text


def test_without_proof_nothing_is_told(world, session):
    assert world.browser().bare(PATH, json={"session": session}).status_code == 401


def test_a_session_is_nobodys_at_another_organisation(world, session):
    assert asked(world, {"session": session}, organisation="jtb").json == {"active": False}


@pytest.mark.parametrize("body", [None, [], {}, {"session": 7}, {"session": "x"}, {"session": "y" * 500}, "s"])
def test_what_is_no_question_is_nobodys(world, body):
    assert asked(world, body).json == {"active": False}
