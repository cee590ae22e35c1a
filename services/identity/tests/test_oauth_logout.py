"""Signing out at an application's wish: the user is asked, and goes on to no other place than a registered one."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from waarborg_identity.domain import BadClient, ClientKind, NewClient
from waarborg_identity.domain.clients import AuthMethod
from waarborg_shared.testing.auth import new_key, sign

AFTER = "https://app.example/uit"


@pytest.fixture
def staff(world):
    world.hire()
    world.application(post_logout_redirect_uris=(AFTER,), name="Het rooster")
    browser = world.browser()
    browser.enter()
    return browser


@pytest.fixture
def hint(world, staff):
    return world.redeem(world.code(staff)["code"]).json["id_token"]


@pytest.fixture
def wish(staff):
    """Ask as an application does; returns the page where the user is asked, and its address."""

    def asked(**parameters):
        to_page = staff.get(f"/identity/end-session?{urlencode(parameters)}")
        assert to_page.status_code == 303
        return to_page.location, staff.get(to_page.location)

    return asked


def signed_in(browser):
    return browser.get("/identity/staff").status_code == 200


def test_the_user_is_asked_first(staff, hint, wish):
    _, page = wish(id_token_hint=hint, post_logout_redirect_uri=AFTER, state="s")
    assert page.status_code == 200
    assert "Het rooster" in page.text
    assert "Anouk Verzonnen" in page.text
    assert "form-action 'self' https://app.example" in page.headers["Content-Security-Policy"]
    assert signed_in(staff)


def test_who_says_yes_is_signed_out_and_goes_back_with_the_state(staff, hint, wish):
    address, _ = wish(id_token_hint=hint, post_logout_redirect_uri=AFTER, state="s t")
    answer = staff.post(address)
    assert (answer.status_code, answer.location) == (303, f"{AFTER}?state=s+t")
    assert not signed_in(staff)
    assert staff.cookie is None


def test_the_page_is_there_in_english(staff, hint, wish):
    address, _ = wish(id_token_hint=hint, post_logout_redirect_uri=AFTER)
    page = staff.get(f"{address}&lang=en")
    assert "You come from Het rooster." in page.text


def test_no_token_and_no_name_is_in_the_address_of_the_page(hint, wish):
    address, _ = wish(id_token_hint=hint, post_logout_redirect_uri=AFTER)
    assert hint not in address
    assert hint.split(".")[1] not in address


def test_an_application_may_also_post(staff, hint):
    answer = staff.bare("/identity/end-session", data={"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    assert answer.status_code == 303
    assert "Het rooster" in staff.get(answer.location).text


def test_an_old_id_token_is_still_a_hint(world, staff, hint):
    world.clock.forward(400)
    answer = staff.get(f"/identity/end-session?{urlencode({'id_token_hint': hint, 'post_logout_redirect_uri': AFTER})}")
    assert staff.post(answer.location).location == AFTER


@pytest.mark.parametrize(
    "wrong",
    [
        "https://evil.example/",
        "https://app.example/uit/",
        "https://app.example/uit?x=1",
        "https://app.example.evil.example/uit",
        "http://app.example/uit",
        "//evil.example",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_sent_anywhere_else(staff, hint, wish, wrong):
    address, page = wish(id_token_hint=hint, post_logout_redirect_uri=wrong)
    assert "evil" not in page.headers["Content-Security-Policy"]
    assert wrong not in page.text
    answer = staff.post(address)
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize("shown", [None, "x", "a.b.c", "e30.e30.e30", "foreign", "access"])
def test_without_a_good_hint_it_is_nobodys_wish_and_nobody_is_sent_on(world, staff, wish, shown):
    if shown == "foreign":
        shown = sign(new_key("x"), {"iss": "http://bqr.localhost:8000/identity", "aud": "app"}, typ="JWT")
    if shown == "access":
        shown = world.redeem(world.code(staff)["code"]).json["access_token"]
    hint = {"id_token_hint": shown} if shown else {}
    address, page = wish(client_id="app", post_logout_redirect_uri=AFTER, **hint)
    assert AFTER not in page.text
    assert staff.post(address).location == "/"


def test_a_hint_for_another_client_is_nobodys_wish(world, staff, hint, wish):
    world.application(client_id="andere", post_logout_redirect_uris=("https://andere.example/",))
    address, _ = wish(id_token_hint=hint, client_id="andere", post_logout_redirect_uri="https://andere.example/")
    assert staff.post(address).location == "/"


def test_a_hint_of_another_organisation_is_nobodys_wish(world, hint):
    world.application("jtb", post_logout_redirect_uris=(AFTER,))
    browser = world.browser("jtb")
    asked = urlencode({"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    page = browser.get(browser.get(f"/identity/end-session?{asked}").location)
    assert AFTER not in page.text


@pytest.mark.parametrize("wish", ["x", "", "WyJicXIiLCJhcHAiLCJodHRwczovL2V2aWwuZXhhbXBsZSJd.x"])
def test_a_made_up_wish_leads_nowhere(staff, wish):
    address = f"/identity/end-session/confirm?{urlencode({'wish': wish})}"
    assert "evil" not in staff.get(address).text
    assert staff.post(address).location == "/"


def test_another_site_signs_nobody_out(staff, hint, wish):
    address, page = wish(id_token_hint=hint)
    assert staff.bare(address).status_code == 403
    token = re.search(r'name="_form" value="([^"]+)"', page.text).group(1)
    cross = staff.bare(address, data={"_form": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    assert signed_in(staff)


def test_who_is_not_signed_in_is_told_so_and_finds_the_way_back(world, staff, hint):
    asked = urlencode({"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    visitor = world.browser()
    page = visitor.get(visitor.get(f"/identity/end-session?{asked}").location)
    assert "Anouk" not in page.text
    assert f'href="{AFTER}"' in page.text
    assert "<form" not in page.text.split("<main", 1)[1].split("</main", 1)[0]


def test_parameters_that_come_twice_are_refused(staff):
    answer = staff.get("/identity/end-session?client_id=app&client_id=b")
    assert answer.status_code == 400
    assert parse_qsl(urlsplit(answer.headers.get("Location", "")).query) == []


@pytest.mark.parametrize(
    "uri", ["http://app.example/", "javascript:alert(1)", "https://a@b.example/", "x", "https://x/#y"]
)
def test_only_a_good_address_is_registered_for_afterwards(uri):
    with pytest.raises(BadClient) as refusal:
        NewClient(
            client_id="app",
            name="Het rooster",
            kind=ClientKind.APPLICATION,
            auth_method=AuthMethod.NONE,
            scopes=frozenset({"openid"}),
            redirect_uris=("https://app.example/",),
            post_logout_redirect_uris=(uri,),
        )
    assert refusal.value.field == "post_logout_redirect_uris"
