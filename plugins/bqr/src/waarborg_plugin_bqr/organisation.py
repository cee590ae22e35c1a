"""Who BQR-Zorg is and how it is reached (B19, B20); addresses that the published text blacks out are settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from waarborg_plugin_bqr.breach import RESPONSIBLE
from waarborg_plugin_bqr.roles import BOARD
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks import optional_text, refuse_unknown, required_email, required_text
from waarborg_shared.hooks.law import REMEDIES
from waarborg_shared.hooks.values import Address, BadValue, Contact, Organisation, Remedy, Subject, Text

PHONE = "06-10004594"
COMPLAINTS_PHONE = "085-4858560"
STATEMENT_VERSION = "2021-04-15"
STATEMENT_DATED = date(2021, 4, 15)

SOURCE_WORDS = (
    Text("privacyverklaring", "privacy statement"),
    Text("protocol datalekken", "data breach protocol"),
)
COMPLAINT_ROUTE = (
    Remedy(
        code="complaint",
        name=Text(
            "De onafhankelijke klachtenfunctionaris van Stichting Klachtenregeling",
            "The independent complaints officer of Stichting Klachtenregeling",
        ),
        how=Text(
            f"Bel {COMPLAINTS_PHONE}. U hoort binnen zes weken; dat kan vier weken langer worden.",
            f"Call {COMPLAINTS_PHONE}. You hear within six weeks, which can become four weeks more.",
        ),
        source="privacyverklaring, hoofdstuk 16; art. 17 Wkkgz",
    ),
    Remedy(
        code="disputes",
        name=Text("De geschilleninstantie", "The disputes body"),
        how=Text(
            "U kunt uw klacht ook voorleggen aan de erkende geschilleninstantie.",
            "You can also put your complaint to the recognised disputes body.",
        ),
        source="art. 18-21 Wkkgz",
    ),
)

OPERATOR = Text("De beheerder van dit platform", "The operator of this platform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the published text blacks out, and what it leaves to the organisation."""

    privacy_email: str
    complaints_email: str
    general_email: str
    address: Address
    operator: Text
    breach_responsible: str


def read_settings(settings: Mapping[str, object]) -> Settings:
    """Return the settings; all are required but ``operator`` (of this platform) and ``breach_responsible``.

    Raises:
        BadValue: naming the setting.
    """
    emails = ("privacy_email", "complaints_email", "general_email")
    postal = ("postal_street", "postal_postcode", "postal_town")
    refuse_unknown(settings, {*emails, *postal, "operator", "breach_responsible"})
    privacy, complaints, general = (required_email(settings, name) for name in emails)
    street, postcode, town = (required_text(settings, name) for name in postal)
    return Settings(
        privacy_email=privacy,
        complaints_email=complaints,
        general_email=general,
        address=Address(street=street, postcode=postcode, town=town),
        operator=Text(named, named) if (named := optional_text(settings, "operator")) else OPERATOR,
        breach_responsible=_responsible(settings),
    )


def _responsible(settings: Mapping[str, object]) -> str:
    named = optional_text(settings, "breach_responsible") or BOARD
    if named not in RESPONSIBLE:
        raise BadValue(f"setting 'breach_responsible' is {named!r}; it can be {' or '.join(sorted(RESPONSIBLE))}")
    return named


def build_organisation(settings: Settings) -> Organisation:
    """Return who BQR-Zorg is."""
    return Organisation(
        name="BQR-Zorg",
        legal_name="Coöperatie BQR-Zorg U.A.",
        tagline=Text("Zorg thuis, met uw eigen regie", "Care at home, with you in charge"),
        contacts=_contacts(settings),
        statement_version=STATEMENT_VERSION,
        statement_dated=STATEMENT_DATED,
        review_after=Term(12, Unit.MONTHS),
        remedies=(*COMPLAINT_ROUTE, *REMEDIES),
        address=settings.address,
        source_words=SOURCE_WORDS,
    )


def _contacts(settings: Settings) -> tuple[Contact, ...]:
    fg = Text("De Functionaris Gegevensbescherming", "The data protection officer")
    fg_or_board = Text(
        "De Functionaris Gegevensbescherming, of het bestuur op hetzelfde nummer",
        "The data protection officer, or the board on the same number",
    )
    officer = Text("Onafhankelijke klachtenfunctionaris", "Independent complaints officer")
    board = Text("Het bestuur van BQR-Zorg", "The board of BQR-Zorg")
    address = settings.address
    return (
        Contact(subject=Subject.GENERAL, who=board, phone=PHONE, email=settings.general_email, address=address),
        Contact(subject=Subject.PRIVACY, who=fg, phone=PHONE, email=settings.privacy_email, address=address),
        Contact(subject=Subject.BREACH, who=fg_or_board, phone=PHONE, email=settings.privacy_email, address=address),
        Contact(subject=Subject.DISCLOSURE, who=board, phone=PHONE, email=settings.general_email, address=address),
        Contact(subject=Subject.COMPLAINT, who=officer, phone=COMPLAINTS_PHONE, email=settings.complaints_email),
    )
