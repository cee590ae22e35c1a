"""The engine is general: a made-up library runs on it with search and batch, and what a search finds is permitted."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waarborg_consent.app import SERVICE
from waarborg_consent.commands import COMMANDS
from waarborg_consent.commands.vectors import BadVectors, check_vectors
from waarborg_consent.models import DecisionRecord, EntityRow, RelationRow
from waarborg_consent.references import join_references
from waarborg_shared.cli import command
from waarborg_shared.cli.context import Hand
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks import registry
from waarborg_shared.testing.depth import by_depth
from waarborg_shared.testing.world import Partner, World, build_world
from waarborg_tests.asking import EVALUATION, EVALUATIONS, PERSON, SCOPES
from waarborg_tests.lending_library import Plugin

SEARCH = "/consent/access/v1/search/"
ENTITIES = "/consent/api/v1/entities/"
RELATIONS = "/consent/api/v1/relations/"
VECTORS = sorted((Path(__file__).parent / "vectors").glob("*.json"))
LIBRARY = {"library": OrganisationConfig(id="library", hosts=("library.localhost",), plugins=("library",), settings={})}


@pytest.fixture
def library(
    service_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """The service for a library, on either database."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"library": Plugin})
    yield from build_world(SERVICE, service_database(SERVICE), make_settings, organisations=LIBRARY)


@pytest.fixture
def partner(library: World) -> Partner:
    return library.partner("library", *SCOPES)


def register(partner: Partner, *several: tuple[str, str, dict[str, Any]]) -> Any:
    items = [{"type": kind, "id": name, "properties": properties} for kind, name, properties in several]
    answer = partner.post(ENTITIES, {"items": items})
    assert answer.status_code == 200, answer.text
    return answer.json


def relate(partner: Partner, *several: tuple[str, str, str, str, str], **when: Any) -> Any:
    items = [
        {"subject": {"type": kind, "id": name}, "relation": to, "object": {"type": other, "id": of}, **when}
        for kind, name, to, other, of in several
    ]
    answer = partner.post(RELATIONS, {"items": items})
    assert answer.status_code == 200, answer.text
    return answer.json


def ask(partner: Partner, who: str, action: str, what: tuple[str, str], **more: Any) -> bool:
    body = {
        "subject": {"type": "user", "id": who},
        "action": {"name": action, "properties": more.pop("how", {})},
        "resource": {"type": what[0], "id": what[1], "properties": more},
    }
    decision: bool = partner.post(EVALUATION, body).json["decision"]
    return decision


def search(partner: Partner, what: str, body: dict[str, Any], limit: int | None = None) -> list[str]:
    """Everything that a search finds, page by page."""
    found: list[str] = []
    page: dict[str, Any] = {} if limit is None else {"limit": limit}
    while True:
        answer = partner.post(SEARCH + what, {**body, "page": page})
        assert answer.status_code == 200, answer.text
        assert limit is None or len(answer.json["results"]) <= limit
        assert answer.json["page"]["count"] == len(answer.json["results"])
        found += [each.get("id") or each["name"] for each in answer.json["results"]]
        if answer.json["page"]["next_token"] == "":
            return found
        page = {**page, "token": answer.json["page"]["next_token"]}


@pytest.mark.parametrize("file", VECTORS, ids=[file.stem for file in VECTORS])
def test_the_interoperability_vectors_come_out_as_expected(library: World, file: Path) -> None:
    with library.work("library") as work:
        outcomes = list(check_vectors(work, json.loads(file.read_text()), rules=library.runtime.rules("library")))
    assert [str(each) for each in outcomes if not each.right] == []
    assert len(outcomes) >= 40


