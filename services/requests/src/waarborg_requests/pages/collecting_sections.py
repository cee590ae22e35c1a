"""What the case page and the person's own page say of collecting."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from waarborg_requests.actions.collecting import asking, handing_in
from waarborg_requests.domain.collecting import HINDRANCES, OUTSTANDING, Hindrance, TaskState
from waarborg_requests.domain.own_words import holder_named
from waarborg_requests.models import HolderTask, Request
from waarborg_requests.pages.case_groups import DATA
from waarborg_requests.pages.sections import Section
from waarborg_requests.texts.collecting import HOLDER_KINDS, TASK_STATES
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import GIVES_DATA, HolderKind, RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said

_TONES = {
    TaskState.CONTRIBUTED: "ok",
    TaskState.NOTHING_FOUND: "ok",
    TaskState.CANNOT: "warning",
    TaskState.REMINDED: "warning",
}


def on_the_case(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return every place that was asked, for staff; or that nobody can be asked yet, and why."""
    if RequestKind(row.kind) not in GIVES_DATA or (row.answered_at is not None and row.subject_ref is None):
        return None
    tasks = asking.tasks_of(work, row)
    return {
        "progress": asking.progress_of(tasks),
        "unknown": row.subject_ref is None,
        "identified": row.identified_at is not None,
        "rows": [shown(work, row, task, rules) for task in tasks],
    }


def shown(work: Work, row: Request, task: HolderTask, rules: Rules) -> dict[str, Any]:
    """Return what staff see of one place that was asked."""
    state = TaskState(task.state)
    holder = rules.holders.get(task.holder)
    return {
        "name": said(holder_named(rules, task.holder)),
        "what": said(holder.what) if holder is not None else "",
        "how": said(HOLDER_KINDS[HolderKind(task.holder_kind)]),
        "state": said(TASK_STATES[state]),
        "tone": _TONES.get(state, "plain"),
        "late": task.lapsed_at is not None and state in OUTSTANDING,
        "open": state in OUTSTANDING,
        "due_at": task.due_at,
        "destroyed_at": task.emptied_at if task.over_at is not None else None,
        "answered_at": task.answered_at,
        "count": handing_in.count(work, task) if state is TaskState.CONTRIBUTED else 0,
        "why": said(HINDRANCES[Hindrance(task.ground)]) if task.ground else "",
        "words": asking.words_of(work, row, task),
        "link": url_for("staff.holder", task_id=task.id),
    }


def on_the_own_page(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any] | None:
    """Return for how many places is waited, without naming anybody."""
    if row.answered_at is not None:
        return None
    progress = asking.progress_of(asking.tasks_of(work, row))
    return {"progress": progress} if progress.asked else None


ON_THE_CASE = Section("collecting", "requests/collecting/case.html", on_the_case, group=DATA)
ON_THE_OWN_PAGE = Section("collecting", "requests/collecting/status.html", on_the_own_page)
