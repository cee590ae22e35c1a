"""Under which agreement somebody outside gets or holds data, until when, and what protects them abroad (B3, J8).

Whom there is, is the organisation's plugin's; what was signed with them and when is recorded here, with its history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from waarborg_shared.hooks.values import Recipient, RecipientKind, Text

EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
"""The European Union with Iceland, Liechtenstein and Norway (ISO 3166)."""
ENDS_SOON = timedelta(days=60)
"""How long before its end an agreement asks to be looked at."""


class AgreementKind(StrEnum):
    """What was agreed with somebody outside."""

    PROCESSOR = "processor"
    """A processor agreement (art. 28(3) AVG)."""
    JOINT = "joint"
    """An arrangement between those who are responsible together (art. 26 AVG)."""
    INDEPENDENT = "independent"
    """An agreement with somebody who is responsible himself."""


class Safeguard(StrEnum):
    """What protects data outside the EEA (chapter V AVG)."""

    ADEQUACY = "adequacy"
    CLAUSES = "clauses"
    BINDING_RULES = "binding_rules"
    CODE_OR_CERTIFICATE = "code_or_certificate"


class Term(StrEnum):
    """How an agreement stands on a day."""

    NONE = "none"
    RUNS = "runs"
    ENDS_SOON = "ends_soon"
    OVER = "over"


class RecipientError(Exception):
    """What was filled in about a recipient is not right; ``field`` says where."""

    field = "recipient"
    text = Text("Dit kan niet worden vastgelegd.", "This cannot be recorded.")


class UnknownRecipient(RecipientError):
    """The organisation's list has nobody of that code."""

    text = Text("Deze ontvanger staat niet op de lijst.", "This recipient is not on the list.")


class ProcessorAgreementNeeded(RecipientError):
    """Who works for the organisation does so under a processor agreement (art. 28(3) AVG)."""

    field = "kind"
    text = Text(
        "Een verwerker werkt onder een verwerkersovereenkomst of een gezamenlijke regeling.",
        "A processor works under a processor agreement or a joint arrangement.",
    )


class SignedInFuture(RecipientError):
    """An agreement that is yet to be signed is none."""

    field = "signed_on"
    text = Text("Deze dag moet nog komen.", "This day is still to come.")


class EndsBeforeItBegins(RecipientError):
    """The last day is before the day of signing."""

    field = "until_on"
    text = Text("De laatste dag is eerder dan de dag van tekenen.", "The last day is before the day of signing.")


class NoSafeguardNeeded(RecipientError):
    """Inside the EEA the AVG itself is the safeguard."""

    field = "safeguard"
    text = Text(
        "Deze ontvanger is binnen de EER: daar is geen waarborg voor doorgifte nodig.",
        "This recipient is inside the EEA, where no safeguard for a transfer is needed.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was signed with a recipient. Without ``until_on`` it runs until somebody ends it.

    ``sub_processors`` are those whom a processor brings in, as they are called in the agreement (art. 28(2) AVG).
    """

    recipient: str
    kind: AgreementKind
    signed_on: date
    until_on: date | None = None
    sub_processors: tuple[str, ...] = ()
    safeguard: Safeguard | None = None
    ended: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return not self.ended and self.signed_on <= day and (self.until_on is None or day <= self.until_on)


def check_agreement(agreement: Agreement, recipients: Iterable[Recipient], *, today: date) -> Recipient:
    """Check an agreement before it is recorded, and return whom it is with.

    Raises:
        RecipientError: naming the field.
    """
    recipient = next((each for each in recipients if each.code == agreement.recipient), None)
    if recipient is None:
        raise UnknownRecipient(agreement.recipient)
    works_for_us = recipient.kind is not RecipientKind.RECIPIENT
    if works_for_us and agreement.kind is AgreementKind.INDEPENDENT:
        raise ProcessorAgreementNeeded(agreement.recipient)
    if agreement.signed_on > today:
        raise SignedInFuture(agreement.recipient)
    if agreement.until_on is not None and agreement.until_on < agreement.signed_on:
        raise EndsBeforeItBegins(agreement.recipient)
    if agreement.safeguard is not None and recipient.inside_eea:
        raise NoSafeguardNeeded(agreement.recipient)
    return recipient


def term_of(agreement: Agreement | None, *, on: date) -> Term:
    """Return how an agreement stands on a day."""
    if agreement is None or agreement.ended:
        return Term.NONE
    if agreement.until_on is None:
        return Term.RUNS
    if agreement.until_on < on:
        return Term.OVER
    return Term.ENDS_SOON if agreement.until_on - on <= ENDS_SOON else Term.RUNS


def safeguard_on(agreement: Agreement | None, *, on: date) -> Safeguard | None:
    """Return what protects data at a recipient outside the EEA on a day: none without an agreement that holds."""
    return agreement.safeguard if agreement is not None and agreement.holds_on(on) else None
