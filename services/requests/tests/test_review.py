"""Looking an answer through, over HTTP: marks, cuts, the second look, and what stops an answer."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from waarborg_requests import actions
from waarborg_requests.actions.letter_parts import letter_parts
from waarborg_requests.actions.review import looks, marks
from waarborg_requests.actions.review.giving import every_given, given_file, given_text, given_value
from waarborg_requests.domain import Identification
from waarborg_requests.models import HolderTask, Item, ItemMark, LookInvitation, Request, ReviewLook
from waarborg_requests.redacting.pages import text_in
from waarborg_shared.hooks.values import Duty
from waarborg_tests.papers import pdf
from waarborg_tests.reviewing import DUTIES, RECORD, TEXT, answer, colleague, collected, give_all, items, mark, press

OTHER = "22222222-2222-4222-8222-222222222222"
PDF = "application/pdf"


def test_B15_an_item_is_shown_with_what_may_be_about_somebody_else_and_that_he_looked_is_kept(world):
    request_id = collected(world)
    first, second = items(world, request_id)
    page = world.coordinator().get(f"/requests/cases/{request_id}/items/{first}")
    assert page.status_code == 200
    assert "Bram Nietbestaand" in page.text
    assert "looks like a name" in page.text
    pieces = re.findall(r'<label class="utrecht-form-label" for="piece-\d+">([^<]+)', page.text)
    assert pieces == ["Bram Nietbestaand"]
    leaves = world.coordinator().get(f"/requests/cases/{request_id}/items/{second}").text
    assert "huisarts: Ans Verzonnen" in leaves
    assert "looks like a telephone number" in leaves
    assert world.verbs(request_id).count("looked-at-item") == 2


def test_B15_words_and_values_are_left_out_and_the_rest_is_given(world):
    request_id = collected(world)
    first, second = items(world, request_id)
    visitor, others = world.coordinator(), {"verdict": "redact", "ground": "others_privacy"}
    start = TEXT.index("Bram")
    sent = mark(visitor, request_id, first, **others, cuts=[f"{start}-{start + 17}"])
    assert sent.status_code == 303
    assert sent.headers["Location"].endswith(f"/items/{second}")
    sent = mark(visitor, request_id, second, **others, pointers=["/huisarts"])
    assert sent.headers["Location"].endswith("/review")
    with world.work() as work:
        text, record = every_given(work, work.case(Request, request_id))
        assert given_text(text) == "Willemijn Proefpersoon belde met [weggelaten]."
        assert given_value(record) == {**RECORD, "huisarts": "[weggelaten]"}
    assert "How it is given" in visitor.get(f"/requests/cases/{request_id}/items/{first}").text


def test_a_word_to_leave_out_is_left_out_everywhere_whatever_its_capitals(world):
    request_id = collected(world)
    first, _ = items(world, request_id)
    typed = {"verdict": "redact", "ground": "others_privacy", "words": "bram nietbestaand\nbelde"}
    assert mark(world.coordinator(), request_id, first, **typed).status_code == 303
    with world.work() as work:
        (text,) = every_given(work, work.case(Request, request_id))
        assert given_text(text) == "Willemijn Proefpersoon [weggelaten] met [weggelaten]."


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "field-verdict"),
        ({"verdict": "withhold"}, "field-ground"),
        ({"verdict": "give", "ground": "law"}, "field-ground"),
        ({"verdict": "redact", "ground": "law"}, "Point out what you leave out"),
        ({"verdict": "redact", "ground": "law", "words": "staat er niet"}, "Point out what you leave out"),
        ({"verdict": "redact", "ground": "law", "cuts": ["1-9999"]}, "lies outside the text"),
        ({"verdict": "redact", "ground": "law", "cuts": ["x"]}, "This piece is not known"),
        ({"verdict": "burn"}, "field-verdict"),
    ],
)
def test_a_mark_that_does_not_hang_together_is_refused_with_the_field_and_nothing_is_kept(world, typed, field):
    request_id = collected(world)
    first, _ = items(world, request_id)
    refused = mark(world.coordinator(), request_id, first, **typed)
    assert refused.status_code == 422
    assert field in refused.text
    assert world.rows(ItemMark) == []


def test_two_reviewers_at_once_the_second_is_told_and_nothing_is_overwritten(world):
    request_id = collected(world)
    first, _ = items(world, request_id)
    assert mark(world.coordinator(), request_id, first, verdict="give").status_code == 303
    late = mark(colleague(world), request_id, first, verdict="withhold", ground="law", revision="0")
    assert late.status_code == 412
    assert [each.verdict for each in world.rows(ItemMark)] == ["give"]


def test_what_needs_no_thought_is_given_at_once_and_what_was_judged_stays(world):
    request_id = collected(world)
    first, _ = items(world, request_id)
    mark(world.coordinator(), request_id, first, verdict="withhold", ground="working_notes")
    visitor, review = world.coordinator(), f"/requests/cases/{request_id}/review"
    assert visitor.send(f"{review}/rest", page=review, category="health").status_code == 303
    assert [each.verdict for each in world.rows(ItemMark)] == ["withhold"]
    assert give_all(visitor, request_id).status_code == 303
    assert sorted(each.verdict for each in world.rows(ItemMark)) == ["give", "withhold"]
    after = visitor.get(review).text
    assert "2 of 2 items judged" in after and "about somebody else as well" not in after


def test_B15_an_answer_waits_for_every_mark_and_for_the_second_look(world):
    request_id, visitor = collected(world), world.coordinator()
    assert "First say of each collected item" in answer(visitor, request_id).text
    give_all(visitor, request_id)
    assert "A second person has to look" in answer(visitor, request_id).text
    assert press(visitor, request_id, "finish").status_code == 303
    own = press(visitor, request_id, "approve")
    assert own.status_code == 422
    assert "A colleague has to look as well" in own.text
    assert press(colleague(world), request_id, "approve").status_code == 303
    assert answer(visitor, request_id).status_code == 303
    assert [each.way for each in world.rows(ReviewLook)] == [None, "colleague"]


def test_a_refusal_of_everything_needs_no_review(world):
    request_id = collected(world)
    assert answer(world.coordinator(), request_id, "refused", ground="excessive").status_code == 303


def test_B14_who_gets_less_than_everything_is_told_so_by_kind_and_why(world):
    request_id, visitor = collected(world), world.coordinator()
    first, _ = items(world, request_id)
    mark(visitor, request_id, first, verdict="withhold", ground="others_privacy")
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    assert "choose “in part”" in answer(visitor, request_id).text
    assert answer(visitor, request_id, "partly", ground="others_privacy").status_code == 303
    with world.work() as work:
        row, rules = work.case(Request, request_id), world.runtime.rules("bqr")
        told = next(part for part in letter_parts(work, row, rules) if part.heading.nl == "Wat wij niet geven")
    ((category, much, why),) = told.rows
    assert category == rules.categories["health"].name
    assert much.nl == "1 onderdeel"
    assert "iemand anders" in why.nl


@pytest.mark.parametrize("used", ["law", "investigation", "legal_privilege"])
def test_B14_an_answer_in_part_names_each_ground_on_which_something_is_withheld(world, used):
    request_id, visitor = collected(world), world.coordinator()
    first, second = items(world, request_id)
    mark(visitor, request_id, first, verdict="withhold", ground=used)
    mark(visitor, request_id, second, verdict="withhold", ground="others_privacy")
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    for ground in ("others_privacy", "working_notes", used):
        refused = answer(visitor, request_id, "partly", ground=ground)
        assert refused.status_code == 422 and "a ground that your answer does not name" in refused.text
    told = answer(visitor, request_id, "partly", ground=used, more_grounds=["others_privacy"])
    assert told.status_code == 303


def test_B15_what_is_about_somebody_else_is_not_given_with_the_rest(world):
    request_id, visitor = collected(world), world.coordinator()
    first, second = items(world, request_id)
    with world.work() as work:
        work.session.get(Item, ("bqr", first)).about = "representative"
    review = f"/requests/cases/{request_id}/review"
    page = visitor.get(f"{review}?lang=en").text
    assert "1 item is about somebody else as well" in page and "The button is about 1 item." in page
    dutch = visitor.get(f"{review}?lang=nl").text
    assert "1 onderdeel gaat ook over iemand anders" in dutch and "Dit alles geven" in dutch
    give_all(visitor, request_id)
    assert [each.item_id for each in world.rows(ItemMark)] == [second]
    after = visitor.get(f"{review}?lang=en").text
    assert "1 item is about somebody else as well" in after and "nothing left that can be given at once" in after
    assert "Give all of these" not in after
    assert "First say of each collected item" in answer(visitor, request_id).text


def test_a_mark_changed_after_both_looks_asks_for_both_again(world):
    request_id, visitor = collected(world), world.coordinator()
    first, _ = items(world, request_id)
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    assert mark(visitor, request_id, first, verdict="withhold", ground="law").status_code == 303
    assert "A second person has to look" in answer(visitor, request_id, "partly", ground="law").text
    assert press(colleague(world), request_id, "approve").status_code == 422


def test_J8_where_one_person_does_it_all_the_second_look_comes_after_a_night(world):
    request_id, visitor = collected(world, "jtb-care"), world.coordinator("jtb-care")
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    assert "Look at it again tomorrow" in press(visitor, request_id, "approve").text
    world.clock.moment += timedelta(days=1)
    tomorrow = world.signed_in("jtb-care", *DUTIES, ref="account-coordinator")
    assert press(tomorrow, request_id, "approve").status_code == 303
    assert [each.way for each in world.rows(ReviewLook, "jtb-care")] == [None, "after_a_night"]


def invited(world):
    """An outsider's code at JTB-Care, with the request that it is for."""
    request_id, visitor = collected(world, "jtb-care"), world.coordinator("jtb-care")
    first, _ = items(world, request_id, "jtb-care")
    mark(visitor, request_id, first, verdict="redact", ground="others_privacy", words="Bram Nietbestaand")
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    page = press(visitor, request_id, "invite", invited="Ans Verzonnen")
    assert page.status_code == 201, page.text
    return request_id, visitor, re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", page.text)[0]


