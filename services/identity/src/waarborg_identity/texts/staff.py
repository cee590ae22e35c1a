"""The words that go with the codes of the administration of staff, for people, in both languages."""

from collections.abc import Mapping

from waarborg_identity.domain.staff_factors import Checked, ResetState, ResetWay
from waarborg_identity.domain.staff_grants import GrantState
from waarborg_identity.domain.staff_review import Paper, Verdict
from waarborg_identity.domain.stand_ins import Answer, StandIn
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

REVIEW_CLOCK = Text("Rechten opnieuw bekijken", "Review of rights")
DESK_REVIEW = Text("Rechten van medewerkers opnieuw bekijken", "Review the rights of staff")
DESK_RESET = Text("Tweede factor kwijt: tweede persoon nodig", "Second factor lost: a second person is needed")
DESK_STAND_IN = Text("Vervanger bij verlof: akkoord nodig", "Stand-in during leave: somebody has to agree")
DESK_STATES: Mapping[str, Text] = {
    "due": Text("Bijna aan de beurt", "Due soon"),
    "late": Text("Te laat", "Late"),
    "asked": Text("Wacht op een akkoord", "Waits for an answer"),
    "waiting": Text("Wacht op een tweede persoon", "Waits for a second person"),
}

GRANT_STATES: Mapping[GrantState, Text] = {
    GrantState.TO_COME: Text("Gaat nog in", "To come"),
    GrantState.IN_FORCE: Text("Geldt", "In force"),
    GrantState.RAN_OUT: Text("Afgelopen", "Ran out"),
    GrantState.ENDED: Text("Beëindigd", "Ended"),
}

ASLEEP = Text("Als iemand weer inlogt", "When signing in again")
"""A role from an outside issuer, between the sign-ins that it counts for."""

STAND_INS: Mapping[StandIn, Text] = {
    StandIn.ASKED: Text("Wacht op een akkoord", "Waits for an answer"),
    StandIn.AGREED: Text("Akkoord", "Agreed"),
    StandIn.REFUSED: Text("Geen akkoord", "Not agreed"),
}
ANSWERS: Mapping[Answer, Text] = {
    Answer.AGREED: Text("Ja, akkoord", "Yes, I agree"),
    Answer.REFUSED: Text("Nee, niet akkoord", "No, I do not agree"),
}

PAPERS: Mapping[Paper, Text] = {
    Paper.CERTIFICATE: Text("VOG ontbreekt", "VOG is missing"),
    Paper.SECRECY: Text("Geheimhouding ontbreekt", "Secrecy is missing"),
}

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.KEPT: Text("Rechten blijven", "Rights stay"),
    Verdict.ENDED: Text("Rechten beëindigd", "Rights ended"),
}

CHECKED: Mapping[Checked, Text] = {
    Checked.PASSPORT: Text("Paspoort", "Passport"),
    Checked.IDENTITY_CARD: Text("Identiteitskaart", "Identity card"),
    Checked.DRIVING_LICENCE: Text("Rijbewijs", "Driving licence"),
    Checked.KNOWN: Text("Ik ken deze medewerker", "I know this member of staff"),
}

RESET_WAYS: Mapping[ResetWay, Text] = {
    ResetWay.TWO_OTHERS: Text("Door twee anderen", "By two others"),
    ResetWay.IN_PERSON: Text("In persoon", "In person"),
    ResetWay.OPERATOR: Text("Door de beheerder", "By the operator"),
}
RESET_STATES: Mapping[ResetState, Text] = {
    ResetState.ASKED: Text("Wacht op een tweede persoon", "Waits for a second person"),
    ResetState.DONE: Text("Uitgevoerd", "Carried out"),
    ResetState.EXPIRED: Text("Verlopen", "Expired"),
}

ACTORS: Mapping[ActorKind, Text] = {
    ActorKind.STAFF: Text("medewerker", "member of staff"),
    ActorKind.PERSON: Text("cliënt of vertegenwoordiger", "client or representative"),
    ActorKind.PARTNER: Text("ander systeem", "other system"),
    ActorKind.ANONYMOUS: Text("bezoeker", "visitor"),
    ActorKind.SYSTEM: Text("het systeem of de beheerder", "the system or the operator"),
}

