"""What staff see and do: the reports, most urgent first, and one report with everything that can be done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from waarborg_disclosure import actions, domain, shown
from waarborg_disclosure.domain import DisclosureError, Reporter, ReportState, Verdict
from waarborg_disclosure.models import Report
from waarborg_disclosure.schemas import AssessForm, QuerySchema, ReplyForm, SeenForm
from waarborg_disclosure.texts import ACTORS, REPORTED_BY, STATES, STEPS, VERDICTS, clock_name
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import Clock, ClockError
from waarborg_shared.hooks.values import AnswerPart, Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, LabelledClock, current, noted, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of, who_did, without_repeated_looks

PAGE = 50
staff = Blueprint("staff", __name__, url_prefix="/disclosure", template_folder="../templates")
_FORMS: Mapping[str, type[Schema]] = {
    "expose": SeenForm,
    "assess": AssessForm,
    "reply": ReplyForm,
    "close": SeenForm,
}
TABS = {
    ReportState.RECEIVED: noted("Waiting for our answer"),
    ReportState.ANSWERED: noted("Answered"),
    ReportState.CLOSED: noted("Closed"),
}


@staff.get("/reports")
def reports() -> str:
    """Show the reports that wait for an answer, most urgent first; or the answered or the closed ones."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    asked = {name: request.args[name] for name in ("state", "cursor") if name in request.args}
    query = QuerySchema().load(asked)
    with current.read() as work:
        listed = actions.list_reports(work, state=query["state"], after=query["cursor"], limit=PAGE + 1)
    part = shown.part(listed, PAGE)
    following = url_for("staff.reports", state=query["state"].value, cursor=part.next) if part.next else ""
    return render_template(
        "disclosure/list.html",
        state=query["state"],
        tabs=TABS,
        items=[_row(each) for each in part.items],
        next=following,
    )


def _row(listed: actions.Listed) -> dict[str, Any]:
    row = listed.report
    return {
        "row": row,
        "link": url_for("staff.case", report_id=row.id),
        "reporter": said(REPORTED_BY[Reporter(row.reporter)]),
        "verdict": said(VERDICTS[Verdict(row.verdict)]) if row.verdict else "",
        "clocks": [_labelled(clock) for clock in listed.clocks],
    }


@staff.get("/reports/<report_id>")
def case(report_id: str) -> str:
    """Show one report with what was written; that this member of staff looked is on its timeline."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    return _case_page(report_id)


@staff.post("/reports/<report_id>/expose")
def expose(report_id: str) -> ResponseReturnValue:
    """Mark that personal data lie open; a breach is opened at once."""
    return _act(
        report_id, "expose", lambda work, typed: actions.mark_exposure(work, report_id, revision=typed["revision"])
    )


@staff.post("/reports/<report_id>/assess")
def assess(report_id: str) -> ResponseReturnValue:
    """Answer the reporter."""

    def act(work: Work, typed: Any) -> Report:
        revision, answer = typed
        return actions.assess_report(work, report_id, answer, revision=revision, rules=current.rules)

    return _act(report_id, "assess", act)


@staff.post("/reports/<report_id>/reply")
def reply(report_id: str) -> ResponseReturnValue:
    """Write to the reporter."""
    return _act(report_id, "reply", lambda work, typed: actions.reply(work, report_id, typed["text"]))


@staff.post("/reports/<report_id>/close")
def close(report_id: str) -> ResponseReturnValue:
    """Close a report."""
    return _act(
        report_id, "close", lambda work, typed: actions.close_report(work, report_id, revision=typed["revision"])
    )


def _act(report_id: str, name: str, act: Callable[[Work, Any], Report]) -> ResponseReturnValue:
    """Do what a form asks and go back to the report; or show it with what was typed and what is wrong."""
    require_duty(current.actor, Duty.DISCLOSURE_ASSESS)
    form, status = read_form(_FORMS[name]), 422
    if form.ok:
        try:
            with current.begin() as work:
                act(work, form.command)
            return redirect(url_for("staff.case", report_id=report_id), 303)
        except (DisclosureError, ClockError, KeyDestroyed) as refused:
            form.refuse_by(refused)
        except actions.Stale as refused:
            form.refuse_by(refused)
            status = 412
    return _again(report_id, name, form, status)


def _again(report_id: str, name: str, form: Form, status: int) -> Response:
    return make_response(_case_page(report_id, {name: form}), status)


def _case_page(report_id: str, forms: Mapping[str, Form] | None = None) -> str:
    with current.begin() as work:
        row, opened = actions.read_report(work, report_id)
        clocks = work.clocks.of(row)
        letters = actions.messages_of(work, row)
        steps = steps_of(work, row, with_why=True)
    state, policy = ReportState(row.state), current.rules.disclosure_policy
    may_assess = Duty.DISCLOSURE_ASSESS in current.actor.duties
    return render_template(
        "disclosure/case.html",
        **_words_of(row),
        row=row,
        opened=opened,
        policy=policy,
        may_assess=may_assess,
        possible=domain.possible(state) if may_assess else frozenset(),
        writable=may_assess and state is not ReportState.CLOSED and not opened.erased,
        told=domain.can_be_told(policy, Reporter(row.reporter), reachable=isinstance(opened.contact, str)),
        ReportState=ReportState,
        AnswerPart=AnswerPart,
        forms={name: (forms or {}).get(name) or Form(schema()) for name, schema in _FORMS.items()},
        clocks=[_labelled(clock) for clock in clocks],
        verdicts=[(verdict.value, said(text)) for verdict, text in VERDICTS.items()],
        redirects=[(each.code, said(each.name)) for each in policy.redirects],
        letters=letters,
        steps=[_step(step) for step in without_repeated_looks(steps)],
    )


def _words_of(row: Report) -> dict[str, Any]:
    policy = current.rules.disclosure_policy
    instead = next((each for each in policy.redirects if each.code == row.redirect), None)
    reporter, verdict = Reporter(row.reporter), Verdict(row.verdict) if row.verdict else None
    return {
        "state": said(STATES[ReportState(row.state)]),
        "reporter": said(REPORTED_BY[reporter]),
        "verdict": said(VERDICTS[verdict]) if verdict else "",
        "instead": said(instead.name) if instead else "",
        "reward": policy.reward if verdict and domain.reward_possible(policy, reporter, verdict) else None,
    }


def _step(step: Step) -> tuple[Any, ...]:
    return step.at, said(STEPS[step.verb]), who_did(step, ACTORS), reason_of(step)


def _labelled(clock: Clock) -> LabelledClock:
    return LabelledClock(said(clock_name(clock.name)), clock, promise=clock.source)
