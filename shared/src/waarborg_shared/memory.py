"""Memory of a long-running process: large blocks go back at once, and what stays is not searched for garbage."""

import ctypes
import gc

LARGE_BLOCK = 256 * 1024  # bytes
HEAPS = 2
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of glibc's malloc.h
_ARENA_MAX = -8  # M_ARENA_MAX of the same
_NEW_OBJECTS = 10_000  # between two looks of Python's collector; its own 700 is less than one request makes


def give_large_blocks_back() -> bool:
    """Fix the size from which a block is returned to the system when it is freed; to be called once by a process.

    Left to itself glibc raises that size to the largest block that was ever freed, and keeps what is below it, in each
    thread: one password check takes 19 MiB (argon2), which then stays resident as often as there are threads. It also
    makes eight heaps for each core, and keeps the gaps of each; threads that run one at a time need two. False where
    the C library has no such settings (musl, macOS); nothing depends on them.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return bool(mallopt(_ARENA_MAX, HEAPS) and mallopt(_MMAP_THRESHOLD, LARGE_BLOCK))


def leave_what_stays() -> None:
    """Keep Python's collector away from what was built at the start; called once, when a process is complete.

    Classes, schemas and statements live as long as the process, and looking through them again and again takes some
    five percent of a busy one's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
