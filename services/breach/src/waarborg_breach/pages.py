"""Breach for people: report a leak, see a case through the protocol, and read the register."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from marshmallow import Schema, fields
from werkzeug.exceptions import NotFound

from waarborg_breach import actions, domain, shown, texts
from waarborg_breach.actions import BreachDecision, NewBreach
from waarborg_breach.domain import AuthorityState, BreachError, PersonsState, Stale, Times
from waarborg_breach.models import BreachCase
from waarborg_breach.schemas import DecideForm, DoneForm, FactsForm, OutsideForm, StaffForm
from waarborg_shared.auth import ActorKind, require_duty
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import ERASED, Work, Written
from waarborg_shared.web import Form, LabelledClock, current, read_form, show_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Words
from waarborg_shared.web.ways import way_to

pages = Blueprint("pages", __name__, url_prefix="/breach", template_folder="templates")
PAGE = 25
FORM_OF = {"decide": "decide", "notify-authority": "notified", "inform-persons": "informed"}
Change = Callable[[Work, BreachCase, Any], object]


@pages.route("/report", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Show the form to report a leak, for staff or for anybody outside; or take the report in."""
    staff = current.actor.kind is ActorKind.STAFF
    form = read_form(StaffForm if staff else OutsideForm)
    if form.ok:
        try:
            return _reported(form.command, staff=staff)
        except BreachError as refused:
            form.refuse_by(refused)
    mine: list[BreachCase] = []
    if staff:
        with current.read() as work:
            mine = actions.own_reports(work)
    return show_form("breach/report.html", form, staff=staff, mine=mine)


def _reported(said_so: Mapping[str, Any], *, staff: bool) -> ResponseReturnValue:
    if staff:
        require_duty(current.actor, Duty.BREACH_REPORT)
    command = NewBreach(
        times=_times(said_so, staff=staff),
        origin="staff" if staff else "outside",
        summary=said_so["summary"],
        reporter=said_so["reporter"],
    )
    with current.begin() as work:
        case = actions.report_breach(work, command, rules=current.rules)
        breach_id, number = case.id, case.number
    if staff:
        reads = Duty.BREACH_READ in current.actor.duties
        return redirect(url_for("pages.case" if reads else "pages.own_report", breach_id=breach_id), 303)
    return render_template("breach/reported.html", number=number, protocol=current.rules.breach_protocol), 201


def _times(said_so: Mapping[str, Any], *, staff: bool) -> Times:
    """Staff are the organisation: it knows what they discover. What comes from outside it knows when it comes in."""
    if not staff:
        now = current.now()
        return Times(discovered_at=now, aware_at=now, noticed_at=said_so["noticed_at"])
    discovered_at = said_so["discovered_at"]
    return Times(
        discovered_at=discovered_at,
        aware_at=said_so["aware_at"] or discovered_at,
        occurred_at=said_so["occurred_at"],
    )


@pages.route("/reports/<breach_id>", methods=["GET", "POST"])
def own_report(breach_id: str) -> ResponseReturnValue:
    """Give who reported a breach its number, and ask the protocol's questions; the case itself is not shown."""
    require_duty(current.actor, Duty.BREACH_REPORT)
    form = read_form(_questions_form())
    if form.ok and not any(form.command.values()):
        form.refuse("", gettext("Answer at least one question."))
    if form.ok:
        try:
            with current.begin() as work:
                _answers(work, actions.own_report(work, breach_id), form.command)
            return redirect(url_for("pages.own_report", breach_id=breach_id, kept="yes"), 303)
        except (BreachError, KeyDestroyed) as refused:
            form.refuse_by(refused)
    with current.begin() as work:
        found = actions.own_report(work, breach_id)
        work.record(found, verb="looked")
        given = actions.answers_of(work, found, by=current.actor.ref)
        known = actions.answers_of(work, found)
        number, closed = found.number, found.case_state == domain.CaseState.CLOSED
    if request.method != "POST":
        form = Form(_questions_form(), dict(given))
    protocol = current.rules.breach_protocol
    left = domain.not_yet_known(protocol, known)
    return show_form(
        "breach/own_report.html",
        form,
        number=number,
        closed=closed,
        erased=ERASED in known.values(),
        protocol=protocol,
        left=left,
        kept="kept" in request.args,
    )


