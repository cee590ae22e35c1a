"""How a person is told of the package, in the letter with the answer."""

from waarborg_requests.domain.package.fees import FeeReason
from waarborg_requests.domain.package.fetching import FETCH_WITHIN, FETCHES
from waarborg_shared.hooks.values import Text

COLLECT_HEADING = Text("Uw gegevens ophalen", "Fetching your data")
COLLECT = Text(
    "Uw gegevens staan klaar als één bestand, dat u zonder internet kunt lezen. Zoek uw verzoek op met het "
    "nummer en de "
    "geheime code die u eerder kreeg, en vul daar de ophaalcode uit deze brief in. "
    f"Dat kan hoogstens {FETCHES} keer, tot {FETCH_WITHIN.days} dagen nadat het bestand klaar is. Daarna wordt "
    "het gewist. "
    "Hebt u geen computer? Bel ons: dan spreken we iets anders af.",
    "Your data lie ready as one file, which you can read without the internet. Look your request up with the "
    "number and "
    "the secret code that you got before, and type the code of this letter there. "
    f"You can do so {FETCHES} times at most, until {FETCH_WITHIN.days} days after the file is ready. Then it is "
    "erased. "
    "Do you have no computer? Call us: we then find another way.",
)
FEE_HEADING = Text("Wat deze kopie kost", "What this copy costs")


def with_code(code: str) -> Text:
    """Return the line with the code to fetch with."""
    return Text(f"Uw ophaalcode: {code}", f"Your code: {code}")


def euros(cents: int) -> Text:
    """Return an amount as it is written."""
    whole, part = divmod(cents, 100)
    return Text(f"€ {whole},{part:02d}", f"€ {whole}.{part:02d}")


def costs(cents: int, reason: FeeReason) -> Text:
    """Return what a copy costs, and why."""
    amount = euros(cents)
    if reason is FeeReason.EXCESSIVE:
        return Text(
            f"Wij vinden dit verzoek kennelijk ongegrond of buitensporig. Daarom kost deze kopie {amount.nl} "
            "(art. 12 lid 5 AVG).",
            f"We find this request manifestly unfounded or excessive. So this copy costs {amount.en} (art. 12(5) "
            "GDPR).",
        )
    return Text(
        f"U kreeg deze gegevens al eerder, binnen een jaar. De eerste kopie was gratis; deze kost {amount.nl} "
        "(art. 15 lid 3 AVG).",
        f"You got these data before, within a year. The first copy was free; this one costs {amount.en} (art. 15(3) "
        "GDPR).",
    )
