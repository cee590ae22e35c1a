"""An identity that says who handles breaches, for tests in which somebody is chosen by account."""

from dataclasses import dataclass, field
from typing import Any

from waarborg_shared.client import Answer, ServiceAway


@dataclass
class Colleagues:
    """Identity, as far as breach asks it who may be chosen."""

    listed: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"account_ref": "account-board", "name": "Bea Bestuur"},
            {"account_ref": "account-quality", "name": "Kees Kwaliteit"},
            {"account_ref": "account-rik", "name": "Rik Raad"},
        ]
    )
    away: bool = False

    def ask(self, service: str, method: str, path: str, **_: Any) -> Answer:
        """Answer the one question that breach asks."""
        assert (service, method, path) == ("identity", "GET", "/identity/api/v1/colleagues?duty=breach.decide")
        if self.away:
            raise ServiceAway(service, "not there")
        return Answer(200, {"colleagues": self.listed})
