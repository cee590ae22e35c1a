"""What pages and the desk call the states, clocks and steps of a breach, in both languages."""

from waarborg_breach.domain import AuthorityState, CaseState, PersonsState
from waarborg_breach.texts import advising
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

CASE_STATES: dict[str, Text] = {
    CaseState.REPORTED: Text("gemeld", "reported"),
    CaseState.DECIDED: Text("besloten", "decided"),
    CaseState.CLOSED: Text("gesloten", "closed"),
}
AUTHORITY_STATES: dict[str, Text] = {
    AuthorityState.UNDECIDED: Text("nog niet besloten", "not decided yet"),
    AuthorityState.NOT_TO_NOTIFY: Text("wordt niet gemeld", "will not be notified"),
    AuthorityState.TO_NOTIFY: Text("moet nog gemeld worden", "still to be notified"),
    AuthorityState.NOTIFIED: Text("gemeld", "notified"),
}
PERSONS_STATES: dict[str, Text] = {
    PersonsState.UNDECIDED: Text("nog niet besloten", "not decided yet"),
    PersonsState.NOT_TO_INFORM: Text("worden niet ingelicht", "will not be told"),
    PersonsState.TO_INFORM: Text("moeten nog ingelicht worden", "still to be told"),
    PersonsState.INFORMED: Text("ingelicht", "told"),
}
CLOCKS: dict[str, Text] = {
    "availability": Text("Bereikbaar blijven voor overleg", "Stay available for consultation"),
    "decision": Text("Besluiten over melden", "Decide on notifying"),
    "authority": Text("Melden bij de Autoriteit Persoonsgegevens", "Notify the data protection authority"),
    "persons": Text("De mensen om wie het gaat inlichten", "Tell the people concerned"),
}
OWN_CLOCK = Text("Een termijn uit het eigen protocol", "A term of the organisation's own protocol")
STARTS: dict[str, Text] = {
    "discovered": Text("vanaf de ontdekking", "from discovery"),
    "aware": Text("vanaf het moment dat wij het wisten", "from when we became aware"),
}
ORIGINS: dict[str, Text] = {
    "staff": Text("een medewerker", "a member of staff"),
    "outside": Text("iemand van buiten", "somebody outside"),
    "disclosure": Text("een gemelde kwetsbaarheid", "a reported vulnerability"),
    "partner": Text("een partnersysteem", "a partner system"),
}
DUTIES: dict[str, Text] = {
    "decide": Text("Besluiten of er gemeld wordt", "Decide on notifying"),
    "notify-authority": Text("Melden bij de Autoriteit Persoonsgegevens", "Notify the data protection authority"),
    "inform-persons": Text("De mensen inlichten om wie het gaat", "Tell the people concerned"),
}
ACTORS: dict[ActorKind, Text] = {
    ActorKind.STAFF: Text("Medewerker", "Member of staff"),
    ActorKind.PERSON: Text("Een persoon", "A person"),
    ActorKind.PARTNER: Text("Partnersysteem", "Partner system"),
    ActorKind.ANONYMOUS: Text("Iemand van buiten", "Somebody outside"),
    ActorKind.SYSTEM: Text("Het systeem", "The system"),
}
STEPS: dict[str, Text] = {
    **advising.STEPS,
    "reported-breach": Text("Gemeld", "Reported"),
    "answered-questions": Text("Vragen beantwoord", "Questions answered"),
    "decided-breach": Text("Besloten", "Decided"),
    "notified-authority": Text("De autoriteit is ingelicht", "The authority was notified"),
    "informed-persons": Text("De mensen zijn ingelicht", "The people were told"),
    "noted-facts": Text("Feiten aangevuld", "Facts added"),
    "closed-breach": Text("Gesloten", "Closed"),
    "clock-neared": Text("De tijd raakt op", "Time is running out"),
    "clock-lapsed": Text("De tijd is om", "Time has run out"),
    "clock-reopened": Text("De tijd loopt weer, vanaf het begin geteld", "The time runs again, from its first start"),
    "looked": Text("Bekeken", "Looked at"),
}
FORM_OF: dict[str, str] = {"decide": "decide", "notify-authority": "notified", "inform-persons": "informed"}
"""Where on the page of a case a duty is done: the id of its form."""
