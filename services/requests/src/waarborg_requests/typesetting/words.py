"""The sentences of letters for the codes that decide them, in both languages."""

from collections.abc import Mapping

from waarborg_requests.domain import Ground, Outcome
from waarborg_requests.domain.letters import LetterKind
from waarborg_shared.hooks.values import RequestKind, Text

TITLES: Mapping[LetterKind, Text] = {
    LetterKind.RECEIVED: Text("Wij hebben uw verzoek ontvangen", "We have received your request"),
    LetterKind.IDENTIFICATION: Text("Laat ons weten dat u het bent", "Show us that it is you"),
    LetterKind.READ_CODE: Text("Uw code om ons antwoord te lezen", "Your code to read our answer"),
    LetterKind.EXTENSION: Text("Wij hebben meer tijd nodig voor uw verzoek", "We need more time for your request"),
    LetterKind.ANSWER: Text("Ons antwoord op uw verzoek", "Our answer to your request"),
    LetterKind.MESSAGE: Text("Wij schreven u een bericht", "We wrote you a message"),
    LetterKind.WITHDRAWN: Text("Uw verzoek is gestopt", "Your request has ended"),
    LetterKind.FETCH_CODE: Text("Uw nieuwe code om uw gegevens op te halen", "Your new code to fetch your data"),
    LetterKind.NEW_CODE: Text("Uw nieuwe geheime code", "Your new secret code"),
    LetterKind.FEE: Text("Wat uw kopie kost", "What your copy costs"),
}

# The letters with which somebody may disagree: they name every way to go (B19, art. 12(4) AVG).
TO_DISAGREE_WITH = frozenset(
    {LetterKind.ANSWER, LetterKind.EXTENSION, LetterKind.IDENTIFICATION, LetterKind.WITHDRAWN, LetterKind.FEE}
)

_LOOKING = Text("U krijgt de gegevens die u vroeg.", "You get the data that you asked for.")
_LOOKING_PARTLY = Text(
    "U krijgt een deel van de gegevens die u vroeg. Hieronder leest u wat u niet krijgt, en waarom.",
    "You get part of the data that you asked for. Below you read what you do not get, and why.",
)
_LOOKING_REFUSED = Text(
    "U krijgt de gegevens die u vroeg niet. Hieronder leest u waarom.",
    "You do not get the data that you asked for. Below you read why.",
)
_DONE = Text("Wij doen wat u vraagt.", "We do what you ask.")
_DONE_PARTLY = Text(
    "Wij doen een deel van wat u vraagt. Hieronder leest u wat niet kan, en waarom.",
    "We do part of what you ask. Below you read what cannot be done, and why.",
)
_DONE_REFUSED = Text(
    "Wij kunnen niet doen wat u vraagt. Hieronder leest u waarom.",
    "We cannot do what you ask. Below you read why.",
)
_K = RequestKind
_LOOKS = {Outcome.GRANTED: _LOOKING, Outcome.PARTLY: _LOOKING_PARTLY, Outcome.REFUSED: _LOOKING_REFUSED}
_DOES = {Outcome.GRANTED: _DONE, Outcome.PARTLY: _DONE_PARTLY, Outcome.REFUSED: _DONE_REFUSED}
_JUDGES = {
    Outcome.GRANTED: Text("U hebt gelijk: uw klacht is gegrond.", "You are right: your complaint is founded."),
    Outcome.PARTLY: Text("U hebt voor een deel gelijk.", "You are right in part."),
    Outcome.REFUSED: Text(
        "Wij zijn het niet met uw klacht eens. Hieronder leest u waarom.",
        "We do not agree with your complaint. Below you read why.",
    ),
}
# What came of a request, by its kind; for a kind that is not named: what was asked is done.
OUTCOMES: Mapping[RequestKind, Mapping[Outcome, Text]] = {
    **dict.fromkeys(RequestKind, _DOES),
    **dict.fromkeys((_K.ACCESS, _K.COPY, _K.ACCESS_LOG, _K.PORTABILITY), _LOOKS),
    _K.COMPLAINT: _JUDGES,
}

WHY: Mapping[Outcome, Text] = {
    Outcome.GRANTED: Text("Waarom", "Why"),
    Outcome.PARTLY: Text("Waarom niet alles kan", "Why not everything can be done"),
    Outcome.REFUSED: Text("Waarom het niet kan", "Why it cannot be done"),
}

NOTHING_STOOD = Text(
    "Er was geen toestemming die wij konden intrekken. U hoeft niets te doen.",
    "There was no consent that could be withdrawn. You need not do anything.",
)

