"""One place that was asked, for staff: ask again, go on without it, or make a code to hand in with."""

from secrets import token_bytes
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.collecting import asking, links
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.collecting import HINDRANCES, Hindrance
from waarborg_requests.pages.collecting_sections import shown
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.collecting import GoWithoutForm, TaskForm
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, HolderKind
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form
from waarborg_shared.web.i18n import in_language as said

_CODE_BYTES = 32
_FORMS: dict[str, type[TaskForm]] = {
    "again": TaskForm,
    "code": TaskForm,
    "without": GoWithoutForm,
}


@staff.route("/holders/<task_id>", methods=["GET", "POST"])
@not_replayed
def holder(task_id: str) -> ResponseReturnValue:
    """Show what one place was asked and what came of it, or do what a form asks; a made code is shown this once."""
    require_duty(current.actor, Duty.REQUESTS_READ if request.method == "GET" else Duty.REQUESTS_ANSWER)
    return _change(task_id) if request.method == "POST" else _page(task_id, Form(GoWithoutForm()))


def _change(task_id: str) -> ResponseReturnValue:
    name = request.form.get("do", "")
    if name not in _FORMS:
        abort(404)
    form, status = read_form(_FORMS[name]), 422
    if form.ok:
        try:
            with current.begin() as work:
                case_ref, code = _act(work, task_id, name, form.command)
            if code:
                return _page(task_id, Form(GoWithoutForm()), code=code)
            return redirect(url_for("staff.case", request_id=case_ref), 303)
        except RequestError as refused:
            form.refuse_by(refused)
        except actions.Stale as refused:
            form.refuse_by(refused)
            status = 412
    return make_response(_page(task_id, form), status)


def _act(work: Work, task_id: str, name: str, typed: Any) -> tuple[str, str]:
    """Do one thing, and return the case's reference, with the code where that was to make one."""
    revision = typed["revision"]
    if name == "code":
        row, code = links.make_code(work, task_id, revision=revision, entropy=token_bytes(_CODE_BYTES))
        return row.id, code
    if name == "again":
        row = asking.ask_again(work, task_id, revision=revision, rules=current.rules)
    else:
        row = asking.go_without(work, task_id, hindrance=typed["hindrance"], words=typed["words"], revision=revision)
    return row.id, ""


def _page(task_id: str, form: Form, *, code: str = "") -> str:
    with current.read() as work:
        row, task = asking.task_of(work, task_id)
        if task.void_at is not None:
            raise asking.NoSuchTask
        told = shown(work, row, task, current.rules)
        case_ref, number, revision, answered = row.id, row.number, task.revision, row.answered_at is not None
        kind = HolderKind(task.holder_kind)
    return render_template(
        "requests/collecting/holder.html",
        form=form if isinstance(form.schema, GoWithoutForm) else _around(form),
        holder=told,
        number=number,
        revision=revision,
        code=code,
        address=url_for("public.hand_in", _external=True) if code else "",
        person=kind is HolderKind.PERSON,
        by_code=kind is not HolderKind.SERVICE,
        may_act=Duty.REQUESTS_ANSWER in current.actor.duties,
        may_ask=not answered,
        hand_in=url_for("staff.task", task_id=task_id),
        case=url_for("staff.case", request_id=case_ref),
        hindrances=[(each.value, said(HINDRANCES[each])) for each in Hindrance],
    )


def _around(form: Form) -> Form:
    """The form of the page, with what another of its forms was refused for."""
    return Form(GoWithoutForm(), {}, form.errors)
