"""The rules of the dossier: the fields as data, values and gaps of a case, what changed, values in JSON."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_breach.domain import AuthorityState, Breach, CaseState, NoticeKind, PersonsState, Times
from waarborg_breach.domain.dossier import (
    FIELDS,
    Code,
    Common,
    Gap,
    Known,
    NoSuchChoice,
    NoSuchField,
    NothingFilledIn,
    Notified,
    Part,
    Step,
    changes,
    check_typed,
    fields_of,
    fill,
    from_plain,
    gaps,
    plain,
)
from waarborg_breach.domain.facts import DataKind, Facts
from waarborg_breach.texts import dossier as texts
from waarborg_shared.hooks import Registry
from waarborg_shared.hooks.values import Text
from waarborg_shared.testing.world import both_organisations

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
RULES = Registry(both_organisations()).rules("bqr")
BY_CODE = {each.code: each for each in FIELDS}
TOLD = Breach(case=CaseState.DECIDED, authority=AuthorityState.TO_NOTIFY, persons=PersonsState.UNDECIDED)


def known(**more):
    plain_case = {
        "number": "BQR-L-2026-0001",
        "drill": False,
        "organisation": RULES.organisation,
        "protocol": RULES.breach_protocol,
        "now": AT,
        "times": Times(discovered_at=AT, aware_at=AT),
        "states": TOLD,
        "facts": Facts(),
        "kind": NoticeKind.PROVISIONAL,
        "due_at": AT + timedelta(hours=72),
    }
    return Known(**{**plain_case, **more})


def entry(code, case):
    return next((each for each in fill(fields_of(RULES.breach_protocol), case) if each.field.code == code), None)


def test_every_field_has_its_own_code_its_part_and_words_and_somewhere_to_fill_it_in():
    assert len(BY_CODE) == len(FIELDS)
    assert {each.part for each in FIELDS} == set(Part) - {Part.ANSWERS}
    assert {each.common for each in FIELDS} == {*Common, None}
    always_there = {"kind", "own_number", "law", "controller", "ongoing", "estimated", "discovered", "aware"}
    always_there |= {"measures_taken", "measures_planned", "processor_aware"}
    assert {each.code for each in FIELDS if not each.fill_in and not each.typed} == always_there
    for each in FIELDS:
        assert set(each.choices) <= set(texts.WORDS.get(each.code, ())), each.code
    assert set(texts.PARTS) == set(Part) and set(texts.COMMONS) == set(Common) and set(texts.GAPS) == set(Gap)


def test_an_empty_case_is_all_gaps_but_for_what_is_always_known_and_what_is_free():
    entries = fill(fields_of(RULES.breach_protocol), known())
    assert len(gaps(entries)) > 30
    assert not [each for each in gaps(entries) if each.field.optional]
    assert [each.place for each in entries if each.field.part is Part.TIMELINE][:2] == ["2.1", "2.2"]


@pytest.mark.parametrize(
    ("code", "more", "value", "gap"),
    [
        ("persons", {"facts": Facts(persons=0)}, 0, None),
        ("persons", {"said_unknown": frozenset({"persons"})}, None, Gap.SAID_UNKNOWN),
        ("intent", {"facts": Facts(intent=False)}, False, None),
        ("sensitive", {"facts": Facts(kinds=frozenset({DataKind.HEALTH}))}, (Code("kinds", "health"),), None),
        (
            "countries",
            {"facts": Facts(countries=frozenset({"DE", "BE"}))},
            (Code("country", "BE"), Code("country", "DE")),
            None,
        ),
        ("countries", {"facts": Facts(countries=frozenset())}, None, Gap.MISSING),
        ("sides", {"facts": Facts(confidentiality=True, integrity=False)}, (Code("side", "confidentiality"),), None),
        ("sides", {"facts": Facts(confidentiality=False, integrity=False, availability=False)}, None, Gap.MISSING),
        ("description", {"texts": {"summary": Gap.ERASED}}, None, Gap.ERASED),
        ("description", {"texts": {"summary": "  "}}, None, Gap.MISSING),
        ("description", {"answers": {"what_happened": "Zoek."}}, "Zoek.", None),
        ("description", {"not_known": frozenset({"what_happened"})}, None, Gap.SAID_UNKNOWN),
        ("severity", {"typed": {"severity": "limited"}}, Code("severity", "limited"), None),
        ("severity", {"typed": {"severity": Gap.ERASED}}, None, Gap.ERASED),
        ("measures_none", {"texts": {"no_measures": "Niets nodig."}}, "Niets nodig.", None),
        ("more", {}, None, None),
        ("answer.encrypted", {"answers": {"encrypted": "Nee."}}, "Nee.", None),
    ],
)
def test_what_a_case_says_to_a_field(code, more, value, gap):
    found = entry(code, known(**more))
    assert (found.value, found.gap) == (value, gap)


@pytest.mark.parametrize(
    ("code", "more", "asked"),
    [
        ("late_reason", {}, False),
        ("late_reason", {"now": AT + timedelta(hours=72)}, False),
        ("late_reason", {"now": AT + timedelta(hours=72, seconds=1)}, True),
        ("late_reason", {"now": AT + timedelta(days=9), "due_at": None}, False),
        ("ended", {"times": Times(discovered_at=AT, aware_at=AT, ongoing=True)}, False),
        ("countries", {"facts": Facts(other_eu=False)}, False),
        ("holder", {"facts": Facts(confidentiality=False)}, False),
        ("measures_none", {"measures": (Step("Slot", "technical", True, date(2026, 3, 3)),)}, False),
        ("not_told_why", {}, False),
        ("not_told_why", {"states": replace(TOLD, persons=PersonsState.NOT_TO_INFORM)}, True),
        ("told_at", {"states": replace(TOLD, persons=PersonsState.INFORMED)}, True),
        ("withdrawn_why", {"kind": NoticeKind.WITHDRAWAL}, True),
        ("authority_number", {"kind": NoticeKind.COMPLETE}, False),
    ],
)
def test_which_fields_a_case_is_asked(code, more, asked):
    assert (entry(code, known(**more)) is not None) is asked


def test_a_late_notice_keeps_asking_and_gives_the_reason_that_was_written():
    late = Notified(number=1, kind=NoticeKind.COMPLETE, at=AT, authority_number=None, late=True, reason="Ziek.")
    assert entry("late_reason", known(notices=(late,))).value == "Ziek."
    in_time = replace(late, late=False, reason=None)
    assert entry("late_reason", known(notices=(in_time,), now=AT + timedelta(days=9))) is None


def test_what_the_organisation_says_of_itself_is_no_gap_and_may_be_typed_over():
    protocol = replace(RULES.breach_protocol, trade_register="00000000", sector=Text("Zorg", "Care"))
    assert entry("trade_register", known()).gap is Gap.MISSING
    assert entry("trade_register", known(protocol=protocol)).value == "00000000"
    assert entry("sector", known(protocol=protocol)).value == Text("Zorg", "Care")
    assert entry("sector", known(protocol=protocol, typed={"sector": "Thuiszorg"})).value == "Thuiszorg"


def test_B24_9_the_answers_to_the_protocols_questions_go_along_each_in_its_place():
    case = known(answers={"encrypted": "Nee."}, not_known=frozenset({"how_many"}))
    found = [each for each in fill(fields_of(RULES.breach_protocol), case) if each.field.part is Part.ANSWERS]
    assert [each.field.code for each in found] == [f"answer.{each.code}" for each in RULES.breach_protocol.questions]
    assert [each.field.code for each in found if each.gap is None] == ["answer.encrypted"]
    assert [each.field.code for each in found if each.gap is Gap.SAID_UNKNOWN] == ["answer.how_many"]


def test_what_changed_leaves_out_what_is_about_the_notice_itself_and_names_what_went():
    entries = fill(FIELDS, known(facts=Facts(persons=3), kind=NoticeKind.SUPPLEMENT))
    before = {
        each.field.code: each.value for each in fill(FIELDS, known(facts=Facts(records=9))) if each.value is not None
    }
    found = {each.code: (each.was, each.became) for each in changes(entries, before)}
    assert found == {"persons": (None, 3), "records": (9, None)}


@pytest.mark.parametrize("code", ["description", "no-such", "answer.encrypted", "kind"])
def test_what_the_case_fills_itself_is_not_written_in_the_dossier(code):
    with pytest.raises(NoSuchField):
        check_typed({each.code: each for each in fields_of(RULES.breach_protocol)}, {code: "Iets."}, {})


def test_a_choice_that_there_is_not_is_refused_at_its_field():
    with pytest.raises(NoSuchChoice) as refused:
        check_typed(BY_CODE, {"severity": "enormous"}, {})
    assert refused.value.field == "severity"


@pytest.mark.parametrize(
    ("sent", "typed", "refused"),
    [
        ({}, {}, True),
        ({}, {"safeguards": "Slot."}, True),
        ({"safeguards": ""}, {}, True),
        ({"safeguards": ""}, {"safeguards": "Slot."}, False),
        ({"safeguards": "", "more": "Nog iets."}, {}, False),
    ],
)
def test_a_form_with_nothing_in_it_and_nothing_to_take_away_is_refused(sent, typed, refused):
    if not refused:
        check_typed(BY_CODE, sent, typed)
        return
    with pytest.raises(NothingFilledIn):
        check_typed(BY_CODE, sent, typed)


VALUES = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(),
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Code, st.text(), st.text()),
    st.just(Text("Ja", "Yes")),
    st.lists(
        st.one_of(
            st.builds(Code, st.text(), st.text()),
            st.builds(Step, st.text(), st.text(), st.booleans(), st.dates()),
            st.text(),
        )
    ).map(tuple),
)


@given(VALUES)
def test_a_value_comes_back_from_json_as_it_was(value):
    back = from_plain(json.loads(json.dumps(plain(value))))
    assert back == value and type(back) is type(value)
