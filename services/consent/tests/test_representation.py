"""Representatives over HTTP: registered with evidence, ended, unwilling, set aside; who may decide; and bad input."""

from datetime import date, timedelta
from typing import Any

import pytest

from waarborg_consent.models import (
    ClientFactRow,
    ConsentFile,
    RepresentationEventRow,
    RepresentationRow,
)
from waarborg_shared.clocks import due_on
from waarborg_shared.events.consent import RepresentationEnded, RepresentationRegistered
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import Partner, World
from waarborg_shared.uow import UnknownCase

CLIENT, SPOUSE, DAUGHTER = "0190-client-of-bqr-01", "0190-spouse-of-bqr-01", "0190-daughter-bqr-01"
API = "/consent/api/v1"
REPRESENTATIONS = f"{API}/representations/"
BOTH = ("consent:record", "consent:decide")


@pytest.fixture
def today(world: World) -> date:
    """The day in Amsterdam on which the test happens."""
    return due_on(world.clock.now())


def wanted(today: date, **other: Any) -> dict[str, Any]:
    good = {
        "subject_ref": CLIENT,
        "representative_ref": SPOUSE,
        "kind": "spouse",
        "scopes": ["care", "data"],
        "begins_on": str(today - timedelta(days=30)),
        "evidence": "statement",
        "evidence_seen_on": str(today),
    }
    return {**good, **other}


def unable(today: date, **other: Any) -> dict[str, Any]:
    good = {
        "subject_ref": CLIENT,
        "topic": "care",
        "decided_by": "physician",
        "begins_on": str(today),
        "ends_on": str(today + timedelta(days=180)),
        "note": "Gesprek met de huisarts.",
    }
    return {**good, **other}


def registered(partner: Partner, today: date, **other: Any) -> str:
    answer = partner.post(REPRESENTATIONS, wanted(today, **other))
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def acting(partner: Partner, topic: str = "care", **query: Any) -> list[str]:
    asked = "&".join(f"{name}={value}" for name, value in {"subject_ref": CLIENT, "topic": topic, **query}.items())
    answer = partner.get(f"{API}/deciders?{asked}")
    assert answer.status_code == 200, answer.text
    return [each["kind"] for each in answer.json["deciders"]]


def test_B1_a_representative_is_registered_with_what_was_seen_and_decides_once_the_client_cannot(
    either_world: World,
) -> None:
    partner, today = either_world.partner("bqr", *BOTH), due_on(either_world.clock.now())
    note = "Trouwboekje gezien aan de keukentafel."
    spouse = registered(partner, today, note=note)
    assert acting(partner) == ["client"]
    assert partner.post(f"{API}/incapacities/", unable(today)).status_code == 201
    assert acting(partner) == ["spouse"]
    assert acting(partner, on=str(today - timedelta(days=1))) == ["client"]
    (row,) = either_world.rows(RepresentationRow)
    assert (row.evidence, row.by_kind, row.by_ref) == ("statement", "partner", "ecd")
    assert row.note_sealed is not None and note.encode() not in row.note_sealed
    (told,) = either_world.told(RepresentationRegistered)
    assert (told.subject_ref, told.representation_ref, told.representative_ref) == (CLIENT, spouse, SPOUSE)
    assert either_world.verbs(CLIENT) == ["registered-representative", "recorded-incapable"]


