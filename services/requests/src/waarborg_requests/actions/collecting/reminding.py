"""Reminding, from the desk, everybody who was asked for a request and has not handed in: once a day at most each."""

from dataclasses import dataclass

from waarborg_requests.actions.collecting.asking import remind_now, tasks_of
from waarborg_requests.domain.collecting import OUTSTANDING, NotReminded, why_not_reminded
from waarborg_requests.domain.own_words import holder_named
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import HolderKind, Text
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Missed:
    """A holder that could not be reminded, and why."""

    name: Text
    why: NotReminded


@dataclass(frozen=True, slots=True)
class Reminded:
    """Which holders were reminded of one request, and which could not be."""

    names: tuple[Text, ...] = ()
    missed: tuple[Missed, ...] = ()


def remind_holders(work: Work, row: Request, rules: Rules) -> Reminded:
    """Remind the people and partners whose answer is outstanding; a service of ours is asked again by itself.

    A partner is told once more. A person finds it on his desk, marked as reminded.
    """
    reminded, missed = [], []
    for task in tasks_of(work, row):
        if task.state not in OUTSTANDING or task.holder_kind == HolderKind.SERVICE:
            continue
        name = holder_named(rules, task.holder)
        by_code = task.link_until is not None and task.link_until > work.now
        why = why_not_reminded(
            known=task.holder in rules.holders, by_code=by_code, reminded_at=task.reminded_at, now=work.now
        )
        if why is not None:
            missed.append(Missed(name, why))
            continue
        remind_now(work, row, task)
        reminded.append(name)
    return Reminded(tuple(reminded), tuple(missed))
