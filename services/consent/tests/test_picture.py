"""A client's whole picture on one page: what stands and why, marks, who decides, decisions, emergencies, its cost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent.app import SERVICE
from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.models import ConsentFile, MarkRow
from waarborg_consent.pages.picture import PARTS
from waarborg_consent.references import join_references
from waarborg_shared.client import Answer
from waarborg_shared.testing.world import World, build_world
from waarborg_tests.asking import PERSON, SCOPES, decide

AT = f"/consent/people/{PERSON}"
API = "/consent/api/v1"
OTHER = "0190-person-of-bqr-02"
WHY = "Zij ligt op de vloer en ademt zwaar."


def board(world: World, lang: str = "en") -> Any:
    return world.staff("bqr", "board", lang=lang)


def part(page: str, code: str) -> str:
    """What stands in one part of the page."""
    return page.partition(f'id="picture-{code}">')[2].partition("</section>")[0]


def mark(world: World, kind: MarkKind, about: str | None = None, **more: Any) -> None:
    with world.work() as work:
        work.file(ConsentFile, PERSON)
        values = {"subject_ref": PERSON, "kind": kind.value, "about": about, "set_at": work.now - timedelta(minutes=1)}
        work.add(MarkRow(**{**values, "set_by_kind": "person", "set_by_ref": PERSON, "how": "page", **more}))


def ask_about(world: World, person: str = PERSON, **other: Any) -> None:
    resource = {"type": "care_plan", "id": "r1", "properties": {"person": person}}
    asker = {"type": "staff", "id": "account-carer", "properties": {"role": "carer"}}
    context = {"purpose": "care_plan", "in_care": True}
    decide(world.partner("bqr", *SCOPES), **{"subject": asker, "resource": resource, "context": context, **other})


def registered(world: World, **other: Any) -> None:
    body = {
        "subject_ref": PERSON,
        "representative_ref": "0190-somebody-else-1",
        "kind": "child",
        "scopes": ["care", "data"],
        "begins_on": "2026-03-01",
        "evidence": "statement",
        "evidence_seen_on": "2026-03-01",
        "note": "Gezien.",
    }
    answer = world.partner("bqr", *SCOPES).post(f"{API}/representations/", {**body, **other})
    assert answer.status_code == 201, answer.text


def test_of_whom_nothing_is_known_every_part_says_so_and_the_page_is_whole(either_world: World) -> None:
    page = board(either_world).get(AT)
    assert page.status_code == 200
    assert "None: this client objected to nothing" in part(page.text, "marks")
    assert "<strong>The client himself</strong> decides" in part(page.text, "representatives")
    assert "None: nobody asked" in part(page.text, "decisions")
    assert "None: nobody looked" in part(page.text, "emergencies")
    assert "Not given" in part(page.text, "standing")
    for each in PARTS:
        assert f'href="#picture-{each.code}"' in page.text


def test_J8_what_went_to_third_parties_stands_in_the_picture(either_world: World) -> None:
    assert "None: nothing about this client" in part(board(either_world).get(AT).text, "disclosures")
    asked = {"subject_ref": PERSON, "recipient": "other", "recipient_name": "Gemeente", "categories": ["name"]}
    law = {"ground": "law", "ground_source": "art. 1 Voorbeeldwet", "country": "NL"}
    answer = either_world.partner("bqr", "consent:disclose").post(f"{API}/disclosures/", {**asked, **law})
    assert answer.status_code == 201, answer.text
    told = part(board(either_world).get(AT).text, "disclosures")
    assert "Gemeente" in told and f"{AT}/disclosures" in told


def test_what_stands_says_until_when_and_why(either_world: World) -> None:
    version = either_world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": PERSON, "purpose": "marketing", "how": "paper", "statement_version": version}
    partner = either_world.partner("bqr", *SCOPES)
    assert partner.post(f"{API}/consents/", {**body, "until_on": "2026-12-31"}).status_code == 201
    standing = part(board(either_world).get(AT).text, "standing")
    assert "On paper, signed" in standing and "31 December 2026" in standing


def test_an_end_by_the_court_and_one_by_ourselves_say_by_whom(world: World) -> None:
    for says in ("yes", "court"):
        sent = board(world).send(AT, purpose="marketing", says=says, how="paper")
        assert sent.status_code == 303, sent.text
        world.clock.forward(60)
    assert "On paper, signed, by a court" in part(board(world).get(AT).text, "standing")


@pytest.mark.parametrize(
    ("kind", "about", "said"),
    [
        (MarkKind.OBJECTION, "market_research", "Market research"),
        (MarkKind.OBJECTION, "care_news", "News of our care by post or e-mail"),
        (MarkKind.OBJECTION, "messages", "Every message that one can opt out of"),
        (MarkKind.OBJECTION, None, "against everything that one can object to"),
        (MarkKind.OBJECTION, "a_message_of_before", "a_message_of_before"),
        (MarkKind.RESTRICTION, None, "Restricted: keep the data"),
        (MarkKind.ADDRESS_SECRECY, None, "The address is secret"),
    ],
)
def test_a_mark_is_named_while_it_stands(world: World, kind: MarkKind, about: str | None, said: str) -> None:
    mark(world, kind, about)
    assert said in part(board(world).get(AT).text, "marks")


def test_a_mark_that_ended_is_not_there(either_world: World) -> None:
    ended = either_world.clock.now() - timedelta(seconds=5)
    mark(either_world, MarkKind.ADDRESS_SECRECY, ended_at=ended, ended_by_ref=PERSON)
    assert "None: this client objected" in part(board(either_world).get(AT).text, "marks")


def test_B1_who_decides_today_and_who_is_registered(world: World) -> None:
    registered(world)
    text = part(board(world).get(AT).text, "representatives")
    assert text.count("The client himself") == 3 and "Registered: Child (in force)." in text


def test_the_newest_decisions_are_told_with_the_reason_ten_at_the_most(either_world: World) -> None:
    ask_about(either_world)
    either_world.clock.forward(1)
    ask_about(either_world, action={"name": "delete"})
    ask_about(either_world, person=OTHER)
    text = part(board(either_world).get(AT).text, "decisions")
    assert text.count("account-carer") == 2
    assert "Carer (member), account-carer" in text and "see: Care plan" in text
    assert "Allowed: this purpose has a legal basis of its own." in text
    assert text.index("The role table does not give this role this right.") < text.index("Allowed: this purpose")
    for _ in range(12):
        ask_about(either_world)
    assert part(board(either_world).get(AT).text, "decisions").count("account-carer") == 10


def test_what_the_rules_never_knew_is_told_by_its_code(world: World) -> None:
    ask_about(world, context={"purpose": "spying"})
    asker = {"type": "staff", "id": "s1", "properties": {"role": "king"}}
    ask_about(world, subject=asker)
    text = part(board(world).get(AT).text, "decisions")
    assert "spying" in text and "king, s1" in text


def test_emergencies_are_told_without_why_and_lead_on_for_who_judges_them(world: World) -> None:
    taken = world.staff("bqr", "carer").send("/consent/emergency", client=PERSON, why=WHY)
    ref = str(taken.location).rpartition("/")[2]
    for role, leads in (("board", True), ("fg", False)):
        page = world.staff("bqr", role).get(AT).text
        text = part(page, "emergencies")
        assert "account-carer" in text and "Still to be judged" in text and "open until" in text
        assert (ref in text) is leads and WHY not in page


def test_marks_and_decisions_under_another_reference_of_the_client_are_there(world: World) -> None:
    ask_about(world, person=OTHER)
    with world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    assert "account-carer" in part(board(world).get(AT).text, "decisions")


def _statements(world: World, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    act()
    event.remove(world.runtime.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_page_costs_as_many_statements_for_much_as_for_little(world: World) -> None:
    browser = board(world)

    def look() -> None:
        assert browser.get(AT).status_code == 200

    mark(world, MarkKind.OBJECTION, "market_research")
    registered(world)
    ask_about(world)
    look()
    little = _statements(world, look)
    for about in ("satisfaction_survey", "statistics"):
        mark(world, MarkKind.OBJECTION, about)
    registered(world, representative_ref="0190-somebody-else-2", kind="spouse")
    for _ in range(8):
        ask_about(world)
    world.staff("bqr", "carer").send("/consent/emergency", client=PERSON, why=WHY)
    assert _statements(world, look) == little < 40


@pytest.mark.parametrize("role", ["carer", "coordinator", "quality"])
def test_who_may_not_read_consents_sees_no_picture(world: World, role: str) -> None:
    assert world.staff("bqr", role).get(AT).status_code == 403


def test_a_form_with_something_wrong_keeps_the_picture(world: World) -> None:
    ask_about(world)
    answer = board(world).send(AT, purpose="spying", says="yes", how="paper")
    assert answer.status_code == 422 and "account-carer" in part(answer.text, "decisions")


class Register:
    """Identity's register of persons, as the client of services would reach it."""

    def ask(self, _service: str, _method: str, path: str, **_: Any) -> Answer:
        return Answer(
            200, {"name": "Willemijn Proefpersoon", "client_number": "C-1044"} if path.endswith(PERSON) else {}
        )


def test_staff_read_by_name_and_number_whose_page_they_are_on(
    sqlite_database: Any, make_settings: Callable[..., Any]
) -> None:
    register: Any = Register()
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=register):
        staff = board(world)
        for page in ("", "/messages", "/disclosures", "/letter", "/who-looked"):
            text = staff.get(f"{AT}{page}").text
            assert "Willemijn Proefpersoon" in text and "C-1044" in text and PERSON in text, page
        letter = staff.get(f"{AT}/letter").text  # no address is known here, but the name is
        assert re.search(r"<textarea[^>]*>\s*Willemijn Proefpersoon</textarea>", letter)
