"""The picture of the years for the board, drawn here, with its tables."""

from datetime import datetime
from typing import Any

from babel.dates import get_month_names
from babel.numbers import format_decimal
from flask import render_template, request
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from waarborg_disclosure import shown
from waarborg_disclosure.actions.figures import counted
from waarborg_disclosure.actions.promises import missed
from waarborg_disclosure.domain.figures import YEARS, Kept, Year, by_month, by_verdict, promises_of, year_of
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.texts import NOT_ANSWERED, VERDICTS, clock_name
from waarborg_shared.auth import require_duty
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current
from waarborg_shared.web.drawing import draw_stacked
from waarborg_shared.web.i18n import in_language as said


@staff.get("/figures")
def figures() -> str:
    """Show a year by month, how promises were kept, and the last years beside one another."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    now = current.now()
    known = [now.astimezone(AMSTERDAM).year - back for back in range(YEARS)]
    year = _year(request.args.get("year", ""), known)
    with current.read() as work:
        every = counted(work)
        since, until = (datetime(each, 1, 1, tzinfo=AMSTERDAM) for each in (year, year + 1))
        not_kept = missed(work, since=since, until=until)
    names, months = get_month_names("abbreviated", locale=get_locale()), by_month(every, year)
    named = [names[month] for month in range(1, 13)]
    promises = promises_of([each for each in every if each.year == year])
    return render_template(
        "disclosure/figures.html",
        year=year,
        known=known,
        drawing=draw_stacked(named, months),
        months=[(name, whole, right) for name, (right, whole) in zip(named, months, strict=True)],
        verdicts=[
            (said(VERDICTS[verdict] if verdict else NOT_ANSWERED), count)
            for verdict, count in by_verdict(every, year).items()
        ],
        promises=[(said(clock_name(name)), *_kept(kept)) for name, kept in promises.items()],
        rows=[_row(year_of(every, each)) for each in known],
        total=sum(whole for _, whole in months),
        missed=shown.missed(not_kept, lang=str(get_locale())),
    )


def _kept(promise: Kept) -> tuple[int, int, int]:
    return promise.kept, promise.missed, promise.running


def _row(year: Year) -> tuple[Any, ...]:
    kept = f"{year.kept}/{year.promises}" if year.promises else "–"
    days = (_shown(each) for each in (year.days_to_answer, year.days_to_fix))
    return year.year, year.count, year.right, year.exposed, *days, kept


def _shown(days: float | None) -> str:
    return "–" if days is None else str(format_decimal(days, format="#,##0.#", locale=get_locale()))


def _year(asked: str, known: list[int]) -> int:
    if not asked:
        return known[0]
    if not asked.isdecimal() or int(asked) not in known:
        raise NotFound
    return int(asked)
