"""Requests in the vocabulary of the Data Rights Protocol: the same actions and the same checks, in other words."""

import pytest

from waarborg_requests.actions.ending import on_whose_word
from waarborg_requests.domain import GROUNDS, Ground, Outcome, RequestState
from waarborg_requests.domain.intake_rights import KINDS, Exercise, Reason, Status, exercise_of, standing
from waarborg_requests.models import Request
from waarborg_shared.events.requests import RequestReceived, RequestWithdrawn
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.timeline.reading import steps_of

RIGHTS = "/requests/api/v1/data-rights-requests/"
FILE, ANSWER = "requests:file", "requests:answer"
WHO = {
    "subject_ref": "person-00000001",
    "name": "Willemijn Proefpersoon",
    "reach": "email",
    "reach_at": "willemijn@example.nl",
}
BODY = {"exercise": "access", "regime": "gdpr", "identity": WHO}


def file_one(world, organisation="bqr", **changes):
    answer = world.partner(organisation, FILE).post(RIGHTS, {**BODY, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_right_is_exercised_and_its_status_told(world):
    filed = file_one(world)
    assert (filed["status"], filed["reason"], filed["expected_by"]) == ("open", None, "2026-03-30")
    (row,) = world.requests()
    assert (row.subject_ref, row.identification, row.came_by) == ("person-00000001", "partner", "partner")
    told = world.partner("bqr", FILE).get(RIGHTS + row.id).json
    assert told == {name: value for name, value in filed.items() if name != "code"}
    assert "Willemijn" not in str(told)


@pytest.mark.parametrize(
    ("exercise", "more", "kind", "about"),
    [
        ("deletion", {"details": "Alles."}, "erasure", None),
        ("rectification", {"details": "Mijn naam."}, "correction", None),
        ("restriction", {"details": "Even niet."}, "restriction", None),
        ("objection", {"about": "surveys"}, "objection", "surveys"),
        ("opt_out", {}, "objection", "marketing"),
        ("portability", {}, "portability", None),
        ("referral_index", {}, "referral_index", None),
    ],
)
def test_each_right_has_its_kind(world, exercise, more, kind, about):
    assert file_one(world, exercise=exercise, **more)["exercise"] == exercise
    (row,) = world.requests()
    assert (row.kind, row.about) == (kind, about)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"exercise": "forget me"}, "exercise"),
        ({"exercise": None}, "exercise"),
        ({"exercise": ["access"]}, "exercise"),
        ({"regime": "ccpa"}, "regime"),
        ({"status_callback_url": "https://elsewhere.example/"}, "status_callback_url"),
        ({"identity": {**WHO, "subject_ref": "123456782"}}, "identity.subject_ref"),
        ({"identity": {**WHO, "reach_at": "no address"}}, "identity.reach_at"),
        ({"identity": {**WHO, "bsn": "123456782"}}, "identity.bsn"),
        ({"identity": "eyJhbGciOi"}, "identity"),
        ({"identity": {**WHO, "name": "Willemijn 111222333"}}, "identity.name"),
        ({"identity": {**WHO, "reach": "post", "reach_at": "Dorp 1, 111.222.333"}}, "identity.reach_at"),
        ({"details": "Mijn BSN is 111 222 333."}, "details"),
        ({"representative": "mentor", "on_behalf_of": "Teun 111222333"}, "on_behalf_of"),
        ({"exercise": "deletion"}, "asked"),
        ({"exercise": "objection"}, "about"),
        ({"about": "marketing"}, "about"),
        ({"exercise": "opt_out", "about": "surveys"}, "about"),
        ({"purpose": "newsletter"}, "purpose"),
        ({"representative": "mentor"}, "on_behalf_of"),
    ],
)
def test_what_makes_no_sense_is_told_by_field(world, wrong, field):
    answer = world.partner("bqr", FILE).post(RIGHTS, {**BODY, **wrong})
    assert answer.status_code == 422, answer.text
    assert any(each.startswith(field) for each in answer.json["errors"]), answer.json
    assert world.requests() == []


def test_the_same_key_exercises_once(world):
    partner = world.partner("bqr", FILE)
    first, again = (partner.post(RIGHTS, BODY, Idempotency_Key="een-sleutel-1") for _ in range(2))
    assert first.json == again.json
    assert len(world.requests()) == len(world.told(RequestReceived)) == 1


def test_only_who_filed_it_or_reads_all_is_told_how_far_it_is(world, access):
    filed = file_one(world)
    other = world.partner("bqr", FILE, sub="other-partner", client_id="other-partner")
    assert other.get(RIGHTS + filed["request_id"]).status_code == 404
    assert world.partner("bqr", ANSWER).get(RIGHTS + filed["request_id"]).status_code == 200
    assert world.partner("bqr", "consent:decide").get(RIGHTS + filed["request_id"]).status_code == 403
    assert world.partner("jtb-care", ANSWER).get(RIGHTS + filed["request_id"]).status_code == 404
    world.visitor().send("/requests/new", **access)
    public = next(row for row in world.requests() if row.came_by == "page")
    assert world.partner("bqr", FILE).get(RIGHTS + public.id).status_code == 404
    staff = world.signed_in("bqr", Duty.REQUESTS_READ)
    assert staff.get(RIGHTS + public.id).json["status"] == "open"


def revoke(partner, filed, body=None):
    path, sent = RIGHTS + filed["request_id"], {} if body is None else {"json": body}
    return partner.client.delete(path, base_url=partner._base(), headers=partner.headers, **sent)


