"""Cookie sessions: asked from identity, kept five seconds, and never trusted across organisations."""

from dataclasses import replace

import pytest

from waarborg_shared.auth import (
    Actor,
    ActorKind,
    IdentityAway,
    Missing,
    Unauthenticated,
    cookie_name,
    require_duty,
    require_right,
    require_scope,
)


@pytest.fixture
def session(identity):
    return identity.sign_in("bqr", duties=["portal.desk"], roles=["carer"])


@pytest.fixture
def ask(authenticator, request_with, session):
    def ask_with(organisation="bqr", cookie=f"__Host-waarborg={session}"):
        return authenticator.authenticate(request_with(Cookie=cookie), organisation)

    return ask_with


def test_a_session_makes_the_actor_that_identity_names(ask):
    actor = ask()
    assert (actor.kind, actor.ref, actor.label) == (ActorKind.STAFF, "account-1", "Femke Voorbeeld")
    assert actor.duties == {"portal.desk"}


def test_identity_is_asked_once_in_five_seconds(ask, identity, clock):
    for _ in range(10):
        ask()
        clock.forward(0.4)
    assert identity.asked == ["session"]


def test_a_revoked_session_is_dead_within_five_seconds(ask, identity, clock):
    assert ask().signed_in
    identity.sessions.clear()
    clock.forward(5)
    assert not ask().signed_in


def test_a_sign_out_counts_at_once_in_the_process_that_did_it(ask, authenticator, identity, session):
    assert ask().signed_in
    identity.sessions.clear()
    authenticator.forget_session(session, "bqr")
    assert not ask().signed_in


def test_a_session_of_one_organisation_is_nothing_in_another(ask):
    assert ask("bqr").signed_in
    assert not ask("jtb").signed_in


def test_a_cookie_that_is_no_session_id_is_not_even_asked(ask, identity):
    for junk in ("x", "s" * 44, "s" * 42 + "%", "a" * 5000):
        assert not ask(cookie=f"__Host-waarborg={junk}").signed_in
    assert identity.asked == []


def test_a_plain_cookie_does_not_count_where_the_cookie_is_host_bound(ask, identity, session):
    assert ask(cookie=f"waarborg={session}").kind is ActorKind.ANONYMOUS
    assert identity.asked == []


def test_when_identity_is_away_public_pages_stay_and_rights_are_refused_with_the_reason(ask, identity):
    identity.away = True
    actor = ask()
    assert actor.kind is ActorKind.ANONYMOUS
    with pytest.raises(IdentityAway):
        require_duty(actor, "portal.desk")


def test_an_identity_that_is_away_is_asked_again_after_a_second_and_no_sooner(ask, identity, clock):
    identity.away = True
    for _ in range(10):
        ask()
    assert identity.asked == ["session"]
    identity.away = False
    clock.forward(1)
    assert ask().signed_in


def test_a_session_that_ended_is_told_from_no_session(ask, identity):
    identity.sessions.clear()
    with pytest.raises(Unauthenticated, match="session_ended"):
        require_duty(ask(), "portal.desk")


def test_a_refusal_names_the_missing_right(ask):
    with pytest.raises(Missing) as missing:
        require_duty(ask(), "breach.decide")
    assert (missing.value.right, missing.value.status) == ("breach.decide", 403)


def test_nobody_is_told_to_sign_in_rather_than_what_is_missing():
    with pytest.raises(Unauthenticated) as refusal:
        require_scope(Actor.anonymous("bqr"), "consent:decide")
    assert refusal.value.challenge("bqr.test") == ('Bearer realm="bqr.test", DPoP realm="bqr.test", algs="ES256"')


def test_a_client_that_acts_for_staff_needs_the_scope_and_the_staff_the_duty():
    coordinator = Actor(ActorKind.STAFF, "a", "bqr", duties=frozenset({"requests.read"}))
    require_right(coordinator, duty="requests.read", scope="requests:answer")
    through_client = Actor(ActorKind.STAFF, "a", "bqr", duties=frozenset({"requests.read"}), via="app")
    with pytest.raises(Missing, match="requests:answer"):
        require_right(through_client, duty="requests.read", scope="requests:answer")
    partner = Actor(ActorKind.PARTNER, "ecd", "bqr", scopes=frozenset({"requests:answer"}))
    require_right(partner, duty="requests.read", scope="requests:answer")


def test_a_client_has_nothing_of_the_duties_of_who_signed_in_at_it_without_a_scope_for_that():
    through_client = Actor(ActorKind.STAFF, "a", "bqr", duties=frozenset({"breach.read"}), via="app")
    with pytest.raises(Missing, match=r"breach\.read"):
        require_duty(through_client, "breach.read")
    with pytest.raises(Missing, match="breach:decide"):
        require_duty(through_client, "breach.read", scope="breach:decide")
    with_scope = replace(through_client, scopes=frozenset({"breach:decide"}))
    require_duty(with_scope, "breach.read", scope="breach:decide")
    with pytest.raises(Missing, match=r"requests\.read"):
        require_duty(with_scope, "requests.read", scope="breach:decide")


def test_the_system_has_no_duties_of_its_own():
    with pytest.raises(Missing):
        require_duty(Actor.system("consent", "bqr"), "consent.read")


def test_a_name_is_not_in_what_is_printed_of_an_actor(ask):
    assert "Femke" not in repr(ask())


def test_a_token_goes_before_a_cookie(authenticator, request_with, session):
    request = request_with(Authorization="Bearer no-token", Cookie=f"__Host-waarborg={session}")
    with pytest.raises(Unauthenticated):
        authenticator.authenticate(request, "bqr")


def test_the_cookie_is_host_bound_on_https_and_plain_on_http():
    over_https, over_http = cookie_name("https://{host}"), cookie_name("http://{host}:8000")
    assert (over_https.name, over_https.secure) == ("__Host-waarborg", True)
    assert (over_http.name, over_http.secure) == ("waarborg", False)
