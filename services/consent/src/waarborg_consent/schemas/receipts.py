"""A receipt over HTTP: of which consent, and in which form."""

from waarborg_consent.domain import ReceiptForm
from waarborg_shared.web.schemas import Choice, Code, Schema


class ReceiptQuerySchema(Schema):
    """In which form; without one the Accept header says it."""

    form = Choice(ReceiptForm, load_default=None)
    purpose = Code(
        load_default=None,
        metadata={"description": "Needed where the reference is of a withdrawal of every consent at once"},
    )
