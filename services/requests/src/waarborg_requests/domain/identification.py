"""How it is made sure who asks: the ways with their level, what each kind of request needs, and what is never kept."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.numbers import read_letters, spell_letters
from waarborg_requests.domain.states import Identification, RequestError
from waarborg_shared.hooks.values import IdentificationLevel, RequestPolicy, Text

MOST_FAILURES = 3
"""How many checks may fail before a member of staff has to look; what is closed then is self-service alone."""
CODE_LASTS = timedelta(days=21)
"""How long the code of a letter counts: a few days to print and post it, and two weeks for the person."""
CODE_LETTERS = 8
_LOW, _SUBSTANTIAL, _HIGH = IdentificationLevel


class Document(StrEnum):
    """A document that somebody showed. Only its kind and last characters are kept, and never a copy (B15)."""

    PASSPORT = "passport"
    ID_CARD = "id_card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE = "residence"


class Doubt(StrEnum):
    """Why there is reasonable doubt about who asks (art. 12(6) AVG): the code that goes with the words."""

    NAME_DIFFERS = "name_differs"
    NUMBER_DIFFERS = "number_differs"
    REACH_DIFFERS = "reach_differs"
    NOT_FOUND = "not_found"
    NOT_SURE_ENOUGH = "not_sure_enough"
    OTHER = "other"


DOUBTS: Mapping[Doubt, Text] = {
    Doubt.NAME_DIFFERS: Text("De naam is anders dan bij ons bekend", "The name differs from what we know"),
    Doubt.NUMBER_DIFFERS: Text("Het cliëntnummer past niet bij de naam", "The client number does not fit the name"),
    Doubt.REACH_DIFFERS: Text(
        "Adres, e-mail of telefoonnummer kennen wij niet",
        "We do not know the address, e-mail address or telephone number",
    ),
    Doubt.NOT_FOUND: Text("Wij vinden deze persoon niet", "We do not find this person"),
    Doubt.NOT_SURE_ENOUGH: Text(
        "Voor deze gegevens moeten wij zekerder weten wie u bent", "For these data we have to be surer who you are"
    ),
    Doubt.OTHER: Text("Iets anders", "Something else"),
}


class Failure(StrEnum):
    """Why a check failed."""

    WRONG_CODE = "wrong_code"
    CODE_OVER = "code_over"
    DOCUMENT_DOES_NOT_FIT = "document_does_not_fit"
    ANOTHER_PERSON = "another_person"
    ANSWERS_WRONG = "answers_wrong"
    NOT_REACHED = "not_reached"


# What a member of staff can have found; the rest happens on the person's own page.
FAILURES_BY_STAFF = (
    Failure.DOCUMENT_DOES_NOT_FIT,
    Failure.ANOTHER_PERSON,
    Failure.ANSWERS_WRONG,
    Failure.NOT_REACHED,
)


class Checked(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    TOO_LOW = "too_low"
    FAILED = "failed"


# How sure each way makes it, in the words of eIDAS. At the desk it is high where the record says which document was
# seen; without that it says only that somebody was there. A session's level is identity's word and no way's alone.
LEVELS: Mapping[Identification, IdentificationLevel] = {
    Identification.SIGNED_IN: _LOW,
    Identification.NUMBER_AND_CODE: _LOW,
    Identification.CODE_APP: _SUBSTANTIAL,
    Identification.PASSKEY: _SUBSTANTIAL,
    Identification.OUTSIDE: _LOW,
    Identification.AT_THE_DESK: _SUBSTANTIAL,
    Identification.AT_THE_TABLE: _HIGH,
    Identification.KNOWN_PHONE: _SUBSTANTIAL,
    Identification.LETTER_WITH_CODE: _SUBSTANTIAL,
    Identification.PARTNER: _SUBSTANTIAL,
}


class NoDocument(RequestError):
    """A copy of a document of identity, which is never taken in (B15)."""

    field = "document"
    text = Text(
        "Stuur geen kopie of foto van een identiteitsbewijs. Wij bewaren die nooit: de soort en de laatste drie of "
        "vier tekens zijn genoeg.",
        "Send no copy or photograph of an identity document. We never keep one: its kind and its last three or four "
        "characters are enough.",
    )


class KnownFromRequest(RequestError):
    """The number that was called is the one in the request: whoever filed it could have written any number."""

    field = "called"
    text = Text(
        "Dit nummer staat in het verzoek zelf. Bel een nummer dat wij daarvóór al hadden.",
        "This number stands in the request itself. Call a number that we had before it.",
    )


class SelfServiceClosed(RequestError):
    """Identification on the person's own page is closed, as three checks failed: a member of staff looks first."""

    field = "letter_code"
    text = Text(
        "Dit lukte drie keer niet. Een medewerker kijkt ernaar. Uw verzoek loopt door. Bel ons of kom langs.",
        "This failed three times. A member of staff looks at it. Your request goes on. Call us or come by.",
    )


