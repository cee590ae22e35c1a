"""Breach for programs, by part."""

from waarborg_breach.api import advising, deciding, dossier, telling, times
from waarborg_breach.api.breaches import api

__all__ = ["advising", "api", "deciding", "dossier", "telling", "times"]
