"""Publishing: after the fix, on a day that both agreed to, in words that two people read, and a note when withdrawn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_disclosure.domain import Verdict
from waarborg_disclosure.domain.publishing import (
    AdvisoryState,
    AlreadyPublic,
    NoDayProposed,
    NotReviewed,
    ProposedBeforeTheText,
    Side,
    Standing,
    check_agreement,
    check_proposal,
    check_writable,
    is_public,
)
from waarborg_disclosure.domain.silence import NotSilent, RemindFirst, TimeToAnswer, check_going_on, check_reminder
from waarborg_disclosure.keeping import publish_due
from waarborg_disclosure.models import Advisory, Report
from waarborg_shared.events.disclosure import AdvisoryPublished, AdvisoryWithdrawn
from waarborg_shared.hooks.values import Duty

ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Dit.", "fix_date": "2026-06-01"}
LIST = "/disclosure/advisories/"
TEXT = {
    "advisory_title_nl": "Script in het zoekvak",
    "advisory_title_en": "Script in the search box",
    "advisory_what_nl": "Wat iemand intypte werd uitgevoerd.",
    "advisory_what_en": "What somebody typed was executed.",
    "advisory_affected_nl": "De website tot 1 maart.",
    "advisory_affected_en": "The website until 1 March.",
    "advisory_cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
    "advisory_cwe": "CWE-79",
}
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def reported(world: Any, **typed: Any) -> tuple[Report, str]:
    """A report at BQR that was answered as right, of some severity; its row and its receipt."""
    receipt = world.visitor().reported(**typed)
    row = world.reports()[-1]
    world.assessor().act(row, "assess", **ANSWER)
    found(world, row, severity="medium")
    return row, receipt


def found(world: Any, row: Report, **facts: Any) -> None:
    with world.work("bqr") as work:
        mine = work.case(Report, row.id)
        for name, value in facts.items():
            setattr(mine, name, value)


def colleague(world: Any) -> Any:
    return world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-colleague")


def in_mailbox(world: Any, receipt: str, step: str, **typed: Any) -> Any:
    visitor = world.visitor()
    return visitor.send(f"/disclosure/mailbox/{step}", page="/disclosure/mailbox", receipt=receipt, **typed)


def advisory(world: Any) -> Advisory:
    (only,) = world.rows(Advisory)
    return only


@pytest.mark.parametrize(
    ("state", "agreed", "on", "fixed", "public"),
    [
        (AdvisoryState.REVIEWED, True, date(2026, 3, 10), True, True),
        (AdvisoryState.REVIEWED, True, date(2026, 3, 11), True, False),
        (AdvisoryState.REVIEWED, True, date(2026, 3, 10), False, False),
        (AdvisoryState.REVIEWED, False, date(2026, 3, 10), True, False),
        (AdvisoryState.REVIEWED, True, None, True, False),
        (AdvisoryState.DRAFT, True, date(2026, 3, 10), True, False),
        (AdvisoryState.PUBLISHED, True, date(2026, 3, 10), False, True),
        (AdvisoryState.WITHDRAWN, True, date(2026, 3, 10), True, False),
    ],
)
def test_J14_what_anybody_may_read_and_when(
    state: AdvisoryState, agreed: bool, on: date | None, fixed: bool, public: bool
) -> None:
    standing = Standing(state=state, proposed_on=on, proposed_by=Side.US, agreed_at=NINE if agreed else None)
    assert is_public(standing, fixed=fixed, today=date(2026, 3, 10)) is public


def test_J14_who_agrees_to_what() -> None:
    read: dict[str, Any] = {"state": AdvisoryState.REVIEWED, "reviewed_at": NINE, "proposed_on": date(2026, 4, 1)}
    ours = Standing(**read, proposed_by=Side.US, proposed_at=NINE)
    check_agreement(ours, Side.REPORTER)
    with pytest.raises(NoDayProposed):
        check_agreement(ours, Side.US)
    early = Standing(**read, proposed_by=Side.REPORTER, proposed_at=datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(ProposedBeforeTheText):
        check_agreement(early, Side.US)
    with pytest.raises(NotReviewed):
        check_proposal(
            Standing(state=AdvisoryState.DRAFT), Side.US, date(2026, 4, 1), today=date(2026, 3, 2), field="publish_on"
        )
    for over in (AdvisoryState.PUBLISHED, AdvisoryState.WITHDRAWN):
        with pytest.raises(AlreadyPublic):
            check_writable(over, Verdict.IN_SCOPE)


def test_J14_published_after_the_fix_on_the_agreed_day_and_withdrawn_with_a_note(world: Any) -> None:
    row, receipt = reported(world)
    writer, reviewer, anybody = world.assessor(), colleague(world), world.visitor(lang="nl")
    assert writer.act(row, "advisory", **TEXT).status_code == 303
    path = f"{LIST}{advisory(world).number}"
    assert b"zoekvak" not in (advisory(world).text_sealed or b"")
    assert "A colleague has to look at it" in writer.act(row, "advisory-review").text
    assert writer.act(row, "advisory-day", publish_on="2026-03-20").status_code == 422
    assert "Script in the search box" not in world.visitor().open(receipt).text
    assert reviewer.act(row, "advisory-review").status_code == 303
    assert writer.act(row, "advisory-day", publish_on="2026-03-01").status_code == 422
    assert writer.act(row, "advisory-day", publish_on="2026-03-20").status_code == 303
    page = world.visitor().open(receipt).text
    assert "Script in the search box" in page and "We propose Friday 20 March 2026" in page
    assert writer.act(row, "advisory-agree").status_code == 422
    assert in_mailbox(world, receipt, "day-agree").status_code == 201
    assert in_mailbox(world, receipt, "day-agree").status_code == 422
    world.clock.moment = datetime(2026, 3, 21, 9, tzinfo=UTC)
    assert anybody.get(path).status_code == 404 and "zoekvak" not in anybody.get(LIST).text
    assert publish_due(world.runtime, "bqr") == 0
    found(world, row, fixed_at=datetime(2026, 3, 10, 9, tzinfo=UTC))
    world.clock.moment = datetime(2026, 3, 19, 22, 59, tzinfo=UTC)
    assert anybody.get(path).status_code == 404 and publish_due(world.runtime, "bqr") == 0
    world.clock.moment = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)  # midnight in Amsterdam
    page = anybody.get(path)
    assert page.status_code == 200 and "Script in het zoekvak" in page.text and "CWE-79" in page.text
    assert 'content="index"' in page.text and page.headers.getlist("Set-Cookie") == []
    for secret in ("zoekpagina", "vraagteken", "nachtuil", row.number):
        assert secret not in page.text
    assert writer.act(row, "advisory", **TEXT).status_code == 422  # public, also before the worker told so
    assert (publish_due(world.runtime, "bqr"), publish_due(world.runtime, "bqr")) == (1, 0)
    (told,) = world.told(AdvisoryPublished)
    assert (told.report_ref, told.number) == (row.id, advisory(world).number)
    writer = world.assessor()
    assert writer.act(row, "advisory", **TEXT).status_code == 422
    note = {"note_nl": "Dit klopte niet.", "note_en": "This was not right."}
    assert writer.act(row, "advisory-withdraw", **note).status_code == 303
    page = anybody.get(path).text
    assert "Dit klopte niet." in page and "zoekvak" not in page and "Ingetrokken" in anybody.get(LIST).text
    assert writer.act(row, "advisory-withdraw", **note).status_code == 422
    assert len(world.told(AdvisoryWithdrawn)) == 1


def test_what_was_withdrawn_on_its_first_day_was_published_too(world: Any) -> None:
    row, receipt = reported(world, reporter="anonymous", name="", contact="")
    world.assessor().act(row, "advisory", **TEXT)
    colleague(world).act(row, "advisory-review")
    world.assessor().act(row, "advisory-day", publish_on="2026-03-02")
    in_mailbox(world, receipt, "day-agree")
    found(world, row, fixed_at=world.clock.now())
    note = {"note_nl": "Dit klopte niet.", "note_en": "This was not right."}
    assert world.assessor().act(row, "advisory-withdraw", **note).status_code == 303
    assert (len(world.told(AdvisoryPublished)), len(world.told(AdvisoryWithdrawn))) == (1, 1)
    assert publish_due(world.runtime, "bqr") == 0


def test_a_changed_text_is_reviewed_and_agreed_to_anew(world: Any) -> None:
    row, receipt = reported(world)
    world.assessor().act(row, "advisory", **TEXT)
    colleague(world).act(row, "advisory-review")
    world.assessor().act(row, "advisory-day", publish_on="2026-03-20")
    in_mailbox(world, receipt, "day-agree")
    assert world.assessor().act(row, "advisory", **{**TEXT, "advisory_what_nl": "Anders."}).status_code == 303
    now = advisory(world)
    assert (now.state, now.reviewed_at, now.proposed_on, now.agreed_at) == ("draft", None, None, None)


def test_the_reporter_proposes_a_day_and_is_refused_with_the_reason(world: Any) -> None:
    row, receipt = reported(world)
    assert in_mailbox(world, receipt, "day", ask_on="2026-02-01").status_code == 422
    assert in_mailbox(world, receipt, "day", ask_on="2026-04-01").status_code == 201
    assert "A day proposed on which to publish it" in world.visitor().open(receipt).text
    assert "The reporter proposes" in world.assessor().get(f"/disclosure/reports/{row.id}").text
    assert world.assessor().act(row, "advisory-refuse", day_why="").status_code == 422
    assert world.assessor().act(row, "advisory-refuse", day_why="Dan is het nog open.").status_code == 303
    assert "Dan is het nog open." in world.visitor().open(receipt).text
    assert world.assessor().act(row, "advisory-refuse", day_why="Nog eens.").status_code == 422
    world.assessor().act(row, "advisory", **TEXT)
    colleague(world).act(row, "advisory-review")
    world.assessor().act(row, "advisory-day", publish_on="2026-04-20")
    assert in_mailbox(world, receipt, "day-refuse", day_no_why="Liever eerder.").status_code == 201
    assert "Liever eerder." in world.assessor().get(f"/disclosure/reports/{row.id}").text
    assert in_mailbox(world, receipt, "day", ask_on="2026-04-02").status_code == 201
    assert world.assessor().act(row, "advisory-agree").status_code == 303
    assert advisory(world).agreed_at is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("advisory_cwe", "79"),
        ("advisory_cvss", "9.8"),
        ("advisory_what_nl", "Van de client met BSN 123456782."),
        ("advisory_title_en", ""),
    ],
)
def test_an_advisory_that_is_not_right_is_refused_at_its_field(world: Any, field: str, value: str) -> None:
    row, _ = reported(world)
    page = world.assessor().act(row, "advisory", **{**TEXT, field: value})
    assert page.status_code == 422 and f'href="#field-{field}"' in page.text
    assert world.rows(Advisory) == []


def test_what_is_not_right_is_not_published(world: Any) -> None:
    receipt = world.visitor().reported()
    row = world.reports()[-1]
    assert world.assessor().act(row, "advisory", **TEXT).status_code == 422
    assert in_mailbox(world, receipt, "day", ask_on="2026-04-01").status_code == 422
    assert world.rows(Advisory) == []


@pytest.mark.parametrize("number", ["BQR-A-2026-0001", "../../etc/passwd", "%00", "x" * 500, "%3Cscript%3E"])
def test_a_number_behind_which_nothing_is(world: Any, number: str) -> None:
    page = world.visitor().get(LIST + number)
    assert page.status_code == 404 and "<script>" not in page.text


DAY = 24 * 3600.0
ASKED = Standing(state=AdvisoryState.REVIEWED, proposed_on=date(2026, 3, 20), proposed_by=Side.US, proposed_at=NINE)
REMINDED = replace(ASKED, reminded_at=NINE)


@pytest.mark.parametrize(
    ("standing", "days", "wrote", "refused"),
    [
        (replace(REMINDED, proposed_by=Side.REPORTER), 30, False, NoDayProposed),
        (replace(REMINDED, agreed_at=NINE), 30, False, NoDayProposed),
        (replace(REMINDED, state=AdvisoryState.DRAFT), 30, False, NoDayProposed),
        (REMINDED, 30, True, NotSilent),
        (ASKED, 30, False, RemindFirst),
        (REMINDED, 13, False, TimeToAnswer),
    ],
    ids=["not ours", "agreed", "not reviewed", "wrote", "not reminded", "too early"],
)
def test_J14_nobody_goes_on_without_who_was_not_asked_reminded_and_silent(
    world: Any, standing: Standing, days: int, wrote: bool, refused: type[Exception]
) -> None:
    rules, at = world.runtime.rules("jtb-care"), NINE + timedelta(days=days)
    how: Any = {"term": rules.disclosure_policy.question_term, "calendar": rules.calendar, "now": at}
    with pytest.raises(refused):
        check_going_on(standing, wrote=wrote, **how)
    with pytest.raises((NoDayProposed, TimeToAnswer)):
        check_reminder(standing if standing is not ASKED else replace(ASKED, proposed_at=at), **how)


def test_J14_a_reporter_who_says_nothing_is_reminded_and_then_two_people_go_on(world: Any) -> None:
    row, receipt = reported(world)
    writer, other = world.assessor(), colleague(world)
    writer.act(row, "advisory", **TEXT)
    other.act(row, "advisory-review")
    writer.act(row, "advisory-day", publish_on="2026-03-20")
    found(world, row, fixed_at=world.clock.now())
    why = {"silence_why": "Anderen gebruiken dit ook."}
    assert writer.act(row, "advisory-remind").status_code == 422
    assert writer.act(row, "advisory-go-on", **why).status_code == 422
    world.clock.forward(15 * DAY)
    writer, other = world.assessor(), colleague(world)
    assert "Remind the reporter of the day" in writer.get(f"/disclosure/reports/{row.id}").text
    assert writer.act(row, "advisory-remind").status_code == 303
    assert writer.act(row, "advisory-remind").status_code == 422
    assert writer.act(row, "advisory-go-on", **why).status_code == 422
    assert "Would you answer that here?" in world.visitor().open(receipt).text
    world.clock.forward(15 * DAY)
    writer, other = world.assessor(), colleague(world)
    assert other.act(row, "advisory-gone-on").status_code == 422
    assert writer.act(row, "advisory-go-on", silence_why="").status_code == 422
    assert writer.act(row, "advisory-go-on", **why).status_code == 303
    assert b"Anderen" not in (advisory(world).silence_why_sealed or b"")
    assert writer.act(row, "advisory-gone-on").status_code == 422 and advisory(world).agreed_at is None
    assert "Anderen gebruiken dit ook." in other.get(f"/disclosure/reports/{row.id}").text
    assert other.act(row, "advisory-gone-on").status_code == 303
    assert (advisory(world).agreed_how, advisory(world).proposed_on) == ("colleague", date(2026, 4, 8))
    assert "went-on-without-reporter" in world.verbs(row.id)
    assert world.visitor().get(f"{LIST}{advisory(world).number}").status_code == 404
    assert "We heard nothing from you, and go on" in world.visitor().open(receipt).text
    assert in_mailbox(world, receipt, "day-refuse", day_no_why="Wacht nog.").status_code == 201
    now = advisory(world)
    assert (now.agreed_at, now.agreed_how, now.reminded_at, now.proposed_on) == (None, None, None, None)
    world.assessor().act(row, "advisory-day", publish_on="2026-05-01")
    world.clock.forward(30 * DAY)
    assert world.assessor().act(row, "advisory-remind").status_code == 303
    world.clock.forward(15 * DAY)
    world.visitor().write(receipt, "Ik was op reis.")
    refused = world.assessor().act(row, "advisory-go-on", **why)
    assert refused.status_code == 422 and "The reporter wrote after your proposal" in refused.text
