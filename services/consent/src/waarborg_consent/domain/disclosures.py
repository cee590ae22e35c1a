"""May data of somebody go to a third party? Not without consent, but for the agreement, the law or a court (J8, B12).

The first condition that is not met refuses. What was given all the same is recorded as it happened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waarborg_consent.domain.consents import How, Standing
from waarborg_consent.domain.marks import Mark, MarkKind, first_of, use_goes_on
from waarborg_consent.domain.objections import objection_to_purpose
from waarborg_consent.domain.recipients import EEA, Safeguard
from waarborg_shared.hooks.values import (
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Sensitivity,
    SpecialGround,
    Text,
)

OTHER = "other"
"""Stands for a recipient that the organisation's list does not have."""


class DisclosureGround(StrEnum):
    """On what somebody outside gets data. There is no other, and none to sell (J8)."""

    CONSENT = "consent"
    AGREEMENT = "agreement"
    LAW = "law"
    COURT_ORDER = "court_order"


class Verdict(StrEnum):
    """What was decided or recorded."""

    AUTHORISED = "authorised"
    REFUSED = "refused"
    GIVEN = "given"


class Why(StrEnum):
    """Why a disclosure is allowed or refused; each has a sentence for people in ``texts.py``."""

    BY_CONSENT = "by-consent"
    BY_AGREEMENT = "by-agreement"
    BY_LAW = "by-law"
    BY_COURT_ORDER = "by-court-order"
    CONSENT_MISSING = "consent-missing"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    RECIPIENT_NOT_NAMED = "recipient-not-named"
    OTHER_PURPOSE = "other-purpose"
    BSN_NEEDS_LEGAL_DUTY = "bsn-needs-legal-duty"
    SECRECY = "medical-secrecy"
    SPECIAL_NEEDS_GROUND = "special-needs-ground"
    RESTRICTED = "restricted"
    OBJECTED = "objected"
    ADDRESS_KEPT_BACK = "address-kept-back"
    NO_SAFEGUARD = "no-safeguard"
    BY_HAND = "refused-by-hand"


_ALLOWED = {
    DisclosureGround.CONSENT: Why.BY_CONSENT,
    DisclosureGround.AGREEMENT: Why.BY_AGREEMENT,
    DisclosureGround.LAW: Why.BY_LAW,
    DisclosureGround.COURT_ORDER: Why.BY_COURT_ORDER,
}
OBLIGED = frozenset({DisclosureGround.LAW, DisclosureGround.COURT_ORDER})
"""Grounds that leave the organisation no choice."""


class DisclosureError(Exception):
    """What was filled in about a disclosure is not right; ``field`` says where."""

    field = ""
    text = Text("Dit kan niet worden vastgelegd.", "This cannot be recorded.")

    def __init__(self, field: str = "") -> None:
        super().__init__(field)
        self.field = field or type(self).field


class NotThere(DisclosureError):
    """A code that the organisation's lists do not have."""

    text = Text("Dit staat niet op de lijst.", "This is not on the list.")


class NameNeeded(DisclosureError):
    """Who is not on the list is named, with the country."""

    field = "recipient_name"
    text = Text("Schrijf op wie het is.", "Write down who it is.")


class NoThirdParty(DisclosureError):
    """Who works for the organisation under its agreement is no third party (art. 4(10) AVG)."""

    field = "recipient"
    text = Text(
        "Deze ontvanger werkt voor ons, onder een overeenkomst. Dat is geen derde.",
        "This recipient works for us under an agreement, and is no third party.",
    )


class GroundNotNamed(DisclosureError):
    """A law or an order is named: which article, which court and when."""

    field = "ground_source"
    text = Text(
        "Noem het wetsartikel, of welke rechter het wanneer beval.",
        "Name the article of law, or which court ordered it and when.",
    )


class ConsentNotShown(DisclosureError):
    """Consent for this disclosure alone is told with how it was given."""

    field = "consent_how"
    text = Text(
        "Kies een doel waarvoor toestemming staat, of zeg hoe de cliënt hiervoor toestemming gaf.",
        "Choose a purpose for which consent stands, or say how the client consented to this.",
    )


class DayToCome(DisclosureError):
    """What was given was given today or before."""

    field = "given_on"
    text = Text("Deze dag moet nog komen.", "This day is still to come.")


class UnknownDisclosure(DisclosureError):
    """There is no such disclosure of this person."""

    text = Text("Deze verstrekking is er niet.", "There is no such disclosure.")


