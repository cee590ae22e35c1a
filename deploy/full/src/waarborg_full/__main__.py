"""`./dev up --full`: every service as processes of its own, on a PostgreSQL and RabbitMQ of their own; says where."""

import logging
import sys
import threading
from collections.abc import Sequence

from waarborg_full.product import CannotStart, Full
from waarborg_portal import up
from waarborg_portal.installation import Installation
from waarborg_shared.testing.servers import ServerError
from waarborg_shared.web.logs import configure_logging
from waarborg_shared.worker import told_by_signals

FULL = "full"


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; 0 when everything ended well, 2 when something needed is not right."""
    options = up.options(argv, called="./dev up --full", about=__doc__)
    try:
        return run(up.installation(options, within=FULL), port=options.port)
    except (*up.CANNOT_START, CannotStart, ServerError) as wrong:
        print(f"cannot start: {wrong}", file=sys.stderr)  # noqa: T201
        return 2


def run(installation: Installation, *, port: int) -> int:
    """Run every service as processes of its own, until SIGINT or SIGTERM."""
    with told_by_signals() as stop:
        product = Full(installation, port=port, tell=up.say)
        with (product.logs / "up.log").open("a", encoding="utf-8") as log:
            configure_logging(stream=log)
            _run(product, installation, port=port, stop=stop)
    up.say("stopped; everything is kept in " + str(installation.folder))
    return 0


def _run(product: Full, installation: Installation, *, port: int, stop: threading.Event) -> None:
    try:
        product.start(stop)
        if not stop.is_set():
            up.say("inventing people")
            product.begin_demonstration()
            up.say(up.welcome(up.invent(product.people(), installation, port=port), installation, port=port))
            up.say(f"Each process has its log in {product.logs}.")
        product.keep_running(stop)
    finally:
        product.stop()


if __name__ == "__main__":
    logging.captureWarnings(True)
    sys.exit(main())
