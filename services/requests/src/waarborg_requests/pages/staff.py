"""What staff see and do: the work list, most urgent first, and one request with everything that can be done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from waarborg_requests import actions, domain
from waarborg_requests.domain import (
    BY_STAFF,
    Answer,
    Ground,
    Identification,
    Move,
    Outcome,
    RequestError,
    RequestState,
)
from waarborg_requests.models import Request
from waarborg_requests.paging import cursor_of
from waarborg_requests.persons import PersonNotFound, find_person
from waarborg_requests.schemas import (
    AnswerForm,
    AskIdentificationForm,
    ExtendForm,
    IdentifyForm,
    QuerySchema,
    TakeUpForm,
)
from waarborg_requests.texts import (
    ACTORS,
    CAME_BY,
    CLASSES,
    CLOCKS,
    GROUNDS,
    IDENTIFICATIONS,
    OUTCOMES,
    REACHES,
    STATES,
    VERBS,
)
from waarborg_shared.auth import ActorKind, require_duty
from waarborg_shared.clocks import ClockError
from waarborg_shared.hooks.values import Duty, RequestClass, RequestKind
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, LabelledClock, current, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of

staff = Blueprint("staff", __name__, url_prefix="/requests", template_folder="../templates")
Forms = Mapping[str, Form]
_FORMS: Mapping[str, type[Schema]] = {
    "take-up": TakeUpForm,
    "ask-identification": AskIdentificationForm,
    "identify": IdentifyForm,
    "extend": ExtendForm,
    "answer": AnswerForm,
}


@staff.route("/")
def work_list() -> str:
    """Show the open requests, most urgent first; or the answered ones."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    query = QuerySchema(exclude=("limit",)).load({name: request.args[name] for name in request.args if name != "lang"})
    answered = query["state"] == "answered"
    with current.read() as work:
        page = actions.list_requests(work, answered=answered, after=query["cursor"])
    return render_template(
        "requests/list.html",
        answered=answered,
        items=[_row(each) for each in page.items],
        next=_next(cursor_of(page.after), answered=answered),
    )


def _next(cursor: str | None, *, answered: bool) -> str:
    if cursor is None:
        return ""
    return url_for("staff.work_list", cursor=cursor, state="answered" if answered else None)


def _row(listed: actions.Listed) -> dict[str, Any]:
    row, clock = listed.request, domain.binding_clock(listed.clocks)
    return {
        "number": row.number,
        "link": url_for("staff.case", request_id=row.id),
        "kind": said(actions.policy_of(row, current.rules).name),
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "state": said(STATES[RequestState(row.state)]),
        "escalated": row.escalated_at is not None,
        "clock": LabelledClock(said(CLOCKS[clock.name]), clock, promise=clock.source),
        "outcome": said(OUTCOMES[Outcome(row.outcome)]) if row.outcome else "",
    }


@staff.route("/cases/<request_id>")
def case(request_id: str) -> str:
    """Show one request with what was written; that this member of staff looked is on its timeline."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    return _case_page(request_id)


@staff.route("/cases/<request_id>/take-up", methods=["POST"])
def take_up(request_id: str) -> ResponseReturnValue:
    """Begin with a request."""
    return _act(
        request_id, "take-up", lambda work, typed: actions.take_up(work, request_id, revision=typed["revision"])
    )


@staff.route("/cases/<request_id>/ask-identification", methods=["POST"])
def ask_identification(request_id: str) -> ResponseReturnValue:
    """Ask who somebody is; the clocks stand still."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return actions.ask_identification(
            work, request_id, revision=typed["revision"], reason=typed["reason"], rules=current.rules
        )

    return _act(request_id, "ask-identification", act)


@staff.route("/cases/<request_id>/identify", methods=["POST"])
def identify(request_id: str) -> ResponseReturnValue:
    """Record how somebody was identified, and find out whose client number it is."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        found = actions.Identified(how=typed["how"], subject_ref=typed["subject_ref"], note=typed["note"])
        return actions.identify(work, request_id, found, revision=typed["revision"], rules=current.rules)

    return _act(request_id, "identify", act, before=_whose_number)


def _whose_number(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask identity before the transaction begins: no lock is held while another service thinks."""
    number = typed["client_number"]
    if number is None:
        return {**typed, "subject_ref": None}
    headers = {"Cookie": request.headers.get("Cookie", "")}
    found = find_person(current.runtime.client, current.organisation, number, headers=headers)
    return {**typed, "subject_ref": found}


