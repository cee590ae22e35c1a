"""What people fill in; unknown fields are refused."""

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_breach.domain.reports import BreachKind
from waarborg_breach.schemas.times import HappenedForm
from waarborg_shared.web.schemas import Choice, Line, Moment, Schema, Whole, Words


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
    processor = Line(
        load_default=None,
        label=lazy_gettext("Which company do you report for?"),
        hint=lazy_gettext("Only if it works for this organisation. Leave it empty if you report for yourself."),
    )
    processor_aware_at = Moment(load_default=None, label=lazy_gettext("When did your company know of it?"))
    processor_ref = Line(100, load_default=None, label=lazy_gettext("Your own reference"))


class StaffForm(ReportForm, HappenedForm):
    """A breach reported by a member of staff, by whose discovery the organisation knows it."""

    discovered_at = Moment(required=True, label=lazy_gettext("When was it discovered?"))
    aware_at = Moment(
        load_default=None,
        label=lazy_gettext("When did the organisation become aware?"),
        hint=lazy_gettext("Leave this empty if that was at the discovery."),
    )
    reported_at = Moment(
        load_default=None,
        label=lazy_gettext("When was it reported inside?"),
        hint=lazy_gettext("Leave this empty if you report it now for the first time."),
    )
    kind = Choice(BreachKind, load_default=None, label=lazy_gettext("What kind of thing happened?"))


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
