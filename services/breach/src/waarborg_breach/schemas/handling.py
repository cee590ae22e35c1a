"""What people fill in about the handling of a breach."""

from collections.abc import Callable

import marshmallow
from flask_babel import lazy_gettext

from waarborg_breach.actions.availability import HelperKind
from waarborg_breach.domain.handling import (
    AftercareState,
    ContainmentState,
    GrievanceAbout,
    GrievanceOutcome,
    Involved,
    LostOrOpen,
    MeasureKind,
)
from waarborg_shared.web.schemas import Choice, Day, Line, Moment, Reference, Schema, Words


class ContainForm(Schema):
    """Whether the breach was stopped."""

    containment = Choice(ContainmentState, required=True, label=lazy_gettext("Was the breach stopped?"))
    contained_at = Moment(load_default=None, label=lazy_gettext("Stopped when?"))
    containment_how = Words(2000, load_default=None, label=lazy_gettext("How was it stopped, or why not?"))


class InvestigateForm(Schema):
    """The three questions of the investigation."""

    lost_or_open = Choice(
        LostOrOpen, required=True, label=lazy_gettext("Are data lost, or do they lie open to misuse?")
    )
    departments = Words(2000, load_default="", label=lazy_gettext("Who and which departments are involved?"))
    processor = Choice(
        Involved, required=True, label=lazy_gettext("Is a company involved that works with the data for us?")
    )
    which_processor = Line(load_default="", label=lazy_gettext("Which company?"))


class ConsequencesForm(Schema):
    """What the breach may do to people."""

    established_consequences = Words(4000, required=True, label=lazy_gettext("What may it do to the people concerned?"))
    consequences_at = Moment(load_default=None, label=lazy_gettext("Since when does it, if that is known?"))


class MeasureForm(Schema):
    """A measure that somebody is to take."""

    measure_kind = Choice(MeasureKind, required=True, label=lazy_gettext("What kind of measure?"))
    measure_what = Words(2000, required=True, label=lazy_gettext("What is to be done?"))
    measure_owner = Line(required=True, label=lazy_gettext("Who does it?"))
    measure_due = Day(required=True, label=lazy_gettext("Done by which day?"))


class MeasureTakenForm(Schema):
    """That a measure was taken."""

    measure = Reference(required=True, label=lazy_gettext("Which measure?"))
    taken_at = Moment(load_default=None, label=lazy_gettext("Taken when?"))


class MeasureDroppedForm(Schema):
    """That a measure is let go."""

    dropped_measure = Reference(required=True, label=lazy_gettext("Which measure is let go?"))
    dropped_why = Words(2000, required=True, label=lazy_gettext("Why is it let go?"))


class NoMeasuresForm(Schema):
    """That nothing is needed against a repetition."""

    no_measures_why = Words(2000, required=True, label=lazy_gettext("Why is nothing needed against a repetition?"))


class AftercareForm(Schema):
    """What those concerned are offered."""

    aftercare = Choice(AftercareState, required=True, label=lazy_gettext("What happens for the people concerned?"))
    aftercare_what = Words(2000, required=True, label=lazy_gettext("What is offered or was done, or why nothing?"))


class HelperForm(Schema):
    """Somebody who stays available."""

    helper_kind = Choice(HelperKind, required=True, label=lazy_gettext("Who is it?"))
    helper_name = Line(required=True, label=lazy_gettext("Name of who stays available"))
    helper_reach = Line(required=True, label=lazy_gettext("Telephone or other way to reach them"))


class HelperReleasedForm(Schema):
    """That somebody need not stay available any longer."""

    helper = Reference(required=True, label=lazy_gettext("Who may go?"))


class GrievanceForm(Schema):
    """That somebody of staff disagrees."""

    grievance_about = Choice(GrievanceAbout, required=True, label=lazy_gettext("With what do you disagree?"))
    grievance_what = Words(4000, required=True, label=lazy_gettext("Why do you disagree?"))


def reviewer_form(is_colleague: Callable[[str], None] | None) -> marshmallow.Schema:
    """Return the form that says who looks at a grievance; ``is_colleague`` raises for who does not work here.

    Without it somebody from outside is named.
    """
    form: marshmallow.Schema = Schema.from_dict(
        {
            "reviewed": Reference(required=True, label=lazy_gettext("Which grievance is reviewed?")),
            "grievance_who": Line(
                required=True,
                validate=[is_colleague] if is_colleague is not None else [],
                label=lazy_gettext("Who, without a part in the decision, reviews it?"),
            ),
        }
    )()
    return form


class GrievanceAnswerForm(Schema):
    """What came of a grievance."""

    grievance = Reference(required=True, label=lazy_gettext("Which grievance?"))
    grievance_outcome = Choice(GrievanceOutcome, required=True, label=lazy_gettext("What came of the grievance?"))
    grievance_why = Words(4000, required=True, label=lazy_gettext("For which reason?"))
