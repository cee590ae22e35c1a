"""Figures for Prometheus: requests by endpoint, and whatever gauges a service or its worker adds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

import structlog
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
log = structlog.get_logger("waarborg.web")
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class _Gauges(Collector):
    """Gauges that are read when they are asked for; one that fails is left out, so that the rest still comes."""

    def __init__(self) -> None:
        self.readers: dict[str, tuple[str, Callable[[], float | Mapping[str, float]]]] = {}

    def collect(self) -> Iterable[Metric]:
        for name, (about, read) in self.readers.items():
            try:
                value = read()
            except Exception as error:
                log.warning("gauge_failed", gauge=name, error=type(error).__name__)
                continue
            if isinstance(value, Mapping):
                family = GaugeMetricFamily(name, about, labels=["of"])
                for label, figure in value.items():
                    family.add_metric([label], figure)
                yield family
            else:
                yield GaugeMetricFamily(name, about, value=value)


class Metrics:
    """The figures of one app, in a registry of their own; gunicorn's workers share theirs through a folder."""

    def __init__(self, service: str) -> None:
        self._registry = CollectorRegistry()
        self._gauges = _Gauges()
        self._registry.register(self._gauges)
        shared = MULTIPROCESS in os.environ  # prometheus-client itself reads it at import
        own = None if shared else self._registry
        labels = ("service", "endpoint", "method", "status")
        self._requests = Counter("waarborg_requests", "Requests answered", labels, registry=own)
        self._seconds = Histogram(
            "waarborg_request_seconds", "Time to answer", labels[:2], registry=own, buckets=_BUCKETS
        )
        if shared:
            MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]
        self._service = service

    def observe(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request; ``endpoint`` is the route's template, never a path."""
        self._requests.labels(self._service, endpoint, method, str(status)).inc()
        self._seconds.labels(self._service, endpoint).observe(seconds)

    def add_gauge(self, name: str, about: str, read: Callable[[], float | Mapping[str, float]]) -> None:
        """Add a gauge that is read at each scrape: a number, or numbers by label `of`."""
        self._gauges.readers[name] = (about, read)

    def show(self) -> Response:
        """Return everything in Prometheus' text format."""
        return Response(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)
