"""The rules of who is who, by tables."""

from datetime import UTC, datetime, timedelta

import pytest

from waarborg_identity.domain import (
    AuthMethod,
    BadClient,
    BadPassword,
    BadUsername,
    ClientKind,
    NewClient,
    Tries,
    after_failure,
    after_failure_at_place,
    check_password,
    check_username,
    granted_scope,
    local_path,
    read_code,
    read_number,
    seconds_to_wait,
    seconds_to_wait_at_place,
    services_of,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (50, 60), (10_000, 60)]
)
def test_waits_double_and_are_a_minute_at_most(failures, wait):
    assert seconds_to_wait(Tries(failures, NOW), NOW) == wait


def test_what_was_long_ago_is_forgotten():
    old = Tries(50, NOW - timedelta(minutes=15))
    assert seconds_to_wait(old, NOW) == 0
    assert after_failure(old, NOW) == Tries(1, NOW)
    assert after_failure(Tries(3, NOW), NOW).failures == 4


@pytest.mark.parametrize(
    ("failures", "seconds_later", "wait"),
    [(19, 0, 0), (20, 0, 45), (20, 44, 1), (20, 45, 0), (22, 0, 135), (22, 90, 45), (40, 15 * 60, 45), (20, 9999, 0)],
)
def test_a_place_has_twenty_failures_and_one_more_each_forty_five_seconds(failures, seconds_later, wait):
    assert seconds_to_wait_at_place(Tries(failures, NOW), NOW + timedelta(seconds=seconds_later)) == wait


def test_a_place_forgets_as_steadily_however_often_it_is_asked():
    tries = None
    for second in range(0, 450, 30):
        tries = after_failure_at_place(tries, NOW + timedelta(seconds=second))
    assert tries.failures == 15 - 420 // 45


@pytest.mark.parametrize("path", ["/", "/desk", "/breach/cases?state=open&x=%2F", "/a//b", "/identity/authorize?a=b"])
def test_a_path_of_this_host_is_kept(path):
    assert local_path(path, otherwise="/x") == path


@pytest.mark.parametrize("path", [None, "", "desk", "//evil", "/\\evil", "/a\\b", "https://evil", "/a b", "/\n", "/é"])
def test_any_other_place_is_not(path):
    assert local_path(path, otherwise="/x") == "/x"


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        (None, "a b"),
        ("", "a b"),
        ("a", "a"),
        ("b a b", "a b"),
        ("a c", None),
        (" ", None),
        ("A", None),
    ],
)
def test_a_scope_is_granted_whole_or_not(asked, granted):
    assert granted_scope(asked, ["b", "a"]) == granted


def test_audiences_follow_from_scopes():
    assert services_of("consent:decide consent:record openid breach:read") == ("breach", "consent", "identity")


def client(**changes):
    good = {
        "client_id": "ecd",
        "name": "Dossier",
        "kind": ClientKind.PARTNER,
        "auth_method": AuthMethod.CLIENT_SECRET_BASIC,
        "scopes": frozenset({"consent:decide"}),
    }
    return NewClient(**{**good, **changes})


def application(*uris):
    return client(kind=ClientKind.APPLICATION, redirect_uris=uris, scopes=frozenset({"openid"}))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_id": "a"}, "client_id"),
        ({"client_id": "a" * 37}, "client_id"),
        ({"client_id": "a:b:c"}, "client_id"),
        ({"name": " "}, "name"),
        ({"scopes": frozenset()}, "scopes"),
        ({"scopes": frozenset({"all"})}, "scopes"),
        ({"scopes": frozenset({"openid"})}, "scopes"),
        ({"scopes": frozenset({"breach:read", "breach:decide"})}, "scopes"),
        ({"auth_method": AuthMethod.NONE}, "auth_method"),
        ({"auth_method": AuthMethod.PRIVATE_KEY_JWT}, "jwks"),
        ({"redirect_uris": ("https://a.example/",)}, "redirect_uris"),
        ({"kind": ClientKind.APPLICATION}, "redirect_uris"),
    ],
)
def test_a_client_that_cannot_be_is_refused_by_field(changes, field):
    with pytest.raises(BadClient) as refusal:
        client(**changes)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "uri", ["https://a.example/back", "http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:1/"]
)
def test_codes_may_go_to_https_or_to_this_machine(uri):
    assert application(uri).redirect_uris == (uri,)


@pytest.mark.parametrize(
    "uri",
    [
        "http://a.example/",
        "https://a.example/#x",
        "https://u:p@a.example/",
        "javascript:alert(1)",
        "app://back",
        "//a.example/",
        "https://",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "https://é.example/",
        "https://[",
    ],
)
def test_codes_go_nowhere_else(uri):
    with pytest.raises(BadClient):
        application(uri)


@pytest.mark.parametrize("name", ["", " ", "-a", "a b", "é", "a" * 101, "a:b"])
def test_a_user_name_has_a_shape(name):
    with pytest.raises(BadUsername):
        check_username(name)


@pytest.mark.parametrize("password", ["kort", "x" * 201, " met spaties eromheen ", "anouk.verzonnen"])
def test_a_password_has_a_length_and_is_not_the_name(password):
    with pytest.raises(BadPassword):
        check_password(password, username="anouk.verzonnen")


@pytest.mark.parametrize(
    ("typed", "read"), [("1234 5678", "12345678"), ("1234-5678", "12345678"), ("123", ""), ("x", "")]
)
def test_a_number_is_read_as_it_was_meant(typed, read):
    assert read_number(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("abcd-efgh-jkmn", "ABCDEFGHJKMN"),
        ("ABCD EFGH JKMN", "ABCDEFGHJKMN"),
        ("ABCDEFGHJKM0", ""),
        ("ABC", ""),
        ("é", ""),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed, read):
    assert read_code(typed) == read
