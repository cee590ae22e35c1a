"""What can be wrong with a representative who is registered, or with what is recorded of one; each by its name."""

from waarborg_consent.domain.consent_errors import ConsentError
from waarborg_shared.hooks.values import Text


class RepresentationError(ConsentError):
    """A representative cannot be registered so; ``field`` names what is wrong."""

    field = "kind"


class UnknownKind(RepresentationError):
    """The organisation knows no such kind of representative."""

    text = Text("Deze soort vertegenwoordiger bestaat hier niet.", "There is no such kind of representative here.")


class NotForThisAge(RepresentationError):
    """Authority over a minor for an adult, or a judge's measure for adults for a child."""

    text = Text(
        "Deze soort past niet bij de leeftijd van de cliënt. Leg bij een kind eerst de geboortedatum vast.",
        "This kind does not go with the client's age. Of a child record the date of birth first.",
    )


class ScopeNotOfKind(RepresentationError):
    """A subject on which one of this kind may never speak: a bewindvoerder for care."""

    field = "scopes"
    text = Text(
        "Deze soort vertegenwoordiger mag niet over al deze onderwerpen beslissen.",
        "This kind of representative may not decide on all of these subjects.",
    )


class EvidenceNotEnough(RepresentationError):
    """What was seen does not show that somebody is of this kind."""

    field = "evidence"
    text = Text(
        "Hiermee is dit niet aangetoond: voor deze soort is een ander bewijs nodig.",
        "This does not show it: this kind needs other evidence.",
    )


class SeenInTheFuture(RepresentationError):
    """Evidence that was not seen yet."""

    field = "evidence_seen_on"
    text = Text("Deze dag moet nog komen.", "This day is still to come.")


class RepresentsHimself(RepresentationError):
    """Nobody is his own representative."""

    field = "representative_ref"
    text = Text("Niemand is zijn eigen vertegenwoordiger.", "Nobody is his own representative.")


class CannotRepresent(RepresentationError):
    """He is a minor, or somebody else decides for him."""

    field = "representative_ref"
    text = Text(
        "Deze persoon is minderjarig, of een ander beslist voor hem. Dan kan hij geen vertegenwoordiger zijn.",
        "This person is a minor, or somebody else decides for him. Then he cannot be a representative.",
    )


class Circular(CannotRepresent):
    """In the end the client would be spoken for by whom he speaks for himself."""

    text = Text(
        "De cliënt beslist zelf voor deze persoon: zo zou de vertegenwoordiging in een kring lopen.",
        "The client himself decides for this person: the representation would run in a circle.",
    )


class EndsBeforeItBegins(RepresentationError):
    """The last day lies before the first."""

    field = "ends_on"
    text = Text("De einddatum ligt vóór de begindatum.", "The last day lies before the first.")


class AlreadyOver(RepresentationError):
    """A term of which no day is left."""

    field = "ends_on"
    text = Text("Deze termijn is al voorbij.", "This term is over already.")


class Overlapping(RepresentationError):
    """The same person is registered as the same already, for some of the same days and subjects."""

    field = "begins_on"
    text = Text(
        "Deze persoon staat al als dezelfde vertegenwoordiger voor (een deel van) deze tijd.",
        "This person is registered as the same representative for (some of) this time already.",
    )


class NotWithinTerm(RepresentationError):
    """An end that lies outside the term."""

    field = "from_on"
    text = Text("Deze dag valt buiten de termijn.", "This day lies outside the term.")


class OutsideScopes(RepresentationError):
    """A wish on a subject on which he does not speak."""

    field = "topic"
    text = Text(
        "Deze vertegenwoordiger beslist niet over dit onderwerp.", "This representative does not decide on this."
    )


class AlreadyEnded(RepresentationError):
    """What ended ends no more."""

    field = "from_on"
    text = Text("Dit is al beëindigd.", "This has ended already.")


class NotHisChoice(RepresentationError):
    """Whom a judge appointed, and a parent with authority, cannot leave it to the next by saying so."""

    field = "willing"
    text = Text(
        "Wie door de rechter is benoemd of gezag heeft, kan dit niet zelf neerleggen. Dat loopt via de rechter.",
        "Who was appointed by a judge or has authority cannot lay this down himself. A judge decides on that.",
    )


class NothingChanges(RepresentationError):
    """He said so already."""

    field = "willing"
    text = Text("Dat stond hier al zo.", "That is what is written here already.")


class NotAtThisAge(RepresentationError):
    """The exception of art. 7:450(2) BW is for a child of 12 to 15."""

    field = "begins_on"
    text = Text(
        "Dit kan alleen bij een kind van 12 tot en met 15 jaar.",
        "This is possible for a child of 12 to 15 only.",
    )
