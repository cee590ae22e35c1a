"""On the page of a report: let the reporter know, by the way that he left, that something is in the mailbox."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from waarborg_disclosure.actions import noticing
from waarborg_disclosure.actions.sealing import unseal
from waarborg_disclosure.domain.noticing import NoticeState
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.schemas import Schema


def _shown(work: Work, row: Report, _rules: Rules) -> Mapping[str, Any] | None:
    if row.notice_state != NoticeState.DESK:
        return None
    address = url_for("public.mailbox", _external=True).partition("?")[0]  # in whichever language he reads it
    return {"contact": unseal(work, row, "contact"), "address": address}


SECTION = Section("notice", "disclosure/noticing.html", _shown, top=True)
STEPS: Mapping[str, Step] = {
    "told": Step(plain(Schema), lambda work, row, _typed, _rules: noticing.note_told(work, row)),
}
