"""Whether the process lives and whether it may get requests: `/livez`, `/readyz`, `/metrics`, also under `/x/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, jsonify
from sqlalchemy import Engine

from waarborg_shared.migrations.heads import applied_revisions, newest_revisions
from waarborg_shared.web.context import any_host
from waarborg_shared.web.metrics import Metrics

if TYPE_CHECKING:
    from waarborg_shared.service import Runtime, Service

log = structlog.get_logger("waarborg.web")


def why_not_ready(engine: Engine, package: str) -> str:
    """Return why the service cannot serve (a code), or '' when it can. The broker does not count."""
    try:
        with engine.connect() as connection:
            applied = applied_revisions(connection)
    except Exception as error:
        log.warning("not_ready", error=type(error).__name__)
        return "database"
    return "" if applied == newest_revisions(package) else "migrations"


def init_health(app: Flask, service: Service, runtime: Runtime, metrics: Metrics) -> None:
    """Add the three addresses, at the root and under the service's own path."""

    @any_host
    def livez() -> Response:
        return jsonify(status="live")

    @any_host
    def readyz() -> tuple[Response, int]:
        why = why_not_ready(runtime.uow.engine, service.package)
        return (jsonify(status="not ready", why=why), 503) if why else (jsonify(status="ready"), 200)

    @any_host
    def figures() -> Response:
        return metrics.show()

    views: dict[str, Callable[[], Response | tuple[Response, int]]] = {
        "livez": livez,
        "readyz": readyz,
        "metrics": figures,
    }
    for name, view in views.items():
        for prefix in ("", f"/{service.name}"):
            app.add_url_rule(f"{prefix}/{name}", f"{name}{'_own' if prefix else ''}", view)
