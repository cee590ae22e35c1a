"""What pages and the desk call the states, clocks and steps of a breach, in both languages."""

from waarborg_breach.domain import CaseState
from waarborg_breach.texts import advising, deciding
from waarborg_breach.texts.times import TIME_STEPS
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

CASE_STATES: dict[str, Text] = {
    CaseState.REPORTED: Text("gemeld", "reported"),
    CaseState.DECIDED: Text("besloten", "decided"),
    CaseState.CLOSED: Text("gesloten", "closed"),
    CaseState.RETRACTED: Text("ingetrokken", "retracted"),
    CaseState.MERGED: Text("samengevoegd met een andere zaak", "merged into another case"),
}
CLOCKS: dict[str, Text] = {
    "availability": Text("Bereikbaar blijven voor overleg", "Stay available for consultation"),
    "decision": Text("Besluiten over melden", "Decide on notifying"),
    "authority": Text("Melden bij de Autoriteit Persoonsgegevens", "Notify the data protection authority"),
    "persons": Text("De mensen om wie het gaat inlichten", "Tell the people concerned"),
    **deciding.CLOCKS,
}
OWN_CLOCK = Text("Een termijn uit het eigen protocol", "A term of the organisation's own protocol")
STARTS: dict[str, Text] = {
    "discovered": Text("vanaf de ontdekking", "from discovery"),
    "aware": Text("vanaf het moment dat wij het wisten", "from when we became aware"),
    "reported": Text("vanaf de interne melding", "from the report inside"),
    **deciding.STARTS,
}
ORIGINS: dict[str, Text] = {
    "staff": Text("een medewerker", "a member of staff"),
    "outside": Text("iemand van buiten", "somebody outside"),
    "disclosure": Text("een gemelde kwetsbaarheid", "a reported vulnerability"),
    "partner": Text("een partnersysteem", "a partner system"),
    "exercise": Text("een oefening", "an exercise"),
    "processor": Text("een bedrijf dat voor ons werkt", "a company that works for us"),
}
DUTIES: dict[str, Text] = {
    "decide": Text("Besluiten of er gemeld wordt", "Decide on notifying"),
    "notify-authority": Text("Melden bij de Autoriteit Persoonsgegevens", "Notify the data protection authority"),
    "inform-persons": Text("De mensen inlichten om wie het gaat", "Tell the people concerned"),
    **deciding.DUTIES,
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
    **TIME_STEPS,
    "looked": Text("Bekeken", "Looked at"),
    **deciding.STEPS,
}
FORM_OF: dict[str, str] = {
    "decide": "decide",
    "notify-authority": "notified",
    "inform-persons": "informed",
    **deciding.FORM_OF,
}
"""Where on the page of a case a duty is done: the id of its form."""
