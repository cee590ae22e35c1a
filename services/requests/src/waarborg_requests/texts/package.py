"""The words of packages."""

from collections.abc import Mapping
from datetime import date

from waarborg_requests.domain.package.fees import FeeReason
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_shared.hooks.values import Text

FEE_REASONS: Mapping[FeeReason, Text] = {
    FeeReason.FURTHER_COPY: Text("Een volgende kopie van dezelfde gegevens", "A further copy of the same data"),
    FeeReason.EXCESSIVE: Text("Kennelijk ongegrond of buitensporig", "Manifestly unfounded or excessive"),
}


def fee_agreed(due: date) -> Text:
    """What somebody reads who said yes to the costs."""
    day = f"{due.day}-{due.month}-{due.year}"
    return Text(
        f"Wij weten dat u de kosten betaalt, en maken de kopie. Ons antwoord hebt u uiterlijk op {day}: die dag bleef "
        "gelijk.",
        f"We know that you pay the costs, and make the copy. You have our answer on {day} at the latest: that day "
        "stayed the same.",
    )


PACKAGE_STATES: Mapping[PackageState, Text] = {
    PackageState.MAKING: Text("Wordt gemaakt", "Being made"),
    PackageState.READY: Text("Klaar om op te halen", "Ready to be fetched"),
    PackageState.FAILED: Text("Maken is niet gelukt", "Could not be made"),
    PackageState.CLOSED: Text("Gesloten", "Closed"),
    PackageState.DESTROYED: Text("Gewist", "Erased"),
}

VERBS: Mapping[str, Text] = {
    "package-begun": Text("Begonnen met het pakket met gegevens", "Begun with the package of data"),
    "package-ready": Text("Het pakket met gegevens is klaar", "The package of data is ready"),
    "package-failed": Text("Het pakket met gegevens kon niet worden gemaakt", "The package could not be made"),
    "package-fetched": Text("Het pakket met gegevens opgehaald", "The package of data was fetched"),
    "package-wrong-code": Text("Verkeerde ophaalcode ingevuld", "A wrong code to fetch with was typed"),
    "package-ended": Text("Het pakket met gegevens beëindigd", "The package of data was ended"),
    "package-destroyed": Text("Het pakket met gegevens gewist", "The package of data was erased"),
    "fee-set": Text("Gezegd wat de kopie kost", "Said what the copy costs"),
    "fee-agreed": Text("Ja gezegd tegen de kosten van de kopie", "Said yes to the costs of the copy"),
}

# The steps of these that the person sees too.
STEPS = frozenset({"package-ready", "package-fetched", "package-ended", "package-destroyed", "fee-set", "fee-agreed"})
