"""What a page of the desk is asked in its address, kept while somebody pages on, and who may have a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from waarborg_requests.colleagues import ME, NOBODY, Colleague, Colleagues, colleagues_of, finding_of
from waarborg_requests.domain.desk.finding import Finding, NotANumber, Part
from waarborg_requests.schemas import QuerySchema
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current

_NOT_KEPT = frozenset({"lang", "cursor"})


@dataclass
class Asked:
    """What the list is asked for: as it stands in the address (``kept``), as it is shown, and as it was read."""

    query: Mapping[str, Any]
    form: Form
    kept: Mapping[str, str]
    colleagues: Colleagues
    holders: tuple[str, ...] = field(default=())

    @property
    def part(self) -> Part:
        """Which part of the list."""
        part: Part = self.query["state"]
        return part

    @property
    def narrowed(self) -> bool:
        """Whether it is narrowed by anything but its part."""
        return any(name != "state" for name in self.kept)

    def finding(self, work: Work) -> Finding | None:
        """Return what to find; None where what was typed cannot be found, and then the form says so."""
        try:
            return finding_of(work, self.query, self.colleagues)
        except NotANumber as refused:
            self.form.refuse_by(refused)
            return None

    def address(self, endpoint: str = "staff.work_list", **changes: str | None) -> str:
        """Return the address of the same list with some of it changed."""
        kept: dict[str, Any] = {**self.kept, **changes}
        return url_for(endpoint, **kept)


def read_asked() -> Asked:
    """Return what this request's address asks; raises ValidationError for what is no filter."""
    typed = {name: value for name, value in request.args.items() if name != "lang" and value.strip()}
    schema = QuerySchema(exclude=("limit",))
    query = schema.load(typed)
    kept = {name: value for name, value in typed.items() if name not in _NOT_KEPT}
    return Asked(query, Form(schema, dict(kept)), kept, colleagues_here())


def colleagues_here() -> Colleagues:
    """Ask identity, with the right of the one who reads this page, who may answer requests."""
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return colleagues_of(current.runtime.client, current.organisation, headers=headers)


def named(colleague: Colleague) -> str:
    """Return what to call a colleague: by name, and where none is kept by the account."""
    return colleague.name or colleague.ref


def holder_shown(ref: str | None, colleagues: Colleagues) -> dict[str, Any] | None:
    """Return who has a request, for a page; None where nobody has."""
    if ref is None:
        return None
    one = colleagues.every.get(ref)
    stand_in = colleagues.every.get(one.stand_in) if one is not None and one.stand_in else None
    return {
        "name": named(one) if one is not None else ref,
        "unknown": one is None and not colleagues.known,
        "gone": one is None and colleagues.known,
        "you": ref == current.actor.ref,
        "away_until": one.away_until if one is not None else None,
        "stand_in": named(stand_in) if stand_in is not None else "",
        "you_stand_in": one is not None and one.stand_in == current.actor.ref,
    }


def to_choose_from(colleagues: Colleagues, *, me: str, nobody: str, away: str) -> list[tuple[str, str]]:
    """Return to whom a request can be given: oneself, a colleague who may answer, or nobody. ``away`` holds the words
    behind the name of who is away."""
    others = [each for each in colleagues.every.values() if each.ref != current.actor.ref]
    return [
        (ME, me),
        *((each.ref, named(each) + (f" ({away})" if each.away_until is not None else "")) for each in others),
        (NOBODY, nobody),
    ]