def test_the_vectors_come_out_the_same_over_the_api_and_in_a_batch(library: World, partner: Partner) -> None:
    document = json.loads((VECTORS[0].parent / "records.json").read_text())
    partner.post(ENTITIES, {"items": document["entities"]})
    several = document["evaluation"][:200]
    answers = partner.post(EVALUATIONS, {"evaluations": [each["request"] for each in several]}).json["evaluations"]
    assert [each["decision"] for each in answers] == [each["expected"] for each in several]
    for vector in document["search"][::9]:
        what = "action" if "action" not in vector["request"] else "subject"
        what = what if "id" not in vector["request"]["subject"] or what == "action" else "resource"
        expected = sorted(each.get("id") or each["name"] for each in vector["expected"]["results"])
        assert sorted(search(partner, what, vector["request"], limit=3)) == expected


def test_what_is_asked_of_this_policy_names_its_rule_and_nothing_of_care(library: World, partner: Partner) -> None:
    body = {
        "subject": {"type": "user", "id": "u1"},
        "action": {"name": "can_read_todos"},
        "resource": {"type": "todo", "id": "t1"},
    }
    context = partner.post(EVALUATION, body).json["context"]
    assert (context["rule"], context["reason"]["code"]) == ("read_tasks", "allowed-by-rule")
    assert (context["purpose"], context["cell"], context["missing"]) == (None, None, [])
    (row,) = library.rows(DecisionRecord, "library")
    assert (row.subject_ref, row.rule, row.permitted) == (None, "read_tasks", True)


def test_relations_are_followed_over_two_steps_and_end_when_they_end(library: World, partner: Partner) -> None:
    relate(partner, ("user", "fenna", "member", "circle", "readers"), ("circle", "readers", "viewer", "room", "hall"))
    assert ask(partner, "fenna", "enter", ("room", "hall"))
    assert not ask(partner, "gijs", "enter", ("room", "hall"))
    assert not ask(partner, "fenna", "lock", ("room", "hall"))
    relate(partner, ("circle", "readers", "viewer", "room", "hall"), until="2026-01-05T09:00:00Z")
    assert not ask(partner, "fenna", "enter", ("room", "hall"))


def test_what_is_registered_under_one_reference_of_somebody_counts_under_the_other(
    library: World, partner: Partner
) -> None:
    register(partner, ("user", "fenna", {"department": "law"}), ("record", "r1", {"owner": "fenna"}))
    register(partner, ("record", "r2", {"department": "law"}))
    relate(partner, ("user", "fenna", "member", "circle", "readers"), ("circle", "readers", "viewer", "room", "hall"))
    asked = [("edit", ("record", "r1")), ("view", ("record", "r2")), ("enter", ("room", "hall"))]
    assert [ask(partner, "fenna-2", *each) for each in asked] == [False, False, False]
    with library.work("library") as work:
        join_references(work, "fenna", "fenna-2", since=work.now)
    assert [ask(partner, "fenna-2", *each) for each in asked] == [True, True, True]
    assert [ask(partner, "gijs", *each) for each in asked] == [False, False, False]


def test_a_relation_of_tomorrow_counts_tomorrow(library: World, partner: Partner) -> None:
    relate(partner, ("user", "fenna", "keyholder", "room", "hall"), **{"from": "2199-01-01T00:00:00Z"})
    assert not ask(partner, "fenna", "lock", ("room", "hall"))


def test_a_refusing_rule_wins_from_a_permission(library: World, partner: Partner) -> None:
    relate(partner, ("user", "fenna", "member", "circle", "readers"), ("circle", "readers", "viewer", "room", "hall"))
    relate(partner, ("user", "gijs", "keyholder", "room", "hall"))
    register(partner, ("room", "hall", {"closed": True}))
    assert not ask(partner, "fenna", "enter", ("room", "hall"))
    assert ask(partner, "gijs", "enter", ("room", "hall"))
    assert ask(partner, "fenna", "enter", ("room", "hall"), closed=False)


