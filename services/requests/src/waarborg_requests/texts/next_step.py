"""The words for the one thing that staff had best do next with a request."""

from collections.abc import Mapping

from waarborg_requests.domain.next_step import CaseStep
from waarborg_shared.hooks.values import Text

NEXT: Mapping[CaseStep, tuple[Text, Text]] = {
    CaseStep.ANSWER_MESSAGE: (
        Text("Beantwoord het bericht", "Answer the message"),
        Text("De persoon schreef en wacht op u.", "The person wrote and waits for you."),
    ),
    CaseStep.POST_LETTER: (
        Text("Post de brief", "Post the letter"),
        Text(
            "Er ligt een brief klaar. Print hem, doe hem op de post en leg dat hier vast.",
            "A letter lies ready. Print it, post it, and record that here.",
        ),
    ),
    CaseStep.GIVE_WORD: (
        Text("Laat het de persoon weten", "Tell the person"),
        Text("De persoon weet iets nog niet.", "There is something that the person does not know yet."),
    ),
    CaseStep.RECORD_WHO: (
        Text("Leg vast wie het vraagt", "Record who asks"),
        Text("Daarna kan het werk beginnen.", "Then the work can begin."),
    ),
    CaseStep.AWAIT_IDENTIFICATION: (
        Text("Wacht tot de persoon laat zien wie hij is", "Wait until the person shows who he is"),
        Text(
            "Tot dan staat de termijn stil. Weet u het al? Leg het dan vast.",
            "Until then the term stands still. Do you know already? Then record it.",
        ),
    ),
    CaseStep.ASK_HOLDERS: (
        Text("Koppel het verzoek aan een persoon", "Link the request to a person"),
        Text(
            "Leg de identificatie nog eens vast, met het cliëntnummer. Dan worden de gegevens vanzelf opgevraagd.",
            "Record the identification once more, with the client number. The data are then asked for by themselves.",
        ),
    ),
    CaseStep.JUDGE_ITEMS: (
        Text("Beoordeel de onderdelen", "Judge the items"),
        Text("Kies van elk onderdeel of de persoon het krijgt.", "Choose for each item whether the person gets it."),
    ),
    CaseStep.AWAIT_HOLDERS: (
        Text("Wacht op de gegevens", "Wait for the data"),
        Text(
            "Niet elke plek heeft geantwoord. Duurt het te lang? Vraag het nog eens, of zeg waarom het zonder kan.",
            "Not every place has answered. Does it take too long? Ask again, or say why it can do without.",
        ),
    ),
    CaseStep.LOOK_THROUGH: (
        Text("Loop na wat de persoon krijgt", "Look through what the person gets"),
        Text("Daarna wordt het een tweede keer nagekeken.", "Then it is looked through a second time."),
    ),
    CaseStep.SECOND_LOOK: (
        Text("Kijk het een tweede keer na", "Look it through a second time"),
        Text(
            "Dat doet wie nog niet keek. Wie alleen werkt, doet het na een nacht, of vraagt iemand van buiten.",
            "Somebody who did not look yet does so. Who works alone does it after a night, or asks an outsider.",
        ),
    ),
    CaseStep.JUDGE_COMPLAINT: (
        Text("Beoordeel de klacht", "Judge the complaint"),
        Text("De persoon krijgt uw oordeel per brief.", "The person gets your judgement by letter."),
    ),
    CaseStep.WRITE_ANSWER: (
        Text("Schrijf het antwoord", "Write the answer"),
        Text("Alles wat daarvoor nodig is, is er.", "All that is needed for it is there."),
    ),
    CaseStep.NOTHING: (
        Text("U hoeft niets te doen", "There is nothing to do"),
        Text("Het verzoek is beantwoord en de persoon weet het.", "The request was answered and the person knows it."),
    ),
}