def test_B1_the_answer_names_kind_article_and_reason_in_both_languages(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    registered(partner, today)
    body = partner.get(f"{API}/deciders?subject_ref={CLIENT}&topic=care").json
    (client,), (spouse,) = body["deciders"], body["others"]
    assert (client["ref"], client["manner"], client["representation_id"]) == (CLIENT, "alone", None)
    assert client["article"] == "art. 7:450(1) BW" and client["why"]["code"] == "capable-adult"
    assert spouse["why_not"]["code"] == "client-decides" and spouse["why_not"]["nl"] == "De cliënt beslist zelf."
    assert (body["on"], body["missing"]) == (str(today), None)


def test_B1_a_representation_ends_on_the_day_itself_and_ends_once(either_world: World) -> None:
    partner, today = either_world.partner("bqr", *BOTH), due_on(either_world.clock.now())
    partner.post(f"{API}/incapacities/", unable(today - timedelta(days=1)))
    spouse = registered(partner, today)
    end = f"{REPRESENTATIONS}{spouse}/end"
    assert partner.post(end, {"from_on": str(today)}).status_code == 200
    assert acting(partner) == []
    assert acting(partner, on=str(today - timedelta(days=1))) == ["spouse"]
    again = partner.post(end, {"from_on": str(today)})
    assert (again.status_code, again.json["code"]) == (409, "already-ended")
    assert [told.representation_ref for told in either_world.told(RepresentationEnded)] == [spouse]
    (item,) = partner.get(f"{REPRESENTATIONS}?subject_ref={CLIENT}").json["items"]
    assert (item["ended_on"], item["stands"]) == (str(today), False)


def test_B1_the_next_decides_where_somebody_does_not_wish_to_and_he_may_change_his_mind(
    world: World, today: date
) -> None:
    partner = world.partner("bqr", *BOTH)
    partner.post(f"{API}/incapacities/", unable(today))
    spouse = registered(partner, today)
    registered(partner, today, representative_ref=DAUGHTER, kind="child")
    said = f"{REPRESENTATIONS}{spouse}/willingness"
    assert partner.post(said, {"willing": False, "note": "Te zwaar."}).status_code == 200
    assert acting(partner) == ["child"]
    assert list(partner.post(said, {"willing": False}).json["errors"]) == ["willing"]
    assert partner.post(said, {"willing": True}).status_code == 200
    assert acting(partner) == ["spouse"]


def test_B1_whom_a_judge_appointed_cannot_lay_it_down_by_saying_so(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    mentor = registered(partner, today, kind="mentor", evidence="court_decision")
    answer = partner.post(f"{REPRESENTATIONS}{mentor}/willingness", {"willing": False})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["willing"])


def test_B1_art_7_465_4_a_wish_is_set_aside_with_the_reason_and_by_whom(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    partner.post(f"{API}/incapacities/", unable(today))
    spouse = registered(partner, today)
    aside = {"topic": "care", "begins_on": str(today), "ends_on": str(today), "note": "Weigert pijnstilling."}
    path = f"{REPRESENTATIONS}{spouse}/set-aside"
    assert partner.post(path, {**aside, "topic": "money"}).json["code"] == "outside-scopes"
    assert partner.post(path, aside).status_code == 200
    body = partner.get(f"{API}/deciders?subject_ref={CLIENT}&topic=care").json
    assert (body["deciders"], body["missing"]["code"]) == ([], "set-aside")
    (row,) = world.rows(RepresentationEventRow)
    assert (row.by_ref, row.topic) == ("ecd", "care") and b"pijnstilling" not in row.note_sealed
    assert acting(partner, on=str(today + timedelta(days=1))) == ["spouse"]


def test_B1_an_incapacity_ends_when_it_is_judged_anew(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    registered(partner, today)
    fact = partner.post(f"{API}/incapacities/", unable(today)).json["id"]
    assert (
        partner.post(f"{API}/client-facts/{fact}/end", {"from_on": str(today), "note": "Weer helder."}).status_code
        == 200
    )
    assert acting(partner) == ["client"]
    assert partner.post(f"{API}/client-facts/{fact}/end", {"from_on": str(today)}).status_code == 409
    assert partner.post(f"{API}/client-facts/0190-no-such-fact/end", {"from_on": str(today)}).status_code == 404


def test_B1_art_7_450_2_a_child_of_15_is_heard_alone_by_a_recorded_exception(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    born = {"subject_ref": CLIENT, "born_on": str(date(today.year - 15, 1, 1))}
    assert partner.post(f"{API}/births/", born).status_code == 204
    mother = {"kind": "parent_with_authority", "evidence": "register_extract"}
    registered(partner, today, **mother)
    assert acting(partner) == ["client", "parent_with_authority"]
    word = {"subject_ref": CLIENT, "ground": "lasting_wish", "begins_on": str(today), "ends_on": str(today)}
    missing = partner.post(f"{API}/own-words/", word)
    assert (missing.status_code, list(missing.json["errors"])) == (422, ["note"])
    assert partner.post(f"{API}/own-words/", {**word, "note": "Blijft dit willen."}).status_code == 201
    assert acting(partner) == ["client"]
    assert acting(partner, on=str(today + timedelta(days=1))) == ["client", "parent_with_authority"]


@pytest.mark.parametrize("years", [11, 16, 40])
def test_B1_art_7_450_2_the_exception_is_for_a_child_of_12_to_15(world: World, today: date, years: int) -> None:
    partner = world.partner("bqr", *BOTH)
    if years < 18:
        partner.post(f"{API}/births/", {"subject_ref": CLIENT, "born_on": str(date(today.year - years, 1, 1))})
    word = {"subject_ref": CLIENT, "ground": "lasting_wish", "begins_on": str(today), "ends_on": str(today)}
    answer = partner.post(f"{API}/own-words/", {**word, "note": "Wil dit."})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["begins_on"])
    assert world.rows(ClientFactRow) == []


def day(today: date, days: int) -> str:
    return str(today + timedelta(days=days))


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "neighbour"}, "kind", "unknown-kind"),
    ({"kind": "administrator", "evidence": "court_decision"}, "scopes", "scope-not-of-kind"),
    ({"scopes": ["money"]}, "scopes", "scope-not-of-kind"),
    ({"scopes": []}, "scopes", "invalid"),
    ({"scopes": ["house"]}, "scopes", "invalid"),
    ({"representative_ref": CLIENT}, "representative_ref", "represents-himself"),
    ({"representative_ref": "<script>"}, "representative_ref", "invalid"),
    ({"begins_on": 0, "ends_on": -1}, "ends_on", "ends-before-it-begins"),
    ({"begins_on": -30, "ends_on": -1}, "ends_on", "already-over"),
    ({"evidence_seen_on": 1}, "evidence_seen_on", "seen-in-the-future"),
    ({"kind": "mentor", "evidence": "statement"}, "evidence", "evidence-not-enough"),
    ({"kind": "authorised", "evidence": "statement"}, "evidence", "evidence-not-enough"),
    ({"kind": "parent_with_authority"}, "kind", "not-for-this-age"),
    ({"evidence": "hearsay"}, "evidence", "invalid"),
    ({"begins_on": "2026-02-30"}, "begins_on", "invalid"),
    ({"note": "bel\x07"}, "note", "invalid"),
    ({"copy": "scan.pdf"}, "copy", "invalid"),
]


