"""What people fill in; unknown fields are refused."""

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_breach.domain import PersonsException
from waarborg_breach.domain.reports import BreachKind
from waarborg_breach.schemas.numbers import AuthorityNumber
from waarborg_breach.schemas.times import HappenedForm
from waarborg_shared.web.schemas import Choice, Code, Line, Moment, Reference, Schema, Words


def ground_field() -> Words:
    """Return the field for why those who were not told yet are told by an announcement."""
    return Words(
        load_default=None,
        label=lazy_gettext("Why are the others not told personally?"),
        hint=lazy_gettext("It is kept as your decision, and stored encrypted."),
        needed=lazy_gettext("needed when some were told already"),
    )


class ProcessorForm(Schema):
    """Which company that works for the organisation told it, and when it knew itself (art. 33(2) AVG)."""

    processor = Line(load_default=None, label=lazy_gettext("Which company is it?"))
    processor_aware_at = Moment(load_default=None, label=lazy_gettext("When did the company itself know?"))
    processor_ref = Line(100, load_default=None, label=lazy_gettext("The company's own reference"))


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


class StaffForm(ReportForm, HappenedForm, ProcessorForm):
    """A breach reported by a member of staff, by whose discovery the organisation knows it; or who took a call."""

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


class ConfirmedForm(Schema):
    """What a form about unanswered questions shows, and that whoever decides has seen it."""

    not_yet_known = Line(6_000, load_default="")
    confirmed = fields.Boolean(
        load_default=False,
        metadata={"label": lazy_gettext("I know that these are not known yet, and decide now all the same")},
    )


class DecideForm(ConfirmedForm):
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
    exception = fields.String(
        load_default=None,
        validate=validate.OneOf([each.value for each in PersonsException]),
        metadata={
            "label": lazy_gettext("If the people are not told: why not?"),
            "needed": lazy_gettext("needed when the people are not told"),
        },
    )
    reason = Words(
        load_default=None,
        label=lazy_gettext("Why?"),
        hint=lazy_gettext("It is stored encrypted."),
        needed=lazy_gettext("needed when somebody is not told"),
    )


class SupplementForm(Schema):
    """When the authority was told, whether that is all, and by which number it knows it."""

    at = Moment(required=True, label=lazy_gettext("When was it done?"))
    complete = fields.String(
        load_default="yes",
        validate=validate.OneOf(["yes", "no"]),
        metadata={"label": lazy_gettext("Is the notification complete?")},
    )
    authority_number = AuthorityNumber(
        load_default=None,
        label=lazy_gettext("Number that the authority gave"),
        hint=lazy_gettext("It stands in the confirmation. Letters, digits and hyphens."),
    )


class NoticeForm(SupplementForm):
    """That the authority was notified; after the term it takes the reasons."""

    late_reason = Words(
        load_default=None,
        label=lazy_gettext("Why so late?"),
        hint=lazy_gettext("It is stored encrypted."),
        needed=lazy_gettext("needed after the term"),
    )


class WithdrawForm(Schema):
    """When the notification was withdrawn, and why."""

    withdrawn_at = Moment(required=True, label=lazy_gettext("When was it withdrawn?"))
    withdrawn_reason = Words(
        required=True,
        label=lazy_gettext("Why is it withdrawn?"),
        hint=lazy_gettext("It is stored encrypted."),
    )


class ReopenForm(Schema):
    """Why a closed case is opened again."""

    reopen_reason = Words(
        required=True,
        label=lazy_gettext("Why is it opened again?"),
        hint=lazy_gettext("It is stored encrypted."),
    )


class ClockOnForm(Schema):
    """Which term of another law is switched on, and why."""

    clock_on = Code(required=True, label=lazy_gettext("Which term is switched on?"))
    why_on = Words(required=True, label=lazy_gettext("Why does it run?"), hint=lazy_gettext("It is stored encrypted."))


class ClockOffForm(Schema):
    """Which term of another law is switched off, and why."""

    clock_off = Code(required=True, label=lazy_gettext("Which term is switched off?"))
    why_off = Words(
        required=True, label=lazy_gettext("Why does it stop?"), hint=lazy_gettext("It is stored encrypted.")
    )


class AppointForm(Schema):
    """Whom to appoint as a deputy, and for how long."""

    who = Line(64, required=True, label=lazy_gettext("Who?"))
    from_at = Moment(
        load_default=None, label=lazy_gettext("From when?"), hint=lazy_gettext("Leave this empty for now at once.")
    )
    until_at = Moment(required=True, label=lazy_gettext("Until when?"))
    reason = Words(required=True, label=lazy_gettext("Why?"), hint=lazy_gettext("It is stored encrypted."))


class EndForm(Schema):
    """Which appointment ends now."""

    deputy = Reference(required=True)


class DoneForm(Schema):
    """When the persons were told, all of them or a part."""

    informed_at = Moment(required=True, label=lazy_gettext("When were they told?"))
    how = Line(
        200, load_default=None, label=lazy_gettext("How were they told?"), hint=lazy_gettext("It is stored encrypted.")
    )
    part = fields.Boolean(load_default=False, metadata={"label": lazy_gettext("Not all of them were told yet")})


class AnnouncedForm(Schema):
    """When the breach was announced publicly, and where."""

    announced_at = Moment(required=True, label=lazy_gettext("When was it announced?"))
    where = Line(
        200,
        load_default=None,
        label=lazy_gettext("Where was it announced?"),
        hint=lazy_gettext("It is stored encrypted."),
    )
    announced_ground = ground_field()


class LateReasonForm(Schema):
    """Why a notification that turned out late was late."""

    late_why = Words(
        required=True, label=lazy_gettext("Why was it so late?"), hint=lazy_gettext("It is stored encrypted.")
    )
