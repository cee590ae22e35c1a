"""Messages and objections on pages: what a person sees and chooses, and what staff record, end and answer."""

import re
from typing import Any

import pytest

from waarborg_consent.models import MarkRow
from waarborg_shared.events.consent import ObjectionAnswered
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World

PERSON, OTHER = "0190-person-of-bqr-01", "0190-person-of-bqr-02"
MINE, DESK = "/consent/messages", f"/consent/people/{PERSON}/messages"
MARKS = "/consent/api/v1/marks/"


def standing(world: World, organisation: str = "bqr") -> list[tuple[str, str | None]]:
    return [(row.kind, row.about) for row in world.rows(MarkRow, organisation) if row.ended_at is None]


def end_what_stands(world: World, page: Any) -> Any:
    (row,) = [row for row in world.rows(MarkRow, page.organisation) if row.ended_at is None]
    return page.send(f"{MINE}/end", page=MINE, mark_id=row.id)


@pytest.mark.parametrize(
    ("organisation", "about", "says"),
    [
        ("bqr", "survey_invitation", "Let them come again: The question whether you are content"),
        ("bqr", "statistics", "Withdraw my objection: Statistics"),
        ("bqr", "messages", "You opted out of every message"),
        ("jtb-care", "improvement_talk", "Let them come again: The question what can be better"),
    ],
)
def test_J6_B16_a_person_stops_and_lets_come_again_on_the_page(
    either_world: World, organisation: str, about: str, says: str
) -> None:
    page = either_world.person(PERSON, organisation)
    assert says not in page.get(MINE).text
    assert page.send(f"{MINE}/set", page=MINE, kind="objection", about=about).status_code == 303
    assert says in page.get(MINE).text
    assert standing(either_world, organisation) == [("objection", about)]
    assert end_what_stands(either_world, page).status_code == 303
    assert standing(either_world, organisation) == []
    assert says not in page.get(MINE).text


def test_B16_an_objection_to_everything_is_one_button(world: World) -> None:
    page = world.person(PERSON)
    assert page.send(f"{MINE}/set", page=MINE, kind="objection").status_code == 303
    text = page.get(MINE).text
    assert "You object to everything that one can object to" in text
    assert "You always get these" in text and "You can get these" not in text


def test_J6_a_service_message_has_no_button_to_stop_it_and_a_form_that_tries_is_refused_kindly(world: World) -> None:
    page = world.person(PERSON, "jtb-care", lang="nl")
    section = re.search(r'id="kind-payment_confirmed".*?</section>', page.get(MINE).text, re.DOTALL)
    assert section is not None and "Deze krijgt u altijd" in section[0] and "<form" not in section[0]
    refused = page.send(f"{MINE}/set", page=MINE, kind="objection", about="payment_confirmed")
    assert refused.status_code == 422
    assert "hoort bij wat wij met u hebben afgesproken" in refused.text
    assert standing(world, "jtb-care") == []


def test_J7_the_page_says_that_a_newsletter_is_never_sent(world: World) -> None:
    text = world.person(PERSON, "jtb-care").get(MINE).text
    section = re.search(r'id="kind-newsletter_issue".*?</section>', text, re.DOTALL)
    assert section is not None and "We never send these" in section[0]


def test_B12_a_person_keeps_the_address_secret_and_ends_that(world: World) -> None:
    page = world.person(PERSON)
    page.send(f"{MINE}/set", page=MINE, kind="address_secrecy")
    assert "Your address is secret" in page.get(MINE).text
    end_what_stands(world, page)
    assert standing(world) == []


def test_a_person_restricts_the_use_with_a_ground_and_lifts_it(world: World) -> None:
    page = world.person(PERSON)
    missing = page.send(f"{MINE}/set", page=MINE, kind="restriction")
    assert missing.status_code == 422 and "Choose why the use is restricted" in missing.text
    page.send(f"{MINE}/set", page=MINE, kind="restriction", ground="accuracy")
    assert "The data are not right, and that is being checked" in page.get(MINE).text
    assert end_what_stands(world, page).status_code == 303


