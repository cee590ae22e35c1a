"""Asks identity whom a reference is of: what it tells is shown and kept nowhere here."""

from collections.abc import Mapping
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
