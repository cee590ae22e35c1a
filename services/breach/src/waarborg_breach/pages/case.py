"""One case on one page: the next thing to do on top, what it is about, and the sections of the parts."""

from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from waarborg_breach import actions, shown, texts
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.acting import take_step
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.case_sections import SECTIONS
from waarborg_breach.pages.case_steps import STEPS
from waarborg_breach.pages.next_panel import labelled, panel_of
from waarborg_breach.pages.question_fields import refuse_answers
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import ERASED
from waarborg_shared.web import Form, current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.ways import way_to


@pages.get("/cases/<breach_id>")
def case(breach_id: str) -> ResponseReturnValue:
    """Show one case on one page, the next thing to do on top."""
    require_duty(current.actor, Duty.BREACH_READ)
    return show_case(breach_id, {})


@pages.post("/cases/<breach_id>/<step>")
def act(breach_id: str, step: str) -> ResponseReturnValue:
    """Do one step of the protocol; what is wrong with it is shown at its field, and nothing is lost."""
    return take_step(breach_id, step, STEPS, show=show_case, refuse=refuse_answers, endpoint="pages.case")


def show_case(breach_id: str, forms: Mapping[str, Form], *, status: int = 422) -> tuple[str, int]:
    """Return the page; ``forms`` are those that were sent and refused, as they were filled in."""
    rules = current.rules
    with current.begin() as work:
        row = actions.read_case(work, breach_id)
        texts_of_case = {name: actions.opened(work, row, name) for name in ("summary", "reporter", "reason")}
        sections = [(each, each.show(work, row, rules)) for each in SECTIONS]
        page = {
            "case": row,
            "states": actions.states_of(row),
            **texts_of_case,
            "clocks": [labelled(clock, rules) for clock in work.clocks.of(row) if clock.stopped_at is None],
            "panel": panel_of(work, row, rules),
            "erased": ERASED in (*texts_of_case.values(), *actions.answers_of(work, row).values()),
            "entries": shown.timeline_entries(steps_of(work, row, with_why=True)),
            "may_decide": actions.may_decide(work, row, rules=rules),
            "may_act": Duty.BREACH_DECIDE in current.actor.duties or actions.may_decide(work, row, rules=rules),
            "may_keep_facts": Duty.BREACH_DECIDE in current.actor.duties,
            "forms": {
                name: forms.get(name) or Form(step.schema(rules), dict(step.kept(work, row)) if step.kept else {})
                for name, step in STEPS.items()
            },
        }
    wrong = next((form for form in forms.values() if form.errors), None)
    rendered = render_template(
        "breach/case.html",
        on_top=[(each.template, values) for each, values in sections if each.top and values is not None],
        sections=[(each.template, values) for each, values in sections if not each.top and values is not None],
        wrong=wrong,
        protocol=rules.breach_protocol,
        found_by=_found_by(row),
        texts=texts,
        **page,
    )
    return rendered, status if wrong else 200


def _found_by(case: BreachCase) -> str:
    """Return who reported it; a vulnerability report is a link for who may read those."""
    who = said(texts.ORIGINS[case.origin])
    if case.origin != "disclosure" or Duty.DISCLOSURE_READ not in current.actor.duties:
        return who
    address = way_to(f"/disclosure/reports/{case.origin_ref}")
    return Markup('<a class="nl-link" href="{}">{}</a>').format(address, who)
