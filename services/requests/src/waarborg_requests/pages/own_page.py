"""The page of one's own request: how it stands, what is waited for, and what the person can do now."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from waarborg_requests import actions, domain
from waarborg_requests.actions.speaking import Spoken, thread_for_person
from waarborg_requests.domain import RequestState, Told
from waarborg_requests.domain.at_once import DONE
from waarborg_requests.domain.letters import SECURE_PAGE
from waarborg_requests.domain.speaking import Side
from waarborg_requests.domain.standing import Standing, next_step, waits_for
from waarborg_requests.domain.states import ended_without_answer
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages.own_forms import Own, all_own_forms
from waarborg_requests.pages.sections import sections_and_offers
from waarborg_requests.pages.status_sections import SECTIONS
from waarborg_requests.texts import (
    CLASSES,
    CLOCKS,
    LETTER,
    STATES,
    STEPS,
    ground_in_words,
    outcome_in_words,
    step_in_words,
    was_given,
)
from waarborg_requests.texts.speaking import NEXT, WAITING
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import RequestClass, RequestKind, Text
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.web import Form, LabelledClock, current
from waarborg_shared.web.i18n import in_language as said


def own_page(own: Own, forms: Mapping[str, Form] | None = None) -> str:
    """Show one's own request, with ``forms`` as they were filled in. The caller has the look recorded."""
    work, row = own.work, own.row
    clocks = work.clocks.of(row)
    shown = _standing(row, clocks, steps_of(work, row), actions.deliveries_of(work, row))
    messages = thread_for_person(work, row, signed_in=own.ticket is None)
    sections, offers = sections_and_offers(SECTIONS, work, row, current.rules)
    return render_template(
        "requests/status.html",
        own=own,
        forms=all_own_forms(forms or {}),
        messages=messages,
        sections=sections,
        offers=[(name, said(offer)) for name, offer in offers],
        erased=actions.open_request(work, row).erased,
        **_what_now(row, clocks, messages, told=shown["told_at"] is not None),
        **shown,
    )


def record_look(own: Own) -> None:
    """Put on the timeline that somebody looked at his own request."""
    own.work.record(own.row, verb="looked-up" if own.ticket else "looked-signed-in")


def done_page(own: Own, words: str) -> str:
    """Say what was just done with one's own request, with the way back to it."""
    return render_template("requests/done.html", own=own, number=own.row.number, words=words)


def _standing(
    row: Request, clocks: tuple[Clock, ...], steps: tuple[Step, ...], deliveries: tuple[RequestDelivery, ...]
) -> dict[str, Any]:
    answered = row.answered_at is not None
    told = next((each for each in deliveries if each.template == Told.ANSWERED), None)
    policy, kind = actions.policy_of(row, current.rules), RequestKind(row.kind)
    return {
        "number": row.number,
        "policy": policy,
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "state": said(STATES[RequestState(row.state)]),
        "waiting": row.state == RequestState.WAITING,
        "answered_at": row.answered_at,
        "withdrawal": kind is RequestKind.WITHDRAWAL,
        "passed_on": row.passed_on_at is not None,
        "outcome": _said(outcome_in_words(kind, row.outcome)),
        "lapsed": row.state == RequestState.LAPSED,
        "ended": ended_without_answer(RequestState(row.state)),
        "by_fact": domain.answered_by_fact(kind, row.outcome, in_words=row.answer_sealed is not None),
        "fact": said(DONE[kind][1 if row.ground else 0]) if kind in DONE else "",
        "by_letter": (row.answer_channel or policy.answer_channel) == LETTER,
        "on_page": row.answer_channel == SECURE_PAGE,
        "told_at": told.delivered_at if told is not None else None,
        "ground": _said(ground_in_words(kind, row.ground)),
        "due_at": row.due_at,
        "clocks": [
            LabelledClock(said(CLOCKS[clock.name]), clock, promise=clock.source)
            for clock in clocks
            if clock.name in domain.TERMS and (answered or clock.stopped_at is None)
        ],
        "steps": [(step.at, said(step_in_words(step.verb, step.facts))) for step in steps if _own_step(step)],
    }


def _what_now(row: Request, clocks: tuple[Clock, ...], messages: tuple[Spoken, ...], *, told: bool) -> dict[str, Any]:
    """For whom the request waits, and the one next step that stands on top."""
    ours = [each for each in messages if each.side is Side.STAFF]
    standing = Standing(
        state=RequestState(row.state),
        answered=row.answered_at is not None,
        told=told,
        late=domain.late(clocks, current.now()),
        unread=sum(each.new and each.text is not None for each in ours),
        held=sum(each.text is None for each in ours),
    )
    step = next_step(standing)
    title, words = NEXT[step]
    return {
        "waits_for": said(WAITING[waits_for(standing)]),
        "next_title": said(title),
        "next_words": said(words),
        "next_step": step,
    }


def _own_step(step: Step) -> bool:
    """Whether the person sees a step: word to him not before he got it."""
    return step.verb in STEPS and (step.verb != "told" or was_given(step.facts))


def _said(words: Text | None) -> str:
    return said(words) if words is not None else ""
