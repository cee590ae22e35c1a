"""Many decisions by one question, and a decision beside a million consents and ten million lines of the log."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from bench.consents import DECIDE, RECORD, Ledger, Target, consent_body, question_body, registered, warm_up
from bench.figures import Line, Round, in_turn, judge
from bench.filling import Fill, fill
from bench.site import Site
from waarborg_consent.app import SERVICE as CONSENT

EVALUATIONS = "/consent/access/v1/evaluations"
AT_ONCE = 50
BATCH_FLOOR = 8.0
SIZE_CEILING = 1.3


def batch_body(refs: Sequence[str]) -> bytes:
    """The same question about each of several persons, in one body: what they have in common stands once."""
    alike = json.loads(question_body(""))
    resource = alike.pop("resource")
    each = [{"resource": resource | {"properties": resource["properties"] | {"person": ref}}} for ref in refs]
    return json.dumps({**alike, "evaluations": each}).encode()


def measure_evaluations(site: Site) -> list[Line]:
    """Ask fifty decisions by one request, held to one decision by one request of the same process."""
    with site.identity(), site.web(CONSENT, core=site.cores.measured) as consent:
        refs = registered(site, max(site.plan.people, AT_ONCE))
        Target(site, *consent, RECORD, [consent_body(ref) for ref in refs]).each_once()
        ledger = Ledger(site, "decision_record")
        starts = range(0, len(refs) - AT_ONCE + 1, AT_ONCE)
        several = Target(site, *consent, EVALUATIONS, [batch_body(refs[at : at + AT_ONCE]) for at in starts])
        single = Target(site, *consent, DECIDE, [question_body(ref) for ref in refs])

        def decisions() -> Round:
            answered = several.round()
            return replace(answered, count=answered.count * AT_ONCE)

        warm_up(several, single)
        of_several, of_single = in_turn(decisions, single.round, rounds=site.plan.rounds)
        counted = ledger.check(several.answered * AT_ONCE + single.answered)
    ratio = of_several.rate.middle / of_single.rate.middle
    return [
        Line(
            what=f"decisions, {AT_ONCE} at once",
            subject=f"{of_several.rate.show()} /s",
            yardstick=f"{of_single.rate.show()} /s one by one",
            ratio=f"{ratio:.2f} ×",
            promise=f"≥ {BATCH_FLOOR:.0f} ×",
            verdict=judge(ratio, floor=BATCH_FLOOR),
            cpu=f"{of_several.cpu_ms.middle:.3f} / {of_single.cpu_ms.middle:.3f}",
            notes=(f"each batch about {AT_ONCE} persons, whose consent stands; {counted}",),
        )
    ]


def measure_decision_at_size(site: Site) -> list[Line]:
    """Ask a decision of two processes in turn: one with a large database, one with a small one."""
    plan, core = site.plan, site.cores.measured
    large, small = (replace(site, made=dict(site.made)) for _ in range(2))
    with site.identity(), ExitStack() as running:
        targets, ledgers, took = [], [], []
        for one, size in ((large, Fill(plan.log_lines // 10, plan.log_lines)), (small, Fill.of(plan.small_size))):
            one.made = {**site.made, CONSENT.name: site.databases.make(CONSENT)}
            refs, seconds = fill(one, size, people=plan.people)
            took.append(f"{size.consents:,} consents and {size.log_lines:,} lines of the log in {seconds:.0f} s")
            ledgers.append(Ledger(one, "decision_record"))
            process = running.enter_context(one.web(CONSENT, core=core))
            targets.append(Target(one, *process, DECIDE, [question_body(ref) for ref in refs]))
        warm_up(*targets)
        of_large, of_small = in_turn(*(target.round for target in targets), rounds=plan.rounds)
        counted = [ledger.check(target.answered) for ledger, target in zip(ledgers, targets, strict=True)]
    ratio = of_small.rate.middle / of_large.rate.middle
    return [
        Line(
            what=f"decision beside {plan.log_lines // 10:,} consents and {plan.log_lines:,} lines of the log",
            subject=f"{of_large.rate.show()} /s",
            yardstick=f"{of_small.rate.show()} /s with {plan.small_size:,}",
            ratio=f"{ratio:.2f} ×",
            promise=f"< {SIZE_CEILING} ×",
            verdict=judge(ratio, floor=SIZE_CEILING, least=False),
            cpu=f"{of_large.cpu_ms.middle:.3f} / {of_small.cpu_ms.middle:.3f}",
            notes=(f"filled with {' and '.join(took)}, the log by month; {'; '.join(counted)}",),
        )
    ]
