"""The first steps of staff with a report: say that data lie open, answer, write, close."""

from collections.abc import Mapping

from waarborg_disclosure import actions
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_disclosure.schemas import AssessmentSchema, CloseForm, ReplyForm
from waarborg_shared.web.schemas import Schema

STEPS: Mapping[str, Step] = {
    "expose": Step(plain(Schema), lambda work, row, _typed, _rules: actions.mark_exposure(work, row)),
    "assess": Step(
        plain(AssessmentSchema),
        lambda work, row, answer, rules: actions.assess_report(work, row, answer, rules=rules),
        kept=lambda _work, row: {"known": True} if row.known else {},
    ),
    "seen": Step(plain(Schema), lambda _work, row, _typed, _rules: actions.mark_read(row)),
    "reply": Step(
        plain(ReplyForm),
        lambda work, row, typed, rules: actions.reply(
            work, row, typed["text"], rules=rules, tells_progress=typed["tells_progress"]
        ),
    ),
    "close": Step(
        plain(CloseForm),
        lambda work, row, typed, rules: actions.close_report(work, row, rules=rules, why=typed["close_why"]),
    ),
}
