"""The register: every breach, notified or not."""

from flask import render_template, request

from waarborg_breach import actions, texts
from waarborg_breach.pages.blueprint import pages
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current

PAGE = 25


@pages.get("/")
def register() -> str:
    """Show the register: every breach, notified or not."""
    require_duty(current.actor, Duty.BREACH_READ)
    after = request.args.get("after") or None
    with current.read() as work:
        rows = actions.register(work, after=after, limit=PAGE + 1)
    more = rows[PAGE - 1].id if len(rows) > PAGE else None
    return render_template("breach/register.html", cases=rows[:PAGE], more=more, texts=texts)
