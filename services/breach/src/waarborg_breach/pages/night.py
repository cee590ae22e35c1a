"""One case on a telephone in the night: the next step, the hours left, and whom to call, in big type."""

from flask import render_template

from waarborg_breach.actions import availability, read_case
from waarborg_breach.pages import next_panel
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.texts import handling as words
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


@pages.get("/cases/<breach_id>/now")
def now(breach_id: str) -> str:
    """Show what is to be done now, and nothing else; that you looked is on the timeline."""
    require_duty(current.actor, Duty.BREACH_READ)
    rules = current.rules
    with current.begin() as work:
        row = read_case(work, breach_id)
        panel = next_panel.panel_of(work, row, rules)
        helpers = [each for each in availability.helpers_of(work, row) if each.reach is not None]
        called = [(said(words.HELPERS[each.kind]), each.name, each.reach) for each in helpers]
    return render_template("breach/now.html", case=row, panel=panel, called=called, protocol=rules.breach_protocol)
