"""The API: report, list, read, answer, the desk's part; tokens, versions, replays and bad input."""

import pytest

from waarborg_disclosure.api import reports as api
from waarborg_shared.events.disclosure import PersonalDataExposed, ReportAssessed, VulnerabilityReported
from waarborg_shared.hooks.values import Duty

REPORTS = "/disclosure/api/v1/reports/"
REPORT, READ = "disclosure:report", "disclosure:read"
SECRETS = ("zoekpagina", "voorbeeld.example", "vraagteken", "nachtuil")
ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Wij passen het aan."}


def problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == code
    assert answer.json["status"] == status
    return answer.json


def report_one(world, found, organisation="bqr", **changes):
    answer = world.partner(organisation, REPORT).post(REPORTS, {**found, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json


def staff_post(staff, path, body, **headers):
    """A call by a page of ours, on behalf of who is signed in."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return staff.client.post(
        path, json=body, base_url="http://bqr.localhost:8000", headers={"Sec-Fetch-Site": "same-origin", **named}
    )


def test_B22_a_partner_reports_and_hears_number_receipt_and_date(world, found):
    answer = world.partner("bqr", REPORT).post(REPORTS, found)
    assert answer.status_code == 201
    given = answer.json
    assert given["number"] == "BQR-K-2026-0001"
    assert (given["due_on"], given["state"], given["reporter"]) == ("2026-03-04", "received", "pseudonym")
    assert len(given["receipt"]) == 16 and given["receipt"].isdigit()
    assert answer.headers["Location"].endswith(REPORTS + given["id"])
    assert answer.headers["ETag"] == '"1"'
    assert len(world.told(VulnerabilityReported)) == 1
    assert world.visitor().open(given["receipt"]).status_code == 200


def test_J14_a_report_at_jtb_is_answered_within_five_calendar_days(world, found):
    given = report_one(world, found, "jtb-care", may_credit=True)
    assert given["due_on"] == "2026-03-07"
    assert [clock["source"] for clock in given["clocks"]] == ["privacybeleid, responsible disclosure"]


def test_the_same_key_gives_the_same_receipt_and_one_report(world, found):
    partner = world.partner("bqr", REPORT)
    first = partner.post(REPORTS, {**found, "exposes_personal_data": True}, Idempotency_Key="a-key-for-once")
    again = partner.post(REPORTS, {**found, "exposes_personal_data": True}, Idempotency_Key="a-key-for-once")
    assert first.json == again.json
    assert len(world.reports()) == 1
    assert len(world.told(PersonalDataExposed)) == 1
    other = partner.post(REPORTS, {**found, "what": "Iets anders."}, Idempotency_Key="a-key-for-once")
    problem(other, 422, "idempotency-key-reused")


def test_no_event_holds_what_was_written(world, found):
    given = report_one(world, found, exposes_personal_data=True)
    world.visitor().write(given["receipt"], "De zoekpagina ook.")
    staff = world.assessor()
    staff_post(staff, f"{REPORTS}{given['id']}/assessment", ANSWER, If_Match='"2"')
    bodies = repr(world.events())
    assert len(world.events()) == 3
    for secret in (*SECRETS, given["receipt"], "Het klopt"):
        assert secret not in bodies


def test_the_list_has_codes_and_clocks_and_nothing_that_was_written(world, found):
    report_one(world, found)
    answer = world.partner("bqr", READ).get(REPORTS)
    assert answer.status_code == 200
    (item,) = answer.json["items"]
    assert answer.json["next"] is None
    assert (item["state"], item["verdict"]) == ("received", None)
    assert [clock["name"] for clock in item["clocks"]] == ["first_answer"]
    for secret in (*SECRETS, "receipt"):
        assert secret not in answer.text
    assert world.partner("bqr", READ).get(f"{REPORTS}?state=answered").json["items"] == []


@pytest.mark.parametrize("state", ["received", "answered"])
def test_the_list_is_read_in_parts(world, found, state):
    staff = world.assessor()
    for _ in range(5):
        world.clock.forward(60)
        given = report_one(world, found)
        if state == "answered":
            assert staff_post(staff, f"{REPORTS}{given['id']}/assessment", ANSWER, If_Match='"1"').status_code == 200
    partner, seen, cursor = world.partner("bqr", READ), [], ""
    while True:
        part = partner.get(f"{REPORTS}?state={state}&limit=2{cursor}").json
        seen += [item["number"] for item in part["items"]]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"
    expected = [f"BQR-K-2026-000{n}" for n in range(1, 6)]
    assert seen == (expected if state == "received" else expected[::-1])


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "cursor=!!!", "cursor=AAAA", "cursor=W10", "cursor=WyJ4IiwieSJd"),
        *("state=lost", "surprise=1", "cursor=", "cursor=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwieSJd"),
    ],
)
def test_a_query_that_makes_no_sense_is_told(world, query):
    problem(world.partner("bqr", READ).get(f"{REPORTS}?{query}"), 422, "not-valid")


def test_B22_a_partner_reads_a_report_without_who_made_it(world, found):
    given = report_one(world, found)
    answer = world.partner("bqr", READ).get(REPORTS + given["id"])
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"1"'
    assert answer.json["words"]["what"] == found["what"]
    assert (answer.json["words"]["name"], answer.json["words"]["contact"]) == (None, None)
    assert "nachtuil" not in answer.text and given["receipt"] not in answer.text
    assert world.verbs(given["id"])[-1] == "looked"


def test_staff_read_a_report_with_who_made_it(world, found):
    given = report_one(world, found)
    reader = world.signed_in("bqr", Duty.DISCLOSURE_READ)
    words = reader.get(REPORTS + given["id"]).json["words"]
    assert (words["name"], words["contact"]) == ("nachtuil", "nachtuil@example.nl")


@pytest.mark.parametrize("ref", ["x", "0" * 300, "019a0000-0000-7000-8000-000000000000", "'; DROP TABLE report;--"])
def test_a_report_that_is_not_there_is_not_found(world, ref):
    problem(world.partner("bqr", READ).get(REPORTS + ref), 404, "unknown-case")


def test_another_organisations_report_is_not_there(world, found):
    given = report_one(world, found, "jtb-care")
    problem(world.partner("bqr", READ).get(REPORTS + given["id"]), 404, "unknown-case")
    answer = staff_post(world.assessor(), f"{REPORTS}{given['id']}/assessment", ANSWER, If_Match='"1"')
    problem(answer, 404, "unknown-case")
    assert world.partner("bqr", READ).get(REPORTS).json["items"] == []


def test_a_report_is_answered_with_the_version_that_was_seen(world, found):
    given, staff = report_one(world, found), world.assessor()
    path = f"{REPORTS}{given['id']}/assessment"
    problem(staff_post(staff, path, ANSWER), 428, "precondition-required")
    problem(staff_post(staff, path, ANSWER, If_Match='"7"'), 412, "precondition-failed")
    answer = staff_post(staff, path, ANSWER, If_Match='"1"')
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert (answer.json["state"], answer.json["verdict"]) == ("answered", "in_scope")
    assert answer.json["clocks"][0]["stopped_at"] is not None
    problem(staff_post(staff, path, ANSWER, If_Match='"1"'), 412, "precondition-failed")
    assert len(world.told(ReportAssessed)) == 1


def test_a_closed_report_is_not_answered_again(world, found):
    given, staff = report_one(world, found), world.assessor()
    path = f"{REPORTS}{given['id']}/assessment"
    staff_post(staff, path, ANSWER, If_Match='"1"')
    staff.act(world.reports()[0], "close", close_why="Dit laten wij zo.")
    problem(staff_post(staff, path, ANSWER, If_Match='"3"'), 409, "no-such-move")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"next_step": None}, "next_step"),
        ({"assessment": " "}, "assessment"),
        ({"verdict": "out_of_scope"}, "redirect"),
        ({"fix_date": "2026-03-01"}, "fix_date"),
        ({"fix_date": "01-04-2026"}, "fix_date"),
        ({"verdict": 5}, "verdict"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_an_answer_that_is_not_right_names_the_field(world, found, wrong, field):
    given = report_one(world, found)
    answer = staff_post(world.assessor(), f"{REPORTS}{given['id']}/assessment", {**ANSWER, **wrong}, If_Match='"1"')
    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert world.reports()[0].state == "received"


BAD = [
    ({"what": None}, "what"),
    ({"what": 5}, "what"),
    ({"what": "x" * 10_001}, "what"),
    ({"what": "bel\x07"}, "what"),
    ({"where": ""}, "where"),
    ({"reporter": "ghost"}, "reporter"),
    ({"reporter": "anonymous"}, "name"),
    ({"name": None}, "name"),
    ({"name": "twee\nregels"}, "name"),
    ({"may_credit": True}, "may_credit"),
    ({"may_credit": "yes"}, "may_credit"),
    ({"exposes_personal_data": 1}, "exposes_personal_data"),
    ({"surprise": 1}, "surprise"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_a_report_that_is_not_right_names_the_field_and_is_not_stored(world, found, wrong, field):
    answer = world.partner("bqr", REPORT).post(REPORTS, {**found, **wrong})
    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert world.reports() == [] and world.events() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"NaN", b"[" * 5_000])
def test_a_body_that_cannot_be_read_is_told(world, body):
    answer = world.partner("bqr", REPORT).post(REPORTS, body)
    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"


def test_twenty_megabytes_are_refused_unread(world, found):
    answer = world.partner("bqr", REPORT).post(REPORTS, {**found, "what": "x" * 20_000_000})
    assert answer.status_code == 413


def test_a_report_needs_a_token_that_counts_here(world, found):
    bare = world.app.test_client().post(REPORTS, json=found, base_url="http://bqr.localhost:8000")
    problem(bare, 401, "unauthenticated")
    assert (
        "disclosure:report" in problem(world.partner("bqr", READ).post(REPORTS, found), 403, "missing-right")["right"]
    )
    problem(world.partner("bqr", REPORT, org="jtb-care").post(REPORTS, found), 401, "unauthenticated")
    problem(world.partner("bqr", REPORT, exp=1).post(REPORTS, found), 401, "unauthenticated")
    assert world.reports() == []


@pytest.mark.parametrize("path", [REPORTS, f"{REPORTS}x", "/disclosure/api/v1/desk"])
def test_who_may_not_read_is_told_which_right_is_missing(world, path):
    problem(world.app.test_client().get(path, base_url="http://bqr.localhost:8000"), 401, "unauthenticated")
    told = problem(world.partner("bqr", REPORT).get(path), 403, "missing-right")
    assert told["right"] in {"disclosure:read", "disclosure.read"}


def test_a_partner_does_not_answer_reports(world, found):
    given = report_one(world, found)
    answer = world.partner("bqr", REPORT, READ).post(f"{REPORTS}{given['id']}/assessment", ANSWER, If_Match='"1"')
    assert problem(answer, 403, "missing-right")["right"] == "disclosure.assess"


def test_the_desk_has_the_open_reports_with_their_clocks_most_urgent_first(world, found):
    staff = world.assessor()
    answered = report_one(world, found)
    staff_post(staff, f"{REPORTS}{answered['id']}/assessment", ANSWER, If_Match='"1"')
    waiting, closed = report_one(world, found), report_one(world, found)
    staff_post(staff, f"{REPORTS}{closed['id']}/assessment", ANSWER, If_Match='"1"')
    staff.act(world.reports()[2], "close", close_why="Dit laten wij zo.")
    part = staff.get("/disclosure/api/v1/desk").json
    assert part["total"] == 2
    items = part["items"]
    assert [item["number"] for item in items] == [waiting["number"], answered["number"]]
    assert items[0]["url"] == f"/disclosure/reports/{waiting['id']}"
    assert items[0]["clocks"][0]["label"] == {"nl": "Eerste antwoord", "en": "First answer"}
    assert [clock["label"]["en"] for clock in items[1]["clocks"]] == ["Word of how it stands"]


def test_the_desk_is_told_how_many_are_open_beside_the_most_urgent(world, found, monkeypatch):
    monkeypatch.setattr(api, "MOST_ITEMS", 1)
    first, _ = report_one(world, found), report_one(world, found)
    part = world.assessor().get("/disclosure/api/v1/desk").json
    assert [item["number"] for item in part["items"]] == [first["number"]]
    assert part["total"] == 2


def test_the_document_of_the_api_names_every_path(world):
    answer = world.app.test_client().get(
        "/disclosure/api/v1/openapi.json", base_url="http://bqr.localhost:8000", headers={"Accept": "*/*"}
    )
    assert answer.status_code == 200
    report = "/disclosure/api/v1/reports/{report_id}"
    steps = {path for path in answer.json["paths"] if path.startswith(f"{report}/")}
    assert set(answer.json["paths"]) - steps == {"/disclosure/api/v1/reports/", report, "/disclosure/api/v1/desk"}
    assert {f"{report}/{step}" for step in ("assessment", "closing", "reward", "advisory", "conduct", "hold")} <= steps


def test_staff_carry_a_report_to_its_end_over_the_api_by_two(world, found):
    given, staff = report_one(world, found), world.assessor()
    colleague = world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-colleague")
    path = f"{REPORTS}{given['id']}"

    def send(who, step, body, **headers):
        return staff_post(who, f"{path}/{step}", body, **({"If_Match": "*"} | headers))

    assert send(staff, "assessment", ANSWER).status_code == 200
    texts = {f"advisory_{part}_{lang}": "Tekst." for part in ("title", "what", "affected") for lang in ("nl", "en")}
    problem(send(staff, "advisory", texts, If_Match='"1"'), 412, "precondition-failed")
    problem(send(staff, "advisory", {**texts, "advisory_title_en": ""}), 422, "not-valid")
    problem(send(staff, "closing", {}), 422, "reason-to-close")
    problem(send(staff, "reward/payment", {"paid_on": "2026-03-02"}), 422, "not-approved")
    problem(send(staff, "hold", {"hold_why": "x", "hold_until": "2026-01-01"}), 422, "hold-ends-in-the-past")
    assert send(staff, "advisory", texts).status_code == 200
    problem(send(staff, "advisory/review", {}), 422, "own-proposal")
    assert send(colleague, "advisory/review", {}).status_code == 200
    assert send(staff, "advisory/day", {"publish_on": "2026-03-20"}).status_code == 200
    problem(send(staff, "advisory/silence", {"silence_why": "Geen antwoord."}), 422, "remind-first")
    finding = {"conduct": "kept", "conduct_evidence": "De log."}
    assert send(staff, "conduct", finding).status_code == 200
    assert send(colleague, "conduct/decision", {}).status_code == 200
    assert send(staff, "hold", {"hold_why": "Aangifte.", "hold_until": "2026-12-01"}).status_code == 200
    done = send(staff, "closing", {"close_why": "Het systeem gaat uit."})
    assert (done.status_code, done.json["state"]) == (200, "closed")
    read = world.partner("bqr", READ).get(path).json
    assert (read["advisory"]["state"], read["advisory"]["proposed_by"], read["reward"]) == ("reviewed", "us", None)
    assert [(each["found"], each["looked_how"]) for each in read["conduct"]] == [("kept", "colleague")]
    assert read["kept"]["hold_until"] == "2026-12-01" and read["kept"]["report_until"] is not None
    assert "De log." not in repr(read) and "Aangifte." not in repr(read)
    reader = world.signed_in("bqr", Duty.DISCLOSURE_READ)
    assert send(reader, "hold/lifting", {"lift_why": "Klaar."}).status_code == 403
    token = world.partner("bqr", READ)
    assert token.post(f"{path}/closing", {}, If_Match="*").status_code == 403
