"""Publishing on the page of a report and in its mailbox: the text, its review, and the day that both agree to."""

from collections.abc import Mapping
from typing import Any

from waarborg_disclosure.actions import advisories, publishing, silence
from waarborg_disclosure.actions.found import is_fixed, verdict_of
from waarborg_disclosure.domain import Verdict
from waarborg_disclosure.domain.publishing import AdvisoryState, Side, is_public
from waarborg_disclosure.models import Advisory, Report
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import ReporterStep, Step, plain
from waarborg_disclosure.schemas import ReceiptForm
from waarborg_disclosure.schemas.publishing import (
    AdvisoryForm,
    DayForm,
    GoneOnForm,
    GoOnForm,
    RefuseDayForm,
    ReporterDayForm,
    ReporterRefusesForm,
    ReviewForm,
    WithdrawForm,
)
from waarborg_disclosure.texts.course import weakness_name
from waarborg_disclosure.texts.thanking import ADVISORY_STATES, LOOKED
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.second_look import Looked
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Schema


def _standing(work: Work, report: Report) -> dict[str, Any]:
    """Return how the advisory stands, for either side."""
    row = advisories.advisory_of(work, report)
    if row is None:
        return {"row": None, "fixed": is_fixed(report), "public": False, "Side": Side, "AdvisoryState": AdvisoryState}
    standing = advisories.standing_of(row)
    public = is_public(standing, fixed=is_fixed(report), today=due_on(work.now))
    state = AdvisoryState.PUBLISHED if public else standing.state
    return {
        "row": row,
        "standing": standing,
        "state": said(ADVISORY_STATES[state]),
        "public": public,
        "fixed": is_fixed(report),
        "told": advisories.told(work, row, report),
        "asked_us": standing.proposed_by is Side.REPORTER and standing.agreed_at is None,
        "asked_reporter": standing.proposed_by is Side.US and standing.agreed_at is None,
        "Side": Side,
        "AdvisoryState": AdvisoryState,
    }


def _case(work: Work, report: Report, rules: Rules) -> Mapping[str, Any] | None:
    given = _standing(work, report)
    row = given["row"]
    if row is None and verdict_of(report) is not Verdict.IN_SCOPE:
        return None
    return {
        **given,
        "own": row is not None and row.written_by == current.actor.ref,
        "one_person": rules.organisation.one_person,
        "looked": said(LOOKED[Looked(row.reviewed_how)]) if row is not None and row.reviewed_how else "",
        "open": row is None or (row.state in {AdvisoryState.DRAFT, AdvisoryState.REVIEWED} and not given["public"]),
        "mailbox": report.receipt_hash is not None,
        **_silence(work, report, row, rules),
    }


def _silence(work: Work, report: Report, row: Advisory | None, rules: Rules) -> Mapping[str, Any]:
    """Return how it stands with a day that the reporter leaves unanswered."""
    may_go_on = silence.may_go_on(work, report, rules)
    waits = row is not None and row.silence_at is not None and row.agreed_at is None
    return {
        "may_remind": silence.may_remind(work, report, rules),
        "may_go_on": may_go_on and not waits,
        "to_decide": may_go_on and waits,
        "silence_own": row is not None and row.silence_by == current.actor.ref,
        "silence_why": silence.why_of(work, report, row) if row is not None else None,
        "went_on": said(LOOKED[Looked(row.agreed_how)]) if row is not None and row.agreed_how else "",
    }


def _mailbox(work: Work, report: Report, _rules: Rules) -> Mapping[str, Any] | None:
    given = _standing(work, report)
    closed_to_it = given["row"] is None and (verdict_of(report) is not Verdict.IN_SCOPE or report.erased_at is not None)
    return None if closed_to_it else {**given, "open": report.erased_at is None}


def _written(work: Work, report: Report) -> Mapping[str, Any]:
    row = advisories.advisory_of(work, report)
    text = advisories.text_of(work, row) if row is not None else None
    if row is None:
        kind = weakness_name(report.cwe) if report.cwe is not None else ""
        return {"advisory_cvss": report.cvss_vector or "", "advisory_cwe": kind}
    if text is None:
        return {"advisory_cvss": row.cvss or "", "advisory_cwe": row.cwe or ""}
    parts = {"title": text.title, "what": text.what, "affected": text.affected}
    both = {f"advisory_{name}_{lang}": part.to(lang) for name, part in parts.items() for lang in ("nl", "en")}
    return {**both, "advisory_cvss": row.cvss or "", "advisory_cwe": row.cwe or ""}


SECTION = Section("publishing", "disclosure/publishing/case.html", _case)
MAILBOX_SECTION = Section("publishing", "disclosure/publishing/mailbox.html", _mailbox)
STEPS: Mapping[str, Step] = {
    "advisory": Step(
        plain(AdvisoryForm),
        lambda work, row, typed, _rules: publishing.write_advisory(work, row, **typed),
        kept=_written,
    ),
    "advisory-review": Step(
        plain(ReviewForm),
        lambda work, row, typed, rules: publishing.review_advisory(
            work, row, outsider=typed["advisory_outsider"], rules=rules
        ),
    ),
    "advisory-day": Step(
        plain(DayForm),
        lambda work, row, typed, _rules: publishing.propose_day(
            work, row, typed["publish_on"], side=Side.US, field="publish_on"
        ),
    ),
    "advisory-agree": Step(
        plain(Schema), lambda work, row, _typed, _rules: publishing.agree_to_day(work, row, side=Side.US)
    ),
    "advisory-refuse": Step(
        plain(RefuseDayForm),
        lambda work, row, typed, _rules: publishing.refuse_day(work, row, side=Side.US, why=typed["day_why"]),
    ),
    "advisory-remind": Step(plain(Schema), lambda work, row, _typed, rules: silence.remind(work, row, rules=rules)),
    "advisory-go-on": Step(
        plain(GoOnForm),
        lambda work, row, typed, rules: silence.propose(work, row, why=typed["silence_why"], rules=rules),
    ),
    "advisory-gone-on": Step(
        plain(GoneOnForm),
        lambda work, row, typed, rules: silence.decide(work, row, outsider=typed["silence_outsider"], rules=rules),
    ),
    "advisory-withdraw": Step(
        plain(WithdrawForm),
        lambda work, row, typed, _rules: publishing.withdraw_advisory(
            work, row, Text(typed["note_nl"], typed["note_en"])
        ),
    ),
}
MAILBOX_STEPS: Mapping[str, ReporterStep] = {
    "day": ReporterStep(
        plain(ReporterDayForm),
        lambda work, row, typed, _rules: publishing.propose_day(
            work, row, typed["ask_on"], side=Side.REPORTER, field="ask_on"
        ),
        done=Text("Uw voorstel kwam binnen", "Your proposal came in"),
    ),
    "day-agree": ReporterStep(
        plain(ReceiptForm),
        lambda work, row, _typed, _rules: publishing.agree_to_day(work, row, side=Side.REPORTER),
        done=Text("U stemde in", "You agreed"),
    ),
    "day-refuse": ReporterStep(
        plain(ReporterRefusesForm),
        lambda work, row, typed, _rules: publishing.refuse_day(work, row, side=Side.REPORTER, why=typed["day_no_why"]),
        done=Text("Uw bezwaar kwam binnen", "Your objection came in"),
    ),
}
