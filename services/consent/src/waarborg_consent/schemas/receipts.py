"""A receipt over HTTP: of which consent, in which form; and the keys to check it with."""

from marshmallow import fields

from waarborg_consent.domain import ReceiptForm
from waarborg_shared.web.schemas import Choice, Code, Schema


class ReceiptQuerySchema(Schema):
    """In which form; without one the Accept header says it."""

    form = Choice(ReceiptForm, load_default=None)
    purpose = Code(
        load_default=None,
        metadata={"description": "Needed where the reference is of a withdrawal of every consent at once"},
    )


class PublishedKeySchema(Schema):
    """A public key (RFC 7517) that receipts are checked with, and when it signed."""

    kid = fields.String(required=True)
    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    y = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)
    x5c = fields.List(fields.String(), required=True)
    nbf = fields.Integer(required=True, metadata={"description": "It signed from this moment on (seconds since 1970)"})
    exp = fields.Integer(metadata={"description": "It signed until this moment; nothing where it still does"})
    revoked = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "Nothing that it signed counts any more since `revoked_at`"},
    )


class PublishedKeysSchema(Schema):
    """Every key that an organisation's receipts were ever signed with."""

    keys = fields.List(fields.Nested(PublishedKeySchema), required=True)
