"""Where people hand in what they have about a person: staff in the role that is asked, or who has the code for it."""

import hashlib
import math
from collections.abc import Callable
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from waarborg_requests.actions import open_request
from waarborg_requests.actions.collecting import asking, handing_in, links
from waarborg_requests.actions.collecting.handing_in import NewFile
from waarborg_requests.actions.collecting.items import NewItem, read_items
from waarborg_requests.actions.collecting.roles import own_holders
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.collecting import HINDRANCES, OUTSTANDING, Hindrance, ItemForm, NoSuchTask, TaskState
from waarborg_requests.domain.collecting import OUTCOMES as SAID
from waarborg_requests.domain.own_words import holder_named
from waarborg_requests.models import HolderTask, Request
from waarborg_requests.pages.guessing import guesses
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.collecting import AddFilesForm, AddTextForm, CodeForm, FinishForm
from waarborg_requests.texts.collecting import OUTCOMES, wanted_for
from waarborg_requests.uploads import taken
from waarborg_shared.auth import Missing, require_somebody
from waarborg_shared.hooks.values import Duty, HolderKind, RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.security import body_limit

LARGEST_FORM = 100 << 20
_FORMS = {"files": AddFilesForm, "text": AddTextForm, "finish": FinishForm}
Finds = Callable[[Work], tuple[Request, HolderTask]]
"""Finds the task that somebody may hand in for, open and locked. Raises NoSuchTask, TaskClosed."""


@staff.route("/tasks/", methods=["GET"])
def tasks() -> str:
    """List what was asked of the roles of a member of staff and is still open."""
    codes = _own_holders()
    with current.read() as work:
        found = [pair for code in sorted(codes) for pair in asking.open_tasks_of(work, code)]
        rows = [_row(row, task) for row, task in sorted(found, key=lambda pair: (pair[1].due_at, pair[1].id))]
    return render_template("requests/collecting/tasks.html", rows=rows)


@staff.route("/tasks/<task_id>", methods=["GET", "POST"])
@body_limit(LARGEST_FORM)
@not_replayed
def task(task_id: str) -> ResponseReturnValue:
    """Hand in for one of these tasks."""
    codes = _own_holders()

    def finds(work: Work) -> tuple[Request, HolderTask]:
        row, found = asking.open_task(work, task_id)
        if found.holder not in codes:
            raise NoSuchTask
        return row, found

    return _hand_in(finds, again=url_for("staff.task", task_id=task_id), after=url_for("staff.tasks"))


@public.route("/hand-in", methods=["GET", "POST"])
@body_limit(LARGEST_FORM)
@not_replayed
def hand_in() -> ResponseReturnValue:
    """Hand in with the code that somebody got; the code stands in what is sent, and in no address."""
    form = read_form(CodeForm) if request.method == "GET" or not request.form.get("do") else Form(CodeForm())
    code = request.form.get("code", "")[:60]
    if request.method == "GET" or (form.errors and not request.form.get("do")):
        return show_form("requests/collecting/code.html", form)
    tries = guesses("hand-in")
    wait = math.ceil(tries.wait())
    if wait > 0:
        form.refuse(
            "",
            ngettext(
                "Too many tries. Wait %(num)d second and try again.",
                "Too many tries. Wait %(num)d seconds and try again.",
                wait,
            ),
        )
        page, _ = show_form("requests/collecting/code.html", form)
        return make_response(page, 429, {"Retry-After": str(wait)})
    try:
        return _hand_in(lambda work: links.by_code(work, code), code=code)
    except RequestError:
        tries.failed()
        form.refuse("code", gettext("This code does not count (any more). Check what you typed, or ask for a new one."))
        return show_form("requests/collecting/code.html", form)


def _hand_in(finds: Finds, *, code: str = "", again: str = "", after: str = "") -> ResponseReturnValue:
    """Show the page, or do what one of its forms asks. Raises what ``finds`` raises."""
    name = request.form.get("do", "") if request.method == "POST" else ""
    if name not in {"", "take-away", *_FORMS}:
        abort(404)
    with current.read() as work:
        finds(work)  # whoever may not is refused before what he sent is looked at
    form = read_form(_FORMS[name]) if name in _FORMS else None
    if name == "take-away":
        _take_away(finds)
    elif form is not None and form.ok:
        _ACTS[name](finds, form)
        if name == "finish" and form.ok:
            return redirect(after, 303) if after else render_template("requests/collecting/done.html")
    if form is not None and form.errors:
        return make_response(_page(finds, code, name, form), 422)
    if name and again:
        return redirect(again, 303)
    return _page(finds, code, "", None)


