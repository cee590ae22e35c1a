"""Breach for people: report a leak, see a case through the protocol, and read the register."""

from waarborg_breach.pages import case, deputies, own_report, register, report
from waarborg_breach.pages.blueprint import pages

__all__ = ["case", "deputies", "own_report", "pages", "register", "report"]
