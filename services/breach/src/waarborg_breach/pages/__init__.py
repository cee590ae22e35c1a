"""Breach for people: report a leak, see a case through the protocol, and read the register."""

from waarborg_breach.pages import case, exercises, night, own_report, register, report, years
from waarborg_breach.pages.blueprint import pages

__all__ = ["case", "exercises", "night", "own_report", "pages", "register", "report", "years"]
from waarborg_breach.pages import deputies

__all__ = ["case", "deputies", "own_report", "pages", "register", "report"]
from waarborg_breach.pages import answering
from waarborg_breach.pages.answering import LIMITER

__all__ = ["LIMITER", "answering", "case", "own_report", "pages", "register", "report"]
from waarborg_breach.pages import register_files

__all__ = ["LIMITER", "answering", "case", "own_report", "pages", "register", "register_files", "report"]
from waarborg_breach.pages import dossier

__all__ = ["LIMITER", "dossier", "pages"]
from waarborg_breach.pages import telling

__all__ = ["LIMITER", "pages", "telling"]
