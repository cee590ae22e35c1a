"""Objections, restriction and address secrecy over HTTP and on the bus: set, ended, answered, and refused kindly."""

from dataclasses import replace
from typing import Any

import pytest

from waarborg_consent.actions.marks_requested import Asked, end_as_requested, set_as_requested
from waarborg_consent.domain import MarkKind, RestrictionGround
from waarborg_consent.models import MarkRow
from waarborg_consent.references import join_references
from waarborg_shared.bus.messages import Delivery as Incoming
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope, encode, routing_key
from waarborg_shared.events.consent import (
    MarkEnded,
    MarkRequestFoundNothing,
    MarkSet,
    MessageAnswerChanged,
    ObjectionAnswered,
)
from waarborg_shared.events.requests import MarkRequested
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import Partner, World
from waarborg_shared.worker import receiver_of

PERSON, OTHER = "0190-person-of-bqr-01", "0190-person-of-bqr-02"
MARKS = "/consent/api/v1/marks/"
RECORD = "consent:record"
SAME_SITE = {"base_url": "http://bqr.localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}


def asked(**other: Any) -> dict[str, Any]:
    return {"subject_ref": PERSON, "kind": "objection", "about": "statistics", **other}


def set_one(partner: Partner, **other: Any) -> str:
    answer = partner.post(MARKS, asked(**other))
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def test_B16_an_objection_is_set_ended_and_told_by_reference(either_world: World) -> None:
    partner = either_world.partner("bqr", RECORD)
    mark = set_one(partner, note="Zij wil het niet.", how="telephone")
    (row,) = either_world.rows(MarkRow)
    assert (row.set_by_kind, row.set_by_ref, row.how) == ("partner", "ecd", "telephone")
    assert row.note_sealed is not None and b"Zij" not in row.note_sealed
    (told,) = either_world.told(MarkSet)
    assert (told.mark_ref, told.kind, told.about_purpose, told.about_kind) == (mark, "objection", "statistics", None)
    ended = partner.post(f"{MARKS}{mark}/end", {"how": "letter"})
    assert (ended.status_code, ended.json["ended_how"]) == (200, "letter")
    assert either_world.told(MarkEnded)[0].mark_ref == mark
    assert either_world.told(MessageAnswerChanged) == []
    assert either_world.verbs(PERSON) == ["set-mark", "ended-mark"]
    items = partner.get(f"{MARKS}?subject_ref={PERSON}").json["items"]
    assert [(each["id"], each["ended_at"] is not None) for each in items] == [(mark, True)]


def test_an_opt_out_of_every_message_tells_which_answers_changed_and_only_those(world: World) -> None:
    set_one(world.partner("bqr", RECORD), about="messages")
    assert world.told(MarkSet)[0].about_kind == "messages"
    changed = {(each.kind, each.outcome) for each in world.told(MessageAnswerChanged)}
    assert changed == {("survey_invitation", "refused"), ("research_invitation", "refused")}


def test_what_stands_already_is_not_set_twice_and_what_ended_is_not_ended_twice(world: World) -> None:
    partner = world.partner("bqr", RECORD)
    mark = set_one(partner)
    again = partner.post(MARKS, asked())
    assert (again.status_code, again.json["code"]) == (409, "already-marked")
    assert partner.post(f"{MARKS}{mark}/end", {}).status_code == 200
    twice = partner.post(f"{MARKS}{mark}/end", {})
    assert (twice.status_code, twice.json["code"]) == (409, "mark-over")
    assert partner.post(MARKS, asked()).status_code == 201
    assert partner.post(f"{MARKS}0190-nowhere-1/end", {}).status_code == 404


def test_sent_twice_with_one_key_a_mark_is_set_once(world: World) -> None:
    partner = world.partner("bqr", RECORD)
    first = partner.post(MARKS, asked(), Idempotency_Key="twice-the-same")
    second = partner.post(MARKS, asked(), Idempotency_Key="twice-the-same")
    assert first.json == second.json and len(world.rows(MarkRow)) == 1


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"about": "care_agreement"}, "about", "inzage, verbetering"),
    ({"about": "agreement_message"}, "about", "hoort bij wat wij met u hebben afgesproken"),
    ({"about": "spying"}, "about", "niet op de lijst"),
    ({"about": "<b>x</b>"}, "about", ""),
    ({"kind": "curse"}, "kind", ""),
    ({"kind": "restriction", "about": None}, "ground", "art. 18 AVG"),
    ({"kind": "restriction", "about": None, "ground": "because"}, "ground", ""),
    ({"kind": "address_secrecy"}, "about", "gelden voor alles"),
    ({"how": "overruled"}, "how", "Kies een andere manier"),
    ({"how": "link"}, "how", "Kies een andere manier"),
    ({"how": "telepathy"}, "how", ""),
    ({"note": "x" * 1_001}, "note", ""),
    ({"subject_ref": 7}, "subject_ref", ""),
    ({"colour": "blue"}, "colour", ""),
]


