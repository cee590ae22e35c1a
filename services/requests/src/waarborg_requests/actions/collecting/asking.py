"""Asking holders what they have about a person: by itself once it is known who asks, again, or not any more."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain import Answer, Outcome
from waarborg_requests.domain.collecting import (
    OUTSTANDING,
    Hindrance,
    NoSuchTask,
    Progress,
    TaskClosed,
    TaskState,
    asked_for,
    check_finish,
    clock_rule,
    may_be_answered,
    must_be_linked,
)
from waarborg_requests.domain.own_words import holder_named
from waarborg_requests.domain.package.fetching import FETCH_WITHIN
from waarborg_requests.models import HolderTask, Item, Request, StoredFile
from waarborg_shared.clocks import Clock, due_on
from waarborg_shared.db import made_once, new_id
from waarborg_shared.events.requests import HolderAsked, HolderReleased
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Holder, HolderKind, RequestKind
from waarborg_shared.uow import Work, Written

_TABLE = "holder_task"
_TASKS = (
    made_once(HolderTask)
    .where(HolderTask.request_id == bindparam("request_id"), HolderTask.void_at.is_(None))
    .order_by(HolderTask.asked_at, HolderTask.id)
)


def ask_holders(work: Work, row: Request, rules: Rules) -> None:
    """Ask every holder that was not asked yet about the person of a request, and let go of what was about another."""
    if row.answered_at is not None:
        return
    standing = tasks_of(work, row)
    for task in standing:
        if task.subject_ref != row.subject_ref:
            void(work, row, task)
    if row.subject_ref is None:
        return
    asked = {task.holder for task in standing if task.subject_ref == row.subject_ref}
    for holder in asked_for(RequestKind(row.kind), rules.holders.values()):
        if holder.code not in asked:
            _ask(work, row, holder, rules)


def tasks_of(work: Work, row: Request) -> Sequence[HolderTask]:
    """Return what holders were asked for a request and still counts, in the order of asking."""
    return work.found(_TASKS, request_id=row.id).all()


def progress_of(tasks: Sequence[HolderTask]) -> Progress:
    """Return how many places were asked and have answered; what is not needed any more does not count."""
    counted = [task for task in tasks if task.state != TaskState.CANCELLED]
    return Progress(len(counted), sum(task.state not in OUTSTANDING for task in counted))


def task_of(work: Work, task_id: str, *, holder: str | None = None) -> tuple[Request, HolderTask]:
    """Return a task with its request, both locked; of one ``holder`` alone where that is named. Raises NoSuchTask."""
    query = select(HolderTask).where(HolderTask.organisation == work.organisation, HolderTask.id == task_id)
    known = work.session.scalars(query).one_or_none()
    if known is None or (holder is not None and known.holder != holder):
        raise NoSuchTask
    row = work.case(Request, known.request_id, lock=not work.reading)
    work.session.refresh(known)  # as it is now that nobody else changes it
    return row, known


def open_tasks_of(work: Work, holder: str) -> Sequence[tuple[Request, HolderTask]]:
    """Return what one holder was asked and has not answered, the first due first."""
    query = (
        select(Request, HolderTask)
        .select_from(HolderTask)
        .join(Request, (Request.organisation == HolderTask.organisation) & (Request.id == HolderTask.request_id))
        .where(
            HolderTask.organisation == work.organisation,
            Request.organisation == work.organisation,
            HolderTask.holder == holder,
            HolderTask.answered_at.is_(None),
            HolderTask.void_at.is_(None),
        )
        .order_by(HolderTask.due_at, HolderTask.id)
        .limit(500)
    )
    return [(row, task) for row, task in work.session.execute(query)]


def tasks_on_desk(work: Work, holders: Collection[str]) -> Sequence[tuple[Request, HolderTask, tuple[Clock, ...]]]:
    """Return what these holders were asked and have not answered, with its clock, for the desk."""
    found = [pair for code in sorted(holders) for pair in open_tasks_of(work, code)]
    clocks = work.clocks.of_many([task.id for _, task in found])
    return [(row, task, clocks.get(task.id, ())) for row, task in found]


def services_to_ask(work: Work, *, limit: int = 20) -> Sequence[tuple[HolderTask, RequestKind]]:
    """Return tasks of our own services that are to be asked now, the longest waiting first, with for what."""
    query = (
        select(HolderTask, Request.kind)
        .join(Request, (Request.organisation == HolderTask.organisation) & (Request.id == HolderTask.request_id))
        .where(
            HolderTask.organisation == work.organisation,
            Request.organisation == work.organisation,
            HolderTask.next_at.is_not(None),
            HolderTask.next_at <= work.now,
            HolderTask.void_at.is_(None),
        )
        .order_by(HolderTask.next_at, HolderTask.id)
        .limit(limit)
    )
    return [(task, RequestKind(kind)) for task, kind in work.session.execute(query)]


def open_task(work: Work, task_id: str, *, holder: str | None = None) -> tuple[Request, HolderTask]:
    """Return the same where it still waits for an answer, of its holder itself (``holder``) or of whoever has a code.

    Raises:
        NoSuchTask, TaskClosed
    """
    row, task = task_of(work, task_id, holder=holder)
    if task.void_at is not None or task.state not in OUTSTANDING or row.answered_at is not None:
        raise TaskClosed
    if holder is not None and by_hand(work, task):
        raise TaskClosed
    return row, task


def by_hand(work: Work, task: HolderTask) -> bool:
    """Whether somebody has a code now to hand in for a task."""
    return task.link_until is not None and task.link_until > work.now


def ask_again(work: Work, task_id: str, *, revision: int, rules: Rules) -> Request:
    """Ask a holder once more: with a new term, and anew where it had answered; what it had handed in is let go then.

    Raises:
        NoSuchTask, TaskClosed, Stale
    """
    row, task = _unchanged(work, task_id, revision)
    holder = rules.holders.get(task.holder)
    if row.answered_at is not None or holder is None or row.subject_ref is None:
        raise TaskClosed
    _stop(work, task, "asked-again")
    void(work, row, task)
    _ask(work, row, holder, rules, again=True)
    return row


def go_without(work: Work, task_id: str, *, hindrance: Hindrance | None, words: str, revision: int) -> Request:
    """Record why a holder cannot hand in: it is told to the person with the answer.

    Raises:
        NoSuchTask, TaskClosed, Stale, HindranceNeeded, WordsNeeded
    """
    row, task = _unchanged(work, task_id, revision)
    if task.state not in OUTSTANDING:
        raise TaskClosed
    check_finish(TaskState.CANNOT, items=0, hindrance=hindrance, words=words)
    answered(work, row, task, TaskState.CANNOT, hindrance=hindrance, words=words)
    if task.holder_kind == HolderKind.PARTNER:
        work.emit(HolderReleased(request_ref=row.id, task_ref=task.id, holder=task.holder), case=row)
    return row


def answered(
    work: Work, row: Request, task: HolderTask, outcome: TaskState, *, hindrance: Hindrance | None, words: str
) -> None:
    """Write down what came of a task, and stop its clock; what of it hangs together was checked."""
    task.state = outcome.value
    task.answered_at, task.answered_by = work.now, work.actor.ref
    task.ground = hindrance.value if hindrance is not None and outcome is TaskState.CANNOT else None
    task.words_sealed = None
    if words.strip() and outcome is TaskState.CANNOT:
        task.words_sealed = work.seal(words.strip(), holder=row.id, table=_TABLE, column="words", row=task.id)
    task.link_hash = task.link_until = None
    task.revision += 1
    task.next_at = None
    _stop(work, task, outcome.value)
    facts = {"holder": task.holder, "ground": task.ground or "none", **in_role(work)}
    work.record(row, verb=_VERBS[outcome], facts=facts)


_VERBS = {
    TaskState.CONTRIBUTED: "holder-contributed",
    TaskState.NOTHING_FOUND: "holder-found-nothing",
    TaskState.CANNOT: "holder-cannot",
}


def words_of(work: Work, row: Request, task: HolderTask) -> Written | None:
    """Return what was said of why a holder cannot, None where nothing was."""
    if task.words_sealed is None:
        return None
    return work.unseal_to_show(task.words_sealed, holder=row.id, table=_TABLE, column="words", row=task.id)


def linked_first(work: Work, row: Request, given: Answer, rules: Rules) -> None:
    """Before an answer that gives data: the person is linked, and holders were asked about him. Raises NotLinked."""
    kind = RequestKind(row.kind)
    asked = any(task.subject_ref == row.subject_ref for task in tasks_of(work, row))
    nobody_to_ask = not asked_for(kind, rules.holders.values())
    must_be_linked(kind, given.outcome, linked=row.subject_ref is not None, asked=asked or nobody_to_ask)


def refuse_while_outstanding(work: Work, row: Request, given: Answer, rules: Rules) -> None:
    """Before an answer: what was asked is there, or somebody said why it can do without. Raises StillOutstanding."""
    waiting = [holder_named(rules, task.holder) for task in tasks_of(work, row) if task.state in OUTSTANDING]
    may_be_answered(RequestKind(row.kind), given.outcome, waiting)


def release_holders(work: Work, row: Request, rules: Rules) -> None:
    """After the answer: what was not handed in is not needed any more."""
    for task in tasks_of(work, row):
        if task.state in OUTSTANDING:
            _release(work, row, task)


def let_go(work: Work, row: Request, _rules: Rules) -> None:
    """A request ended and nothing of what was collected is given: what was brought for it is destroyed.

    After an answer that gives, what was collected stays for as long as a package may be made anew of it (`keeping`).
    """
    gives = row.answered_at is not None and row.outcome != Outcome.REFUSED
    for task in tasks_of(work, row):
        if not _brought(work, task):
            continue
        if gives:
            task.kept_until = task.kept_until or work.now + FETCH_WITHIN
        else:
            void(work, row, task)


def void(work: Work, row: Request, task: HolderTask) -> None:
    """Let a task and all that it brought count no more; the worker destroys its key and what is sealed with it."""
    if task.state in OUTSTANDING:
        _stop(work, task, "void")
        if task.holder_kind == HolderKind.PARTNER:
            work.emit(HolderReleased(request_ref=row.id, task_ref=task.id, holder=task.holder), case=row)
    task.void_at = work.now
    task.link_hash = task.link_until = task.next_at = None
    task.revision += 1
    work.session.flush()
    work.record(row, verb="holder-void", facts={"holder": task.holder})


def remind(work: Work, task_id: str) -> None:
    """Most of a task's time has gone: a partner is told again, and people see it; where that was done by hand on the
    same day, it is not done twice."""
    row, task = task_of(work, task_id)
    if task.state not in OUTSTANDING or task.void_at is not None:
        return
    if task.reminded_at is None or due_on(task.reminded_at) < due_on(work.now):
        remind_now(work, row, task)


def remind_now(work: Work, row: Request, task: HolderTask) -> None:
    """Tell a partner again, and mark the task for the people who see it; the caller has checked that it is open."""
    task.state, task.reminded_at = TaskState.REMINDED.value, work.now
    if task.holder_kind == HolderKind.PARTNER:
        _tell(work, row, task, again=True)
    work.record(row, verb="holder-reminded", facts={"holder": task.holder, **in_role(work)})


def lapse(work: Work, task_id: str) -> None:
    """A task's time is over: it stays asked, and stands out on the case as late."""
    row, task = task_of(work, task_id)
    if task.state not in OUTSTANDING or task.void_at is not None:
        return
    task.lapsed_at = task.lapsed_at or work.now
    work.record(row, verb="holder-late", facts={"holder": task.holder})


