"""Telling the persons of a breach: the page of it, the people one by one, letters to print, and what anybody reads."""

from waarborg_breach.pages.telling import letters, page, persons, public

__all__ = ["letters", "page", "persons", "public"]
