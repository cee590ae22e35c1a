"""The words of looking an answer through."""

from collections.abc import Mapping

from waarborg_requests.domain.review.marking import Verdict, WithholdGround
from waarborg_requests.domain.review.suggesting import Likely
from waarborg_shared.hooks.values import Text
from waarborg_shared.second_look import Looked

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.GIVE: Text("Geven", "Give"),
    Verdict.REDACT: Text("Geven, met een deel weggelaten", "Give, with a part left out"),
    Verdict.WITHHOLD: Text("Niet geven", "Withhold"),
}
NOT_MARKED = Text("Nog te beoordelen", "Still to be judged")

WITHHOLD_GROUNDS: Mapping[WithholdGround, Text] = {
    WithholdGround.OTHERS_PRIVACY: Text("De privacy van iemand anders", "Another person's privacy"),
    WithholdGround.WORKING_NOTES: Text("Persoonlijke werkaantekeningen", "Personal working notes"),
    WithholdGround.LAW: Text("De wet verbiedt het te geven", "The law forbids giving it"),
    WithholdGround.INVESTIGATION: Text("Er loopt een onderzoek", "An investigation is going on"),
    WithholdGround.LEGAL_PRIVILEGE: Text("Verschoningsrecht", "Legal privilege"),
}

LIKELY: Mapping[Likely, Text] = {
    Likely.BSN: Text("lijkt een BSN", "looks like a BSN"),
    Likely.PHONE: Text("lijkt een telefoonnummer", "looks like a telephone number"),
    Likely.EMAIL: Text("lijkt een e-mailadres", "looks like an e-mail address"),
    Likely.ADDRESS: Text("lijkt een adres", "looks like an address"),
    Likely.NAME: Text("lijkt een naam", "looks like a name"),
}

WAYS: Mapping[Looked, Text] = {
    Looked.COLLEAGUE: Text("door een collega", "by a colleague"),
    Looked.AFTER_A_NIGHT: Text("door dezelfde persoon, na een nacht", "by the same person, after a night"),
    Looked.OUTSIDER: Text("door iemand van buiten, één keer uitgenodigd", "by somebody from outside, invited once"),
}

VERBS: Mapping[str, Text] = {
    "marked-item": Text("Een onderdeel beoordeeld", "An item judged"),
    "marked-items": Text("Onderdelen beoordeeld", "Items judged"),
    "looked-at-item": Text("Een onderdeel bekeken", "An item looked at"),
    "looked-through": Text("Wat wij geven is bekeken", "What is given was looked through"),
    "invited-to-look": Text("Iemand van buiten gevraagd om mee te kijken", "Somebody from outside was asked"),
    "look-objected": Text(
        "Wie van buiten meekeek, heeft een opmerking", "Whoever looked from outside has something to say"
    ),
}
