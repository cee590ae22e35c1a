"""What people fill in; unknown fields are refused."""

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_shared.web.schemas import Line, Moment, Schema, Words


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
