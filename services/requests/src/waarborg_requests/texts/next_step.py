"""The words for the one thing that staff had best do next with a request."""

from collections.abc import Mapping

from waarborg_requests.domain.next_step import CaseStep
from waarborg_shared.hooks.values import Text

NEXT: Mapping[CaseStep, tuple[Text, Text]] = {
    CaseStep.ANSWER_MESSAGE: (
        Text("Beantwoord het bericht", "Answer the message"),
        Text("De persoon schreef en wacht op u.", "The person wrote and waits for you."),
    ),
    CaseStep.CALL: (
        Text("Bel de persoon terug", "Call the person back"),
        Text(
            "De persoon vroeg om te worden gebeld. Bel, en leg dat hier vast.",
            "The person asked to be called. Call, and record that here.",
        ),
    ),
    CaseStep.PACKAGE_FAILED: (
        Text("Maak het pakket met gegevens opnieuw", "Make the package of data again"),
        Text(
            "Het maken is niet gelukt. Beëindig dit pakket en begin een nieuw, met een nieuwe code.",
            "It could not be made. End this package and begin another one, with a new code.",
        ),
    ),
    CaseStep.REACH_PERSON: (
        Text("Zorg dat de persoon zijn antwoord krijgt", "See that the person gets his answer"),
        Text(
            "Wat klaarlag, is teruggehaald. Bel de persoon. Neem zo nodig een nieuw verzoek op, en zeg dat u dit zag.",
            "What lay ready was taken back. Call the person, and take another request if need be. Then say you saw it.",
        ),
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
            "Leg de identificatie nog eens vast, met het cliëntnummer. Daarna kan het werk beginnen.",
            "Record the identification once more, with the client number. Then the work can begin.",
        ),
    ),
    CaseStep.CONFIRM_PERSON: (
        Text("Kijk of het nog om de juiste persoon gaat", "Look whether it is still about the right person"),
        Text(
            "In het personenregister is iets samengevoegd of gesplitst. Tot u dit bevestigt, ligt alles stil.",
            "In the register of persons something was joined or parted. Until you confirm this, nothing goes on.",
        ),
    ),
    CaseStep.CHECK_AUTHORITY: (
        Text("Controleer of de vertegenwoordiger dit mag vragen", "Check whether the representative may ask this"),
        Text(
            "Tot dat vaststaat, wordt niets opgevraagd, doorgegeven of gegeven. Weigeren kan wel.",
            "Until that is certain nothing is asked for, passed on or given. Refusing is possible.",
        ),
    ),
    CaseStep.DEATH_GROUND: (
        Text("Leg vast waarom het dossier mag worden ingezien", "Record why the file may be seen"),
        Text(
            "Deze persoon is overleden. Zonder een grond van artikel 7:458a BW kunt u alleen weigeren.",
            "This person died. Without a ground of article 7:458a of the Civil Code you can only refuse.",
        ),
    ),
    CaseStep.ONLY_REFUSE: (
        Text("Wijs het verzoek af", "Refuse the request"),
        Text(
            "Deze persoon is overleden. Dit verzoek kan niet meer worden toegewezen.",
            "This person died. This request cannot be granted any more.",
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
    CaseStep.ANSWER_LOOK_FIRST: (
        Text("Beantwoord eerst het verzoek om inzage", "Answer the request for access first"),
        Text(
            "De persoon wil de gegevens ook zien. Wat is gewist, kan niemand meer laten zien.",
            "The person also wants to see the data. What was erased can no longer be shown.",
        ),
    ),
    CaseStep.PREPARE_CARRYING: (
        Text("Zet klaar wat er moet gebeuren", "Make ready what is to be done"),
        Text(
            "U kunt pas toewijzen als het is uitgevoerd. Wilt u weigeren? Schrijf dan meteen het antwoord.",
            "You can grant it only once it was carried out. Do you refuse? Then write the answer now.",
        ),
    ),
    CaseStep.BEGIN_CARRYING: (
        Text("Begin met uitvoeren", "Begin to carry it out"),
        Text(
            "Het staat klaar. Kijk het na en begin, of stop het. Daarna kan het niet meer worden gestopt.",
            "It is ready. Look it over and begin, or stop it. After that it cannot be stopped any more.",
        ),
    ),
    CaseStep.CARRY_BY_HAND: (
        Text("Leg vast wat er is gedaan", "Record what was done"),
        Text(
            "Op een of meer plekken gaat het met de hand. Vertel wat er moet gebeuren, en leg vast wat eruit kwam.",
            "In some places it is done by hand. Tell what is to be done, and record what came of it.",
        ),
    ),
    CaseStep.AWAIT_FEE: (
        Text("Wacht op een ja tegen de kosten", "Wait for a yes to the costs"),
        Text(
            "De persoon weet wat de kopie kost en koos nog niet. De termijn loopt door. Niets vragen mag altijd.",
            "The person knows what the copy costs and has not chosen yet. The term runs on. You may still ask nothing.",
        ),
    ),
    CaseStep.AWAIT_CARRYING: (
        Text("Wacht tot het is uitgevoerd", "Wait until it was carried out"),
        Text(
            "Niet elke plek is klaar. Duurt het te lang? Vraag het nog eens.",
            "Not every place is done. Does it take too long? Ask again.",
        ),
    ),
    CaseStep.CARRY_OUT_MEASURE: (
        Text("Voer uit wat is besloten", "Carry out what was decided"),
        Text(
            "Over deze klacht is geoordeeld. Leg vast welke maatregelen zijn uitgevoerd.",
            "This complaint was judged. Record which measures were carried out.",
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
    CaseStep.ENDED: (
        Text("U hoeft niets te doen", "There is nothing to do"),
        Text(
            "Het verzoek is gestopt zonder antwoord: het is ingetrokken of vervallen.",
            "The request ended without an answer: it was taken back or it lapsed.",
        ),
    ),
    CaseStep.NOTHING: (
        Text("U hoeft niets te doen", "There is nothing to do"),
        Text("Het verzoek is beantwoord en de persoon weet het.", "The request was answered and the person knows it."),
    ),
}
