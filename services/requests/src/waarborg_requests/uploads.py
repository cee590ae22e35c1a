"""Takes a file off the wire: to a nameless temporary file, no further than its limit, looked at before it is kept.

Up to a mebibyte stays in memory; what is longer lies on disk without a name until the request ends, and is sealed as it
is read from there. Whoever reads the disk of a running process could read the process too.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

from waarborg_requests.actions.stored import LARGEST
from waarborg_requests.scanning import Fault, Refused, safe_name, scan

_CHUNK = 1 << 16
_IN_MEMORY = 1 << 20


@dataclass(frozen=True)
class Upload:
    """A file that may come in."""

    name: str
    media_type: str
    size: int
    sha256: str
    file: IO[bytes] = field(repr=False)

    def chunks(self) -> Iterator[bytes]:
        """Give what is in it, from its beginning."""
        self.file.seek(0)
        while chunk := self.file.read(_CHUNK):
            yield chunk


@contextmanager
def taken(stream: IO[bytes], name: str, *, limit: int = LARGEST, sha256: str | None = None) -> Iterator[Upload]:
    """Take a file off a stream and look at it; it is gone afterwards unless it was kept. Raises Refused.

    ``sha256`` is what its sender says that it is, if he does.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        file: Any = kept
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Refused(Fault.TOO_LARGE, safe_name(name))
            digest.update(chunk)
            file.write(chunk)
        if sha256 is not None and sha256 != digest.hexdigest():
            raise Refused(Fault.CHANGED, safe_name(name))
        found = scan(cast(BinaryIO, file), name, size)
        yield Upload(found.name, found.media_type, size, digest.hexdigest(), file)
