"""The work list: most urgent first, narrowed by what its address says, with who has what."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_requests import actions, domain
from waarborg_requests.actions import Page
from waarborg_requests.actions.desk.finding import MOST_COUNTED, count_not_carried_out, counts
from waarborg_requests.actions.ending import with_a_call
from waarborg_requests.actions.notices import count_unseen
from waarborg_requests.domain import CameBy, RequestState
from waarborg_requests.domain.desk.finding import DueTime, Finding, Part, Whose
from waarborg_requests.domain.terms import waits_to_be_told
from waarborg_requests.pages.desk.asked import Asked, holder_shown, read_asked, to_choose_from
from waarborg_requests.pages.desk.words import choose_words
from waarborg_requests.pages.staff import staff
from waarborg_requests.paging import cursor_of
from waarborg_requests.schemas import ManyForm
from waarborg_requests.schemas.desk import Yes
from waarborg_requests.shown import attention
from waarborg_requests.texts import CAME_BY, CLASSES, CLOCKS, KINDS, STATES, outcome_in_words
from waarborg_requests.texts.beginning import TO_CALL
from waarborg_requests.texts.desk import DUE_TIMES, PARTS
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import Duty, RequestClass, RequestKind
from waarborg_shared.web import Form, LabelledClock, current
from waarborg_shared.web.i18n import in_language as said

# What a work list is usually asked for, each with its count beside it: what it puts into the address.
_QUICK: tuple[tuple[str, dict[str, str], Finding], ...] = (
    ("late", {"due": DueTime.LATE.value}, Finding(due=DueTime.LATE)),
    ("week", {"due": DueTime.WEEK.value}, Finding(due=DueTime.WEEK)),
    ("waiting", {"waiting": Yes.YES.value}, Finding(waiting=True)),
)


@staff.route("/")
def work_list() -> ResponseReturnValue:
    """Show the open requests, most urgent first; or those of which word is still to be given, or the answered ones.

    Who handles complaints and no other request is led to his own list.
    """
    if Duty.REQUESTS_READ not in current.actor.duties and Duty.COMPLAINTS_ANSWER in current.actor.duties:
        return redirect(url_for("staff.list_complaints"), 303)
    require_duty(current.actor, Duty.REQUESTS_READ)
    return list_page(read_asked(), Form(ManyForm()))


def list_page(asked: Asked, many: Form) -> str:
    """Show the list that was asked for, with what was typed in the form below it."""
    with current.read() as work:
        only = asked.finding(work)
        page = Page((), None)
        if only is not None:
            page = actions.list_requests(work, part=asked.part, only=only, after=asked.query["cursor"])
        found = counts(work, _counted(asked)) if asked.part is Part.OPEN else {}
        if asked.part in (Part.OPEN, Part.CARRYING):
            found["not_carried"] = count_not_carried_out(work)
        # Rows are read before the answer is written: nothing of them is loaded after the transaction.
        calls = with_a_call(work, [each.request.id for each in page.items])
        items = [_row(each, asked, calls=calls) for each in page.items]
        waiting = count_unseen(work)
    choices = _choices(asked)
    return render_template(
        "requests/desk/list.html",
        asked=asked,
        part=asked.part,
        Part=Part,
        parts=[(each, said(words), _list_address(_part(each))) for each, words in PARTS.items()],
        form=asked.form,
        many=many,
        choices=choices,
        shown_filters=list(_shown_filters(asked, choices)),
        quick=list(_quick(asked, found)),
        items=items,
        people=to_choose_from(asked.colleagues, **choose_words()),
        notices=waiting,
        may_answer=Duty.REQUESTS_ANSWER in current.actor.duties,
        next=asked.address(cursor=cursor_of(page.after)) if page.after else "",
    )


def _list_address(asked: Mapping[str, Any]) -> str:
    return url_for("staff.work_list", **asked)


def _part(part: Part) -> dict[str, str]:
    return {} if part is Part.OPEN else {"state": part.value}


def _counted(asked: Asked) -> dict[str, Finding]:
    own = asked.colleagues.whose("me", current.actor.ref, ())
    reminded = Finding(whose=Whose(frozenset({current.actor.ref})), reminded=True)
    found = {name: finding for name, _address, finding in _QUICK}
    return {**found, "mine": Finding(whose=own), "nobody": Finding(whose=Whose(nobody=True)), "reminded": reminded}


def _quick(asked: Asked, found: dict[str, int]) -> Iterable[tuple[str, str, str, bool]]:
    """Give the name, address, count and whether it is on of each of the usual filters."""
    addresses = {name: address for name, address, _finding in _QUICK}
    addresses |= {"mine": {"assigned": "me"}, "nobody": {"assigned": "nobody"}}
    addresses |= {"not_carried": {"state": Part.CARRYING.value, "due": DueTime.LATE.value}}
    addresses |= {"reminded": {"assigned": "me", "reminded": Yes.YES.value}}
    for name, count in found.items():
        address = addresses[name]
        counted = str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"
        if name in ("reminded", "not_carried") and not count:
            continue
        yield name, _list_address(address), counted, asked.kept == address


def _choices(asked: Asked) -> dict[str, list[tuple[str, str]]]:
    people = to_choose_from(asked.colleagues, **choose_words())
    return {
        "kind": [(each.value, said(words)) for each, words in KINDS.items()],
        "request_class": [(each.value, said(words)) for each, words in CLASSES.items()],
        "came_by": [(each.value, said(words)) for each, words in CAME_BY.items()],
        "due": [(each.value, said(words)) for each, words in DUE_TIMES.items()],
        "assigned": people,
    }


def _shown_filters(asked: Asked, choices: Mapping[str, list[tuple[str, str]]]) -> Iterable[tuple[str, str]]:
    """Give what the list is narrowed by, in words, so that nobody takes a part of it for all."""
    for name, value in asked.kept.items():
        if name == "state":
            continue
        words = dict(choices.get(name, ()))
        yield asked.form.label(name), words.get(value, gettext("yes") if value == Yes.YES else value)


def _row(listed: actions.Listed, asked: Asked, *, calls: Collection[str]) -> dict[str, Any]:
    row, first = listed.request, attention(listed.request)
    outcome = outcome_in_words(RequestKind(row.kind), row.outcome)
    return {
        "id": row.id,
        "revision": row.revision,
        "number": row.number,
        "link": url_for("staff.case", request_id=row.id),
        "kind": said(KINDS[RequestKind(row.kind)]),
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "came_by": said(CAME_BY[CameBy(row.came_by)]),
        "state": said(STATES[RequestState(row.state)]),
        "open": row.answered_at is None,
        "failed": row.identification_closed_at is not None and row.answered_at is None,
        "untold": waits_to_be_told(
            listed.clocks,
            decided=row.extended_at is not None and row.answered_at is None,
            told=row.extension_told_at is not None,
            lapsed=row.extension_lapsed_at is not None,
        ),
        "escalated": row.escalated_at is not None,
        "reminded_at": row.reminded_at if row.answered_at is None else None,
        "holder": holder_shown(row.taken_up_by, asked.colleagues),
        "clocks": [LabelledClock(said(CLOCKS[each.name]), each, promise=each.source) for each in _clocks(listed)],
        "message": row.message_waits_since is not None,
        "carry_due_at": row.carry_due_at,
        "not_carried": row.carry_due_at is not None and row.carry_due_at <= current.now(),
        "first": said(first) if first is not None else "",
        "call": said(TO_CALL) if row.id in calls else "",
        "outcome": said(outcome) if outcome is not None else "",
    }


def _clocks(listed: actions.Listed) -> Iterable[Clock]:
    """What runs: what was promised and what the law says, and word of a longer term; or, after the answer, the last."""
    running = [each for each in domain.kept(listed.clocks) if each.stopped_at is None]
    extended = any(each.extended_by for each in running)
    shown = [each for each in running if each.name in domain.TERMS or extended]
    return shown or [domain.most_urgent(listed.clocks)]
