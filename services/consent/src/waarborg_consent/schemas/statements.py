"""Statements over HTTP: which versions there are, and what one says."""

from marshmallow import fields

from waarborg_shared.web.schemas import Code, Schema


class InForceSchema(Schema):
    """The version in force."""

    version = fields.String(required=True)
    dated = fields.Date(required=True)
    content_hash = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "SHA-256 of the canonical JSON; null before anything was published"},
    )
    purposes = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "By code of each purpose the SHA-256 of what the statement says of it"},
    )


class StatementVersionSchema(Schema):
    """One published version."""

    version = fields.String(required=True)
    number = fields.Integer(
        required=True,
        metadata={"description": "0 is what stood here under the plugin's own version before the first one"},
    )
    dated = fields.Date(required=True)
    content_hash = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    reviewed_how = fields.String(required=True, allow_none=True)


class StatementsSchema(Schema):
    """Every published version, the newest first, and which is in force."""

    in_force = fields.Nested(InForceSchema, required=True)
    rules_changed = fields.Boolean(
        required=True,
        metadata={"description": "Whether the rules that run now say something else than the version in force"},
    )
    review_due_on = fields.Date(required=True)
    items = fields.List(fields.Nested(StatementVersionSchema), required=True)


class StatementTextSchema(Schema):
    """What a version says: chapters of paragraphs, lists, tables and entries, each text as ``nl`` and ``en``.

    It is written as RFC 8785 has it, so that the SHA-256 of the answer's bytes is the content hash.
    """

    format = fields.Integer(required=True)
    sections = fields.List(fields.Dict(), required=True)


class CompatibleQuerySchema(Schema):
    """From which purpose to which."""

    from_purpose = Code(required=True)
    to_purpose = Code(required=True)


class CompatibleSchema(Schema):
    """Whether data given for one purpose may serve another without being asked for again."""

    compatible = fields.Boolean(required=True)
    declaration_id = fields.String(required=True, allow_none=True)
    since = fields.AwareDateTime(required=True, allow_none=True)
