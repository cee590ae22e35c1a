"""THE RULES of the portal: which doors a visitor sees, and what of all that waits a desk shows, in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from waarborg_shared.hooks.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A way in for somebody outside: which service it leads to, where, and what it is for."""

    service: str
    path: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskClock:
    """A clock as a service's fragment tells it. Moments are aware UTC."""

    label: Text
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None
    source: str
    stopped_at: datetime | None = None
    period: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase:
    """An open case as a service's fragment tells it."""

    service: str
    number: str
    title: Text
    state: Text
    url: str
    clocks: tuple[DeskClock, ...]

    @property
    def due_at(self) -> datetime:
        """When the first clock that runs is due; a case without one comes last."""
        running = [clock.due_at for clock in self.clocks if clock.paused_at is None]
        return min(running, default=datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """A service's own list of its cases, for staff: all of them, also those for which the desk has no room.

    ``cases`` says what cases it has, where one speaks of the service.
    """

    service: str
    path: str
    title: Text
    cases: Text


MOST_CASES = 200
"""How many cases one desk shows. Each service gives as many of its most urgent, so the most urgent of all are there."""

LISTS: tuple[WorkList, ...] = (
    WorkList(
        service="requests",
        path="/requests/",
        title=Text("Alle verzoeken", "All requests"),
        cases=Text("Verzoeken", "Requests"),
    ),
    WorkList(
        service="breach",
        path="/breach/",
        title=Text("Register van datalekken", "Register of breaches"),
        cases=Text("Datalekken", "Data breaches"),
    ),
    WorkList(
        service="disclosure",
        path="/disclosure/reports",
        title=Text("Alle gemelde kwetsbaarheden", "All vulnerability reports"),
        cases=Text("Gemelde kwetsbaarheden", "Vulnerability reports"),
    ),
    WorkList(
        service="consent",
        path="/consent/emergencies",
        title=Text("Noodknop: nog te beoordelen", "Emergency button: to be judged"),
        cases=Text("Gebruik van de noodknop", "Uses of the emergency button"),
    ),
    WorkList(
        service="consent",
        path="/consent/letters",
        title=Text("Brieven om te versturen", "Letters to send"),
        cases=Text("Brieven om te versturen", "Letters to send"),
    ),
    WorkList(
        service="consent",
        path="/consent/reviews",
        title=Text("Toestemmingen opnieuw bekijken", "Consents to look at again"),
        cases=Text("Toestemmingen om opnieuw te bekijken", "Consents to look at again"),
    ),
    WorkList(
        service="consent",
        path="/consent/statements",
        title=Text("Privacyverklaring en afspraken", "Privacy statement and agreements"),
        cases=Text("Privacyverklaring en overeenkomsten", "Privacy statement and agreements"),
    ),
    WorkList(
        service="identity",
        path="/identity/staff",
        title=Text("Medewerkers en rollen", "Staff and roles"),
        cases=Text("Medewerkers en rollen", "Staff and roles"),
    ),
)

DOORS: tuple[Door, ...] = (
    Door(
        service="consent",
        path="/consent/",
        title=Text("Mijn toestemmingen", "My consents"),
        text=Text("Zie waar u ja op zei, en trek het in.", "See what you said yes to, and withdraw it."),
    ),
    Door(
        service="requests",
        path="/requests/new",
        title=Text("Vraag over mijn gegevens", "Ask about my data"),
        text=Text(
            "Inzien, verbeteren, wissen, of bezwaar maken.", "See them, correct them, have them erased, or object."
        ),
    ),
    Door(
        service="breach",
        path="/breach/report",
        title=Text("Een datalek melden", "Report a data leak"),
        text=Text(
            "Zijn gegevens kwijt, of bij de verkeerde? Meld het meteen.",
            "Are data lost, or with the wrong person? Tell us at once.",
        ),
    ),
    Door(
        service="disclosure",
        path="/disclosure/",
        title=Text("Een kwetsbaarheid melden", "Report a vulnerability"),
        text=Text("Vond u een zwakke plek in onze systemen?", "Did you find a weak spot in our systems?"),
    ),
    Door(
        service="consent",
        path="/consent/statement",
        title=Text("Wat we met gegevens doen", "What we do with data"),
        text=Text("Waarvoor, waarom, hoe lang, en wie ze krijgt.", "What for, why, how long, and who gets them."),
    ),
)


def doors(present: Iterable[str]) -> tuple[Door, ...]:
    """Return the doors to the services that are there."""
    there = set(present)
    return tuple(door for door in DOORS if door.service in there)


def most_urgent_first(cases: Iterable[DeskCase]) -> list[DeskCase]:
    """Return the cases by the moment at which their first clock is due, as many as a desk shows."""
    return sorted(cases, key=lambda case: (case.due_at, case.number))[:MOST_CASES]


@dataclass(frozen=True, slots=True)
class Part:
    """A service's part of the desk: its most urgent open cases, and how many it has open in all.

    ``theirs`` is False where the member of staff who asks may not see that service's cases. A service with several
    lists says in ``lists`` by their addresses how many are open in each that this member of staff may see.
    """

    cases: tuple[DeskCase, ...]
    total: int
    theirs: bool = True
    lists: Mapping[str, int] = field(default_factory=dict)


def read_part(told: Mapping[str, object]) -> Part:
    """Return a service's fragment; one that does not tell how many there are in all told all of them.

    Raises:
        KeyError, TypeError, ValueError: the fragment has another shape.
    """
    items = told["items"]
    if not isinstance(items, list):
        raise TypeError("items")
    cases = tuple(read_case(item) for item in items)
    total = told.get("total", len(cases))
    if not isinstance(total, int) or total < len(cases):
        raise ValueError("total")
    return Part(cases, total, lists=_lists(told.get("lists", ())))


def open_by_list(service: str, part: Part) -> dict[str, int]:
    """Return how many cases are open in each list of a service that the member of staff may see, by its address."""
    if not part.theirs:
        return {}
    return dict(part.lists) or {each.path: part.total for each in LISTS if each.service == service}


def read_case(told: Mapping[str, object]) -> DeskCase:
    """Return a case of a service's fragment.

    Raises:
        KeyError, TypeError, ValueError: the fragment has another shape.
    """
    clocks = told["clocks"]
    if not isinstance(clocks, list):
        raise TypeError("clocks")
    url = str(told["url"])
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("url")
    return DeskCase(
        service=str(told["service"]),
        number=str(told["number"]),
        title=_text(told["title"]),
        state=_text(told["state"]),
        url=url,
        clocks=tuple(_clock(clock) for clock in clocks),
    )


def _lists(told: object) -> dict[str, int]:
    if not isinstance(told, (list, tuple)):
        raise TypeError("lists")
    return {str(each["path"]): int(each["total"]) for each in told}


def _clock(told: Mapping[str, object]) -> DeskClock:
    started_at = datetime.fromisoformat(str(told["started_at"]))
    return DeskClock(
        label=_text(told["label"]),
        started_at=started_at,
        due_at=datetime.fromisoformat(str(told["due_at"])),
        paused_at=started_at if told["paused"] else None,
        source=str(told["source"]),
    )


def _text(told: object) -> Text:
    if not isinstance(told, Mapping):
        raise TypeError("text")
    return Text(str(told["nl"]), str(told["en"]))
