"""Breach for programs, by part."""

from waarborg_breach.api import times
from waarborg_breach.api.breaches import api

__all__ = ["api", "times"]
from waarborg_breach.api import deciding

__all__ = ["api", "deciding"]
from waarborg_breach.api import advising

__all__ = ["advising", "api"]
from waarborg_breach.api import dossier

__all__ = ["api", "dossier"]
from waarborg_breach.api import telling

__all__ = ["api", "telling"]
