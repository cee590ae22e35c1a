"""The rules of looking an answer through: cuts, marks, suggestions and the second look, as tables."""

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from waarborg_requests.domain import Outcome
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.review.cuts import (
    LEFT_OUT,
    BadCut,
    Field,
    Rectangle,
    Span,
    check_rectangles,
    cut_fields,
    cut_text,
)
from waarborg_requests.domain.review.marking import (
    CutsDoNotFit,
    GroundMissing,
    GroundTooMany,
    Mark,
    NotAllMarked,
    NothingCut,
    SomethingWithheld,
    Verdict,
    Withheld,
    WithholdGround,
    check_answer,
    check_mark,
    withheld_by_kind,
)
from waarborg_requests.domain.review.second_look import (
    Look,
    LookedAlready,
    NotBeforeTomorrow,
    NotLookedThrough,
    approved,
    second_look,
)
from waarborg_requests.domain.review.suggesting import Likely, suggest, tells_address
from waarborg_shared.second_look import Looked

OTHERS = WithholdGround.OTHERS_PRIVACY
GIVE = Mark(verdict=Verdict.GIVE)
WHOLE = Rectangle(0, 0, 0, 1, 1)
KEEP = Mark(verdict=Verdict.WITHHOLD, ground=OTHERS)


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ((), "Buurvrouw Ans belde"),
        ((Span(10, 13),), f"Buurvrouw {LEFT_OUT} belde"),
        ((Span(0, 19),), LEFT_OUT),
        ((Span(10, 11), Span(11, 13)), f"Buurvrouw {LEFT_OUT} belde"),
        ((Span(10, 13), Span(9, 12)), f"Buurvrouw{LEFT_OUT} belde"),
    ],
)
def test_B15_a_stretch_is_replaced_by_one_mark_that_does_not_tell_its_length(spans, left):
    assert cut_text("Buurvrouw Ans belde", spans) == left


@pytest.mark.parametrize("span", [Span(-1, 3), Span(3, 3), Span(5, 4), Span(0, 20)])
def test_a_stretch_outside_the_text_is_refused_and_named(span):
    with pytest.raises(BadCut) as refused:
        cut_text("Buurvrouw Ans belde", [span])
    assert refused.value.field == "cuts"


@given(some.text(max_size=80), some.data())
def test_nothing_of_a_cut_stretch_is_left_and_all_of_the_rest_is(text, data):
    if not text:
        return
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    assert cut_text(text, [Span(start, end)]) == text[:start] + LEFT_OUT + text[end:]


RECORD = {"huisarts": {"naam": "Ans Verzonnen", "a/b": 1, "c~d": 2}, "bezoeken": [{"wie": "Ans"}, {"wie": "Bram"}]}


@pytest.mark.parametrize(
    ("pointers", "gone"),
    [
        (["/huisarts/naam"], {"huisarts": {**RECORD["huisarts"], "naam": LEFT_OUT}, "bezoeken": RECORD["bezoeken"]}),
        (["/huisarts"], {"huisarts": LEFT_OUT, "bezoeken": RECORD["bezoeken"]}),
        (["/huisarts/naam", "/huisarts"], {"huisarts": LEFT_OUT, "bezoeken": RECORD["bezoeken"]}),
        (["/bezoeken/1/wie"], {"huisarts": RECORD["huisarts"], "bezoeken": [{"wie": "Ans"}, {"wie": LEFT_OUT}]}),
        (["/huisarts/a~1b"], {"huisarts": {**RECORD["huisarts"], "a/b": LEFT_OUT}, "bezoeken": RECORD["bezoeken"]}),
        (["/huisarts/c~0d"], {"huisarts": {**RECORD["huisarts"], "c~d": LEFT_OUT}, "bezoeken": RECORD["bezoeken"]}),
    ],
)
def test_B15_values_are_left_out_by_their_pointer_and_the_original_stays(pointers, gone):
    assert cut_fields(RECORD, [Field(each) for each in pointers]) == gone
    assert RECORD["huisarts"]["naam"] == "Ans Verzonnen"


@pytest.mark.parametrize(
    "pointer", ["", "huisarts", "/nergens", "/bezoeken/2", "/bezoeken/-1", "/bezoeken/01", "/huisarts/naam/x"]
)
def test_a_pointer_to_nothing_is_refused(pointer):
    with pytest.raises(BadCut):
        cut_fields(RECORD, [Field(pointer)])