def test_a_person_lets_the_links_in_his_messages_stop(world: World) -> None:
    partner = world.partner("bqr", "consent:decide")
    asked = {"kind": "survey_invitation", "channel": "letter", "persons": [PERSON]}
    (item,) = partner.post("/consent/api/v1/message-checks/", asked).json["items"]
    path = item["opt_out"].partition("localhost")[2].partition("/")[2]
    assert world.visitor().get(f"/{path}").status_code == 200
    page = world.person(PERSON)
    assert "The question whether you are content" in page.get(MINE).text.rpartition("lately")[0]
    assert page.send(f"{MINE}/links", page=MINE).status_code == 303
    assert world.visitor().get(f"/{path}").status_code == 404


@pytest.mark.parametrize(
    "typed", [{}, {"kind": "curse"}, {"kind": "objection", "about": "<script>"}, {"kind": "x" * 99}]
)
def test_what_no_button_sends_is_refused_and_nothing_is_set(world: World, typed: dict[str, str]) -> None:
    answer = world.person(PERSON).send(f"{MINE}/set", page=MINE, **typed)
    assert answer.status_code == 422 and "Nothing was changed" in answer.text
    assert "<script>" not in answer.text
    assert world.rows(MarkRow) == []


def test_a_person_ends_nothing_of_somebody_else(world: World) -> None:
    body = {"subject_ref": OTHER, "kind": "objection", "about": "statistics"}
    mark = world.partner("bqr", "consent:record").post(MARKS, body).json["id"]
    answer = world.person(PERSON).send(f"{MINE}/end", page=MINE, mark_id=mark)
    assert answer.status_code == 422 and "This is not in the file" in answer.text
    assert len(standing(world)) == 1


def test_a_visitor_is_told_how_to_get_there_and_one_whose_session_ended_that_nothing_was_done(world: World) -> None:
    answer = world.visitor(lang="nl").get(MINE)
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert "Mijn berichten en bezwaren" in answer.text and "next=/consent/messages" in answer.text
    token = world.person(PERSON).token(MINE)
    late = world.visitor().send(f"{MINE}/set", token=token, kind="objection", about="messages")
    assert late.status_code == 401 and "You are no longer signed in" in late.text
    assert world.rows(MarkRow) == []


@pytest.mark.parametrize("how", ["kitchen_table", "letter", "telephone"])
def test_J7_staff_record_what_was_asked_and_how(world: World, how: str) -> None:
    desk = world.staff("jtb-care", "care_lead")
    asked = {"kind": "objection", "about": "improvement_talk", "how": how, "note": "Liever niet."}
    assert desk.send(DESK, **asked).status_code == 303
    (row,) = world.rows(MarkRow, "jtb-care")
    assert (row.how, row.set_by_kind, row.set_by_ref) == (how, "staff", "account-care_lead")
    page = desk.get(f"/consent/people/{PERSON}/marks/{row.id}").text
    assert "Liever niet." in page
    assert desk.send(f"/consent/people/{PERSON}/marks/{row.id}", deed="end", how=how).status_code == 303
    assert standing(world, "jtb-care") == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": ""}, "What is asked for?"),
        ({"how": ""}, "How was it asked?"),
        ({"how": "overruled"}, "Choose another way"),
        ({"about": ""}, "Choose what the objection is to."),
        ({"about": "agreement_message"}, "belongs to what we agreed"),
        ({"about": "care_agreement"}, "An objection does not stop this purpose"),
        ({"kind": "restriction", "about": ""}, "Choose why the use is restricted"),
        ({"note": "x" * 1_001}, "too long"),
    ],
)
def test_what_staff_forgot_is_named_and_what_they_typed_is_kept(world: World, wrong: dict[str, str], says: str) -> None:
    desk = world.staff("bqr", "board")
    asked = {"kind": "objection", "about": "statistics", "how": "letter", "note": "<i>Zij schreef.</i>", **wrong}
    answer = desk.send(DESK, **asked)
    assert answer.status_code == 422 and says in answer.text
    assert "<i>Zij" not in answer.text and ("&lt;i&gt;Zij schreef." in answer.text or "note" in wrong)
    assert world.rows(MarkRow) == []


def test_staff_record_an_objection_to_everything_by_choosing_so(world: World) -> None:
    desk = world.staff("bqr", "board")
    assert desk.send(DESK, kind="objection", about="everything", how="letter").status_code == 303
    assert standing(world) == [("objection", None)]


