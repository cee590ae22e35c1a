"""Asks identity who has a duty, for the one who asks: names are shown and kept nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from waarborg_shared.client import ServiceAway, ServiceClient
from waarborg_shared.hooks.values import Duty


@dataclass(frozen=True)
class Colleagues:
    """Accounts and names of those who have a duty; not ``known`` where identity did not say."""

    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: bool = False

    def called(self, ref: str) -> str:
        """Return what to call somebody: by name, and where none is told by the account."""
        return self.names.get(ref) or ref


def colleagues_of(client: ServiceClient, organisation: str, duty: Duty, *, headers: Mapping[str, str]) -> Colleagues:
    """Return who has a duty, as far as identity tells the one who asks. ``headers`` carry who that is."""
    told = ask_colleagues(client, organisation, duty, headers=headers)
    if told is None:
        return Colleagues()
    return Colleagues({str(each["account_ref"]): str(each.get("name") or "") for each in told}, known=True)


def ask_colleagues(
    client: ServiceClient, organisation: str, duty: Duty, *, headers: Mapping[str, str]
) -> Sequence[Mapping[str, Any]] | None:
    """Return all that identity tells of who has a duty, and None where it does not say."""
    path = f"/identity/api/v1/colleagues?duty={duty}"
    try:
        answer = client.ask("identity", "GET", path, organisation=organisation, headers=headers)
    except ServiceAway:
        return None
    told = answer.json.get("colleagues") if answer.status == 200 and isinstance(answer.json, dict) else None
    return told if isinstance(told, list) else None
