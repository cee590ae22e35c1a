"""Who holds data of a person and is asked for them when he wants to see them (B21, art. 15 AVG)."""

from dataclasses import dataclass, field
from enum import StrEnum

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values.cases import GIVES_DATA, ONE_KIND_OF_DATA, RequestKind
from waarborg_shared.hooks.values.text import BadValue, Text, check_code

OWN_SERVICES = ("identity", "consent", "requests", "breach", "disclosure")
"""The services of this platform, each of which holds data; portal holds none."""


class HolderKind(StrEnum):
    """How a holder is asked."""

    SERVICE = "service"
    PARTNER = "partner"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody or something that holds data of clients, and hands them in for a request within ``term``.

    A ``service`` is one of this platform, by its name. A ``partner`` is a system that is told by webhook and hands in
    over the API; its registration as a partner names this ``code``. A ``person`` gets a task: staff in ``role``.
    ``what`` says in a few words what is there; ``categories`` are the kinds of data (none named: any), ``asked_for``
    the kinds of request for which it is asked.
    """

    code: str
    name: Text
    kind: HolderKind
    what: Text
    term: Term
    source: str
    role: str | None = None
    categories: tuple[str, ...] = ()
    asked_for: frozenset[RequestKind] = field(default=GIVES_DATA)

    def __post_init__(self) -> None:
        check_code(self.code, of="holder")
        if self.kind is HolderKind.SERVICE and self.code not in OWN_SERVICES:
            raise BadValue(f"holder {self.code}: kind: there is no such service")
        if (self.kind is HolderKind.PERSON) != (self.role is not None):
            raise BadValue(f"holder {self.code}: role: a person has one, and nobody else")
        for kind in sorted(set(self.asked_for) - GIVES_DATA):
            raise BadValue(f"holder {self.code}: asked_for: {kind} is not answered with data")


_WITHIN = Term(2, Unit.DAYS)
_EVERYTHING = GIVES_DATA - ONE_KIND_OF_DATA


def _service(code: str, name: Text, what: Text, *, asked_for: frozenset[RequestKind] = _EVERYTHING) -> Holder:
    return Holder(
        code=code,
        name=name,
        kind=HolderKind.SERVICE,
        what=what,
        term=_WITHIN,
        source="art. 15 AVG",
        asked_for=asked_for,
    )


SERVICES = (
    _service(
        "identity",
        Text("Personenregister", "Register of persons"),
        Text("Wie u bent, uw nummers en wanneer u inlogde", "Who you are, your numbers and when you signed in"),
    ),
    _service(
        "consent",
        Text("Toestemmingen en inzagelog", "Consents and access log"),
        Text(
            "Uw keuzes, wie voor u beslist, wie gegevens kreeg en wie er keek",
            "Your choices, who decides for you, who got data and who looked",
        ),
        asked_for=GIVES_DATA,
    ),
    _service(
        "requests",
        Text("Verzoeken", "Requests"),
        Text("Wat u eerder vroeg en wat wij antwoordden", "What you asked before and what we answered"),
    ),
    _service(
        "breach",
        Text("Datalekken", "Breaches"),
        Text("Wat bij een datalek over u is vastgelegd", "What was written down about you in a breach"),
    ),
    _service(
        "disclosure",
        Text("Meldingen van zwakke plekken", "Reports of weak spots"),
        Text("Wat u zelf meldde", "What you reported yourself"),
    ),
)
"""The services of this platform as holders: every organisation that names holders of its own begins with these.

Of who looked and who got data one of them keeps the log for all: the others are not asked for that alone.
"""
