"""Gauges of what waits in a service's plumbing: events that do not go through, and messages that were no events."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from waarborg_shared.bus import Desk
from waarborg_shared.web.metrics import Metrics

if TYPE_CHECKING:
    from waarborg_shared.service import Runtime

BACKLOG = "waarborg_backlog"
OLDEST = "waarborg_outbox_oldest_seconds"


def add_backlog(metrics: Metrics, runtime: Runtime) -> None:
    """Add them, where this process has a role that sees every organisation: another would say that nothing waits."""
    sees_one_organisation = runtime.engine.dialect.name == "postgresql" and runtime.worker_engine is runtime.engine
    if sees_one_organisation:
        return
    desk = Desk(runtime.worker_engine, runtime.service.plumbing, runtime.service.name)

    def counted() -> dict[str, float]:
        return {name: many for name, many in asdict(desk.backlog()).items() if isinstance(many, int)}

    def oldest() -> float:
        since = desk.backlog().oldest_pending_at
        return 0.0 if since is None else max(0.0, (runtime.now() - since).total_seconds())

    metrics.add_gauge(BACKLOG, "Events by what they wait for, and poison, of all organisations", counted)
    metrics.add_gauge(OLDEST, "Age of the oldest event that was not relayed yet", oldest)
