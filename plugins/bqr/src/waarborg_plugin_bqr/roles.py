"""Who works with BQR's data: the seven roles of the table, those it leaves out, and their duties (B1, B7, B18, B19)."""

from waarborg_plugin_bqr.role_table import FG, REPRESENTATIVE, SUPPLIER
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import Duty, Reach, Role, RoleKind, SignInPolicy, Text

BOARD = "board"
QUALITY = "quality"
COORDINATOR = "coordinator"
COMPLAINTS_OFFICER = "complaints_officer"

_ANY_STAFF = {Duty.DESK, Duty.BREACH_REPORT}
_READS_ALL = {Duty.CONSENT_READ, Duty.LOG_READ, Duty.REQUESTS_READ, Duty.BREACH_READ, Duty.DISCLOSURE_READ}

# The table gives consents to the board and the client alone. The board and quality management keep the register of
# breaches; which of them decides on notifying is the protocol's (B24 art. 2).
ROLES = (
    Role(code="referrer", name=Text("Verwijzer", "Referrer"), kind=RoleKind.PARTNER, reach=Reach.IN_CARE),
    Role(
        code=BOARD,
        name=Text("Bestuur", "Board"),
        kind=RoleKind.STAFF,
        duties=frozenset(
            {
                *_ANY_STAFF,
                *_READS_ALL,
                Duty.CONSENT_RECORD,
                Duty.CONSENT_DECIDE,
                Duty.TABLE_CONFIRM,
                Duty.CONSENT_REVIEW,
                Duty.STATEMENT_KEEP,
                Duty.DISCLOSE,
                Duty.OBJECTIONS_ANSWER,
                Duty.BREACH_DECIDE,
                Duty.DISCLOSURE_ASSESS,
                Duty.PERSONS_REGISTER,
                Duty.STAFF_GRANT,
                Duty.PARTNERS_MANAGE,
            }
        ),
    ),
    Role(
        code=COORDINATOR,
        name=Text("Coördinator", "Coordinator"),
        kind=RoleKind.STAFF,
        duties=frozenset(
            {
                *_ANY_STAFF,
                Duty.CONSENT_DECIDE,
                Duty.CONSENT_OVERRIDE,
                Duty.REQUESTS_READ,
                Duty.REQUESTS_ANSWER,
                Duty.PERSONS_REGISTER,
            }
        ),
    ),
    Role(
        code="hbo5",
        name=Text("HBO5-verpleegkundige", "HBO5 nurse"),
        kind=RoleKind.STAFF,
        reach=Reach.IN_CARE,
        duties=frozenset({*_ANY_STAFF, Duty.CONSENT_DECIDE, Duty.CONSENT_OVERRIDE}),
    ),
    Role(
        code="carer",
        name=Text("Zorgverlener (lid)", "Carer (member)"),
        kind=RoleKind.STAFF,
        reach=Reach.IN_CARE,
        duties=frozenset({*_ANY_STAFF, Duty.CONSENT_DECIDE, Duty.CONSENT_OVERRIDE}),
    ),
    Role(code="client", name=Text("Cliënt", "Client"), kind=RoleKind.PERSON, reach=Reach.OWN),
    Role(
        code="insurer", name=Text("Zorgverzekeraar", "Health insurer"), kind=RoleKind.PARTNER, reach=Reach.NAMED_CHECK
    ),
    Role(
        code=REPRESENTATIVE,
        name=Text("Wettelijk vertegenwoordiger", "Legal representative"),
        kind=RoleKind.PERSON,
        reach=Reach.OWN,
    ),
    Role(code=SUPPLIER, name=Text("Overige leverancier", "Other supplier"), kind=RoleKind.PERSON, reach=Reach.OWN),
    Role(
        code=FG,
        name=Text("Functionaris Gegevensbescherming", "Data protection officer"),
        kind=RoleKind.STAFF,
        duties=frozenset({*_ANY_STAFF, *_READS_ALL, Duty.REQUESTS_WATCH}),
    ),
    Role(
        code=QUALITY,
        name=Text("Kwaliteitsmanagement", "Quality management"),
        kind=RoleKind.STAFF,
        duties=frozenset(
            {*_ANY_STAFF, Duty.BREACH_READ, Duty.BREACH_DECIDE, Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS}
        ),
    ),
    Role(
        code=COMPLAINTS_OFFICER,
        name=Text("Onafhankelijke klachtenfunctionaris", "Independent complaints officer"),
        kind=RoleKind.STAFF,
        duties=frozenset({*_ANY_STAFF, Duty.COMPLAINTS_ANSWER}),
    ),
)
"""Consents are recorded by the board: the table gives nobody else C on them (B7).

The FG reads everything and decides nothing; what comes in through the FG is passed on as a report (B18).
"""

# The statement asks a certificate of conduct of members, who are the carers; the nurse and the coordinator work with
# the same data and are asked for one likewise (B12).
SIGN_IN = SignInPolicy(
    review_every=Term(12, Unit.MONTHS),
    certificate_roles=frozenset({"carer", "hbo5", COORDINATOR}),
    source="B12; NEN 7510",
)
