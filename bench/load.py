"""A client that costs little: several kept-alive connections in one process, each with one request at a time.

    python -m bench.load    (a pickled Job comes in by standard input, a Sent goes out as JSON)

Any answer but 2xx ends it: a server that refuses quickly would otherwise look fast.
"""

import json
import os
import pickle
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bench.processes import ROOT, Aborted, bare_environment

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 20.0


class Refused(Aborted):
    """An answer that is no 2xx, or none at all."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What to send: ready-made requests, in their order and from the beginning again if `cycle`."""

    port: int
    requests: Sequence[bytes]
    seconds: float
    most: int
    connections: int = 8
    cycle: bool = True
    core: int | None = None


@dataclass(frozen=True)
class Sent:
    """How many were answered with a 2xx in how many seconds, from the first sent to the last answered."""

    count: int
    seconds: float


def request(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """A POST of JSON, ready to send."""
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    lines += ["Content-Type: application/json", "Accept: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def length_of(answer: bytes) -> int | None:
    """How many bytes a whole answer has, once its head is there. Raises Refused when it is no 2xx."""
    head = answer.find(b"\r\n\r\n")
    if head < 0:
        return None
    if answer[9:10] != b"2":
        raise Refused(f"an answer that does not count: {answer[:1500].decode(errors='replace')}")
    length = LENGTH.search(answer, 0, head + 2)
    if length is None:
        raise Refused("an answer that does not say how long it is")
    return head + 4 + int(length[1])


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""

    def answered(self) -> bool:
        """Take what came in; True when the answer is whole."""
        piece = self.socket.recv(65_536)
        if not piece:
            raise Refused(f"the connection was closed: {self.got[:500].decode(errors='replace')}")
        self.got += piece
        length = length_of(self.got)
        if length is None or len(self.got) < length:
            return False
        self.got = b""
        return True


def drive(job: Job) -> Sent:
    """Send for so many seconds or so many requests, whichever comes first. Raises Refused."""
    with selectors.DefaultSelector() as selector:
        connections = [_Connection(job.port) for _ in range(min(job.connections, len(job.requests), job.most))]
        try:
            for each in connections:
                selector.register(each.socket, selectors.EVENT_READ, each)
            return _exchange(job, selector, connections)
        finally:
            for each in connections:
                each.socket.close()


def _exchange(job: Job, selector: selectors.BaseSelector, connections: Sequence[_Connection]) -> Sent:
    most = job.most if job.cycle else min(job.most, len(job.requests))
    answered = sent = 0
    began = time.perf_counter()
    until = began + job.seconds
    for each in connections:
        each.socket.sendall(job.requests[sent % len(job.requests)])
        sent += 1
    while answered < sent:
        ready = selector.select(PATIENCE)
        if not ready:
            raise Refused(f"no answer within {PATIENCE:.0f} s")
        for key, _ in ready:
            each = key.data
            if not each.answered():
                continue
            answered += 1
            if sent < most and time.perf_counter() < until:
                each.socket.sendall(job.requests[sent % len(job.requests)])
                sent += 1
    return Sent(answered, time.perf_counter() - began)


def send(job: Job) -> Sent:
    """Do a job in a process of its own. Raises Refused with what that process says."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=pickle.dumps(job),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=bare_environment(),
        check=False,
    )
    if done.returncode != 0:
        raise Refused(done.stdout.decode(errors="replace"))
    return Sent(**json.loads(done.stdout))


def main() -> int:
    """Do the job that stands in standard input."""
    job = pickle.load(sys.stdin.buffer)
    if job.core is not None:
        os.sched_setaffinity(0, {job.core})
    try:
        sent = drive(job)
    except Refused as refused:
        sys.stdout.write(str(refused))
        return 1
    sys.stdout.write(json.dumps(asdict(sent)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
