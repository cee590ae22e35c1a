"""What a reporter encrypted to the organisation's key, opened for staff who ask for it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from waarborg_disclosure import actions
from waarborg_disclosure.actions import Letter, Opened, openpgp_keys
from waarborg_disclosure.models import Report
from waarborg_disclosure.opening import CannotOpen, open_message
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.pages.sections import Section
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current, not_replayed

_MOST = 10
_ARMOURED = re.compile(r"-----BEGIN PGP MESSAGE-----.+?-----END PGP MESSAGE-----", re.DOTALL)


@staff.post("/reports/<report_id>/encrypted")
@not_replayed
def opened(report_id: str) -> ResponseReturnValue:
    """Open the encrypted messages of a report with the organisation's keys; what they say is kept nowhere."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    with current.begin() as work:
        row, words = actions.read_report(work, report_id)
        messages = _encrypted(words, actions.messages_of(work, row))
        keys = openpgp_keys.secrets(work)
    return render_template("disclosure/encrypted/opened.html", row=row, texts=[_said(each, keys) for each in messages])


def _said(message: str, keys: Iterable[str]) -> str | None:
    try:
        return open_message(message, secrets=list(keys))
    except CannotOpen:
        return None


def _encrypted(words: Opened, letters: Iterable[Letter]) -> list[str]:
    written = [words.what, words.where, words.how, *(each.text for each in letters if each.from_reporter)]
    return [found for text in written if isinstance(text, str) for found in _ARMOURED.findall(text)][:_MOST]


def _show(work: Work, report: Report, _rules: Rules) -> Mapping[str, Any] | None:
    found = _encrypted(actions.open_report(work, report), actions.messages_of(work, report))
    return {"count": len(found)} if found else None


SECTION = Section("encrypted", "disclosure/encrypted/section.html", _show)
