"""Who proved in one way alone who he is reads nothing of himself where persons have accounts, and can withdraw."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from waarborg_consent.models import Consent, MarkRow
from waarborg_shared.auth import Assurance
from waarborg_shared.auth.names import TWO_FACTORS
from waarborg_shared.events.consent import ConsentRefused, ConsentWithdrawn
from waarborg_shared.testing.world import Partner, World
from waarborg_tests.asking import PERSON

OTHER = "0190-person-of-bqr-02"
API = "/consent/api/v1"
OPEN = {
    "/.well-known/authzen-configuration",
    "/consent/.well-known/jwks.json",
    "/consent/api/v1/statements/",
    "/consent/api/v1/statements/<version>",
    "/consent/opt-out/<token>",
    "/consent/statement",
    "/consent/statement/<version>",
    "/consent/statement/compare",
    "/consent/statement/versions",
    "/consent/stop",
    "/consent/texts/<digest>",
}
"""What one proof does for: it is the same for everybody, or shows nothing of what is kept."""


def low(world: World, organisation: str = "bqr", *, lang: str = "en") -> Any:
    return world.person(PERSON, organisation, lang=lang, assurance=Assurance.LOW)


def given(world: World, organisation: str = "bqr", purpose: str = "marketing") -> None:
    version = world.runtime.rules(organisation).organisation.statement_version
    body = {"subject_ref": PERSON, "purpose": purpose, "how": "paper", "statement_version": version}
    answer = world.partner(organisation, "consent:record").post(f"{API}/consents/", body)
    assert answer.status_code == 201, answer.text


def routes(world: World) -> Iterator[tuple[str, str, str]]:
    """Give every rule of a page or an endpoint of consent's own, an address of it, and its method."""
    own = {each.name for each in (*world.runtime.service.api, *world.runtime.service.pages)}
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] not in own or rule.endpoint.startswith("contributions"):
            continue
        path = re.sub(r"<uuid:[^>]+>", "00000000-0000-7000-8000-00000000000a", rule.rule)
        path = re.sub(r"<int:[^>]+>", "1", path)
        path = re.sub(r"<[^>]+>", PERSON, path)
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule.rule, path, method


def test_no_page_and_no_endpoint_but_those_named_answers_who_gave_one_proof(world: World):
    """What comes later is asked two proofs for, unless it is named here with its reason."""
    who = low(world)
    token = who.token("/consent/stop")
    sent = who._common()
    sent["headers"]["Sec-Fetch-Site"] = "same-origin"
    answered = set()
    for rule, path, method in routes(world):
        typed = {"_form": token} if method == "POST" and "/api/" not in rule else None
        answer = who.client.open(path, method=method, data=typed, **sent)
        refused = "second-factor-needed" in answer.text or "One more proof that it is you" in answer.text
        if answer.status_code != 403 or not refused:
            answered.add((rule, answer.status_code))
    assert {rule for rule, _ in answered} == OPEN, answered


@pytest.mark.parametrize(("lang", "words"), [("nl", "Nog één bewijs dat u het bent"), ("en", "One more proof")])
def test_he_is_told_how_to_go_on_and_what_goes_without_it(world: World, lang: str, words: str):
    given(world)
    page = low(world, lang=lang).get("/consent/who-looked?since=2026-03-01")
    assert page.status_code == 403
    assert words in page.text
    assert "/identity/second-factor?next=/consent/who-looked%3Fsince%3D2026-03-01" in page.text
    for way in ("/consent/stop", "/requests/new", "/requests/status", "tel:"):
        assert way in page.text
    assert "marketing" not in page.text


def test_two_proofs_read_and_where_there_are_no_accounts_number_and_code_do(world: World, monkeypatch):
    assert world.person(PERSON).get("/consent/").status_code == 200
    assert low(world, "jtb-care").get("/consent/").status_code == 200
    rules = world.runtime.rules("bqr")
    monkeypatch.setitem(vars(rules), "organisation", replace(rules.organisation, person_accounts=False))
    assert low(world).get("/consent/").status_code == 200


def test_a_form_that_reads_or_gives_more_does_nothing_with_one_proof(world: World):
    who = low(world)
    token = who.token("/consent/stop")
    version = world.runtime.rules("bqr").organisation.statement_version
    for path, typed in {
        "/consent/give": {"purpose": "marketing", "statement_version": version},
        "/consent/messages/set": {"kind": "objection"},
        f"/consent/for/{OTHER}": {"purpose": "marketing", "says": "no"},
    }.items():
        assert who.send(path, token=token, **typed).status_code == 403
    assert world.rows(Consent) == []


@pytest.mark.parametrize("acr", [None, "urn:waarborg:acr:one-factor", "urn:waarborg:acr:anything", "two-factors"])
def test_over_the_api_a_persons_token_of_one_proof_is_refused(world: World, acr: str | None):
    given(world)
    person = {"kind": "person", "sub": PERSON, "client_id": "app-1"}

    def asked(**claims: Any) -> Any:
        token: Partner = world.partner("bqr", "consent:decide", "consent:record", "consent:log", **person, **claims)
        return [token.get(f"{API}/{path}?subject_ref={PERSON}") for path in ("consents/", "log/looks/")]

    for answer in asked(acr=acr):
        assert (answer.status_code, answer.json["code"]) == (403, "second-factor-needed")
        assert "marketing" not in answer.text
    assert [answer.status_code for answer in asked(acr=TWO_FACTORS)] == [200, 200]


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_a_person_withdraws_with_one_proof_and_learns_nothing_of_what_stood(world: World, organisation: str):
    purposes = [code for code, each in world.runtime.rules(organisation).purposes.items() if each.takes_consent]
    stood = purposes[0]
    given(world, organisation, stood)
    who = low(world, organisation)
    pages = [who.send("/consent/stop", purpose=code) for code in (stood, *purposes)]
    pages += [who.send("/consent/stop"), who.send("/consent/stop")]
    assert {page.status_code for page in pages} == {200}
    assert plain(pages[0]) == plain(pages[1])
    assert plain(pages[-1]) == plain(pages[-2])
    twice = [who.send("/consent/stop", about="messages") for _ in range(2)]
    assert [page.status_code for page in twice] == [200, 200] and plain(twice[0]) == plain(twice[1])
    (mark,) = world.rows(MarkRow, organisation)
    assert (mark.about, mark.kind, mark.subject_ref) == ("messages", "objection", PERSON)
    assert [told.purpose for told in world.told(ConsentWithdrawn, organisation)] == [stood]
    assert [told.purpose for told in world.told(ConsentRefused, organisation)] == purposes[1:]
    with_two = world.person(PERSON, organisation).get("/consent/").text
    assert "Withdraw everything" not in with_two


def plain(page: Any) -> str:
    return re.sub(r'name="_form" value="[^"]+"|[0-9a-f]{32}', "", page.text)


@pytest.mark.parametrize("purpose", ["nonsense", "care", "x" * 300, "<b>"])
def test_a_purpose_that_nobody_asks_is_refused_and_changes_nothing(world: World, purpose: str):
    for typed in ({"purpose": purpose}, {"about": purpose}):
        answer = low(world).send("/consent/stop", **typed)
        assert answer.status_code == 422
        assert "Nothing was changed" in answer.text
    assert world.rows(Consent) == []


def test_nobody_and_staff_withdraw_nothing_there(world: World):
    for who in (world.visitor(), world.signed_in("bqr", "consent.read")):
        assert "I do not want this" not in who.get("/consent/stop").text
        assert who.client.post("/consent/stop", data={"purpose": "marketing"}, **who._common()).status_code == 401
    assert world.rows(Consent) == []
