"""What pages and the desk call warning those who may decide."""

from waarborg_shared.hooks.values import Text

TO_WARN = Text("waarschuw wie beslist", "warn who decides")
OVERDUE = Text("maatregelen over de dag: {count}", "measures past their day: {count}")
A_MEASURE = Text("De dag van een maatregel", "The day of a measure")
STEPS: dict[str, Text] = {
    "reminder-sent": Text("Wie beslist is gewaarschuwd", "Who decides was warned"),
    "warned-responsible": Text(
        "Wie beslist is gewaarschuwd, per telefoon of persoonlijk",
        "Who decides was warned, by telephone or in person",
    ),
}