@pytest.mark.parametrize(("wrong", "field", "code"), BAD)
def test_B1_what_is_wrong_with_a_representation_is_named_and_nothing_is_stored(
    world: World, today: date, wrong: dict[str, Any], field: str, code: str
) -> None:
    typed = {name: day(today, value) if isinstance(value, int) else value for name, value in wrong.items()}
    answer = world.partner("bqr", *BOTH).post(REPRESENTATIONS, wanted(today, **typed))
    assert answer.status_code == 422, answer.text
    assert [name.partition(".")[0] for name in answer.json["errors"]] == [field]
    assert code in ("invalid", answer.json["code"])
    assert (world.rows(RepresentationRow), world.events()) == ([], [])


@pytest.mark.parametrize(
    ("begins", "ends", "status"), [(-60, -31, 422), (-60, -30, 422), (0, 10, 422), (31, None, 201), (30, None, 422)]
)
def test_B1_terms_of_one_person_as_one_kind_do_not_overlap(
    world: World, today: date, begins: int, ends: int | None, status: int
) -> None:
    partner = world.partner("bqr", *BOTH)
    registered(partner, today, ends_on=day(today, 30))
    second = wanted(today, begins_on=day(today, begins), ends_on=day(today, ends) if ends is not None else None)
    answer = partner.post(REPRESENTATIONS, second)
    assert answer.status_code == status, answer.text
    if status == 422:
        assert list(answer.json["errors"]) == ["ends_on" if ends is not None and ends < 0 else "begins_on"]


