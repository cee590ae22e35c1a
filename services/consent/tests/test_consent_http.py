"""Asking, refusing, renewing, ending and undoing consents, over HTTP and on the pages, and what bad input gets."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent import actions
from waarborg_consent.deadlines import DEADLINES
from waarborg_consent.domain import Authority, How
from waarborg_consent.models import Consent, ShownTextRow
from waarborg_shared.deadlines import DeadlineWatch
from waarborg_shared.events.consent import (
    ConsentChangedInPart,
    ConsentDeferred,
    ConsentExpired,
    ConsentGiven,
    ConsentInvalidated,
    ConsentRefused,
    ConsentRequested,
    ConsentUndone,
    ConsentWithdrawn,
)
from waarborg_shared.hooks.values import Duty, Scope, Text
from waarborg_shared.testing.world import Partner, World

PERSON, OTHER = "0190-person-of-bqr-01", "0190-person-of-bqr-02"
API = "/consent/api/v1"
MARKETING = {"subject_ref": PERSON, "purpose": "marketing"}
DESK = f"/consent/people/{PERSON}"
HASH = "0123456789abcdef" * 4


def partner_of(world: World) -> Partner:
    return world.partner("bqr", "consent:record", "consent:decide")


def version(world: World) -> str:
    return world.runtime.rules("bqr").organisation.statement_version


def given(world: World, **other: Any) -> dict[str, Any]:
    return {**MARKETING, "statement_version": version(world), "how": "paper", **other}


def stands(world: World, purpose: str = "marketing") -> dict[str, Any]:
    items = partner_of(world).get(f"{API}/consents/?subject_ref={PERSON}").json["items"]
    return next(item for item in items if item["purpose"] == purpose)


def decide(world: World, *categories: str) -> tuple[bool, str]:
    asked = {
        "subject": {"type": "staff", "id": "staff-0001", "properties": {"role": "coordinator"}},
        "action": {"name": "read"},
        "resource": {
            "type": "privacy_regulations",
            "id": "r1",
            "properties": {"person": PERSON, "categories": list(categories)},
        },
        "context": {"purpose": "marketing"},
    }
    answer = partner_of(world).post("/consent/access/v1/evaluation", asked)
    assert answer.status_code == 200, answer.text
    return answer.json["decision"], answer.json["context"]["reason"]["code"]


def statements(world: World, act: Any) -> int:
    """Count what is sent to the database meanwhile, by this organisation's connections."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    act()
    event.remove(world.runtime.engine, "before_cursor_execute", note)
    return len([each for each in seen if "consent" in each or "person_alias" in each or "shown_text" in each])


def test_a_question_is_asked_put_off_and_answered_and_others_hear_of_it(either_world: World) -> None:
    world, partner = either_world, partner_of(either_world)
    assert partner.post(f"{API}/questions/", MARKETING).status_code == 201
    assert (stands(world)["state"], decide(world)) == ("requested", (False, "consent-missing"))
    assert partner.post(f"{API}/deferrals/", MARKETING).status_code == 201
    assert stands(world)["state"] == "deferred"
    assert partner.post(f"{API}/refusals/", MARKETING).status_code == 201
    assert (stands(world)["state"], decide(world)) == ("refused", (False, "consent-withdrawn"))
    assert partner.post(f"{API}/questions/", MARKETING).status_code == 201
    assert (stands(world)["state"], decide(world)) == ("requested", (False, "consent-withdrawn"))
    assert partner.post(f"{API}/consents/", given(world)).status_code == 201
    assert (stands(world)["state"], decide(world)) == ("given", (True, "allowed-by-consent"))
    counts = [len(world.told(kind)) for kind in (ConsentRequested, ConsentDeferred, ConsentRefused, ConsentGiven)]
    assert counts == [2, 1, 1, 1]
    assert world.verbs(PERSON)[:3] == ["asked-for-consent", "deferred-consent", "refused-consent"]


