"""How the fields of the dossier read a case: each gives a value, a gap, or None for nothing known."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from waarborg_breach.domain.dossier.values import Code, Common, Field, Found, Gap, Known, Part
from waarborg_breach.domain.states import NoticeKind, PersonsState
from waarborg_shared.hooks.values import Contact, Subject, Text

SEVERITIES = ("negligible", "limited", "significant", "maximum")
YES_NO = ("yes", "no")
TOLD = frozenset({PersonsState.INFORMED, PersonsState.IN_PART, PersonsState.ANNOUNCED})
TO_TELL = frozenset({PersonsState.TO_INFORM, PersonsState.TO_ANNOUNCE, PersonsState.IN_PART})
NOT_TOLD = frozenset({PersonsState.NOT_TO_INFORM, PersonsState.TO_ANNOUNCE, PersonsState.ANNOUNCED})
FIRST = frozenset({NoticeKind.PROVISIONAL, NoticeKind.COMPLETE})
Reads = Callable[[Known], Found]


def nothing(_known: Known) -> Found:
    return None


def fact(name: str, of: str = "") -> Reads:
    """Read a fact; ``of`` names the list of words where it is a code, or several."""

    def read(known: Known) -> Found:
        value = getattr(known.facts, name)
        if value is None:
            return Gap.SAID_UNKNOWN if name in known.said_unknown else None
        if isinstance(value, frozenset):
            return tuple(Code(of, code) for code in sorted(str(each) for each in value))
        return Code(of, str(value)) if of else value

    return read


def text(*names: str) -> Reads:
    """Read the first of these texts that says something."""
    return lambda known: next((known.texts[name] for name in names if name in known.texts), None)


def answer(code: str, *texts: str) -> Reads:
    """Read texts of the case, or else the answer to a question of the protocol."""
    of_case = text(*texts)

    def read(known: Known) -> Found:
        found = of_case(known) or known.answers.get(code)
        return found or (Gap.SAID_UNKNOWN if code in known.not_known else None)

    return read


def time(name: str) -> Reads:
    def read(known: Known) -> Found:
        value: datetime | None = getattr(known.times, name)
        return value

    return read


def of_contact(read: Callable[[Contact], str | Text | None]) -> Reads:
    return lambda known: read(known.organisation.contact(Subject.PRIVACY))


def address(known: Known) -> Found:
    where = known.organisation.address or known.organisation.contact(Subject.GENERAL).address
    return f"{where.street}, {where.postcode} {where.town}" if where else None


def measures(*, taken: bool) -> Reads:
    def read(known: Known) -> Found:
        if known.measures_erased:
            return Gap.ERASED
        return tuple(each for each in known.measures if each.taken is taken) or None

    return read


def late(known: Known) -> bool:
    if known.notices:
        return any(each.late for each in known.notices)
    return known.due_at is not None and known.now > known.due_at


def late_reason(known: Known) -> Found:
    return next((each.reason for each in known.notices if each.late and each.reason), None)


def number_of_authority(known: Known) -> Found:
    return next((each.authority_number for each in reversed(known.notices) if each.authority_number), None)


def withdrawing(known: Known) -> Found:
    return next((each.reason for each in known.notices if each.kind is NoticeKind.WITHDRAWAL and each.reason), None)


def sides(known: Known) -> Found:
    names = ("confidentiality", "integrity", "availability")
    touched = tuple(Code("side", name) for name in names if getattr(known.facts, name))
    unknown = [name for name in names if getattr(known.facts, name) is None]
    if touched:
        return touched
    return Gap.SAID_UNKNOWN if unknown and set(unknown) <= known.said_unknown else None


def persons_are(*states: PersonsState) -> Callable[[Known], bool]:
    return lambda known: known.states.persons in states


def code(name: str, of: str) -> Reads:
    def read(known: Known) -> Found:
        value = getattr(known, name)
        return None if value is None else Code(of, str(value))

    return read


def touches(side: str) -> Callable[[Known], bool]:
    return lambda known: getattr(known.facts, side) is not False


def were_told(known: Known) -> bool:
    return known.states.persons in TOLD


def cross_border(known: Known) -> bool:
    return known.facts.other_eu is not False


def with_processor(known: Known) -> bool:
    return known.facts.processor is not False or known.times.processor_aware_at is not None


def reach(contact: Contact) -> str | None:
    return ", ".join(each for each in (contact.phone, contact.email) if each) or None


def told_how(known: Known) -> Found:
    """Read by which channel, as a code, and what somebody typed."""
    typed = known.texts.get("informed_how")
    channel = Code("told-by", known.informed_how) if known.informed_how else None
    if channel is not None and typed and not isinstance(typed, Gap):
        return (channel, typed)
    return channel or typed


def told_or_not(known: Known) -> Found:
    persons = known.states.persons
    return None if persons is PersonsState.UNDECIDED else Code("persons", str(persons))


def asker(part: Part) -> Callable[..., Field]:
    """Return what makes the fields of a part of the web form."""

    def ask(code: str, common: Common | None, nl: str, en: str, read: Reads = nothing, **more: Any) -> Field:
        return Field(code=code, part=part, common=common, text=Text(nl, en), value=read, **more)

    return ask
