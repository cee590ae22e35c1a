"""How grown up the organisation's policy is, for the board: the level, and what lacks for the next."""

from flask import render_template

from waarborg_disclosure.domain.maturity import HIGHEST, judge, level_of
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.texts import CRITERIA, LEVELS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


@staff.get("/maturity")
def maturity() -> str:
    """Show the level by disclose.io's model, and each criterion with whether it is met."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    judged = judge(current.rules.disclosure_policy)
    level = level_of(judged)
    return render_template(
        "disclosure/maturity.html",
        level=level,
        highest=HIGHEST,
        name=said(LEVELS[level]),
        levels=[
            (
                number,
                said(name),
                [(said(CRITERIA[each.criterion]), each.met) for each in judged if each.level == number],
            )
            for number, name in enumerate(LEVELS)
        ],
        lacks=[said(CRITERIA[each.criterion]) for each in judged if not each.met],
    )