def _add_files(finds: Finds, form: Form) -> None:
    """Keep each file that may come in; of each that may not, say which and why."""
    given = [each for each in request.files.getlist("files") if each.filename]
    if not given:
        form.refuse("files", gettext("Choose at least one file."))
    for each in given:
        try:
            with taken(each.stream, each.filename or "") as upload, current.begin() as work:
                row, found = finds(work)
                handing_in.say_subject(work, found, found.subject_ref)
                mark = hashlib.sha256(f"{upload.name}\n{upload.sha256}".encode()).hexdigest()[:32]
                new = NewFile(
                    name=upload.name, media_type=upload.media_type, handle=mark, category=form.command["category"]
                )
                handing_in.put_file(work, row, found, new, upload.chunks())
        except NoSuchTask:
            raise
        except RequestError as refused:
            form.refuse("files", message_of(refused))


def _add_text(finds: Finds, form: Form) -> None:
    typed = form.command
    mark = hashlib.sha256(f"{typed['title']}\n{typed['text']}".encode()).hexdigest()[:32]
    with current.begin() as work:
        row, found = finds(work)
        handing_in.say_subject(work, found, found.subject_ref)
        new = NewItem(
            form=ItemForm.TEXT,
            content=typed["text"],
            handle=mark,
            **{name: typed[name] for name in ("category", "title", "occurred_on")},
        )
        handing_in.add_item(work, row, found, new)


def _finish(finds: Finds, form: Form) -> None:
    try:
        with current.begin() as work:
            row, found = finds(work)
            handing_in.finish(work, row, found, FinishForm.finish(form.command))
    except NoSuchTask:
        raise
    except RequestError as refused:
        form.refuse_by(refused)


def _take_away(finds: Finds) -> None:
    with current.begin() as work:
        _, found = finds(work)
        handing_in.take_away_item(work, found, request.form.get("item", ""))


_ACTS: dict[str, Callable[[Finds, Form], None]] = {"files": _add_files, "text": _add_text, "finish": _finish}


def _page(finds: Finds, code: str, name: str, form: Form | None) -> str:
    with current.begin() as work:
        row, found = finds(work)
        opened = open_request(work, row)
        holder = current.rules.holders.get(found.holder)
        read = read_items(work, handing_in.handed_in(work, found))
        work.record(row, verb="looked", facts={"holder": found.holder})
        items = [{"id": each.item.id, "title": each.title, "size": _size(each.item.size)} for each in read]
        number, due_at, wanted = row.number, found.due_at, wanted_for(RequestKind(row.kind))
        named = said(holder_named(current.rules, found.holder))
    forms = {each: Form(schema()) for each, schema in _FORMS.items()}
    if form is not None:
        forms[name] = form
    return render_template(
        "requests/collecting/hand_in.html",
        number=number,
        holder=named,
        what=said(holder.what) if holder is not None else "",
        wanted=said(wanted),
        who=opened.on_behalf_of or opened.name,
        client_number=opened.client_number,
        due_at=due_at,
        items=items,
        code=code,
        forms=forms,
        wrong=form or Form(AddFilesForm()),
        outcomes=[(each.value, said(OUTCOMES[each])) for each in SAID],
        hindrances=[(each.value, said(HINDRANCES[each])) for each in Hindrance],
    )


def _own_holders() -> frozenset[str]:
    """Return the holders for which a member of staff may hand in: by his role, or as who answers requests."""
    actor, rules = current.actor, current.rules
    require_somebody(actor)
    codes = own_holders(rules, actor)
    if Duty.REQUESTS_ANSWER in actor.duties and actor.via is None:
        codes = frozenset(each.code for each in rules.holders.values() if each.kind is HolderKind.PERSON)
    if not codes:
        raise Missing(Duty.REQUESTS_ANSWER)
    return codes


def _row(row: Request, found: HolderTask) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": said(holder_named(current.rules, found.holder)),
        "due_at": found.due_at,
        "reminded_at": found.reminded_at,
        "late": found.lapsed_at is not None and TaskState(found.state) in OUTSTANDING,
        "link": url_for("staff.task", task_id=found.id),
    }


def _size(count: int) -> str:
    return f"{max(1, round(count / 1000))} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
