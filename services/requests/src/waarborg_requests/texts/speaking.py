"""The words that go with messages, and with how a request stands for the person who asked."""

from collections.abc import Mapping

from waarborg_requests.domain.standing import NextStep, WaitsFor
from waarborg_shared.hooks.values import Text

VERBS: Mapping[str, Text] = {
    "wrote-message": Text("Bericht geschreven", "Message written"),
    "message-needs-no-answer": Text("Bericht gelezen, geen antwoord nodig", "Message read, no answer needed"),
    "looked-signed-in": Text("Zelf bekeken, ingelogd", "Looked at by the person, signed in"),
}
STEPS = frozenset({"wrote-message"})
MESSAGE = Text("een nieuw bericht", "a new message")
MESSAGE_WAITS = Text("Bericht van de persoon", "Message from the person")

WAITING: Mapping[WaitsFor, Text] = {
    WaitsFor.YOU: Text("Wij wachten op u.", "We wait for you."),
    WaitsFor.US: Text("U wacht op ons. Wij zijn ermee bezig.", "You wait for us. We are working on it."),
    WaitsFor.NOBODY: Text("Er hoeft niets meer te gebeuren.", "Nothing more has to be done."),
}
NEXT: Mapping[NextStep, tuple[Text, Text]] = {
    NextStep.IDENTIFY: (
        Text("Laat zien wie u bent", "Show who you are"),
        Text(
            "Tot die tijd staat de termijn stil. Bel ons of kom langs. Stuur nooit een kopie van uw paspoort.",
            "Until then the term stands still. Call us or come by. Never send a copy of your passport.",
        ),
    ),
    NextStep.READ_MESSAGE: (
        Text("Lees ons bericht", "Read our message"),
        Text("Er staat een nieuw bericht voor u op deze pagina.", "There is a new message for you on this page."),
    ),
    NextStep.IDENTIFY_TO_READ: (
        Text("Laat zien wie u bent, dan kunt u ons bericht lezen", "Show who you are, and you can read our message"),
        Text(
            "In het bericht kunnen gegevens van u staan. Daarom moeten wij eerst zeker weten dat u het bent. "
            "Bel ons of kom langs.",
            "There may be data about you in it. So we first have to be sure that it is you. Call us or come by.",
        ),
    ),
    NextStep.AWAIT_WORD: (
        Text("Wacht op ons bericht over het antwoord", "Wait for word of our answer"),
        Text("Het antwoord is klaar en komt naar u toe.", "The answer is ready and comes to you."),
    ),
    NextStep.READ_ANSWER: (
        Text("Lees het antwoord", "Read the answer"),
        Text(
            "U hebt het van ons gekregen. Bent u het er niet mee eens? Hieronder staat wat u kunt doen.",
            "You got it from us. Do you disagree? Below is what you can do.",
        ),
    ),
    NextStep.ENDED: (
        Text("U hoeft niets meer te doen", "You need do nothing more"),
        Text(
            "Dit verzoek is afgesloten zonder antwoord. U kunt altijd opnieuw iets vragen.",
            "This request was closed without an answer. You can always ask again.",
        ),
    ),
    NextStep.LATE: (
        Text("Wij zijn te laat", "We are late"),
        Text(
            "Dat spijt ons. U kunt ons een bericht schrijven of een klacht indienen.",
            "We are sorry. You can write us a message or make a complaint.",
        ),
    ),
    NextStep.WAIT: (
        Text("U hoeft nu niets te doen", "You need do nothing now"),
        Text("Wij laten het weten als er nieuws is.", "We tell you when there is news."),
    ),
}
