"""Thanks, publication, good faith and keeping in words: the marks, the states, how it was looked at, what is to do."""

from collections.abc import Mapping

from waarborg_disclosure.domain.conduct import Conduct, Ground
from waarborg_disclosure.domain.publishing import AdvisoryState
from waarborg_disclosure.domain.thanking import Mark, RewardState
from waarborg_shared.hooks.values import Text
from waarborg_shared.second_look import Looked

MARKS: Mapping[Mark, tuple[Text, Text]] = {
    Mark.CLEAR: (
        Text("Duidelijk", "Clear"),
        Text("Na één keer lezen is te begrijpen wat er mis is.", "One reading tells what is wrong."),
    ),
    Mark.REPRODUCIBLE: (
        Text("Na te doen", "Reproducible"),
        Text("Met de stappen uit de melding lukt het ons ook.", "By the steps of the report we can do it too."),
    ),
    Mark.IMPACT: (
        Text("Volledig", "Complete"),
        Text("Er staat bij wat een kwaadwillende ermee kan.", "It says what an attacker could do with it."),
    ),
    Mark.CAREFUL: (
        Text("Zorgvuldig", "Careful"),
        Text("De melder deed niet meer dan nodig was.", "The reporter did no more than was needed."),
    ),
}

REWARD_STATES: Mapping[RewardState, Text] = {
    RewardState.PROPOSED: Text("Voorgesteld", "Proposed"),
    RewardState.REFUSED: Text("Niet goedgekeurd", "Not approved"),
    RewardState.APPROVED: Text("Goedgekeurd, nog te betalen", "Approved, still to be paid"),
    RewardState.PAID: Text("Betaald", "Paid"),
    RewardState.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
}

LOOKED: Mapping[Looked, Text] = {
    Looked.COLLEAGUE: Text("door een collega", "by a colleague"),
    Looked.AFTER_A_NIGHT: Text(
        "door dezelfde persoon, na een nacht: hier werkt één mens", "by the same person, after a night: one works here"
    ),
    Looked.OUTSIDER: Text(
        "met iemand van buiten: hier werkt één mens", "together with somebody from outside: one person works here"
    ),
}

ADVISORY_STATES: Mapping[AdvisoryState, Text] = {
    AdvisoryState.DRAFT: Text("Concept", "Draft"),
    AdvisoryState.REVIEWED: Text("Nagekeken", "Reviewed"),
    AdvisoryState.PUBLISHED: Text("Openbaar", "Public"),
    AdvisoryState.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
}

CONDUCTS: Mapping[Conduct, Text] = {
    Conduct.KEPT: Text("De spelregels zijn gevolgd", "The rules of play were kept"),
    Conduct.BROKEN: Text("De spelregels zijn geschonden", "The rules of play were broken"),
}

GROUNDS: Mapping[Ground, Text] = {
    Ground.LAW: Text("De wet of een rechter eist het", "The law or a court demands it"),
    Ground.BAD_FAITH: Text(
        "Aangifte bij de politie: er is besloten dat de spelregels zijn geschonden",
        "Report to the police: it was decided that the rules of play were broken",
    ),
}

STEPS: Mapping[str, Text] = {
    "proposed-reward": Text("Beloning voorgesteld", "Reward proposed"),
    "approved-reward": Text("Beloning goedgekeurd", "Reward approved"),
    "refused-reward": Text("Beloning niet goedgekeurd", "Reward not approved"),
    "paid-reward": Text("Beloning betaald", "Reward paid"),
    "withdrew-reward": Text("Beloning ingetrokken", "Reward withdrawn"),
    "gave-name": Text("De melder gaf een naam om te noemen", "The reporter gave a name to be named by"),
    "took-name-back": Text("De naam is teruggenomen", "The name was taken back"),
    "accepted-name": Text("De naam mag op de pagina", "The name may stand on the page"),
    "wrote-advisory": Text("Tekst om openbaar te maken geschreven", "Text to be published written"),
    "reviewed-advisory": Text("Die tekst nagekeken", "That text reviewed"),
    "proposed-day": Text("Dag van openbaarmaking voorgesteld", "Day of publication proposed"),
    "agreed-to-day": Text("Met die dag ingestemd", "Agreed to that day"),
    "refused-day": Text("Die dag afgewezen", "That day refused"),
    "reminded-of-day": Text("De melder herinnerd aan die dag", "The reporter reminded of that day"),
    "proposed-to-go-on": Text("Voorgesteld door te gaan zonder de melder", "Proposed to go on without the reporter"),
    "went-on-without-reporter": Text(
        "Besloten door te gaan zonder antwoord van de melder", "Decided to go on without an answer of the reporter"
    ),
    "published-advisory": Text("Openbaar gemaakt", "Published"),
    "withdrew-advisory": Text("Ingetrokken, met een bericht", "Withdrawn, with a note"),
    "found-conduct": Text("Bevinding over de spelregels", "Finding about the rules of play"),
    "decided-conduct": Text("Over de spelregels besloten", "Decided about the rules of play"),
    "dropped-finding": Text("Bevinding teruggenomen", "Finding taken back"),
    "handed-over": Text("Gegevens van de melder verstrekt", "Data of the reporter handed over"),
    "held": Text("Langer bewaard", "Kept longer"),
    "hold-lifted": Text("Niet langer dan de termijn bewaard", "Kept no longer than the term"),
    "correction-asked": Text(
        "Wie dit meldde vroeg om een verbetering of aanvulling", "Who reported this asked for a correction or addition"
    ),
    "erased-reporter": Text("Contactgegevens van de melder gewist", "Contact data of the reporter erased"),
    "erased-report": Text("Tekst en bijlagen gewist", "Text and files erased"),
}
