"""`./dev up`: starts everything in this process, invents people and cases, says where."""

import argparse
import dataclasses
import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from waarborg_portal.demo import DemoFailed, Invented, Partner, invent_cases
from waarborg_portal.embedded import compose
from waarborg_portal.installation import ORGANISATIONS, Installation, in_use, open_installation
from waarborg_shared.hooks import PluginError
from waarborg_shared.memory import give_large_blocks_back, leave_what_stays
from waarborg_shared.service import utc_now
from waarborg_shared.web.logs import configure_logging
from waarborg_shared.worker import told_by_signals

LOOPBACK = "127.0.0.1"
LAST_PORT = 65_535
DATA = Path(".data")
CANNOT_START = (PluginError, ValueError, OSError, DemoFailed)


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; 0 when everything ended well, 2 when something needed is not right."""
    chosen = options(argv, called="./dev up", about=__doc__)
    try:
        return run(installation(chosen), port=chosen.port)
    except CANNOT_START as wrong:
        print(f"cannot start: {wrong}", file=sys.stderr)  # noqa: T201
        return 2


def options(argv: Sequence[str] | None, *, called: str, about: str | None) -> argparse.Namespace:
    """Return what was typed after a command that starts the product."""
    see = "./dev help shows what else there is, --full among it."
    parser = argparse.ArgumentParser(prog=called, description=about, epilog=see, allow_abbrev=False)
    parser.add_argument("--port", type=port_number, default=8000, help="where to listen on this machine (8000)")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the databases and keys (.data)")
    parser.add_argument(
        "--organisations",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a file with organisations (those that stand beside the plugins come along); may be given again",
    )
    return parser.parse_args(argv)


def port_number(typed: str) -> int:
    """Return a port that a server can listen on. Raises ArgumentTypeError."""
    if not re.fullmatch(r"[0-9]{1,5}", typed) or not 1 <= int(typed) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}, not {typed!r}")
    return int(typed)


def installation(chosen: argparse.Namespace, *, within: str = ".") -> Installation:
    """Open the installation in the folder that was chosen, or in a folder within it. Raises ValueError, OSError."""
    folder: Path = chosen.data
    own = folder / ORGANISATIONS
    files = [*chosen.organisations, *([own] if own.exists() else [])]
    return open_installation(folder / within, organisations=files)


def run(installation: Installation, *, port: int) -> int:
    """Run every service in this process until SIGINT or SIGTERM. Raises ValueError where the folder is in use."""
    with in_use(installation.folder):
        return _run(installation, port=port)


def _run(installation: Installation, *, port: int) -> int:
    log = (installation.folder / "waarborg.log").open("a", encoding="utf-8")
    configure_logging(stream=log)
    give_large_blocks_back()
    with log, told_by_signals() as stop:
        product = compose(installation, port=port)
        leave_what_stays()
        product.start(host=LOOPBACK, port=port)
        try:
            product.begin_demonstration()
            say(welcome(invent(product.people(), installation, port=port), installation, port=port))
            stop.wait()
        finally:
            ended = product.stop()
    say("stopped; everything is kept in " + str(installation.folder))
    return 0 if ended else 1


def invent(people: Iterable[Mapping[str, Any]], installation: Installation, *, port: int) -> list[Invented]:
    """File the invented cases of the people that identity invented, where that was not done before."""
    invented = [as_invented(told) for told in people]
    for one in invented:
        mark = installation.folder / f"invented-{one.organisation}"
        if not mark.exists():
            host = f"{installation.organisations[one.organisation].hosts[0]}:{port}"
            invent_cases(Partner(f"http://{LOOPBACK}:{port}", host), one, now=utc_now())
            mark.touch()
    return invented


def as_invented(told: Mapping[str, Any]) -> Invented:
    """Return what identity told of the people that it invented at one organisation."""
    return Invented(**{field.name: told[field.name] for field in dataclasses.fields(Invented)})


def welcome(invented: Sequence[Invented], installation: Installation, *, port: int) -> str:
    """Return what a newcomer needs: addresses and sign-ins."""
    lines = ["", f"Waarborg runs.  http://localhost:{port}/", ""]
    for one in invented:
        lines.append(f"  http://{installation.organisations[one.organisation].hosts[0]}:{port}/")
        lines += [f"    staff   {who['username']:<24} {who['password']:<20} {who['name']}" for who in one.staff]
        lines += [f"    person  number {who['number']:<17} code {who['code']:<15} {who['name']}" for who in one.persons]
        lines += [f"    partner {one.client_id:<24} {one.client_secret}", ""]
    lines.append("Ctrl-C stops it; what was entered is kept.")
    return "\n".join(lines)


def say(text: str) -> None:
    """Say something to whoever typed the command."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    logging.captureWarnings(True)
    threading.current_thread().name = "up"
    sys.exit(main())
