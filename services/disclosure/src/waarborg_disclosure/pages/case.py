"""One report on one page: what was found, the promises, what can be done with it, and everything that happened."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from waarborg_disclosure import actions, domain
from waarborg_disclosure.actions import writing
from waarborg_disclosure.actions.found import may_be_rewarded
from waarborg_disclosure.domain import DisclosureError, Reporter, ReportState, Stale, Verdict
from waarborg_disclosure.domain.severity import Severity
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.pages.case_sections import SECTIONS
from waarborg_disclosure.pages.case_steps import STEPS
from waarborg_disclosure.pages.colleagues import colleagues
from waarborg_disclosure.pages.letters import letter_words
from waarborg_disclosure.pages.next_panel import panel_of
from waarborg_disclosure.pages.visitors import labelled
from waarborg_disclosure.texts import ACTORS, REPORTED_BY, SEVERITIES, STATES, VERDICTS, clock_name
from waarborg_disclosure.texts import STEPS as VERBS
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import ClockError
from waarborg_shared.hooks.values import AnswerPart, Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import Step as Happened
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of, who_did, without_repeated_looks

STALE = 412


@staff.get("/reports/<report_id>")
def case(report_id: str) -> ResponseReturnValue:
    """Show one report with what was written; that this member of staff looked is on its timeline."""
    if Duty.COMPLAINTS_ANSWER in current.actor.duties and Duty.DISCLOSURE_READ not in current.actor.duties:
        return redirect(url_for("staff.complaint", complaint_id=report_id), 303)
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    return _show(report_id, {})


@staff.post("/reports/<report_id>/<report_step>")
def act(report_id: str, report_step: str) -> ResponseReturnValue:
    """Do one step with a report; what is wrong with it is shown at its field, and nothing is lost."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    found = STEPS.get(report_step)
    if found is None:
        raise NotFound
    require_duty(current.actor, found.duty)
    form = read_form(found.schema(current.rules))
    if not form.ok:
        return _show(report_id, {report_step: form})
    try:
        with current.begin() as work:
            row = work.case(Report, report_id)
            if request.args.get("revision", str(row.revision)) != str(row.revision):
                raise Stale
            found.change(work, row, form.command, current.rules)
    except Stale as refused:
        form.refuse_by(refused)
        return _show(report_id, {report_step: form}, status=STALE)
    except (DisclosureError, ClockError, KeyDestroyed) as refused:
        form.refuse_by(refused)
        return _show(report_id, {report_step: form})
    return redirect(url_for("staff.case", report_id=report_id), 303)


def _show(report_id: str, forms: Mapping[str, Form], *, status: int = 422) -> ResponseReturnValue:
    rules, may_assess = current.rules, Duty.DISCLOSURE_ASSESS in current.actor.duties
    colleagues()  # asked before the report is locked
    with current.begin() as work:
        row, opened = actions.read_report(work, report_id)
        sections = [(each, each.show(work, row, rules)) for each in SECTIONS]
        letters, clocks = actions.messages_of(work, row), work.clocks.of(row)
        page = {
            "row": row,
            "opened": opened,
            "erased": opened.erased,
            "clocks": labelled([each for each in clocks if each.stopped_at is None] or clocks),
            "panel": panel_of(work, row, rules),
            "reward_to_get": may_assess and row.state == ReportState.CLOSED and writing.reward_to_get(work, row),
            "letters": letters,
            "written_meanwhile": next((each for each in reversed(letters) if not each.from_reporter), None),
            "steps": [_happened(step) for step in without_repeated_looks(steps_of(work, row, with_why=True))],
            "forms": {
                name: forms.get(name) or Form(step.schema(rules), dict(step.kept(work, row)) if step.kept else {})
                for name, step in STEPS.items()
            },
        }
    state, policy = ReportState(row.state), rules.disclosure_policy
    wrong = next((form for form in forms.values() if form.errors), None)
    rendered = render_template(
        "disclosure/case.html",
        **_words_of(row),
        **page,
        wrong=wrong,
        wants_encrypted=False,  # what is read here is opened already
        stale=status == STALE,
        typed=_typed(wrong),
        on_top=[(each.template, values) for each, values in sections if each.top and values is not None],
        sections=[(each.template, values) for each, values in sections if not each.top and values is not None],
        letter_words=letter_words,
        pauses=[said(clock_name(name)) for name in sorted(policy.pauses)],
        policy=policy,
        may_assess=may_assess,
        possible=domain.possible(state) if may_assess else frozenset(),
        writable=may_assess and state is not ReportState.CLOSED and not opened.erased,
        told=domain.can_be_told(policy, Reporter(row.reporter), reachable=isinstance(opened.contact, str)),
        ReportState=ReportState,
        AnswerPart=AnswerPart,
        verdicts=[(verdict.value, said(text)) for verdict, text in VERDICTS.items()],
        redirects=[(each.code, said(each.name)) for each in policy.ways],
    )
    return rendered, status if wrong else 200


def _typed(wrong: Form | None) -> list[str]:
    """Return what was typed in a form that was refused as a whole: the page as it is now may not have that form."""
    if wrong is None or not wrong.errors.keys() - wrong.schema.fields.keys():
        return []
    return [value for value in wrong.values.values() if isinstance(value, str) and len(value.split()) > 1]


def _words_of(row: Report) -> dict[str, Any]:
    policy = current.rules.disclosure_policy
    instead = next((each for each in policy.ways if each.code == row.redirect), None)
    reporter, verdict = Reporter(row.reporter), Verdict(row.verdict) if row.verdict else None
    return {
        "state": said(STATES[ReportState(row.state)]),
        "reporter": said(REPORTED_BY[reporter]),
        "verdict": said(VERDICTS[verdict]) if verdict else "",
        "instead": said(instead.name) if instead else "",
        "severity": said(SEVERITIES[Severity(row.severity)]) if row.severity else "",
        "reward": policy.reward if may_be_rewarded(row, policy) else None,
    }


def _happened(step: Happened) -> tuple[Any, ...]:
    what = said(VERBS[step.verb])
    if step.verb in ("clock-neared", "clock-lapsed"):
        what = f"{what}: {said(clock_name(step.facts['clock']))}"
    return step.at, what, who_did(step, ACTORS), reason_of(step)
