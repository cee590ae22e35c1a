"""What a report comes to while it is assessed and fixed: severity, kinds, duties, what became of promises, letters."""

from collections.abc import Mapping

from waarborg_disclosure.domain.fixing import Retest
from waarborg_disclosure.domain.promises import Standing
from waarborg_disclosure.domain.severity import ClientSafety, HealthData, Severity
from waarborg_shared.hooks.values import Text

SEVERITIES: Mapping[Severity, Text] = {
    Severity.NONE: Text("Geen", "None"),
    Severity.LOW: Text("Laag", "Low"),
    Severity.MEDIUM: Text("Middel", "Medium"),
    Severity.HIGH: Text("Hoog", "High"),
    Severity.CRITICAL: Text("Zeer hoog", "Critical"),
}

SAFETY: Mapping[ClientSafety, Text] = {
    ClientSafety.NO: Text("Nee", "No"),
    ClientSafety.POSSIBLE: Text(
        "Misschien: de zorg kan erdoor stokken of fout gaan", "Perhaps: care can stall or go wrong by it"
    ),
    ClientSafety.DIRECT: Text(
        "Ja, meteen: bijvoorbeeld medicijnen, alarm of toegang tot een woning",
        "Yes, directly: medicines, an alarm or access to a home, for example",
    ),
}

HEALTH_DATA: Mapping[HealthData, Text] = {
    HealthData.NO: Text("Nee", "No"),
    HealthData.FEW: Text("Ja, van een of enkele mensen", "Yes, of one person or a few"),
    HealthData.MANY: Text("Ja, van veel mensen", "Yes, of many people"),
}

STANDINGS: Mapping[Standing, Text] = {
    Standing.OPEN: Text("loopt", "running"),
    Standing.PAUSED: Text("staat stil: wij wachten op de melder", "standing still: we wait for the reporter"),
    Standing.KEPT: Text("gehouden", "kept"),
    Standing.MISSED: Text("niet gehouden", "not kept"),
    Standing.MOVED: Text("verschoven", "moved"),
    Standing.ENDED: Text("vervallen", "fallen away"),
}

RETESTS: Mapping[Retest, Text] = {
    Retest.ASKED: Text("Gevraagd, nog geen antwoord", "Asked, no answer yet"),
    Retest.DONE: Text("Het is opgelost", "It is fixed"),
    Retest.STILL_THERE: Text("Het is er nog", "It is still there"),
    Retest.NOT_ANSWERED: Text("Niet geprobeerd; het telt als opgelost", "Not tried; it counts as fixed"),
}

ENDINGS: Mapping[str, Text] = {
    "answered": Text("beantwoord", "answered"),
    "withdrawn": Text("ingetrokken", "taken back"),
    "not_answered": Text("niet beantwoord; wij gingen verder", "not answered; we went on"),
    "closed": Text("vervallen bij het sluiten", "fallen away at closing"),
}

LETTERS: Mapping[str, Text] = {
    "answer": Text("Ons antwoord", "Our answer"),
    "progress": Text("Hoe het staat", "How it stands"),
    "question": Text("Onze vraag", "Our question"),
    "answered": Text("Antwoord op onze vraag", "Answer to our question"),
    "date": Text("De verwachte datum van de oplossing", "The expected date of the fix"),
    "slip": Text("De verwachte datum verandert", "The expected date changes"),
    "moved": Text(
        "De verwachte datum schuift op, zolang als wij op antwoord wachtten",
        "The expected date moves on, by as long as we waited for an answer",
    ),
    "fixed": Text("Het is opgelost. Wilt u het proberen?", "It is fixed. Would you try it?"),
    "closed": Text("Wij sluiten deze melding", "We close this report"),
    "closed_unfixed": Text(
        "Wij sluiten deze melding zonder dat het is opgelost", "We close this report although it is not fixed"
    ),
    "day_asked": Text(
        "Wij stellen een dag voor om het openbaar te maken. Wat vindt u?",
        "We propose a day to publish it. What do you think?",
    ),
    "day_named": Text("Een dag voorgesteld om het openbaar te maken", "A day proposed on which to publish it"),
    "day_agreed": Text("Wij zijn het eens met uw dag", "We agree to your day"),
    "day_reminder": Text(
        "Wij vroegen of het openbaar mag. Wilt u daar hier op antwoorden?",
        "We asked whether it may be published. Would you answer that here?",
    ),
    "day_goes_on": Text(
        "Wij hoorden niets en maken het openbaar. Tot die dag kunt u hier zeggen dat u het er niet mee eens bent",
        "We heard nothing and publish it. Until that day you can say here that you do not agree",
    ),
    "retest_done": Text("Geprobeerd: het is opgelost", "Tried: it is fixed"),
    "still_there": Text("Geprobeerd: het is er nog", "Tried: it is still there"),
    "wipe": Text(
        "Wilt u de gegevens wissen die u hebt gekregen, en dat hier zeggen?",
        "Would you wipe the data that you obtained, and say so here?",
    ),
    "wiped": Text("De gegevens die zijn verkregen zijn gewist", "The data that were obtained are wiped"),
    "with_files": Text("Met bestanden erbij", "With files"),
    "leave_given": Text("De klacht mag worden doorgegeven", "The complaint may be passed on"),
    "reward_withdrawn": Text("Uw beloning is ingetrokken", "Your reward was withdrawn"),
    "leave_refused": Text("De klacht mag niet worden doorgegeven", "The complaint may not be passed on"),
    "heard_given": Text(
        "U zei ons dat de klacht mag worden doorgegeven", "You told us that the complaint may be passed on"
    ),
    "heard_refused": Text(
        "U zei ons dat de klacht niet mag worden doorgegeven", "You told us that the complaint may not be passed on"
    ),
    "complaint": Text("Over uw klacht", "About your complaint"),
}
"""What a message is beside words."""

