"""What can be wrong with setting, ending or answering a mark; each names its field and says what else one can do."""

from waarborg_shared.hooks.values import Text


class MarkError(Exception):
    """A mark cannot be set, ended or answered so."""

    field = "about"
    text = Text("Dit kan niet worden vastgelegd.", "This cannot be recorded.")


class UnknownSubject(MarkError):
    """There is no such purpose and no such kind of message here."""

    text = Text(
        "Dit staat niet op de lijst van doelen en soorten berichten.",
        "This is not on the list of purposes and kinds of message.",
    )


class NotObjectable(MarkError):
    """The purpose rests on an agreement or on a duty in law."""

    text = Text(
        "Bezwaar stopt dit doel niet: het is nodig voor de overeenkomst of moet van de wet. Wel kunt u vragen om "
        "inzage, verbetering, beperking of wissen, of een klacht indienen.",
        "An objection does not stop this purpose: the agreement needs it or the law asks it. You can ask for access, "
        "correction, restriction or erasure, or complain.",
    )


class ServiceMessageStays(MarkError):
    """A service message belongs to what was agreed (J6, B9)."""

    text = Text(
        "Dit bericht hoort bij wat wij met u hebben afgesproken. Daarvoor kunt u zich niet afmelden. Er staan alleen "
        "eigen gegevens van u in. Wilt u het anders krijgen, bijvoorbeeld per brief? Laat het ons weten.",
        "This message belongs to what we agreed with you. You cannot opt out of it. Only data of your own stand in "
        "it. Would you rather get it another way, by letter for example? Let us know.",
    )


class AlreadyMarked(MarkError):
    """The same mark stands already."""

    field = "kind"
    text = Text("Dit staat al zo vastgelegd.", "This is recorded so already.")


class GroundNeeded(MarkError):
    """A restriction names its ground."""

    field = "ground"
    text = Text(
        "Kies waarom het gebruik wordt beperkt (art. 18 AVG).", "Choose why the use is restricted (art. 18 GDPR)."
    )


class OnlyObjectionsHaveSubjects(MarkError):
    """A restriction and address secrecy are about everything; only a restriction has a ground."""

    text = Text(
        "Beperking en een geheim adres gelden voor alles; laat dit leeg.",
        "A restriction and a secret address are about everything; leave this empty.",
    )


class NotAWayToAsk(MarkError):
    """The way is one that only the system itself records."""

    field = "how"
    text = Text("Zo kan iemand dit niet vragen. Kies een andere manier.", "Nobody can ask it so. Choose another way.")


class NoSuchMark(MarkError):
    """There is no such mark in this file."""

    field = ""
    text = Text("Dit staat niet in het dossier.", "This is not in the file.")


class MarkOver(MarkError):
    """It ended before."""

    field = ""
    text = Text("Dit was al beëindigd.", "This had ended already.")


class PersonNotTold(MarkError):
    """Before a restriction is lifted the person is told (art. 18(3) AVG)."""

    field = "told"
    text = Text(
        "Laat de cliënt eerst weten dat de beperking eindigt (art. 18, derde lid, AVG).",
        "First tell the client that the restriction ends (art. 18(3) GDPR).",
    )


class NoObjection(MarkError):
    """What is answered is no objection that stands."""

    field = ""
    text = Text("Er staat geen bezwaar om te beantwoorden.", "There is no objection to answer.")


class NotOfThisMark(MarkError):
    """The objection is not about that purpose."""

    field = "purpose"
    text = Text(
        "Over dit doel gaat het bezwaar niet, of het is al beantwoord.",
        "The objection is not about this purpose, or it was answered already.",
    )


class AlwaysHolds(MarkError):
    """An objection that nobody may overrule (art. 21(2) and (3) AVG)."""

    field = "purpose"
    text = Text(
        "Dit bezwaar geldt altijd. Niemand mag het opzij zetten: het gaat over reclame, bellen of een vragenlijst.",
        "This objection always holds. Nobody may set it aside: it is about marketing, calls or a survey.",
    )