@pytest.mark.parametrize(("wrong", "field", "says"), BAD)
def test_what_is_wrong_with_a_mark_is_named_with_what_else_one_can_do(
    world: World, wrong: dict[str, Any], field: str, says: str
) -> None:
    answer = world.partner("bqr", RECORD).post(MARKS, asked(**wrong), Accept_Language="nl")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert says in answer.json["errors"][field][0]
    assert world.rows(MarkRow) == [] and world.events() == []


def test_a_restriction_is_lifted_when_the_person_was_told_first(world: World) -> None:
    partner = world.partner("bqr", RECORD)
    mark = set_one(partner, kind="restriction", about=None, ground="accuracy")
    untold = partner.post(f"{MARKS}{mark}/end", {})
    assert (untold.status_code, list(untold.json["errors"])) == (422, ["told"])
    assert partner.post(f"{MARKS}{mark}/end", {"told": True}).status_code == 200


def answer_to(world: World, mark: str, *duties: Duty, **other: Any) -> Any:
    body = {"purpose": "statistics", "outcome": "overruled", "reason": "De wet vraagt het jaarcijfer.", **other}
    staff = world.signed_in("bqr", *(duties or (Duty.OBJECTIONS_ANSWER,)))
    return staff.client.post(f"{MARKS}{mark}/answers", json=body, **SAME_SITE)


def test_an_objection_that_may_be_weighed_is_overruled_with_a_reason_by_who_has_that_duty(either_world: World) -> None:
    mark = set_one(either_world.partner("bqr", RECORD))
    refused = answer_to(either_world, mark, Duty.CONSENT_RECORD)
    assert (refused.status_code, refused.json["right"]) == (403, "consent.answer-objections")
    assert answer_to(either_world, mark, reason=" ").status_code == 422
    answered = answer_to(either_world, mark)
    assert (answered.status_code, answered.json["ended_how"]) == (200, "overruled")
    (told,) = either_world.told(ObjectionAnswered)
    assert (told.about_purpose, told.outcome) == ("statistics", "overruled")
    (row,) = either_world.rows(MarkRow)
    assert row.answer_sealed is not None and b"jaarcijfer" not in row.answer_sealed


def test_an_objection_that_is_right_goes_on_standing(world: World) -> None:
    mark = set_one(world.partner("bqr", RECORD))
    answered = answer_to(world, mark, outcome="upheld")
    assert (answered.json["ended_at"], answered.json["answered_at"] is not None) == (None, True)


def test_an_objection_to_everything_keeps_standing_for_the_rest(world: World) -> None:
    mark = set_one(world.partner("bqr", RECORD), about=None)
    answered = answer_to(world, mark)
    assert (answered.json["overruled"], answered.json["ended_at"]) == (["statistics"], None)


@pytest.mark.parametrize("about", ["marketing", "care_news", "messages", "satisfaction_survey", "calling"])
def test_B16_an_objection_to_marketing_is_overruled_by_nobody(world: World, about: str) -> None:
    mark = set_one(world.partner("bqr", RECORD), about=about)
    purpose = about if about in world.runtime.rules("bqr").purposes else "marketing"
    refused = answer_to(world, mark, purpose=purpose)
    assert (refused.status_code, refused.json["code"]) == (422, "always-holds")
    assert [row.ended_at for row in world.rows(MarkRow)] == [None]


def test_a_person_sets_and_ends_what_is_his_own_alone(world: World) -> None:
    mark = set_one(world.partner("bqr", RECORD))
    stranger = world.person(OTHER).client
    assert stranger.post(MARKS, json=asked(), **SAME_SITE).status_code == 404
    assert stranger.post(f"{MARKS}{mark}/end", json={}, **SAME_SITE).status_code == 404
    assert stranger.get(f"{MARKS}?subject_ref={PERSON}", **SAME_SITE).status_code == 404
    own = world.person(PERSON).client
    assert own.post(f"{MARKS}{mark}/end", json={}, **SAME_SITE).status_code == 200


