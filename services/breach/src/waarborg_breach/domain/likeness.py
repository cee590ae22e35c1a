"""When one breach is like another: a repetition says that what was done about the first did not hold."""

from waarborg_breach.domain.states import BreachError
from waarborg_shared.hooks.values import Text


class NoSuchNumber(BreachError):
    """No breach of this organisation has that number, or it is no case to compare with."""

    field = "alike_number"
    text = Text(
        "Dit nummer staat niet in het register, of het is deze zaak zelf.",
        "This number is not in the register, or it is this case itself.",
    )


class AlikeAlready(BreachError):
    """They were linked before."""

    field = "alike_number"
    text = Text("Deze zaken zijn al aan elkaar gekoppeld.", "These cases are linked already.")


def pair(one: str, other: str) -> tuple[str, str]:
    """Return two references in one order, so that a pair is kept once whichever of them was looked at."""
    return (one, other) if one < other else (other, one)