def test_a_consent_ends_on_its_day_and_that_is_told_once(either_world: World) -> None:
    world, partner = either_world, partner_of(either_world)
    last = (world.clock.now() + timedelta(days=2)).date().isoformat()
    assert partner.post(f"{API}/consents/", given(world, until_on=last)).status_code == 201
    assert stands(world)["until"] is not None and decide(world)[0]
    watch = DeadlineWatch(
        service="consent",
        engine=world.runtime.worker_engine,
        plumbing=world.runtime.service.plumbing,
        begin=world.work,
        rules=world.runtime.rules,
        handlers=DEADLINES,
        now=world.clock.now,
    )
    watch.run_due()
    assert world.told(ConsentExpired) == []
    world.clock.forward(3 * 24 * 3600)
    assert (stands(world)["state"], decide(world)) == ("expired", (False, "consent-missing"))
    for _ in range(3):
        watch.run_due()
    (told,) = world.told(ConsentExpired)
    assert (told.subject_ref, told.purpose, told.categories) == (PERSON, "marketing", ())
    assert partner_of(world).post(f"{API}/renewals/", given(world)).status_code == 201
    assert (stands(world)["state"], decide(world)[0]) == ("renewed", True)


def test_of_a_consent_that_was_withdrawn_before_its_day_no_end_is_told(world: World) -> None:
    partner = partner_of(world)
    last = (world.clock.now() + timedelta(days=2)).date().isoformat()
    added = partner.post(f"{API}/consents/", given(world, until_on=last)).json
    partner.post(f"{API}/withdrawals/", MARKETING)
    world.clock.forward(3 * 24 * 3600)
    with world.work() as work:
        actions.tell_of_the_end(work, PERSON, added["id"], rules=world.runtime.rules("bqr"))
    assert world.told(ConsentExpired) == []


def test_a_part_is_given_and_withdrawn_and_the_rest_stays_as_it_was(either_world: World) -> None:
    world, partner = either_world, partner_of(either_world)
    email = given(world, categories=["email"])
    assert partner.post(f"{API}/consents/", email).status_code == 201
    assert decide(world, "email")[0] and not decide(world, "telephone")[0] and not decide(world)[0]
    partner.post(f"{API}/consents/", given(world))
    assert decide(world, "email", "telephone")[0] and decide(world)[0]
    ended = partner.post(f"{API}/withdrawals/", {**MARKETING, "categories": ["email"]})
    assert ended.status_code == 201
    assert decide(world, "email") == decide(world) == (False, "consent-withdrawn")
    assert decide(world, "telephone")[0]
    shown = stands(world)
    assert (shown["state"], shown["parts"][0]["state"]) == ("given", "withdrawn")
    told = world.told(ConsentChangedInPart)
    assert [(each.kind, each.categories) for each in told] == [("given", ("email",)), ("withdrawn", ("email",))]
    assert partner.post(f"{API}/withdrawals/", {"subject_ref": PERSON}).status_code == 201
    assert not decide(world, "telephone")[0]


def test_who_is_not_the_person_revokes_and_what_was_wrong_never_counted(world: World) -> None:
    partner = partner_of(world)
    partner.post(f"{API}/consents/", given(world))
    assert partner.post(f"{API}/withdrawals/", {**MARKETING, "by": "court"}).status_code == 201
    assert stands(world)["state"] == "revoked"
    assert world.told(ConsentWithdrawn)[0].revoker_kind == "court"
    partner.post(f"{API}/consents/", given(world))
    assert partner.post(f"{API}/invalidations/", MARKETING).status_code == 201
    assert (stands(world)["state"], decide(world)) == ("revoked", (False, "consent-withdrawn"))
    assert len(world.told(ConsentInvalidated)) == 1
    by_date = partner.post(f"{API}/withdrawals/", {**MARKETING, "by": "date"})
    assert (by_date.status_code, by_date.json["code"]) == (422, "not-by-them")