def test_what_the_question_says_goes_before_what_is_registered(library: World, partner: Partner) -> None:
    register(partner, ("parcel", "p1", {"status": "archived"}))
    assert not ask(partner, "fenna", "write", ("parcel", "p1"))
    assert ask(partner, "fenna", "write", ("parcel", "p1"), status="active")
    assert ask(partner, "fenna", "delete", ("parcel", "p1"), how={"soft": True})
    assert not ask(partner, "fenna", "delete", ("parcel", "p1"), how={"soft": "true"})
    assert not ask(partner, "fenna", "delete", ("parcel", "p1"), how={"soft": 1})


NAMES = ["fenna", "gijs", "hanan"]
ROOMS = ["attic", "cellar", "hall"]
TIES = st.lists(
    st.one_of(
        st.tuples(st.just("user"), st.sampled_from(NAMES), st.just("member"), st.just("circle"), st.sampled_from("ab")),
        st.tuples(st.just("circle"), st.sampled_from("ab"), st.just("viewer"), st.just("room"), st.sampled_from(ROOMS)),
        st.tuples(
            *(st.just("user"), st.sampled_from(NAMES), st.just("keyholder"), st.just("room"), st.sampled_from(ROOMS))
        ),
    ),
    max_size=8,
    unique=True,
)


