"""The picture of the years for the board, drawn here, with its tables."""

from collections.abc import Mapping
from typing import Any

from babel.dates import get_month_names
from babel.numbers import format_decimal
from flask import render_template, request
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from waarborg_breach import texts
from waarborg_breach.actions.years import counted
from waarborg_breach.domain.years import YEARS, Year, by_month, sorted_by, year_of
from waarborg_breach.pages.blueprint import pages
from waarborg_shared.auth import require_duty
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.web import current
from waarborg_shared.web.drawing import draw_stacked
from waarborg_shared.web.i18n import in_language as said


@pages.get("/years")
def years() -> str:
    """Show a year by month and by where reports came from, and the last years beside one another."""
    require_duty(current.actor, Duty.BREACH_READ)
    this = current.now().astimezone(AMSTERDAM).year
    known = [this - back for back in range(YEARS)]
    year = _year(request.args.get("year", ""), known)
    with current.read() as work:
        every = counted(work)
    months = by_month(every, year)
    names = get_month_names("abbreviated", locale=get_locale())
    return render_template(
        "breach/years.html",
        year=year,
        known=known,
        drawing=draw_stacked(
            [names[month] for month in range(1, 13)], [(notified, count) for count, notified in months]
        ),
        months=[(names[month], *months[month - 1]) for month in range(1, 13)],
        rows=[_row(year_of(every, each)) for each in known],
        origins=_named(sorted_by(every, year, what="origin"), texts.ORIGINS),
        kinds=_named(sorted_by(every, year, what="kind"), texts.KINDS),
        intents=_named(sorted_by(every, year, what="intent"), texts.INTENTS),
        total=sum(count for count, _ in months),
    )


def _row(year: Year) -> dict[str, Any]:
    hours = (year.hours_to_report, year.hours_to_decide, year.hours_to_notify)
    return {
        "year": year.year,
        "cells": [
            *(year.count, year.notified, year.late, year.informed),
            *(_shown(each) for each in hours),
            year.overdue_measures,
        ],
    }


def _named(counts: Mapping[Any, int], words: Mapping[Any, Text]) -> list[tuple[str, int]]:
    return [(said(words.get(value, texts.UNKNOWN)), count) for value, count in counts.items()]


def _shown(hours: float | None) -> str:
    return "–" if hours is None else str(format_decimal(hours, format="#,##0.#", locale=get_locale()))


def _year(asked: str, known: list[int]) -> int:
    if not asked:
        return known[0]
    if not asked.isdecimal() or int(asked) not in known:
        raise NotFound
    return int(asked)