class NotClosed(RequestError):
    """There is nothing to open again."""

    text = Text("Zelf identificeren staat al open.", "Identifying oneself is open already.")


class WhoseLetter(RequestError):
    """A letter with a code goes to somebody in the register, at the address that is known there."""

    field = "letter_client_number"
    text = Text(
        "Zoek eerst op om wie het gaat: de brief gaat naar het adres dat wij al kennen.",
        "Find out first who it is about: the letter goes to the address that we know already.",
    )


class CodeDoesNotFit(RequestError):
    """The code of a letter is wrong, used, or too old: which of them is not told."""

    field = "letter_code"
    text = Text(
        "Deze code klopt niet of geldt niet meer. Kijk in de brief en probeer het nog eens.",
        "This code is not right or counts no longer. Look at the letter and try once more.",
    )


class AnotherAccount(RequestError):
    """Who signed in is not the one whom the request is about."""

    field = ""
    text = Text(
        "Dit account hoort niet bij dit verzoek. Bel ons of kom langs.",
        "This account does not belong to this request. Call us or come by.",
    )


class ForAnother(RequestError):
    """Who asks for another cannot identify the other by himself."""

    field = ""
    text = Text(
        "U vraagt dit voor een ander. Dan kijkt een medewerker wie u bent en of u dit mag.",
        "You ask this for someone else. A member of staff then looks who you are and whether you may.",
    )


OWN_ACCOUNT = frozenset({Identification.PASSKEY, Identification.CODE_APP, Identification.OUTSIDE})
"""The ways of who has an account of his own, and signs in again without a letter."""


def needed(policy: RequestPolicy) -> IdentificationLevel:
    """Return how sure it has to be who asks. The core filled it in, never below the law's; without it: quite sure."""
    return policy.identification_level or _HIGH


def level_of(how: Identification, *, document: Document | None = None) -> IdentificationLevel:
    """Return how sure a way makes it who somebody is."""
    if how is Identification.AT_THE_DESK and document is not None:
        return _HIGH
    return LEVELS[how]


def checked(level: IdentificationLevel, policy: RequestPolicy) -> Checked:
    """Return whether a check that went well counts for this kind of request."""
    return Checked.PASSED if level.reaches(needed(policy)) else Checked.TOO_LOW


def ways_for(policy: RequestPolicy, ways: tuple[Identification, ...]) -> tuple[Identification, ...]:
    """Return which of these ways are sure enough for this kind, by the most that each can give."""
    return tuple(way for way in ways if level_of(way, document=Document.PASSPORT).reaches(needed(policy)))


def to_be_closed(failures: int) -> bool:
    """Whether so many failed checks close self-service."""
    return failures >= MOST_FAILURES


def code_counts(made_at: datetime, now: datetime) -> bool:
    """Whether the code of a letter still counts."""
    return now < made_at + CODE_LASTS


def spell_letter_code(entropy: bytes) -> str:
    """Return the code of a letter: two groups of four letters, easily read from paper."""
    return spell_letters(entropy, CODE_LETTERS)


def read_letter_code(typed: str) -> str | None:
    """Return the letters that somebody typed, or None for what cannot be the code of a letter."""
    return read_letters(typed, CODE_LETTERS)


# A Dutch passport or identity card: two letters, six letters or digits, a digit, no O among them; a driving licence and
# a residence document: ten digits, or a letter or two before eight.
_WHOLE_NUMBER = re.compile(
    r"(?<![A-Z0-9])(?:[A-NP-Z]{2}(?=[A-NP-Z0-9]{0,6}[0-9])[A-NP-Z0-9]{6}[0-9]|[0-9]{10}|[A-Z]{1,2}[0-9]{8})(?![A-Z0-9])"
)
_NINE = re.compile(r"(?<![0-9])[0-9](?:[ .\-]?[0-9]){8}(?![0-9])")
LAST = re.compile(r"[A-Za-z0-9]{3,4}")


def holds_document_number(text: str) -> bool:
    """Whether a note seems to hold the whole number of a document, of which the last characters would do (B15)."""
    return _WHOLE_NUMBER.search(text.upper()) is not None


def nine_digits(text: str) -> tuple[str, ...]:
    """Return every row of nine digits in a text, which may be a BSN (B11)."""
    return tuple(re.sub(r"[^0-9]", "", found) for found in _NINE.findall(text))


def same_number(called: str, reach_at: str) -> bool:
    """Whether two ways of writing are the same telephone number, whatever stands before the last nine digits."""
    one, other = (re.sub(r"[^0-9]", "", each)[-9:] for each in (called, reach_at))
    return len(one) >= 6 and one == other


def last_digits(called: str) -> str:
    """Return what is kept of a number that was called: its last four digits."""
    return re.sub(r"[^0-9]", "", called)[-4:]