def test_J8_somebody_from_outside_looks_once_at_what_would_be_given_and_at_nothing_else(world):
    request_id, visitor, code = invited(world)
    outsider = world.visitor("jtb-care")
    page = outsider.send("/requests/second-look", code=code)
    assert page.status_code == 200, page.text
    assert "Willemijn Proefpersoon belde met [weggelaten]." in page.text
    assert "Bram Nietbestaand" not in page.text
    assert code not in page.request.path
    word = {"code": code, "verdict": "approve", "words": "In orde"}
    assert (
        "what you said is recorded"
        in outsider.send("/requests/second-look/word", page="/requests/second-look", **word).text
    )
    again = outsider.send("/requests/second-look/word", page="/requests/second-look", **word)
    assert again.status_code == 422
    assert [each.way for each in world.rows(ReviewLook, "jtb-care")] == [None, "outsider"]
    assert answer(visitor, request_id, "partly", ground="others_privacy").status_code == 303


def test_an_outsiders_no_approves_nothing_and_is_on_the_timeline(world):
    request_id, visitor, code = invited(world)
    word = {"code": code, "verdict": "object", "words": "Kijk nog eens naar 2"}
    world.visitor("jtb-care").send("/requests/second-look/word", page="/requests/second-look", **word)
    assert "look-objected" in world.verbs(request_id, "jtb-care")
    assert answer(visitor, request_id, "partly", ground="others_privacy").status_code == 422
    assert "Kijk nog eens naar 2" in visitor.get(f"/requests/cases/{request_id}").text


