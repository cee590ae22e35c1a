"""The access log over HTTP: partners tell who looked, each look once, and a wrong one stops itself alone."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import ProgrammingError

from waarborg_consent.actions.log_keeping import check_log
from waarborg_consent.app import SERVICE
from waarborg_consent.domain.looks import look_of
from waarborg_consent.domain.merkle import consistent, includes, leaf_hash
from waarborg_consent.events import on_person_registered
from waarborg_consent.models import KnownPerson, LogHeadRow, LookRow
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope
from waarborg_shared.events.identity import PersonRegistered
from waarborg_shared.testing.world import build_world
from waarborg_tests.looks import BATCHES, LOOKS, OTHER, PERSON, audit_event, known, look, teller

HEAD, KEYS = "/consent/api/v1/log/head", "/consent/api/v1/log/keys"


def outcomes(answer):
    assert answer.status_code == 200, answer.text
    return [each["outcome"] for each in answer.json["items"]]


def found_wrong(world, organisation="bqr"):
    with world.work(organisation) as work:
        return check_log(work).wrong


def test_a_look_is_taken_once_and_told_again_it_changes_nothing(either_world):
    known(either_world)
    partner = teller(either_world)
    first, again = partner.post(LOOKS, look()), partner.post(LOOKS, look())
    assert (first.status_code, first.json) == (201, {"event_id": "ecd-1", "outcome": "taken", "number": 0})
    assert (again.status_code, again.json) == (201, {"event_id": "ecd-1", "outcome": "known", "number": 0})
    assert len(either_world.rows(LookRow)) == len(either_world.rows(LogHeadRow)) == 1


def test_of_many_a_wrong_one_stops_itself_alone_and_is_named_by_place_and_field(either_world):
    known(either_world)
    sent = [look(1), look(2, action="X"), look(3, at="2026-03-02T09:06:00+00:00"), "geen object", look(4)]
    answer = teller(either_world).post(BATCHES, sent)
    assert outcomes(answer) == ["taken", "refused", "refused", "refused", "taken"]
    assert {name: answer.json[name] for name in ("taken", "known", "refused")} == {"taken": 2, "known": 0, "refused": 3}
    wrong = {each["index"]: (each["code"], list(each["errors"])) for each in answer.json["items"] if "code" in each}
    assert wrong == {1: ("not-valid", ["action"]), 2: ("in-the-future", ["at"]), 3: ("not-valid", [""])}
    assert [each["number"] for each in answer.json["items"]] == [0, None, None, None, 1]


def test_lines_and_fhir_are_read_too_one_by_one(either_world):
    known(either_world)
    partner = teller(either_world)
    lines = b"\n".join([json.dumps(look(1)).encode(), b"{broken", b"", json.dumps(audit_event()).encode()])
    answer = partner.post(BATCHES, lines, Content_Type="application/x-ndjson")
    assert outcomes(answer) == ["taken", "refused", "taken"]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": audit_event(id="gebeurtenis-2")}, {"resource": audit_event(id="x y")}, {}, 7],
    }
    answer = partner.post(BATCHES, bundle, Content_Type="application/fhir+json")
    assert outcomes(answer) == ["taken", "refused", "refused", "refused"]
    assert list(answer.json["items"][1]["errors"]) == ["id"]
    one = partner.post(BATCHES, audit_event(id="gebeurtenis-3"), Content_Type="application/fhir+json")
    assert outcomes(one) == ["taken"]
    fhir_lines = b"\r\n".join(json.dumps(audit_event(id=f"regel-{each}")).encode() for each in range(3))
    answer = partner.post(BATCHES, fhir_lines, Content_Type="application/fhir+ndjson")
    assert outcomes(answer) == ["taken"] * 3


def test_what_is_kept_is_sealed_and_holds_nobodys_name(world):
    known(world)
    teller(world).post(BATCHES, [audit_event()])
    (row,) = world.rows(LookRow)
    assert b"medewerker-17" not in row.body_sealed and b"CarePlan" not in row.body_sealed
    plain = world.runtime.vault.unseal_of_any("bqr", row.body_sealed, table="look", column="body", row=row.id)
    assert b"Een Naam" not in plain
    assert look_of(plain[16:]).role_name == "Huisarts"


OWN_WRONG = [
    ({"event_id": ""}, "event_id"),
    ({"event_id": "x" * 65}, "event_id"),
    ({"event_id": "met spatie"}, "event_id"),
    ({"event_id": 7}, "event_id"),
    ({"event_id": None}, "event_id"),
    ({"subject_ref": "999990020"}, "subject_ref"),
    ({"subject_ref": "<script>"}, "subject_ref"),
    ({"subject_ref": "0190-nobody-here-01"}, "subject_ref"),
    ({"at": "gisteren"}, "at"),
    ({"at": "2026-03-02T08:00:00"}, "at"),
    ({"at": "2026-03-02T09:06:00+00:00"}, "at"),
    ({"at": "2199-01-01T00:00:00+00:00"}, "at"),
    ({"at": "2020-01-01T00:00:00+00:00"}, "at"),
    ({"action": "read"}, "action"),
    ({"action": None}, "action"),
    ({"outcome": "0"}, "outcome"),
    ({"record_type": "diary"}, "record_type"),
    ({"record_type": "Care Plan"}, "record_type"),
    ({"purpose": "spying"}, "purpose"),
    ({"purpose": "Treat ment"}, "purpose"),
    ({"system": ""}, "system"),
    ({"system": "x" * 101}, "system"),
    ({"who_ref": "een\nregel"}, "who_ref"),
    ({"who_ref": "bel\x07"}, "who_ref"),
    ({"role": {"code": "arts"}}, "role"),
    ({"decision_id": "12345678"}, "decision_id"),
    ({"name": "Een Naam"}, "name"),
]


@pytest.mark.parametrize(("wrong", "field"), OWN_WRONG)
def test_what_is_wrong_with_a_look_is_named_and_nothing_is_stored(world, wrong, field):
    known(world)
    partner = teller(world)
    answer = partner.post(LOOKS, look(**wrong))
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert list(answer.json["errors"]) == [field]
    among = partner.post(BATCHES, [look(**wrong)]).json["items"][0]
    assert (among["outcome"], list(among["errors"])) == ("refused", [field])
    assert world.rows(LookRow) == []


@pytest.mark.parametrize("missing", ["event_id", "subject_ref", "at", "action", "outcome", "record_type", "who_ref"])
def test_what_lacks_in_a_look_is_named(world, missing):
    known(world)
    sent = {name: value for name, value in look().items() if name != missing}
    assert list(teller(world).post(LOOKS, sent).json["errors"]) == [missing]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agent": []}, "agent"),
        ({"entity": []}, "entity"),
        ({"recorded": "2026-03-02"}, "recorded"),
        ({"recorded": "2026-03-02T09:30:00Z"}, "recorded"),
        ({"recorded": None}, "recorded"),
        ({"action": "Z"}, "action"),
        ({"outcome": "3"}, "outcome"),
        ({"outcome": None}, "outcome"),
        ({"id": "a b"}, "id"),
        ({"id": None}, "id"),
        ({"source": {}}, "source"),
        ({"surprise": 1}, "surprise"),
        ({"resourceType": "Patient"}, "resourceType"),
    ],
)
def test_what_is_wrong_with_one_audit_event_alone_is_the_error_of_the_call(world, wrong, field):
    known(world)
    answer = teller(world).post(BATCHES, audit_event(**wrong), Content_Type="application/fhir+json")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field]), answer.text
    assert world.rows(LookRow) == []


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"", "application/json", 422, "not-valid"),
        (b"[]", "application/json", 422, "not-valid"),
        (b"null", "application/json", 422, "not-valid"),
        (b'"tekst"', "application/json", 422, "not-valid"),
        (b"[1, NaN]", "application/json", 400, "broken-json"),
        (b'{"a": ', "application/json", 400, "broken-json"),
        (b"\xff\xfe", "application/json", 400, "broken-json"),
        (b"[" * 50_000, "application/json", 400, "broken-json"),
        (b"\n \n", "application/x-ndjson", 422, "not-valid"),
        (b'{"resourceType": "Bundle"}', "application/fhir+json", 422, "not-valid"),
        (b'[{"resourceType": "AuditEvent"}]', "application/fhir+json", 422, "not-valid"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        (b"<AuditEvent/>", "application/fhir+xml", 415, "unsupported-media-type"),
        (json.dumps([7] * 5_001).encode(), "application/json", 422, "not-valid"),
        (b" " * (20 * 1024 * 1024), "application/json", 413, "request-entity-too-large"),
    ],
)
def test_a_body_that_holds_no_looks_is_a_problem(world, body, kind, status, code):
    answer = teller(world).post(BATCHES, body, Content_Type=kind)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["code"] == code


def test_one_number_with_two_contents_in_one_call_is_refused_for_both_and_for_nobody_else(either_world):
    known(either_world)
    partner = teller(either_world)
    sent = [look(1), look(1, action="U"), look(2), look(2), look(3)]
    answer = partner.post(BATCHES, sent)
    assert outcomes(answer) == ["refused", "refused", "taken", "known", "taken"]
    assert {each.get("code") for each in answer.json["items"][:2]} == {"event-id-reused"}
    assert len(either_world.rows(LookRow)) == 2


def test_the_number_of_a_look_that_stands_cannot_be_used_for_another(either_world):
    known(either_world)
    partner = teller(either_world)
    partner.post(LOOKS, look(1))
    other = partner.post(LOOKS, look(1, who_ref="iemand-anders"))
    assert (other.status_code, other.json["code"], list(other.json["errors"])) == (409, "event-id-reused", ["event_id"])
    assert outcomes(partner.post(BATCHES, [look(1, subject_ref=OTHER), look(1)])) == ["refused", "refused"]
    assert outcomes(partner.post(BATCHES, [look(1)])) == ["known"]
    assert len(either_world.rows(LookRow)) == 1


def test_each_partner_has_numbers_of_its_own(world):
    known(world)
    assert outcomes(teller(world, sub="ecd", client_id="ecd").post(BATCHES, [look(1)])) == ["taken"]
    assert outcomes(teller(world, sub="portaal", client_id="portaal").post(BATCHES, [look(1)])) == ["taken"]


def test_a_person_of_another_organisation_is_nobody_here(world):
    known(world, PERSON)
    known(world, "0190-person-of-jtb-01", organisation="jtb-care")
    answer = teller(world).post(BATCHES, [look(1), look(2, subject_ref="0190-person-of-jtb-01")])
    assert outcomes(answer) == ["taken", "refused"]
    assert answer.json["items"][1]["code"] == "unknown-person"
    assert world.rows(LookRow, "jtb-care") == []


def test_somebody_is_known_as_soon_as_identity_tells_and_once(either_world):
    partner = teller(either_world)
    assert partner.post(LOOKS, look()).json["code"] == "unknown-person"
    for _ in range(2):
        with either_world.work() as work:
            event = PersonRegistered(person_ref=PERSON)
            envelope = Envelope(
                id=new_id(),
                type=event.type,
                source="identity",
                organisation="bqr",
                subject=PERSON,
                sequence=1,
                time=work.now,
                event=event,
            )
            on_person_registered(work, event, envelope, either_world.runtime.rules("bqr"))
    assert partner.post(LOOKS, look()).status_code == 201
    assert len(either_world.rows(KnownPerson)) == 1


@pytest.mark.parametrize("scopes", [(), ("consent:decide", "consent:record")])
def test_a_partner_without_the_scope_is_refused_by_its_name(world, scopes):
    for path, body in ((LOOKS, look()), (BATCHES, [look()])):
        answer = world.partner("bqr", *scopes).post(path, body)
        assert (answer.status_code, answer.json["right"]) == (403, "consent:log")


def test_nobody_but_a_partner_tells_of_looks(world):
    known(world)
    headers = {"Sec-Fetch-Site": "same-origin"}
    for who in (world.staff("bqr", "board"), world.person(PERSON)):
        answer = who.client.post(LOOKS, json=look(), base_url="http://bqr.localhost:8000", headers=headers)
        assert answer.status_code == 403
    assert world.rows(LookRow) == []


def test_looks_may_arrive_late_and_stand_in_the_order_of_their_arrival(either_world):
    known(either_world)
    partner = teller(either_world)
    partner.post(BATCHES, [look(1, at="2026-03-02T08:00:00+00:00"), look(2, at="2025-01-01T08:00:00+00:00")])
    rows = sorted(either_world.rows(LookRow), key=lambda row: row.number)
    assert [row.event_id for row in rows] == ["ecd-1", "ecd-2"]
    assert rows[0].at > rows[1].at


def test_any_partner_checks_that_its_look_is_there_and_that_the_log_only_grew(either_world):
    known(either_world)
    partner = teller(either_world)
    heads = []
    for first in range(0, 60, 12):
        partner.post(BATCHES, [look(each) for each in range(first, first + 12)])
        heads.append(partner.get(HEAD).json)
    rows = {row.number: bytes(row.digest) for row in either_world.rows(LookRow)}
    whole = heads[-1]
    for number in range(60):
        told = partner.get(f"/consent/api/v1/log/inclusion?number={number}&size=60").json
        path, head = [bytes.fromhex(each) for each in told["proof"]], bytes.fromhex(whole["head"])
        assert told["head"] == whole["head"]
        assert includes(leaf_hash(rows[number]), number, 60, proof=path, head=head)
    for older in heads:
        told = partner.get(f"/consent/api/v1/log/consistency?old={older['size']}&new=60").json
        assert (told["old_head"], told["new_head"]) == (older["head"], whole["head"])
        path = [bytes.fromhex(each) for each in told["proof"]]
        both = {"old_head": bytes.fromhex(older["head"]), "new_head": bytes.fromhex(whole["head"])}
        assert consistent(older["size"], 60, proof=path, **both)
    assert found_wrong(either_world) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("inclusion?number=0&size=2", 404),
        ("inclusion?number=1&size=1", 404),
        ("inclusion?number=-1&size=1", 422),
        ("inclusion?number=0", 422),
        ("inclusion?number=a&size=1", 422),
        ("consistency?old=1&new=2", 404),
        ("consistency?old=0&new=1", 422),
        ("consistency?old=2&new=1", 404),
        ("consistency?old=1", 422),
    ],
)
def test_there_is_no_proof_of_what_is_not_there(world, path, status):
    known(world)
    partner = teller(world)
    partner.post(LOOKS, look())
    answer = partner.get(f"/consent/api/v1/log/{path}")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_an_empty_log_has_the_empty_head_and_no_signature(world):
    told = teller(world).get(HEAD).json
    assert (told["size"], told["note"], told["at"]) == (0, None, None)
    assert told["head"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert teller(world).get(KEYS).json == {"items": []}


def test_the_log_of_one_organisation_is_no_part_of_anothers(either_world):
    known(either_world)
    known(either_world, PERSON, organisation="jtb-care")
    teller(either_world).post(BATCHES, [look(1), look(2)])
    teller(either_world, "jtb-care").post(BATCHES, [look(1, record_type="file", role="staff")])
    heads = [teller(either_world, each).get(HEAD).json for each in ("bqr", "jtb-care")]
    assert [(each["log"], each["size"]) for each in heads] == [("bqr/consent/log", 2), ("jtb-care/consent/log", 1)]
    keys = [teller(either_world, each).get(KEYS).json["items"][0]["public_key"] for each in ("bqr", "jtb-care")]
    assert keys[0] != keys[1]
    assert found_wrong(either_world) == found_wrong(either_world, "jtb-care") == []


def test_two_partners_at_once_make_one_tree(either_world):
    """Each waits for the other at the tree's row; every number is given out once, and each look is in the tree."""
    known(either_world)
    partners = [teller(either_world, sub=name, client_id=name) for name in ("ecd", "portaal", "rooster")]
    failed = []

    def push(partner, name):
        try:
            for first in range(0, 40, 10):
                body = [look(each, who_ref=name) for each in range(first, first + 10)]
                assert outcomes(partner.post(BATCHES, body)) == ["taken"] * 10
        except BaseException as wrong:
            failed.append(wrong)

    threads = [threading.Thread(target=push, args=(each, f"wie-{place}")) for place, each in enumerate(partners)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert failed == []
    assert sorted(row.number for row in either_world.rows(LookRow)) == list(range(120))
    assert found_wrong(either_world) == []


def test_one_batch_sent_by_two_threads_at_once_is_taken_once(either_world):
    known(either_world)
    partners, seen = [teller(either_world) for _ in range(2)], []
    threads = [
        threading.Thread(
            target=lambda each: seen.extend(outcomes(each.post(BATCHES, [look(1), look(2)]))), args=(each,)
        )
        for each in partners
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(seen) == ["known", "known", "taken", "taken"]
    assert found_wrong(either_world) == []


@pytest.mark.servers
def test_the_database_itself_lets_nobody_change_a_digest(postgres_database, make_settings):
    for world in build_world(SERVICE, postgres_database(SERVICE), make_settings):
        known(world)
        teller(world).post(LOOKS, look())
        for column, value in (("digest", b"x" * 32), ("number", 7)):
            with pytest.raises(ProgrammingError), world.work() as work:
                table = LookRow.__table__
                changed = table.update().where(table.c.organisation == "bqr").values({column: value})
                work.connection.execute(changed)


def test_a_look_of_this_minute_in_another_zone_is_no_look_of_the_future(world):
    known(world)
    local = world.clock.now().astimezone().replace(microsecond=123456) - timedelta(seconds=1)
    assert teller(world).post(LOOKS, look(at=local.isoformat())).status_code == 201
    (row,) = world.rows(LookRow)
    assert row.at == local.astimezone(UTC) and isinstance(row.at, datetime)