@staff.route("/cases/<request_id>/extend", methods=["POST"])
def extend(request_id: str) -> ResponseReturnValue:
    """Lengthen the term."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return actions.extend(
            work, request_id, revision=typed["revision"], reason=typed["why_longer"], rules=current.rules
        )

    return _act(request_id, "extend", act)


@staff.route("/cases/<request_id>/answer", methods=["POST"])
def answer(request_id: str) -> ResponseReturnValue:
    """Answer a request."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        given = Answer(outcome=typed["outcome"], ground=typed["ground"], text=typed["text"])
        return actions.answer(work, request_id, given, revision=typed["revision"], rules=current.rules)

    return _act(request_id, "answer", act)


def _act(
    request_id: str,
    name: str,
    act: Callable[[Work, Mapping[str, Any]], Request],
    *,
    before: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict,
) -> ResponseReturnValue:
    """Do what a form asks and go back to the case; or show the case with what was typed and what is wrong."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    form, status = read_form(_FORMS[name]), 422
    if form.ok:
        try:
            typed = before(form.command)
            with current.begin() as work:
                act(work, typed)
            return redirect(url_for("staff.case", request_id=request_id), 303)
        except (RequestError, ClockError, PersonNotFound, KeyDestroyed) as refused:
            form.refuse_by(refused)
        except actions.Stale as refused:
            form.refuse_by(refused)
            status = 412
    return _again(request_id, {name: form}, status)


def _again(request_id: str, forms: Forms, status: int) -> Response:
    return make_response(_case_page(request_id, forms), status)


def _case_page(request_id: str, forms: Forms | None = None) -> str:
    with current.begin() as work:
        row, opened = actions.read_request(work, request_id)
        clocks = work.clocks.of(row)
        steps = steps_of(work, row, with_why=True)
        shown = _shown(row, opened)
    policy = actions.policy_of(row, current.rules)
    state, may_answer = RequestState(row.state), Duty.REQUESTS_ANSWER in current.actor.duties
    return render_template(
        "requests/case.html",
        **shown,
        policy=policy,
        possible=domain.possible(state, erased=opened.erased) if may_answer else frozenset(),
        Move=Move,
        forms={name: (forms or {}).get(name) or Form(schema()) for name, schema in _FORMS.items()},
        clocks=[LabelledClock(said(CLOCKS[clock.name]), clock, promise=clock.source) for clock in clocks],
        extendable=policy.extension is not None and row.extended_at is None,
        methods=[(method.value, said(IDENTIFICATIONS[method])) for method in BY_STAFF],
        outcomes=[(outcome.value, said(OUTCOMES[outcome])) for outcome in domain.outcomes_for(policy.kind)],
        grounds=[(ground.value, said(GROUNDS[ground])) for ground in domain.grounds_for(policy.kind)],
        steps=[(step.at, said(VERBS[step.verb]), _who(step), reason_of(step)) for step in steps],
    )


def _who(step: Step) -> str:
    """Who did it: the kind, and for somebody of ours or a partner the reference."""
    named = said(ACTORS[step.actor_kind])
    plain = step.actor_kind in (ActorKind.ANONYMOUS, ActorKind.SYSTEM)
    own = current.actor.label if step.actor_ref == current.actor.ref else ""
    return named if plain else f"{named} {own or step.actor_ref}"


def _shown(row: Request, opened: actions.Opened) -> dict[str, Any]:
    purposes, capacities = current.rules.purposes, {each.code: each for each in current.rules.representative_kinds}
    purpose = purposes.get(row.purpose) if row.purpose else None
    capacity = capacities.get(row.representative) if row.representative else None
    return {
        "row": row,
        "opened": opened,
        "kind": RequestKind(row.kind),
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "state": said(STATES[RequestState(row.state)]),
        "came_by": said(CAME_BY[domain.CameBy(row.came_by)]),
        "reach": said(REACHES[domain.Reach(row.reach)]),
        "purpose": said(purpose.name) if purpose else "",
        "capacity": said(capacity.name) if capacity else row.representative or "",
        "evidence": said(capacity.evidence) if capacity else "",
        "identified_how": said(IDENTIFICATIONS[Identification(row.identification)]) if row.identification else "",
        "outcome": said(OUTCOMES[Outcome(row.outcome)]) if row.outcome else "",
        "ground": said(GROUNDS[Ground(row.ground)]) if row.ground else "",
    }