def test_what_a_representative_says_is_kept_with_his_authority(world: World) -> None:
    rules = world.runtime.rules("bqr")
    mentor = Authority(
        representation_id="0190-representation-1",
        representative_ref=OTHER,
        kind="mentor",
        scope=Scope.DATA,
        source="art. 7:465 BW",
    )
    with world.work() as work:
        yes = actions.NewConsent(
            subject_ref=PERSON, purpose="marketing", statement_version=version(world), how=How.PAPER, authority=mentor
        )
        actions.record_consent(work, yes, rules=rules)
    with world.work() as work:
        no = actions.Withdrawal(subject_ref=PERSON, purpose="marketing", how=How.PAPER, authority=mentor)
        actions.withdraw_consent(work, no, rules=rules)
    rows = sorted(world.rows(Consent), key=lambda row: row.sequence)
    assert [(row.kind, row.said_by, row.representation_id, row.authority_kind) for row in rows] == [
        ("given", "representative", "0190-representation-1", "mentor"),
        ("revoked", "representative", "0190-representation-1", "mentor"),
    ]


def with_changed_text(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the organisation say something else about marketing from now on."""
    rules = world.runtime.rules("bqr")
    changed = replace(rules.purposes["marketing"], explanation=Text("Nu iets anders.", "Something else now."))
    fresh = type(rules)("bqr", rules._manager)
    fresh.__dict__["purposes"] = {**rules.purposes, "marketing": changed}
    monkeypatch.setattr(world.runtime.registry, "rules", lambda organisation: fresh)


def test_a_purpose_with_another_text_is_asked_again_and_the_old_text_can_still_be_read(
    either_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, partner = either_world, partner_of(either_world)
    partner.post(f"{API}/consents/", given(world))
    partner.post(f"{API}/consents/", given(world, purpose="calling"))
    before = stands(world)["text_digest"]
    with_changed_text(world, monkeypatch)
    found = stands(world)
    assert (found["state"], found["asked_again"], found["stands"]) == ("requested", True, False)
    assert decide(world) == (False, "consent-missing")
    assert stands(world, "calling")["state"] == "given"
    old = partner.get(f"{API}/texts/{before}")
    assert old.status_code == 200 and old.json["en"]["explanation"].startswith("New terms")
    page = world.person(PERSON)
    assert "has changed since you said yes" in page.get("/consent/").text
    assert "Today it says something else" in page.get(f"/consent/texts/{before}").text
    stale = partner.post(f"{API}/consents/", given(world, text_digest=before))
    assert (stale.status_code, list(stale.json["errors"])) == (422, ["text_digest"])
    assert partner.post(f"{API}/consents/", given(world, text_digest=found["text_digest"])).status_code == 201
    assert decide(world)[0]


def test_each_text_is_kept_once_and_a_known_one_costs_no_statement(world: World) -> None:
    partner = partner_of(world)

    def record() -> None:
        assert partner.post(f"{API}/consents/", given(world)).status_code == 201

    record()
    record()
    assert len(world.rows(ShownTextRow)) == 1
    assert statements(world, record) == 3, (
        "the file read with what decides who decides, and moved, and the consent written: no more"
    )


def test_a_text_whose_first_recording_was_rolled_back_is_kept_with_the_next(world: World) -> None:
    rules = world.runtime.rules("bqr")
    yes = actions.NewConsent(
        subject_ref=PERSON, purpose="marketing", statement_version=version(world), how=How.KITCHEN_TABLE
    )
    with pytest.raises(ZeroDivisionError), world.work() as work:
        actions.record_consent(work, yes, rules=rules)
        actions.record_consent(work, yes, rules=rules)
        raise ZeroDivisionError
    assert world.rows(ShownTextRow) == []
    with world.work() as work:
        actions.record_consent(work, yes, rules=rules)
    assert len(world.rows(ShownTextRow)) == 1


def test_a_part_is_renewed_where_that_part_stands(world: World) -> None:
    partner, email = partner_of(world), given(world, categories=["email"])
    assert partner.post(f"{API}/renewals/", email).status_code == 409
    partner.post(f"{API}/consents/", email)
    assert partner.post(f"{API}/renewals/", email).status_code == 201
    partner.post(f"{API}/withdrawals/", {"subject_ref": PERSON})
    assert partner.post(f"{API}/renewals/", email).status_code == 409


def test_a_decision_reads_consents_in_one_statement(world: World) -> None:
    partner_of(world).post(f"{API}/consents/", given(world))
    assert statements(world, lambda: decide(world)) == 2, "one read, and the decision written"


def test_the_history_is_given_in_parts_newest_first_and_says_what_was_undone(either_world: World) -> None:
    world, partner = either_world, partner_of(either_world)
    page = world.person(PERSON)
    for number in range(5):
        partner.post(f"{API}/consents/", given(world, purpose="calling" if number == 0 else "marketing"))
        world.clock.forward(60)
    page.send("/consent/withdraw", page="/consent/", purpose="marketing")
    undone = {row.kind: row.id for row in world.rows(Consent)}["withdrawn"]
    page.send("/consent/undo", page="/consent/", event_id=undone)
    seen, cursor = [], ""
    while True:
        path = f"{API}/history/?subject_ref={PERSON}&limit=3" + (f"&cursor={cursor}" if cursor else "")
        part = partner_of(world).get(path).json
        seen += part["items"]
        cursor = part["next"]
        if not cursor:
            break
    assert [item["kind"] for item in seen] == ["undone", "withdrawn", *["given"] * 5]
    assert [item["undone"] for item in seen] == [False, True, *[False] * 5]
    only = partner_of(world).get(f"{API}/history/?subject_ref={PERSON}&purpose=calling").json["items"]
    assert [item["purpose"] for item in only] == ["calling"]
    wrong = partner_of(world).get(f"{API}/history/?subject_ref={PERSON}&cursor=WzFd")
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["cursor"])


WRONG: list[tuple[str, dict[str, Any], int, str]] = [
    ("consents", {"categories": ["health"]}, 422, "categories"),
    ("consents", {"recipients": ["nobody"]}, 422, "recipients"),
    ("consents", {"until_on": "2001-01-01"}, 422, "until_on"),
    ("consents", {"until_on": "tomorrow"}, 422, "until_on"),
    ("consents", {"how": "spoken"}, 422, "witness"),
    ("consents", {"how": "page", "scan_sha256": HASH}, 422, "scan_sha256"),
    ("consents", {"scan_sha256": HASH.upper()}, 422, "scan_sha256"),
    ("consents", {"scan_sha256": "x"}, 422, "scan_sha256"),
    ("consents", {"age": 15}, 422, "age"),
    ("consents", {"age": -1}, 422, "age"),
    ("consents", {"text_digest": HASH}, 422, "text_digest"),
    ("consents", {"language": "fy"}, 422, "language"),
    ("renewals", {}, 409, "purpose"),
]


@pytest.mark.parametrize(("verb", "wrong", "status", "field"), WRONG)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    world: World, verb: str, wrong: dict[str, Any], status: int, field: str
) -> None:
    answer = partner_of(world).post(f"{API}/{verb}/", given(world, **wrong))
    assert (answer.status_code, list(answer.json["errors"])) == (status, [field]), answer.text
    assert world.rows(Consent) == [] and world.events() == []


@pytest.mark.parametrize(
    ("verb", "body", "status", "code"),
    [
        ("questions", {"purpose": "spying"}, 422, "unknown-purpose"),
        ("questions", {"purpose": "care_agreement"}, 422, "consent-not-needed"),
        ("deferrals", {}, 409, "not-now"),
        ("invalidations", {}, 409, "not-now"),
        ("withdrawals", {"categories": ["email"]}, 409, "already-withdrawn"),
        ("withdrawals", {"purpose": None, "categories": ["email"]}, 422, "narrowed-without-purpose"),
    ],
)
def test_what_does_not_go_with_what_stands_is_refused(
    world: World, verb: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = partner_of(world).post(f"{API}/{verb}/", {**MARKETING, **body})
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert world.rows(Consent) == []


def test_a_no_is_refused_where_a_yes_stands_and_said_once(world: World) -> None:
    partner = partner_of(world)
    partner.post(f"{API}/consents/", given(world))
    assert partner.post(f"{API}/refusals/", MARKETING).status_code == 409
    assert partner.post(f"{API}/questions/", MARKETING).status_code == 409
    partner.post(f"{API}/withdrawals/", MARKETING)
    assert partner.post(f"{API}/refusals/", MARKETING).status_code == 409


def test_a_scan_and_a_witness_are_kept_for_proof_and_the_witness_is_sealed(world: World) -> None:
    partner = partner_of(world)
    assert partner.post(f"{API}/consents/", given(world, scan_sha256=HASH)).status_code == 201
    spoken = given(world, how="spoken", witness="Zijn zus Truus")
    assert partner.post(f"{API}/consents/", spoken).status_code == 201
    rows = sorted(world.rows(Consent), key=lambda row: row.sequence)
    assert rows[0].scan_sha256 == HASH
    assert rows[1].witness_sealed is not None and b"Truus" not in rows[1].witness_sealed
    assert "Zijn zus Truus" in world.signed_in("bqr", Duty.CONSENT_READ).get(DESK).text
    assert "Truus" not in world.person(PERSON).get("/consent/").text


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_withdrawing_takes_as_many_steps_as_giving_and_is_undone_within_minutes(
    world: World, organisation: str
) -> None:
    page = world.person(PERSON, organisation)
    purpose = {"bqr": "marketing", "jtb-care": "newsletter"}[organisation]
    statement = world.runtime.rules(organisation).organisation.statement_version
    typed = {"purpose": purpose, "statement_version": statement}
    assert page.send("/consent/give", page="/consent/", **typed).status_code == 303
    assert page.send("/consent/withdraw", page="/consent/", purpose=purpose).status_code == 303
    shown = page.get("/consent/").text
    assert "Did you not mean to?" in shown
    event_id = re.findall(r'name="event_id" value="([^"]+)"', shown)[0]
    assert page.send("/consent/undo", page="/consent/", event_id=event_id).status_code == 303
    assert f"Withdraw: {world.runtime.rules(organisation).purposes[purpose].name.en}" in page.get("/consent/").text
    assert world.told(ConsentUndone, organisation)[0].undone_kind == "withdrawn"
    twice = page.send("/consent/undo", page="/consent/", event_id=event_id)
    assert twice.status_code == 422 and "no choice to undo" in twice.text


def test_undoing_is_for_the_person_alone_and_for_minutes(world: World) -> None:
    page, partner = world.person(PERSON), partner_of(world)
    page.send("/consent/give", page="/consent/", purpose="marketing", statement_version=version(world))
    (row,) = world.rows(Consent)
    body = {"subject_ref": PERSON, "event_id": row.id}
    assert partner.post(f"{API}/undoings/", body).json["code"] == "not-by-them"
    assert world.person(OTHER).send("/consent/undo", page="/consent/", event_id=row.id).status_code == 422
    world.clock.forward(10 * 60 + 1)
    late = page.send("/consent/undo", page="/consent/", event_id=row.id)
    assert late.status_code == 422 and "only shortly after" in late.text
    assert "Did you not mean to?" not in page.get("/consent/").text


def test_a_person_answers_no_and_later_to_what_is_asked_and_yes_to_a_part(world: World) -> None:
    partner_of(world).post(f"{API}/questions/", MARKETING)
    page = world.person(PERSON)
    assert "We would like to know what you say" in page.get("/consent/").text
    assert page.send("/consent/later", page="/consent/", purpose="marketing").status_code == 303
    assert page.send("/consent/refuse", page="/consent/", purpose="marketing").status_code == 303
    assert page.send("/consent/refuse", page="/consent/", purpose="marketing").status_code == 422
    typed = {"purpose": "marketing", "statement_version": version(world), "categories": ["email"]}
    assert page.send("/consent/give", page="/consent/", **typed).status_code == 303
    shown = page.get("/consent/").text
    assert "only e-mail" in shown.lower() and decide(world, "email")[0]
    ended = page.send("/consent/withdraw", page="/consent/", purpose="marketing", categories=["email"])
    assert ended.status_code == 303 and not decide(world, "email")[0]
    page.send("/consent/give", page="/consent/", **{**typed, "categories": ["telephone"]})
    assert decide(world, "telephone")[0]
    page.send("/consent/refuse", page="/consent/", purpose="marketing")
    assert not decide(world, "telephone")[0], "a no to the purpose ends what stood of a part"


def test_a_form_with_an_old_text_shows_the_page_again_with_the_reason(world: World) -> None:
    typed = {"purpose": "marketing", "statement_version": version(world), "text_digest": HASH}
    answer = world.person(PERSON).send("/consent/give", page="/consent/", **typed)
    assert answer.status_code == 422 and "The text of this purpose has changed" in answer.text
    assert world.rows(Consent) == []


@pytest.mark.parametrize(("says", "kind"), [("yes", "given"), ("no", "refused"), ("later", "deferred")])
def test_staff_ask_and_the_client_answers_on_the_spot(world: World, says: str, kind: str) -> None:
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    asked = desk.send(f"{DESK}/ask", page=DESK, purpose="marketing", where="here")
    assert (asked.status_code, asked.location) == (303, f"{DESK}/ask/marketing")
    spot = desk.get(asked.location)
    assert "Your care does not depend on it" in spot.text
    digest = re.search(r'name="text_digest" value="([^"]+)"', spot.text)
    assert digest is not None
    typed = {"says": says, "statement_version": version(world), "text_digest": digest[1]}
    assert desk.send(asked.location, **typed).status_code == 303
    rows = sorted(world.rows(Consent), key=lambda row: row.sequence)
    assert [(row.kind, row.actor_kind) for row in rows] == [("requested", "staff"), (kind, "staff")]
    stale = desk.send(asked.location, **{**typed, "says": "yes", "text_digest": HASH})
    assert stale.status_code == 422 and "has changed" in stale.text


def test_asked_at_home_the_way_to_the_letter_is_shown(world: World) -> None:
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    asked = desk.send(f"{DESK}/ask", page=DESK, purpose="marketing", where="home")
    assert asked.status_code == 303
    assert "Have a colleague who registers persons" in desk.get(asked.location).text
    assert stands(world)["state"] == "requested"
    empty = desk.send(f"{DESK}/ask", page=DESK, purpose="marketing")
    assert empty.status_code == 422 and "Where does the client answer?" in empty.text


def test_staff_who_only_read_are_shown_no_form_and_refused(world: World) -> None:
    reader = world.signed_in("bqr", Duty.CONSENT_READ)
    text = reader.get(DESK).text
    assert "<form" not in text.partition("<main")[2].partition("</main>")[0]
    recorder = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    token = recorder.token(DESK)
    assert reader.send(f"{DESK}/ask", token=token, purpose="marketing", where="here").status_code == 403
    assert reader.get(f"{DESK}/ask/marketing").status_code == 403
    for purpose in ("spying", "care_agreement"):
        assert recorder.get(f"{DESK}/ask/{purpose}").status_code == 404


@pytest.mark.parametrize(
    ("says", "kind"), [("no", "withdrawn"), ("court", "revoked"), ("ourselves", "revoked"), ("invalid", "invalidated")]
)
def test_staff_record_how_a_consent_ended(world: World, says: str, kind: str) -> None:
    partner_of(world).post(f"{API}/consents/", given(world))
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert desk.send(DESK, purpose="marketing", says=says, how="paper").status_code == 303
    assert max(world.rows(Consent), key=lambda row: row.sequence).kind == kind
    assert desk.send(DESK, purpose="marketing", says=says, how="paper").status_code == 422


def test_what_staff_typed_is_kept_where_something_is_wrong(world: World) -> None:
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    typed = {"purpose": "marketing", "says": "yes", "how": "spoken", "note": "In de map van Noord."}
    wrong = desk.send(DESK, **typed)
    assert wrong.status_code == 422
    assert "Write down who was there" in wrong.text and "In de map van Noord." in wrong.text
    last = (world.clock.now() + timedelta(days=30)).date().isoformat()
    assert desk.send(DESK, **typed, witness="Zijn zus", until_on=last).status_code == 303
    shown = desk.get(DESK).text
    assert "In de map van Noord." in shown and "Until and including" in shown


def test_a_child_of_fifteen_is_not_recorded_alone_at_the_desk(world: World) -> None:
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    typed = {"purpose": "marketing", "says": "yes", "how": "kitchen_table"}
    alone = desk.send(DESK, **typed, age="15")
    assert alone.status_code == 422 and "whoever has parental authority decides" in alone.text
    assert world.rows(Consent) == []
    assert desk.send(DESK, **typed, age="16").status_code == 303


@pytest.mark.parametrize("verb", ["consents", "withdrawals", "refusals", "undoings"])
def test_a_person_says_nothing_for_somebody_else(world: World, verb: str) -> None:
    partner_of(world).post(f"{API}/consents/", given(world))
    (row,) = world.rows(Consent)
    body = {
        "consents": given(world),
        "undoings": {"subject_ref": PERSON, "event_id": row.id},
    }.get(verb, MARKETING)
    answer = world.person(OTHER).client.post(
        f"{API}/{verb}/",
        json=body,
        base_url="http://bqr.localhost:8000",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert (answer.status_code, answer.json["code"]) == (404, "not-own")
    assert len(world.rows(Consent)) == 1


@pytest.mark.parametrize("verb", ["questions", "invalidations"])
def test_a_person_does_not_speak_for_the_organisation(world: World, verb: str) -> None:
    answer = world.person(PERSON).client.post(
        f"{API}/{verb}/",
        json=MARKETING,
        base_url="http://bqr.localhost:8000",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert (answer.status_code, answer.json["code"]) == (422, "not-by-them")


def test_a_text_that_nobody_was_shown_is_not_there(world: World) -> None:
    assert world.visitor().get(f"/consent/texts/{HASH}").status_code == 404
    assert partner_of(world).get(f"{API}/texts/{HASH}").status_code == 404


def part_events(world: World) -> list[tuple[str, list[str] | None, list[str] | None]]:
    events = sorted(world.rows(Consent), key=lambda row: row.sequence)
    return [(row.kind, row.categories, row.recipients) for row in events]


def test_J8_B12_a_person_widens_and_narrows_a_yes_that_stands_and_each_is_an_event(either_world: World) -> None:
    world, page = either_world, either_world.person(PERSON)
    said = {"purpose": "marketing", "statement_version": version(world), "part": "1"}
    page.send("/consent/give", page="/consent/", purpose="marketing", statement_version=version(world))
    shown = page.get("/consent/").text
    assert "Change what my yes is about" in shown and "They may get these data too" in shown
    assert 'id="recipients-marketing-insurers"' in shown and 'id="categories-marketing-telephone"' in shown
    assert page.send("/consent/give", page="/consent/", **said, recipients=["insurers"]).status_code == 303
    shown = page.get("/consent/").text
    assert "only to health insurers" in shown.lower() and 'id="recipients-marketing-insurers"' not in shown
    assert (
        page.send(
            "/consent/withdraw", page="/consent/", purpose="marketing", part="1", categories=["telephone"]
        ).status_code
        == 303
    )
    assert 'id="categories-marketing-telephone"' not in page.get("/consent/").text
    assert part_events(world) == [
        ("given", None, None),
        ("given", None, ["insurers"]),
        ("withdrawn", ["telephone"], None),
    ]
    receipts = page.get("/consent/receipts/").text
    assert "May also go to: Health insurers." in receipts
    assert "Goes to nobody else: it is for us, and for who works for us." in receipts


@pytest.mark.parametrize("deed", ["give", "withdraw"])
def test_a_part_in_which_nothing_is_ticked_is_not_taken_for_the_whole(world: World, deed: str) -> None:
    page = world.person(PERSON)
    page.send("/consent/give", page="/consent/", purpose="marketing", statement_version=version(world))
    shown = {"statement_version": version(world)} if deed == "give" else {}
    sent = page.send(f"/consent/{deed}", page="/consent/", purpose="marketing", part="1", **shown)
    assert sent.status_code == 422 and "Tick at least one of these." in sent.text
    assert part_events(world) == [("given", None, None)]
