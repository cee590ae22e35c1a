"""The words about letters and notices, for staff and for the person, in both languages."""

from collections.abc import Mapping

from waarborg_requests.domain.letters import LetterKind
from waarborg_shared.hooks.values import Text

LETTER_KINDS: Mapping[LetterKind, Text] = {
    LetterKind.RECEIVED: Text("Bevestiging van ontvangst", "Confirmation of receipt"),
    LetterKind.IDENTIFICATION: Text("Vraag om te laten zien wie iemand is", "Question to show who somebody is"),
    LetterKind.READ_CODE: Text("Code om het antwoord te lezen", "Code to read the answer"),
    LetterKind.EXTENSION: Text("Bericht over de langere termijn", "Word of the longer term"),
    LetterKind.ANSWER: Text("Antwoord", "Answer"),
    LetterKind.MESSAGE: Text("Bericht dat wij iets schreven", "Word that we wrote something"),
    LetterKind.FETCH_CODE: Text("Code om de gegevens op te halen", "Code to fetch the data"),
    LetterKind.NEW_CODE: Text("Nieuwe geheime code", "New secret code"),
    LetterKind.FEE: Text("Bericht wat de kopie kost", "Word of what the copy costs"),
    LetterKind.WITHDRAWN: Text("Bericht dat het verzoek gestopt is", "Word that the request has ended"),
}
LANGUAGES: Mapping[str, Text] = {"nl": Text("Nederlands", "Dutch"), "en": Text("Engels", "English")}

VERBS: Mapping[str, Text] = {
    "saved-draft": Text("Antwoord als concept bewaard", "Answer saved as a draft"),
    "sent-notice": Text("Bericht zonder inhoud gemaild", "Notice without content sent by e-mail"),
    "notice-failed": Text("Bericht kon niet worden gemaild", "Notice could not be sent by e-mail"),
    "code-issued": Text("Nieuwe geheime code gemaakt", "New secret code made"),
    "by-letter-instead": Text("Antwoord gaat toch per brief", "Answer goes by letter after all"),
}

# The steps of these that the person sees too: that a code was made is nothing to find out afterwards.
STEPS = frozenset({"code-issued"})

# What goes by e-mail says nothing about anybody: a number, and where to look (B15).
NOTICE_SUBJECT = Text("Nieuws over uw verzoek {number}", "News about your request {number}")
NOTICE = Text(
    "Er is nieuws over uw verzoek {number}.\n\n"
    "Kijk op {page} en vul daar het nummer en uw geheime code in.\n"
    "In deze e-mail staat verder niets over u, want e-mail is daarvoor niet veilig genoeg.\n\n"
    "{us}\n",
    "There is news about your request {number}.\n\n"
    "Look at {page} and fill in the number and your secret code there.\n"
    "Nothing else about you stands in this e-mail, because e-mail is not safe enough for that.\n\n"
    "{us}\n",
)

NO_ANSWER_HERE = Text(
    "Hiermee kunnen wij geen antwoord openen. Controleer het nummer en de codes.",
    "With this we can open no answer. Check the number and the codes.",
)
