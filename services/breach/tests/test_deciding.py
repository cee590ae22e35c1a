"""Deciding and notifying over HTTP: by the responsible person alone, by page and by API, and what bad input gets."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from waarborg_breach.models import BreachCase, BreachNotice, KeptDecision
from waarborg_plugin_bqr.breach import QUESTIONS
from waarborg_shared.events.breach import BreachClosed, BreachDecided, BreachReopened
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_shared.timeline.reading import steps_of
from waarborg_tests.breach_decisions import EVERY_QUESTION, NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import handle

BREACHES = "/breach/api/v1/breaches/"
BOTH = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
AT = "2026-03-02T09:00"


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def case(world: World, board: Visitor) -> str:
    """A breach of two hours ago at BQR."""
    typed = {"summary": "Een tas is gestolen.", "discovered_at": "2026-03-02T07:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    (row,) = world.rows(BreachCase)
    return str(row.id)


def act(who: Visitor, case: str, step: str, **typed: Any) -> Any:
    path = f"/breach/cases/{case}"
    return who.send(f"{path}/{step}", page=path, **typed)


def states(world: World) -> tuple[str, str, str]:
    (row,) = world.rows(BreachCase)
    return row.case_state, row.authority_state, row.persons_state


def test_a_breach_is_notified_provisionally_supplemented_told_in_part_and_closed(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + timedelta(hours=3)
    assert act(board, case, "decide", **BOTH).status_code == 303
    number = {"at": AT, "complete": "no", "authority_number": "AP-2026-0042"}
    assert act(board, case, "notified", **number).status_code == 303
    assert act(board, case, "informed", informed_at="2026-03-02T09:30", how="brief", part="true").status_code == 303
    assert states(world) == ("decided", "provisional", "in-part")
    page = board.get(f"/breach/cases/{case}").text
    assert "Complete the notification to the authority" in page and "AP-2026-0042" in page
    assert 'href="#supplemented"' in page and 'id="supplemented"' in page
    refused = act(board, case, "close")
    assert refused.status_code == 422 and world.told(BreachClosed) == []
    assert act(board, case, "supplemented", at="2026-03-02T10:00", complete="no").status_code == 303
    assert states(world)[1] == "supplemented"
    assert act(board, case, "supplemented", at="2026-03-02T10:30", complete="yes").status_code == 303
    assert act(board, case, "informed", informed_at="2026-03-02T10:30", how="telefoon").status_code == 303
    handle(board, f"/breach/cases/{case}", told=True)
    assert act(board, case, "close").status_code == 303
    assert states(world) == ("closed", "complete", "informed")
    assert [row.kind for row in world.rows(BreachNotice)] == ["provisional", "supplement", "supplement"]


def test_where_telling_each_is_too_much_the_announcement_is_a_duty(world: World, board: Visitor, case: str) -> None:
    said = {
        **BOTH,
        "notify_authority": "no",
        "inform_persons": "no",
        "exception": "disproportionate",
        "reason": "Veel.",
    }
    assert act(board, case, "decide", **said).status_code == 303
    page = board.get(f"/breach/cases/{case}").text
    assert "Announce the breach publicly" in page and 'href="#announced"' in page
    assert act(board, case, "close").status_code == 422
    future = act(board, case, "announced", announced_at="2026-03-09T08:30", where="website")
    assert future.status_code == 422 and 'href="#field-announced_at"' in future.text
    assert act(board, case, "announced", announced_at="2026-03-02T08:00", where="website").status_code == 303
    assert states(world)[2] == "announced"
    handle(board, f"/breach/cases/{case}", told=True)
    assert act(board, case, "close").status_code == 303


def test_B24_7_the_decision_without_answers_names_each_and_keeps_them(world: World, board: Visitor, case: str) -> None:
    both = {"notify_authority": "yes", "inform_persons": "yes"}
    codes = [question.code for question in QUESTIONS]
    for typed in ({}, {"confirmed": "true"}, {"not_yet_known": " ".join(codes)}):
        refused = act(board, case, "decide", **both, **typed)
        assert refused.status_code == 422 and "Confirm that you know this" in refused.text
        assert 'href="#field-confirmed"' in refused.text and 'id="field-confirmed"' in refused.text
    short = {"confirmed": "true", "not_yet_known": " ".join(codes[1:])}
    assert act(board, case, "decide", **both, **short).status_code == 422
    assert world.rows(KeptDecision) == [] and world.told(BreachDecided) == []
    assert act(board, case, "answers", answer_what_happened="De tas stond achterin.").status_code == 303
    assert "Were they encrypted" in board.get(f"/breach/cases/{case}").text
    assert act(board, case, "decide", **both, **short).status_code == 303
    (kept,) = world.rows(KeptDecision)
    assert kept.not_yet_known == codes[1:] and (kept.number, kept.role) == (1, "board")


def test_B24_9_every_decision_is_kept_beside_what_was_advised_and_the_newest_counts(
    world: World, board: Visitor, case: str
) -> None:
    no = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
    assert act(board, case, "decide", **no).status_code == 303
    assert act(board, case, "facts", fact_confidentiality="yes", fact_holder="public").status_code == 303
    assert act(board, case, "decide", **BOTH).status_code == 303
    first, second = sorted(world.rows(KeptDecision), key=lambda row: row.number)
    assert (first.exception, first.notify_authority) == ("no-high-risk", False)
    assert first.advice_codes["notify_authority"] is True and first.advice_codes != second.advice_codes
    assert first.reason_sealed and b"risico" not in first.reason_sealed and second.reason_sealed is None
    page = board.get(f"/breach/cases/{case}").text
    assert "The decision that counts" in page and "An earlier decision" in page
    assert "Advised on the authority" in page and "Er is geen risico." in page
    whole = world.partner("bqr", "breach:read").get(BREACHES + case).json
    assert [each["notify_authority"] for each in whole["decisions"]] == [True, False]
    assert whole["decisions"][0]["advice"]["severity"]["band"] == "very-high"
    assert whole["persons_exception"] is None and "Er is geen risico." not in str(whole["decisions"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"inform_persons": "no", "reason": "Waarom."}, "exception"),
        ({"inform_persons": "no", "reason": "Waarom.", "exception": "colour"}, "exception"),
        ({"exception": "averted"}, "exception"),
        ({"inform_persons": "no", "exception": "averted"}, "reason"),
        ({"notify_authority": "no", "reason": "   "}, "reason"),
        ({"notify_authority": "maybe"}, "notify_authority"),
        ({"notify_authority": ""}, "notify_authority"),
    ],
)
def test_what_is_wrong_with_a_decision_is_named_and_nothing_is_decided(
    world: World, board: Visitor, case: str, typed: Mapping[str, str], field: str
) -> None:
    refused = act(board, case, "decide", **{**BOTH, **typed})
    assert refused.status_code == 422 and f'href="#field-{field}"' in refused.text
    assert states(world) == ("reported", "undecided", "undecided") and world.rows(KeptDecision) == []


def test_B24_9_2_the_form_begins_with_notifying(board: Visitor, case: str) -> None:
    form = board.get(f"/breach/cases/{case}").text.partition('name="notify_authority"')[2][:200]
    assert 'value="yes" checked' in form


def test_B24_10_notifying_twice_is_refused_with_words_also_by_a_replay(world: World, board: Visitor, case: str) -> None:
    world.clock.forward(3600)
    assert act(board, case, "decide", **BOTH).status_code == 303
    token = board.token(f"/breach/cases/{case}")
    path = f"/breach/cases/{case}/notified"
    for _ in range(2):
        assert board.send(path, token=token, at=AT).status_code == 303
    assert len(world.rows(BreachNotice)) == 1
    again = act(board, case, "notified", at=AT)
    assert again.status_code == 422 and "Supplement that notification, or withdraw it." in again.text
    unsaid = {**BOTH, "notify_authority": "no", "inform_persons": "no", **NOT_TOLD}
    assert act(board, case, "decide", **unsaid).status_code == 422
    assert len(world.rows(BreachNotice)) == 1 and states(world)[1] == "complete"


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("notified", {"at": "2027-03-02T09:00"}, "at"),
        ("notified", {"at": "2026-03-01T09:00"}, "at"),
        ("notified", {"at": ""}, "at"),
        ("notified", {"at": AT, "authority_number": "<b>"}, "authority_number"),
        ("notified", {"at": AT, "authority_number": "bel Jan"}, "authority_number"),
        ("notified", {"at": AT, "complete": "half"}, "complete"),
        ("informed", {"informed_at": "2027-03-02T09:00"}, "informed_at"),
        ("informed", {"informed_at": "2026-03-01T09:00"}, "informed_at"),
        ("informed", {"informed_at": AT, "how": "x" * 201}, "how"),
    ],
)
def test_what_is_wrong_with_what_was_told_is_named_at_its_own_field(
    world: World, board: Visitor, case: str, step: str, typed: Mapping[str, str], field: str
) -> None:
    world.clock.forward(3600)
    act(board, case, "decide", **BOTH)
    refused = act(board, case, step, **typed)
    assert refused.status_code == 422 and f'href="#field-{field}"' in refused.text
    assert world.rows(BreachNotice) == [] and states(world) == ("decided", "to-notify", "to-inform")


def test_B24_10_a_late_notification_takes_the_reasons_for_that(world: World, board: Visitor, case: str) -> None:
    world.clock.forward(80 * 3600)
    assert act(board, case, "decide", **BOTH).status_code == 303
    assert "Notify all the same" in board.get(f"/breach/cases/{case}").text
    in_time, late = {"at": "2026-03-05T06:59"}, {"at": "2026-03-05T07:01"}
    refused = act(board, case, "notified", **late)
    assert refused.status_code == 422 and 'href="#field-late_reason"' in refused.text
    assert world.rows(BreachNotice) == []
    assert act(board, case, "notified", **late, late_reason="Niemand was bereikbaar.").status_code == 303
    (kept,) = world.rows(BreachNotice)
    assert kept.reason_sealed and b"bereikbaar" not in kept.reason_sealed
    page = board.get(f"/breach/cases/{case}").text
    assert "Niemand was bereikbaar." in page and "In time" in page
    assert act(board, case, "withdrawn", withdrawn_at=in_time["at"], withdrawn_reason="Fout.").status_code == 422


def test_a_notification_is_withdrawn_with_a_reason_and_the_72_hours_run_on_when_it_is_to_be_notified_again(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.forward(3600)
    act(board, case, "decide", **BOTH)
    assert act(board, case, "withdrawn", withdrawn_at=AT, withdrawn_reason="Te vroeg.").status_code == 422
    act(board, case, "notified", at=AT)
    assert act(board, case, "withdrawn", withdrawn_at=AT).status_code == 422
    assert act(board, case, "withdrawn", withdrawn_at=AT, withdrawn_reason="De tas is terug.").status_code == 303
    assert states(world)[1] == "withdrawn" and "De tas is terug." in board.get(f"/breach/cases/{case}").text
    assert act(board, case, "decide", **BOTH).status_code == 303
    (row,) = world.rows(BreachCase)
    running = world.clocks(row)["authority"]
    assert running.stopped_at is None and running.due_at == row.discovered_at + timedelta(hours=72)
    assert act(board, case, "notified", at=AT).status_code == 303


def test_a_closed_case_is_opened_again_with_a_reason_and_its_clocks_run_on(
    world: World, board: Visitor, case: str
) -> None:
    no = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
    act(board, case, "decide", **no)
    (row,) = world.rows(BreachCase)
    began = {name: (clock.started_at, clock.due_at) for name, clock in world.clocks(row).items()}
    handle(board, f"/breach/cases/{case}")
    assert act(board, case, "close").status_code == 303
    assert act(board, case, "decide", **BOTH).status_code == 422
    officer = world.staff("bqr", "fg")
    token = officer.token("/breach/report")
    again = officer.send(f"/breach/cases/{case}/reopen", token=token, reopen_reason="Toch.")
    assert again.status_code == 403
    missing = act(board, case, "reopen")
    assert missing.status_code == 422 and 'href="#field-reopen_reason"' in missing.text
    assert act(board, case, "reopen", reopen_reason="Er zijn er meer.").status_code == 303
    assert len(world.told(BreachReopened)) == 1 and states(world)[0] == "decided"
    assert act(board, case, "reopen", reopen_reason="Nog eens.").status_code == 422
    assert act(board, case, "decide", **BOTH).status_code == 303
    (row,) = world.rows(BreachCase)
    clocks = world.clocks(row)
    assert {name: (clock.started_at, clock.due_at) for name, clock in clocks.items()} == began
    assert clocks["authority"].stopped_at is None and row.closed_at is None
    assert "Er zijn er meer." in board.get(f"/breach/cases/{case}").text


EVERY_STEP = {
    "decide": BOTH,
    "notified": {"at": AT},
    "supplemented": {"at": AT, "complete": "yes"},
    "withdrawn": {"withdrawn_at": AT, "withdrawn_reason": "Fout."},
    "informed": {"informed_at": AT, "how": "brief"},
    "announced": {"announced_at": AT, "where": "website"},
    "clock-on": {"clock_on": "nis2_warning", "why_on": "Wij vallen eronder."},
    "clock-off": {"clock_off": "nis2_warning", "why_off": "Klaar."},
}
EVERY_CALL: Mapping[str, Mapping[str, Any]] = {
    "decision": {"notify_authority": True, "inform_persons": True, "not_yet_known": [*EVERY_QUESTION]},
    "notification": {"at": START.isoformat(), "complete": True},
    "supplement": {"at": START.isoformat(), "complete": True},
    "withdrawal": {"at": START.isoformat(), "reason": "Fout."},
}


@pytest.mark.parametrize("step", [*EVERY_STEP])
def test_B24_10_3_nobody_else_takes_a_step_by_a_form(world: World, board: Visitor, case: str, step: str) -> None:
    act(board, case, "decide", **BOTH)
    before = states(world)
    roles = [code for code, role in world.runtime.rules("bqr").roles.items() if role.duties and code != "board"]
    for role in roles:
        who = world.staff("bqr", role)
        token = who.token("/breach/report")
        answer = who.send(f"/breach/cases/{case}/{step}", token=token, **EVERY_STEP[step])
        assert answer.status_code in (403, 422), (role, answer.status_code)
    readers = [role for role in roles if Duty.BREACH_READ in world.runtime.rules("bqr").roles[role].duties]
    for role in readers:
        refused = act(world.staff("bqr", role), case, step, **EVERY_STEP[step])
        assert refused.status_code == 422 and "Only the responsible person or a deputy" in refused.text, role
    assert readers and states(world) == before and world.rows(BreachNotice) == []


@pytest.mark.parametrize("call", [*EVERY_CALL])
def test_B24_10_3_nobody_else_takes_a_step_by_a_token(world: World, board: Visitor, case: str, call: str) -> None:
    act(board, case, "decide", **BOTH)
    before, path = states(world), f"{BREACHES}{case}/{call}"
    every = ("breach:report", "breach:read", "breach:decide")
    partners = (world.partner("bqr", *every), world.partner("jtb-care", *every), world.partner("bqr"))
    for partner in partners:
        assert partner.post(path, EVERY_CALL[call], If_Match="*").status_code in (401, 403, 404)
    forged = world.partner("bqr", *every, roles=["board"])
    assert forged.post(path, EVERY_CALL[call], If_Match="*").status_code in (401, 403)
    assert states(world) == before and world.rows(BreachNotice) == []


def test_the_responsible_person_decides_notifies_supplements_and_withdraws_by_the_api_with_if_match(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.forward(3600)
    path = f"{BREACHES}{case}"

    def call(name: str, body: Mapping[str, Any], match: str | None) -> Any:
        headers = {"Sec-Fetch-Site": "same-origin", **({"If-Match": match} if match else {})}
        return board.client.post(f"{path}/{name}", json=body, headers=headers, base_url="http://bqr.localhost:8000")

    missing = dict(EVERY_CALL["decision"], not_yet_known=["encrypted"])
    assert call("decision", EVERY_CALL["decision"], None).status_code == 428
    assert call("decision", EVERY_CALL["decision"], '"99"').status_code == 412
    assert call("decision", missing, '"1"').status_code == 422
    odd = dict(EVERY_CALL["decision"], exception="averted")
    assert call("decision", odd, '"1"').status_code == 422
    tag = call("decision", EVERY_CALL["decision"], '"1"').headers["ETag"]
    early = {"at": "2020-01-01T00:00:00+00:00", "complete": True}
    assert call("notification", early, tag).status_code == 422
    assert call("supplement", EVERY_CALL["supplement"], tag).status_code == 409
    told = call("notification", {**EVERY_CALL["notification"], "complete": False}, tag)
    assert told.status_code == 200 and told.json["authority_state"] == "provisional"
    assert call("notification", EVERY_CALL["notification"], told.headers["ETag"]).status_code == 409
    assert call("notification", EVERY_CALL["notification"], tag).status_code == 412
    more = call("supplement", {**EVERY_CALL["supplement"], "authority_number": "AP-7"}, told.headers["ETag"])
    assert more.json["authority_state"] == "complete"
    assert call("withdrawal", {"at": START.isoformat()}, more.headers["ETag"]).status_code == 422
    gone = call("withdrawal", EVERY_CALL["withdrawal"], more.headers["ETag"])
    assert gone.json["authority_state"] == "withdrawn"
    notices = world.partner("bqr", "breach:read").get(path).json["notices"]
    assert [each["kind"] for each in notices] == ["provisional", "supplement", "withdrawal"]
    assert notices[1]["authority_number"] == "AP-7"


def test_a_case_of_another_organisation_is_unknown_to_who_decides_here(world: World, case: str) -> None:
    lead = world.staff("jtb-care", world.runtime.rules("jtb-care").breach_protocol.responsible_role)
    token = lead.token("/breach/report")
    assert lead.send(f"/breach/cases/{case}/decide", token=token, **BOTH).status_code == 404
    assert states(world) == ("reported", "undecided", "undecided")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nothing_hinders_anyone_who_goes_to_the_authority_alone(world: World, case: str, lang: str) -> None:
    pages = (
        world.staff("bqr", "carer", lang=lang).get("/breach/report"),
        world.staff("bqr", "fg", lang=lang).get(f"/breach/cases/{case}"),
        world.staff("bqr", "board", lang=lang).get(f"/breach/reports/{case}"),
    )
    assert all("Postbus 93374, 2509 AJ Den Haag" in page.text for page in pages)


def test_an_exercise_is_counted_nowhere(world: World, board: Visitor, case: str) -> None:
    assert board.get("/breach/api/v1/desk").json["total"] == 1
    with world.work() as work:
        work.case(BreachCase, case).drill = True
    assert board.get("/breach/api/v1/desk").json["total"] == 0


def test_how_people_were_told_may_be_any_words_and_stands_on_no_timeline_in_the_open(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + timedelta(hours=3)
    act(board, case, "decide", **BOTH)
    told = act(board, case, "informed", informed_at="2026-03-02T10:30", how="per brief en in de krant")
    assert told.status_code == 303
    assert "per brief en in de krant" in board.get(f"/breach/cases/{case}").text
    with world.work() as work:
        steps = steps_of(work, work.case(BreachCase, case))
    assert "informed-persons" in {step.verb for step in steps} and not any("krant" in str(step.facts) for step in steps)


def test_a_deputy_of_the_order_goes_on_telling_people_after_he_notified(
    world: World, board: Visitor, case: str
) -> None:
    deputy = world.staff("bqr", "quality")
    world.clock.moment = START + timedelta(hours=59)
    assert act(deputy, case, "decide", **BOTH).status_code == 303
    assert act(deputy, case, "notified", at=AT).status_code == 303
    assert act(deputy, case, "informed", informed_at="2026-03-02T10:30", how="brief").status_code == 303


@pytest.mark.parametrize(
    ("step", "typed"), [("answers", {"answer_what_happened": "Anders."}), ("wiping", {"wipe_state": "not-possible"})]
)
def test_B18_the_fg_reads_the_case_and_changes_neither_answers_nor_what_was_wiped(
    world: World, board: Visitor, case: str, step: str, typed: dict[str, str]
) -> None:
    officer = world.staff("bqr", "fg")
    token = officer.token("/breach/report")
    assert officer.send(f"/breach/cases/{case}/{step}", token=token, **typed).status_code == 403
    assert f"/{step}?" not in officer.get(f"/breach/cases/{case}").text


def test_where_the_rest_cannot_be_told_one_by_one_it_is_announced_with_its_ground(
    world: World, board: Visitor, case: str
) -> None:
    world.clock.moment = START + timedelta(hours=3)
    act(board, case, "decide", **BOTH)
    assert act(board, case, "informed", informed_at="2026-03-02T10:30", how="brief", part="true").status_code == 303
    publicly = {**BOTH, "inform_persons": "no", "exception": "disproportionate", "reason": "Zij verhuisden."}
    assert act(board, case, "decide", **publicly).status_code == 303
    assert states(world)[2] == "to-announce"
    assert act(board, case, "announced", announced_at="2026-03-02T10:45", where="website").status_code == 303
    (row,) = world.rows(BreachCase)
    assert (row.persons_state, row.persons_exception) == ("announced", "disproportionate")
    assert act(board, case, "decide", **{**publicly, "exception": "no-high-risk"}).status_code == 422
