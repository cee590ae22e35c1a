"""The month view: a calendar of what is due, by promise and by law, with the days on which no work is done."""

from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound

from waarborg_requests.actions.desk.months import MOST_ON_A_DAY, due_in_month, due_on_day
from waarborg_requests.domain.desk.months import FIRST, LAST, Due, DueDay, month_after, no_work, weeks_of
from waarborg_requests.pages.staff import staff
from waarborg_requests.texts import KINDS
from waarborg_requests.texts.desk import SHORT_CLOCKS, WEEKDAYS
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


@staff.route("/calendar")
def calendar() -> str:
    """Show a month with what is due on each day."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    today = due_on(current.now())
    month = _month(request.args.get("month", ""), today)
    with current.read() as work:
        found = due_in_month(work, month)
    weeks = weeks_of(month)
    days = [day for week in weeks for day in week]
    closed = no_work(days, [day for day in days if current.rules.calendar.is_working_day(day)])
    return render_template(
        "requests/desk/calendar.html",
        month_named=format_date(month, "MMMM y", locale=current.lang),
        weekdays=[said(each) for each in WEEKDAYS],
        weeks=[[_day(day, found.get(day), month, today, day in closed) for day in week] for week in weeks],
        previous=_address(month_after(month, -1)) if month > FIRST else "",
        next=_address(month_after(month)) if month < LAST else "",
        this=_address(today.replace(day=1)),
        total=sum(each.count for day, each in found.items() if day.month == month.month),
    )


@staff.route("/calendar/<day>")
def calendar_day(day: str) -> str:
    """Show everything that is due on one day."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    of = _date(day)
    with current.read() as work:
        found = due_on_day(work, of)
    return render_template(
        "requests/desk/day.html",
        day=of,
        dues=[_due(each) for each in found.dues],
        count=found.count,
        most=MOST_ON_A_DAY,
        working=current.rules.calendar.is_working_day(of),
        month=_address(of.replace(day=1)),
        previous=url_for("staff.calendar_day", day=(of - timedelta(days=1)).isoformat()) if of > FIRST else "",
        next=url_for("staff.calendar_day", day=(of + timedelta(days=1)).isoformat()) if of < LAST else "",
    )


def _day(day: date, due: DueDay | None, month: date, today: date, closed: bool) -> dict[str, Any]:
    return {
        "day": day,
        "of_month": day.month == month.month,
        "short": format_date(day, "MMM", locale=current.lang),
        "today": day == today,
        "closed": closed,
        "dues": [_due(each) for each in due.dues] if due is not None else [],
        "more": due.more if due is not None else 0,
        "link": url_for("staff.calendar_day", day=day.isoformat()),
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "number": due.number,
        "link": url_for("staff.case", request_id=due.request_id),
        "kind": said(KINDS[due.kind]),
        "clock": said(SHORT_CLOCKS[due.clock]),
        "paused": due.paused,
    }


def _address(month: date) -> str:
    return url_for("staff.calendar", month=month.strftime("%Y-%m"))


def _month(asked: str, today: date) -> date:
    """Return the month of an address, this one where it names none. Raises NotFound for what is no month."""
    return _date(f"{asked}-01") if asked else today.replace(day=1)


def _date(asked: str) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise NotFound from None
    if day.isoformat() != asked or not FIRST <= day <= LAST:
        raise NotFound
    return day