# Why something is refused: what the ground means, and where it stands. Each ground has its own words.
GROUNDS: Mapping[Ground, Text] = {
    Ground.NOT_IDENTIFIED: Text(
        "Wij konden niet vaststellen dat u het bent. Zonder dat geven wij geen gegevens en wijzigen wij niets "
        "(art. 12 lid 2 en 6 AVG). U kunt het opnieuw vragen zodra u kunt laten zien wie u bent.",
        "We could not establish that it is you. Without that we give no data and change nothing (art. 12(2) and (6) "
        "GDPR). You can ask again as soon as you can show who you are.",
    ),
    Ground.NO_AUTHORITY: Text(
        "Ons is niet gebleken dat u voor deze persoon mag optreden. Met een bewijs daarvan kunt u het opnieuw vragen.",
        "It did not appear to us that you may act for this person. With proof of it you can ask again.",
    ),
    Ground.NOTHING_HELD: Text(
        "Wij hebben gezocht, en wij hebben deze gegevens niet.", "We looked for these data, and we do not hold them."
    ),
    Ground.EXCESSIVE: Text(
        "Het verzoek is kennelijk ongegrond of buitensporig, bijvoorbeeld omdat hetzelfde kort daarvoor al is "
        "gevraagd en beantwoord (art. 12 lid 5 AVG).",
        "The request is manifestly unfounded or excessive, for instance because the same was asked and answered "
        "shortly before (art. 12(5) GDPR).",
    ),
    Ground.OTHERS_PRIVACY: Text(
        "Er staan gegevens van anderen in. Wij mogen u die niet geven als dat hun privacy schaadt (art. 15 lid 4 AVG).",
        "There are data of other people in it. We may not give you those where it harms their privacy (art. 15(4) "
        "GDPR).",
    ),
    Ground.WORKING_NOTES: Text(
        "Het zijn persoonlijke werkaantekeningen van de zorgverlener. Die horen niet bij het dossier en worden niet "
        "gegeven.",
        "These are the carer's personal working notes. They are no part of the file and are not given.",
    ),
    Ground.LAW: Text("De wet verbiedt dat wij dit geven.", "The law forbids that we give this."),
    Ground.INVESTIGATION: Text(
        "Er loopt een onderzoek dat er schade van zou hebben als wij dit geven (art. 41 UAVG).",
        "An investigation is going on that would be harmed if we gave this (art. 41 of the Dutch GDPR implementation "
        "act).",
    ),
    Ground.LEGAL_PRIVILEGE: Text(
        "Dit valt onder het verschoningsrecht. Wat daaronder valt, blijft geheim en wordt niet gegeven.",
        "This is covered by legal privilege. What is covered by it stays secret and is not given.",
    ),
    Ground.LAW_FORBIDS_CHANGE: Text(
        "De wet staat niet toe dat wij dit veranderen. U mag er wel een eigen verklaring bij laten zetten.",
        "The law does not allow us to change this. You may have a statement of your own put beside it.",
    ),
    Ground.LAW_KEEPS: Text(
        "De wet verplicht ons deze gegevens nog te bewaren (art. 17 lid 3 AVG). Als de bewaartermijn voorbij is, "
        "wissen wij ze.",
        "The law obliges us to keep these data for now (art. 17(3) GDPR). When that term is over we erase them.",
    ),
    Ground.NOT_INCORRECT: Text(
        "Wij hebben het nagekeken en denken dat de gegevens kloppen. U mag er een eigen verklaring bij laten zetten.",
        "We checked it and think that the data are correct. You may have a statement of your own put beside them.",
    ),
    Ground.COMPELLING_INTEREST: Text(
        "Wij hebben uw belang gewogen tegen de reden waarom wij de gegevens gebruiken. Die reden is dwingend "
        "(art. 21 lid 1 AVG).",
        "We weighed your interest against the reason for which we use the data. That reason is compelling (art. 21(1) "
        "GDPR).",
    ),
    Ground.UNFOUNDED: Text(
        "Wij hebben uw klacht onderzocht en vinden haar niet gegrond.",
        "We investigated your complaint and find it not founded.",
    ),
    Ground.NOTHING_STOOD: NOTHING_STOOD,
    Ground.ALREADY_SO: Text(
        "Wat u vraagt, was al zo. U hoeft niets te doen.",
        "What you ask was so already. You need not do anything.",
    ),
}

FEE_CHOICES: tuple[Text, ...] = (
    Text("U zegt ja: dan maken wij de kopie, voor dit bedrag.", "You say yes: we then make the copy, for this amount."),
    Text(
        "U vraagt om minder: dan hoort u eerst opnieuw wat dat kost.",
        "You ask for less: you then hear first anew what that costs.",
    ),
    Text("U trekt het verzoek in: dan kost het u niets.", "You take the request back: it then costs you nothing."),
)
KEEP_THE_CODE = Text(
    "Met het nummer van uw verzoek en deze geheime code ziet u op onze website hoe het ermee staat. Bewaar deze brief, "
    "en geef de code aan niemand, ook niet aan ons.",
    "With the number of your request and this secret code you see on our website how it stands. Keep this letter, and "
    "give the code to nobody, not to us either.",
)
HOW_TO_IDENTIFY: tuple[Text, ...] = (
    Text(
        "Kom langs met uw identiteitsbewijs. Wij kijken ernaar en geven het terug.",
        "Come by with your identity document. We look at it and give it back.",
    ),
    Text(
        "Laat het zien aan een medewerker die bij u thuis komt en u kent.",
        "Show it to a member of staff who visits you at home and knows you.",
    ),
    Text(
        "Vraag ons u te bellen op het nummer dat wij al van u hadden.",
        "Ask us to call you at the number that we already had.",
    ),
    Text(
        "Vraag ons om een brief met een code, aan het adres dat wij al van u hadden.",
        "Ask us for a letter with a code, to the address that we already had.",
    ),
)
SEND_NO_COPY = Text(
    "Stuur ons geen kopie van uw paspoort, identiteitskaart of rijbewijs, en ook niet uw burgerservicenummer. Wij "
    "bewaren nooit een kopie.",
    "Send us no copy of your passport, identity card or driving licence, and no citizen service number either. We "
    "never keep a copy.",
)
FIRST_COPY_FREE = Text(
    "Deze eerste kopie is gratis. Voor meer kopieën mogen wij een redelijke vergoeding vragen; dan hoort u eerst wat "
    "het kost (art. 15 lid 3 AVG).",
    "This first copy is free. For further copies we may ask a reasonable fee; you then hear first what it costs (art. "
    "15(3) GDPR).",
)
ANY_WAY = Text(
    "U kunt elk van deze wegen kiezen. Geen ervan is een voorwaarde voor een andere.",
    "You can choose any of these ways. None is a condition for another.",
)
