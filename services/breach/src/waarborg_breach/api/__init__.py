"""Breach for programs, by part."""

from waarborg_breach.api import deciding
from waarborg_breach.api.breaches import api

__all__ = ["api", "deciding"]
