"""What the messages put on the case page of staff."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests.actions.speaking import thread_for_staff
from waarborg_requests.models import Request
from waarborg_requests.pages.rights import may_answer
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def messages(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any]:
    """Show the thread; that who handles the request saw it is noted with each message of the person."""
    handles = may_answer(row)
    return {
        "messages": thread_for_staff(work, row, reads=handles),
        "waits": row.message_waits_since is not None,
        "may_write": handles,
    }
