"""What goes in and out of a question for names of colleagues."""

from marshmallow import fields, validate

from waarborg_shared.hooks.values import Duty
from waarborg_shared.web.schemas import Choice, Moment, Reference, Schema, at_most

MOST_COLLEAGUES = 200


class ColleaguesSchema(Schema):
    """Accounts of members of staff; they stand in the body and never in an address."""

    account_refs = fields.List(Reference(), required=True, validate=[validate.Length(min=1), at_most(MOST_COLLEAGUES)])


class ColleagueNamesSchema(Schema):
    """Names by account; whom nobody knows here, or whose name was erased, is left out."""

    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class DutyQuery(Schema):
    """Of which duty colleagues are asked; without one, everybody who uses the desk."""

    duty = Choice(Duty, load_default=Duty.DESK)


class ColleagueSchema(Schema):
    """A colleague with that duty; where he is away now, until when, and who stands in for him."""

    account_ref = fields.String(required=True)
    name = fields.String(required=True)
    away_until = Moment(required=True, allow_none=True)
    stand_in = fields.String(required=True, allow_none=True)


class ColleaguesOfDutySchema(Schema):
    """Everybody with a duty, by name; empty is the name of whom none is kept."""

    colleagues = fields.List(fields.Nested(ColleagueSchema), required=True)
