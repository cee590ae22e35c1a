"""What partners register, over HTTP: people and things, and relations, many at once."""

from typing import Any

from marshmallow import fields, post_load, validate

from waarborg_consent.domain.registering import Registered
from waarborg_consent.schemas.asking import line_problem
from waarborg_shared.web.schemas import Flag, Line, Moment, Schema, at_least, at_most

MOST_ITEMS = 1_000


def _no_number(value: str) -> None:
    problem = line_problem(value)
    if problem is not None:
        raise validate.ValidationError(problem)


def _name(**options: Any) -> Line:
    return Line(64, required=True, validate=_no_number, **options)


class EntitySchema(Schema):
    """Somebody or something that exists, or that is gone."""

    type = _name()
    id = _name()
    properties = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        load_default=dict,
        metadata={"description": "Codes, truths and whole numbers, or lists of codes; no free text"},
    )
    gone = Flag(load_default=False)

    @post_load
    def value(self, loaded: dict[str, Any], **_: object) -> Registered:
        """Make the domain's value of it."""
        return Registered(**loaded)


class EntitiesSchema(Schema):
    """Several of them."""

    items = fields.List(fields.Nested(EntitySchema), required=True, validate=[at_least(1), at_most(MOST_ITEMS)])


class EndSchema(Schema):
    """One end of a relation."""

    type = _name()
    id = _name()


class RelationSchema(Schema):
    """One relation; with `until` it ends then."""

    subject = fields.Nested(EndSchema, required=True)
    relation = Line(64, required=True)
    object = fields.Nested(EndSchema, required=True)
    since = Moment(load_default=None, allow_none=True, data_key="from")
    until = Moment(load_default=None, allow_none=True)


class RelationsSchema(Schema):
    """Several of them."""

    items = fields.List(fields.Nested(RelationSchema), required=True, validate=[at_least(1), at_most(MOST_ITEMS)])


class CountedSchema(Schema):
    """What became of what was sent."""

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
