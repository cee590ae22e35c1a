"""Disclosure: filing a report, held to the bare two inserts, with the hash of its receipt apart."""

import json
from dataclasses import replace

from bench.consents import Target, warm_up
from bench.figures import Line, compare, in_turn
from bench.processes import Aborted
from bench.site import Site
from waarborg_disclosure.app import SERVICE as DISCLOSURE

REPORTED = "/disclosure/api/v1/reports/"
_SAID = {
    "what": "De verzonnen zoekpagina voert uit wat er in het adres staat.",
    "where": "https://www.voorbeeld.example/zoek",
    "how": "Zet een stukje script achter het vraagteken en open het adres.",
    "reporter": "pseudonym",
    "name": "nachtuil",
}
CHEAPEST = {"WAARBORG_RECEIPT_COSTS": "8:1"}


def measure_disclosing(site: Site) -> list[Line]:
    """Report a weak spot as a partner system does: checked, numbered, sealed in boxes, its clocks started, told.

    The receipt is hashed at the lowest cost there is: what that costs is chosen, so that guessing is slow.
    """
    site = replace(site, scopes="disclosure:report", more=CHEAPEST)
    body = json.dumps(_SAID).encode()
    with (
        site.identity(),
        site.web(DISCLOSURE, core=site.cores.measured) as disclosure,
        site.yardstick() as yardstick,
    ):
        before = site.count(DISCLOSURE, "report")
        reported = Target(site, *disclosure, REPORTED, [body] * 16)
        bare = Target(site, *yardstick, "/two-inserts", [b"{}"] * 16)
        warm_up(reported, bare)
        of_reported, of_bare = in_turn(reported.round, bare.round, rounds=site.plan.rounds)
        new = site.count(DISCLOSURE, "report") - before
    if new != reported.answered:
        raise Aborted(f"{reported.answered} answers, but {new} new reports")
    note = f"{new:,} answers with 2xx, as many new reports, each with its number, clock, event and key pair"
    return [compare("report a weak spot", of_reported, of_bare, floor=0.25, aim=0.25, notes=(note,))]
