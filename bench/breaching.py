"""Breach: reporting one, held to the bare two inserts."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bench.consents import Target, warm_up
from bench.figures import Line, compare, in_turn
from bench.processes import Aborted
from bench.site import Site
from waarborg_breach.app import SERVICE as BREACH

REPORTED = "/breach/api/v1/breaches/"
_SAID = {
    "summary": "Een tas met verzonnen dossiers is uit een auto gestolen, ergens in Nergenshuizen.",
    "kind": "stolen",
}


def measure_reporting(site: Site) -> list[Line]:
    """Report a breach as a partner system does: checked, numbered, sealed, its clocks started, told, in one commit."""
    site = replace(site, scopes="breach:report")
    now = datetime.now(UTC)
    moments = {"discovered_at": now - timedelta(hours=5), "aware_at": now - timedelta(hours=2)}
    body = json.dumps(_SAID | {name: at.isoformat() for name, at in moments.items()}).encode()
    with (
        site.identity(),
        site.web(BREACH, core=site.cores.measured) as breach,
        site.yardstick() as yardstick,
    ):
        before = site.count(BREACH, "breach_case")
        reported = Target(site, *breach, REPORTED, [body] * 16)
        bare = Target(site, *yardstick, "/two-inserts", [b"{}"] * 16)
        warm_up(reported, bare)
        of_reported, of_bare = in_turn(reported.round, bare.round, rounds=site.plan.rounds)
        new = site.count(BREACH, "breach_case") - before
    if new != reported.answered:
        raise Aborted(f"{reported.answered} answers, but {new} new breaches")
    note = f"{new:,} answers with 2xx, as many new breaches, each with its number, clocks, event and a key of its own"
    return [compare("report a breach", of_reported, of_bare, floor=0.15, aim=0.30, notes=(note,))]
