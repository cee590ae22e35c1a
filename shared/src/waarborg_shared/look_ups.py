"""Looks names outside up within a limit of time, which the system's resolver does not know."""

import queue
import socket
import threading
import time
from collections.abc import Callable, Collection

MOST_AT_ONCE = 32
"""Names that are looked up at once; one whose servers hang holds its place for as long as the system waits for them."""
Resolve = Callable[[str, int], Collection[str]]
_Answer = Collection[str] | Exception


def resolve(host: str, port: int) -> Collection[str]:
    """The addresses of a name, by this machine's resolver, which may take its time. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class LookUps:
    """Looks names up in threads that nobody need wait for, and not in more of them than was said."""

    def __init__(self, resolve: Resolve, most: int) -> None:
        self._resolve = resolve
        self._free = threading.BoundedSemaphore(most)

    def addresses(self, host: str, port: int, seconds: float) -> Collection[str]:
        """The addresses of a name. Raises TimeoutError after so many seconds, and what the resolver raises."""
        ends = time.monotonic() + seconds
        if not self._free.acquire(timeout=seconds):
            raise TimeoutError
        found: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        threading.Thread(target=self._look_up, args=(host, port, found), daemon=True, name="look-up").start()
        try:
            answer = found.get(timeout=max(0.0, ends - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _look_up(self, host: str, port: int, found: "queue.SimpleQueue[_Answer]") -> None:
        try:
            answer: _Answer = self._resolve(host, port)
        except Exception as error:
            answer = error
        finally:
            self._free.release()
        found.put(answer)
