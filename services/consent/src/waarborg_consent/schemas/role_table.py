"""The role table over HTTP: rows with a cell for each role, what was decided on them, and a decision."""

from marshmallow import fields

from waarborg_consent.domain.role_table import CellState, CellVerdict
from waarborg_shared.hooks.values import Right
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Choice, Code, Day, Moment, Schema, Words, at_most


class TableQuerySchema(Schema):
    """On which day; without one, as it stands now."""

    on = Day(load_default=None, allow_none=True, metadata={"description": "As it stood at the end of this day"})


class CellSchema(Schema):
    """What a role may do with a kind of record, and how sure that is."""

    role = Code(required=True)
    rights = fields.List(Choice(Right), required=True)
    state = Choice(CellState, required=True)
    in_force = fields.Boolean(
        required=True, metadata={"description": "Whether decisions go by it; what is not in force gives nothing"}
    )
    number = fields.Integer(required=True, metadata={"description": "Of its newest decision; 0 is as published"})


class TableRowSchema(Schema):
    """A kind of record, with its row as it was published beside our reading of it by role."""

    record_type = Code(required=True)
    published = fields.String(required=True, metadata={"description": "Empty where nothing was published"})
    cells = fields.List(fields.Nested(CellSchema), required=True)


class RoleTableSchema(Schema):
    """The whole table, on a day or now (null)."""

    on = fields.Date(required=True, allow_none=True)
    items = fields.List(fields.Nested(TableRowSchema), required=True)


class DecidedCellSchema(ErasableSchema):
    """One decision on a cell: what, by whom, when, and why."""

    role = Code(required=True)
    number = fields.Integer(required=True)
    verdict = Choice(CellVerdict, required=True)
    rights = fields.List(Choice(Right), required=True)
    at = Moment(required=True)
    by_ref = fields.String(required=True)
    why = fields.String(required=True, allow_none=True)


class WholeRowSchema(TableRowSchema):
    """A row with every decision on it, the newest first. Its ETag is what a decision names in If-Match."""

    decided = fields.List(fields.Nested(DecidedCellSchema), required=True)


class CellDecisionSchema(Schema):
    """What is decided on a cell: confirmed as it is, or corrected to these rights."""

    role = Code(required=True)
    verdict = Choice(CellVerdict, required=True)
    rights = fields.List(Choice(Right), load_default=list, validate=at_most(len(Right)))
    why = Words(1_000, required=True)
