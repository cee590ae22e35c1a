"""Who may see what of mine: the decision's own answers, what one's choices change in them, and what it costs."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent.actions.deciding import decide_many, own_policy
from waarborg_consent.actions.who_may import WhoMay, who_may_use
from waarborg_consent.app import SERVICE
from waarborg_consent.domain import Asked, NamedGround, NotOwn, Reason, Thing, policy_of
from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.domain.who_may import May, OfPerson, about_persons, effects, who_may, without_a_yes
from waarborg_consent.models import ConsentFile, DecisionRecord, MarkRow
from waarborg_consent.references import join_references
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks import hookimpl, registry
from waarborg_shared.hooks.values import (
    Attribute,
    Condition,
    Equal,
    Grant,
    Literal,
    Policy,
    PolicyRule,
    RecordType,
    Related,
    Right,
    RoleKind,
    Target,
    Text,
)
from waarborg_shared.testing.world import World, build_world
from waarborg_tests.asking import PERSON, SCOPES
from waarborg_tests.lending_library import Plugin

PAGE = "/consent/who-may-see"
OTHER = "0190-person-of-bqr-02"
API = "/consent/api/v1"


def answer(world: World, organisation: str = "bqr", ref: str = PERSON) -> WhoMay:
    with world.work(organisation) as work:
        return who_may_use(work, ref, rules=world.runtime.rules(organisation))


def by_key(found: WhoMay) -> dict[tuple[str, str, str], May]:
    return {each.key: each for each in found.found}


def say(world: World, purpose: str, *, what: str = "consents", organisation: str = "bqr") -> None:
    body = {"subject_ref": PERSON, "purpose": purpose, "how": "paper"}
    if what == "consents":
        body["statement_version"] = world.runtime.rules(organisation).organisation.statement_version
    sent = world.partner(organisation, *SCOPES).post(f"{API}/{what}/", body)
    assert sent.status_code in (200, 201), sent.text


def mark(world: World, kind: MarkKind, about: str | None = None, ref: str = PERSON) -> None:
    with world.work() as work:
        work.file(ConsentFile, ref)
        work.add(
            MarkRow(
                subject_ref=ref,
                kind=kind.value,
                about=about,
                set_at=work.now - timedelta(minutes=1),
                set_by_kind="person",
                set_by_ref=ref,
                how="page",
            )
        )


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What goes to the database meanwhile."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(world.runtime.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_every_answer_is_the_decisions_own(world: World, organisation: str) -> None:
    rules = world.runtime.rules(organisation)
    policy = own_policy(rules)
    say(world, "marketing" if organisation == "bqr" else "promotion", organisation=organisation)
    found = by_key(answer(world, organisation))
    several = [
        (role, right, kind, purpose, in_care)
        for kind in about_persons(policy)
        for role in policy.roles.values()
        for right in Right
        for purpose in policy.purposes
        for in_care in (False, True)
    ]
    asked = [
        Asked(
            subject=Thing(
                type=role.kind.value,
                id=PERSON if role.kind is RoleKind.PERSON else "staff-1",
                properties={"role": role.code},
            ),
            action=right.value,
            resource=Thing(type=kind.code, id="r1", properties={"person": PERSON}),
            context={"purpose": purpose, "in_care": in_care},
        )
        for role, right, kind, purpose, in_care in several
    ]
    with world.work(organisation) as work:
        decisions = decide_many(work, asked, rules=rules)
    for (role, right, kind, purpose, in_care), decision in zip(several, decisions, strict=True):
        told = found.get((role.code, right.value, kind.code))
        opened = next((each for each in told.opened if each.purpose == purpose), None) if told else None
        says_yes = opened is not None and (in_care or not (opened.in_care or opened.grounds))
        if in_care and opened is not None and opened.grounds and not opened.in_care:
            says_yes = False
        assert says_yes is decision.permitted, (role.code, right, kind.code, purpose, in_care, decision.reason)
    assert len(found) > 30


def test_B7_a_carer_who_cares_the_board_on_a_ground_and_an_insurer_under_a_check(world: World) -> None:
    found = by_key(answer(world))
    carer = found["carer", "read", "medical_data"]
    assert {(each.in_care, each.grounds) for each in carer.opened} == {(True, ())}
    board = found["board", "read", "medical_data"].opened[0]
    assert board.in_care and set(board.grounds) == {
        NamedGround.DESTRUCTION_REQUEST,
        NamedGround.LEGAL_DUTY,
        NamedGround.INCIDENT,
    }
    insurer = found["insurer", "read", "medical_data"].opened[0]
    assert (insurer.in_care, insurer.grounds) == (False, (NamedGround.MATERIAL_CHECK,))
    assert found["client", "read", "care_plan"].own and ("supplier", "read", "care_plan") not in found
    assert ("hbo5", "read", "care_agreement") in found and ("referrer", "read", "application") not in found


def test_a_cell_that_is_not_in_force_gives_nothing_until_it_is_confirmed_and_at_once_then(either_world: World) -> None:
    assert ("carer", "read", "planning") not in by_key(answer(either_world))
    board = either_world.staff("bqr", "board")
    sent = board.send(
        "/consent/role-table/planning", role="carer", verdict="confirmed", why="Zo was het bedoeld.", seen="0"
    )
    assert sent.status_code == 303, sent.text
    carer = by_key(answer(either_world))["carer", "read", "planning"]
    assert carer.opened[0].decision.cell is not None and carer.opened[0].decision.cell.number == 1
    page = either_world.person(PERSON).get(PAGE).text
    assert "Role table: R, as the organisation decided" in page


def test_J2_what_one_says_yes_to_is_told_and_is_gone_when_it_is_withdrawn(either_world: World) -> None:
    assert answer(either_world).effects == ()
    assert "marketing" in answer(either_world).without_a_yes
    page = either_world.person(PERSON).get(PAGE).text
    assert "Nothing so far" in page and "nobody uses your data for: News of our care" in page
    say(either_world, "marketing")
    (effect,) = answer(either_world).effects
    assert (effect.purpose, effect.closes) == ("marketing", ()) and "care_agreement" in effect.opens
    page = either_world.person(PERSON).get(PAGE).text
    assert "So for this we may use: surname and first name, e-mail address" in page
    assert "News of our care (with your consent)" in page
    say(either_world, "marketing", what="withdrawals")
    found = answer(either_world)
    assert found.effects == () and found.without_a_yes["marketing"]


def test_B16_an_objection_closes_what_it_is_against_and_the_page_says_by_what(either_world: World) -> None:
    assert "market_research" in _open_to(answer(either_world), "board")
    mark(either_world, MarkKind.OBJECTION, "market_research")
    found = answer(either_world)
    assert "market_research" not in _open_to(found, "board")
    (effect,) = found.effects
    assert (effect.purpose, effect.opens, effect.reasons) == ("market_research", (), (Reason.OBJECTED,))
    page = either_world.person(PERSON, lang="nl").get(PAGE).text
    assert "Hiervoor gebruiken wij niets van u. Dat komt doordat u bezwaar maakte." in page


def test_B12_an_address_that_is_kept_secret_is_left_out_of_what_others_see(either_world: World) -> None:
    mark(either_world, MarkKind.ADDRESS_SECRECY)
    page = either_world.person(PERSON).get(PAGE).text
    assert "We keep your address secret." in page and "Not your address: we keep that secret." in page
    own = [each for each in answer(either_world).found if each.own]
    assert not any(opened.decision.withhold for each in own for opened in each.opened)


def test_what_a_restriction_leaves_open_says_on_what_ground(world: World) -> None:
    mark(world, MarkKind.RESTRICTION)
    page = world.person(PERSON).get(PAGE).text
    assert "Only with a special reason" in page
    assert "A special reason is here: a legal claim" in page


def test_a_restriction_leaves_the_person_himself_and_grounds_alone(either_world: World) -> None:
    mark(either_world, MarkKind.RESTRICTION)
    found = answer(either_world)
    others = [opened for each in found.found if not each.own for opened in each.opened]
    assert others and all(opened.grounds and not opened.in_care for opened in others)
    assert any(each.own and each.opened and not each.opened[0].grounds for each in found.found)


def test_marks_and_consents_under_another_reference_of_the_same_person_count(either_world: World) -> None:
    mark(either_world, MarkKind.OBJECTION, "market_research", ref=OTHER)
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    assert "market_research" not in _open_to(answer(either_world), "board")


def test_who_is_registered_as_caring_is_counted_while_it_lasts(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)

    def relate(who: str, relation: str = "care", **when: Any) -> None:
        item = {
            "subject": {"type": "staff", "id": who},
            "relation": relation,
            "object": {"type": "person", "id": PERSON},
            **when,
        }
        answer = partner.post(f"{API}/relations/", {"items": [item]})
        assert answer.status_code == 200, answer.text

    relate("s1")
    relate("s2")
    relate("s3", until="2026-03-02T08:00:00Z", **{"from": "2026-01-01T08:00:00Z"})
    relate("s4", relation="knows")
    assert answer(either_world).caring == 2
    assert "2 people are registered as involved in your care." in either_world.person(PERSON).get(PAGE).text


def test_the_page_costs_as_many_statements_whatever_was_said_and_keeps_no_decision(either_world: World) -> None:
    with statements(either_world) as quiet:
        answer(either_world)
    for purpose in ("marketing", "calling", "insurer_offers", "research"):
        say(either_world, purpose)
    mark(either_world, MarkKind.OBJECTION)
    with statements(either_world) as busy:
        answer(either_world)
    assert len(busy) == len(quiet) <= 8, busy
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    with statements(either_world) as joined:
        answer(either_world)
    assert len(joined) <= 30, "a second reference reads some more, and not for each purpose"
    assert either_world.rows(DecisionRecord) == []


def test_a_visitor_and_staff_are_told_how_to_get_here_and_see_nothing_of_anybody(world: World) -> None:
    for who in (world.visitor(), world.staff("bqr", "board")):
        page = who.get(PAGE)
        assert page.status_code == 200 and "After signing in you see here" in page.text
        assert "Role table" not in page.text
    assert "Find a client from the desk" in world.staff("bqr", "board").get(PAGE).text


def test_nobody_gets_the_answers_about_somebody_else(world: World) -> None:
    actor = Actor(ActorKind.PERSON, OTHER, "bqr", subject_ref=OTHER)
    rules = world.runtime.rules("bqr")
    with (
        world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now()) as work,
        pytest.raises(NotOwn),
    ):
        who_may_use(work, PERSON, rules=rules)
    mark(world, MarkKind.OBJECTION, "market_research")
    assert "you objected" not in world.person(OTHER).get(PAGE).text


@pytest.mark.parametrize(
    ("organisation", "lang", "said"),
    [
        ("bqr", "nl", ("Over uw zorg", "Zorgplan", "Uzelf", "Alleen wie bij uw zorg betrokken is")),
        ("bqr", "en", ("About your care", "Care plan", "You yourself", "Only who is involved in your care")),
        ("jtb-care", "nl", ("Over geld", "Facturen", "Zorgverlener die alles doet", "Niemand anders")),
    ],
)
def test_the_page_says_it_by_kind_of_data_with_why_behind_it(
    world: World, organisation: str, lang: str, said: tuple[str, ...]
) -> None:
    page = world.person(PERSON, organisation, lang=lang).get(PAGE)
    assert page.status_code == 200
    assert [words for words in said if words not in page.text] == ([] if organisation == "bqr" else ["Niemand anders"])
    assert page.text.count("<details") >= 5
    assert 'href="/consent/who-may-see' in world.person(PERSON, organisation).get("/consent/").text


@pytest.mark.parametrize(
    ("lang", "kinds", "roles"),
    [
        ("nl", "Indicatie, siilogroep, rapportages", "HBO5-verpleegkundige (inzien); Zorgverlener (lid) (inzien)"),
        ("en", "Indication, siilo group, care reports", "HBO5 nurse (see); Carer (member) (see)"),
    ],
)
def test_what_holds_of_several_kinds_or_for_several_roles_is_read_once(
    world: World, lang: str, kinds: str, roles: str
) -> None:
    text = re.sub(r"<details.*?</details>", "", world.person(PERSON, lang=lang).get(PAGE).text, flags=re.S)
    assert kinds in text and roles in text
    for section in re.split(r"<h[23]", text):
        said = re.findall(r"(?:Alleen wie bij uw zorg betrokken is|Only who is involved in your care)(?=<|:)", section)
        assert len(said) <= 1


class OnlyRecords(Plugin):
    """The library, which keeps nothing about anybody."""

    @hookimpl
    def record_types(self) -> Sequence[RecordType]:
        """Know no kind of data about persons."""
        return ()

    @hookimpl
    def grants(self) -> Sequence[Grant]:
        """Give nothing on them."""
        return ()


@pytest.fixture
def library(
    request: pytest.FixtureRequest, sqlite_database: Any, make_settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """The service for a library, whose policy knows no data of anybody."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"library": request.param})
    only = OrganisationConfig(id="library", hosts=("library.localhost",), plugins=("library",), settings={})
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations={"library": only})


