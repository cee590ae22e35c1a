"""What the letter with the answer says of collecting: which places could not hand in, and where nothing was found."""

from waarborg_requests.actions.collecting.asking import tasks_of, words_of
from waarborg_requests.domain.collecting import Hindrance, TaskState
from waarborg_requests.domain.own_words import holder_named
from waarborg_requests.models import HolderTask, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work, Written


def missing_of(work: Work, row: Request, rules: Rules) -> tuple[tuple[Text, Hindrance, Written | None], ...]:
    """Return each place that could not hand in, why, and what was said of it."""
    return tuple(
        (holder_named(rules, task.holder), Hindrance(task.ground), words_of(work, row, task))
        for task in _counting(work, row)
        if task.state == TaskState.CANNOT and task.ground is not None
    )


def nothing_found_at(work: Work, row: Request, rules: Rules) -> tuple[Text, ...]:
    """Return the places where was searched, and nothing was found."""
    tasks = _counting(work, row)
    return tuple(holder_named(rules, task.holder) for task in tasks if task.state == TaskState.NOTHING_FOUND)


def _counting(work: Work, row: Request) -> list[HolderTask]:
    return [task for task in tasks_of(work, row) if task.subject_ref == row.subject_ref]
