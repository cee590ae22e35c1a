"""Asks identity who assesses and fixes what is reported: names are shown and kept nowhere here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waarborg_shared.client import ServiceAway, ServiceClient
from waarborg_shared.hooks.values import Duty

COLLEAGUES_PATH = f"/identity/api/v1/colleagues?duty={Duty.DISCLOSURE_ASSESS}"


@dataclass(frozen=True)
class Colleagues:
    """Accounts and names of those who may own a report; not ``known`` where identity did not say."""

    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: bool = False

    def called(self, ref: str) -> str:
        """Return what to call somebody: by name, and where none is told by the account."""
        return self.names.get(ref) or ref


def colleagues_of(client: ServiceClient, organisation: str, *, headers: Mapping[str, str]) -> Colleagues:
    """Return who assesses reports, as far as identity tells the one who asks. ``headers`` carry who that is."""
    try:
        answer = client.ask("identity", "GET", COLLEAGUES_PATH, organisation=organisation, headers=headers)
    except ServiceAway:
        return Colleagues()
    listed = answer.json.get("colleagues") if answer.status == 200 and isinstance(answer.json, dict) else None
    if not isinstance(listed, list):
        return Colleagues()
    return Colleagues({str(each["account_ref"]): str(each.get("name") or "") for each in listed}, known=True)
