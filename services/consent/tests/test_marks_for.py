"""A representative objects, restricts, keeps an address secret and ends it again, on his authority (B1, B16)."""

from datetime import date, timedelta
from typing import Any

import pytest

from waarborg_consent.actions.marks import MarkEnd, NewMark, end_mark, set_mark
from waarborg_consent.domain import Authority, MarkHow, MarkKind, NotOwn
from waarborg_consent.models import MarkRow, RepresentationActRow
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, Scope
from waarborg_shared.testing.world import Partner, World
from waarborg_tests.asking import SCOPES, decide

CLIENT, SPOUSE, DAUGHTER = "0190-client-of-bqr-01", "0190-spouse-of-bqr-01", "0190-daughter-bqr-01"
API = "/consent/api/v1"
FOR, DESK = f"/consent/for/{CLIENT}/messages", f"/consent/people/{CLIENT}/messages"


def survey(person: str = CLIENT) -> dict[str, Any]:
    resource = {"type": "privacy_regulations", "id": "r1", "properties": {"person": person}}
    return {"resource": resource, "context": {"purpose": "satisfaction_survey"}}


def speaks(partner: Partner, today: date, ref: str = SPOUSE, kind: str = "spouse") -> str:
    """Register somebody who speaks for the client, who is found unable to decide on his data."""
    judged = {"topic": "data", "decided_by": "physician", "note": "Beoordeeld."}
    days = {"begins_on": str(today), "ends_on": str(today + timedelta(days=90))}
    assert partner.post(f"{API}/incapacities/", {"subject_ref": CLIENT, **judged, **days}).status_code == 201
    body = {
        "subject_ref": CLIENT,
        "representative_ref": ref,
        "kind": kind,
        "scopes": ["care", "data"],
        "begins_on": str(today - timedelta(days=30)),
        "evidence": "statement",
        "evidence_seen_on": str(today),
    }
    answer = partner.post(f"{API}/representations/", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def as_person(world: World, ref: str) -> Any:
    actor = Actor(ActorKind.PERSON, ref, "bqr", subject_ref=ref)
    return world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now())


@pytest.fixture
def partner(world: World) -> Partner:
    return world.partner("bqr", *SCOPES)


@pytest.fixture
def today(world: World) -> date:
    return due_on(world.clock.now())


def test_B1_B16_a_representative_objects_and_takes_it_back_over_the_api_with_on_whose_authority(
    either_world: World,
) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    spouse = speaks(partner, due_on(either_world.clock.now()))
    marks = f"{API}/representations/{spouse}/marks/"
    assert decide(partner, **survey())[0]
    made = partner.post(marks, {"kind": "objection", "about": "satisfaction_survey", "how": "telephone"})
    assert (made.status_code, made.json["representation_id"], made.json["subject_ref"]) == (201, spouse, CLIENT)
    assert decide(partner, **survey()) == (False, "objected")
    ended = partner.post(f"{marks}{made.json['id']}/end", {})
    assert (ended.status_code, ended.json["ended_how"]) == (200, "partner")
    assert decide(partner, **survey())[0]
    acts = partner.get(f"{API}/representations/?subject_ref={CLIENT}").json["acts"]
    assert [(act["what"], act["about"], act["source"]) for act in acts] == [
        ("ended-objection", "satisfaction_survey", "art. 7:465(3) BW"),
        ("set-objection", "satisfaction_survey", "art. 7:465(3) BW"),
    ]
    assert either_world.verbs(CLIENT)[-4:] == ["set-mark", "acted-for", "ended-mark", "acted-for"]


def test_B1_on_his_page_a_representative_stops_what_the_client_gets_and_the_client_sees_who_did(
    world: World, partner: Partner, today: date
) -> None:
    spouse = speaks(partner, today)
    page = world.person(SPOUSE)
    assert f'href="{FOR}"' in page.get(f"/consent/for/{CLIENT}").text
    assert "You act as spouse" in page.get(FOR).text
    stopped = page.send(f"{FOR}/set", page=FOR, kind="objection", about="messages")
    assert (stopped.status_code, stopped.location) == (303, FOR)
    (row,) = world.rows(MarkRow)
    assert (row.subject_ref, row.set_by_ref, row.representation_id, row.how) == (CLIENT, SPOUSE, spouse, "page")
    assert "You opted out of every message" in page.get(FOR).text
    own = world.person(CLIENT).get("/consent/representatives").text
    assert "Objected or opted out" in own and "Every message that one can opt out of" in own
    assert page.send(f"{FOR}/set", page=FOR, kind="objection", about="messages").status_code == 422
    assert page.send(f"{FOR}/end", page=FOR, mark_id=row.id).status_code == 303
    assert world.rows(MarkRow)[0].ended_by_ref == SPOUSE


