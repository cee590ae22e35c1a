"""Breach for people: report a leak, see a case through the protocol, and read the register."""

from waarborg_breach.pages import answering, case, own_report, register, report
from waarborg_breach.pages.answering import LIMITER
from waarborg_breach.pages.blueprint import pages

__all__ = ["LIMITER", "answering", "case", "own_report", "pages", "register", "report"]