def test_a_person_ends_under_one_reference_what_was_set_under_another(either_world: World) -> None:
    mark = set_one(either_world.partner("bqr", RECORD))
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    other = either_world.person(OTHER).client
    assert [each["id"] for each in other.get(f"{MARKS}?subject_ref={OTHER}", **SAME_SITE).json["items"]] == [mark]
    assert other.post(f"{MARKS}{mark}/end", json={}, **SAME_SITE).status_code == 200


def test_the_other_organisation_knows_nothing_of_it(world: World) -> None:
    mark = set_one(world.partner("bqr", RECORD))
    jtb = world.partner("jtb-care", RECORD)
    assert jtb.get(f"{MARKS}?subject_ref={PERSON}").json["items"] == []
    assert jtb.post(f"{MARKS}{mark}/end", {}).status_code == 404


@pytest.mark.parametrize("scopes", [(), ("consent:decide",)])
def test_a_partner_without_the_scope_is_refused_by_name(world: World, scopes: tuple[str, ...]) -> None:
    answer = world.partner("bqr", *scopes).post(MARKS, asked())
    assert (answer.status_code, answer.json["right"]) == (403, RECORD)


def test_what_a_request_asks_is_carried_out_once_and_the_request_hears_of_it(either_world: World) -> None:
    rules = either_world.runtime.rules("bqr")
    asked_first = Asked(
        subject_ref=PERSON,
        request_ref="request-0001",
        kind=MarkKind.RESTRICTION,
        ground=RestrictionGround.ACCURACY,
    )
    with either_world.work() as work:
        assert len(set_as_requested(work, asked_first, rules=rules)) == 1
    assert either_world.told(MarkSet)[0].request_ref == "request-0001"
    with either_world.work() as work:
        assert set_as_requested(work, asked_first, rules=rules) == ()
    to_end = [replace(asked_first, request_ref=each, ground=None) for each in ("request-0002", "r-00003")]
    with either_world.work() as work:
        assert len(end_as_requested(work, to_end[0], rules=rules)) == 1
    with either_world.work() as work:
        assert end_as_requested(work, to_end[1], rules=rules) == ()
    assert [each.request_ref for each in either_world.told(MarkEnded)] == ["request-0002"]
    nothing = [each.request_ref for each in either_world.told(MarkRequestFoundNothing)]
    assert nothing == ["request-0001", "r-00003"]


def test_B16_an_objection_in_a_request_stops_each_purpose_that_did_not_stand_yet(world: World) -> None:
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        first = Asked(subject_ref=PERSON, request_ref="request-0001", kind=MarkKind.OBJECTION, abouts=("statistics",))
        set_as_requested(work, first, rules=rules)
        both = replace(first, request_ref="request-0002", abouts=("statistics", "research"))
        assert [row.about for row in set_as_requested(work, both, rules=rules)] == ["research"]
    assert world.told(MarkRequestFoundNothing) == []


@pytest.mark.parametrize("step", ["set", "end"])
def test_a_request_that_asks_for_a_mark_is_carried_out_and_comes_back_as_a_fact(world: World, step: str) -> None:
    event = MarkRequested(
        request_ref="request-0001", subject_ref=PERSON, change_kind=step, kind="objection", about=("marketing",)
    )
    envelope = Envelope(
        id=new_id(),
        type=event.type,
        source="requests",
        organisation="bqr",
        subject="request-0001",
        sequence=1,
        time=world.clock.now(),
        event=event,
    )
    key = routing_key(envelope.type, "bqr")
    incoming = Incoming(encode(envelope), key, "waarborg.consent", 1)
    receiver = receiver_of(world.runtime)
    assert [receiver.receive(incoming) for _ in range(2)] == [Outcome.DONE, Outcome.DUPLICATE]
    told = world.told(MarkSet if step == "set" else MarkRequestFoundNothing)
    assert [(each.request_ref, each.subject_ref) for each in told] == [("request-0001", PERSON)]


def test_a_note_is_refused_where_the_persons_key_is_gone_and_the_objection_itself_works(world: World) -> None:
    partner = world.partner("bqr", RECORD)
    set_one(partner, note="Zij belde.")
    world.erase(PERSON)
    noted = partner.post(MARKS, asked(about="research", note="Zij belde weer."))
    assert (noted.status_code, noted.json["code"]) == (410, "erased")
    assert partner.post(MARKS, asked(about="research")).status_code == 201
    assert world.signed_in("bqr", Duty.CONSENT_READ).get(f"/consent/people/{PERSON}/messages").status_code == 200
