"""How a person is told what is withheld: the words of the letter, which are part of the answer itself."""

from collections.abc import Mapping

from waarborg_requests.domain.review.marking import Verdict, WithholdGround
from waarborg_shared.hooks.values import Text

WHY_WITHHELD: Mapping[WithholdGround, Text] = {
    WithholdGround.OTHERS_PRIVACY: Text(
        "omdat het over iemand anders gaat (art. 15 lid 4 AVG)", "because it is about somebody else (art. 15(4) GDPR)"
    ),
    WithholdGround.WORKING_NOTES: Text(
        "omdat het persoonlijke werkaantekeningen van een zorgverlener zijn",
        "because they are a carer's personal working notes",
    ),
    WithholdGround.LAW: Text("omdat de wet verbiedt dat wij het geven", "because the law forbids that we give it"),
    WithholdGround.INVESTIGATION: Text(
        "omdat er een onderzoek loopt dat er schade van zou hebben (art. 41 UAVG)",
        "because an investigation is going on that it would harm (art. 41 of the Dutch GDPR implementation act)",
    ),
    WithholdGround.LEGAL_PRIVILEGE: Text(
        "omdat het onder het verschoningsrecht valt", "because it is covered by legal privilege"
    ),
}

HEADING = Text("Wat wij niet geven", "What we do not give")
EXPLAINED = Text(
    "Een deel van de gegevens krijgt u niet, of niet helemaal. Hieronder staat om welke soort gegevens het gaat, en "
    "waarom.",
    "Some of the data you do not get, or not wholly. Below you read which kind of data it is, and why.",
)
HEAD = (Text("Soort gegevens", "Kind of data"), Text("Hoeveel", "How much"), Text("Waarom", "Why"))


def how_much(verdict: Verdict, count: int) -> Text:
    """Return how many items are withheld, whole or in part."""
    if verdict is Verdict.REDACT:
        one = Text("1 onderdeel voor een deel", "1 item in part")
        return one if count == 1 else Text(f"{count} onderdelen voor een deel", f"{count} items in part")
    one = Text("1 onderdeel", "1 item")
    return one if count == 1 else Text(f"{count} onderdelen", f"{count} items")
