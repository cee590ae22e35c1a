"""Breach for people: report a leak, see a case through the protocol, and read the register."""

from waarborg_breach.pages import (
    answering,
    case,
    deputies,
    dossier,
    exercises,
    night,
    own_report,
    register,
    register_files,
    report,
    telling,
    years,
)
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.braking import LIMITER

__all__ = [
    "LIMITER",
    "answering",
    "case",
    "deputies",
    "dossier",
    "exercises",
    "night",
    "own_report",
    "pages",
    "register",
    "register_files",
    "report",
    "telling",
    "years",
]
