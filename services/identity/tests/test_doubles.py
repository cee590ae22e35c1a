"""Doubles in the register: found, merged and undone by the API, and what another name of somebody means elsewhere."""

import random

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.actions.aliases import references_of
from waarborg_identity.actions.doubles_found import fill_in_what_finds_doubles
from waarborg_identity.actions.persons import NewPerson
from waarborg_identity.domain.doubles import CannotMerge
from waarborg_identity.models import Person, PersonIdentifier
from waarborg_shared.events import decode
from waarborg_shared.events.identity import PersonsMerged, PersonsSplit
from waarborg_shared.uow import UnknownCase

API = "/identity/api/v1"
WHY = "Zelfde geboortedatum en adres, aan tafel gezien."
UNKNOWN = "01890000-0000-7000-8000-000000000000"


class Desk:
    """A member of staff who works with the API by an application's token; a partner when it is told so."""

    def __init__(self, world, *, role="privacy_officer", organisation="bqr"):
        self.world, self.organisation = world, organisation
        self.browser = world.browser(organisation)
        if not world.hired.get((organisation, "anouk")):
            world.hire(role=role, organisation=organisation)
            world.application(organisation, scopes=frozenset({"openid", "identity:persons"}))
        self.browser.enter()
        code = world.code(self.browser, scope="openid identity:persons")["code"]
        token = world.redeem(code).json["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def call(self, method, path, body=None):
        more = {} if body is None else {"json": body}
        return self.browser.client.open(
            API + path, method=method, base_url=self.browser.base, headers=self.headers, **more
        )

    def merge(self, kept, merged, reason=WHY):
        return self.call("POST", "/person-merges/", {"kept_ref": kept, "merged_ref": merged, "reason": reason})

    def undo(self, merged, reason=WHY):
        return self.call("POST", f"/person-merges/{merged}/undo", {"reason": reason})

    def found(self, **number):
        return self.call("POST", "/person-searches/", number).json["persons"]

    def pairs(self):
        return [
            ({each["one_ref"], each["other_ref"]}, each["signs"])
            for each in self.call("GET", "/possible-doubles/").json["items"]
        ]


def person(world, client_number=None, *, name=None, bsn=None, organisation="bqr"):
    with world.work(organisation) as work:
        return actions.register_person(work, NewPerson(client_number=client_number, name=name, bsn=bsn)).id


def steps(world, ref):
    with world.work() as work:
        timeline = work.plumbing.timeline
        here = (timeline.c.organisation == "bqr", timeline.c.case_ref == ref)
        rows = work.session.execute(select(timeline.c.verb, timeline.c.facts).where(*here).order_by(timeline.c.number))
        return [(row.verb, row.facts) for row in rows]


def told(world, kind):
    with world.work() as work:
        outbox = work.plumbing.outbox
        query = select(outbox.c.body).where(outbox.c.organisation == "bqr").order_by(outbox.c.position)
        bodies = work.session.execute(query).scalars()
        return [each.event for each in map(decode, bodies) if isinstance(each.event, kind)]


def register(world):
    """Everything that the register holds of persons, as it stands in the tables."""
    with world.work() as work:
        numbers = work.session.scalars(select(PersonIdentifier))
        persons = work.session.scalars(select(Person))
        return (
            {(row.id, row.person_ref, row.kind, bytes(row.number_hash), bytes(row.number_sealed)) for row in numbers},
            {(row.id, bytes(row.name_sealed or b"")) for row in persons},
        )


@pytest.fixture
def desk(world):
    return Desk(world)


@pytest.fixture
def two(world):
    return person(world, "C-1", name="Zwaantje Zegelring"), person(world, "C-2", name="Z. Zegelring")


def test_either_reference_and_every_number_lead_to_the_one_that_stays(world, desk, two):
    kept, merged = two
    assert desk.merge(kept, merged).status_code == 201
    assert (desk.found(client_number="C-1"), desk.found(client_number="C-2")) == ([kept], [kept])
    asked = desk.call("GET", f"/persons/{merged}").json
    assert (asked["person_ref"], asked["merged_into"], asked["name"]) == (merged, kept, "Zwaantje Zegelring")
    assert desk.call("GET", f"/persons/{kept}").json["merged_into"] is None
    shown = desk.call("GET", f"/persons/{merged}/numbers/").json
    assert [(each["number"], each["given_to"]) for each in shown["numbers"]] == [("C-1", kept), ("C-2", merged)]
    assert [(each["merged_ref"], each["kept_ref"]) for each in shown["merges"]] == [(merged, kept)]


def test_a_merge_stands_in_both_logs_with_its_reason_sealed_and_is_told_by_references(world, desk, two):
    kept, merged = two
    desk.merge(kept, merged)
    assert ("merged", {"with": merged}) in steps(world, kept)
    assert ("merged-into", {"into": kept}) in steps(world, merged)
    assert told(world, PersonsMerged) == [PersonsMerged(kept_ref=kept, merged_ref=merged)]
    desk.undo(merged)
    assert ("merge-undone", {"with": merged}) in steps(world, kept)
    assert ("merge-undone", {"into": kept}) in steps(world, merged)
    assert told(world, PersonsSplit) == [PersonsSplit(kept_ref=kept, split_ref=merged)]


def test_undone_the_register_is_as_it_was(world, desk, two):
    kept, merged = two
    before = register(world)
    desk.merge(kept, merged)
    assert register(world) == before
    assert desk.undo(merged).json == {"person_ref": merged}
    assert register(world) == before
    assert (desk.found(client_number="C-1"), desk.found(client_number="C-2")) == ([kept], [merged])
    assert desk.call("GET", f"/persons/{merged}").json["merged_into"] is None


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_merged_and_undone_no_number_is_lost(world, seed):
    choose = random.Random(seed)
    refs = {f"C-{number}": person(world, f"C-{number}") for number in range(6)}
    before, merged = register(world), []
    with world.work() as work:
        for _ in range(12):
            kept, other = choose.sample(sorted(refs.values()), 2)
            try:
                actions.merge_persons(work, kept, other, WHY)
            except CannotMerge:
                continue
            merged.append(other)
        for number, ref in refs.items():
            found = actions.find_person(work, "client_number", number)
            assert ref in references_of(work, found)
            assert not actions.is_merged(work, found)
        assert merged
        for other in reversed(merged):
            actions.undo_merge(work, other, WHY)
    assert register(world) == before


def test_what_was_merged_last_is_undone_first(world, desk, two):
    kept, merged = two
    third = person(world, "C-3")
    desk.merge(kept, merged)
    desk.merge(third, kept)
    assert desk.found(client_number="C-2") == [third]
    refused = desk.undo(merged)
    assert (refused.status_code, "eerst ongedaan" in refused.json["detail"]) == (409, True)
    assert desk.undo(kept).status_code == desk.undo(merged).status_code == 200
    assert desk.undo(merged).status_code == 409


def test_who_cannot_be_merged_is_told_why(world, desk, two):
    kept, merged = two
    assert desk.merge(kept, kept).status_code == 409
    assert desk.merge(kept, UNKNOWN).status_code == 404
    assert desk.undo(UNKNOWN).status_code == 404
    assert desk.undo(merged).status_code == 409
    desk.merge(kept, merged)
    third = person(world, "C-3")
    for one, other in ((merged, third), (third, merged), (merged, kept), (kept, merged)):
        assert desk.merge(one, other).status_code == 409
    assert desk.found(client_number="C-3") == [third]


def test_B11_two_who_each_have_a_bsn_are_two_until_the_wrong_one_is_gone(world, desk, two):
    kept, merged = two
    with world.work() as work:
        actions.put_number(work, kept, "bsn", "999990019")
        actions.put_number(work, merged, "bsn", "999990020")
    refused = desk.merge(kept, merged)
    assert (refused.status_code, "BSN" in refused.json["detail"]) == (409, True)
    assert desk.call("DELETE", f"/persons/{merged}/numbers/bsn").status_code == 204
    assert desk.merge(kept, merged).status_code == 201
    shown = desk.call("GET", f"/persons/{kept}/numbers/")
    assert "999990019" not in shown.text
    assert [each["number"] for each in shown.json["numbers"] if each["kind"] == "bsn"] == [""]


@pytest.mark.parametrize("body", [{}, {"reason": WHY}, {"reason": ""}, {"reason": "x" * 501}, {"kept_ref": "x"}])
def test_a_merge_that_lacks_something_is_refused_by_field(world, desk, two, body):
    kept, merged = two
    asked = {"kept_ref": kept, "merged_ref": merged, **body} if "reason" in body and body["reason"] != WHY else body
    assert desk.call("POST", "/person-merges/", asked).status_code == 422
    assert told(world, PersonsMerged) == []


def test_a_partner_whatever_its_scopes_merges_nobody(world, two):
    kept, merged = two
    token = world.token(auth=("ecd", world.client()), scope="identity:persons").json["access_token"]
    browser = world.browser()
    for method, path, body in (
        ("POST", "/person-merges/", {"kept_ref": kept, "merged_ref": merged, "reason": WHY}),
        ("POST", f"/person-merges/{merged}/undo", {"reason": WHY}),
        ("POST", "/persons-apart/", {"one_ref": kept, "other_ref": merged, "reason": WHY}),
        ("POST", f"/persons/{kept}/splits/", {"numbers": [UNKNOWN], "reason": WHY}),
        ("GET", "/possible-doubles/", None),
        ("GET", f"/persons/{kept}/numbers/", None),
    ):
        more = {} if body is None else {"json": body}
        headers = {"Authorization": f"Bearer {token}"}
        answer = browser.client.open(API + path, method=method, base_url=browser.base, headers=headers, **more)
        assert answer.status_code == 403, path
    assert told(world, PersonsMerged) == []


def test_nobody_merges_persons_of_another_organisation(world, desk, two):
    kept, _ = two
    theirs = person(world, "C-2", name="Zwaantje Zegelring", organisation="jtb")
    assert desk.merge(kept, theirs).status_code == 404
    assert desk.pairs() == []


def test_whoever_was_merged_is_signed_out_and_gets_in_no_more_until_it_is_undone(world, desk, two):
    kept, merged = two
    with world.work() as work:
        letter = actions.make_letter_code(work, merged)
        later = actions.make_letter_code(work, kept)
    browser = world.browser()
    page = "/identity/sign-in"
    browser.post("/identity/sign-in/letter", {"number": later.number, "code": later.code}, page=page)
    stays = browser.cookie
    with world.work() as work:
        again = actions.make_letter_code(work, merged)
    assert letter.number != again.number
    other = world.browser()
    other.post("/identity/sign-in/letter", {"number": again.number, "code": again.code}, page=page)
    with world.work() as work:
        unused = actions.make_letter_code(work, merged)
    desk.merge(kept, merged)
    for cookie, counts in ((other.cookie, False), (stays, True)):
        assert (world.runtime.authenticator.identity.session("bqr", cookie) is not None) is counts
    third = world.browser()
    answer = third.post("/identity/sign-in/letter", {"number": unused.number, "code": unused.code}, page=page)
    assert (answer.status_code, third.cookie) == (422, None)
    with world.work() as work:
        made = actions.make_letter_code(work, merged)
    third.post("/identity/sign-in/letter", {"number": made.number, "code": made.code}, page=page)
    assert world.runtime.authenticator.identity.session("bqr", third.cookie).subject_ref == kept
    desk.undo(merged)
    assert world.runtime.authenticator.identity.session("bqr", third.cookie) is None


def test_doubles_are_found_by_name_and_by_number_and_shown_without_either(world, desk):
    one = person(world, "C-1002", name="André van Nergens")
    other = person(world, "c1002", name="Nergens, Andre van")
    third = person(world, "Z-9", name="andre VAN nergens")
    assert desk.pairs()[0] == ({one, other}, ["alike-number", "same-name"])
    assert (
        sorted(map(str, (pair for pair, _ in desk.pairs())))
        == sorted(map(str, ({one, other}, {one, third}, {other, third})))
        or len(desk.pairs()) == 3
    )
    text = desk.call("GET", "/possible-doubles/").text
    assert "ergens" not in text
    assert "1002" not in text


def test_a_partners_number_is_a_sign_with_a_client_number_and_not_with_another_partners(world, desk):
    one, other, third = person(world, "Z-4711"), person(world, "Y-1"), person(world, "X-1")
    with world.work() as work:
        actions.put_number(work, other, "partner:ecd", "Z.4711")
        actions.put_number(work, third, "partner:ecd", "5813")
        actions.put_number(work, one, "partner:portaal", "5813")
    assert desk.pairs() == [({one, other}, ["alike-number"])]


def test_B11_a_bsn_makes_nobody_a_double(world, desk):
    person(world, "999990019")
    person(world, "A-1", bsn="999990019")
    assert desk.pairs() == []


def test_who_was_merged_or_said_to_be_two_is_no_double_any_more(world, desk):
    one, other, third = (person(world, number, name="Jan Verzonnen") for number in ("A-1", "B-1", "D-1"))
    desk.merge(one, other)
    assert [pair for pair, _ in desk.pairs()] == [{one, third}]
    said = {"one_ref": third, "other_ref": one, "reason": "Vader en zoon."}
    assert desk.call("POST", "/persons-apart/", said).status_code == 204
    assert desk.call("POST", "/persons-apart/", {**said, "one_ref": one, "other_ref": third}).status_code == 204
    assert desk.pairs() == []
    assert ("said-apart", {"from": third}) in steps(world, one)
    assert ("said-apart", {"from": one}) in steps(world, third)
    assert desk.call("POST", "/persons-apart/", {**said, "one_ref": one, "other_ref": other}).status_code == 409
    assert desk.call("POST", "/persons-apart/", {**said, "one_ref": UNKNOWN}).status_code == 404


def test_who_was_registered_before_is_found_after_the_workers_chore(world, desk):
    refs = {person(world, "A-1", name="Jan Verzonnen"), person(world, "B-1", name="Verzonnen, Jan")}
    with world.work() as work:
        for row in (*work.session.scalars(select(Person)), *work.session.scalars(select(PersonIdentifier))):
            setattr(row, "name_hash" if isinstance(row, Person) else "alike_hash", None)
    assert desk.pairs() == []
    with world.work() as work:
        assert fill_in_what_finds_doubles(work, most=1) == 2
        assert fill_in_what_finds_doubles(work) == 2
        assert fill_in_what_finds_doubles(work) == 0
    assert desk.pairs() == [(refs, ["same-name"])]


def split(desk, ref, numbers, **more):
    shown = desk.call("GET", f"/persons/{ref}/numbers/").json["numbers"]
    ids = [each["id"] for each in shown if each["number"] in numbers or each["kind"] in numbers]
    return desk.call("POST", f"/persons/{ref}/splits/", {"numbers": ids, "reason": WHY, **more})


def test_one_who_turns_out_to_be_two_gives_numbers_to_a_new_reference(world, desk):
    ref = person(world, "C-1", name="Zwaantje Zegelring", bsn="999990019")
    with world.work() as work:
        actions.put_number(work, ref, "partner:ecd", "4711")
    made = split(desk, ref, ["C-1", "4711"], name="Zusje Zegelring").json["person_ref"]
    assert (desk.found(client_number="C-1"), desk.found(bsn="999990019", ground="care")) == ([made], [ref])
    assert desk.call("GET", f"/persons/{made}").json["name"] == "Zusje Zegelring"
    numbers = desk.call("GET", f"/persons/{made}/numbers/").json["numbers"]
    assert {each["number"] for each in numbers} == {"C-1", "4711"}
    assert told(world, PersonsSplit) == [PersonsSplit(kept_ref=ref, split_ref=made)]
    assert steps(world, ref)[-2][0] in {"split", "looked-up"}
    assert ("split-off", {"from": ref, "numbers": steps(world, made)[0][1]["numbers"]}) in steps(world, made)
    assert "C-1" not in str(steps(world, ref) + steps(world, made))


@pytest.mark.parametrize("numbers", [["C-1", "bsn"], ["4711"], []])
def test_a_split_that_leaves_somebody_without_a_number_is_refused(world, desk, numbers):
    ref = person(world, "C-1", bsn="999990019")
    with world.work() as work:
        actions.put_number(work, ref, "partner:ecd", "4711")
    before = register(world)
    refused = split(desk, ref, numbers)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["numbers"])
    assert register(world) == before


