"""Everything that consent keeps of an organisation, in one ZIP: each table a file, and a README of their fields."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from flask import Response

from waarborg_consent.actions.export_tables import Table, rows_of, taken_along
from waarborg_consent.actions.exporting import begin_export, finish_export, log_of_everybody
from waarborg_consent.pages.export_fields import described
from waarborg_consent.pages.exports import export_pages
from waarborg_consent.sheets.archive import zip_of
from waarborg_consent.shown.log_words import OWN_EXPORT
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current

Files = Iterator[tuple[str, Iterator[bytes]]]


@export_pages.get("/export/everything.zip")
def everything() -> Response:
    """Give every table that this member of staff may take along; that he did is written down before the first byte."""
    require_duty(current.actor, Duty.CONSENT_READ)
    tables, lang = taken_along(current.actor.duties), current.lang
    with current.begin() as work:
        export_id = begin_export(work, kind="zip")
    runtime, organisation, actor, now = current.runtime, current.organisation, current.actor, current.now()
    count = 0

    def lines(table: Table) -> Iterator[bytes]:
        nonlocal count
        for row in rows_of(table, read):
            count += 1
            yield _line(row)

    def read() -> AbstractContextManager[Work]:
        return runtime.uow.read(organisation, actor=actor, now=now)

    def begin() -> AbstractContextManager[Work]:
        return runtime.uow.begin(organisation, actor=actor, now=runtime.now())

    def files() -> Files:
        yield "README.md", iter([described(tables, lang).encode()])
        log_of_everybody(read, begin, record_type=OWN_EXPORT)
        for table in tables:
            yield f"{table.name}.jsonl", lines(table)
        with begin() as ending:
            finish_export(ending, export_id, rows=count)

    answer = Response(zip_of(files()), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="consent-{organisation}.zip"'
    return answer


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"
