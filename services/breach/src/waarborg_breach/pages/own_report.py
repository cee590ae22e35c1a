"""What who reported a breach sees of it: its number, what he said, whether it was wiped, the questions, grievances.

The case itself, and what others said, is not shown.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from waarborg_breach import actions, domain, texts
from waarborg_breach.actions import asking
from waarborg_breach.actions.merging import goes_on_as
from waarborg_breach.actions.settling import goes_on_in
from waarborg_breach.domain import BreachError, CaseState, Stale
from waarborg_breach.domain.asking import DISCOVERER
from waarborg_breach.domain.reports import PROCESSOR
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.grievances import file_where_it_goes_on, grieving
from waarborg_breach.pages.question_fields import questions_form, refuse_answers, says_something
from waarborg_breach.pages.questions import answers_sent, fields_of, kept
from waarborg_breach.pages.retracting import open_again_by_form, retract_by_form
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.pages.wiping import kept_wipe, wipe_by_form, wiping
from waarborg_breach.schemas import WhyForm, WipeForm
from waarborg_breach.schemas.handling import GrievanceForm
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.web import Form, current, read_form, show_form


def _answered(work: Work, report: BreachCase) -> Mapping[str, Any]:
    return kept(work, goes_on_in(work, report), by=work.actor.ref)


def _answer(work: Work, report: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    """Answer where the report goes on: there it is asked, and decided."""
    case = goes_on_in(work, report)
    by = DISCOVERER if case is not report and report.origin != PROCESSOR else None
    asking.answer(work, case, rules=rules, by=by, **answers_sent(said_so, rules))


OWN_STEPS: Mapping[str, Step] = {
    "answers": Step(questions_form, Duty.BREACH_REPORT, _answer, kept=_answered),
    "wiping": Step(plain(WipeForm), Duty.BREACH_REPORT, wipe_by_form, kept=kept_wipe),
    "retract": Step(plain(WhyForm), Duty.BREACH_REPORT, retract_by_form),
    "open-again": Step(plain(WhyForm), Duty.BREACH_REPORT, open_again_by_form),
    "grievance": Step(plain(GrievanceForm), Duty.BREACH_REPORT, file_where_it_goes_on),
}


@pages.route("/reports/<breach_id>", methods=["GET", "POST"])
def own_report(breach_id: str) -> ResponseReturnValue:
    """Give who reported a breach its number, and ask the protocol's questions; the case itself is not shown."""
    require_duty(current.actor, Duty.BREACH_REPORT)
    form = read_form(questions_form(current.rules))
    if form.ok and not says_something(form.command):
        form.refuse("", gettext("Answer at least one question."))
    return _done(breach_id, "answers", form) or _show(breach_id, {"answers": form} if form.errors else {})


@pages.post("/reports/<breach_id>/<own_step>")
def own_step(breach_id: str, own_step: str) -> ResponseReturnValue:
    """Do one thing with one's own report; what is wrong with it is shown at its field, and nothing is lost."""
    require_duty(current.actor, Duty.BREACH_REPORT)
    found = OWN_STEPS.get(own_step)
    if found is None:
        raise NotFound
    form = read_form(found.schema(current.rules))
    return _done(breach_id, own_step, form) or _show(breach_id, {own_step: form})


def _done(breach_id: str, step: str, form: Form) -> ResponseReturnValue | None:
    """Do what was filled in and lead back to the page; None where it was filled in wrongly."""
    if not form.ok:
        return None
    try:
        with current.begin() as work:
            OWN_STEPS[step].change(work, actions.own_report(work, breach_id), form.command, current.rules)
    except (BreachError, KeyDestroyed) as refused:
        refuse_answers(form, refused)
        return _show(breach_id, {step: form}, status=412 if isinstance(refused, Stale) else 422)
    return redirect(url_for("pages.own_report", breach_id=breach_id, kept=step), 303)


def _show(breach_id: str, sent: Mapping[str, Form], *, status: int = 422) -> ResponseReturnValue:
    rules = current.rules
    with current.begin() as work:
        found = actions.own_report(work, breach_id)
        work.record(found, verb="looked")
        root = goes_on_in(work, found)
        known = actions.answers_of(work, root)
        page = {
            "case": found,
            "number": found.number,
            "state": texts.CASE_STATES[found.case_state],
            "said": actions.opened(work, found, "summary"),
            "goes_on_as": goes_on_as(work, found),
            "retracted": found.case_state == CaseState.RETRACTED,
            "undecided": found.case_state == CaseState.REPORTED,
            "closed": found.case_state not in domain.HANDLED,
            "asks": root.case_state in domain.HANDLED,
            "erased": ERASED in known.values(),
            "left": domain.not_yet_known(rules.breach_protocol, known),
            "wiping": wiping(work, found),
            "grieving": grieving(work, found, rules),
        }
        asked = fields_of(work, root, rules, shows=lambda answer: answer.answered_by == work.actor.ref)
        forms = {
            name: sent.get(name) or Form(step.schema(rules), dict(step.kept(work, found)) if step.kept else {})
            for name, step in OWN_STEPS.items()
        }
    wrong = next(iter(sent.values()), forms["answers"])
    page |= {"protocol": rules.breach_protocol, "forms": forms, "fields": asked.fields(forms["answers"])}
    rendered, _ = show_form("breach/own_report.html", replace(wrong), **page)
    return rendered, status if wrong.errors else 200
