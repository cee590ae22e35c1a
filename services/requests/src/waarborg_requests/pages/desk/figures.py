"""How fast requests were answered: a picture drawn here, and its table with the same figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import render_template, request
from werkzeug.exceptions import NotFound

from waarborg_requests.actions.desk.figures import figures
from waarborg_requests.domain.desk.figures import ENOUGH, Figures, months_back, share
from waarborg_requests.pages.desk.drawing import draw_days, draw_in_time
from waarborg_requests.pages.staff import staff
from waarborg_requests.texts import KINDS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said

_WHOLE_FROM = 10


@staff.route("/figures")
def figures_page() -> str:
    """Show the figures of the last twelve months, of one kind or of all."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    kind, months = _kind(request.args.get("kind", "")), months_back(current.now())
    with current.read() as work:
        by_month = figures(work, months, kind=kind)
        by_kind = figures(work, months, by_kind=True, by_month=False)
    known = {each.month: each for each in by_month}
    every = [known.get(month) or _nothing(month) for month in months]
    names = [month_name(month) for month in months]
    return render_template(
        "requests/desk/figures.html",
        kind=kind,
        kind_named=said(KINDS[kind]) if kind is not None else "",
        kinds=[(each.value, said(words)) for each, words in KINDS.items()],
        months=[(name, row(each)) for name, each in zip(names, every, strict=True)],
        by_kind=[(said(KINDS[RequestKind(each.kind)]), row(each)) for each in by_kind if each.kind],
        in_time_drawing=draw_in_time(names, every),
        days=draw_days(names, every),
        total=sum(each.count for each in every),
        enough=ENOUGH,
    )


def row(figure: Figures) -> dict[str, Any]:
    """Return the figures of a row as they are shown: few answers are counted and get no percentage."""
    return {
        "count": figure.count,
        "promise": _in_time(figure.kept_promise, figure),
        "law": _in_time(figure.kept_law, figure),
        "median": days_shown(figure.median_days) if figure.count else None,
        "ninth": days_shown(figure.ninth_days) if figure.enough else None,
    }


def days_shown(days: float) -> str:
    """Return a number of days in the page's language: whole ones, and below ten with one digit behind."""
    return str(format_decimal(round(days) if days >= _WHOLE_FROM else round(days, 1), locale=current.lang))


def month_name(month: date) -> str:
    """Return a month in the page's language, such as "jan 2026"."""
    return str(format_date(month, "MMM y", locale=current.lang))


def _in_time(part: int, figure: Figures) -> tuple[int, int | None] | None:
    if not figure.count:
        return None
    return part, share(part, figure.count) if figure.enough else None


def _nothing(month: date) -> Figures:
    return Figures(None, month, 0, 0, 0, 0.0, 0.0)


def _kind(asked: str) -> RequestKind | None:
    if not asked:
        return None
    try:
        return RequestKind(asked)
    except ValueError:
        raise NotFound from None


def with_every_month(found: Sequence[Figures], months: Sequence[date]) -> list[Figures]:
    """Return the figures of each kind that was answered at all, for every month, where nothing was answered too."""
    known = {(each.kind, each.month): each for each in found}
    kinds = sorted({each.kind for each in found if each.kind})
    return [known.get((kind, month)) or replace(_nothing(month), kind=kind) for kind in kinds for month in months]
