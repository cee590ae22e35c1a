"""The forms with which a report is kept beyond its term, and no longer."""

from flask_babel import lazy_gettext

from waarborg_shared.web.schemas import Day, Schema, Words


class HoldForm(Schema):
    """Why a report is kept beyond its term, and up to which day."""

    hold_why = Words(
        2_000,
        required=True,
        label=lazy_gettext("Why is it kept longer?"),
        hint=lazy_gettext("For instance: a report to the police. It is stored encrypted."),
    )
    hold_until = Day(required=True, label=lazy_gettext("Up to and including which day?"))


class LiftForm(Schema):
    """Why a report is kept beyond its term no more."""

    lift_why = Words(2_000, required=True, label=lazy_gettext("Why is it kept longer no more?"))
