"""What partner systems hand in of a person's data: items and files for what they were asked, and nothing else."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.http import parse_options_header

from waarborg_requests.actions.collecting import asking, handing_in
from waarborg_requests.actions.collecting.handing_in import NewFile
from waarborg_requests.actions.stored import LARGEST
from waarborg_requests.api.holders import CONTRIBUTE, holder_that_asks
from waarborg_requests.api.requests import api
from waarborg_requests.domain.collecting import NoSuchTask, WrongPerson
from waarborg_requests.models import HolderTask, Request
from waarborg_requests.schemas.collecting import (
    ContributionSchema,
    FileQuerySchema,
    FileSchema,
    TaskSchema,
    TasksSchema,
)
from waarborg_requests.texts.collecting import wanted_for
from waarborg_requests.uploads import taken
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.security import body_limit

LARGEST_ITEMS = 8 << 20
_HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@api.route("/contributions/", methods=["GET"])
@api.response(200, TasksSchema)
@api.secured(CONTRIBUTE)
def list_contributions() -> dict[str, Any]:
    """List what this partner was asked and that is still open; the same as it was told by webhook."""
    holder, _ = holder_that_asks()
    with current.read() as work:
        return {"items": [_task(work, row, task) for row, task in asking.open_tasks_of(work, holder)]}


@api.route("/contributions/<task_ref>", methods=["GET"])
@api.response(200, TaskSchema)
@api.secured(CONTRIBUTE)
def read_contribution(task_ref: str) -> dict[str, Any]:
    """Show what was asked, and what is there of it."""
    holder, _ = holder_that_asks()
    with current.read() as work:
        return _task(work, *asking.task_of(work, task_ref, holder=holder))


@api.route("/contributions/<task_ref>", methods=["PUT"])
@body_limit(LARGEST_ITEMS)
@api.arguments(ContributionSchema)
@api.response(200, TaskSchema)
@api.secured(CONTRIBUTE)
def put_contribution(said: Mapping[str, Any], task_ref: str) -> dict[str, Any]:
    """Hand in items for what was asked, in place of those before; with ``complete`` it is all, and stays so.

    The subject is compared with whom was asked about: for somebody else nothing is kept.
    """
    subject = said["subject"]
    holder, person_ref = holder_that_asks(subject["own_number"])
    try:
        with current.begin() as work:
            row, task = asking.open_task(work, task_ref, holder=holder)
            handing_in.say_subject(work, task, person_ref or subject["person_ref"])
            if said["items"] is not None:
                handing_in.replace_items(work, row, task, said["items"])
            if said["complete"]:
                handing_in.finish(work, row, task, ContributionSchema.finish(said))
            work.session.flush()
            return _task(work, row, task)
    except WrongPerson:
        _note_wrong_person(task_ref, holder)
        raise


@api.route("/contributions/<task_ref>/files/<handle>", methods=["PUT"])
@body_limit(LARGEST)
@api.arguments(FileQuerySchema, location="query")
@api.response(200, FileSchema)
@api.secured(CONTRIBUTE)
def put_file(said: Mapping[str, Any], task_ref: str, handle: str) -> dict[str, Any]:
    """Hand in one file, as the body; one under the same handle gives way to it.

    Its name stands in Content-Disposition and never in the address; its SHA-256, as hexadecimal digits, may stand in
    Content-SHA256 and is then compared. What it is follows from its content.
    """
    if not _HANDLE.fullmatch(handle):
        raise NotFound
    holder, _ = holder_that_asks()
    with current.read() as work:  # before anything is read of what may be long
        asking.open_task(work, task_ref, holder=holder)
    with taken(request.stream, _name(handle), sha256=_digest()) as upload, current.begin() as work:
        row, task = asking.open_task(work, task_ref, holder=holder)
        new = NewFile(name=upload.name, media_type=upload.media_type, handle=handle, **said)
        item = handing_in.put_file(work, row, task, new, upload.chunks())
        return _file(item)


@api.route("/contributions/<task_ref>/files/<handle>", methods=["DELETE"])
@api.response(204)
@api.secured(CONTRIBUTE)
def delete_file(task_ref: str, handle: str) -> None:
    """Take a file away again, before it was said that it is all."""
    holder, _ = holder_that_asks()
    with current.begin() as work:
        _, task = asking.open_task(work, task_ref, holder=holder)
        if not handing_in.take_away(work, task, handle):
            raise NoSuchTask


def _note_wrong_person(task_ref: str, holder: str) -> None:
    """It stands on the case, for whoever talks to that holder; nothing of what came is kept."""
    with current.begin() as work:
        row, task = asking.task_of(work, task_ref, holder=holder)
        work.record(row, verb="holder-wrong-person", facts={"holder": task.holder})


def _name(handle: str) -> str:
    _, options = parse_options_header(request.headers.get("Content-Disposition"))
    return options.get("filename") or handle


def _digest() -> str | None:
    said = request.headers.get("Content-SHA256", "").lower()
    return said if _DIGEST.fullmatch(said) else None


def _task(work: Work, row: Request, task: HolderTask) -> dict[str, Any]:
    items = handing_in.handed_in(work, task)
    return {
        "task_ref": task.id,
        "request_ref": row.id,
        "holder": task.holder,
        "person_ref": task.subject_ref,
        "kind": row.kind,
        "wanted": wanted_for(RequestKind(row.kind)),
        "state": task.state,
        "asked_at": task.asked_at,
        "due_at": task.due_at,
        "items": sum(item.file_id is None for item in items),
        "files": [_file(item) for item in items if item.file_id is not None],
    }


def _file(item: Any) -> dict[str, Any]:
    return {"handle": item.handle, "media_type": item.media_type, "size": item.size, "sha256": item.sha256}
