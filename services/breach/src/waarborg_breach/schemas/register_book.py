"""What the register is narrowed by, and why a breach is kept longer."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_breach.domain import CaseState
from waarborg_breach.domain.register_book import Course, Finding, Notified, part_of_number
from waarborg_breach.domain.reports import BreachKind
from waarborg_shared.web.schemas import Choice, Line, Schema, Words

FIRST_YEAR, LAST_YEAR = 1990, 2999


class FindingSchema(Schema):
    """What the register is narrowed by; each is a code, and they go together."""

    year = fields.Integer(
        load_default=None,
        validate=validate.Range(min=FIRST_YEAR, max=LAST_YEAR),
        metadata={"label": lazy_gettext("Year of the discovery")},
    )
    state = Choice(CaseState, load_default=None, label=lazy_gettext("Case"))
    notified = Choice(Notified, load_default=None, label=lazy_gettext("Authority"))
    kind = Choice(BreachKind, load_default=None, label=lazy_gettext("What kind of thing happened?"))
    course = Choice(Course, load_default=None, label=lazy_gettext("Is something still to be done?"))
    number = Line(32, load_default=None, label=lazy_gettext("Number, or a part of it"))


FILTERS = tuple(FindingSchema().fields)


def finding_of(query: Any) -> Finding:
    """Return what to find. Raises NoNumber."""
    asked = {name: query[name] for name in FILTERS if name != "number"}
    return Finding(**asked, number=part_of_number(query["number"]))


class HoldForm(Schema):
    """Why a breach is kept beyond its term."""

    hold_why = Words(
        2_000,
        required=True,
        label=lazy_gettext("Why is it kept longer?"),
        hint=lazy_gettext("For instance: a court case, or an investigation of the authority. It is stored encrypted."),
    )


class LiftForm(Schema):
    """Why a breach is kept beyond its term no more."""

    lift_why = Words(
        2_000,
        required=True,
        label=lazy_gettext("Why is it kept longer no more?"),
        hint=lazy_gettext("It is stored encrypted."),
    )
