"""Memory of a long-running process: large blocks go back at once, and what stays is not searched for garbage."""

import ctypes
import gc

LARGE_BLOCK = 256 * 1024  # bytes
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of glibc's malloc.h
_NEW_OBJECTS = 10_000  # between two looks of Python's collector; its own 700 is less than one request makes


def give_large_blocks_back() -> bool:
    """Fix the size from which a block is returned to the system when it is freed; to be called once by a process.

    Left to itself glibc raises that size to the largest block that was ever freed, and keeps what is below it, in each
    thread: one password check takes 19 MiB (argon2), which then stays resident as often as there are threads. False
    where the C library has no such setting (musl, macOS); nothing depends on it.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt is not None and mallopt(_MMAP_THRESHOLD, LARGE_BLOCK))


def leave_what_stays() -> None:
    """Keep Python's collector away from what was built at the start; called once, when a web process is complete.

    Classes, schemas and statements live as long as the process, and looking through them again and again takes some
    five percent of a busy one's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