@pytest.mark.parametrize(
    ("verb", "typed", "words"),
    [
        ("set", {"kind": "objection", "about": "agreement_message"}, "belongs to what we agreed with you"),
        ("set", {"kind": "objection", "about": "spying"}, "not on the list"),
        ("set", {"kind": "restriction"}, "Choose why"),
        ("set", {"kind": "curse"}, "cannot be recorded"),
        ("set", {}, "cannot be recorded"),
        ("end", {"mark_id": "0190-nowhere-of-bqr"}, "not in the file"),
        ("end", {"mark_id": "<b>"}, "cannot be recorded"),
    ],
)
def test_what_a_representative_sends_wrongly_is_told_and_nothing_is_stored(
    world: World, partner: Partner, today: date, verb: str, typed: dict[str, str], words: str
) -> None:
    speaks(partner, today)
    answer = world.person(SPOUSE).send(f"{FOR}/{verb}", page=FOR, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert (world.rows(MarkRow), world.rows(RepresentationActRow)) == ([], [])


def test_B1_nobody_else_sets_or_ends_a_mark_in_a_clients_name(world: World, partner: Partner, today: date) -> None:
    speaks(partner, today)
    stranger = world.person(DAUGHTER)
    assert stranger.get(FOR).status_code == 404
    token = stranger.token("/consent/messages")
    assert stranger.send(f"{FOR}/set", token=token, kind="objection").status_code == 404
    assert world.visitor().get(FOR).status_code == 200
    own = partner.post(f"{API}/marks/", {"subject_ref": DAUGHTER, "kind": "address_secrecy"}).json["id"]
    page = world.person(SPOUSE)
    assert page.send(f"{FOR}/end", page=FOR, mark_id=own).status_code == 422
    assert [row.ended_at for row in world.rows(MarkRow)] == [None]


def test_B1_while_the_client_decides_himself_his_spouse_reads_why_not(
    world: World, partner: Partner, today: date
) -> None:
    spouse = speaks(partner, today)
    world.clock.forward(200 * 24 * 3_600)
    partner = world.partner("bqr", *SCOPES)
    assert world.person(SPOUSE).get(FOR).status_code == 403
    refused = partner.post(f"{API}/representations/{spouse}/marks/", {"kind": "objection"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["representative_ref"])
    assert world.rows(MarkRow) == []


def test_B1_somebody_elses_authority_is_nobodys_to_use(world: World) -> None:
    authority = Authority(
        representation_id="0190-representation-1",
        representative_ref=SPOUSE,
        kind="spouse",
        scope=Scope.DATA,
        source="art. 7:465(3) BW",
    )
    rules = world.runtime.rules("bqr")
    new = NewMark(subject_ref=CLIENT, kind=MarkKind.OBJECTION, how=MarkHow.PAGE)
    with world.work() as work:
        made = set_mark(work, new, rules=rules).id
    with pytest.raises(NotOwn), as_person(world, DAUGHTER) as work:
        set_mark(work, new, rules=rules, authority=authority)
    with pytest.raises(NotOwn), as_person(world, DAUGHTER) as work:
        end_mark(work, MarkEnd(mark_id=made, how=MarkHow.PAGE), rules=rules, authority=authority, subject_ref=CLIENT)


def test_B1_the_desk_records_that_a_representative_asked_and_shows_as_what(
    world: World, partner: Partner, today: date
) -> None:
    spouse = speaks(partner, today)
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert "Which representative asks for it?" in desk.get(DESK).text
    typed = {"kind": "restriction", "ground": "accuracy", "how": "telephone", "by": spouse}
    assert desk.send(DESK, page=DESK, **typed).status_code == 303
    (row,) = world.rows(MarkRow)
    assert (row.representation_id, row.set_by_kind) == (spouse, "staff")
    one = f"/consent/people/{CLIENT}/marks/{row.id}"
    assert "Set by a representative" in desk.get(one).text
    assert desk.send(one, page=one, deed="end", how="letter", by=spouse, told="yes").status_code == 303
    assert [act.what for act in world.rows(RepresentationActRow)] == ["set-restriction", "ended-restriction"]


@pytest.mark.parametrize("by", ["0190-nowhere-of-bqr", "<b>", "x" * 200])
def test_a_representation_that_is_not_there_is_named_at_the_desk(
    world: World, partner: Partner, today: date, by: str
) -> None:
    speaks(partner, today)
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    sent = desk.send(DESK, page=DESK, kind="objection", about="messages", how="letter", by=by)
    assert sent.status_code == 422 and 'href="#field-by"' in sent.text
    assert world.rows(MarkRow) == []
