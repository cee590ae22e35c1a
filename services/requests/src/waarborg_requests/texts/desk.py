"""The words of the desk: what the work list is narrowed by, what was done with whose requests, and the days."""

from collections.abc import Mapping

from waarborg_requests.domain.desk.finding import DueTime, Part
from waarborg_shared.hooks.values import Text

PARTS: Mapping[Part, Text] = {
    Part.OPEN: Text("Open", "Open"),
    Part.TO_DELIVER: Text("Te versturen", "To be sent"),
    Part.ANSWERED: Text("Beantwoord", "Answered"),
    Part.CARRYING: Text("Wordt uitgevoerd", "Being carried out"),
}

DUE_TIMES: Mapping[DueTime, Text] = {
    DueTime.LATE: Text("Te laat", "Late"),
    DueTime.THREE_DAYS: Text("Binnen 3 dagen", "Within 3 days"),
    DueTime.WEEK: Text("Binnen een week", "Within a week"),
    DueTime.MONTH: Text("Binnen een maand", "Within a month"),
}

DESK_VERBS: Mapping[str, Text] = {
    "handed-over": Text("Aan iemand gegeven om te behandelen", "Given to somebody to handle"),
    "given-back": Text("Teruggegeven: niemand heeft het", "Given back: nobody has it"),
    "handler-reminded": Text("Behandelaar herinnerd", "Handler reminded"),
    "others-reminded": Text("Herinnerd wie nog iets moet inleveren", "Whoever still has to hand in was reminded"),
}

# The clocks in a calendar and in a file, as short as there is room for.
SHORT_CLOCKS: Mapping[str, Text] = {
    "answer": Text("beloofd", "promised"),
    "law": Text("wet", "by law"),
}

WEEKDAYS = (
    Text("Maandag", "Monday"),
    Text("Dinsdag", "Tuesday"),
    Text("Woensdag", "Wednesday"),
    Text("Donderdag", "Thursday"),
    Text("Vrijdag", "Friday"),
    Text("Zaterdag", "Saturday"),
    Text("Zondag", "Sunday"),
)

YES, NO = Text("ja", "yes"), Text("nee", "no")
MORE_ROWS = Text(
    "Er zijn meer verzoeken dan in één bestand passen (50.000). Maak de lijst kleiner met de filters.",
    "There are more requests than fit in one file (50,000). Narrow the list by its filters.",
)

# The columns of the files, in their order.
LIST_COLUMNS = (
    Text("Nummer", "Number"),
    Text("Soort", "Kind"),
    Text("Behandeld als", "Handled as"),
    Text("Stand", "State"),
    Text("Binnengekomen", "Came in"),
    Text("Ontvangen op", "Received on"),
    Text("Uiterlijk op", "Due on"),
    Text("Te laat", "Late"),
    Text("Gemeld aan de functionaris", "Privacy officer told"),
    Text("Wie het heeft (account)", "Who has it (account)"),
    Text("Herinnerd op", "Reminded on"),
    Text("Geïdentificeerd op", "Identified on"),
    Text("Verlengd op", "Extended on"),
    Text("Beantwoord op", "Answered on"),
    Text("Uitkomst", "Outcome"),
    Text("Grond", "Ground"),
)
FIGURE_COLUMNS = (
    Text("Soort", "Kind"),
    Text("Maand", "Month"),
    Text("Beantwoord", "Answered"),
    Text("Op tijd zoals beloofd", "In time as promised"),
    Text("Op tijd volgens de wet", "In time by law"),
    Text("Mediaan in dagen", "Median in days"),
    Text("90e percentiel in dagen", "90th percentile in days"),
)
