"""Runs one command with a PostgreSQL and a RabbitMQ of its own beside it, and stops both whatever happens.

    python -m waarborg_shared.testing.servers_run -- python -m pytest

The command finds them by its environment: `WAARBORG_TEST_POSTGRES` (the superuser's address for SQLAlchemy),
`WAARBORG_TEST_AMQP`, and `WAARBORG_TEST_POSTGRES_FOLDER` and `WAARBORG_TEST_RABBITMQ_FOLDER` for
`PostgresServer.attach` and `RabbitServer.attach`, with which a test kills and restarts them.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from waarborg_shared.testing.servers import PostgresServer, RabbitServer, ServerError

PATIENCE_SECONDS = 30.0


def main(arguments: Sequence[str]) -> int:
    """Start the servers, run the command, stop them; the command's exit code, or 2 when a server does not start."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        print("usage: python -m waarborg_shared.testing.servers_run -- COMMAND …", file=sys.stderr)  # noqa: T201
        return 2
    signal.signal(signal.SIGTERM, _stop_starting)
    try:
        with PostgresServer() as postgres, RabbitServer() as rabbit:
            return run(command, environ=os.environ | addresses(postgres, rabbit))
    except ServerError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


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
