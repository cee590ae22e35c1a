"""What checking a receipt ends in: it is genuine and tells this, or it is not, for this reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_consent.domain import ReceiptForm
from waarborg_consent.receipts.keys import PublishedKey
from waarborg_consent.receipts.told import Told
from waarborg_shared.hooks.values import Text


class Fault(StrEnum):
    """Why a file is not a receipt that can be relied on."""

    TOO_LARGE = "too-large"
    NO_RECEIPT = "no-receipt"
    NOT_SIGNED = "not-signed"
    CUT_OFF = "cut-off"
    ADDED_TO = "added-to"
    CONTENT_CHANGED = "content-changed"
    SIGNATURE_CHANGED = "signature-changed"
    UNKNOWN_KEY = "unknown-key"
    KEY_NOT_IN_USE = "key-not-in-use"
    KEY_WITHDRAWN = "key-withdrawn"


WORDS = {
    Fault.TOO_LARGE: Text("Het bestand is te groot voor een bewijs.", "The file is too large to be a receipt."),
    Fault.NO_RECEIPT: Text("Dit is geen bewijs van toestemming.", "This is no receipt of a consent."),
    Fault.NOT_SIGNED: Text(
        "Er staat geen handtekening in: het kan door iedereen gemaakt zijn.",
        "There is no signature in it: anybody may have made it.",
    ),
    Fault.CUT_OFF: Text(
        "Het bestand is afgebroken: het einde, of een stuk ervan, ontbreekt.",
        "The file is cut off: its end, or a part of it, is missing.",
    ),
    Fault.ADDED_TO: Text(
        "Er is na het ondertekenen iets aan het bestand toegevoegd.",
        "Something was added to the file after it was signed.",
    ),
    Fault.CONTENT_CHANGED: Text(
        "De inhoud is veranderd na het ondertekenen.", "The content was changed after it was signed."
    ),
    Fault.SIGNATURE_CHANGED: Text(
        "De handtekening klopt niet: zijzelf of wat zij over het bewijs zegt is veranderd, of zij is met een andere "
        "sleutel gezet dan in de sleutellijst staat. De inhoud zelf past nog bij zijn controlegetal.",
        "The signature is wrong: it, or what it says of the receipt, was changed, or it was made with another key than "
        "the published one. The content itself still fits its digest.",
    ),
    Fault.UNKNOWN_KEY: Text(
        "De sleutel staat niet in de sleutellijst: de lijst is van een andere organisatie of te oud, of het bewijs is "
        "nagemaakt of veranderd.",
        "The key is not among the published ones: those are another organisation's or too old, or the receipt was "
        "forged or changed.",
    ),
    Fault.KEY_NOT_IN_USE: Text(
        "De sleutel was op dat moment niet in gebruik: nog niet, of niet meer.",
        "The key was not in use at that moment: not yet, or no longer.",
    ),
    Fault.KEY_WITHDRAWN: Text(
        "De organisatie heeft deze sleutel ingetrokken: een ander kan ermee ondertekend hebben.",
        "The organisation has withdrawn this key: somebody else may have signed with it.",
    ),
}


class BadReceipt(Exception):
    """A file that cannot be relied on; ``detail`` says in English what exactly was seen, without its content."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Genuine:
    """A receipt that is what its organisation signed: by which key, when, and what it tells."""

    form: ReceiptForm
    kid: str
    issuer: str
    issued_at: datetime
    told: Told


def check_key(key: PublishedKey, *, at: datetime) -> None:
    """Refuse a key that was withdrawn, or was not in use at the moment at which it signed.

    Raises:
        BadReceipt: saying which.
    """
    if key.revoked_at is not None:
        raise BadReceipt(Fault.KEY_WITHDRAWN, f"key {key.kid} was withdrawn at {key.revoked_at.isoformat()}")
    if not key.signed_at(at):
        raise BadReceipt(
            Fault.KEY_NOT_IN_USE,
            f"key {key.kid} signed from {key.signs_from} until {key.signs_until}, the receipt is of {at.isoformat()}",
        )
