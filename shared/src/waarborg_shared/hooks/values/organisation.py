"""Who the organisation is: names, address, contacts by subject, its statement's date and its look."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from waarborg_shared.clocks import Term
from waarborg_shared.hooks.values.text import BadValue, Text, check_code

_TOKEN = re.compile(r"--[a-z0-9-]+")
_TOKEN_VALUE = re.compile(r"[A-Za-z0-9#%.,()'\"\s-]{1,120}")


class Subject(StrEnum):
    """What somebody may want to reach the organisation about."""

    GENERAL = "general"
    PRIVACY = "privacy"
    BREACH = "breach"
    DISCLOSURE = "disclosure"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address in the Netherlands."""

    street: str
    postcode: str
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to reach about a subject. ``email`` is a required setting where the published text blacks it out (B19)."""

    subject: Subject
    who: Text
    phone: str | None = None
    email: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One way to go for somebody who disagrees; none is a condition for another (B19, art. 12(4) AVG)."""

    code: str
    name: Text
    how: Text
    source: str

    def __post_init__(self) -> None:
        check_code(self.code, of="remedy")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRoute:
    """Who handles complaints about the organisation (art. 13 to 15 Wkkgz); the contact for complaints says how to reach
    him. ``independent``: he is not of the organisation, and sees a case behind a complaint by the person's word only.
    """

    handler: Text
    independent: bool
    explanation: Text
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation as the people outside see it.

    ``source_words`` says in both languages what stands in a ``source``: the names of its documents and their chapters.
    """

    name: str
    legal_name: str
    tagline: Text
    contacts: tuple[Contact, ...]
    statement_version: str
    statement_dated: date
    review_after: Term
    remedies: tuple[Remedy, ...]
    address: Address | None = None
    languages: tuple[str, ...] = ("nl", "en")
    person_accounts: bool = True
    one_person: bool = False
    source_words: tuple[Text, ...] = ()

    def contact(self, subject: Subject) -> Contact:
        """Return whom to reach about ``subject``, or the general contact where none is named for it."""
        by_subject = {contact.subject: contact for contact in self.contacts}
        return by_subject.get(subject) or by_subject[Subject.GENERAL]

    def __post_init__(self) -> None:
        for name in ("name", "legal_name"):
            if getattr(self, name) == "" or str(getattr(self, name)).isspace():
                raise BadValue(f"organisation.{name}: it is empty")
        if Subject.GENERAL not in {contact.subject for contact in self.contacts}:
            raise BadValue("organisation.contacts: a general contact is needed")


@dataclass(frozen=True, slots=True)
class Theme:
    """An organisation's look: CSS custom properties by name, as the page shell documents them."""

    tokens: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name, value in self.tokens.items():
            if not _TOKEN.fullmatch(name) or not _TOKEN_VALUE.fullmatch(value):
                raise BadValue(f"theme.tokens: {name} cannot stand in a style sheet")