def test_a_restriction_ends_at_the_desk_when_the_client_was_told(world: World) -> None:
    desk = world.staff("bqr", "board")
    desk.send(DESK, kind="restriction", ground="accuracy", how="letter")
    (row,) = world.rows(MarkRow)
    one = f"/consent/people/{PERSON}/marks/{row.id}"
    untold = desk.send(one, deed="end", how="letter")
    assert untold.status_code == 422 and "First tell the client" in untold.text
    assert desk.send(one, deed="end", how="letter", told="true").status_code == 303
    assert standing(world) == []


def test_B16_staff_answer_an_objection_and_the_client_reads_why(either_world: World) -> None:
    person, desk = either_world.person(PERSON), either_world.staff("bqr", "board")
    person.send(f"{MINE}/set", page=MINE, kind="objection", about="statistics")
    (row,) = either_world.rows(MarkRow)
    one = f"/consent/people/{PERSON}/marks/{row.id}"
    assert "Until you answer, the objection holds" in desk.get(one).text
    empty = desk.send(one, deed="answer", purpose="statistics", outcome="overruled")
    assert empty.status_code == 422 and len(standing(either_world)) == 1
    typed = {"purpose": "statistics", "outcome": "overruled", "reason": "De wet vraagt dit cijfer."}
    assert desk.send(one, deed="answer", **typed).status_code == 303
    assert standing(either_world) == []
    text = person.get(MINE).text
    assert "De wet vraagt dit cijfer." in text and "Object: Statistics" in text
    assert [each.outcome for each in either_world.told(ObjectionAnswered)] == ["overruled"]


def test_an_old_form_at_the_desk_is_told_and_nothing_is_ended(world: World) -> None:
    world.person(PERSON).send(f"{MINE}/set", page=MINE, kind="objection", about="statistics")
    (row,) = world.rows(MarkRow)
    one = f"/consent/people/{PERSON}/marks/{row.id}"
    token = world.person(PERSON).token(MINE)
    for deed in ("end", "answer"):
        answer = world.staff("bqr", "board").send(one, token=token, deed=deed, how="letter")
        assert answer.status_code == 422 and "open for too long" in answer.text
    assert len(standing(world)) == 1


def test_B16_on_an_objection_that_always_holds_there_is_nothing_to_answer(world: World) -> None:
    person, desk = world.person(PERSON), world.staff("bqr", "board")
    person.send(f"{MINE}/set", page=MINE, kind="objection", about="marketing")
    (row,) = world.rows(MarkRow)
    one = f"/consent/people/{PERSON}/marks/{row.id}"
    assert "nobody may set it aside" in desk.get(one).text
    forced = desk.send(one, deed="answer", purpose="marketing", outcome="overruled", reason="Omzet.")
    assert forced.status_code == 422 and len(standing(world)) == 1


def test_who_may_only_read_sees_it_and_can_change_nothing(world: World) -> None:
    world.person(PERSON).send(f"{MINE}/set", page=MINE, kind="objection", about="statistics")
    (row,) = world.rows(MarkRow)
    one = f"/consent/people/{PERSON}/marks/{row.id}"
    fg = world.staff("bqr", "fg")
    assert "<form" not in re.sub(r"<header.*?</header>", "", fg.get(one).text, flags=re.DOTALL)
    token = world.person(PERSON).token(MINE)
    for path, typed in (
        (DESK, {"kind": "objection", "about": "research", "how": "letter"}),
        (one, {"deed": "end", "how": "letter"}),
        (one, {"deed": "answer", "purpose": "statistics", "outcome": "upheld", "reason": "Ja."}),
    ):
        assert fg.send(path, token=token, **typed).status_code in (403, 422)
    assert len(standing(world)) == 1
    assert world.signed_in("bqr", Duty.DESK).get(DESK).status_code == 403
    assert fg.get("/consent/people/%3Cscript%3E/messages").status_code == 404
    assert fg.get(f"/consent/people/{OTHER}/marks/{row.id}").status_code == 404


def test_staff_let_the_links_of_a_client_stop(world: World) -> None:
    desk = world.staff("bqr", "board")
    assert desk.send(f"/consent/people/{PERSON}/links/end", page=DESK).status_code == 303
