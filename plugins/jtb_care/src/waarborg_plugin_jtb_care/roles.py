"""Who works at JTB-Care and sees what (J8: one and the same person does it all; J9: only who needs it sees it)."""

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import (
    About,
    Duty,
    Effect,
    Grant,
    Policy,
    PolicyRule,
    Reach,
    RecordType,
    Right,
    Role,
    RoleKind,
    Scope,
    SignInPolicy,
    Text,
)

CARE_LEAD = "care_lead"

ROLES = (
    Role(
        code=CARE_LEAD,
        name=Text("Zorgverlener die alles doet", "Carer who does it all"),
        kind=RoleKind.STAFF,
        reach=Reach.ALL,
        duties=frozenset(Duty),
    ),
    Role(
        code="staff",
        name=Text("Medewerker", "Member of staff"),
        kind=RoleKind.STAFF,
        reach=Reach.IN_CARE,
        duties=frozenset({Duty.DESK, Duty.BREACH_REPORT, Duty.CONSENT_READ, Duty.CONSENT_RECORD}),
    ),
    Role(code="client", name=Text("Cliënt", "Client"), kind=RoleKind.PERSON, reach=Reach.OWN),
    Role(
        code="representative", name=Text("Vertegenwoordiger", "Representative"), kind=RoleKind.PERSON, reach=Reach.OWN
    ),
)

SIGN_IN = SignInPolicy(review_every=Term(12, Unit.MONTHS), source="J9; NEN 7510")

RECORD_TYPES = (
    RecordType(code="file", name=Text("Zorgdossier", "Care file"), about=About.CLIENT, health=True, topic=Scope.CARE),
    RecordType(code="agreement", name=Text("Overeenkomst", "Agreement"), about=About.CLIENT, topic=Scope.CARE),
    RecordType(
        code="contact_details", name=Text("Contactgegevens", "Contact details"), about=About.CLIENT, topic=Scope.DATA
    ),
    RecordType(code="invoices", name=Text("Facturen", "Invoices"), about=About.CLIENT, topic=Scope.MONEY),
    RecordType(
        code="correspondence",
        name=Text("Brieven en vragen", "Letters and questions"),
        about=About.CLIENT,
        topic=Scope.DATA,
    ),
    RecordType(code="consents", name=Text("Toestemmingen", "Consents"), about=About.CLIENT, topic=Scope.DATA),
    RecordType(code="statement", name=Text("Privacyverklaring", "Privacy statement"), about=About.EVERYBODY),
)

_READ = frozenset({Right.READ})
_WRITE = frozenset({Right.CREATE, Right.READ, Right.UPDATE})
_HELPED_WITH = {"file": _WRITE, "contact_details": _READ, "statement": _READ}

GRANTS = (
    *(Grant(role=CARE_LEAD, record_type=kind.code, rights=frozenset(Right), source="J8") for kind in RECORD_TYPES),
    *(Grant(role="staff", record_type=code, rights=rights, source="J9") for code, rights in _HELPED_WITH.items()),
    *(
        Grant(role=role, record_type=kind.code, rights=_READ, source="J12; art. 15 AVG")
        for role in ("client", "representative")
        for kind in RECORD_TYPES
    ),
)

POLICY = Policy(
    rules=(
        PolicyRule(
            code="who_helps_destroys_nothing",
            effect=Effect.DENY,
            actions=frozenset({Right.DELETE.value}),
            resource_types=frozenset(kind.code for kind in RECORD_TYPES),
            roles=frozenset({"staff"}),
            because=Text(
                "Gegevens vernietigen doet degene die alles doet, en niet wie meehelpt.",
                "Who does it all destroys data, and not who helps.",
            ),
            source="J9, J10",
        ),
    )
)
