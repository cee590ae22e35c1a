"""Correcting times, what was wiped, retracting and merging: what people fill in and what programs send."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, post_load

from waarborg_breach.domain.reports import Wipe, WipeState
from waarborg_shared.web.schemas import Choice, Flag, Line, Moment, Schema, Words


class HappenedForm(Schema):
    """From when until when it happened, as far as that is known."""

    occurred_at = Moment(load_default=None, label=lazy_gettext("When did it happen, or begin?"))
    occurred_until = Moment(load_default=None, label=lazy_gettext("Until when did it go on?"))
    ongoing = Flag(load_default=False, label=lazy_gettext("It is still going on"))
    estimated = Flag(load_default=False, label=lazy_gettext("These moments are an estimate"))


class TimesForm(HappenedForm):
    """All times of a case, of which some are another than was thought; and why."""

    discovered_at = Moment(required=True, label=lazy_gettext("When was it discovered?"))
    reported_at = Moment(required=True, label=lazy_gettext("When was it reported inside?"))
    aware_at = Moment(required=True, label=lazy_gettext("When did the organisation become aware?"))
    processor_aware_at = Moment(load_default=None, label=lazy_gettext("When did the processor itself know?"))
    times_why = Words(
        required=True,
        label=lazy_gettext("Why is it another time?"),
        hint=lazy_gettext("The old time stays on the timeline. It is stored encrypted."),
    )


class WipeForm(Schema):
    """What the discoverer wiped or blocked from a distance at once."""

    wipe_state = Choice(WipeState, required=True, label=lazy_gettext("Were the data wiped or blocked remotely?"))
    wiped_at = Moment(load_default=None, label=lazy_gettext("When was that done, or tried?"))
    wiped_what = Words(
        500,
        load_default=None,
        label=lazy_gettext("Which device or account?"),
        hint=lazy_gettext("In your own words. It is stored encrypted."),
    )

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Wipe:
        """Make the domain's value of it."""
        return Wipe(state=loaded["wipe_state"], at=loaded["wiped_at"], what=loaded["wiped_what"])


class WhyForm(Schema):
    """A reason, and nothing else."""

    retract_why = Words(
        required=True,
        label=lazy_gettext("Why?"),
        hint=lazy_gettext("It is stored encrypted."),
    )


class MergeForm(Schema):
    """The number of the case under which a report goes on."""

    into = Line(36, required=True, label=lazy_gettext("Number of the breach under which it goes on"))


class CorrectionOfTimesSchema(Schema):
    """What is another time than was thought; what is left out stays as it is, and null is: not known."""

    discovered_at = Moment()
    reported_at = Moment()
    aware_at = Moment()
    occurred_at = Moment(allow_none=True)
    occurred_until = Moment(allow_none=True)
    ongoing = Flag()
    estimated = Flag()
    processor_aware_at = Moment(allow_none=True)
    why = Words(required=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Ask for at least one time."""
        if len(loaded) == 1:
            raise ValidationError("Give at least one time.")
        return loaded


class WhySchema(Schema):
    """A reason."""

    why = Words(required=True)


class MergeSchema(Schema):
    """The number or the reference of the case under which a report goes on."""

    into = Line(36, required=True)
