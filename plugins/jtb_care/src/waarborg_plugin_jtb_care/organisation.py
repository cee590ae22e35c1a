"""Who JTB-Care is and how it is reached (J1, J15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks import optional_text, refuse_unknown, required_email
from waarborg_shared.hooks.law import REMEDIES
from waarborg_shared.hooks.values import Address, Contact, Organisation, Remedy, Subject, Text

ADDRESS = Address(street="Dorpshuisstraat 15", postcode="9331 AX", town="Norg")
STATEMENT_VERSION = "0.1"
STATEMENT_DATED = date(2018, 5, 24)

SOURCE_WORDS = (
    Text("privacybeleid", "privacy policy"),
    Text("doeleinden", "purposes"),
    Text("waarom we gegevens nodig hebben", "why we need data"),
    Text("persoonsgegevens die wij verwerken", "personal data that we process"),
    Text("bijzondere persoonsgegevens", "special personal data"),
    Text("hoe lang we gegevens bewaren", "how long we keep data"),
    Text("uw rechten", "your rights"),
    Text("uw privacy rechten", "your privacy rights"),
)
COMPLAINT_ROUTE = (
    Remedy(
        code="complaint",
        name=Text("De klachtenprocedure van JTB-Care", "JTB-Care's own complaints procedure"),
        how=Text(
            "Leg uw klacht aan ons voor. U krijgt binnen twee weken schriftelijk antwoord.",
            "Put your complaint to us. You get an answer in writing within two weeks.",
        ),
        source="privacybeleid, uw privacy rechten; art. 13 Wkkgz",
    ),
    Remedy(
        code="disputes",
        name=Text("De geschilleninstantie", "The disputes body"),
        how=Text(
            "U kunt uw klacht ook voorleggen aan de erkende geschilleninstantie voor de zorg.",
            "You can also put your complaint to the recognised disputes body for care.",
        ),
        source="art. 18-21 Wkkgz",
    ),
)

OPERATOR = Text("De beheerder van dit platform", "The operator of this platform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the published text hides or leaves open."""

    email: str
    phone: str | None
    operator: Text


def read_settings(settings: Mapping[str, object]) -> Settings:
    """Return the settings; ``email`` is required, ``phone`` and ``operator`` (of this platform) may be left out.

    Raises:
        BadValue: naming the setting.
    """
    refuse_unknown(settings, {"email", "phone", "operator"})
    return Settings(
        email=required_email(settings, "email"),
        phone=optional_text(settings, "phone"),
        operator=Text(named, named) if (named := optional_text(settings, "operator")) else OPERATOR,
    )


def build_organisation(settings: Settings) -> Organisation:
    """Return who JTB-Care is: one person, one address, no portal for clients (J8, J12)."""
    who = Text("JTB-Care", "JTB-Care")
    return Organisation(
        name="JTB-Care",
        legal_name="JTB-Care",
        tagline=Text(
            "Persoonlijk contact, ook over uw gegevens",
            "A personal word, about your data too",
        ),
        contacts=tuple(
            Contact(subject=subject, who=who, phone=settings.phone, email=settings.email, address=ADDRESS)
            for subject in Subject
        ),
        statement_version=STATEMENT_VERSION,
        statement_dated=STATEMENT_DATED,
        review_after=Term(12, Unit.MONTHS),
        remedies=(*COMPLAINT_ROUTE, *REMEDIES),
        source_words=SOURCE_WORDS,
        address=ADDRESS,
        person_accounts=False,
        one_person=True,
    )