def test_who_filed_it_takes_it_back_on_the_persons_word_and_the_person_is_told(world):
    filed, partner = file_one(world), world.partner("bqr", FILE)
    told = revoke(partner, filed, {"reason": "Zij vond het zelf."})
    assert (told.status_code, told.json["status"], told.json["reason"]) == (200, "revoked", None)
    assert told.json == partner.get(RIGHTS + filed["request_id"]).json
    again = revoke(partner, filed)
    assert (again.status_code, again.json["status"]) == (200, "revoked")
    assert [event.verdict for event in world.told(RequestWithdrawn)] == ["withdrawn"]
    with world.work() as work:
        row = work.case(Request, filed["request_id"])
        (step,) = [step for step in steps_of(work, row, with_why=True) if step.verb == "withdrawn"]
        assert (step.actor_kind.value, step.actor_ref) == ("partner", row.filed_by)
        assert step.why == "Zij vond het zelf."
        assert on_whose_word(work, row)
        assert work.clocks.of(row)[0].stopped_at is not None


@pytest.mark.parametrize(
    ("body", "field"),
    [({"reason": "BSN 111222333"}, "reason"), ({"why": "x"}, "why"), ({"reason": "x" * 2_001}, "reason")],
)
def test_what_makes_no_sense_takes_nothing_back(world, body, field):
    filed = file_one(world)
    answer = revoke(world.partner("bqr", FILE), filed, body)
    assert answer.status_code == 422, answer.text
    assert any(each.startswith(field) for each in answer.json["errors"]), answer.json
    assert world.told(RequestWithdrawn) == []


def test_nobody_takes_back_what_another_filed_or_what_was_answered(world, access):
    filed, partner = file_one(world), world.partner("bqr", FILE)
    world.visitor().send("/requests/new", **access)
    public = {"request_id": next(row for row in world.requests() if row.came_by == "page").id}
    other = world.partner("bqr", FILE, sub="other-partner", client_id="other-partner")
    for who, what in ((other, filed), (partner, public), (partner, {"request_id": "none"})):
        assert revoke(who, what).status_code == 404
    assert revoke(world.partner("bqr", ANSWER), filed).status_code == 403
    assert revoke(world.partner("jtb-care", FILE), filed).status_code == 404
    body = {"outcome": "refused", "ground": "nothing_held", "text": "Wij hebben niets."}
    path = f"/requests/api/v1/requests/{filed['request_id']}/answer"
    assert world.partner("bqr", ANSWER).post(path, body, If_Match='"1"').status_code == 200
    late = revoke(partner, filed)
    assert (late.status_code, late.json["code"]) == (409, "move-refused")
    assert "beantwoord" in late.json["detail"]
    assert partner.get(RIGHTS + filed["request_id"]).json["status"] == "denied"


def test_a_refusal_names_its_reason_in_the_protocols_words(world):
    filed = file_one(world)
    body = {"outcome": "refused", "ground": "nothing_held", "text": "Wij hebben niets."}
    path = f"/requests/api/v1/requests/{filed['request_id']}/answer"
    assert world.partner("bqr", ANSWER).post(path, body, If_Match='"1"').status_code == 200
    told = world.partner("bqr", FILE).get(RIGHTS + filed["request_id"]).json
    assert (told["status"], told["reason"]) == ("denied", "no_match")


@pytest.mark.parametrize(
    ("state", "outcome", "ground", "status", "reason"),
    [
        (RequestState.RECEIVED, None, None, Status.OPEN, None),
        (RequestState.TAKEN_UP, None, None, Status.IN_PROGRESS, None),
        (RequestState.WAITING, None, None, Status.IN_PROGRESS, Reason.NEED_USER_VERIFICATION),
        (RequestState.WITHDRAWN, None, None, Status.REVOKED, None),
        (RequestState.LAPSED, None, None, Status.EXPIRED, None),
        (RequestState.ANSWERED, Outcome.GRANTED, None, Status.FULFILLED, None),
        (RequestState.ANSWERED, Outcome.GRANTED, Ground.NOTHING_STOOD, Status.FULFILLED, None),
        (RequestState.ANSWERED, Outcome.PARTLY, Ground.WORKING_NOTES, Status.FULFILLED, Reason.IN_PART),
        (
            RequestState.ANSWERED,
            Outcome.REFUSED,
            Ground.NOT_IDENTIFIED,
            Status.EXPIRED,
            Reason.INSUFFICIENT_VERIFICATION,
        ),
        (RequestState.ANSWERED, Outcome.REFUSED, Ground.EXCESSIVE, Status.DENIED, Reason.TOO_MANY_REQUESTS),
        (RequestState.ANSWERED, Outcome.REFUSED, Ground.LAW_KEEPS, Status.DENIED, Reason.CLAIM_NOT_COVERED),
    ],
)
def test_how_far_it_is_in_the_protocols_words(state, outcome, ground, status, reason):
    told = standing(state, outcome, ground)
    assert (told.status, told.reason) == (status, reason)


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_refusal_has_a_reason(ground):
    assert standing(RequestState.ANSWERED, Outcome.REFUSED, ground).reason is not None


def test_every_right_comes_back_as_itself():
    for exercise, kind in KINDS.items():
        about = "marketing" if exercise is Exercise.OPT_OUT else "other"
        assert exercise_of(kind, about) is exercise
    assert exercise_of(RequestKind.COMPLAINT, None) is None