VERBS: Mapping[str, Text] = {
    "registered": Text("Account gemaakt", "Account made"),
    "role-granted": Text("Rol gegeven", "Role given"),
    "role-ended": Text("Rol beëindigd", "Role ended"),
    "stand-in-begun": Text("Rol gekregen als vervanger", "Role given as a stand-in"),
    "stand-in-ended": Text("Rol als vervanger beëindigd", "Role as a stand-in ended"),
    "disabled": Text("Account afgesloten", "Account disabled"),
    "enabled": Text("Account weer geopend", "Account enabled again"),
    "name-changed": Text("Naam gewijzigd", "Name changed"),
    "username-changed": Text("Gebruikersnaam gewijzigd", "User name changed"),
    "contact-changed": Text("Adres gewijzigd", "Address changed"),
    "papers-noted": Text("VOG en geheimhouding bijgewerkt", "VOG and secrecy brought up to date"),
    "absence-recorded": Text("Afwezigheid vastgelegd", "Absence recorded"),
    "stand-in-agreed": Text("Akkoord met de vervanger", "Stand-in agreed to"),
    "stand-in-refused": Text("Vervanger geweigerd", "Stand-in refused"),
    "absence-ended": Text("Afwezigheid beëindigd", "Absence ended"),
    "first-code-made": Text("Code voor het eerste wachtwoord gemaakt", "Code for the first password made"),
    "first-code-refused": Text("Code voor het eerste wachtwoord klopte niet", "Code for the first password was wrong"),
    "password-chosen": Text("Wachtwoord gekozen", "Password chosen"),
    "reviewed": Text("Rechten opnieuw bekeken", "Rights reviewed"),
    "password-held": Text("Wachtwoord klopte", "Password was right"),
    "password-changed": Text("Wachtwoord gewijzigd", "Password changed"),
    "password-renewed": Text("Wachtwoord vernieuwd", "Password renewed"),
    "password-hashed-anew": Text("Wachtwoord sterker opgeslagen", "Password stored more strongly"),
    "password-code-made": Text("Code voor een nieuw wachtwoord gemaakt", "Code for a new password made"),
    "recovery-codes-made": Text("Herstelcodes gemaakt", "Recovery codes made"),
    "second-factor-set-up": Text("Tweede factor ingesteld", "Second factor set up"),
    "second-factor-removed": Text("Tweede factor verwijderd", "Second factor removed"),
    "second-factor-failed": Text("Tweede factor klopte niet", "Second factor was wrong"),
    "code-app-paused": Text(
        "Te veel foute codes: de code-app telt even niet",
        "Too many wrong codes: the code app does not count for a while",
    ),
    "broken-off": Text("Afgebroken na te veel foute pogingen", "Broken off after too many wrong tries"),
    "proved-twice": Text("Nogmaals met de tweede factor", "Second factor shown once more"),
    "sessions-ended": Text("Sessies beëindigd", "Sessions ended"),
    "second-factor-reset-asked": Text(
        "Gevraagd om de tweede factor te vervangen", "Asked to replace the second factor"
    ),
    "second-factor-reset": Text("Tweede factor vervalt", "Second factor counts no more"),
    "looked-at": Text("Bekeken", "Looked at"),
    "signed-in": Text("Ingelogd", "Signed in"),
    "sign-in-failed": Text("Inloggen mislukt", "Sign-in failed"),
    "signed-out": Text("Uitgelogd", "Signed out"),
    "issuer-vouched": Text("Ingelogd bij een externe dienst", "Signed in at an outside issuer"),
    "signed-out-by-issuer": Text("Uitgelogd door de externe dienst", "Signed out by the outside issuer"),
    "issuer-linked": Text("Account aan een externe dienst gekoppeld", "Account linked to an outside issuer"),
    "issuer-link-proved": Text(
        "Koppeling bevestigd met de tweede factor van hier", "Link confirmed by the second factor from here"
    ),
    "issuer-unlinked": Text("Koppeling met een externe dienst verbroken", "Link with an outside issuer undone"),
    "emergency-used": Text("Noodaccount gebruikt", "Emergency account used"),
}
"""What happened to an account. A verb that is not here is shown as its code."""