def test_a_merged_reference_is_not_split_and_its_numbers_go_by_undoing(world, desk, two):
    kept, merged = two
    desk.merge(kept, merged)
    assert split(desk, merged, ["C-2"]).status_code == 409
    assert split(desk, kept, ["C-2"]).status_code == 422
    assert desk.call("POST", f"/persons/{UNKNOWN}/splits/", {"numbers": [UNKNOWN], "reason": WHY}).status_code == 404


def test_numbers_of_who_was_merged_change_where_they_are(world, desk, two):
    kept, merged = two
    with world.work() as work:
        actions.put_number(work, merged, "partner:ecd", "4711")
    desk.merge(kept, merged)
    with world.work() as work:
        actions.put_number(work, kept, "partner:ecd", "5813")
        with pytest.raises(actions.KnownByBoth):
            actions.put_number(work, kept, "client_number", "C-2")
        with pytest.raises(actions.LastNumber):
            actions.drop_number(work, kept, "client_number")
        actions.put_number(work, merged, "bsn", "999990019")
    desk.undo(merged)
    with world.work() as work:
        assert actions.find_person(work, "partner:ecd", "5813") == merged
        assert actions.find_person(work, "bsn", "999990019") == kept
        with pytest.raises(UnknownCase):
            actions.put_number(work, UNKNOWN, "bsn", "999990020")


