"""What is never taken in: a copy of a document of identity, by whatever name it is sent along (B15)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, pre_load

from waarborg_requests.domain.identification import NoDocument
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.schemas import Schema

# What somebody calls the field of a copy; any other field that is not known is refused too, without the word why.
COPIES = frozenset(
    {
        *("document", "documents", "file", "files", "attachment", "attachments", "copy", "scan", "photo", "image"),
        *("passport", "id_card", "id_document", "identity_document", "proof_of_identity"),
    }
)


class NoCopies(Schema):
    """A schema that refuses a copy of a document with a word why, at the field in which it was sent."""

    @pre_load
    def no_copy(self, sent: Any, **_: object) -> Any:
        """B15: what was checked is kept, never a copy."""
        if isinstance(sent, Mapping):
            found = sorted(COPIES & {name for name in sent if isinstance(name, str)})
            if found:
                raise ValidationError({name: [message_of(NoDocument(name))] for name in found})
        return sent
