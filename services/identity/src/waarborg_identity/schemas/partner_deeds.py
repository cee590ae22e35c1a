"""What a partner system did by day, as programs ask for it and get it: codes and counts, nothing about anybody."""

from marshmallow import fields

from waarborg_shared.web.schemas import Day, Schema, Whole

MOST_DAYS = 90


class DeedsQuery(Schema):
    """Which days: so many, up to and with one; today's when none is named."""

    days = Whole(1, MOST_DAYS, load_default=30)
    until = Day(load_default=None)


class TimesSchema(Schema):
    """How often something was, by its code."""

    code = fields.String(required=True)
    times = Whole(required=True)


class RightUsedSchema(Schema):
    """In how many tokens a right was, and at which service it is one."""

    service = fields.String(required=True)
    scope = fields.String(required=True)
    tokens = Whole(required=True)


class DayOfDeedsSchema(Schema):
    """One day on which there was something."""

    day = Day(required=True)
    tokens = Whole(required=True)
    rights = fields.List(fields.Nested(RightUsedSchema), required=True)
    did = fields.List(fields.Nested(TimesSchema), required=True)
    refused = fields.List(fields.Nested(TimesSchema), required=True)


class DeedsSchema(Schema):
    """The days that were asked for, newest first, without those on which there was nothing."""

    since = Day(required=True)
    until = Day(required=True)
    items = fields.List(fields.Nested(DayOfDeedsSchema), required=True)
