"""Reports, how they stand, who reports, and what is found."""

from collections.abc import Mapping

from waarborg_disclosure.domain import CameBy, Reporter, ReportState, Verdict
from waarborg_shared.hooks.values import AnswerPart, Text

NOT_ANSWERED = Text("Nog niet beantwoord", "Not answered yet")
TITLE = Text("Kwetsbaarheden", "Vulnerabilities")
REPORT = Text("Gemelde kwetsbaarheid", "Reported vulnerability")

STATES: Mapping[ReportState, Text] = {
    ReportState.RECEIVED: Text("Ontvangen", "Received"),
    ReportState.ANSWERED: Text("Beantwoord", "Answered"),
    ReportState.FIXING: Text("Wordt opgelost", "Being fixed"),
    ReportState.FIXED: Text("Opgelost", "Fixed"),
    ReportState.CLOSED: Text("Gesloten", "Closed"),
    ReportState.REOPENED: Text("Opnieuw geopend", "Opened again"),
}

CAME_BY: Mapping[CameBy, Text] = {
    CameBy.EMAIL: Text("Per e-mail", "By e-mail"),
    CameBy.TELEPHONE: Text("Telefonisch", "By telephone"),
    CameBy.PAPER: Text("Op papier", "On paper"),
}

REPORTERS: Mapping[Reporter, Text] = {
    Reporter.NAMED: Text("Met mijn naam", "With my name"),
    Reporter.PSEUDONYM: Text("Onder een schuilnaam", "Under a pseudonym"),
    Reporter.ANONYMOUS: Text("Anoniem", "Anonymously"),
}

ENTERED_FOR: Mapping[Reporter, Text] = {
    Reporter.NAMED: Text("Met naam", "By name"),
    Reporter.PSEUDONYM: Text("Onder een schuilnaam", "Under a pseudonym"),
    Reporter.ANONYMOUS: Text("Anoniem", "Anonymously"),
}
"""How somebody reports for whom staff enter it."""

REPORTED_BY: Mapping[Reporter, Text] = {
    Reporter.NAMED: Text("Iemand die zijn naam gaf", "Somebody who gave a name"),
    Reporter.PSEUDONYM: Text("Iemand met een schuilnaam", "Somebody with a pseudonym"),
    Reporter.ANONYMOUS: Text("Iemand die anoniem blijft", "Somebody who stays anonymous"),
}

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.IN_SCOPE: Text("Het klopt, en wij lossen het op", "It is right, and we fix it"),
    Verdict.OUT_OF_SCOPE: Text("Dit hoort ergens anders", "This belongs somewhere else"),
    Verdict.DUPLICATE: Text("Dit was al gemeld", "This was reported before"),
    Verdict.NOT_REPRODUCIBLE: Text("Wij kunnen het niet nadoen", "We cannot reproduce it"),
    Verdict.ACCEPTED_RISK: Text("Wij kennen dit en laten het zo", "We know this and leave it so"),
    Verdict.SPAM: Text("Dit is geen melding", "This is no report"),
}

ANSWER_PARTS: Mapping[AnswerPart, Text] = {
    AnswerPart.ASSESSMENT: Text("wat wij ervan vinden", "what we make of it"),
    AnswerPart.FIX_DATE: Text("wanneer wij een oplossing verwachten", "when we expect to have it fixed"),
    AnswerPart.NEXT_STEP: Text("wat wij met uw melding doen", "what we do with your report"),
}
