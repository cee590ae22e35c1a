"""The words of what is learned."""

from waarborg_shared.hooks.values import Text

STEPS: dict[str, Text] = {
    "linked-alike": Text("Gekoppeld aan een zaak die erop lijkt", "Linked to a case that is like it"),
}
