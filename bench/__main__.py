"""`python -m bench [--quick] [NAMES]`: measures, prints the table, and exits 1 when a floor is missed."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from bench.breaching import measure_reporting
from bench.consents import measure_decision, measure_record
from bench.deciding import measure_decision_at_size, measure_evaluations
from bench.desking import measure_desk
from bench.disclosing import measure_disclosing
from bench.figures import Line, table
from bench.importing import measure_import
from bench.installing import measure_environment
from bench.latency import measure_latency, measure_withdrawal
from bench.organising import measure_organisations
from bench.packaging import measure_package
from bench.processes import Aborted, machine
from bench.registering import measure_register
from bench.relaying import measure_relay
from bench.requesting import measure_filing, measure_work_list
from bench.site import Plan, Site, site
from bench.starting import measure_start
from bench.telling import measure_telling
from bench.tokens import measure_tokens

MEASUREMENTS: dict[str, Callable[[Site], list[Line]]] = {
    "record-consent": measure_record,
    "decision": measure_decision,
    "evaluations": measure_evaluations,
    "decision-at-size": measure_decision_at_size,
    "import": measure_import,
    "relay": measure_relay,
    "latency": measure_latency,
    "withdrawal": measure_withdrawal,
    "start": measure_start,
    "environment": measure_environment,
    "organisations": measure_organisations,
    "tokens": measure_tokens,
    "package": measure_package,
    "file-request": measure_filing,
    "work-list": measure_work_list,
    "report-breach": measure_reporting,
    "disclosure-report": measure_disclosing,
    "register-page": measure_register,
    "breach-desk": measure_desk,
    "tell-persons": measure_telling,
}


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every promise holds, 1 when one is missed, 2 when a measurement cannot count."""
    options = read(argv)
    plan = Plan.quick() if options.quick else Plan(log_lines=options.log_lines)
    chosen = options.names or list(MEASUREMENTS)
    print(machine(), flush=True)
    lines: list[Line] = []
    aborted: list[str] = []
    for name in chosen:
        began = time.monotonic()
        try:
            with site(plan) as made:
                lines += MEASUREMENTS[name](made)
        except Aborted as why:
            aborted.append(name)
            print(f"{name}: does not count: {why}", file=sys.stderr)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    if lines:
        print("\n" + table(lines), flush=True)
    if aborted:
        print(f"Do not count, see above: {', '.join(aborted)}", file=sys.stderr)
        return 2
    if plan.smoke:
        print("A smoke run: too short to be a measurement, so that no floor counts.")
        return 0
    return 0 if all(line.verdict.well for line in lines) else 1


def read(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; ends the process where they are wrong."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASUREMENTS)}; all when none is given"
    )
    parser.add_argument("--quick", action="store_true", help="see that it works; measures nothing")
    parser.add_argument(
        "--log-lines",
        type=int,
        default=Plan.log_lines,
        metavar="N",
        help="so many lines of the log, and a tenth as many consents, decision-at-size fills (%(default)s: some 5 GB)",
    )
    options = parser.parse_args(argv)
    if options.log_lines < Plan.small_size:
        parser.error(f"--log-lines is {Plan.small_size} at least")
    for name in options.names:
        if name not in MEASUREMENTS:
            parser.error(f"there is no measurement {name!r}")
    return options


if __name__ == "__main__":
    sys.exit(main())
