"""Messages about a request: the person writes from his own page, staff write on the case page."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from waarborg_requests.actions import speaking
from waarborg_requests.domain.speaking import NoAttachments
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on
from waarborg_requests.pages.own_case import Own, act_on_own
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

_WROTE = Text("Uw bericht is bij ons. Wij lezen het.", "Your message is with us. We read it.")


@public.post("/own/messages")
def write_to_us() -> ResponseReturnValue:
    """Take in a message of the person about his own request."""

    def act(own: Own, typed: Mapping[str, Any]) -> object:
        if request.files:
            raise NoAttachments
        return speaking.write_to_us(own.work, own.row, typed["message"], signed_in=own.ticket is None)

    return act_on_own("write", act, done=lambda _own: _WROTE)


@staff.post("/cases/<request_id>/messages")
def write_message(request_id: str) -> ResponseReturnValue:
    """Write to the person; he gets word that there is a message, and reads it on his own page."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        if request.files:
            raise NoAttachments
        row = work.case(Request, request_id)
        speaking.write_to_person(work, row, typed["message"], harmless=typed["harmless"], seen=typed["seen"])
        return row

    return act_on(request_id, "write-message", act)


@staff.post("/cases/<request_id>/messages/leave")
def leave_unanswered(request_id: str) -> ResponseReturnValue:
    """Record that what the person wrote needs no answer."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        row = work.case(Request, request_id)
        speaking.leave_unanswered(work, row, seen=typed["seen"])
        return row

    return act_on(request_id, "leave-unanswered", act)
