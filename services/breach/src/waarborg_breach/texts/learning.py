"""The words of what is learned."""

from waarborg_shared.hooks.values import Text

INTENTS: dict[bool, Text] = {True: Text("opzet", "intent"), False: Text("een ongeluk", "an accident")}
STEPS: dict[str, Text] = {
    "linked-alike": Text("Gekoppeld aan een zaak die erop lijkt", "Linked to a case that is like it"),
}