def test_a_partner_forgets_its_number_under_all_that_somebody_goes_by(world, desk, two):
    kept, merged = two
    with world.work() as work:
        actions.put_number(work, kept, "partner:ecd", "1")
        actions.put_number(work, merged, "partner:ecd", "2")
    desk.merge(kept, merged)
    with world.work() as work:
        assert actions.find_person(work, "partner:ecd", "2") == kept
        actions.drop_number(work, kept, "partner:ecd")
        assert actions.find_person(work, "partner:ecd", "1") is actions.find_person(work, "partner:ecd", "2") is None


def test_found_merged_undone_told_apart_and_split_on_either_database(world_on_either):
    world = world_on_either
    one, other = person(world, "A-1001", name="Jan Verzonnen"), person(world, "A.1001", bsn="999990019")
    with world.work() as work:
        (pair,) = actions.possible_doubles(work)
        assert {pair.one_ref, pair.other_ref} == {one, other}
        actions.merge_persons(work, one, other, WHY)
        assert actions.possible_doubles(work) == []
    with world.work() as work:
        assert actions.find_person(work, "bsn", "999990019") == one
        assert actions.undo_merge(work, other, WHY) == one
    with world.work() as work:
        number = next(each.id for each in actions.person_file(work, other).numbers if each.kind == "client_number")
        made = actions.split_person(work, other, actions.NewSplit(numbers=(number,), reason=WHY))
        actions.say_apart(work, one, made, WHY)
        assert actions.possible_doubles(work) == []
        assert actions.find_person(work, "client_number", "A.1001") == made
        assert fill_in_what_finds_doubles(work) == 0
