"""The dossier for the authority over HTTP: page, PDF and JSON, written in, compared with what was told, erased."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import delete

from waarborg_breach.models import BreachCase, BreachDossierKept, BreachDossierText
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import UNANSWERED

BREACHES = "/breach/api/v1/breaches/"
SUMMARY = "Een tas met dossiers is uit de auto gestolen."
SAFEGUARDS = "De tas had een cijferslot."
BOTH = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}


@pytest.fixture
def board(world: World) -> Visitor:
    return world.staff("bqr", "board")


@pytest.fixture
def case(world: World, board: Visitor) -> str:
    typed = {"summary": SUMMARY, "discovered_at": "2026-03-02T07:00", "kind": "stolen"}
    assert board.send("/breach/report", **typed).status_code == 303
    (row,) = world.rows(BreachCase)
    return str(row.id)


def act(who: Visitor, case: str, step: str, **typed: Any) -> None:
    path = f"/breach/cases/{case}"
    answer = who.send(f"{path}/{step}", page=path, **typed)
    assert answer.status_code == 303, answer.text


def write(who: Visitor, case: str, part: str, query: str = "", **typed: Any) -> Any:
    return who.send(f"/breach/cases/{case}/dossier/{part}{query}", page="/breach/report", **typed)


def dossier(world: World, case: str) -> dict[str, Any]:
    answer = world.partner("bqr", "breach:read").get(f"{BREACHES}{case}/dossier")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def field(given: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in given["fields"] if each["code"] == code)
    return found


def pdf(who: Visitor, case: str) -> Any:
    answer = who.get(f"/breach/cases/{case}/dossier.pdf")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    return PdfReader(BytesIO(answer.data), strict=True)


def read(reader: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_dossier_is_filled_from_the_case_and_says_that_nothing_was_sent(
    world: World, board: Visitor, case: str
) -> None:
    page = board.get(f"/breach/cases/{case}/dossier")
    assert page.status_code == 200 and SUMMARY in page.text and "Nothing has been sent" in page.text
    assert 'data-copy="answers-breach"' in page.text and "copy.js" in page.text
    given = dossier(world, case)
    assert given["sent_by_us"] is False and given["drill"] is False
    assert field(given, "description")["value"] == {"text": SUMMARY}
    assert field(given, "incident")["words"] == {"nl": "Gestolen", "en": "Stolen"}
    assert field(given, "controller")["value"]["text"] and field(given, "officer")["value"]["nl"]
    assert given["changed_since_last_notice"] is None and given["notices"] == []
    script = board.get("/breach/dossier/static/copy.js")
    assert script.status_code == 200 and "clipboard" in script.text
    script.close()


def test_gaps_are_marked_counted_and_lead_to_where_they_are_filled(world: World, board: Visitor, case: str) -> None:
    before = dossier(world, case)
    assert field(before, "categories")["gap"] == "missing" and "categories" in before["gaps"]
    page = board.get(f"/breach/cases/{case}/dossier").text
    assert f"{len(before['gaps'])} questions have no answer yet" in page
    assert f'href="/breach/cases/{case}#facts"' in page and 'href="#fill-before"' in page
    act(board, case, "facts", fact_categories=["name"], fact_encryption="none", fact_groups=["unknown"])
    after = dossier(world, case)
    assert field(after, "categories")["words"]["nl"] and "categories" not in after["gaps"]
    assert field(after, "groups")["gap"] == "said-unknown"
    assert "encryption_how" not in {each["code"] for each in after["fields"]}


def test_every_link_to_a_gap_leads_to_something_on_the_page(board: Visitor, case: str) -> None:
    act(board, case, "decide", **BOTH)
    page, own = board.get(f"/breach/cases/{case}").text, board.get(f"/breach/cases/{case}/dossier").text
    places = {each.split('"')[0] for each in own.split(f'href="/breach/cases/{case}#')[1:]}
    assert {"facts", "answers", "contain", "consequences"} <= places
    assert [place for place in places if f'id="{place}"' not in page] == []
    inside = {each.split('"')[0] for each in own.split('href="#fill-')[1:]}
    assert inside and [place for place in inside if f'id="fill-{place}"' not in own] == []


def test_the_responsible_person_fills_in_what_the_case_does_not_hold_and_it_is_sealed(
    world: World, board: Visitor, case: str
) -> None:
    assert write(board, case, "before", safeguards=SAFEGUARDS, encryption_how="").status_code == 303
    (kept,) = world.rows(BreachDossierText)
    assert kept.field == "safeguards" and SAFEGUARDS.encode() not in kept.text_sealed
    assert field(dossier(world, case), "safeguards")["value"] == {"text": SAFEGUARDS}
    page = board.get(f"/breach/cases/{case}/dossier").text
    assert page.count(SAFEGUARDS) == 2
    revision = world.rows(BreachCase)[0].revision
    assert write(board, case, "before", safeguards=SAFEGUARDS).status_code == 303
    assert world.rows(BreachCase)[0].revision == revision, "the same once more changes nothing"
    assert world.verbs(case).count("wrote-dossier") == 1
    assert write(board, case, "before", safeguards=" ").status_code == 303
    assert world.rows(BreachDossierText) == []


def test_a_field_that_a_form_does_not_have_stays_as_it_was(world: World, board: Visitor, case: str) -> None:
    write(board, case, "before", safeguards=SAFEGUARDS)
    write(board, case, "before", encryption_how="Het was papier.")
    assert {row.field for row in world.rows(BreachDossierText)} == {"safeguards", "encryption_how"}
    write(board, case, "before", safeguards="")
    assert [row.field for row in world.rows(BreachDossierText)] == ["encryption_how"]


def test_a_form_in_which_nothing_was_filled_in_says_so(world: World, board: Visitor, case: str) -> None:
    answer = write(board, case, "before", safeguards="", encryption_how=" ")
    assert answer.status_code == 422 and "You filled in nothing." in answer.text
    assert "wrote-dossier" not in world.verbs(case)


def test_what_is_typed_goes_before_what_the_organisation_says_of_itself(
    world: World, board: Visitor, case: str
) -> None:
    assert write(board, case, "contact", officer="Mr. Verzonnen").status_code == 303
    assert field(dossier(world, case), "officer")["value"] == {"text": "Mr. Verzonnen"}
    assert write(board, case, "contact", officer="").status_code == 303
    assert "nl" in field(dossier(world, case), "officer")["value"]


def test_B24_10_3_nobody_but_the_responsible_person_writes_in_it_and_the_officer_reads(
    world: World, board: Visitor, case: str
) -> None:
    for role in ("fg", "quality"):
        reader = world.staff("bqr", role)
        page = reader.get(f"/breach/cases/{case}/dossier")
        assert page.status_code == 200 and SUMMARY in page.text and "Keep this part" not in page.text
        answer = write(reader, case, "before", safeguards=SAFEGUARDS)
        assert answer.status_code == 403, role
    assert world.staff("bqr", "carer").get(f"/breach/cases/{case}/dossier").status_code == 403
    assert world.staff("bqr", "carer").get(f"/breach/cases/{case}/dossier.pdf").status_code == 403
    assert world.rows(BreachDossierText) == []


def test_another_organisation_and_a_token_without_the_right_get_nothing(world: World, case: str) -> None:
    address = f"{BREACHES}{case}/dossier"
    assert world.partner("jtb-care", "breach:read").get(address).status_code == 404
    assert world.partner("bqr", "breach:report").get(address).status_code == 403
    other = world.staff("jtb-care", world.runtime.rules("jtb-care").breach_protocol.responsible_role)
    for page in ("dossier", "dossier.pdf"):
        assert other.get(f"/breach/cases/{case}/{page}").status_code == 404
    sent = other.send(f"/breach/cases/{case}/dossier/before", page="/breach/report", safeguards=SAFEGUARDS)
    assert sent.status_code == 404 and world.rows(BreachDossierText) == []


@pytest.mark.parametrize(
    ("part", "wrong", "status"),
    [
        ("consequences", {"severity": "enormous"}, 422),
        ("before", {"safeguards": "a\x00b"}, 422),
        ("before", {"safeguards": "x" * 4001}, 422),
        ("before", {"description": "Iets anders."}, 422),
        ("before", {"severity": "limited"}, 422),
        ("answers", {"more": "Iets."}, 404),
        ("no-such", {"more": "Iets."}, 404),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    world: World, board: Visitor, case: str, part: str, wrong: dict[str, Any], status: int
) -> None:
    answer = write(board, case, part, **wrong)
    assert answer.status_code == status, answer.text
    assert world.rows(BreachDossierText) == []


def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(world: World, board: Visitor, case: str) -> None:
    assert write(board, case, "before", safeguards=SAFEGUARDS).status_code == 303
    late = write(board, case, "before", "?revision=1", safeguards="Niets.")
    assert late.status_code == 412 and "Niets." in late.text
    assert field(dossier(world, case), "safeguards")["value"] == {"text": SAFEGUARDS}


def test_art_33_4_what_stood_in_it_at_a_notice_is_kept_and_what_changed_since_is_shown(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + timedelta(hours=3)
    act(board, case, "decide", **BOTH)
    act(board, case, "notified", at="2026-03-02T09:00", complete="no", authority_number="AP-2026-0042")
    (kept,) = world.rows(BreachDossierKept)
    assert kept.number == 1 and SUMMARY.encode() not in kept.dossier_sealed
    assert dossier(world, case)["changed_since_last_notice"] == []
    assert "Nothing changed." in board.get(f"/breach/cases/{case}/dossier").text
    act(board, case, "facts", about_how_many="12")
    write(board, case, "before", safeguards=SAFEGUARDS)
    given = dossier(world, case)
    assert given["changed_since_last_notice"] == [
        {"code": "persons", "was": None, "became": {"number": 12}},
        {"code": "safeguards", "was": None, "became": {"text": SAFEGUARDS}},
    ]
    words = read(pdf(board, case))
    assert "Changed since the last notice (Provisional notification" in words and "Then: no answer" in words
    assert field(given, "kind")["value"] == {"of": "notice", "code": "supplement"}
    assert field(given, "authority_number")["value"] == {"text": "AP-2026-0042"}
    act(board, case, "supplemented", at="2026-03-02T10:00", complete="yes")
    assert [row.number for row in world.rows(BreachDossierKept)] == [1, 2]
    after = dossier(world, case)
    assert after["changed_since_last_notice"] == []
    page = board.get(f"/breach/cases/{case}/dossier").text
    assert "What stood in it at each notice" in page and page.count("<summary>Supplement,") == 1


def test_a_notice_of_before_the_dossier_was_kept_says_so(world: World, board: Visitor, case: str) -> None:
    world.clock.moment = START + timedelta(hours=3)
    act(board, case, "decide", **BOTH)
    act(board, case, "notified", at="2026-03-02T09:00", complete="no")
    with world.work() as work:
        work.session.execute(delete(BreachDossierKept))
    page = board.get(f"/breach/cases/{case}/dossier")
    assert page.status_code == 200 and page.text.count("Nothing was kept of it.") == 2
    assert dossier(world, case)["changed_since_last_notice"] is None
    act(board, case, "supplemented", at="2026-03-02T10:00", complete="yes")
    assert dossier(world, case)["changed_since_last_notice"] == []


def test_a_withdrawal_says_why_and_is_kept_too(world: World, board: Visitor, case: str) -> None:
    world.clock.moment = START + timedelta(hours=3)
    act(board, case, "decide", **BOTH)
    act(board, case, "notified", at="2026-03-02T09:00", complete="yes")
    act(board, case, "withdrawn", withdrawn_at="2026-03-02T10:00", withdrawn_reason="Het was geen lek.")
    given = dossier(world, case)
    assert field(given, "kind")["value"]["code"] == "withdrawal"
    assert field(given, "withdrawn_why")["value"] == {"text": "Het was geen lek."}
    assert len(world.rows(BreachDossierKept)) == 2


def test_art_33_1_after_72_hours_it_asks_for_the_reasons_and_shows_those_that_were_given(
    world: World, board: Visitor, case: str
) -> None:
    assert "late_reason" not in {each["code"] for each in dossier(world, case)["fields"]}
    act(board, case, "decide", **BOTH)
    world.clock.moment = START + timedelta(hours=80)
    assert field(dossier(world, case), "late_reason")["gap"] == "missing"
    act(board, case, "notified", at="2026-03-05T13:00", complete="yes", late_reason="Niemand was bereikbaar.")
    assert field(dossier(world, case), "late_reason")["value"] == {"text": "Niemand was bereikbaar."}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_pdf_can_be_read_aloud_holds_the_answers_and_is_on_the_timeline(
    world: World, board: Visitor, case: str, lang: str
) -> None:
    write(board, case, "before", safeguards=f"{SAFEGUARDS}\nEn 漢字 ✓.")
    reader = pdf(world.staff("bqr", "fg", lang=lang), case)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == {"nl": "nl-NL", "en": "en-GB"}[lang]
    metadata = catalogue["/Metadata"].get_object().get_data()
    assert b"<pdfuaid:part>1<" in metadata and b"<pdfaid:part>3<" in metadata
    words = read(reader)
    assert SUMMARY in words and SAFEGUARDS in words
    assert ("Er is niets verstuurd" if lang == "nl" else "Nothing has been sent") in words
    assert ("Nog niet ingevuld" if lang == "nl" else "Not filled in yet") in words
    assert "took-dossier" in world.verbs(case)


def test_of_an_exercise_everything_says_so_and_nothing_is_offered_to_be_copied(world: World, board: Visitor) -> None:
    board.send("/breach/exercises", exercise_what="Een tablet is zoek.")
    (row,) = world.rows(BreachCase)
    page = board.get(f"/breach/cases/{row.id}/dossier").text
    given = dossier(world, row.id)
    parts = {each["part"] for each in given["fields"]}
    assert 'data-mark="EXERCISE"' in page and page.count("<strong>EXERCISE. None of this happened.") == len(parts)
    assert "data-copy=" not in page and "copy.js" not in page
    assert given["mark"]["en"].startswith("EXERCISE") and all(each["exercise"] for each in given["fields"])
    words = read(pdf(board, row.id))
    assert words.count("EXERCISE. None of this happened.") > len(parts)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_of_an_erased_case_it_says_erased_and_a_notice_can_still_be_noted(
    world: World, board: Visitor, case: str, lang: str
) -> None:
    world.clock.moment = START + timedelta(hours=3)
    write(board, case, "before", safeguards=SAFEGUARDS)
    act(board, case, "decide", **BOTH)
    act(board, case, "notified", at="2026-03-02T09:00", complete="no")
    world.erase(case)
    page = world.staff("bqr", "board", lang=lang).get(f"/breach/cases/{case}/dossier")
    assert page.status_code == 200 and SUMMARY not in page.text and SAFEGUARDS not in page.text
    assert ("Gewist" if lang == "nl" else "Erased") in page.text
    given = dossier(world, case)
    assert field(given, "description")["gap"] == "erased" and given["changed_since_last_notice"] is None
    act(board, case, "supplemented", at="2026-03-02T10:00", complete="yes")
    assert len(world.rows(BreachDossierKept)) == 1
    assert write(board, case, "before", safeguards="Toch iets.").status_code == 422
    assert SUMMARY not in read(pdf(board, case))


def test_a_closed_case_shows_its_dossier_and_takes_nothing_more(world: World, board: Visitor, case: str) -> None:
    act(board, case, "retract", retract_why="Het was geen lek.")
    page = board.get(f"/breach/cases/{case}/dossier")
    assert page.status_code == 200 and "Keep this part" not in page.text
    assert write(board, case, "before", safeguards=SAFEGUARDS).status_code == 422
    assert world.rows(BreachDossierText) == []


def test_the_law_s_own_protocol_has_a_dossier_too(world: World) -> None:
    officer = world.staff("jtb-care", world.runtime.rules("jtb-care").breach_protocol.responsible_role)
    assert officer.send("/breach/report", summary=SUMMARY, discovered_at="2026-03-02T07:00").status_code == 303
    (row,) = world.rows(BreachCase, "jtb-care")
    page = officer.get(f"/breach/cases/{row.id}/dossier")
    assert page.status_code == 200 and "Keep this part" in page.text


def test_it_is_written_in_and_kept_on_either_database(either_world: World) -> None:
    board = either_world.staff("bqr", "board")
    assert board.send("/breach/report", summary=SUMMARY, discovered_at="2026-03-02T07:00").status_code == 303
    (row,) = either_world.rows(BreachCase)
    either_world.clock.moment = START + timedelta(hours=3)
    assert write(board, row.id, "before", safeguards=SAFEGUARDS).status_code == 303
    assert write(board, row.id, "before", safeguards=f"{SAFEGUARDS} En een alarm.").status_code == 303
    act(board, row.id, "decide", **BOTH)
    act(board, row.id, "notified", at="2026-03-02T09:00", complete="no")
    assert write(board, row.id, "before", safeguards="").status_code == 303
    changed = dossier(either_world, row.id)["changed_since_last_notice"]
    assert [(each["code"], each["became"]) for each in changed] == [("safeguards", None)]
    assert either_world.rows(BreachDossierText) == [] and len(either_world.rows(BreachDossierKept)) == 1