# Random ties: others at each run, and more of them nightly.
@settings(max_examples=by_depth(15, 25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ties=TIES, closed=st.sets(st.sampled_from(ROOMS)), limit=st.sampled_from([1, 2, None]))
def test_a_search_is_the_filter_of_evaluations(
    sqlite_library: World, ties: list[Any], closed: set[str], limit: int | None
) -> None:
    partner = sqlite_library.partner("library", *SCOPES)
    register(partner, *(("user", name, {}) for name in NAMES))
    register(partner, *(("room", room, {"closed": room in closed}) for room in ROOMS))
    every = [("user", name, "member", "circle", c) for name in NAMES for c in "ab"]
    every += [("circle", c, "viewer", "room", room) for c in "ab" for room in ROOMS]
    every += [("user", name, "keyholder", "room", room) for name in NAMES for room in ROOMS]
    past = {"from": "2020-01-01T00:00:00Z", "until": "2020-01-02T00:00:00Z"}
    relate(partner, *(tie for tie in every if tie not in ties), **past)
    if ties:
        relate(partner, *ties, **{"from": "2020-01-01T00:00:00Z"})
    allowed = {(n, a, r) for n in NAMES for a in ("enter", "lock") for r in ROOMS if ask(partner, n, a, ("room", r))}
    for action in ("enter", "lock"):
        name = {"action": {"name": action}}
        for room in ROOMS:
            on = {"resource": {"type": "room", "id": room}}
            found = search(partner, "subject", {"subject": {"type": "user"}, **name, **on}, limit)
            assert found == sorted(n for n, a, r in allowed if (a, r) == (action, room))
        for who in NAMES:
            by = {"subject": {"type": "user", "id": who}}
            found = search(partner, "resource", {**by, **name, "resource": {"type": "room"}}, limit)
            assert found == sorted(r for n, a, r in allowed if (n, a) == (who, action))
    for who in NAMES:
        body = {"subject": {"type": "user", "id": who}, "resource": {"type": "room", "id": "hall"}}
        assert search(partner, "action", body, limit) == sorted(a for n, a, r in allowed if (n, r) == (who, "hall"))


@pytest.fixture
def sqlite_library(
    sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """The service for a library, on SQLite."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"library": Plugin})
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=LIBRARY)


def test_a_search_of_what_nobody_registered_finds_nothing(sqlite_library: World) -> None:
    partner = sqlite_library.partner("library", *SCOPES)
    room = {"type": "room", "id": "nowhere"}
    assert (
        search(partner, "subject", {"subject": {"type": "spaceship"}, "action": {"name": "enter"}, "resource": room})
        == []
    )
    assert search(partner, "action", {"subject": {"type": "user", "id": "nobody"}, "resource": room}) == []
    assert (
        search(partner, "action", {"subject": {"type": "user", "id": "x"}, "resource": {"type": "moon", "id": "1"}})
        == []
    )
    kinds = {row.kind for row in sqlite_library.rows(DecisionRecord, "library")}
    assert kinds == {"search-subject", "search-action"}


def test_many_are_found_page_by_page_in_one_order(sqlite_library: World) -> None:
    partner = sqlite_library.partner("library", *SCOPES)
    register(partner, *(("user", f"u{n:04}", {}) for n in range(450)))
    body = {"subject": {"type": "user"}, "action": {"name": "can_read_todos"}, "resource": {"type": "todo", "id": "t"}}
    assert search(partner, "subject", body) == [f"u{n:04}" for n in range(450)]
    assert search(partner, "subject", body, limit=449)[-1] == "u0449"
    partner.post(ENTITIES, {"items": [{"type": "user", "id": "u0007", "gone": True}]})
    assert len(search(partner, "subject", body)) == 449
    none = partner.post(SEARCH + "subject", {**body, "page": {"limit": 0}}).json
    assert none["results"] == [] and none["page"]["next_token"] != ""


BAD_SEARCHES = [
    ("subject", {"subject": {"type": "user"}, "resource": {"type": "room", "id": "1"}}, "action"),
    (
        "subject",
        {"subject": {"type": "user"}, "action": {"name": "enter"}, "resource": {"type": "room"}},
        "resource.id",
    ),
    ("resource", {"action": {"name": "enter"}, "resource": {"type": "room"}}, "subject"),
    ("resource", {"subject": {"type": "user"}, "action": {"name": "x"}, "resource": {"type": "room"}}, "subject.id"),
    ("action", {"subject": {"type": "user", "id": "1"}}, "resource"),
]
GOOD = {"subject": {"type": "user", "id": "1"}, "resource": {"type": "room", "id": "1"}}


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        *BAD_SEARCHES,
        ("action", {**GOOD, "page": 7}, "page"),
        ("action", {**GOOD, "page": {"limit": -1}}, "page.limit"),
        ("action", {**GOOD, "page": {"limit": "5"}}, "page.limit"),
        ("action", {**GOOD, "page": {"limit": True}}, "page.limit"),
        ("action", {**GOOD, "page": {"token": "!!"}}, "page.token"),
        ("action", {**GOOD, "page": {"token": 7}}, "page.token"),
        ("action", {**GOOD, "page": {"token": "p0"}}, "page.token"),
        ("action", {**GOOD, "page": {"token": "p" + "00" * 600}}, "page.token"),
        ("action", {**GOOD, "page": {"limit": 1.5}}, "page.limit"),
    ],
)
def test_a_search_of_a_wrong_shape_is_a_400(sqlite_library: World, what: str, body: Any, field: str) -> None:
    answer = sqlite_library.partner("library", *SCOPES).post(SEARCH + what, body)
    assert (answer.status_code, list(answer.json["errors"])) == (400, [field])


def test_registering_again_changes_nothing_and_says_so(library: World, partner: Partner) -> None:
    user = ("user", "fenna", {"role": "manager", "rooms": ["a", "b"], "active": True, "floor": 2})
    assert register(partner, user, user) == {"added": 1, "changed": 0, "unchanged": 0}
    assert register(partner, user) == {"added": 0, "changed": 0, "unchanged": 1}
    assert register(partner, ("user", "fenna", {})) == {"added": 0, "changed": 1, "unchanged": 0}
    tie = ("user", "fenna", "keyholder", "room", "hall")
    assert relate(partner, tie) == {"added": 1, "changed": 0, "unchanged": 0}
    assert relate(partner, tie) == {"added": 0, "changed": 0, "unchanged": 1}
    assert relate(partner, tie, until="2199-01-01T00:00:00Z") == {"added": 0, "changed": 1, "unchanged": 0}
    assert (len(library.rows(EntityRow, "library")), len(library.rows(RelationRow, "library"))) == (1, 1)


BAD_ITEMS = [
    (ENTITIES, {}, "items"),
    (ENTITIES, {"items": []}, "items"),
    (ENTITIES, {"items": [{"type": "user"}]}, "items.0.id"),
    (ENTITIES, {"items": [{"type": "user", "id": "111222333"}]}, "items.0.id"),
    (ENTITIES, {"items": [{"type": "user", "id": "x" * 65}]}, "items.0.id"),
    (ENTITIES, {"items": [{"type": "user", "id": "a", "name": "Anouk"}]}, "items.0.name"),
    (ENTITIES, {"items": [{"type": "user", "id": "a", "properties": {"name": "Anouk Achternaam"}}]}, "items"),
    (ENTITIES, {"items": [{"type": "user", "id": "a", "properties": {"bsn": "111222333"}}]}, "items"),
    (ENTITIES, {"items": [{"type": "user", "id": "a", "properties": {"bsn": 111222333}}]}, "items"),
    (ENTITIES, {"items": [{"type": "user", "id": "a", "properties": {"x": {"y": 1}}}]}, "items"),
    (ENTITIES, {"items": [{"type": "user", "id": "a", "properties": {"x": 1.5}}]}, "items"),
    (ENTITIES, {"items": [{"type": "file", "id": "a", "properties": {"person": "p 1"}}]}, "items"),
    (ENTITIES, {"items": [{"type": "user", "id": "a"}] * 1001}, "items"),
    (RELATIONS, {"items": [{"subject": {"type": "user", "id": "a"}, "relation": "x"}]}, "items.0.object"),
]


@pytest.mark.parametrize(("path", "body", "field"), BAD_ITEMS)
def test_what_is_no_code_is_not_registered(sqlite_library: World, path: str, body: Any, field: str) -> None:
    answer = sqlite_library.partner("library", *SCOPES).post(path, body)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert sqlite_library.rows(EntityRow, "library") == sqlite_library.rows(RelationRow, "library") == []


def test_a_relation_does_not_end_before_it_begins(sqlite_library: World) -> None:
    ends = {"type": "user", "id": "a"}
    body = {
        "subject": ends,
        "relation": "x",
        "object": ends,
        "from": "2026-02-01T00:00:00Z",
        "until": "2026-01-01T00:00:00Z",
    }
    answer = sqlite_library.partner("library", *SCOPES).post(RELATIONS, {"items": [body]})
    assert (answer.status_code, answer.json["code"]) == (422, "ends-before-it-begins")


@pytest.mark.parametrize(
    ("path", "item"),
    [
        (ENTITIES, {"type": "user", "id": "a"}),
        (RELATIONS, {"subject": {"type": "a", "id": "b"}, "relation": "c", "object": {"type": "d", "id": "e"}}),
    ],
)
def test_who_may_ask_may_not_register(sqlite_library: World, path: str, item: Any) -> None:
    answer = sqlite_library.partner("library", "consent:decide").post(path, {"items": [item]})
    assert (answer.status_code, answer.json["right"]) == (403, "consent:relate")


def test_a_registered_care_relationship_counts_without_anybodys_word(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    plan = {"type": "care_plan", "id": "plan-1"}
    body = {"subject": {"type": "staff", "id": "s1"}, "action": {"name": "read"}, "resource": plan}
    body["context"] = {"purpose": "care_agreement"}
    register(partner, ("staff", "s1", {"role": "carer"}), ("care_plan", "plan-1", {"person": PERSON}))
    assert partner.post(EVALUATION, body).json["context"]["reason"]["code"] == "not-in-care"
    relate(partner, ("staff", "s1", "care", "person", PERSON))
    answer = partner.post(EVALUATION, body).json
    assert (answer["decision"], answer["context"]["reason"]["code"]) == (True, "allowed-by-basis")
    said = {**body, "subject": {**body["subject"], "properties": {"role": "carer"}}}
    said["resource"] = {**plan, "properties": {"person": PERSON}}
    assert partner.post(EVALUATION, said).json["decision"] is True


def test_a_search_among_carers_goes_by_table_care_and_law(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    other = "0190-person-of-bqr-02"
    register(
        partner,
        *(("staff", name, {"role": role}) for name, role in (("s1", "carer"), ("s2", "carer"), ("s3", "board"))),
        ("care_plan", "plan-1", {"person": PERSON}),
        ("care_plan", "plan-2", {"person": other}),
    )
    relate(partner, ("staff", "s1", "care", "person", PERSON), ("staff", "s2", "care", "person", other))
    for_care = {"action": {"name": "read"}, "context": {"purpose": "care_agreement"}}
    who = {"subject": {"type": "staff"}, "resource": {"type": "care_plan", "id": "plan-1"}, **for_care}
    assert search(partner, "subject", who) == ["s1"]
    what = {"subject": {"type": "staff", "id": "s2"}, "resource": {"type": "care_plan"}, **for_care}
    assert search(partner, "resource", what) == ["plan-2"]
    may = {"subject": {"type": "staff", "id": "s1"}, "resource": who["resource"], "context": for_care["context"]}
    assert search(partner, "action", may) == ["read"]
    assert search(partner, "subject", {**who, "context": {"purpose": "marketing"}}) == []


@pytest.mark.parametrize(("role", "status"), [("board", 200), ("carer", 403)])
def test_staff_who_see_what_people_said_may_search(world: World, role: str, status: int) -> None:
    body = {"subject": {"type": "staff", "id": "s1"}, "resource": {"type": "care_plan", "id": "1"}}
    answer = world.staff("bqr", role).client.post(
        SEARCH + "action", json=body, base_url="http://bqr.localhost:8000", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (7, "neither a list"),
        ({}, "no evaluation"),
        ({"evaluation": {}}, "must be a list"),
        ([{"request": 7, "expected": True}], "a vector has a request"),
        ([{"request": {"subject": {}}, "expected": True}], "subject.type"),
        ({"entities": [{"type": "user"}], "evaluation": []}, "entities or relations"),
    ],
)
def test_a_file_that_holds_no_vectors_is_refused(sqlite_library: World, document: Any, said: str) -> None:
    rules = sqlite_library.runtime.rules("library")
    with sqlite_library.work("library") as work, pytest.raises(BadVectors, match=said):
        list(check_vectors(work, document, rules=rules))


def test_an_answer_that_is_not_as_expected_is_told(sqlite_library: World) -> None:
    request = {**GOOD, "action": {"name": "enter"}}
    with sqlite_library.work("library") as work:
        (outcome,) = check_vectors(
            work, [{"request": request, "expected": True}], rules=sqlite_library.runtime.rules("library")
        )
    assert not outcome.right and "expected True, got False" in str(outcome)


@pytest.mark.parametrize(("expected", "code", "said"), [(False, 0, "1 asked, 0 not"), (True, 1, "1 asked, 1 not")])
def test_the_command_checks_a_file_and_keeps_nothing_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, expected: bool, code: int, said: str
) -> None:
    file = tmp_path / "own.json"
    question = {
        "subject": {"type": "staff", "id": "s1"},
        "action": {"name": "read"},
        "resource": {"type": "x", "id": "1"},
    }
    entity = {"type": "staff", "id": "s1", "properties": {"role": "carer"}}
    file.write_text(json.dumps({"entities": [entity], "evaluation": [{"request": question, "expected": expected}]}))
    monkeypatch.setattr(Hand, "settings", lambda _: world.runtime.settings)
    group = command(SERVICE)
    for part in COMMANDS:
        group.add_command(part)
    ran = CliRunner().invoke(group, ["authzen", "check", str(file), "--organisation", "bqr"], obj=Hand(SERVICE))
    assert (ran.exit_code, said in ran.output) == (code, True), ran.output
    assert world.rows(EntityRow) == world.rows(DecisionRecord) == []
