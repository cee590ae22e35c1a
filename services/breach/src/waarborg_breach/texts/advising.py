"""What pages call the facts of a breach, the reasons of the advice and how sure it is, in both languages."""

from collections.abc import Mapping

from waarborg_breach.domain.advice import Risk, Side
from waarborg_breach.domain.asking import DISCOVERER, STAFF
from waarborg_breach.domain.facts import Care, DataKind, Encryption, Holder, Identifiable, PersonGroup, Undone
from waarborg_breach.domain.severity import Band
from waarborg_shared.hooks.values import Text

FACTS: Mapping[str, Text] = {
    "categories": Text("Welke gegevens zijn het?", "Which data are they?"),
    "more_kinds": Text("Zitten er ook deze bij?", "Are any of these among them?"),
    "kinds": Text("Hoe gevoelig zijn de gegevens?", "How sensitive are the data?"),
    "identifiable": Text(
        "Hoe makkelijk ziet iemand om wie het gaat?", "How easily does somebody see whom it is about?"
    ),
    "groups": Text("Om welke mensen gaat het?", "Which people is it about?"),
    "vulnerable": Text(
        "Zijn er kwetsbare mensen bij, zoals zieken of mensen met dementie?",
        "Are vulnerable people among them, such as the ill or people with dementia?",
    ),
    "persons": Text("Om hoeveel mensen gaat het ongeveer?", "About how many people?"),
    "records": Text("Om hoeveel dossiers of regels gaat het ongeveer?", "About how many files or records?"),
    "confidentiality": Text(
        "Kan iemand de gegevens gezien hebben die dat niet mag?", "Can somebody have seen the data who should not?"
    ),
    "holder": Text("Wie heeft de gegevens nu?", "Who has the data now?"),
    "deletion_confirmed": Text(
        "Heeft die bevestigd dat de gegevens vernietigd zijn?", "Has this one confirmed that the data were destroyed?"
    ),
    "encryption": Text("Waren de gegevens versleuteld?", "Were the data encrypted?"),
    "key_safe": Text("Is de sleutel of het wachtwoord veilig?", "Is the key or the password safe?"),
    "integrity": Text("Zijn er gegevens veranderd die hadden moeten blijven?", "Were data changed that should not be?"),
    "availability": Text(
        "Waren gegevens weg of onbereikbaar, of zijn ze dat nog?", "Were data gone or out of reach, or are they still?"
    ),
    "away_hours": Text("Hoeveel uur waren ze onbereikbaar?", "For how many hours were they out of reach?"),
    "undone": Text("Is wat weg of veranderd was weer goed?", "Is what was gone or changed right again?"),
    "care": Text("Wat deed dit met de zorg?", "What did this do to the care?"),
    "intent": Text("Was het opzet?", "Was it on purpose?"),
    "other_eu": Text("Zijn er ook mensen in andere EU-landen bij?", "Also people in other EU countries?"),
    "countries": Text("In welke landen?", "In which countries?"),
    "processor": Text("Gebeurde het bij een verwerker?", "Did it happen at a processor?"),
    "averted": Text(
        "Is er daarna iets gedaan waardoor een hoog risico niet meer waarschijnlijk is?",
        "Was anything done since that makes a high risk no longer likely?",
    ),
    "reachable": Text(
        "Kunnen de mensen een voor een bereikt worden zonder onevenredig veel moeite?",
        "Can the people be reached one by one without an effort that is out of proportion?",
    ),
}
"""Each fact as a question."""

UNKNOWN = Text("Nog niet bekend", "Not known yet")
_YES, _NO = Text("Ja", "Yes"), Text("Nee", "No")
YES_NO: Mapping[str, Text] = {"yes": _YES, "no": _NO}

