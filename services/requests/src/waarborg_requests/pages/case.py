"""One request for staff: the page, and what a form on it asks. Each part of the service adds a section to the page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.actions.drafts import draft_of
from waarborg_requests.domain import (
    BY_STAFF,
    Identification,
    IdentificationNeeded,
    Move,
    RequestError,
    RequestState,
    Told,
)
from waarborg_requests.domain.identification import DOUBTS, FAILURES_BY_STAFF, ways_for
from waarborg_requests.domain.letters import LETTERS, SECURE_PAGE, read_grounds
from waarborg_requests.domain.new_code import HOW
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages import rights
from waarborg_requests.pages.case_groups import grouped
from waarborg_requests.pages.case_next import step_of, step_shown
from waarborg_requests.pages.case_sections import SECTIONS
from waarborg_requests.pages.complaining_sections import may_look_for_complaint
from waarborg_requests.pages.forms import FORMS, kept_forms
from waarborg_requests.pages.letter_fields import letter_fields
from waarborg_requests.pages.sections import sections_with_values
from waarborg_requests.persons import PersonNotFound, registered
from waarborg_requests.texts import (
    ACTORS,
    CAME_BY,
    CLASSES,
    CLOCKS,
    GROUNDS,
    IDENTIFICATIONS,
    KINDS,
    LETTER,
    OUTCOMES,
    REACHES,
    STATES,
    delivery_in_words,
    ground_in_words,
    outcome_in_words,
    step_in_words,
)
from waarborg_requests.texts.identification import CODE_WAYS, DOCUMENTS, FAILURES
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import ClockError, due_on
from waarborg_shared.hooks.values import Duty, RequestClass, RequestKind, Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work, Written
from waarborg_shared.web import Form, LabelledClock, current, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.words import reason_of, who_did, without_repeated_looks

Forms = Mapping[str, Form]
# What somebody does who has to see to it that the person hears of it.
_LEADS_TO: Mapping[Told, frozenset[str]] = {
    Told.RECEIVED: frozenset({"received"}),
    Told.ANSWERED: frozenset({"answered", "identified"}),
    Told.EXTENDED: frozenset({"extended"}),
    Told.IDENTIFY: frozenset({"asked-identification"}),
    Told.CODE: frozenset({"code-letter-made"}),
    Told.MESSAGE: frozenset({"wrote-message"}),
    Told.WITHDRAWN: frozenset({"withdrawn"}),
    Told.READ_CODE: frozenset({"answered", "identified"}),
    Told.FETCH_CODE: frozenset({"package-begun"}),
    Told.NEW_CODE: frozenset({"code-issued"}),
    Told.FEE: frozenset({"fee-set"}),
}


def act_on(
    request_id: str,
    name: str,
    act: Callable[[Work, Mapping[str, Any]], Request],
    *,
    before: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict,
    then: Callable[[Mapping[str, Any]], str] | None = None,
) -> ResponseReturnValue:
    """Do what a form asks and go back to the case, or where ``then`` leads; or show the case with what is wrong in it.

    What was typed in another form of the page and was carried along is shown again, either way.
    """
    rights.require_any_answering()
    form, kept, status = read_form(FORMS[name]), kept_forms(sent=name), 422
    if form.ok:
        try:
            typed = before(form.command)
            with current.begin() as work:
                rights.require_answering(work.case(Request, request_id))
                act(work, typed)
            if then is not None and (leads_to := then(typed)):
                return redirect(leads_to, 303)
            if kept:
                return again(request_id, kept, 200)
            return redirect(url_for("staff.case", request_id=request_id), 303)
        except IdentificationNeeded as refused:
            form.refuse("known_how", message_of(refused))
        except (RequestError, ClockError, PersonNotFound, KeyDestroyed) as refused:
            form.refuse_by(refused)
        except actions.Stale as refused:
            form.refuse_by(refused)
            form.values.pop("draft", None)  # what is there now is what the next press has seen
            status = 412
    return again(request_id, {**kept, name: form}, status)


def again(request_id: str, forms: Forms, status: int) -> Response:
    """Show the case with what was typed in some of its forms."""
    return make_response(case_page(request_id, forms), status)


def case_page(request_id: str, forms: Forms | None = None) -> str:
    with current.begin() as work:
        rights.require_reading(work.case(Request, request_id), permitted=_permitted(work, request_id))
        row, opened = actions.read_request(work, request_id)
        clocks = work.clocks.of(row)
        steps = steps_of(work, row, with_why=True)
        deliveries = actions.deliveries_of(work, row)
        shown = _shown(row, opened)
        sections = sections_with_values(SECTIONS, work, row, rules=current.rules)
        draft = draft_of(work, row)
    policy = actions.policy_of(row, current.rules)
    state, may_answer = RequestState(row.state), rights.may_answer(row)
    to_deliver = [_to_deliver(each, steps) for each in deliveries if _waits(each) and rights.may_post(row)]
    by_name, again_shown = {each.name: values for each, values in sections}, frozenset(forms or {})
    step = step_of(row, policy, to_deliver, by_name)
    return render_template(
        "requests/case.html",
        **shown,
        next=step_shown(row, step, to_deliver, may_act=may_answer or rights.may_post(row)),
        groups=grouped(sections, step=step, typed=again_shown, answered=row.answered_at is not None),
        shown_again=again_shown,
        by_name=by_name,
        **_linked(row.subject_ref, opened.name if row.representative is None else None),
        policy=policy,
        may_issue_code=may_answer and not opened.erased,
        new_code_hows=[(each.value, said(IDENTIFICATIONS[each])) for each in ways_for(policy, HOW)],
        code_ways=[(each.value, said(words)) for each, words in CODE_WAYS.items()],
        possible=domain.possible(state, erased=opened.erased) if may_answer else frozenset(),
        Move=Move,
        **letter_fields(row, draft, forms or {}),
        deliver=(forms or {}).get("deliver"),
        to_deliver=to_deliver,
        clocks=[LabelledClock(said(CLOCKS[each.name]), each, promise=each.source) for each in domain.kept(clocks)],
        by_letter=policy.answer_channel == LETTER,
        extendable=policy.extension is not None and row.extended_at is None,
        methods=[(method.value, said(IDENTIFICATIONS[method])) for method in ways_for(policy, BY_STAFF)],
        known_methods=[
            (method.value, said(IDENTIFICATIONS[method]))
            for method in ways_for(policy, BY_STAFF)
            if method is not Identification.LETTER_WITH_CODE
        ],
        documents=[(document.value, said(name)) for document, name in DOCUMENTS.items()],
        doubts=[(doubt.value, said(name)) for doubt, name in DOUBTS.items()],
        failures=[(failure.value, said(FAILURES[failure])) for failure in FAILURES_BY_STAFF],
        outcomes=[(outcome.value, said(OUTCOMES[outcome])) for outcome in domain.outcomes_for(policy.kind)],
        grounds=[(ground.value, said(GROUNDS[ground])) for ground in domain.grounds_for(policy.kind)],
        steps=[_step(step) for step in without_repeated_looks(steps)],
    )


def _waits(delivery: RequestDelivery) -> bool:
    """Whether somebody still has to give it."""
    return delivery.delivered_at is None and delivery.called_off_at is None


def _permitted(work: Work, request_id: str) -> bool:
    """Whether somebody who handles complaints alone may look: the person let him, for the complaint about it."""
    if Duty.REQUESTS_READ in current.actor.duties:
        return False
    return may_look_for_complaint(work, work.case(Request, request_id))


def _step(step: Step) -> tuple[datetime, str, str, str]:
    what = said(step_in_words(step.verb, step.facts))
    return step.at, what, who_did(step, ACTORS), reason_of(step)


def _to_deliver(delivery: RequestDelivery, steps: Sequence[Step]) -> dict[str, Any]:
    """What lies ready for the person, and whose it is to give: theirs who answered or extended, if those are staff."""
    told = Told(delivery.template)
    theirs = [step for step in steps if step.verb in _LEADS_TO[told] and step.actor_kind is ActorKind.STAFF]
    return {
        "id": delivery.id,
        "letter": delivery.channel == LETTER,
        "way": _way(delivery.channel),
        "message": told is Told.MESSAGE,
        "has_letter": delivery.template in LETTERS,
        "on_page": delivery.channel == SECURE_PAGE,
        "channel": said(channel.name) if (channel := current.rules.channels.get(delivery.channel)) else "",
        "what": said(delivery_in_words(told, delivery.channel, given=False)),
        "whose": who_did(theirs[-1], ACTORS) if theirs else "",
        "yours": bool(theirs) and theirs[-1].actor_ref == current.actor.ref,
    }


def _way(channel: str) -> str:
    found = current.rules.channels.get(channel)
    return said(found.name) if found is not None else channel


def _linked(subject_ref: str | None, name: Written | None) -> dict[str, Any]:
    """Whom the request was linked to in the register; ``name`` is what the person calls himself, None for another's."""
    if subject_ref is None or Duty.PERSONS_REGISTER not in current.actor.duties:
        return {"person": None, "another_name": False, "register_page": ""}
    headers = {"Cookie": request.headers.get("Cookie", "")}
    person = registered(current.runtime.client, current.organisation, subject_ref, headers=headers)
    differs = person is not None and isinstance(name, str) and not person.is_called(name)
    page = f"/identity/persons/{subject_ref}"
    return {"person": person, "another_name": differs, "register_page": page}


