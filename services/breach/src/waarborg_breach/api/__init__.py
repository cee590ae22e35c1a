"""Breach for programs, by part."""

from waarborg_breach.api import advising
from waarborg_breach.api.breaches import api

__all__ = ["advising", "api"]
