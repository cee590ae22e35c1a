"""The two HTTP measurements, recording a consent and asking a decision, beside empty Flask routes."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.figures import Line, Round, Rounds, Verdict, compare, in_turn
from bench.load import Job, request, send
from bench.processes import Aborted, Process
from bench.site import ORGANISATION, Site, new_ref
from waarborg_consent.actions.known_persons import know_persons
from waarborg_consent.app import SERVICE as CONSENT
from waarborg_shared.auth import Actor

RECORD = "/consent/api/v1/consents/"
WITHDRAW = "/consent/api/v1/withdrawals/"
DECIDE = "/consent/access/v1/evaluation"
PURPOSE = "marketing"
STATEMENT = "2021-04-15"
_AT_ONCE = 500
NOTE = "Aan de keukentafel besproken, met de dochter erbij; het papier ligt in de map van de verzonnen cliënt."


def consent_body(ref: str) -> bytes:
    """A consent as a partner system records it, with a note that is sealed."""
    return json.dumps(
        {
            "subject_ref": ref,
            "purpose": PURPOSE,
            "statement_version": STATEMENT,
            "how": "kitchen_table",
            "note": NOTE,
        }
    ).encode()


def registered(site: Site, count: int) -> list[str]:
    """References of so many new persons, of whom consent heard as it hears of who is registered."""
    refs = [new_ref() for _ in range(count)]
    with site.runtime(CONSENT) as runtime:
        actor = Actor.system(CONSENT.name, ORGANISATION)
        for start in range(0, count, _AT_ONCE):
            some = refs[start : start + _AT_ONCE]
            with runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now()) as work:
                know_persons(work, some)
    return refs


def withdrawal_body(ref: str) -> bytes:
    """A withdrawal of the same."""
    return json.dumps({"subject_ref": ref, "purpose": PURPOSE}).encode()


def question_body(ref: str) -> bytes:
    """A question that a standing consent answers with yes."""
    return json.dumps(
        {
            "subject": {"type": "user", "id": "medewerker-17", "properties": {"role": "coordinator"}},
            "action": {"name": "read"},
            "resource": {
                "type": "application",
                "id": "aanvraag-3",
                "properties": {"person": ref, "categories": ["name"]},
            },
            "context": {"purpose": PURPOSE, "in_care": True},
        }
    ).encode()


@dataclass
class Target:
    """A path of a process that is loaded, and how many 2xx it gave since it was made."""

    site: Site
    process: Process
    port: int
    path: str
    bodies: Sequence[bytes]
    cycle: bool = True
    answered: int = 0

    def round(self, *, seconds: float | None = None) -> Round:
        """Load it for a while. Raises Refused."""
        plan, headers = self.site.plan, self.site.headers()
        before = self.process.cpu_seconds
        sent = send(
            Job(
                port=self.port,
                requests=[request(self.path, body, headers) for body in self.bodies],
                seconds=plan.seconds if seconds is None else seconds,
                most=plan.most,
                cycle=self.cycle,
                core=self.site.cores.clients,
            )
        )
        self.answered += sent.count
        return Round(sent.count, sent.seconds, self.process.cpu_seconds - before)

    def each_once(self) -> None:
        """Send every request once."""
        jobs = [request(self.path, body, self.site.headers()) for body in self.bodies]
        sent = send(Job(port=self.port, requests=jobs, seconds=300, most=len(jobs), cycle=False))
        if sent.count != len(jobs):
            raise Aborted(f"{self.path}: {sent.count} of {len(jobs)} answered")
        self.answered += sent.count


class Ledger:
    """Counts rows before and after, to be held against the answers."""

    def __init__(self, site: Site, *tables: str) -> None:
        self._site = site
        self._before = {table: site.count(CONSENT, table) for table in tables}

    def check(self, answered: int) -> str:
        """Raises Aborted when a table has not exactly as many new rows as there were answers."""
        new = {table: self._site.count(CONSENT, table) - before for table, before in self._before.items()}
        wrong = {table: rows for table, rows in new.items() if rows != answered}
        if wrong:
            raise Aborted(f"{answered} answers, but new rows: {wrong}")
        return f"{answered:,} answers with 2xx, as many new rows in {', '.join(new)}"


@contextmanager
def both(site: Site) -> Iterator[tuple[tuple[Process, int], tuple[Process, int]]]:
    """Consent and the yardstick, each one process on the same core; the one that is not asked sleeps."""
    with site.identity(), site.web(CONSENT, core=site.cores.measured) as consent, site.yardstick() as yardstick:
        yield consent, yardstick


def measure_record(site: Site) -> list[Line]:
    """Record a consent: authenticated, validated, encrypted, with timeline and event, in one commit."""
    with both(site) as (consent, yardstick):
        ledger = Ledger(site, "consent", "timeline", "outbox")
        people = [consent_body(ref) for ref in registered(site, site.plan.people)]
        known = Target(site, *consent, RECORD, people)
        bare = Target(site, *yardstick, "/two-inserts", [b"{}"] * 16)
        known.each_once()
        warm_up(known, bare)
        of_known, of_bare = in_turn(known.round, bare.round, rounds=site.plan.rounds)
        many = int(of_known.rate.most * site.plan.seconds * 1.5) + 8
        strangers = Target(site, *consent, RECORD, (), cycle=False)

        def of_strangers() -> Round:
            strangers.bodies = [consent_body(ref) for ref in registered(site, many)]
            return strangers.round()

        (of_new,) = in_turn(of_strangers, rounds=max(1, site.plan.rounds // 2))
        counted = ledger.check(known.answered + strangers.answered)
    notes = (f"{site.plan.people} people in turn, who have a file and keys already; {counted}",)
    line = compare("record a consent", of_known, of_bare, floor=0.20, aim=0.30, notes=notes)
    return [line, told("record a consent, each time a new person", of_new, of_bare)]


def measure_decision(site: Site) -> list[Line]:
    """Ask a decision over HTTP, its log line committed."""
    with both(site) as (consent, yardstick):
        refs = registered(site, site.plan.people)
        Target(site, *consent, RECORD, [consent_body(ref) for ref in refs]).each_once()
        ledger = Ledger(site, "decision_record")
        asked = Target(site, *consent, DECIDE, [question_body(ref) for ref in refs])
        bare = Target(site, *yardstick, "/select-and-insert", [b"{}"] * 16)
        warm_up(asked, bare)
        of_asked, of_bare = in_turn(asked.round, bare.round, rounds=site.plan.rounds)
        counted = ledger.check(asked.answered)
    notes = (f"about {site.plan.people} people in turn, whose consent stands; {counted}",)
    return [compare("decision over HTTP", of_asked, of_bare, floor=0.30, aim=0.40, notes=notes)]


def warm_up(*targets: Target) -> None:
    """Load each for a moment: every thread has its connection, every statement is prepared."""
    for target in targets:
        target.round(seconds=min(2.0, target.site.plan.seconds))


def told(what: str, subject: Rounds, yardstick: Rounds) -> Line:
    """A line beside the same yardstick that no promise was made about."""
    ratio = subject.rate.middle / yardstick.rate.middle
    return Line(
        what=what,
        subject=f"{subject.rate.show()} /s",
        yardstick=f"{yardstick.rate.show()} /s",
        ratio=f"{ratio:.2f}",
        verdict=Verdict.TOLD,
        cpu=f"{subject.cpu_ms.middle:.3f} / {yardstick.cpu_ms.middle:.3f}",
    )
