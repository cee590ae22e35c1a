"""Asks identity whom a reference is of: what it tells is shown and kept nowhere here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from waarborg_shared.client import ServiceAway, ServiceClient

PERSON_PATH = "/identity/api/v1/persons/"


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register of persons calls somebody; empty where it knows no name, or that was erased."""

    name: str = field(repr=False)
    client_number: str = field(repr=False)


def registered(
    client: ServiceClient, organisation: str, person_ref: str, *, headers: Mapping[str, str]
) -> Registered | None:
    """Return what the register calls a person; None where it does not answer, or not this member of staff.

    That he looked is in the person's own log. ``headers`` carry who asks.
    """
    try:
        answer = client.ask("identity", "GET", PERSON_PATH + person_ref, organisation=organisation, headers=headers)
    except ServiceAway:
        return None
    known = answer.json if answer.status == 200 and isinstance(answer.json, dict) else None
    if known is None:
        return None
    return Registered(str(known.get("name") or ""), str(known.get("client_number") or ""))


SEARCH_PATH = "/identity/api/v1/person-searches/"


def find_by_number(client: ServiceClient, organisation: str, number: str, *, headers: Mapping[str, str]) -> str | None:
    """Return the reference of who has a client number; None where nobody has it. Raises ServiceAway."""
    asking = {**headers, "Sec-Fetch-Site": "same-origin"}
    answer = client.ask(
        "identity", "POST", SEARCH_PATH, organisation=organisation, headers=asking, json={"client_number": number}
    )
    found = answer.json.get("persons") if answer.status == 200 and isinstance(answer.json, dict) else None
    return str(found[0]) if found else None


def is_known(client: ServiceClient, organisation: str, person_ref: str, *, headers: Mapping[str, str]) -> bool:
    """Return whether the register knows a reference. Raises ServiceAway."""
    answer = client.ask("identity", "GET", PERSON_PATH + person_ref, organisation=organisation, headers=headers)
    return answer.status == 200


COLLEAGUES_PATH = "/identity/api/v1/colleague-names"
_COLLEAGUES_AT_ONCE = 200


def colleagues(
    client: ServiceClient, organisation: str, account_refs: Collection[str], *, headers: Mapping[str, str]
) -> dict[str, str]:
    """Return the names of members of staff by account, as far as identity answers and knows them.

    Whoever shows them has the reference to fall back on.
    """
    found: dict[str, str] = {}
    refs, asking = sorted(set(account_refs)), {**headers, "Sec-Fetch-Site": "same-origin"}
    for start in range(0, len(refs), _COLLEAGUES_AT_ONCE):
        some = {"account_refs": refs[start : start + _COLLEAGUES_AT_ONCE]}
        try:
            answer = client.ask(
                "identity", "POST", COLLEAGUES_PATH, organisation=organisation, headers=asking, json=some
            )
        except ServiceAway:
            return found
        names = answer.json.get("names") if answer.status == 200 and isinstance(answer.json, dict) else None
        found |= {str(ref): str(name) for ref, name in names.items()} if isinstance(names, dict) else {}
    return found