@pytest.mark.parametrize(
    "rectangle",
    [
        Rectangle(0, -0.1, 0, 0.5, 0.5),
        Rectangle(0, 0.6, 0, 0.5, 0.5),
        Rectangle(0, 0, 0.9, 0.5, 0.2),
        Rectangle(0, 0, 0, 0, 0.5),
        Rectangle(2, 0, 0, 0.5, 0.5),
        Rectangle(-1, 0, 0, 0.5, 0.5),
        Rectangle(0, float("nan"), 0, 0.5, 0.5),
    ],
)
def test_a_rectangle_beside_the_page_is_refused(rectangle):
    with pytest.raises(BadCut):
        check_rectangles([rectangle], 2)


@pytest.mark.parametrize(
    ("mark", "form", "media_type", "refused"),
    [
        (GIVE, ItemForm.TEXT, None, None),
        (KEEP, ItemForm.FILE, "text/csv", None),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS, cuts=(Span(0, 1),)), ItemForm.TEXT, None, None),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS, cuts=(Field("/a"),)), ItemForm.JSON, None, None),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS, cuts=(WHOLE,)), ItemForm.FILE, "image/png", None),
        (Mark(verdict=Verdict.WITHHOLD), ItemForm.TEXT, None, GroundMissing),
        (Mark(verdict=Verdict.REDACT, cuts=(Span(0, 1),)), ItemForm.TEXT, None, GroundMissing),
        (Mark(verdict=Verdict.GIVE, ground=OTHERS), ItemForm.TEXT, None, GroundTooMany),
        (Mark(verdict=Verdict.GIVE, cuts=(Span(0, 1),)), ItemForm.TEXT, None, CutsDoNotFit),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS), ItemForm.TEXT, None, NothingCut),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS, cuts=(Field("/a"),)), ItemForm.TEXT, None, CutsDoNotFit),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS, cuts=(WHOLE,)), ItemForm.FILE, "text/csv", CutsDoNotFit),
        (Mark(verdict=Verdict.REDACT, ground=OTHERS), ItemForm.FILE, "text/csv", CutsDoNotFit),
    ],
)  # fmt: skip
def test_B15_what_is_withheld_names_its_ground_and_what_is_left_out_is_pointed_at(mark, form, media_type, refused):
    if refused is None:
        check_mark(mark, form, media_type)
        return
    with pytest.raises(refused) as told:
        check_mark(mark, form, media_type)
    assert told.value.field in {"ground", "cuts"}


@pytest.mark.parametrize(
    ("outcome", "items", "marks", "refused"),
    [
        (Outcome.REFUSED, 3, [], None),
        (Outcome.GRANTED, 0, [], None),
        (Outcome.GRANTED, 2, [GIVE, GIVE], None),
        (Outcome.GRANTED, 2, [GIVE], NotAllMarked),
        (Outcome.PARTLY, 2, [KEEP], NotAllMarked),
        (Outcome.GRANTED, 2, [GIVE, KEEP], SomethingWithheld),
        (Outcome.PARTLY, 2, [GIVE, KEEP], None),
    ],
)
def test_B14_an_answer_says_what_the_marks_say(outcome, items, marks, refused):
    if refused is None:
        check_answer(outcome, items=items, marks=marks)
    else:
        with pytest.raises(refused):
            check_answer(outcome, items=items, marks=marks)


def test_what_was_withheld_is_counted_by_kind_and_ground():
    part = Mark(verdict=Verdict.REDACT, ground=WithholdGround.WORKING_NOTES, cuts=(Span(0, 1),))
    told = withheld_by_kind([("health", KEEP), ("health", KEEP), ("health", part), ("names", GIVE)])
    assert told == (
        Withheld("health", Verdict.REDACT, WithholdGround.WORKING_NOTES, 1),
        Withheld("health", Verdict.WITHHOLD, OTHERS, 2),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BSN 111222333 staat erin", [("111222333", Likely.BSN)]),
        ("BSN 111 222 333 staat erin", [("111 222 333", Likely.BSN)]),
        ("Nummer 123456789 is er geen", []),
        ("Bel 06-12345678 of 0592 612 345.", [("06-12345678", Likely.PHONE), ("0592 612 345", Likely.PHONE)]),
        ("Mail naar ans.v@example.nl", [("ans.v@example.nl", Likely.EMAIL)]),
        ("Gesproken met mevr. Van der Fantasie vandaag", [("Van der Fantasie", Likely.NAME)]),
        ("Gezien door J.P. de Bedenksel op dinsdag", [("J.P. de Bedenksel", Likely.NAME)]),
        ("dochter Ilse Verzonnen belde", [("Ilse Verzonnen", Likely.NAME)]),
        ("Woont op Dwaalweg 9, 1234 AB Nergens sinds mei", [("Dwaalweg 9, 1234 AB Nergens", Likely.ADDRESS)]),
        ("aan de Lange Dwaalstraat 12a gezien", [("Lange Dwaalstraat 12a", Likely.ADDRESS)]),
        ("postcode 9331AX", [("9331AX", Likely.ADDRESS)]),
        ("In 2024 en 2025 niets", []),
        ("Afspraak 12 om 9 uur, kamer 1234", []),
        ("niets bijzonders vandaag", []),
    ],
)
def test_B15_what_looks_like_somebody_else_is_suggested(text, found):
    assert [(text[each.start : each.end], each.likely) for each in suggest(text)] == found


