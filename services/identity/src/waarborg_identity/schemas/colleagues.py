"""What goes in and out of a question for names of colleagues."""

from marshmallow import fields, validate

from waarborg_shared.web.schemas import Reference, Schema, at_most

MOST_COLLEAGUES = 200


class ColleaguesSchema(Schema):
    """Accounts of members of staff; they stand in the body and never in an address."""

    account_refs = fields.List(Reference(), required=True, validate=[validate.Length(min=1), at_most(MOST_COLLEAGUES)])


class ColleagueNamesSchema(Schema):
    """Names by account; whom nobody knows here, or whose name was erased, is left out."""

    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
