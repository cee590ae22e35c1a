"""The words that go with the codes of requests, for people, in both languages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from waarborg_requests.domain import CameBy, Ground, Identification, Outcome, Reach, RequestState, Told
from waarborg_requests.domain.complaining import judgement_of
from waarborg_requests.domain.letters import LETTER, SECURE_PAGE
from waarborg_requests.texts import beginning, carrying, collecting, complaining, package, review, speaking
from waarborg_requests.texts.desk import DESK_VERBS
from waarborg_requests.texts.identification import (
    MORE_WAYS,
    STEPS_OF_IDENTIFICATION,
    VERBS_OF_IDENTIFICATION,
)
from waarborg_requests.texts.letters import STEPS as LETTER_STEPS
from waarborg_requests.texts.letters import VERBS as LETTER_VERBS
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import DeliveryState, RequestClass, RequestKind, RequestPolicy, Text
from waarborg_shared.in_words import term_in_words

TITLE = Text("Verzoeken over uw gegevens", "Requests about your data")

STATES: Mapping[RequestState, Text] = {
    RequestState.RECEIVED: Text("Ontvangen", "Received"),
    RequestState.TAKEN_UP: Text("In behandeling", "Being handled"),
    RequestState.WAITING: Text("Wacht op identificatie", "Waiting for identification"),
    RequestState.ANSWERED: Text("Beantwoord", "Answered"),
    RequestState.WITHDRAWN: Text("Ingetrokken", "Taken back"),
    RequestState.LAPSED: Text("Vervallen", "Lapsed"),
}

# What each kind is called among staff; to the people who ask, the organisation's policy names it.
KINDS: Mapping[RequestKind, Text] = {
    RequestKind.ACCESS: Text("Inzage", "Access"),
    RequestKind.COPY: Text("Kopie van gegevens", "Copy of data"),
    RequestKind.ACCESS_LOG: Text("Wie in de gegevens keek", "Who looked at the data"),
    RequestKind.REFERRAL_INDEX: Text("Verwijsindex", "Referral index"),
    RequestKind.CORRECTION: Text("Verbetering", "Correction"),
    RequestKind.ADDITION: Text("Aanvulling", "Addition"),
    RequestKind.ERASURE: Text("Gegevens wissen", "Erasure"),
    RequestKind.RESTRICTION: Text("Beperking van het gebruik", "Restriction"),
    RequestKind.OBJECTION: Text("Bezwaar tegen gebruik", "Objection"),
    RequestKind.PORTABILITY: Text("Gegevens meenemen", "Portability"),
    RequestKind.WITHDRAWAL: Text("Toestemming intrekken", "Withdrawal of consent"),
    RequestKind.OBJECTION_WITHDRAWAL: Text("Bezwaar intrekken", "Withdrawal of an objection"),
    RequestKind.ADDRESS_SECRECY: Text("Adres geheim houden", "Address kept secret"),
    RequestKind.COMPLAINT: Text("Klacht", "Complaint"),
}

# What each kind means, in plain words, under its name on the form.
MEANINGS: Mapping[RequestKind, Text] = {
    RequestKind.ACCESS: Text(
        "U hoort welke gegevens wij van u hebben, waarvoor, en wie ze krijgt.",
        "You hear which data we have about you, what for, and who gets them.",
    ),
    RequestKind.COPY: Text(
        "U krijgt een kopie van de gegevens die wij van u hebben.", "You get a copy of the data that we have about you."
    ),
    RequestKind.ACCESS_LOG: Text(
        "U ziet wie uw gegevens heeft bekeken, en wanneer.", "You see who looked at your data, and when."
    ),
    RequestKind.REFERRAL_INDEX: Text(
        "U ziet in de verwijsindex welke zorgverlener gegevens over u heeft. U kunt daar ook iets in laten wijzigen.",
        "You see in the referral index which carer holds data about you. You can also have something changed in it.",
    ),
    RequestKind.CORRECTION: Text("Er staat iets in dat niet klopt.", "Something in them is not right."),
    RequestKind.ADDITION: Text(
        "Er ontbreekt iets, of u wilt er iets bij zetten.", "Something is missing or to be added."
    ),
    RequestKind.ERASURE: Text(
        "Wij wissen gegevens, tenzij de wet zegt dat wij ze moeten bewaren.",
        "We erase data, unless the law says that we have to keep them.",
    ),
    RequestKind.RESTRICTION: Text(
        "Wij bewaren de gegevens, maar gebruiken ze voorlopig niet.", "We keep the data, but do not use them for now."
    ),
    RequestKind.OBJECTION: Text(
        "U wilt niet dat wij uw gegevens voor iets gebruiken, zoals reclame of bellen.",
        "You do not want us to use your data for something, such as advertising or calling.",
    ),
    RequestKind.PORTABILITY: Text(
        "U krijgt uw gegevens in een bestand dat een ander kan inlezen.",
        "You get your data in a file that somebody else can read in.",
    ),
    RequestKind.WITHDRAWAL: Text(
        "U gaf ons toestemming en trekt die nu in.", "You gave us consent and withdraw it now."
    ),
    RequestKind.OBJECTION_WITHDRAWAL: Text(
        "U maakte bezwaar en komt daarop terug.", "You objected, and change your mind."
    ),
    RequestKind.ADDRESS_SECRECY: Text(
        "Wij geven uw adres aan niemand door en laten het nergens zien.",
        "We give your address to nobody and show it nowhere.",
    ),
    RequestKind.COMPLAINT: Text(
        "U bent het er niet mee eens hoe wij met uw gegevens omgaan.", "You do not agree with how we treat your data."
    ),
}

CLASSES: Mapping[RequestClass, Text] = {
    RequestClass.REQUEST: Text("verzoek", "request"),
    RequestClass.COMPLAINT: Text("klacht", "complaint"),
}

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.GRANTED: Text("Toegewezen", "Granted"),
    Outcome.PARTLY: Text("Gedeeltelijk toegewezen", "Granted in part"),
    Outcome.REFUSED: Text("Geweigerd", "Refused"),
}

GROUNDS: Mapping[Ground, Text] = {
    Ground.NOT_IDENTIFIED: Text(
        "Niet vastgesteld wie erom vraagt (art. 12 lid 2 en 6 AVG)",
        "It could not be established who asks (art. 12(2) and (6) GDPR)",
    ),
    Ground.NO_AUTHORITY: Text(
        "Niet gebleken dat de aanvrager voor deze persoon mag optreden",
        "It did not appear that the applicant may act for this person",
    ),
    Ground.NOTHING_HELD: Text("Wij hebben deze gegevens niet", "We do not hold these data"),
    Ground.EXCESSIVE: Text(
        "Kennelijk ongegrond of buitensporig (art. 12 lid 5 AVG)", "Manifestly unfounded or excessive (art. 12(5) GDPR)"
    ),
    Ground.OTHERS_PRIVACY: Text(
        "De privacy van een ander (art. 15 lid 4 AVG)", "Somebody else's privacy (art. 15(4) GDPR)"
    ),
    Ground.WORKING_NOTES: Text(
        "Persoonlijke werkaantekeningen van de zorgverlener", "The carer's personal working notes"
    ),
    Ground.LAW: Text("De wet verbiedt dat wij het geven", "The law forbids that we give it"),
    Ground.INVESTIGATION: Text(
        "Een onderzoek dat er schade van zou hebben (art. 41 UAVG)",
        "An investigation that it would harm (art. 41 of the Dutch GDPR implementation act)",
    ),
    Ground.LEGAL_PRIVILEGE: Text("Het verschoningsrecht", "Legal privilege"),
    Ground.LAW_FORBIDS_CHANGE: Text("De wet staat deze wijziging niet toe", "The law does not allow this change"),
    Ground.LAW_KEEPS: Text(
        "De wet verplicht ons deze gegevens te bewaren (art. 17 lid 3 AVG)",
        "The law obliges us to keep these data (art. 17(3) GDPR)",
    ),
    Ground.NOT_INCORRECT: Text("De gegevens kloppen", "The data are correct"),
    Ground.COMPELLING_INTEREST: Text(
        "Dwingende gerechtvaardigde gronden (art. 21 lid 1 AVG)", "Compelling legitimate grounds (art. 21(1) GDPR)"
    ),
    Ground.UNFOUNDED: Text("De klacht is ongegrond", "The complaint is unfounded"),
    Ground.NOTHING_STOOD: Text(
        "Er stond geen toestemming die ingetrokken kon worden", "There was no consent that could be withdrawn"
    ),
    Ground.ALREADY_SO: Text("Dit was al zo", "This was so already"),
}

IDENTIFICATIONS: Mapping[Identification, Text] = {
    Identification.SIGNED_IN: Text("Zelf ingelogd", "Signed in"),
    Identification.AT_THE_DESK: Text(
        "Aan de balie, met een identiteitsbewijs", "At the desk, with an identity document"
    ),
    Identification.AT_THE_TABLE: Text(
        "Thuis, door een medewerker die de persoon kent", "At home, by a member of staff who knows the person"
    ),
    Identification.KNOWN_PHONE: Text(
        "Teruggebeld op een nummer dat al bekend was", "Called back on a number that was known before"
    ),
    Identification.LETTER_WITH_CODE: Text(
        "Met een code uit een brief aan het bekende adres", "With a code from a letter to the known address"
    ),
    **MORE_WAYS,
    Identification.PARTNER: Text("Door het systeem waarin de persoon bekend is", "By the system that knows the person"),
}

REACHES: Mapping[Reach, Text] = {
    Reach.POST: Text("Per post", "By post"),
    Reach.EMAIL: Text("Per e-mail", "By e-mail"),
    Reach.PHONE: Text("Per telefoon", "By telephone"),
}

CAME_BY: Mapping[CameBy, Text] = {
    CameBy.PAGE: Text("Via de website", "By the website"),
    CameBy.PARTNER: Text("Via een partnersysteem", "By a partner system"),
    CameBy.STAFF: Text("Door een medewerker ingevoerd", "Entered by a member of staff"),
    CameBy.DISCLOSURE: Text("Als melding van een kwetsbaarheid", "As a report of a vulnerability"),
}

CLOCKS: Mapping[str, Text] = {
    "answer": Text("Antwoord zoals beloofd", "Answer as promised"),
    "law": Text("Antwoord volgens de wet", "Answer by law"),
    "notice": Text("Bericht over verlenging", "Word of an extension"),
    **complaining.CLOCKS,
}

# What happened, on the timeline; the steps that a person sees on the status page are in STEPS.
VERBS: Mapping[str, Text] = {
    **collecting.VERBS,
    "received": Text("Ontvangen", "Received"),
    "taken-up": Text("In behandeling genomen", "Taken up"),
    "asked-identification": Text("Om identificatie gevraagd", "Asked for identification"),
    "identified": Text("Geïdentificeerd", "Identified"),
    "passed-on-withdrawal": Text("Intrekking doorgegeven", "Withdrawal passed on"),
    "extended": Text("Verlenging besloten", "Extension decided on"),
    "answered": Text("Beantwoord", "Answered"),
    "ready-to-deliver": Text("Bericht klaargelegd, nog niet gegeven", "Word made ready, not given yet"),
    "told": Text("Bericht gegeven", "Word given"),
    "clock-neared": Text("Herinnering: de termijn loopt af", "Reminder: the term is running out"),
    "clock-lapsed": Text("De termijn is voorbij", "The term is over"),
    "looked": Text("Bekeken", "Looked at"),
    **VERBS_OF_IDENTIFICATION,
    "looked-up": Text("Opgezocht met nummer en code", "Looked up with number and code"),
    **review.VERBS,
    **package.VERBS,
    **DESK_VERBS,
    **speaking.VERBS,
    **complaining.VERBS,
    **carrying.VERBS,
    **beginning.VERBS,
    **LETTER_VERBS,
}

TO_DELIVER = Text("Beantwoord, nog niet verstuurd", "Answered, not sent yet")

# What lies ready or was done with it, by what the channel made of it and by what the person is told.
_SUBJECTS: Mapping[Told, Text] = {
    Told.RECEIVED: Text("de ontvangst", "the receipt"),
    Told.ANSWERED: Text("het antwoord", "the answer"),
    Told.EXTENDED: Text("de langere termijn", "the longer term"),
    Told.IDENTIFY: Text("de vraag wie u bent", "the question who you are"),
    Told.CODE: Text("de code", "the code"),
    Told.MESSAGE: speaking.MESSAGE,
    Told.WITHDRAWN: Text("het intrekken van het verzoek", "the end of the request"),
    Told.READ_CODE: Text("de code om het antwoord te lezen", "the code to read the answer"),
    Told.FETCH_CODE: Text("de code om de gegevens op te halen", "the code to fetch the data"),
    Told.NEW_CODE: Text("de nieuwe geheime code", "the new secret code"),
    Told.FEE: Text("de kosten van de kopie", "the costs of the copy"),
}

# The steps that the person himself sees: not who looked, nor what staff are reminded of.
STEPS = frozenset(
    {
        "received",
        "taken-up",
        "asked-identification",
        "identified",
        "passed-on-withdrawal",
        "extended",
        "answered",
        "told",
        *package.STEPS,
        *STEPS_OF_IDENTIFICATION,
        *LETTER_STEPS,
        *speaking.STEPS,
        *complaining.STEPS,
        *carrying.STEPS,
        *beginning.STEPS,
    }
)


def outcome_in_words(kind: RequestKind, outcome: str | None) -> Text | None:
    """Return what came of a request, where something did; of a complaint that is a judgement."""
    if outcome is None:
        return None
    found = Outcome(outcome)
    return complaining.JUDGEMENTS[judgement_of(found)] if kind is RequestKind.COMPLAINT else OUTCOMES[found]


def ground_in_words(kind: RequestKind, ground: str | None) -> Text | None:
    """Return on which ground something was refused; a judgement on a complaint says that by itself."""
    return None if ground is None or kind is RequestKind.COMPLAINT else GROUNDS[Ground(ground)]


def step_in_words(verb: str, facts: Mapping[str, Any]) -> Text:
    """Return what a step of the timeline was; of word to the person also about what, and whether it was given."""
    if verb not in ("ready-to-deliver", "told", "called-off") or facts.get("template") not in set(Told):
        return VERBS[verb]
    told, channel = Told(facts["template"]), str(facts["channel"])
    if verb == "called-off":
        about = _SUBJECTS[told]
        return Text(f"Bericht over {about.nl} is niet meer nodig", f"Word about {about.en} is needed no more")
    return delivery_in_words(told, channel, given=was_given(facts))


def was_given(facts: Mapping[str, Any]) -> bool:
    """Whether a step tells of word that the person got, and not of a letter that lay ready."""
    return facts.get("state") == DeliveryState.SENT


def delivery_in_words(told: Told, channel: str, *, given: bool) -> Text:
    """Return what became of word to the person: a letter is posted, and by another channel he is told."""
    about = _SUBJECTS[told]
    if channel == SECURE_PAGE and given:
        return Text("Antwoord geopend op de beveiligde pagina", "Answer opened on the secure page")
    if channel == SECURE_PAGE:
        return Text(
            "Antwoord ligt op de beveiligde pagina, nog niet geopend", "Answer lies on the secure page, not opened yet"
        )
    if channel == LETTER and given:
        return Text(f"Brief over {about.nl} verstuurd", f"Letter about {about.en} posted")
    if channel == LETTER:
        return Text(f"Brief over {about.nl} klaar om te printen", f"Letter about {about.en} ready to print")
    if given:
        return Text(f"Verteld over {about.nl}", f"Told of {about.en}")
    return Text(f"Nog te vertellen over {about.nl}", f"Still to be told of {about.en}")


def handled_as(policy: RequestPolicy) -> Text:
    """Return how a kind is handled, for the form: as what, and within which term."""
    named, term = CLASSES[policy.request_class], term_in_words(policy.promise.term)
    return Text(
        f"Wij behandelen dit als {named.nl}: antwoord binnen {term.nl}.",
        f"We handle this as a {named.en}: an answer within {term.en}.",
    )


_FREE = Text("De eerste kopie is gratis.", "The first copy is free.")


def costs(policy: RequestPolicy) -> Text | None:
    """Return what a copy costs, where a copy is asked: nothing, the first time (art. 15(3) AVG; B15)."""
    return _FREE if policy.kind is RequestKind.COPY and policy.first_copy_free else None


def usually_handled_as(policies: Iterable[RequestPolicy]) -> Text:
    """Return how most kinds are handled, so that the form says it once and only the others say it for themselves."""
    return Counter(handled_as(policy) for policy in policies).most_common(1)[0][0]


ACTORS: Mapping[ActorKind, Text] = {
    ActorKind.STAFF: Text("Medewerker", "Member of staff"),
    ActorKind.PERSON: Text("De persoon zelf", "The person"),
    ActorKind.PARTNER: Text("Partnersysteem", "Partner system"),
    ActorKind.ANONYMOUS: Text("Bezoeker", "Visitor"),
    ActorKind.SYSTEM: Text("Het systeem", "The system"),
}
