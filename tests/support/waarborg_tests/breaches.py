"""What tests do with a breach before it may close: the handling that every protocol, or BQR's own, asks for."""

from typing import Any

HANDLED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("contain", {"containment": "contained"}),
    ("investigate", {"lost_or_open": "open", "departments": "Wijkteam Noord.", "processor": "no"}),
    ("consequences", {"established_consequences": "Iemand kan lezen welke zorg zij krijgen."}),
    ("no-measures", {"no_measures_why": "De map bestaat niet meer."}),
)
AFTERCARE: tuple[str, dict[str, Any]] = (
    "aftercare",
    {"aftercare": "not-needed", "aftercare_what": "Niemand vroeg erom."},
)


def handle(visitor: Any, path: str, *, told: bool = False) -> None:
    """Do what is to be done beside deciding and telling; with ``told`` aftercare too, as the people were told."""
    for step, typed in (*HANDLED, *((AFTERCARE,) if told else ())):
        answer = visitor.send(f"{path}/{step}", page=path, **typed)
        assert answer.status_code == 303, (step, answer.text)