class NotAuthorised(DisclosureError):
    """What is recorded as given was authorised first, once."""

    text = Text(
        "Dit is niet (meer) toegestaan om te geven, of het is al gegeven.",
        "This was not authorised, or has been given already.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What would go to whom, and on what. ``categories`` are the kinds of data, one at least.

    ``recipient`` is a code of the organisation's list, or None for who is not on it: then ``country`` says where he is.
    ``purpose`` is the one for which consent stands; ``consent_how`` says how the client consented to this alone.
    """

    ground: DisclosureGround
    categories: tuple[DataCategory, ...]
    recipient: Recipient | None
    country: str
    ground_source: str | None = None
    purpose: Purpose | None = None
    consent_how: How | None = None

    @property
    def outside_eea(self) -> bool:
        """Whether the data would leave the European Economic Area."""
        return not self.recipient.inside_eea if self.recipient is not None else self.country not in EEA

    @property
    def sensitivities(self) -> frozenset[Sensitivity]:
        """How much care the data ask."""
        return frozenset(category.sensitivity for category in self.categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known when it is decided: the person's standing marks, and what protects the data abroad.

    ``standing`` is what stands of his consent to giving the data to this very recipient (:func:`standing`).
    """

    standing: Standing | None = None
    marks: Sequence[Mark] = ()
    safeguard: Safeguard | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether it may go, and why."""

    allowed: bool
    why: Why


def check_ask(ask: Ask) -> None:
    """Check that a question about a disclosure is whole.

    Raises:
        DisclosureError: naming the field.
    """
    if not ask.categories:
        raise NotThere("categories")
    if ask.recipient is not None and ask.recipient.kind is not RecipientKind.RECIPIENT:
        raise NoThirdParty
    if ask.ground in OBLIGED and not ask.ground_source:
        raise GroundNotNamed
    if ask.ground is DisclosureGround.CONSENT and ask.purpose is None and ask.consent_how is None:
        raise ConsentNotShown


def check_given(given_on: date, *, today: date) -> None:
    """Check the day on which data were given. Raises DayToCome."""
    if given_on > today:
        raise DayToCome


def rule_on(ask: Ask, known: Known) -> Ruling:
    """Return whether data may go to a third party: the first condition that is not met refuses."""
    for condition in CONDITIONS:
        why = condition(ask, known)
        if why is not None:
            return Ruling(False, why)
    return Ruling(True, _ALLOWED[ask.ground])


def _consent(ask: Ask, known: Known) -> Why | None:
    """Explicit and specific: to this disclosure itself, or to a purpose that these data are for, naming who gets them
    (B12)."""
    if ask.ground is not DisclosureGround.CONSENT or ask.consent_how is not None:
        return None
    if known.standing is None or not known.standing.stands:
        return _lacking(known.standing)
    assert ask.purpose is not None
    covers = LegalBasis.CONSENT in ask.purpose.bases or SpecialGround.EXPLICIT_CONSENT in ask.purpose.special_grounds
    named = all(category.code in ask.purpose.categories for category in ask.categories)
    return None if covers and named else Why.OTHER_PURPOSE


def _lacking(stands: Standing | None) -> Why:
    if stands is not None and stands.opposes:
        return Why.CONSENT_WITHDRAWN
    return Why.RECIPIENT_NOT_NAMED if stands is not None and stands.unnamed else Why.CONSENT_MISSING


def _bsn(ask: Ask, _: Known) -> Why | None:
    """The BSN goes to somebody else for a legal duty only, whatever anybody agreed to (B11)."""
    if Sensitivity.BSN in ask.sensitivities and ask.ground is not DisclosureGround.LAW:
        return Why.BSN_NEEDS_LEGAL_DUTY
    return None


def _secrecy(ask: Ask, _: Known) -> Why | None:
    """Medical secrecy gives way to explicit consent and to a legal duty, and to an order of a court only where an
    article obliges to carry it out, which is then the ground (art. 7:457 BW; B12)."""
    lifts = (DisclosureGround.CONSENT, DisclosureGround.LAW)
    return Why.SECRECY if Sensitivity.HEALTH in ask.sensitivities and ask.ground not in lifts else None


def _special(ask: Ask, _: Known) -> Why | None:
    """A criminal past or an ethnicity is in no agreement (J4)."""
    others = {Sensitivity.CRIMINAL, Sensitivity.ETHNIC} & ask.sensitivities
    return Why.SPECIAL_NEEDS_GROUND if others and ask.ground is DisclosureGround.AGREEMENT else None


def _restricted(ask: Ask, known: Known) -> Why | None:
    """Restricted data go nowhere but where the law leaves no choice, or with a consent given since: to this disclosure
    itself, or to its purpose (art. 18(2) AVG)."""
    grounded = ask.ground in OBLIGED or ask.consent_how is not None
    by_purpose = known.standing if ask.ground is DisclosureGround.CONSENT else None
    since = by_purpose.since if by_purpose is not None and by_purpose.stands else None
    goes_on = use_goes_on(first_of(known.marks, MarkKind.RESTRICTION), grounded=grounded, consent_since=since)
    return None if goes_on else Why.RESTRICTED


def _objected(ask: Ask, known: Known) -> Why | None:
    """What was objected to goes to nobody for that purpose, unless the law obliges (art. 21 AVG)."""
    if ask.purpose is None or ask.ground in OBLIGED or ask.consent_how is not None:
        return None
    consented = ask.ground is DisclosureGround.CONSENT
    return Why.OBJECTED if objection_to_purpose(known.marks, ask.purpose, consented=consented) is not None else None


def _address(ask: Ask, known: Known) -> Why | None:
    """A secret address is given to nobody, within the law (B12)."""
    told = any(category.tells_address for category in ask.categories)
    secret = first_of(known.marks, MarkKind.ADDRESS_SECRECY) is not None
    return Why.ADDRESS_KEPT_BACK if told and secret and ask.ground not in OBLIGED else None


def _abroad(ask: Ask, known: Known) -> Why | None:
    """Outside the EEA only with a safeguard: one that is registered and holds, or that the plugin names (B3)."""
    held = known.safeguard is not None or (ask.recipient is not None and ask.recipient.safeguard is not None)
    return Why.NO_SAFEGUARD if ask.outside_eea and not held else None


CONDITIONS: tuple[Callable[[Ask, Known], Why | None], ...] = (
    _consent,
    _bsn,
    _secrecy,
    _special,
    _restricted,
    _objected,
    _address,
    _abroad,
)