@pages.get("/")
def register() -> str:
    """Show the register: every breach, notified or not."""
    require_duty(current.actor, Duty.BREACH_READ)
    after = request.args.get("after") or None
    with current.read() as work:
        rows = actions.register(work, after=after, limit=PAGE + 1)
    more = rows[PAGE - 1].id if len(rows) > PAGE else None
    return render_template("breach/register.html", cases=rows[:PAGE], more=more, texts=texts)


@pages.get("/cases/<breach_id>")
def case(breach_id: str) -> ResponseReturnValue:
    """Show one case on one page, the next thing to do on top."""
    require_duty(current.actor, Duty.BREACH_READ)
    return _show(breach_id, {})


@pages.post("/cases/<breach_id>/<step>")
def act(breach_id: str, step: str) -> ResponseReturnValue:
    """Do one step of the protocol; what is wrong with it is shown at its field, and nothing is lost."""
    require_duty(current.actor, Duty.BREACH_READ)
    schema, duty, change = _steps().get(step, (None, None, None))
    if schema is None or duty is None or change is None:
        raise NotFound
    require_duty(current.actor, duty)
    form = read_form(schema)
    if not form.ok:
        return _show(breach_id, {step: form})
    try:
        with current.begin() as work:
            found = work.case(BreachCase, breach_id)
            if request.args.get("revision", str(found.revision)) != str(found.revision):
                raise Stale
            change(work, found, form.command)
    except Stale as refused:
        form.refuse_by(refused)
        return _show(breach_id, {step: form}, status=412)
    except (BreachError, KeyDestroyed) as refused:
        form.refuse_by(refused)
        return _show(breach_id, {step: form})
    return redirect(url_for("pages.case", breach_id=breach_id), 303)


def _decide(work: Work, case: BreachCase, said_so: Mapping[str, Any]) -> None:
    command = BreachDecision(
        notify_authority=said_so["notify_authority"] == "yes",
        inform_persons=said_so["inform_persons"] == "yes",
        reason=said_so["reason"],
    )
    actions.decide_breach(work, case, command, rules=current.rules)


def _notified(work: Work, case: BreachCase, said_so: Mapping[str, Any]) -> None:
    actions.note_notified(work, case, at=said_so["at"], rules=current.rules)


def _informed(work: Work, case: BreachCase, said_so: Mapping[str, Any]) -> None:
    actions.note_informed(work, case, at=said_so["at"], how=said_so["how"] or "", rules=current.rules)


def _facts(work: Work, case: BreachCase, said_so: Mapping[str, Any]) -> None:
    other_eu = {"yes": True, "no": False, None: None}[said_so["other_eu"]]
    actions.note_facts(work, case, about_how_many=said_so["about_how_many"], other_eu=other_eu)


def _answers(work: Work, case: BreachCase, said_so: Mapping[str, Any]) -> None:
    given = {code: text for code, text in said_so.items() if text}
    actions.answer_questions(work, case, given, rules=current.rules)


def _close(work: Work, case: BreachCase, _said_so: Mapping[str, Any]) -> None:
    actions.close_breach(work, case)


def _steps() -> dict[str, tuple[type[Schema] | Schema, Duty, Change]]:
    return {
        "answers": (_questions_form(), Duty.BREACH_REPORT, _answers),
        "facts": (FactsForm, Duty.BREACH_DECIDE, _facts),
        "decide": (DecideForm, Duty.BREACH_READ, _decide),
        "notified": (DoneForm, Duty.BREACH_READ, _notified),
        "informed": (DoneForm, Duty.BREACH_READ, _informed),
        "close": (Schema, Duty.BREACH_DECIDE, _close),
    }


