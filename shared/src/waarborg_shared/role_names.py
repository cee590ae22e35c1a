"""The four database roles of a service on PostgreSQL, by name: for who needs no more than that, no driver is loaded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Roles:
    """The names of a service's roles. *owner* migrates; *app* serves one organisation per transaction; *worker* sees
    the outbox, inbox, deadlines and poison of all; *backup* reads everything."""

    owner: str
    app: str
    worker: str
    backup: str

    @property
    def all(self) -> tuple[str, str, str, str]:
        """The four names."""
        return (self.owner, self.app, self.worker, self.backup)


def roles_of(service: str) -> Roles:
    """The roles of a service: `consent_owner`, `consent_app`, `consent_worker`, `consent_backup`."""
    return Roles(*(f"{service}_{kind}" for kind in ("owner", "app", "worker", "backup")))