def test_B1_after_an_end_the_same_person_can_be_registered_again(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    spouse = registered(partner, today)
    partner.post(f"{REPRESENTATIONS}{spouse}/end", {"from_on": str(today)})
    assert partner.post(REPRESENTATIONS, wanted(today)).json["code"] == "overlapping"
    assert registered(partner, today, begins_on=str(today)) != spouse


def test_B1_representation_does_not_run_in_a_circle(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    back = {"subject_ref": SPOUSE, "representative_ref": CLIENT}
    registered(partner, today, **back)
    registered(partner, today)  # two who can decide speak for each other: both are spouses
    partner.post(f"{API}/incapacities/", unable(today, subject_ref=SPOUSE))
    again = partner.post(REPRESENTATIONS, wanted(today, kind="companion"))
    assert again.json["code"] == "circular"
    third = partner.post(REPRESENTATIONS, wanted(today, subject_ref=DAUGHTER))
    assert third.json["code"] == "cannot-represent"


def test_B1_mentors_of_each_other_and_a_longer_circle_are_refused(world: World, today: date) -> None:
    partner, court = world.partner("bqr", *BOTH), {"kind": "mentor", "evidence": "court_decision"}
    registered(partner, today, **court, subject_ref=SPOUSE, representative_ref=DAUGHTER)
    registered(partner, today, **court, subject_ref=CLIENT, representative_ref="0190-neighbour-bqr-1")
    direct = wanted(today, **court, subject_ref=DAUGHTER, representative_ref=SPOUSE)
    assert partner.post(REPRESENTATIONS, direct).json["code"] == "circular"
    other = wanted(today, **court, subject_ref="0190-cousin-of-bqr-1", representative_ref=CLIENT)
    assert partner.post(REPRESENTATIONS, other).json["code"] == "cannot-represent"


def test_B1_a_minor_speaks_for_nobody(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    partner.post(f"{API}/births/", {"subject_ref": DAUGHTER, "born_on": day(today, -6000)})
    answer = partner.post(REPRESENTATIONS, wanted(today, representative_ref=DAUGHTER, kind="child"))
    assert (answer.status_code, answer.json["code"]) == (422, "cannot-represent")


def test_B1_a_representative_of_another_organisation_is_none_here(world: World, today: date) -> None:
    here, there = world.partner("bqr", *BOTH), world.partner("jtb-care", *BOTH)
    there.post(f"{API}/incapacities/", unable(today))
    spouse = registered(here, today)
    assert acting(there) == []
    for verb, body in (("end", {"from_on": str(today)}), ("willingness", {"willing": False})):
        assert there.post(f"{REPRESENTATIONS}{spouse}/{verb}", body).status_code == 404
    assert there.get(f"{REPRESENTATIONS}?subject_ref={CLIENT}").json["items"] == []
    assert world.rows(RepresentationRow, "jtb-care") == []


@pytest.mark.parametrize("query", ["", "topic=care", "topic=house&subject_ref=" + CLIENT, "topic=care&subject_ref=1"])
def test_a_question_that_is_not_whole_is_refused(world: World, query: str) -> None:
    assert world.partner("bqr", *BOTH).get(f"{API}/deciders?{query}").status_code == 422


def test_a_person_registers_nobody_and_asks_about_himself_alone(world: World, today: date) -> None:
    page = world.person(CLIENT)
    common = {"base_url": "http://bqr.localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}
    assert page.client.post(REPRESENTATIONS, json=wanted(today), **common).status_code == 403
    for ref, status in ((CLIENT, 200), (SPOUSE, 404)):
        for path in (f"{API}/deciders?topic=care&subject_ref={ref}", f"{REPRESENTATIONS}?subject_ref={ref}"):
            assert page.client.get(path, **common).status_code == status


@pytest.mark.parametrize(
    ("scopes", "path", "right"),
    [((), REPRESENTATIONS, "consent:record"), (("consent:decide",), f"{API}/incapacities/", "consent:record")],
)
def test_a_partner_without_the_scope_is_refused_by_name(
    world: World, today: date, scopes: tuple[str, ...], path: str, right: str
) -> None:
    body = wanted(today) if path == REPRESENTATIONS else unable(today)
    answer = world.partner("bqr", *scopes).post(path, body)
    assert (answer.status_code, answer.json["right"]) == (403, right)


def test_a_carer_asks_who_decides_and_records_nothing(world: World, today: date) -> None:
    carer = world.signed_in("bqr", Duty.CONSENT_DECIDE)
    common = {"base_url": "http://bqr.localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}
    assert carer.client.get(f"{API}/deciders?topic=care&subject_ref={CLIENT}", **common).status_code == 200
    assert carer.client.post(REPRESENTATIONS, json=wanted(today), **common).status_code == 403


def test_sent_twice_with_one_key_it_is_registered_once(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    first = partner.post(REPRESENTATIONS, wanted(today), Idempotency_Key="spouse-once")
    second = partner.post(REPRESENTATIONS, wanted(today), Idempotency_Key="spouse-once")
    assert first.json == second.json
    assert len(world.rows(RepresentationRow)) == 1


def test_of_who_was_erased_no_note_is_kept_and_the_answer_goes_on(world: World, today: date) -> None:
    partner = world.partner("bqr", *BOTH)
    registered(partner, today, note="Trouwboekje.")
    world.erase(CLIENT)
    assert acting(partner) == ["client"]
    refused = partner.post(f"{API}/incapacities/", unable(today))
    assert (refused.status_code, refused.json["code"]) == (410, "erased")
    assert world.rows(ClientFactRow) == []


def test_of_who_was_never_heard_of_the_answer_is_himself_and_makes_no_file(world: World) -> None:
    assert acting(world.partner("bqr", *BOTH)) == ["client"]
    with world.work() as work, pytest.raises(UnknownCase):
        work.case(ConsentFile, CLIENT)
