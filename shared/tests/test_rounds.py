"""A worker's rounds: one organisation that fails stops no other, and a worker that is told to stop does."""

import threading
from types import SimpleNamespace
from typing import cast

from waarborg_shared.rounds import rounds
from waarborg_shared.service import Runtime


def test_an_organisation_that_fails_stops_no_other_and_the_next_round_tries_it_again() -> None:
    visited: list[str] = []
    stop = threading.Event()
    runtime = SimpleNamespace(
        service=SimpleNamespace(name="garden"), settings=SimpleNamespace(organisations=("bqr", "jtb-care", "third"))
    )

    def visit(_: object, organisation: str) -> None:
        visited.append(organisation)
        if organisation == "bqr":
            raise OSError
        if len(visited) == 5:
            stop.set()

    rounds(cast(Runtime, runtime), visit, every=0.0, failed="visit_failed")(stop)
    assert visited == ["bqr", "jtb-care", "third", "bqr", "jtb-care"], "and who comes after the stop waits"