@pytest.mark.parametrize("change", ["guessed", "other organisation", "too late", "changed since", "answered"])
def test_a_code_that_does_not_hold_shows_nothing_and_does_not_say_why(world, change):
    request_id, visitor, code = invited(world)
    outsider = world.visitor("bqr" if change == "other organisation" else "jtb-care")
    if change == "guessed":
        code = "AAAA-BBBB-CCCC-DDDD"
    elif change == "too late":
        world.clock.moment += timedelta(days=8)
    elif change == "changed since":
        _, second = items(world, request_id, "jtb-care")
        mark(visitor, request_id, second, verdict="withhold", ground="law")
    elif change == "answered":
        answer(visitor, request_id, "refused", ground="excessive")
    page = outsider.send("/requests/second-look", code=code)
    assert page.status_code == 422
    assert "This code is not right, or holds no more" in page.text
    assert "Willemijn" not in page.text


def test_codes_are_not_guessed_without_end(world):
    outsider = world.visitor("jtb-care")
    statuses = {outsider.send("/requests/second-look", code="AAAA-BBBB-CCCC-DDDD").status_code for _ in range(12)}
    assert 429 in statuses


def test_only_an_organisation_of_one_person_asks_somebody_from_outside(world):
    request_id, visitor = collected(world), world.coordinator()
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    refused = press(visitor, request_id, "invite", invited="Ans Verzonnen")
    assert refused.status_code == 422
    assert world.rows(LookInvitation) == []


def png():
    """A white image."""
    written = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(written, "PNG")
    return written.getvalue()


def test_B15_a_page_is_pointed_at_with_two_clicks_and_what_lay_beneath_is_gone(world):
    request_id = collected(world, files=[("brief.pdf", PDF, pdf("Naam Geheimnaam"))])
    *_, file_id = items(world, request_id)
    visitor, path = world.coordinator(), f"/requests/cases/{request_id}/items/{file_id}"
    base = {"revision": "0", "_page": "1", "_at.x": "60", "_at.y": "50"}
    first = visitor.send(path, **base)
    assert first.status_code == 200
    corner = re.search(r'name="_corner" value="([^"]+)"', first.text)[1]
    second = visitor.send(path, **{**base, "_at.x": "700", "_at.y": "200"}, _corner=corner)
    rectangle = re.search(r'name="rectangles" value="([^"]+)" checked', second.text)[1]
    typed = {"verdict": "redact", "ground": "others_privacy", "rectangles": [rectangle]}
    assert mark(visitor, request_id, file_id, **typed).status_code == 303
    with world.work() as work:
        (given,) = every_given(work, work.case(Request, request_id))
        made = b"".join(given_file(work, given))
    assert text_in(made).strip() == ""
    assert b"Geheimnaam" not in made
    picture = visitor.get(f"{path}/pages/0?r={rectangle.partition(',')[2]}")
    assert picture.mimetype == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store"


