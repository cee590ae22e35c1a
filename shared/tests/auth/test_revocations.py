"""Tokens that were ended before their time: dead within five seconds, and what counts while identity is away."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from waarborg_shared.auth import IdentityAway, RevokedTokens, TokenRefused
from waarborg_shared.testing.auth import new_key, prove, sign


@pytest.fixture
def ask(authenticator, request_with):
    def ask_with(token, organisation="bqr"):
        return authenticator.authenticate(request_with(Authorization=f"Bearer {token}"), organisation)

    return ask_with


@pytest.fixture
def token(identity):
    """A token of a member of staff, through an application, from one sign-in and one grant."""
    return identity.token("bqr", "consent", kind="staff", sub="account-1", sid="session-1", gid="grant-1")


@pytest.fixture
def times_asked(identity):
    return lambda: identity.asked.count("revocations")


@pytest.mark.parametrize("name", ["account-1", "ecd", "session-1", "grant-1"])
def test_a_token_that_names_what_was_ended_is_dead_within_five_seconds(ask, token, identity, clock, name):
    assert ask(token).signed_in
    identity.revoke("bqr", name)
    clock.forward(5)
    with pytest.raises(TokenRefused, match="revoked"):
        ask(token)


def test_what_was_ended_before_the_first_token_counts_from_the_first(ask, token, identity):
    identity.revoke("bqr", "grant-1")
    with pytest.raises(TokenRefused, match="revoked"):
        ask(token)


def test_a_token_that_was_made_later_counts(ask, identity, clock):
    identity.revoke("bqr", "ecd")
    clock.forward(1)
    assert ask(identity.token("bqr", "consent")).signed_in


def test_a_token_that_names_something_else_counts(ask, token, identity):
    for name in ("account-2", "ecd-2", "session", "", "grant-11"):
        identity.revoke("bqr", name)
    assert ask(token).signed_in


def test_what_one_organisation_ended_another_did_not(ask, identity):
    identity.revoke("jtb", "ecd")
    assert ask(identity.token("bqr", "consent")).signed_in
    with pytest.raises(TokenRefused, match="revoked"):
        ask(identity.token("jtb", "consent"), "jtb")


def test_a_token_that_is_bound_to_a_key_dies_too(authenticator, request_with, identity):
    key = new_key("k")
    token = identity.token("bqr", "consent", cnf={"jkt": key.thumbprint()})
    proof = prove(key, "GET", "https://bqr.test/", at=identity.now(), token=token)
    identity.revoke("bqr", "ecd")
    with pytest.raises(TokenRefused, match="revoked"):
        authenticator.authenticate(request_with(Authorization=f"DPoP {token}", DPoP=proof), "bqr")


def test_where_a_list_would_be_too_long_whatever_was_made_until_then_is_void(ask, token, identity, clock, monkeypatch):
    until = int(clock.now().timestamp())
    monkeypatch.setattr(identity, "revocations", lambda organisation: RevokedTokens({}, all_until=until))
    with pytest.raises(TokenRefused, match="revoked"):
        ask(token)
    clock.forward(1)
    assert ask(identity.token("bqr", "consent")).signed_in


def test_identity_is_asked_every_three_seconds_at_most_and_only_for_a_token_that_holds(
    ask, token, identity, clock, times_asked
):
    for junk in ("x", "a.b.c", sign(new_key("stranger"), identity.claims("bqr", "consent"))):
        with pytest.raises(TokenRefused):
            ask(junk)
    assert times_asked() == 0
    for _ in range(60):
        ask(token)
        clock.forward(0.25)
    assert times_asked() == 5
    clock.forward(200)
    assert times_asked() == 5


def test_the_last_list_serves_for_a_minute_while_identity_is_away_and_then_the_answer_is_no(
    ask, token, identity, clock, times_asked
):
    ask(token)
    identity.away = True
    clock.forward(60)
    assert ask(token).signed_in
    clock.forward(1)
    with pytest.raises(IdentityAway):
        ask(token)
    identity.away = False
    identity.revoke("bqr", "account-2")
    clock.forward(1)
    assert ask(token).signed_in


def test_what_was_ended_stays_so_while_identity_is_away(ask, token, identity, clock):
    identity.revoke("bqr", "ecd")
    with pytest.raises(TokenRefused, match="revoked"):
        ask(token)
    identity.away = True
    clock.forward(30)
    with pytest.raises(TokenRefused, match="revoked"):
        ask(token)


def test_an_identity_that_is_away_is_asked_once_a_second(ask, token, identity, clock, times_asked):
    ask(token)
    identity.away = True
    clock.forward(3)
    for _ in range(40):
        ask(token)
        clock.forward(0.25)
    assert times_asked() == 1 + 10


def test_with_the_keys_but_never_a_list_the_answer_is_no(ask, token, identity, clock, monkeypatch):
    def away(organisation):
        raise IdentityAway

    with monkeypatch.context() as patched:
        patched.setattr(identity, "revocations", away)
        with pytest.raises(IdentityAway):
            ask(token)
    clock.forward(1)
    assert ask(token).signed_in


class Thinking:
    """An identity that thinks about the list until it is told to answer; ``says`` makes the answer."""

    def __init__(self, says):
        self.asked, self.answer = threading.Event(), threading.Event()
        self._says = says

    def __call__(self, organisation):
        self.asked.set()
        assert self.answer.wait(30)
        return self._says(organisation)


@pytest.fixture
def thinking(identity, monkeypatch):
    slow = Thinking(identity.revocations)
    yield lambda: monkeypatch.setattr(identity, "revocations", slow) or slow
    slow.answer.set()


@pytest.fixture
def others():
    with ThreadPoolExecutor(2) as pool:
        yield pool


def test_who_has_a_list_of_less_than_five_seconds_does_not_wait_for_who_asks(ask, token, clock, thinking, others):
    ask(token)
    slow = thinking()
    clock.forward(4)
    first = others.submit(ask, token)
    assert slow.asked.wait(30)
    assert others.submit(ask, token).result(10).signed_in
    slow.answer.set()
    assert first.result(30).signed_in


def test_an_older_list_is_waited_for_and_asked_for_once(ask, token, identity, clock, thinking, others, times_asked):
    ask(token)
    slow = thinking()
    identity.revoke("bqr", "grant-1")
    clock.forward(5)
    both = [others.submit(ask, token) for _ in range(2)]
    assert slow.asked.wait(30)
    assert not any(each.done() for each in both)
    slow.answer.set()
    for each in both:
        with pytest.raises(TokenRefused, match="revoked"):
            each.result(30)
    assert times_asked() == 2


def test_nobody_waits_for_an_identity_that_was_away_already(ask, token, identity, clock, thinking, others):
    ask(token)
    identity.away = True
    clock.forward(6)
    ask(token)
    slow = thinking()
    clock.forward(1)
    first = others.submit(ask, token)
    assert slow.asked.wait(30)
    assert others.submit(ask, token).result(10).signed_in
    slow.answer.set()
    assert first.result(30).signed_in


def test_a_list_that_came_too_late_to_go_by_is_not_gone_by(ask, token, clock, thinking, others):
    slow = thinking()
    waiting = others.submit(ask, token)
    assert slow.asked.wait(30)
    clock.forward(5)
    slow.answer.set()
    with pytest.raises(IdentityAway):
        waiting.result(30)


def test_looking_at_the_list_does_not_verify_the_token_again(ask, token, authenticator, clock, monkeypatch):
    first = ask(token)
    monkeypatch.setattr(authenticator, "_verifier", None)
    clock.forward(10)
    assert ask(token) is first
