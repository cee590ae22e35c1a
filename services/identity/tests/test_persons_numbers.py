"""Numbers of a person: a partner's own, which no other sees; a client number that changes; a BSN for a legal duty."""

import pytest
from sqlalchemy import select

from waarborg_identity.models import PersonIdentifier

API = "/identity/api/v1/persons"
BSN = "999990019"


class Caller:
    """A partner with a token for the register."""

    def __init__(self, world, client_id="ecd", organisation="bqr"):
        secret = world.client(organisation, client_id=client_id)
        token = world.token(organisation, auth=(client_id, secret), scope="identity:persons").json["access_token"]
        self.browser, self.headers = world.browser(organisation), {"Authorization": f"Bearer {token}"}

    def call(self, method, path, body=None):
        more = {} if body is None else {"json": body}
        return self.browser.client.open(path, method=method, base_url=self.browser.base, headers=self.headers, **more)

    def register(self, **numbers):
        return self.call("POST", f"{API}/", numbers).json["person_ref"]

    def put(self, ref, kind, **told):
        return self.call("PUT", f"{API}/{ref}/numbers/{kind}", told)

    def drop(self, ref, kind):
        return self.call("DELETE", f"{API}/{ref}/numbers/{kind}")

    def own(self, ref):
        return self.call("GET", f"{API}/{ref}/numbers/own")

    def found(self, **number):
        return self.call("POST", "/identity/api/v1/person-searches/", number).json["persons"]


@pytest.fixture
def ecd(world):
    return Caller(world)


@pytest.fixture
def portal(world):
    return Caller(world, "portaal")


@pytest.fixture
def ref(ecd):
    return ecd.register(client_number="C-1")


def stored(world):
    with world.work() as work:
        return [(row.kind, row.ground) for row in work.session.scalars(select(PersonIdentifier))]


def steps(world, ref):
    with world.work() as work:
        timeline = work.plumbing.timeline
        here = (timeline.c.organisation == "bqr", timeline.c.case_ref == ref)
        query = select(timeline.c.verb, timeline.c.facts).where(*here).order_by(timeline.c.number)
        return [(row.verb, row.facts) for row in work.session.execute(query)]


def test_a_partner_knows_a_person_by_a_number_of_its_own(ecd, ref):
    assert ecd.own(ref).status_code == 404
    assert ecd.put(ref, "own", number="urn:ecd:4711/A").status_code == 204
    assert ecd.own(ref).json["number"] == "urn:ecd:4711/A"
    assert ecd.found(own_number="urn:ecd:4711/A") == [ref]


def test_no_other_partner_sees_or_finds_it_and_may_use_the_same(world, ecd, portal, ref):
    ecd.put(ref, "own", number="4711")
    assert portal.own(ref).status_code == 404
    assert portal.found(own_number="4711") == []
    assert portal.drop(ref, "own").status_code == 404
    other = portal.register(client_number="C-2")
    assert portal.put(other, "own", number="4711").status_code == 204
    assert (ecd.found(own_number="4711"), portal.found(own_number="4711")) == ([ref], [other])


def test_two_organisations_with_the_same_numbers_never_meet(world, ecd, ref):
    ecd.put(ref, "own", number="4711")
    theirs = Caller(world, "ecd", "jtb")
    assert theirs.found(own_number="4711") == theirs.found(client_number="C-1") == []
    assert theirs.put(ref, "own", number="4711").status_code == 404
    assert theirs.own(ref).status_code == 404
    same = theirs.register(client_number="C-1")
    assert theirs.put(same, "own", number="4711").status_code == 204
    assert (ecd.found(own_number="4711"), theirs.found(own_number="4711")) == ([ref], [same])


def test_a_partners_number_counts_to_the_letter(ecd, ref):
    other = ecd.register(client_number="C-2")
    assert ecd.put(ref, "own", number="aBc").status_code == 204
    assert ecd.put(other, "own", number="AbC").status_code == 204
    assert (ecd.found(own_number="aBc"), ecd.found(own_number="AbC"), ecd.found(own_number="abc")) == (
        [ref],
        [other],
        [],
    )


def test_a_changed_number_finds_and_the_one_before_it_does_not(world, ecd, ref):
    ecd.put(ref, "own", number="old")
    ecd.put(ref, "own", number="new")
    assert (ecd.found(own_number="old"), ecd.found(own_number="new")) == ([], [ref])
    assert ecd.put(ref, "client-number", number="C-9").status_code == 204
    assert (ecd.found(client_number="C-1"), ecd.found(client_number="c-9")) == ([], [ref])
    assert ecd.call("GET", f"{API}/{ref}").json["client_number"] == "C-9"
    assert sorted(stored(world), key=str) == [("client_number", None), ("partner:ecd", None)]


@pytest.mark.parametrize(("kind", "number"), [("own", "4711"), ("client-number", "C-2")])
def test_a_number_that_somebody_else_has_is_refused_without_telling_who(ecd, ref, kind, number):
    other = ecd.register(client_number="C-2")
    ecd.put(other, "own", number="4711")
    answer = ecd.put(ref, kind, number=number)
    assert (answer.status_code, list(answer.json["errors"])) == (409, ["number"])
    assert other not in answer.text
    assert ecd.call("GET", f"{API}/{ref}").json["client_number"] == "C-1"


