"""Every contract that this installation knows, by type."""

from collections.abc import Mapping
from types import MappingProxyType

from waarborg_shared.events import breach, consent, disclosure, identity, requests
from waarborg_shared.events.base import Event, service_of
from waarborg_shared.events.contract import plan

_MODULES = (consent, requests, breach, disclosure, identity)


def catalogue_of(contracts: tuple[type[Event], ...]) -> Mapping[str, type[Event]]:
    """Contracts by type; raises TypeError for one that breaks the rules, or two of the same type."""
    by_type: dict[str, type[Event]] = {}
    for contract in contracts:
        plan(contract)
        service_of(contract.type)
        if contract.type in by_type:
            raise TypeError(f"two contracts are called {contract.type}")
        by_type[contract.type] = contract
    return MappingProxyType(by_type)


CATALOGUE: Mapping[str, type[Event]] = catalogue_of(tuple(event for module in _MODULES for event in module.EVENTS))
