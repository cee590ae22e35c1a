"""Which data BQR uses, for how long, and who else gets them (B3, B6, B12, B21)."""

from waarborg_plugin_bqr.roles import COORDINATOR
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import (
    CASE_CLOSED,
    SERVICES,
    DataCategory,
    Holder,
    HolderKind,
    Recipient,
    RecipientKind,
    RetentionRule,
    Sensitivity,
    Text,
)

FIFTEEN_YEARS = Term(180, Unit.MONTHS)
BREACH_REGISTER = "breach_register"
_NEEDED = "as_long_as_needed"


def _category(
    code: str,
    name: Text,
    sensitivity: Sensitivity = Sensitivity.ORDINARY,
    *,
    retention: str = _NEEDED,
    tells_address: bool = False,
) -> DataCategory:
    return DataCategory(code=code, name=name, sensitivity=sensitivity, retention=retention, tells_address=tells_address)


CATEGORIES = (
    _category("name", Text("Achternaam en voornaam", "Surname and first name")),
    _category("birth_date", Text("Geboortedatum", "Date of birth")),
    _category("bsn", Text("Burgerservicenummer", "Citizen service number"), Sensitivity.BSN, retention="medical_file"),
    _category("email", Text("E-mailadres", "E-mail address")),
    _category("telephone", Text("Telefoonnummer", "Telephone number")),
    _category("address", Text("Adres", "Address"), tells_address=True),
    _category("health_insurance", Text("Ziektekostenverzekering", "Health insurance"), retention="financial"),
    _category("general_practitioner", Text("Huisarts", "General practitioner"), retention="medical_file"),
    _category("health", Text("Gezondheid", "Health"), Sensitivity.HEALTH, retention="medical_file"),
    _category("financial", Text("Financiële gegevens", "Financial data"), Sensitivity.FINANCIAL, retention="financial"),
)
"""B6, in the statement's order."""

RETENTION = (
    RetentionRule(
        code=_NEEDED,
        name=Text("Niet langer dan nodig, ten hoogste 15 jaar", "No longer than needed, 15 years at the most"),
        start_event="care-ended",
        counted_from=Text("na het einde van de zorg", "after the care ended"),
        keep=FIFTEEN_YEARS,
        source="privacyverklaring, hoofdstuk 14",
    ),
    RetentionRule(
        code="medical_file",
        name=Text("Medisch dossier", "Medical file"),
        start_event="last-changed",
        counted_from=Text("na de laatste wijziging", "after the last change"),
        keep=FIFTEEN_YEARS,
        source="privacyverklaring, hoofdstuk 14",
    ),
    RetentionRule(
        code="member_file",
        name=Text("Dossier van een lid", "A member's file"),
        start_event="membership-ended",
        counted_from=Text("na het einde van het lidmaatschap", "after the membership ended"),
        keep=FIFTEEN_YEARS,
        source="privacyverklaring, hoofdstuk 14",
    ),
    RetentionRule(
        code=BREACH_REGISTER,
        name=Text("Register van datalekken", "Register of data breaches"),
        start_event=CASE_CLOSED,
        counted_from=Text("na het sluiten van de zaak", "after the case was closed"),
        keep=FIFTEEN_YEARS,
        source="privacyverklaring, hoofdstuk 14",
    ),
)
"""The promise of fifteen years is stated as it was made; the core brings the medical file to the law's twenty, and
adds the law's own rules for money and the access log."""

_AGREEMENT = Text("Verwerkersovereenkomst", "Processor agreement")


def _holder(code: str, name: str, what_for: Text, *, country: str = "NL") -> Recipient:
    return Recipient(
        code=code,
        name=Text(name, name),
        kind=RecipientKind.HOLDER,
        what_for=what_for,
        country=country,
        agreement=_AGREEMENT,
    )


def _processor(code: str, name: Text, what_for: Text) -> Recipient:
    return Recipient(
        code=code, name=name, kind=RecipientKind.PROCESSOR, what_for=what_for, country="NL", agreement=_AGREEMENT
    )


HOLDERS = (
    _holder("office365", "Office 365", Text("Documenten en e-mail", "Documents and e-mail"), country="IE"),
    _holder("nedap_ons", "Nedap ONS", Text("Het zorgdossier en de planning", "The care record and the planning")),
    _holder("caren_zorgt", "Caren Zorgt", Text("Zorg samen met naasten regelen", "Arranging care with relatives")),
    _holder("siilo", "Siilo", Text("Overleg tussen zorgverleners", "Talk between carers")),
)
"""B21: where the data live; they contribute to access requests and carry out erasures."""


def _data_holder(recipient: Recipient, kind: HolderKind, *, role: str | None = None) -> Holder:
    return Holder(
        code=recipient.code,
        name=recipient.name,
        kind=kind,
        what=recipient.what_for,
        term=Term(10, Unit.DAYS),
        role=role,
        source="B21",
    )


DATA_HOLDERS = (
    *SERVICES,
    *(_data_holder(each, HolderKind.PARTNER) for each in HOLDERS if each.code != "siilo"),
    *(_data_holder(each, HolderKind.PERSON, role=COORDINATOR) for each in HOLDERS if each.code == "siilo"),
)
"""Who is asked when a client wants to see his data: of a Siilo group, which has no way out, a person looks it up."""


def build_recipients(operator: Text) -> tuple[Recipient, ...]:
    """Return the holders, the processors under an agreement, and who gets data for the insurance (B3, B4, B21)."""
    return (
        *HOLDERS,
        _processor("accountant", Text("Accountant", "Accountant"), Text("De jaarrekening", "The annual accounts")),
        _processor(
            "software_suppliers",
            Text("Softwareleveranciers", "Software suppliers"),
            Text("Onderhoud van systemen", "Upkeep of systems"),
        ),
        _processor(
            "platform_operator",
            operator,
            Text("Het beheer van dit platform", "The running of this platform"),
        ),
        Recipient(
            code="insurers",
            name=Text("Zorgverzekeraars", "Health insurers"),
            kind=RecipientKind.RECIPIENT,
            what_for=Text("De verzekeringsovereenkomst en declaraties", "The insurance agreement and claims"),
            country="NL",
        ),
    )
