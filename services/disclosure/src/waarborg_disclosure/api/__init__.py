"""Disclosure for programs: report a vulnerability, list and read reports, answer and handle one, and the desk."""

from waarborg_disclosure.api import reports, steps  # noqa: F401 - hang their routes on the blueprint
from waarborg_disclosure.api.blueprint import api

__all__ = ["api"]
