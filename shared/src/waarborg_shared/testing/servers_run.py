"""Runs one command with a PostgreSQL and a RabbitMQ of its own beside it, and stops both whatever happens.

    python -m waarborg_shared.testing.servers_run -- python -m pytest
    python -m waarborg_shared.testing.servers_run --sets 2 -- python -m pytest -n 2
    python -m waarborg_shared.testing.servers_run --meanwhile "python -m pytest --collect-only" -- python -m pytest

The command finds them by its environment: `WAARBORG_TEST_POSTGRES` (the superuser's address for SQLAlchemy),
`WAARBORG_TEST_AMQP`, and `WAARBORG_TEST_POSTGRES_FOLDER` and `WAARBORG_TEST_RABBITMQ_FOLDER` for
`PostgresServer.attach` and `RabbitServer.attach`, with which a test kills and restarts them. With several sets
`WAARBORG_TEST_SETS` has them all, as a JSON list: one for each process that tests, so that none kills another's.

Servers that start or stop wait most of their time: all do it at once, and what the command needs done before it can be
done while they start. Where that fails, what it printed is shown and the command is not run.
"""

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from types import FrameType

from waarborg_shared.testing.servers import PostgresServer, RabbitServer, Server, ServerError

PATIENCE_SECONDS = 30.0
MOST_SETS = 16
SETS = "WAARBORG_TEST_SETS"


def main(arguments: Sequence[str]) -> int:
    """Start the servers, run the command, stop them; the command's exit code, or 2 when a server does not start."""
    parser = argparse.ArgumentParser(prog="python -m waarborg_shared.testing.servers_run")
    parser.add_argument("--sets", type=int, default=1, choices=range(1, MOST_SETS + 1), metavar="N")
    parser.add_argument("--meanwhile", default="", metavar="COMMAND", help="to its end, before the command is run")
    parser.add_argument("command", nargs="+", help="after a --, the command and its arguments")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop_starting)
    # In the background a shell lets a command ignore SIGINT, and so would all that is started here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sets = [(PostgresServer(), RabbitServer()) for _ in range(options.sets)]
        with all_closed(list(chain(*sets))) as servers:
            with ThreadPoolExecutor(len(servers)) as at_once:
                starts = [at_once.submit(each.start) for each in servers]
                code = done_meanwhile(options.meanwhile)
                for start in starts:
                    start.result()
            told = [addresses(*each) for each in sets]
            return code or run(options.command, environ=os.environ | told[0] | {SETS: json.dumps(told)})
    except ServerError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


@contextmanager
def all_closed(servers: Sequence[Server]) -> Iterator[Sequence[Server]]:
    """Close all servers in the end, at once, and one whether or not another could be."""
    try:
        yield servers
    finally:
        with ThreadPoolExecutor(len(servers)) as at_once:
            closings = [at_once.submit(each.close) for each in servers]
        for closing in closings:
            closing.result()


def done_meanwhile(command: str) -> int:
    """Run a command to its end, silent unless it fails, and give its exit code."""
    if not command:
        return 0
    done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.stdout.write(done.stdout.decode(errors="replace"))
    return done.returncode


def addresses(postgres: PostgresServer, rabbit: RabbitServer) -> dict[str, str]:
    """What a command needs to know of the two, as environment variables."""
    return {
        "WAARBORG_TEST_POSTGRES": postgres.url(),
        "WAARBORG_TEST_POSTGRES_FOLDER": str(postgres.folder),
        "WAARBORG_TEST_AMQP": rabbit.url(),
        "WAARBORG_TEST_RABBITMQ_FOLDER": str(rabbit.folder),
    }


def run(command: Sequence[str], *, environ: Mapping[str, str]) -> int:
    """Run the command to its end, also through a Ctrl-C, which the terminal sends to it too.

    A SIGTERM is passed on as the Ctrl-C that it could not type, and after PATIENCE_SECONDS insisted upon.
    """
    with subprocess.Popen(command, env=dict(environ)) as started:

        def pass_on(_number: int, _frame: FrameType | None) -> None:
            started.send_signal(signal.SIGINT)
            signal.alarm(int(PATIENCE_SECONDS))

        def insist(_number: int, _frame: FrameType | None) -> None:
            started.kill()

        signal.signal(signal.SIGTERM, pass_on)
        signal.signal(signal.SIGHUP, pass_on)
        signal.signal(signal.SIGALRM, insist)
        signal.signal(signal.SIGINT, lambda *_: None)
        code = started.wait()
        signal.alarm(0)
    return code if code >= 0 else 128 - code


def _stop_starting(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