@pytest.mark.parametrize(
    ("text", "key", "tells"),
    [
        ("Dwaalweg 9", "note", True),
        ("9", "huisnummer", True),
        ("Nergens", "Woonplaats", True),
        ("Ans", "huisarts", False),
        ("", "", False),
    ],
)
def test_B12_where_an_address_seems_to_stand(text, key, tells):
    assert tells_address(text, key) is tells


@pytest.mark.parametrize("piece", ["A'", "Aa-", "Aa ", "laan ", "1234 AB Aa "])
def test_a_text_of_one_piece_over_and_over_is_read_in_a_moment(piece):
    begun = process_time()
    tells_address(piece * 15_000)
    suggest(piece * 15_000)
    assert process_time() - begun < 10, "a minute and more where each piece is read to the end of the text"


def test_the_persons_own_address_is_not_suggested():
    assert suggest("Dwaalweg 9, 1234 AB Nergens", own=["Dwaalweg 9, 1234 AB Nergens"]) == ()
    assert suggest("Dwaalweg 9", own=["Dwaalweg 9, 1234 AB Nergens"]) == ()
    assert len(suggest("Dwaalweg 9", own=["Elders 1"])) == 1


def test_the_persons_own_name_is_not_suggested():
    text = "Willemijn Proefpersoon sprak met Bram Nietbestaand."
    found = suggest(text, own=["Willemijn  proefpersoon"])
    assert [text[each.start : each.end] for each in found] == ["Bram Nietbestaand"]


@given(some.text(max_size=300))
def test_suggestions_never_overlap_and_lie_within_the_text(text):
    end = 0
    for each in suggest(text):
        assert end <= each.start < each.end <= len(text)
        end = each.end


EVENING = datetime(2026, 3, 3, 21, 30, tzinfo=UTC)
FIRST = Look(by="a", at=EVENING, digest=b"1")


@pytest.mark.parametrize(
    ("by", "at", "one_person", "outcome"),
    [
        ("b", EVENING, False, Looked.COLLEAGUE),
        ("a", EVENING, False, LookedAlready),
        ("a", EVENING.replace(day=5), False, LookedAlready),
        ("a", EVENING, True, NotBeforeTomorrow),
        ("a", EVENING.replace(hour=22, minute=59), True, NotBeforeTomorrow),
        ("a", EVENING.replace(hour=23, minute=1), True, Looked.AFTER_A_NIGHT),
        ("b", EVENING, True, Looked.COLLEAGUE),
    ],
)
def test_J8_a_second_look_is_a_colleagues_or_in_an_organisation_of_one_the_same_after_a_night(
    by, at, one_person, outcome
):
    if isinstance(outcome, Looked):
        assert second_look(FIRST, by=by, at=at, digest=b"1", one_person=one_person) is outcome
    else:
        with pytest.raises(outcome):
            second_look(FIRST, by=by, at=at, digest=b"1", one_person=one_person)


def test_a_mark_changed_after_the_first_look_asks_for_another_first_look():
    with pytest.raises(NotLookedThrough):
        second_look(FIRST, by="b", at=EVENING, digest=b"2", one_person=False)
    with pytest.raises(NotLookedThrough):
        second_look(None, by="b", at=EVENING, digest=b"2", one_person=False)
    second = Look(by="b", at=EVENING, digest=b"1")
    assert approved(FIRST, second, digest=b"1")
    assert not approved(FIRST, second, digest=b"2")
    assert not approved(FIRST, None, digest=b"1")