DUTIES: Mapping[str, Text] = {
    "answer": Text("Geef de melder antwoord", "Answer the reporter"),
    "read-message": Text("Lees het nieuwe bericht van de melder", "Read the new message of the reporter"),
    "say-new-date": Text(
        "De verwachte datum is voorbij: geef een nieuwe, met de reden",
        "The expected date has gone by: give a new one, with the reason",
    ),
    "tell-progress": Text("Laat de melder weten hoe het staat", "Tell the reporter how it stands"),
    "take-up": Text("Zet er iemand op", "Put somebody on it"),
    "rate": Text("Bepaal hoe ernstig het is", "Rate how severe it is"),
    "plan": Text("Maak een plan", "Make a plan"),
    "say-date": Text("Zeg wanneer de oplossing wordt verwacht", "Say when the fix is expected"),
    "fix": Text("Los het op, en zeg het de melder", "Fix it, and tell the reporter"),
    "close": Text("Sluit de melding", "Close the report"),
    "reward-to-approve": Text("Een beloning goedkeuren", "Approve a reward"),
    "reward-to-pay": Text("Een beloning betalen", "Pay a reward"),
    "name-to-look-at": Text("De naam van de ontdekker bekijken", "Look at the name of the discoverer"),
    "advisory-to-review": Text("De tekst om openbaar te maken nakijken", "Review the text to be published"),
    "day-to-answer": Text("Antwoorden op de dag die de melder voorstelt", "Answer the day that the reporter proposes"),
    "remind-of-day": Text(
        "De melder herinneren aan de dag van openbaar maken", "Remind the reporter of the day of publishing"
    ),
    "day-unanswered": Text(
        "Bepalen of het openbaar wordt zonder antwoord van de melder",
        "Say whether it is published without an answer of the reporter",
    ),
    "silence-to-decide": Text(
        "Besluiten of het doorgaat zonder antwoord van de melder",
        "Decide whether it goes on without an answer of the reporter",
    ),
    "tell-reporter": Text(
        "Laat de melder weten dat er iets in zijn postvak staat",
        "Let the reporter know that something is in the mailbox",
    ),
    "conduct-to-decide": Text("Besluiten of de spelregels zijn gevolgd", "Decide whether the rules were kept"),
}
FORM_OF: Mapping[str, str] = {
    "answer": "assess",
    "read-message": "messages",
    "say-new-date": "date",
    "tell-progress": "messages",
    "take-up": "owner",
    "rate": "rate",
    "plan": "plan",
    "say-date": "date",
    "fix": "fixed",
    "close": "close",
    "reward-to-approve": "reward",
    "reward-to-pay": "reward",
    "name-to-look-at": "credit",
    "advisory-to-review": "publishing",
    "day-to-answer": "publishing",
    "remind-of-day": "publishing",
    "day-unanswered": "publishing",
    "silence-to-decide": "publishing",
    "tell-reporter": "notice",
    "conduct-to-decide": "conduct",
}
"""Where on the page each duty is done."""

WEAKNESSES: Mapping[int, Text] = {
    79: Text("Vreemd script in een pagina (XSS)", "Foreign script in a page (XSS)"),
    89: Text("Opdrachten aan de databank (SQL-injectie)", "Commands to the database (SQL injection)"),
    284: Text("Toegang niet goed geregeld", "Access not controlled well"),
    352: Text("Een ander laat u iets doen (CSRF)", "Somebody else makes you do something (CSRF)"),
    22: Text("Bestanden buiten de bedoelde map (path traversal)", "Files outside the folder meant (path traversal)"),
    434: Text("Gevaarlijke bestanden uploaden", "Upload of dangerous files"),
    287: Text("Inloggen niet goed geregeld", "Sign-in not handled well"),
    798: Text("Wachtwoord vast in de programmatuur", "Password fixed in the software"),
    639: Text(
        "Gegevens van een ander door een nummer te wijzigen (IDOR)", "Another's data by changing a number (IDOR)"
    ),
    200: Text("Gegevens zichtbaar voor wie ze niet mag zien", "Data visible to who may not see them"),
    319: Text("Gegevens onversleuteld verstuurd", "Data sent unencrypted"),
    327: Text("Zwakke versleuteling", "Weak encryption"),
    601: Text("Doorsturen naar een vreemd adres", "Redirect to a foreign address"),
    918: Text("De server vraagt elders iets op (SSRF)", "The server fetches from elsewhere (SSRF)"),
    94: Text("Vreemde code uitvoeren", "Running foreign code"),
    78: Text("Opdrachten aan het besturingssysteem", "Commands to the operating system"),
    502: Text("Vreemde gegevens als object inlezen (deserialisatie)", "Foreign data read as objects (deserialisation)"),
    611: Text("Vreemde verwijzingen in XML (XXE)", "Foreign references in XML (XXE)"),
    1004: Text("Cookie leesbaar voor scripts", "Cookie readable for scripts"),
    770: Text("Geen grens aan verbruik", "No limit to consumption"),
}


def weakness_name(number: int) -> str:
    """Return how a kind of weak spot is written by its number."""
    return f"CWE-{number}"
