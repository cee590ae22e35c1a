"""The steps of the public form, what is kept of it for later, and the form for staff who write a request down."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import EXCLUDE, fields, post_load, validate

from waarborg_requests.actions import NewRequest
from waarborg_requests.domain import CameBy, Reach
from waarborg_requests.domain.intake import CameHow
from waarborg_requests.schemas.filing import (
    DetailFields,
    KindFields,
    OneOrEvery,
    Reachable,
    ReachFields,
    WhoFields,
    WhomFields,
    WithoutBsn,
)
from waarborg_requests.schemas.requests import EVERY_CONSENT, RequestForm
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Schema, Words

FORM_MARK = validate.Regexp(r"^[0-9a-f]{32}$")


class _Step(Schema):
    """A step asks its own questions; what was typed in the others comes along and is looked at in its turn."""

    class Meta:
        unknown = EXCLUDE


class KindStep(KindFields, _Step):
    """The first: what is asked."""


class DetailsStep(OneOrEvery, WithoutBsn, _Step):
    """What goes with the kind."""


class WhomStep(WhomFields, WithoutBsn, _Step):
    """For whom."""


class WhoStep(WhoFields, WithoutBsn, _Step):
    """Who asks."""


class ReachStep(Reachable, WithoutBsn, _Step):
    """How he is reached."""


class DraftForm(KindFields, DetailFields, WhomFields, WhoFields, ReachFields, WithoutBsn, _Step):
    """Whatever was typed so far, to be kept; nothing of it has to be there, and no BSN may be."""

    form = fields.String(required=True, validate=FORM_MARK)


class DraftLookUp(Schema):
    """Number and code of a form that was kept."""

    number = Line(60, required=True, label=lazy_gettext("Number of your form"))
    code = Line(
        60,
        required=True,
        label=lazy_gettext("Secret code"),
        hint=lazy_gettext("Four groups of four letters and digits."),
    )


class WholeForm(RequestForm):
    """The public form when it is sent, with the mark by which it counts once."""

    form = fields.String(load_default=None, allow_none=True, validate=FORM_MARK)
    go = fields.String(load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **more: object) -> NewRequest:
        """Make the action's command of it."""
        loaded.pop("go", None)
        return super().command(loaded, **more)


class StaffForm(RequestForm):
    """A request that a member of staff writes down for somebody."""

    kind = Choice(RequestKind, required=True, label=lazy_gettext("What is asked?"))
    about = Choice(
        ObjectionAbout,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("What is the objection to?"),
        needed=lazy_gettext("needed with an objection"),
    )
    purpose = Code(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Which consent is withdrawn?"),
        needed=lazy_gettext("needed with a withdrawal of consent"),
    )
    asked = Words(10_000, load_default="", label=lazy_gettext("The request in the words of the person"))
    representative = Code(
        load_default=None, allow_none=True, label=lazy_gettext("What is the applicant to that person?")
    )
    on_behalf_of = Line(load_default=None, allow_none=True, label=lazy_gettext("Name of the person whom it is about"))
    form = fields.String(load_default=None, allow_none=True, validate=FORM_MARK)
    name = Line(required=True, label=lazy_gettext("Name of the person who asks"))
    client_number = Line(40, load_default=None, allow_none=True, label=lazy_gettext("Client number"))
    reach_at = Words(
        500, required=True, label=lazy_gettext("The address, e-mail address or telephone number of the person")
    )
    reach = Choice(Reach, required=True, label=lazy_gettext("How does the person want to be reached?"))
    came_how = Choice(CameHow, required=True, label=lazy_gettext("How did it come in?"))
    received_on = Day(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Day of receipt"),
        hint=lazy_gettext("Leave this empty when it was today. The terms run from this day."),
    )

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewRequest:
        """Make the action's command of it."""
        if loaded["kind"] is RequestKind.WITHDRAWAL and loaded["purpose"] == EVERY_CONSENT:
            loaded["purpose"] = None
        return NewRequest(**loaded, came_by=CameBy.STAFF)
