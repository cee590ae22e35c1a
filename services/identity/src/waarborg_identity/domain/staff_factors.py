"""A lost second factor: it is replaced by two others, or by one who saw the person himself; never from afar by one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_identity.domain.staff_grants import StaffError
from waarborg_shared.hooks.values import Text

RESET_LIFE = timedelta(days=1)
APART = timedelta(days=7)
"""For how long who renewed one of somebody's two proofs by himself leaves the other to another."""
_LAST_DIGITS = re.compile(r"[A-Z0-9]{2,4}")


class ResetWay(StrEnum):
    """By whom a second factor is replaced."""

    TWO_OTHERS = "two_others"
    IN_PERSON = "in_person"
    OPERATOR = "operator"


class Checked(StrEnum):
    """How somebody who came in person was recognised. No copy is kept, and no whole number."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    DRIVING_LICENCE = "driving_licence"
    KNOWN = "known"


class ResetState(StrEnum):
    """How a reset stands."""

    ASKED = "asked"
    DONE = "done"
    EXPIRED = "expired"


class OwnFactor(StaffError):
    """Others replace one's second factor."""

    text = Text(
        "Uw eigen tweede factor laat u door twee anderen vervangen, of door één die u in persoon ziet. Werkt er "
        "niemand anders, dan doet de beheerder het met de opdracht waarborg-identity staff reset-factor.",
        "Two others replace your own second factor, or one who sees you in person. If nobody else works here, the "
        "operator does it by the command waarborg-identity staff reset-factor.",
    )


class SecondIsFirst(StaffError):
    """The second who agrees is another than the one who asked."""

    text = Text(
        "U hebt dit zelf aangevraagd. Een ander die rollen mag geven, moet het bevestigen.",
        "You asked for this yourself. Somebody else who may give roles has to confirm it.",
    )


class ResetIsOver(StaffError):
    """A reset counts for a day, and once."""

    text = Text(
        "Deze aanvraag is al uitgevoerd of ouder dan een dag. Vraag het opnieuw.",
        "This was carried out already or is older than a day. Ask for it again.",
    )


class AskedAlready(StaffError):
    """One reset at a time waits for the second person."""

    text = Text("Er wacht al een aanvraag op een tweede persoon.", "One reset is waiting for a second person already.")


class BothByOne(StaffError):
    """One colleague alone renews one of somebody's proofs, not both: he could sign in as that person."""

    text = Text(
        "U hebt deze week al het andere bewijs van deze medewerker vernieuwd: wachtwoord of tweede factor. Laat een "
        "ander die rollen mag geven dit doen, of de beheerder met een opdracht.",
        "This week you renewed this person's other proof already: password or second factor. Let somebody else who may "
        "give roles do this, or the operator by a command.",
    )


class InUse(StaffError):
    """One colleague alone makes no way into an account that is used, where nothing else would be asked for (409)."""

    text = Text(
        "Dit account is al gebruikt en heeft hier niet een wachtwoord én een tweede factor. Laat uw collega eerst zelf "
        "inloggen en instellen wat ontbreekt. Kan dat niet, sluit dit account dan af en maak een nieuw.",
        "This account was used already and does not have both a password and a second factor here. First have your "
        "colleague sign in and set up what is missing. If that cannot be, disable this account and make a new one.",
    )


class InUseOutside(StaffError):
    """Who signs in at an outside issuer, and not here by two proofs, gets no code for a password (409)."""

    text = Text(
        "Deze medewerker logt in bij een externe dienst en heeft hier niet een wachtwoord én een tweede factor. Een "
        "code is dan niet genoeg om te weten wie het is. Alleen de beheerder kan dit doen, met een opdracht.",
        "This member of staff signs in at an outside issuer and does not have both a password and a second factor "
        "here. A code does not tell then who it is. Only the operator can do this, by a command.",
    )


class CheckNeeded(StaffError):
    """Who replaces a factor by himself says how he recognised the person."""

    field = "checked"
    text = Text("Zeg hoe u deze medewerker herkende.", "Say how you recognised this member of staff.")


class BadDigits(StaffError):
    """Of a document the last two to four characters of its number are written down, and of no document none."""

    field = "digits"
    text = Text(
        "Geef de laatste twee tot vier tekens van het document, en niets als u de medewerker kent.",
        "Give the last two to four characters of the document, and nothing if you know the person.",
    )


@dataclass(frozen=True, slots=True)
class Reset:
    """A reset that was asked for: for whom, by whom, until when it counts, and when it was carried out."""

    account_id: str
    asked_by: str
    expires_at: datetime
    done_at: datetime | None


def reset_state(reset: Reset, now: datetime) -> ResetState:
    """Return how a reset stands."""
    if reset.done_at is not None:
        return ResetState.DONE
    return ResetState.ASKED if now < reset.expires_at else ResetState.EXPIRED


def check_first(asker: str, account_id: str) -> None:
    """Pass when somebody else than the person asks. Raises OwnFactor."""
    if asker == account_id:
        raise OwnFactor


def check_apart(others: Iterable[datetime], now: datetime) -> None:
    """Pass when this colleague did not renew the other proof lately; ``others`` is when he did. Raises BothByOne."""
    if any(now - at < APART for at in others):
        raise BothByOne


def check_second(reset: Reset, second: str, now: datetime) -> None:
    """Pass when a third confirms a reset that still waits.

    Raises:
        OwnFactor, SecondIsFirst, ResetIsOver
    """
    check_first(second, reset.account_id)
    if reset_state(reset, now) is not ResetState.ASKED:
        raise ResetIsOver
    if second == reset.asked_by:
        raise SecondIsFirst


def check_seen(checked: Checked | None, digits: str) -> str:
    """Return the last characters of the document that was seen, in capitals; '' of somebody who is known.

    Raises:
        CheckNeeded, BadDigits
    """
    if checked is None:
        raise CheckNeeded
    plain = re.sub(r"[\s.-]", "", digits).upper()
    if checked is Checked.KNOWN:
        if plain:
            raise BadDigits
        return ""
    if not _LAST_DIGITS.fullmatch(plain):
        raise BadDigits
    return plain
