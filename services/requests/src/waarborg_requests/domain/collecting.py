"""The rules of collecting: in what state a holder's task is, and in what forms an item comes."""

from enum import StrEnum


class TaskState(StrEnum):
    """How far a holder's task is."""

    ASKED = "asked"
    REMINDED = "reminded"
    CONTRIBUTED = "contributed"
    NOTHING_FOUND = "nothing_found"
    CANNOT = "cannot"
    CANCELLED = "cancelled"


class ItemForm(StrEnum):
    """In what form an item comes."""

    TEXT = "text"
    JSON = "json"
    FILE = "file"
