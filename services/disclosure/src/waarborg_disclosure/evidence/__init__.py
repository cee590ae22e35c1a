"""Evidence that somebody sends along: never opened but pictures, out of which comes what tells where they were made."""

from waarborg_disclosure.evidence.faults import BadFile, Fault
from waarborg_disclosure.evidence.names import safe_name
from waarborg_disclosure.evidence.taking import LARGEST_FILE, LARGEST_FORM, MOST_FILES, Cleaned, Evidence, take

__all__ = [
    "LARGEST_FILE",
    "LARGEST_FORM",
    "MOST_FILES",
    "BadFile",
    "Cleaned",
    "Evidence",
    "Fault",
    "safe_name",
    "take",
]
