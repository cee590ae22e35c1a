"""Runs schemathesis over a service as it is served, by a document that it serves, and judges what came of it."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemathesis.core.jsonschema.patterns import update_quantifier
from schemathesis.engine import events
from schemathesis.generation.jsonschema import strategy
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi import converter
from schemathesis.specs.openapi.coverage import _operation
from werkzeug.serving import WSGIRequestHandler, make_server

from waarborg_shared.testing.depth import DEEP, by_depth
from waarborg_tests.product import LOOPBACK, Product

COMMITTED = Path(__file__).parents[3] / "docs" / "api"
RENEW = "run PYTHONPATH=tests/support python -m waarborg_tests.renew_openapi docs/api"

# What fits the document may still be refused: by an organisation's list of purposes, by the 11-test, by a state.
MAY_ANSWER = ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "428", "429"]
# An If-Match that is no ETag at all matches nothing, as one that is old: 412.
MAY_REFUSE = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429"]
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": MAY_ANSWER},
    "negative_data_rejection": {"expected-statuses": MAY_REFUSE},
    "missing_required_header": {"expected-statuses": MAY_REFUSE},
}
BOUNDED = {
    "seed": 1,
    "continue-on-failure": True,
    "generation": {"deterministic": True, "max-examples": by_depth(1, 4)},
    "suppress-health-check": ["all"],
    "checks": CHECKS,
}

FOLDED_BELOW = 300


def short_only(pattern: str, least: int | None, most: int | None) -> str:
    """Fold lengths into a pattern, as schemathesis does, but for a long text.

    Folded, ten thousand characters are a repetition that takes a third of a second and a hundred megabytes to compile,
    again for each way in which the body around it is spoiled. Apart, length and pattern are held to all the same.
    """
    return pattern if most is not None and most >= FOLDED_BELOW else update_quantifier(pattern, least, most)


for module in (converter, strategy, _operation):
    module.update_quantifier = short_only


ONE_IN = 10


def some_of_each_kind(kinds: Counter[str]) -> Callable[[Any, Any], bool]:
    """Return a hook that chooses among the thousands of requests that schemathesis derives from a document, of which
    most ask of one field what others ask of another: of each operation the first right one and the first wrong one, and
    of each kind of right and wrong one in ten, wherever that falls, as ``kinds`` counts over all walks through a
    document. In depth all are made.
    """
    operations: set[tuple[str, GenerationMode]] = set()

    def filter_case(context: Any, case: Any) -> bool:
        kind = getattr(case.meta and case.meta.phase.data, "scenario", None)
        if DEEP or kind is None:
            return True
        operation = case.operation.label, case.meta.generation.mode
        is_first = operation not in operations
        operations.add(operation)
        kinds[kind] += 1
        return is_first or kinds[kind] % ONE_IN == 1

    return filter_case


class _Quiet(WSGIRequestHandler):
    """Says nothing of its own."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def served(product: Product, service: str) -> Iterator[str]:
    """One service's application over HTTP, where every request reaches one organisation; gives its address."""
    host = product.origin("bqr").removeprefix("http://")

    def at_the_organisation(environ: dict[str, Any], start_response: Any) -> Any:
        return product.apps[service]({**environ, "HTTP_HOST": host}, start_response)

    server = make_server(LOOPBACK, 0, at_the_organisation, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Answer:
    """How an operation answered a request of its own method, with the code of the problem where it was one."""

    operation: str
    status: int
    code: str


def answers(told: Any) -> Iterator[Answer]:
    """Give how operations answered. Asked for by another method, as is tried too, none of them was entered: it says
    405, or 200 to OPTIONS."""
    for event in told:
        if isinstance(event, events.ScenarioFinished):
            for case_id, interaction in event.recorder.interactions.items():
                operation, said = event.recorder.cases[case_id].value.operation, interaction.response
                if said is not None and interaction.request.method.lower() == operation.method.lower():
                    yield Answer(operation.label, said.status_code, _code_of(said))


def _code_of(response: Any) -> str:
    if "problem+json" not in "".join(response.headers.get("content-type", ())):
        return ""
    return str(json.loads(response.content).get("code", ""))


def judged(told: Any) -> tuple[int, list[str]]:
    """How many requests were made, and what was wrong, once for each operation and check."""
    cases, wrong = 0, {}
    for event in told:
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong[str(event)] = f"{getattr(event, 'label', '')}: {getattr(event, 'value', event)}"
        if not isinstance(event, events.ScenarioFinished):
            continue
        cases += len(event.recorder.cases)
        for case_id, checks in event.recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    label = event.recorder.cases[case_id].value.operation.label
                    said = f"{label}: {check.name}: {check.failure_info.failure}\n{check.failure_info.code_sample}"
                    wrong.setdefault(f"{label} {check.name}", said)
    return cases, list(wrong.values())