KINDS: Mapping[str, Text] = {
    DataKind.PLAIN: Text("gewone gegevens, zoals naam en adres", "plain data, such as name and address"),
    DataKind.LOCATION: Text("waar iemand was of woont op dit moment", "where somebody was or is living right now"),
    DataKind.FINANCIAL: Text("geldzaken", "money matters"),
    DataKind.BSN: Text("burgerservicenummer, of kopie van een paspoort", "citizen service number, or a passport copy"),
    DataKind.CREDENTIALS: Text("wachtwoorden of codes", "passwords or codes"),
    DataKind.SPECIAL: Text(
        "strafbare feiten, afkomst, geloof of seksuele geaardheid", "offences, origin, religion or sexual orientation"
    ),
    DataKind.HEALTH: Text("gezondheid", "health"),
}
_YES_NO_FACTS = (
    *("vulnerable", "confidentiality", "deletion_confirmed", "key_safe", "integrity", "availability"),
    *("intent", "other_eu", "processor", "averted", "reachable"),
)
VALUES: Mapping[str, Mapping[str, Text]] = {
    "kinds": KINDS,
    "more_kinds": {kind: text for kind, text in KINDS.items() if kind != DataKind.PLAIN},
    "identifiable": {
        Identifiable.NEGLIGIBLE: Text("bijna niet", "hardly at all"),
        Identifiable.LIMITED: Text("alleen met veel moeite", "only with much effort"),
        Identifiable.SIGNIFICANT: Text("met wat zoeken", "with some searching"),
        Identifiable.MAXIMUM: Text("meteen, er staan namen of nummers bij", "at once, names or numbers stand with it"),
    },
    "groups": {
        PersonGroup.CLIENTS: Text("cliënten", "clients"),
        PersonGroup.CHILDREN: Text("kinderen", "children"),
        PersonGroup.REPRESENTATIVES: Text("vertegenwoordigers en familie", "representatives and family"),
        PersonGroup.STAFF: Text("medewerkers en zorgverleners", "staff and carers"),
        PersonGroup.APPLICANTS: Text("sollicitanten", "applicants"),
        PersonGroup.OTHERS: Text("anderen", "others"),
    },
    "holder": {
        Holder.TRUSTED: Text(
            "iemand met een geheimhoudingsplicht, zoals een andere zorgverlener",
            "somebody bound to secrecy, such as another care provider",
        ),
        Holder.KNOWN: Text("iemand anders die wij kennen", "somebody else whom we know"),
        Holder.STRANGERS: Text("een onbekende: zoekgeraakt of gestolen", "a stranger: they were lost or stolen"),
        Holder.PUBLIC: Text("iedereen: ze stonden openbaar", "everybody: they were public"),
    },
    "encryption": {
        Encryption.STRONG: Text("ja, volgens de stand van de techniek", "yes, by the state of the art"),
        Encryption.WEAK: Text("ja, maar zwak of verouderd", "yes, but weakly or out of date"),
        Encryption.NONE: Text("nee, iedereen kan ze lezen", "no, anybody can read them"),
    },
    "undone": {
        Undone.FULLY: Text("ja, helemaal", "yes, wholly"),
        Undone.PARTLY: Text("voor een deel", "in part"),
        Undone.NOT: Text("nee", "no"),
    },
    "care": {
        Care.NONE: Text("niets, de zorg ging door", "nothing, the care went on"),
        Care.DELAYED: Text("zorg kwam later of ging niet door", "care came later or was called off"),
        Care.HARMED: Text(
            "iemand kreeg de verkeerde of geen nodige zorg", "somebody got wrong care, or none when needed"
        ),
    },
    **dict.fromkeys(_YES_NO_FACTS, YES_NO),
}
"""The values of the facts that are chosen."""

