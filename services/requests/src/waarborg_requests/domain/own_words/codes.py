"""The codes that stand in what our own services hand in, in words, by the key under which they stand."""

from collections.abc import Mapping

from waarborg_requests.domain.own_words import sentences
from waarborg_shared.hooks.values import Text

_ACTORS: Mapping[str, Text] = {
    "staff": Text("een medewerker", "a member of staff"),
    "person": Text("u zelf of wie voor u beslist", "you yourself or who decides for you"),
    "partner": Text("een ander systeem", "another system"),
    "anonymous": Text("iemand die niet was ingelogd", "somebody who was not signed in"),
    "system": Text("het systeem zelf", "the system itself"),
}
_SCOPES: Mapping[str, Text] = {
    "care": Text("zorg", "care"),
    "money": Text("geld", "money"),
    "data": Text("gegevens", "data"),
}
_HOW: Mapping[str, Text] = {
    "page": Text("op onze website", "on our website"),
    "paper": Text("op papier", "on paper"),
    "spoken": Text("in een gesprek", "in a conversation"),
    "kitchen_table": Text("bij u thuis, met een medewerker", "at your home, with a member of staff"),
    "partner": Text("in een ander systeem", "in another system"),
    "request": Text("met een verzoek", "by a request"),
    "link": Text("met een link in een bericht", "by a link in a message"),
    "letter": Text("met een brief", "by a letter"),
    "telephone": Text("aan de telefoon", "by telephone"),
    "overruled": Text("wij wezen het af, met een zwaarwegende reden", "we turned it down, on compelling grounds"),
}
_CONSENT: Mapping[str, Text] = {
    "requested": Text("gevraagd", "asked"),
    "given": Text("ja gezegd", "said yes"),
    "refused": Text("nee gezegd", "said no"),
    "deferred": Text("later beslissen", "to be decided later"),
    "renewed": Text("opnieuw ja gezegd", "said yes again"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
    "revoked": Text("beëindigd door een rechter of door ons", "ended by a court or by us"),
    "expired": Text("verlopen", "expired"),
    "invalidated": Text("bleek niet geldig", "turned out not to be valid"),
    "undone": Text("teruggedraaid", "undone"),
}
_MARKS: Mapping[str, Text] = {
    "objection": Text("bezwaar", "objection"),
    "restriction": Text("beperking van het gebruik", "restriction of the use"),
    "address_secrecy": Text("adres geheim", "address kept secret"),
}
_NUMBERS: Mapping[str, Text] = {
    "client_number": Text("cliëntnummer", "client number"),
    "bsn": Text("burgerservicenummer (BSN)", "citizen service number (BSN)"),
    "partner": Text("nummer in een ander systeem", "number in another system"),
}
_FACTS: Mapping[str, Text] = {
    "incapable": Text("kan hierover niet zelf beslissen", "cannot decide on this"),
    "own_word": Text("beslist als kind zelf", "decides as a child"),
}
_WHY_SO: Mapping[str, Text] = {
    "accuracy": Text("de gegevens kloppen misschien niet", "the data may not be right"),
    "unlawful": Text("wij mochten de gegevens niet gebruiken", "we were not allowed to use the data"),
    "legal_claim": Text("nodig voor een rechtszaak", "needed for a legal claim"),
    "objection_pending": Text("er loopt een bezwaar", "an objection is pending"),
    "physician": Text("besloten door een arts", "decided by a physician"),
    "independent_expert": Text("besloten door een deskundige van buiten", "decided by an expert from outside"),
    "court": Text("besloten door een rechter", "decided by a court"),
    "lasting_wish": Text("een wens die blijft", "a wish that lasts"),
    "serious_harm": Text("om ernstig nadeel te voorkomen", "to prevent serious harm"),
    "consent": Text("toestemming", "consent"),
    "agreement": Text("de overeenkomst met u", "the agreement with you"),
    "law": Text("de wet", "the law"),
    "court_order": Text("een bevel van een rechter", "an order of a court"),
}
_ENDS: Mapping[str, Text] = {
    "success": Text("gelukt", "done"),
    "refused": Text("geweigerd", "refused"),
    "failed": Text("mislukt", "failed"),
}
_RECORDS: Mapping[str, Text] = {
    "own.consents": Text("uw toestemmingen", "your consents"),
    "own.access-log": Text("het overzicht van wie keek", "the list of who looked"),
    "own.representatives": Text("wie u mag vertegenwoordigen", "who may represent you"),
    "own.export": Text("alles over iedereen, om mee te nemen", "everything about everybody, to take along"),
}

CODES: Mapping[str, Mapping[str, Text]] = {
    "kind": {**sentences.KINDS, **_CONSENT, **_MARKS, **_NUMBERS, **_FACTS},
    "how": _HOW,
    "ended_how": _HOW,
    "consent_how": _HOW,
    "by": {
        "person": Text("u zelf", "you yourself"),
        "representative": Text("wie voor u beslist", "who decides for you"),
        "court": Text("een rechter", "a court"),
        "organisation": Text("wij", "we"),
        "date": Text("de datum", "the date"),
    },
    "by_kind": _ACTORS,
    "set_by_kind": _ACTORS,
    "recorded_by": _ACTORS,
    "role": {**_ACTORS, "own.representative": Text("wie u vertegenwoordigt", "who represents you")},
    "language": {"nl": Text("Nederlands", "Dutch"), "en": Text("Engels", "English")},
    "ground": {**sentences.GROUNDS, **_WHY_SO},
    "scopes": _SCOPES,
    "topic": _SCOPES,
    "evidence": {
        "court_decision": Text("een besluit van de rechter", "a decision of the court"),
        "register_extract": Text("een uittreksel uit een register", "an extract from a register"),
        "signed_authorisation": Text("een ondertekende machtiging", "a signed authorisation"),
        "statement": Text("een verklaring", "a statement"),
        "other": Text("iets anders", "something else"),
    },
    "verdict": {
        "authorised": Text("het mag", "it may"),
        "refused": Text("het mag niet", "it may not"),
        "given": Text("gegeven", "given"),
    },
    "why": sentences.WHY_TO_OTHERS,
    "action": {
        "C": Text("gemaakt", "made"),
        "R": Text("gelezen", "read"),
        "U": Text("veranderd", "changed"),
        "D": Text("gewist", "erased"),
        "E": Text("uitgevoerd", "carried out"),
    },
    "right": {
        "create": Text("maken", "make"),
        "read": Text("lezen", "read"),
        "update": Text("veranderen", "change"),
        "delete": Text("wissen", "erase"),
    },
    "outcome": {**_ENDS, **sentences.OUTCOMES},
    "reason": sentences.REASONS,
    "named_ground": {
        "destruction_request": Text("een verzoek om te wissen", "a request to erase"),
        "legal_duty": Text("een plicht uit de wet", "a legal duty"),
        "incident": Text("een incident", "an incident"),
        "material_check": Text("een controle door de verzekeraar", "a check by the insurer"),
        "legal_claim": Text("een rechtszaak", "a legal claim"),
        "others_rights": Text("rechten van anderen", "rights of others"),
        "public_interest": Text("een algemeen belang", "a public interest"),
    },
    "record_type": _RECORDS,
    "system": {"consent": Text("ons systeem voor toestemmingen", "our system for consents")},
    "end_reason": {
        "signed_out": Text("u logde uit", "you signed out"),
        "replaced": Text("u logde opnieuw in", "you signed in anew"),
        "revoked": Text("ingetrokken", "revoked"),
        "disabled": Text("het account is uitgezet", "the account was disabled"),
        "issuer": Text("gestopt waar u inlogt", "ended where you sign in"),
        "guessed": Text("te vaak een verkeerde code", "a wrong code too often"),
    },
    "methods": {
        "pwd": Text("wachtwoord", "password"),
        "otp": Text("code uit een app", "code from an app"),
        "pop": Text("passkey", "passkey"),
        "user": Text("ontgrendeling van het apparaat", "unlocking of the device"),
        "recovery": Text("herstelcode", "recovery code"),
        "letter": Text("nummer en code uit een brief", "number and code from a letter"),
        "issuer": Text("ingelogd bij een ander, zoals DigiD", "signed in elsewhere, such as DigiD"),
        "issuer-mfa": Text("op twee manieren ingelogd bij een ander", "signed in elsewhere in two ways"),
        "loa-substantial": Text("niveau substantieel", "level substantial"),
        "loa-high": Text("niveau hoog", "level high"),
    },
    "state": {
        "reported": Text("gemeld", "reported"),
        "decided": Text("besloten", "decided"),
        "received": Text("ontvangen", "received"),
        "answered": Text("beantwoord", "answered"),
        "fixing": Text("wordt opgelost", "being fixed"),
        "fixed": Text("opgelost", "fixed"),
        "reopened": Text("opnieuw geopend", "opened again"),
        "closed": Text("gesloten", "closed"),
        "retracted": Text("ingetrokken", "retracted"),
        "merged": Text("samengevoegd met een andere zaak", "merged into another case"),
    },
    "reach": sentences.REACHES,
    "came_by": sentences.CAME_BY,
    "identified_how": sentences.IDENTIFICATIONS,
}
"""The words of a code by the key that it stands under. Of kind, ground and outcome several services have their own."""
