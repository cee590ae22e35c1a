"""Disclosure for programs: report a vulnerability, list and read reports, answer one, and the staff desk's part."""

from waarborg_disclosure.api import reports  # noqa: F401 - hangs its routes on the blueprint
from waarborg_disclosure.api.blueprint import api

__all__ = ["api"]
