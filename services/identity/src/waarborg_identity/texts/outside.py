"""The words that go with what comes of signing in at an outside issuer, in both languages."""

from collections.abc import Mapping

from waarborg_identity.domain.outside import Turned
from waarborg_shared.hooks.values import Text

TITLES: Mapping[Turned, Text] = {
    Turned.LOST_WAY: Text("Begin opnieuw met inloggen", "Start signing in again"),
    Turned.MIXED_UP: Text("Dit antwoord past niet", "This answer does not fit"),
    Turned.STOPPED: Text("U bent niet ingelogd", "You are not signed in"),
    Turned.AWAY: Text("Inloggen lukt nu niet", "Signing in does not work now"),
    Turned.NOT_BELIEVED: Text("Inloggen is niet gelukt", "Signing in did not succeed"),
    Turned.LEVEL: Text("Log in met meer zekerheid", "Sign in with more certainty"),
    Turned.NO_ROLE: Text("U hebt hier nog geen rol", "You have no role here yet"),
    Turned.NOT_KNOWN: Text("Wij vinden u niet", "We cannot find you"),
    Turned.SHUT: Text("Uw account is afgesloten", "Your account is disabled"),
}

WORDS: Mapping[Turned, Text] = {
    Turned.LOST_WAY: Text(
        "Het inloggen duurde te lang, of is in een ander venster al afgerond. Er is niets gebeurd.",
        "Signing in took too long, or was finished in another window. Nothing was done.",
    ),
    Turned.MIXED_UP: Text(
        "Het antwoord kwam ergens anders vandaan dan waar u heen ging. Wij hebben er niets mee gedaan. Gebeurt het "
        "nog eens, bel ons dan.",
        "The answer came from somewhere else than where you went. We did nothing with it. If it happens again, call "
        "us.",
    ),
    Turned.STOPPED: Text(
        "Daar is het inloggen gestopt: door u, of omdat u daar geen toegang hebt.",
        "Signing in stopped there: you stopped it, or you have no access there.",
    ),
    Turned.AWAY: Text(
        "Wij krijgen geen antwoord waar u inlogt. Probeer het over een paar minuten nog eens.",
        "We get no answer from where you sign in. Try again in a few minutes.",
    ),
    Turned.NOT_BELIEVED: Text(
        "Wij konden niet nagaan of het antwoord klopt, en laten dan niemand binnen. Probeer het nog eens. Lukt het "
        "weer niet, vertel het dan aan uw beheerder.",
        "We could not make sure that the answer is right, and then let nobody in. Try once more. If it fails again, "
        "tell your administrator.",
    ),
    Turned.LEVEL: Text(
        "U logde in op een manier die voor deze gegevens niet zeker genoeg is. Kies daar een zekerder manier, "
        "bijvoorbeeld met de app en uw identiteitsbewijs.",
        "The way in which you signed in is not certain enough for these data. Choose a more certain way there, for "
        "example with the app and your identity document.",
    ),
    Turned.NO_ROLE: Text(
        "Wij weten nu wie u bent, maar er is u hier nog niets toegekend. Vraag uw leidinggevende of de beheerder om "
        "een rol.",
        "We know now who you are, but nothing was given to you here yet. Ask your manager or the administrator for "
        "a role.",
    ),
    Turned.NOT_KNOWN: Text(
        "U bent ingelogd, maar bij uw nummer staat hier niemand ingeschreven. Bent u cliënt bij ons? Bel of schrijf "
        "ons dan, dan zoeken wij het uit.",
        "You signed in, but nobody is registered here with your number. Are you a client of ours? Then call or write "
        "to us, and we find out.",
    ),
    Turned.SHUT: Text(
        "Met dit account kunt u niet meer inloggen. Klopt dat niet? Vraag het uw leidinggevende.",
        "You can no longer sign in with this account. Is that wrong? Ask your manager.",
    ),
}

STATUSES: Mapping[Turned, int] = {
    Turned.LOST_WAY: 400,
    Turned.MIXED_UP: 400,
    Turned.STOPPED: 403,
    Turned.AWAY: 503,
    Turned.NOT_BELIEVED: 502,
    Turned.LEVEL: 403,
    Turned.NO_ROLE: 403,
    Turned.NOT_KNOWN: 403,
    Turned.SHUT: 403,
}
