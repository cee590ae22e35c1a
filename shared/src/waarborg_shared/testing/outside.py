"""A server of somebody else, on loopback, that answers as a test tells it to and keeps what it was asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FLOOD = b"x" * 65_536


@dataclass(frozen=True)
class Got:
    """One request as it came in; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Answering = Callable[[BaseHTTPRequestHandler, Got], None]


class Outside(ThreadingHTTPServer):
    """The server. `answering` may be changed while it runs; `got` holds every request, `arrived` is set at each."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = answering
        self.got: list[Got] = []
        self.arrived = threading.Event()
        self.over = threading.Event()

    @property
    def authority(self) -> str:
        """Host and port, as `WAARBORG_OUTWARD_ALLOW` takes them."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://{self.authority}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that hung up: many of these tests are about that."""


class _Handler(BaseHTTPRequestHandler):
    server: Outside

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        got = Got(self.command, self.path, headers, self.rfile.read(length))
        self.server.got.append(got)
        self.server.arrived.set()
        self.server.answering(self, got)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


@contextmanager
def outside(answering: Answering | None = None) -> Iterator[Outside]:
    """Run such a server for as long as the block takes; what hangs in it ends with it."""
    server = Outside(answering or with_status(200))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def with_status(status: int, body: bytes = b"", **headers: str) -> Answering:
    """Answer with a status, a body and headers (`content_type` for `Content-Type`)."""

    def answer(handler: BaseHTTPRequestHandler, _: Got) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def hanging(handler: BaseHTTPRequestHandler, _: Got) -> None:
    """Answer nothing for as long as the server is there."""
    handler.server.over.wait()  # type: ignore[attr-defined]


def dripping(handler: BaseHTTPRequestHandler, _: Got) -> None:
    """Answer, and then send a byte now and again, without an end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.wait(0.02):  # type: ignore[attr-defined]
        handler.wfile.write(b"x")


def flooding(megabytes: int) -> Answering:
    """Answer with so many megabytes."""

    def answer(handler: BaseHTTPRequestHandler, _: Got) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _chunk in range(megabytes * 16):
            handler.wfile.write(FLOOD)

    return answer