def _ask(work: Work, row: Request, holder: Holder, rules: Rules, *, again: bool = False) -> HolderTask:
    assert row.subject_ref is not None
    rule = clock_rule(holder, work.now, request_due=row.due_at, calendar=rules.calendar)
    task = HolderTask(
        id=new_id(),
        request_id=row.id,
        subject_ref=row.subject_ref,
        holder=holder.code,
        holder_kind=holder.kind.value,
        revision=1,
        state=TaskState.ASKED.value,
        asked_at=work.now,
        due_at=work.now,
        next_at=work.now if holder.kind is HolderKind.SERVICE else None,
    )
    task.due_at = work.clocks.start(task, rule, calendar=rules.calendar).due_at
    work.add(task)
    work.session.flush()
    _tell(work, row, task, again=again)
    work.record(row, verb="holder-asked", facts={"holder": holder.code, **in_role(work)})
    return task


def _tell(work: Work, row: Request, task: HolderTask, *, again: bool) -> None:
    work.emit(
        HolderAsked(
            request_ref=row.id,
            task_ref=task.id,
            holder=task.holder,
            subject_ref=task.subject_ref,
            kind=row.kind,
            due_at=task.due_at,
            again=again,
        ),
        case=row,
    )


def _release(work: Work, row: Request, task: HolderTask) -> None:
    task.state = TaskState.CANCELLED.value
    task.answered_at, task.answered_by = work.now, work.actor.ref
    task.link_hash = task.link_until = task.next_at = None
    task.revision += 1
    _stop(work, task, "not-needed")
    if task.holder_kind == HolderKind.PARTNER:
        work.emit(HolderReleased(request_ref=row.id, task_ref=task.id, holder=task.holder), case=row)
    work.record(row, verb="holder-cancelled", facts={"holder": task.holder, **in_role(work)})


def _brought(work: Work, task: HolderTask) -> bool:
    """Whether something lies under the key of a task, handed in whole or not."""
    items = select(Item.id).where(Item.organisation == work.organisation, Item.task_id == task.id)
    files = select(StoredFile.id).where(StoredFile.organisation == work.organisation, StoredFile.holder == task.key)
    return any(work.session.scalars(query.limit(1)).first() is not None for query in (items, files))


def _stop(work: Work, task: HolderTask, reason: str) -> None:
    for clock in work.clocks.of(task):
        if clock.stopped_at is None:
            work.clocks.stop(task, clock.name, reason=reason)


def _unchanged(work: Work, task_id: str, revision: int) -> tuple[Request, HolderTask]:
    row, task = task_of(work, task_id)
    if task.void_at is not None:
        raise NoSuchTask
    if task.revision != revision:
        raise Stale
    return row, task