RISKS: Mapping[str, Text] = {
    Risk.UNLIKELY: Text("een risico voor mensen is onwaarschijnlijk", "a risk to people is unlikely"),
    Risk.RISK: Text("er is een risico voor mensen", "there is a risk to people"),
    Risk.HIGH: Text("er is een hoog risico voor mensen", "there is a high risk to people"),
}
SIDES: Mapping[str, Text] = {
    Side.CONFIDENTIALITY: Text("Iemand zag of kreeg gegevens", "Somebody saw or got data"),
    Side.INTEGRITY: Text("Gegevens veranderden", "Data were changed"),
    Side.AVAILABILITY: Text("Gegevens waren weg", "Data were gone"),
}
BANDS: Mapping[str, Text] = {
    Band.LOW: Text("laag", "low"),
    Band.MEDIUM: Text("gemiddeld", "medium"),
    Band.HIGH: Text("hoog", "high"),
    Band.VERY_HIGH: Text("zeer hoog", "very high"),
}
CIRCUMSTANCES: Mapping[str, Text] = {
    "confidentiality": Text("vertrouwelijkheid", "confidentiality"),
    "integrity": Text("juistheid", "integrity"),
    "availability": Text("beschikbaarheid", "availability"),
    "intent": Text("opzet", "intent"),
}
_FACTORS = "EDPB 9/2022, IV.B"
REASONS: Mapping[str, tuple[Text, str]] = {
    "kind-plain": (Text("Het zijn gewone gegevens.", "The data are plain."), _FACTORS),
    "kind-location": (Text("Men kan zien waar iemand is.", "One can see where somebody is."), _FACTORS),
    "kind-financial": (Text("Het gaat over geld.", "They are about money."), _FACTORS),
    "kind-bsn": (
        Text("Met deze nummers kan iemand zich voor een ander uitgeven.", "With these somebody can pose as another."),
        "art. 87 AVG; " + _FACTORS,
    ),
    "kind-credentials": (Text("Met wachtwoorden komt iemand verder binnen.", "Passwords open more doors."), _FACTORS),
    "kind-special": (
        Text("Het zijn bijzondere of strafrechtelijke gegevens.", "They are special or criminal data."),
        "art. 9, 10 AVG; " + _FACTORS,
    ),
    "kind-health": (Text("Het gaat over gezondheid.", "They are about health."), "art. 9 AVG; " + _FACTORS),
    "holder-trusted": (
        Text("Wie ze heeft moet ze geheimhouden.", "Who has them is bound to secrecy."),
        _FACTORS,
    ),
    "holder-known": (Text("Wij weten wie ze heeft.", "We know who has them."), _FACTORS),
    "holder-strangers": (Text("Een onbekende heeft ze, of kan ze hebben.", "A stranger has them, or may."), _FACTORS),
    "holder-public": (Text("Iedereen kon of kan erbij.", "Anybody could or can get at them."), _FACTORS),
    "deleted": (Text("Vernietiging is bevestigd.", "It was confirmed that they were destroyed."), _FACTORS),
    "unreadable": (
        Text(
            "Niemand kan ze lezen: versleuteld, en de sleutel is veilig.", "Nobody can read them: encrypted, key safe."
        ),
        "art. 34(3)(a) AVG",
    ),
    "hard-to-identify": (
        Text("Het is lastig te zien om wie het gaat.", "It is hard to see whom it is about."),
        _FACTORS,
    ),
    "intent": (Text("Het was opzet.", "It was on purpose."), _FACTORS),
    "many": (Text("Het gaat om veel mensen.", "It is about many people."), _FACTORS),
    "vulnerable": (Text("Er zijn kwetsbare mensen bij.", "Vulnerable people are among them."), _FACTORS),
    "put-right": (Text("Alles is weer goed.", "All is right again."), _FACTORS),
    "changed-partly": (Text("Niet alles is terug zoals het was.", "Not all is as it was."), _FACTORS),
    "changed-not": (Text("De gegevens kloppen niet meer.", "The data are no longer right."), _FACTORS),
    "lost-partly": (Text("Een deel is nog weg.", "A part is still gone."), _FACTORS),
    "lost-not": (Text("De gegevens zijn weg.", "The data are gone."), _FACTORS),
    "away-long": (
        Text("Ze waren langer dan een dag onbereikbaar.", "They were out of reach for over a day."),
        _FACTORS,
    ),
    "care-delayed": (Text("Zorg kwam later of ging niet door.", "Care came later or was called off."), _FACTORS),
    "care-harmed": (Text("Er ging zorg mis.", "Care went wrong."), _FACTORS),
}
"""Why, in words, and where that stands."""
EXCEPTIONS: Mapping[str, tuple[Text, str]] = {
    "a": (
        Text(
            "De gegevens zijn onleesbaar. Dan hoeft u de mensen niet in te lichten.",
            "The data cannot be read. Then the people need not be told.",
        ),
        "art. 34(3)(a) AVG",
    ),
    "b": (
        Text(
            "Wat daarna gedaan is, nam het hoge risico weg. Dan hoeft u de mensen niet in te lichten.",
            "What was done since took the high risk away. Then the people need not be told.",
        ),
        "art. 34(3)(b) AVG",
    ),
    "c": (
        Text(
            "Een voor een inlichten kost te veel moeite. Doe dan een openbare mededeling.",
            "Telling them one by one takes too much effort. Then make a public announcement.",
        ),
        "art. 34(3)(c) AVG",
    ),
}
GIVEN_BY: Mapping[str, Text] = {
    DISCOVERER: Text("de ontdekker", "the discoverer"),
    STAFF: Text("een medewerker", "a member of staff"),
}
STEPS: Mapping[str, Text] = {
    "questions-wait": Text("Vragen staan nog open: bel de ontdekker", "Questions are open: call the discoverer"),
    "asked-discoverer": Text("De ontdekker is opnieuw gevraagd", "The discoverer was asked again"),
    "question-code-made": Text("Code gemaakt om de vragen te beantwoorden", "Code made to answer the questions"),
}
TO_CALL = Text("bel de ontdekker", "call the discoverer")
