"""The words of packages."""

from collections.abc import Mapping

from waarborg_requests.domain.package.fetching import PackageState
from waarborg_shared.hooks.values import Text

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
    "fee-set": Text("Kosten van een volgende kopie vastgelegd", "Costs of a further copy recorded"),
}

# The steps of these that the person sees too.
STEPS = frozenset({"package-ready", "package-fetched", "package-ended", "package-destroyed"})
