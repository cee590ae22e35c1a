"""A thousand organisations configured beside two: how soon a process decides, and how many decisions it makes."""

import json
import time
from functools import partial

from bench.consents import DECIDE, RECORD, Target, consent_body, question_body, registered, warm_up
from bench.figures import Line, Round, in_turn, judge
from bench.latency import Asking
from bench.site import BROUGHT_ALONG, HOST, ORGANISATION, Site, two_organisations
from waarborg_consent.app import SERVICE as CONSENT
from waarborg_portal.installation import read_all

START_RATIO, DECISION_RATIO = 1.5, 1.2


def many(count: int) -> str:
    """The two organisations that are brought along, and others with the same plugin, so many in all."""
    found, two = read_all(BROUGHT_ALONG)
    settings = "\n".join(f"{key} = {json.dumps(value)}" for key, value in found[ORGANISATION].settings["bqr"].items())
    others = [
        f'[organisations.care-{number:04}]\nhosts = ["care-{number:04}.localhost"]\nplugins = ["bqr"]\n'
        f"[organisations.care-{number:04}.settings.bqr]\n{settings}\n"
        for number in range(count - 2)
    ]
    return "\n".join([two, *others])


def measure_organisations(site: Site) -> list[Line]:
    """Start a process until its first decision, and load it; with two organisations and with a thousand, in turn."""
    configured = {"few": two_organisations(), "many": many(site.plan.organisations)}
    refs = registered(site, site.plan.people)
    with site.identity():
        with site.web(CONSENT) as (process, port):
            Target(site, process, port, RECORD, [consent_body(ref) for ref in refs]).each_once()
        first = question_body(refs[0])
        of_many, of_few = in_turn(
            partial(_first_decision, site, configured["many"], first),
            partial(_first_decision, site, configured["few"], first),
            rounds=site.plan.rounds,
        )
        starts = [1 / each.rate.middle for each in (of_many, of_few)]
        core = site.cores.measured
        with (
            site.web(CONSENT, core=core, organisations=configured["many"]) as many_,
            site.web(CONSENT, core=core, organisations=configured["few"]) as few,
        ):
            bodies = [question_body(ref) for ref in refs]
            targets = [Target(site, *each, DECIDE, bodies) for each in (many_, few)]
            warm_up(*targets)
            rate_many, rate_few = in_turn(*(target.round for target in targets), rounds=site.plan.rounds)
    count = site.plan.organisations
    slower = rate_few.rate.middle / rate_many.rate.middle
    later = starts[0] / starts[1]
    return [
        Line(
            what=f"start with {count:,} organisations, to the first decision",
            subject=f"{starts[0]:.2f} s",
            yardstick=f"{starts[1]:.2f} s with 2",
            ratio=f"{later:.2f} ×",
            promise=f"< {START_RATIO} ×",
            verdict=judge(later, floor=START_RATIO, least=False),
        ),
        Line(
            what=f"decision with {count:,} organisations",
            subject=f"{rate_many.rate.show()} /s",
            yardstick=f"{rate_few.rate.show()} /s with 2",
            ratio=f"{slower:.2f} ×",
            promise=f"< {DECISION_RATIO} ×",
            verdict=judge(slower, floor=DECISION_RATIO, least=False),
            cpu=f"{rate_many.cpu_ms.middle:.3f} / {rate_few.cpu_ms.middle:.3f}",
            notes=(f"all of one organisation ({HOST}); each with its plugin and settings",),
        ),
    ]


def _first_decision(site: Site, organisations: str, body: bytes) -> Round:
    """Start a process, ask it once, end it: one answer in so many seconds."""
    asking = Asking(site)
    asking.renew()
    began = time.monotonic()
    with site.web(CONSENT, core=site.cores.measured, organisations=organisations) as (process, port):
        asking.post(port, DECIDE, body)
        return Round(1, time.monotonic() - began, process.cpu_seconds)
