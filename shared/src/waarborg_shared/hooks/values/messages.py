"""Kinds of message: what each is for, what may stand in it, by which ways it may go, and whether one can opt out."""

from dataclasses import dataclass

from waarborg_shared.hooks.values.text import BadValue, Text, check_code, check_unique

EVERY_MESSAGE = "messages"
"""What an opt-out from every message of an organisation is about (J6); no kind and no purpose may be called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind:
    """One kind of message that an organisation sends, or says that it never sends (no ``channels``).

    ``service`` messages belong to what was agreed and cannot be opted out of (J6, B9). ``reach`` are the data by which
    somebody is addressed and reached; ``categories`` what else of his may stand in it. ``from_agreement`` lets in only
    what he gave when the agreement was made (B8). ``personal`` goes to one person at a time, by a member of staff who
    is named (J7). ``handed_to`` is the recipient outside who sends it and so learns the address.
    """

    code: str
    name: Text
    explanation: Text
    purpose: str
    channels: tuple[str, ...]
    reach: tuple[str, ...]
    categories: tuple[str, ...] = ()
    service: bool = False
    from_agreement: bool = False
    personal: bool = False
    handed_to: str | None = None
    source: str

    def __post_init__(self) -> None:
        check_code(self.code, of="message kind")
        if self.code == EVERY_MESSAGE:
            raise BadValue(f"message kind {self.code}: this code stands for every message")
        check_unique(list(self.channels), of=f"message kind {self.code}: channels")
        if self.service and self.handed_to:
            raise BadValue(f"message kind {self.code}: handed_to: a service message is the organisation's own")