def _shown(row: Request, opened: actions.Opened) -> dict[str, Any]:
    purposes, capacities = current.rules.purposes, {each.code: each for each in current.rules.representative_kinds}
    purpose = purposes.get(row.purpose) if row.purpose else None
    capacity = capacities.get(row.representative) if row.representative else None
    return {
        "row": row,
        "opened": opened,
        "received_on": due_on(row.received_at),
        "kind": RequestKind(row.kind),
        "kind_named": said(KINDS[RequestKind(row.kind)]),
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "state": said(STATES[RequestState(row.state)]),
        "came_by": said(CAME_BY[domain.CameBy(row.came_by)]),
        "reach": said(REACHES[domain.Reach(row.reach)]),
        "purpose": said(purpose.name) if purpose else "",
        "capacity": said(capacity.name) if capacity else row.representative or "",
        "evidence": said(capacity.evidence) if capacity else "",
        "identified_how": said(IDENTIFICATIONS[Identification(row.identification)]) if row.identification else "",
        "outcome": _said(outcome_in_words(RequestKind(row.kind), row.outcome)),
        "ground": _said(ground_in_words(RequestKind(row.kind), row.ground)),
        "other_grounds": [said(GROUNDS[ground]) for ground in read_grounds(row.more_grounds)],
    }


def _said(words: Text | None) -> str:
    return said(words) if words is not None else ""
