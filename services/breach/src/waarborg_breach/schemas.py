"""What goes in and out of breach over HTTP; unknown fields are refused."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load, validate

from waarborg_breach.actions import BreachDecision, NewBreach
from waarborg_breach.domain import AuthorityState, CaseState, PersonsState, Times
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Code, Flag, Line, Moment, Schema, Whole, Words, at_most


class NewBreachSchema(Schema):
    """A report of a breach by a program."""

    discovered_at = Moment(required=True)
    aware_at = Moment(required=True)
    occurred_at = Moment(load_default=None, allow_none=True)
    summary = Words(required=True)
    answers = fields.Dict(keys=Code(), values=Words(), load_default=dict, validate=at_most(50))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewBreach:
        """Make the action's command of it."""
        times = Times(
            discovered_at=loaded["discovered_at"], aware_at=loaded["aware_at"], occurred_at=loaded["occurred_at"]
        )
        return NewBreach(times=times, origin="partner", summary=loaded["summary"], answers=loaded["answers"])


class DecisionSchema(Schema):
    """What the responsible person decides."""

    notify_authority = Flag(required=True)
    inform_persons = Flag(required=True)
    reason = Words(load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> BreachDecision:
        """Make the action's command of it."""
        return BreachDecision(**loaded)


class ClockSchema(Schema):
    """One clock of a case."""

    name = fields.String(required=True)
    start_event = fields.String(required=True)
    started_at = Moment(required=True)
    due_at = Moment(required=True)
    stopped_at = Moment(required=True, allow_none=True)
    source = fields.String(required=True)


class BreachSchema(Schema):
    """A breach in codes and moments: a row of the register."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    origin = fields.String(required=True)
    occurred_at = Moment(required=True, allow_none=True)
    discovered_at = Moment(required=True)
    aware_at = Moment(required=True)
    case_state = fields.Enum(CaseState, by_value=True, required=True)
    authority_state = fields.Enum(AuthorityState, by_value=True, required=True)
    persons_state = fields.Enum(PersonsState, by_value=True, required=True)
    about_how_many = fields.Integer(required=True, allow_none=True)
    other_eu = fields.Boolean(required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)
    notified_at = Moment(required=True, allow_none=True)
    informed_at = Moment(required=True, allow_none=True)
    informed_how = fields.String(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)


class OneBreachSchema(BreachSchema, ErasableSchema):
    """A breach with its clocks, its texts and what is not known yet."""

    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    summary = fields.String(required=True, allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    not_yet_known = fields.List(fields.String(), required=True)
    open_duties = fields.List(fields.String(), required=True)


class RegisterSchema(Schema):
    """A page of the register, newest first; ``next`` is the cursor of the page after it."""

    items = fields.List(fields.Nested(BreachSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RegisterQuerySchema(Schema):
    """Which page of the register."""

    cursor = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class ReportForm(Schema):
    """What everybody who reports a leak may fill in; what they know now is enough."""

    summary = Words(
        required=True,
        label=lazy_gettext("What happened?"),
        hint=lazy_gettext("In your own words. What you know now is enough."),
    )
    reporter = Words(
        500,
        load_default=None,
        label=lazy_gettext("How can we reach you?"),
        hint=lazy_gettext("Your name, telephone number or e-mail address. You may leave this empty."),
    )


class OutsideForm(ReportForm):
    """A leak reported by somebody outside; the clocks run from when it came in, whatever moment they name."""

    noticed_at = Moment(load_default=None, label=lazy_gettext("When did you notice it?"))


class StaffForm(ReportForm):
    """A breach reported by a member of staff, by whose discovery the organisation knows it."""

    discovered_at = Moment(required=True, label=lazy_gettext("When was it discovered?"))
    aware_at = Moment(
        load_default=None,
        label=lazy_gettext("When did the organisation become aware?"),
        hint=lazy_gettext("Leave this empty if that was at the discovery."),
    )
    occurred_at = Moment(load_default=None, label=lazy_gettext("When did it happen, if that is known?"))


class DecideForm(Schema):
    """The decision on telling the authority and the persons."""

    notify_authority = fields.String(
        required=True,
        validate=validate.OneOf(["yes", "no"]),
        metadata={"label": lazy_gettext("Notify the data protection authority?")},
    )
    inform_persons = fields.String(
        required=True,
        validate=validate.OneOf(["yes", "no"]),
        metadata={"label": lazy_gettext("Tell the people concerned?")},
    )
    reason = Words(
        load_default=None,
        label=lazy_gettext("Why?"),
        hint=lazy_gettext("It is stored encrypted."),
        needed=lazy_gettext("needed when somebody is not told"),
    )


class DoneForm(Schema):
    """When the authority or the persons were told."""

    at = Moment(required=True, label=lazy_gettext("When was it done?"))
    how = Line(32, load_default=None, label=lazy_gettext("How were they told?"))


class FactsForm(Schema):
    """What the register holds beside the times."""

    about_how_many = Whole(0, 100_000_000, load_default=None, label=lazy_gettext("About how many people?"))
    other_eu = fields.String(
        load_default=None,
        validate=validate.OneOf(["yes", "no"]),
        metadata={"label": lazy_gettext("Also people in other EU countries?")},
    )