def _questions_form() -> Schema:
    """Return a form with the protocol's own questions, in the visitor's language."""
    asked: dict[str, fields.Field[Any]] = {
        question.code: Words(load_default=None, label=said(question.text))
        for question in current.rules.breach_protocol.questions
    }
    form: Schema = Schema.from_dict(asked)()
    return form


def _show(breach_id: str, forms: Mapping[str, Form], *, status: int = 422) -> tuple[str, int]:
    rules = current.rules
    with current.begin() as work:
        found = actions.read_case(work, breach_id)
        states = actions.states_of(found)
        answers = actions.answers_of(work, found)
        texts_of_case = {name: actions.opened(work, found, name) for name in ("summary", "reporter", "reason")}
        clocks = work.clocks.of(found)
        page = {
            "case": found,
            "states": states,
            **texts_of_case,
            "entries": shown.timeline_entries(steps_of(work, found, with_why=True)),
            "may_decide": actions.may_decide(work, found, rules=rules),
            "may_keep_facts": Duty.BREACH_DECIDE in current.actor.duties,
        }
    kept = _kept(found, answers)
    shown_forms = {step: forms.get(step) or _unsent(step, kept.get(step, {})) for step in _steps()}
    questions = rules.breach_protocol.questions
    wrong = next((form for form in forms.values() if form.errors), None)
    rendered = render_template(
        "breach/case.html",
        forms=shown_forms,
        wrong=wrong,
        clocks=[_labelled(clock) for clock in clocks if clock.stopped_at is None],
        duties=[(said(texts.DUTIES[duty]), FORM_OF[duty]) for duty in domain.open_duties(states)],
        unknown=domain.not_yet_known(rules.breach_protocol, answers),
        erased=ERASED in (*texts_of_case.values(), *answers.values()),
        answers=[(said(question.text), answers[question.code]) for question in questions if question.code in answers],
        protocol=rules.breach_protocol,
        found_by=_found_by(found),
        texts=texts,
        **page,
    )
    return rendered, status if wrong else 200


def _kept(case: BreachCase, answers: Mapping[str, Written]) -> dict[str, Mapping[str, Any]]:
    """Return what is known already, by form, so that whoever fills it in changes it and does not start anew."""
    yes_or_no = {True: "yes", False: "no", None: ""}
    many = "" if case.about_how_many is None else case.about_how_many
    kept: dict[str, Mapping[str, Any]] = {
        "answers": answers,
        "facts": {"about_how_many": many, "other_eu": yes_or_no[case.other_eu]},
    }
    if case.decided_at is not None:
        states = actions.states_of(case)
        kept["decide"] = {
            "notify_authority": yes_or_no[states.authority is not AuthorityState.NOT_TO_NOTIFY],
            "inform_persons": yes_or_no[states.persons is not PersonsState.NOT_TO_INFORM],
        }
    return kept


def _unsent(step: str, kept: Mapping[str, Any]) -> Form:
    schema, _, _ = _steps()[step]
    return Form(schema() if isinstance(schema, type) else schema, dict(kept))


def _found_by(case: BreachCase) -> str:
    """Return who reported it; a vulnerability report is a link for who may read those."""
    who = said(texts.ORIGINS[case.origin])
    if case.origin != "disclosure" or Duty.DISCLOSURE_READ not in current.actor.duties:
        return who
    address = way_to(f"/disclosure/reports/{case.origin_ref}")
    return Markup('<a class="nl-link" href="{}">{}</a>').format(address, who)


def _labelled(clock: Clock) -> LabelledClock:
    label = said(shown.clock_name(clock.name, current.rules))
    started = said(texts.STARTS[clock.rule.start_event])
    return LabelledClock(label, clock, promise=f"{clock.source}, {started}")
