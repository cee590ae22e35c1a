"""What one look says, what is refused of it, its salted digest, and from which moment on the log is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain.audit_events import BadAuditEvent, own_form
from waarborg_consent.domain.log_notes import (
    BadNote,
    LogHead,
    SignedHead,
    key_hash,
    log_name,
    note_of,
    read_note,
    text_of,
)
from waarborg_consent.domain.looks import (
    Action,
    CouldBeBsn,
    InTheFuture,
    Look,
    Outcome,
    TooLongAgo,
    UnknownRecordType,
    UnknownUse,
    at_odds,
    canonical,
    check_codes,
    check_no_bsn,
    check_time,
    digest_of,
    kept_since,
    look_of,
    says_the_same,
)
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import Term, Unit, due
from waarborg_tests.looks import PERSON, audit_event

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOOK = Look(
    source="ecd",
    event_id="ecd-1",
    subject_ref=PERSON,
    at=NOW,
    action=Action.READ,
    outcome=Outcome.SUCCESS,
    record_type="care_plan",
    system="Dossier Noord",
    who_ref="medewerker-17",
    role="carer",
)
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30)
DAYS = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, (DAYS[1] - DAYS[0]) // timedelta(microseconds=1)).map(
    lambda each: DAYS[0] + timedelta(microseconds=each)
)
LOOK_VALUES = st.builds(
    Look,
    source=TEXTS,
    event_id=TEXTS,
    subject_ref=TEXTS,
    at=MOMENTS,
    action=st.sampled_from(Action),
    outcome=st.sampled_from(Outcome),
    record_type=TEXTS,
    system=TEXTS,
    who_ref=TEXTS,
    role=TEXTS,
    role_name=st.none() | TEXTS,
    record_ref=st.none() | TEXTS,
    behalf_ref=st.none() | TEXTS,
    behalf_role=st.none() | TEXTS,
    purpose=st.none() | TEXTS,
    address=st.none() | TEXTS,
    event_code=st.none() | TEXTS,
    decision_id=st.none() | TEXTS,
)


@given(LOOK_VALUES)
def test_what_a_look_says_comes_back_as_it_was(look):
    assert look_of(canonical(look)) == look


@given(LOOK_VALUES, LOOK_VALUES, st.binary(min_size=16, max_size=16))
def test_two_looks_have_one_digest_only_where_they_say_the_same(one, other, salt):
    digest = digest_of(salt, canonical(one))
    assert says_the_same(other, salt=salt, digest=digest) is (one == other)


def test_with_another_salt_the_same_look_has_another_digest():
    assert digest_of(b"a" * 16, canonical(LOOK)) != digest_of(b"b" * 16, canonical(LOOK))
    with pytest.raises(ValueError, match="salt"):
        digest_of(b"short", canonical(LOOK))


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (NOW, None),
        (NOW + timedelta(minutes=5), None),
        (NOW + timedelta(minutes=5, microseconds=1), InTheFuture),
        (NOW + timedelta(days=400), InTheFuture),
        (NOW - timedelta(days=365 * 4), None),
        (NOW - timedelta(days=365 * 6), TooLongAgo),
    ],
)
def test_a_look_happened_before_now_and_within_what_is_kept(at, refused):
    since = NOW - timedelta(days=365 * 5)
    if refused is None:
        check_time(replace(LOOK, at=at), now=NOW, kept_since=since)
    else:
        with pytest.raises(refused):
            check_time(replace(LOOK, at=at), now=NOW, kept_since=since)


@pytest.mark.parametrize("said", ["123456782", "BSN 123456782", "mw-123456782, nacht"])
@pytest.mark.parametrize("field", ["event_id", "who_ref", "role", "role_name", "system", "record_ref", "behalf_ref"])
def test_B11_what_could_be_somebodys_bsn_is_in_no_field_of_a_look(field, said):
    with pytest.raises(CouldBeBsn) as refused:
        check_no_bsn(replace(LOOK, **{field: said}))
    assert refused.value.field == field and "1234" not in str(refused.value)


@pytest.mark.parametrize("said", ["123456789", "1234567820", "12345678", "2026-03-01T12:00:00"])
def test_other_numbers_are_no_bsn(said):
    check_no_bsn(replace(LOOK, who_ref=said))


@pytest.mark.parametrize(
    ("record_type", "purpose", "refused"),
    [
        ("care_plan", None, None),
        ("care_plan", "care_agreement", None),
        ("Observation", "TREAT", None),
        ("care_plan", "BTG", None),
        ("diary", None, UnknownRecordType),
        ("care_plan", "spying", UnknownUse),
    ],
)
def test_codes_are_of_the_organisations_lists_or_of_fhir(record_type, purpose, refused):
    look = replace(LOOK, record_type=record_type, purpose=purpose)
    lists = {"record_types": {"care_plan"}, "purposes": {"care_agreement"}}
    if refused is None:
        check_codes(look, **lists)
    else:
        with pytest.raises(refused):
            check_codes(look, **lists)


def test_one_number_with_two_contents_in_one_call_is_at_odds():
    same, other = replace(LOOK), replace(LOOK, action=Action.UPDATE)
    assert at_odds([LOOK, same]) == frozenset()
    assert at_odds([LOOK, other, replace(LOOK, event_id="ecd-2")]) == {"ecd-1"}


@given(
    st.integers(0, 240),
    st.sampled_from([Unit.MONTHS, Unit.WEEKS, Unit.DAYS]),
    MOMENTS,
)
def test_what_lies_before_the_first_kept_moment_is_over_its_term_and_nothing_after_it_is(amount, unit, now):
    keep, calendar = Term(amount, unit), DutchCalendar()
    since = kept_since(keep, now=now, calendar=calendar)
    assert due(keep, since - timedelta(seconds=1), calendar) < now
    assert due(keep, since, calendar) >= now


def test_an_audit_event_of_balp_is_read_without_names():
    read = own_form(audit_event())
    assert read == {
        "event_id": "gebeurtenis-1",
        "subject_ref": PERSON,
        "at": "2026-03-02T08:00:00.000Z",
        "action": "R",
        "outcome": "success",
        "record_type": "CarePlan",
        "record_ref": "CarePlan/plan-1",
        "system": "dossier.noord.example",
        "who_ref": "medewerker-17",
        "role": "01.015",
        "role_name": "Huisarts",
        "purpose": "TREAT",
        "address": "192.0.2.17",
        "event_code": "rest/read",
    }


def test_on_whose_behalf_and_by_which_decision_is_read_too():
    event = audit_event()
    event["agent"][1]["policy"] = ["https://elders.example/beleid", "urn:waarborg:decision:besluit-0001"]
    event["agent"].append(
        {"type": {"coding": [{"code": "RESP"}]}, "who": {"reference": "Practitioner/9"}, "role": [], "requestor": False}
    )
    read = own_form(event)
    assert (read["behalf_ref"], read["behalf_role"]) == ("Practitioner/9", "RESP")
    assert read["decision_id"] == "besluit-0001"


def test_our_reference_may_be_an_identifier_and_a_log_without_a_record_is_about_the_patient():
    patient = {
        "what": {"identifier": {"system": "urn:waarborg:person", "value": PERSON}},
        "role": {"code": "1"},
    }
    read = own_form(audit_event(entity=[patient]))
    assert (read["subject_ref"], read["record_type"]) == (PERSON, "Patient")
    assert "record_ref" not in read


def without(event, *names):
    return {name: value for name, value in event.items() if name not in names}


def agents(**changes):
    event = audit_event()
    event["agent"][1].update(changes)
    return event


def entities(*changed):
    return audit_event(entity=list(changed))


PATIENT = {"what": {"reference": f"Patient/{PERSON}"}, "role": {"code": "1"}}
MALFORMED = [
    (audit_event(agent=[]), "agent"),
    (without(audit_event(), "agent"), "agent"),
    (audit_event(agent="iemand"), "agent"),
    (audit_event(agent=[7]), "agent"),
    (audit_event(agent={"who": {}}), "agent"),
    (agents(requestor="true"), "agent"),
    (agents(requestor=False), "agent"),
    (agents(who=None), "agent"),
    (agents(who={"display": "Een Naam"}), "agent"),
    (agents(who="Practitioner/1"), "agent"),
    (agents(who={"identifier": "7"}), "agent"),
    (agents(network=["192.0.2.1"]), "agent"),
    (agents(policy="urn:waarborg:decision:x"), "agent"),
    (agents(purposeOfUse={"coding": []}), "agent"),
    (agents(purposeOfUse=[{"coding": "TREAT"}]), "agent"),
    (agents(role=[{"coding": [7]}]), "agent"),
    (agents(role="arts"), "agent"),
    (audit_event(agent=[*audit_event()["agent"], {"who": {"reference": "x/1"}, "requestor": True}]), "agent"),
    (without(audit_event(), "entity"), "entity"),
    (entities(), "entity"),
    (entities(PATIENT, PATIENT), "entity"),
    (entities({"what": {"display": "Een Naam"}, "role": {"code": "1"}}), "entity"),
    (entities({"what": [], "role": {"code": "1"}}), "entity"),
    (entities({"what": {"identifier": []}, "role": {"code": "1"}}), "entity"),
    (entities({"what": {"reference": "Group/7"}, "role": {"code": "1"}}), "entity"),
    (entities({**PATIENT, "role": "1"}), "entity"),
    (audit_event(outcome="1"), "outcome"),
    (audit_event(outcome=0), "outcome"),
    (audit_event(source="dossier"), "source"),
    (audit_event(source={"observer": "dossier"}), "source"),
    (audit_event(type="rest"), "type"),
    (audit_event(subtype={"code": "read"}), "subtype"),
    (audit_event(purposeOfEvent="TREAT"), "purposeOfEvent"),
    (audit_event(purposeOfEvent=[7]), "purposeOfEvent"),
    (audit_event(modifierExtension=[{"url": "https://x.example"}]), "modifierExtension"),
    (audit_event(patient={"reference": "Patient/1"}), "patient"),
    (audit_event(occurredDateTime="2026-03-02"), "occurredDateTime"),
]


@pytest.mark.parametrize(("event", "field"), MALFORMED)
def test_an_audit_event_of_another_shape_is_refused_by_the_name_of_its_element(event, field):
    with pytest.raises(BadAuditEvent) as refused:
        own_form(event)
    assert refused.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(sorted(audit_event())), JSON, st.integers(0, 2), st.booleans())
def test_whatever_stands_in_an_element_is_read_or_refused_and_nothing_else(name, value, place, deeper):
    event = audit_event()
    if deeper and isinstance(event[name], list):
        inner = event[name][place % len(event[name])]
        for key in inner:
            inner[key] = value
    else:
        event[name] = value
    try:
        read = own_form(event)
    except BadAuditEvent as refused:
        assert refused.field and refused.text.nl and refused.text.en
    else:
        assert read["subject_ref"] and read["who_ref"]


HEAD = LogHead(log=log_name("bqr"), size=3, head=b"h" * 32, at=NOW)


def signed(head=HEAD):
    return SignedHead(head=head, text=text_of(head), key_hash=key_hash(head.log, b"k" * 32), signature=b"s" * 64)


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32), MOMENTS)
def test_a_signed_head_comes_back_from_its_note(size, hashed, at):
    each = signed(LogHead(log=log_name("bqr"), size=size, head=hashed, at=at))
    assert read_note(note_of(each)) == each


NOTE = note_of(signed())


@pytest.mark.parametrize(
    "note",
    [
        "",
        "geen hoofd",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("3", "drie", 1),
        NOTE.replace("\n3\n", "\n03\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("— bqr", "— jtb-care"),
        NOTE.replace("2026-03-02T09:00:00.000000+00:00", "2026-03-02T09:00:00"),
        NOTE.replace("2026-03-02T09:00:00.000000+00:00", "gisteren"),
        NOTE.replace("aGho", "$$$$", 1),
        NOTE.replace("aGho", "", 1),
        f"nog een regel\n{NOTE}",
        NOTE + "x" * 3_000,
    ],
)
def test_what_is_no_note_of_a_head_is_refused(note):
    with pytest.raises(BadNote):
        read_note(note)
