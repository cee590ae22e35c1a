"""Which events a partner system can be told of, in both languages."""

from collections.abc import Mapping

from waarborg_shared.hooks.values import Text

EVENTS: Mapping[str, tuple[Text, Text]] = {
    "nl.waarborg.consent.consent-given.v1": (
        Text("Iemand gaf toestemming", "Somebody gave consent"),
        Text("Wie (een kenmerk) en voor welk doel.", "Who (a reference) and for which purpose."),
    ),
    "nl.waarborg.consent.consent-withdrawn.v1": (
        Text("Iemand trok toestemming in", "Somebody withdrew consent"),
        Text(
            "Wie en voor welk doel. Nodig voor elke partner die op toestemming werkt.",
            "Who and for which purpose. Needed by every partner that relies on consent.",
        ),
    ),
    "nl.waarborg.consent.consent-changed-in-part.v1": (
        Text("Een deel van een toestemming veranderde", "A part of a consent changed"),
        Text(
            "Wie, welk doel, welke gegevens of ontvangers. Nodig voor elke partner die op toestemming werkt.",
            "Who, which purpose, which data or recipients. Needed by every partner that relies on consent.",
        ),
    ),
    "nl.waarborg.consent.consent-undone.v1": (
        Text("Iemand nam een keuze van zojuist terug", "Somebody took back a choice of a moment ago"),
        Text(
            "Wie en welk doel: wat ervoor gold, geldt weer. Nodig voor elke partner die op toestemming werkt.",
            "Who and which purpose: what stood before stands again. Needed by every partner that relies on consent.",
        ),
    ),
    "nl.waarborg.consent.consent-expired.v1": (
        Text("Een toestemming liep af", "A consent ended by its date"),
        Text(
            "Wie en voor welk doel. Nodig voor elke partner die op toestemming werkt.",
            "Who and for which purpose. Needed by every partner that relies on consent.",
        ),
    ),
    "nl.waarborg.consent.consent-invalidated.v1": (
        Text("Een toestemming bleek nooit te gelden", "A consent turned out never to have counted"),
        Text(
            "Wie en voor welk doel. Nodig voor elke partner die op toestemming werkt.",
            "Who and for which purpose. Needed by every partner that relies on consent.",
        ),
    ),
    "nl.waarborg.consent.consent-requested.v1": (
        Text("Iemand kreeg de vraag om toestemming", "Somebody was asked for consent"),
        Text(
            "Wie en voor welk doel. Voor een portaal dat de vraag laat zien.",
            "Who and for which purpose. For a portal that shows the question.",
        ),
    ),
    "nl.waarborg.consent.consent-refused.v1": (
        Text("Iemand zei nee", "Somebody said no"),
        Text("Wie en voor welk doel.", "Who and for which purpose."),
    ),
    "nl.waarborg.consent.consent-deferred.v1": (
        Text("Iemand antwoordt later", "Somebody answers later"),
        Text("Wie en voor welk doel.", "Who and for which purpose."),
    ),
    "nl.waarborg.consent.consent-up-for-review.v1": (
        Text("Een toestemming moet opnieuw bekeken worden", "A consent is to be looked at again"),
        Text(
            "Wie, voor welk doel, en welke verjaardag het is. Daarna beslist iemand anders.",
            "Who, for which purpose, and which birthday it is. From then on somebody else decides.",
        ),
    ),
    "nl.waarborg.consent.mark-set.v1": (
        Text("Iemand maakte bezwaar, of vroeg om minder gebruik", "Somebody objected, or asked for less use"),
        Text(
            "Wie en wat: bezwaar, beperking of geheim adres. Nodig voor wie gegevens gebruikt of berichten stuurt.",
            "Who and what: objection, restriction or secret address. Needed by who uses data or sends messages.",
        ),
    ),
    "nl.waarborg.consent.mark-ended.v1": (
        Text("Een bezwaar, beperking of geheim adres eindigde", "An objection, restriction or secret address ended"),
        Text("Wie en wat.", "Who and what."),
    ),
    "nl.waarborg.consent.message-answer-changed.v1": (
        Text(
            "Iemand wil een soort bericht niet meer, of weer wel",
            "Somebody wants a kind of message no more, or again",
        ),
        Text(
            "Wie, welk soort bericht, en of het mag. Nodig voor wie berichten stuurt.",
            "Who, which kind of message, and whether it may be sent. Needed by who sends messages.",
        ),
    ),
    "nl.waarborg.consent.representation-registered.v1": (
        Text("Er is een vertegenwoordiger ingeschreven", "A representative was registered"),
        Text(
            "Van wie en wie (kenmerken). Wie waarover beslist, vraagt de partner na.",
            "Whose and who (references). Who decides on what, the partner asks.",
        ),
    ),
    "nl.waarborg.consent.representation-ended.v1": (
        Text("Een vertegenwoordiging eindigde", "A representation ended"),
        Text("Van wie (een kenmerk).", "Whose (a reference)."),
    ),
    "nl.waarborg.consent.statement-published.v1": (
        Text("Er geldt een nieuwe privacyverklaring", "A new privacy statement is in force"),
        Text("Welke versie. Voor wie de tekst zelf laat zien.", "Which version. For who shows the text."),
    ),
    "nl.waarborg.requests.request-received.v1": (
        Text("Er kwam een vraag binnen", "A request came in"),
        Text("Het soort vraag en de uiterste datum; niet wie.", "The kind and the last date; not who."),
    ),
    "nl.waarborg.requests.request-extended.v1": (
        Text("Het antwoord komt later", "The answer comes later"),
        Text("De nieuwe uiterste datum.", "The new last date."),
    ),
    "nl.waarborg.requests.request-answered.v1": (
        Text("Een vraag is beantwoord", "A request was answered"),
        Text("Het soort vraag en de uitkomst.", "The kind and the outcome."),
    ),
    "nl.waarborg.requests.holder-asked.v1": (
        Text("Er worden gegevens van iemand gevraagd", "Data of somebody are asked for"),
        Text(
            "Wie (een kenmerk), voor welk soort vraag en voor wanneer. Alleen aan de houder die het is.",
            "Who (a reference), for which kind of request and by when. Only to the holder that it is.",
        ),
    ),
    "nl.waarborg.requests.holder-released.v1": (
        Text("Gevraagde gegevens zijn niet meer nodig", "Data that were asked for are not needed any more"),
        Text("Welke vraag dat was. Alleen aan de houder die het is.", "Which that was. Only to the holder that it is."),
    ),
    "nl.waarborg.requests.carrying-asked.v1": (
        Text("Een besluit moet worden uitgevoerd", "A decision is to be carried out"),
        Text(
            "Van wie en wat: verbeteren, wissen of beperken. Alleen aan de houder die het is.",
            "Whose data and what: correct, erase or restrict. Only to the holder that it is.",
        ),
    ),
    "nl.waarborg.identity.person-registered.v1": (
        Text("Er is iemand ingeschreven", "Somebody was registered"),
        Text("Alleen het kenmerk van de persoon.", "Only the person's reference."),
    ),
    "nl.waarborg.identity.persons-merged.v1": (
        Text("Twee inschrijvingen bleken van één persoon", "Two registrations turned out to be of one person"),
        Text(
            "Welk kenmerk blijft, en welk voortaan hetzelfde betekent. Alleen voor wie gegevens van cliënten bewaart.",
            "Which reference stays, and which means the same from now on. Only for who keeps data of clients.",
        ),
    ),
    "nl.waarborg.identity.persons-split.v1": (
        Text("Een inschrijving bleek van twee personen", "A registration turned out to be of two persons"),
        Text(
            "Welk kenmerk weer van een ander is. Alleen voor wie gegevens van cliënten bewaart.",
            "Which reference is somebody else's again. Only for who keeps data of clients.",
        ),
    ),
    "nl.waarborg.identity.webhook-test.v1": (
        Text("Proefbericht", "Test"),
        Text("Door een beheerder gevraagd.", "Asked for by an administrator."),
    ),
}
"""Every event that a partner can be told of, and what stands in it."""