@pytest.mark.parametrize("library", [Plugin], indirect=True)
def test_a_general_policy_leaves_what_the_core_knows_of_a_file(library: World) -> None:
    found = answer(library, "library")
    assert {each.key for each in found.found} == {("client", "read", "file"), ("staff", "read", "file")}


@pytest.mark.parametrize("library", [OnlyRecords], indirect=True)
def test_a_policy_that_says_nothing_of_persons_says_so_on_the_page(library: World) -> None:
    found = answer(library, "library")
    assert (found.kinds, found.found, found.effects) == (0, (), ())
    page = library.person(PERSON, "library").get(PAGE)
    assert page.status_code == 200 and "Nothing is laid down about your data here" in page.text


def _rule(code: str, when: Condition | None, **more: Any) -> PolicyRule:
    word = Text("Wie het archief bijhoudt.", "Who keeps the archive.")
    return PolicyRule(
        code=code,
        actions=frozenset({"read"}),
        resource_types=frozenset({"planning"}),
        roles=frozenset({"quality"}),
        because=word,
        source="huisregels",
        when=when,
        **more,
    )


@pytest.mark.parametrize(
    ("when", "purposes"),
    [
        (Equal(Attribute("context.purpose"), Literal("archive")), {"archive"}),
        (Equal(Attribute("context.purpose"), Literal("spying")), set()),
        (Related(("keeper",), Target.PERSON), set()),
    ],
)
def test_an_organisations_own_rule_is_asked_for_each_purpose(world: World, when: Condition, purposes: set[str]) -> None:
    rules = world.runtime.rules("bqr")
    own = own_policy(rules)
    policy = _with(own, Policy(rules=(_rule("archivist", when),)), rules)
    found = {each.key: each for each in who_may(policy, OfPerson(subject_ref=PERSON))}
    told = found.get(("quality", "read", "planning"))
    assert {opened.purpose for opened in told.opened} == purposes if told else not purposes


def test_a_policy_without_purposes_or_roles_answers_nothing(world: World) -> None:
    policy = own_policy(world.runtime.rules("bqr"))
    for empty in (replace(policy, purposes={}), replace(policy, roles={}), replace(policy, record_types={})):
        found = who_may(empty, OfPerson(subject_ref=PERSON))
        assert found == () == effects(empty, OfPerson(subject_ref=PERSON), found)
        assert without_a_yes(found) == {}


def _open_to(found: WhoMay, role: str) -> set[str]:
    return {opened.purpose for each in found.found if each.role == role for opened in each.opened}


def _with(own: Any, policy: Policy, rules: Any) -> Any:
    return policy_of(
        roles=own.roles,
        record_types=own.record_types,
        grants=rules.grants,
        policy=policy,
        purposes=own.purposes,
        categories=own.categories,
        recipients=rules.recipients,
    )