def test_a_rectangle_can_be_given_in_figures_and_a_wrong_one_is_told(world):
    request_id = collected(world, files=[("foto.png", "image/png", png())])
    *_, file_id = items(world, request_id)
    visitor, path = world.coordinator(), f"/requests/cases/{request_id}/items/{file_id}"
    figures = {"_new_page": "1", "_new_left": "0", "_new_top": "0", "_new_width": "50", "_new_height": "100"}
    added = visitor.send(path, revision="0", _do="add", **figures)
    assert 'name="rectangles" value="0,0.00000,0.00000,0.50000,1.00000"' in added.text
    wrong = visitor.send(path, revision="0", _do="add", **{**figures, "_new_left": "wijd"})
    assert wrong.status_code == 422
    assert 'id="error-new-left"' in wrong.text


def test_from_a_file_without_pages_nothing_can_be_left_out(world):
    request_id = collected(world, files=[("lijst.csv", "text/csv", b"a;b\n1;2\n"), ("stuk.pdf", PDF, b"%PDF-1.7 stuk")])
    *_, table, broken = items(world, request_id)
    for item_id in (table, broken):
        page = world.coordinator().get(f"/requests/cases/{request_id}/items/{item_id}")
        assert "give it whole, or withhold it whole" in page.text
        typed = {"verdict": "redact", "ground": "law", "rectangles": ["0,0,0,1,1"]}
        assert mark(world.coordinator(), request_id, item_id, **typed).status_code == 422
    with world.work() as work:
        row = work.case(Request, request_id)
        marks.mark_item(work, request_id, table, marks.Mark(verdict=marks.Verdict.GIVE), revision=0)
        work.session.flush()
        (given,) = every_given(work, row)
        assert b"".join(given_file(work, given)) == b"a;b\n1;2\n"


def test_who_may_only_read_sees_the_items_and_changes_nothing(world):
    request_id = collected(world)
    first, _ = items(world, request_id)
    reader = world.signed_in("bqr", Duty.REQUESTS_READ, ref="account-reader")
    assert "Record this" not in reader.get(f"/requests/cases/{request_id}/items/{first}").text
    token = colleague(world).token(f"/requests/cases/{request_id}/items/{first}")
    sent = reader.send(f"/requests/cases/{request_id}/items/{first}", token=token, revision="0", verdict="give")
    assert sent.status_code == 403
    assert world.signed_in("bqr", Duty.BREACH_READ).get(f"/requests/cases/{request_id}/review").status_code == 403


def test_nothing_of_a_request_corrected_to_another_person_is_given(world):
    request_id, visitor = collected(world), world.coordinator()
    give_all(visitor, request_id)
    with world.work() as work:
        row = work.case(Request, request_id)
        found = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=OTHER)
        actions.identify(work, row.id, found, revision=row.revision, rules=world.runtime.rules("bqr"))
        assert list(every_given(work, row)) == []
        assert not looks.standing(work, row, world.runtime.rules("bqr")).approved
        assert marks.counted(work, row).items == 0


def test_of_an_item_whose_key_was_destroyed_the_page_says_that_it_was_erased(world):
    request_id = collected(world)
    first, _ = items(world, request_id)
    mark(world.coordinator(), request_id, first, verdict="redact", ground="law", words="belde")
    task = next(each for each in world.rows(HolderTask) if each.holder == "a_test")
    world.erase(task.key)
    assert "was erased" in world.coordinator().get(f"/requests/cases/{request_id}/items/{first}").text
    assert world.coordinator().get(f"/requests/cases/{request_id}/review").status_code == 200


def test_the_marks_stand_behind_both_walls(either_world):
    request_id = collected(either_world)
    first, _ = items(either_world, request_id)
    assert mark(either_world.coordinator(), request_id, first, verdict="give").status_code == 303
    assert give_all(either_world.coordinator(), request_id).status_code == 303
    assert press(either_world.coordinator(), request_id, "finish").status_code == 303
    assert either_world.coordinator("jtb-care").get(f"/requests/cases/{request_id}/review").status_code == 404
    assert either_world.rows(ItemMark, "jtb-care") == []