def test_a_number_that_is_told_again_changes_nothing(world, ecd, ref):
    for _ in range(3):
        assert ecd.put(ref, "own", number="4711").status_code == 204
    assert [verb for verb, _ in steps(world, ref)] == ["registered", "number-added"]


def test_every_change_and_look_is_on_the_timeline_by_kind_and_never_by_number(world, ecd, ref):
    ecd.put(ref, "own", number="4711")
    ecd.own(ref)
    ecd.put(ref, "own", number="4712")
    ecd.found(own_number="4712")
    ecd.drop(ref, "own")
    mine = {"kind": "partner", "partner": "ecd"}
    assert steps(world, ref)[1:] == [
        ("number-added", mine),
        ("number-looked-at", mine),
        ("number-changed", mine),
        ("looked-up", {"by": "partner"}),
        ("number-removed", mine),
    ]
    assert ecd.own(ref).status_code == 404


def test_B11_a_bsn_is_added_later_for_a_purpose_that_rests_on_a_legal_duty(world, ecd, ref):
    assert ecd.put(ref, "bsn", number=BSN, ground="care").status_code == 204
    assert ecd.found(bsn=BSN, ground="care") == [ref]
    shown = ecd.call("GET", f"{API}/{ref}")
    assert shown.json["has_bsn"] is True
    assert BSN not in shown.text
    assert steps(world, ref)[1] == ("number-added", {"kind": "bsn", "ground": "care"})
    assert ("bsn", "care") in stored(world)


@pytest.mark.parametrize("ground", ["newsletter", "unknown", "legal_duty", "Care"])
def test_B11_a_bsn_for_anything_else_is_refused_by_its_field(world, ecd, ref, ground):
    answer = ecd.put(ref, "bsn", number=BSN, ground=ground)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["ground"])
    assert stored(world) == [("client_number", None)]


@pytest.mark.parametrize("number", ["999990018", "123456789", "12345678901", "abcdefghi", "", None, 999990019])
def test_B11_a_bsn_that_fails_the_11_test_is_refused_by_its_field(ecd, ref, number):
    answer = ecd.put(ref, "bsn", number=number, ground="care")
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["number"])


def test_a_person_can_always_be_found_here_again(ecd, ref):
    ecd.put(ref, "own", number="4711")
    answer = ecd.drop(ref, "client-number")
    assert (answer.status_code, answer.json["code"]) == (409, "last-number")
    ecd.put(ref, "bsn", number=BSN, ground="care")
    assert ecd.drop(ref, "client-number").status_code == 204
    assert ecd.found(client_number="C-1") == []
    assert ecd.drop(ref, "bsn").status_code == 409
    assert ecd.drop(ref, "own").status_code == 204


@pytest.mark.parametrize("kind", ["own", "client-number", "bsn"])
def test_what_is_not_there_cannot_be_taken_away(world, ecd, kind):
    ref = ecd.register(**({"bsn": BSN, "ground": "care"} if kind == "client-number" else {"client_number": "C-3"}))
    assert ecd.drop(ref, kind).status_code == 404
    assert ecd.drop("00000000-0000-4000-8000-000000000000", kind).status_code == 404


@pytest.mark.parametrize("number", ["", " ", "a b", "a\n", "é", "\x00", "x" * 101, None, 7, ["4711"]])
def test_what_is_no_number_of_a_partner_is_refused_by_its_field(world, ecd, ref, number):
    answer = ecd.put(ref, "own", number=number)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["number"])
    assert ecd.call("POST", "/identity/api/v1/person-searches/", {"own_number": number}).status_code == 422
    assert stored(world) == [("client_number", None)]


def test_no_number_stands_readable_in_a_row(world, ecd, ref):
    ecd.put(ref, "own", number="leesbaar-4711")
    with world.work() as work:
        rows = repr([vars(row) for row in work.session.scalars(select(PersonIdentifier))])
    assert "leesbaar" not in rows


def test_somebody_who_works_here_has_no_numbers_of_his_own(world, ecd, ref):
    world.hire()
    browser = world.browser()
    browser.enter()
    same_site = {"base_url": browser.base, "headers": {"Sec-Fetch-Site": "same-origin"}}
    assert browser.client.get(f"{API}/{ref}/numbers/own", **same_site).status_code == 404
    put = browser.client.put(f"{API}/{ref}/numbers/own", json={"number": "4711"}, **same_site)
    assert put.status_code == 404
    found = browser.client.post("/identity/api/v1/person-searches/", json={"own_number": "4711"}, **same_site)
    assert found.json == {"persons": []}
    client_number = browser.client.put(f"{API}/{ref}/numbers/client-number", json={"number": "C-5"}, **same_site)
    assert client_number.status_code == 204


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_without_the_scope_no_number_is_seen_or_changed(world, ref, method):
    secret = world.client(client_id="vrager", scopes=frozenset({"consent:decide"}))
    token = world.token(auth=("vrager", secret)).json["access_token"]
    browser = world.browser()
    answer = browser.client.open(
        f"{API}/{ref}/numbers/own",
        method=method,
        base_url=browser.base,
        headers={"Authorization": f"Bearer {token}"},
        json={"number": "4711"},
    )
    assert answer.status_code == 401
