"""The work list and the figures as CSV and XLSX: codes, dates and counts, no word that anybody wrote and no name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from flask import Response
from werkzeug.exceptions import NotFound

from waarborg_requests import actions, domain
from waarborg_requests.actions import Listed
from waarborg_requests.actions.desk.figures import figures
from waarborg_requests.domain import CameBy, Ground, Outcome, RequestState
from waarborg_requests.domain.desk.figures import months_back
from waarborg_requests.pages.desk.asked import Asked, read_asked
from waarborg_requests.pages.desk.figures import with_every_month
from waarborg_requests.pages.staff import staff
from waarborg_requests.texts import CAME_BY, CLASSES, GROUNDS, KINDS, OUTCOMES, STATES
from waarborg_requests.texts.desk import FIGURE_COLUMNS, LIST_COLUMNS, MORE_ROWS, NO, YES
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, RequestClass, RequestKind, Text
from waarborg_shared.sheets.writing import csv_of, pieces_of, xlsx_of
from waarborg_shared.web import current

MOST_ROWS = 50_000
_AT_ONCE = 500
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@staff.route("/export/list.<sheet>")
def export_list(sheet: str) -> Response:
    """Give the list that the address asks for as a file, in the page's language."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    _check(sheet)
    return _sent(sheet, _list(read_asked(), current.lang), name="requests")


@staff.route("/export/figures.<sheet>")
def export_figures(sheet: str) -> Response:
    """Give the figures of the last twelve months by kind and month as a file."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    _check(sheet)
    months, lang = months_back(current.now()), current.lang
    with current.read() as work:
        found = figures(work, months, by_kind=True)
    rows: list[Sequence[object]] = [[each.to(lang) for each in FIGURE_COLUMNS]]
    for each in with_every_month(found, months):
        assert each.kind is not None and each.month is not None
        counted = [each.count, each.kept_promise, each.kept_law]
        days: list[object] = [round(each.median_days, 1), round(each.ninth_days, 1)] if each.count else ["", ""]
        rows.append([KINDS[RequestKind(each.kind)].to(lang), each.month.strftime("%Y-%m"), *counted, *days])
    return _sent(sheet, rows, name="requests-figures")


def _check(sheet: str) -> None:
    if sheet not in _TYPES:
        raise NotFound


def _sent(sheet: str, rows: Iterable[Sequence[object]], *, name: str) -> Response:
    body = csv_of(rows) if sheet == "csv" else pieces_of(xlsx_of(rows, title=name))
    answer = Response(body, content_type=_TYPES[sheet])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{sheet}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _list(asked: Asked, lang: str) -> Iterator[Sequence[object]]:
    """Give the rows a few hundred at a time, each few in a transaction of their own: none is open while it is sent."""
    runtime, organisation, actor, now = current.runtime, current.organisation, current.actor, current.now()
    with runtime.uow.read(organisation, actor=actor, now=now) as work:
        only = asked.finding(work)
    if only is None:
        raise NotFound

    def rows() -> Iterator[Sequence[object]]:
        yield [each.to(lang) for each in LIST_COLUMNS]
        after, count = None, 0
        while True:
            with runtime.uow.read(organisation, actor=actor, now=now) as work:
                page = actions.list_requests(work, part=asked.part, only=only, after=after, limit=_AT_ONCE)
                some = [_row(each, now, lang) for each in page.items]
            yield from some
            count, after = count + len(some), page.after
            if after is None:
                return
            if count >= MOST_ROWS:
                yield [MORE_ROWS.to(lang)]
                return

    return rows()


def _row(listed: Listed, now: datetime, lang: str) -> list[object]:
    row = listed.request
    late = domain.late(listed.clocks, now)
    return [
        row.number,
        KINDS[RequestKind(row.kind)].to(lang),
        CLASSES[RequestClass(row.request_class)].to(lang),
        STATES[RequestState(row.state)].to(lang),
        CAME_BY[CameBy(row.came_by)].to(lang),
        _day(row.received_at),
        _day(row.due_at),
        _said(late, lang),
        _said(row.escalated_at is not None, lang),
        row.taken_up_by or "",
        _day(row.reminded_at),
        _day(row.identified_at),
        _day(row.extended_at),
        _day(row.answered_at),
        OUTCOMES[Outcome(row.outcome)].to(lang) if row.outcome else "",
        GROUNDS[Ground(row.ground)].to(lang) if row.ground else "",
    ]


def _said(yes: bool, lang: str) -> str:
    words: Text = YES if yes else NO
    return words.to(lang)


def _day(at: datetime | None) -> str:
    return due_on(at).isoformat() if at is not None else ""
