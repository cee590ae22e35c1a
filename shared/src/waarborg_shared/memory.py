"""Has the C library give large blocks of memory back to the system as soon as they are freed."""

import ctypes

LARGE_BLOCK = 256 * 1024  # bytes
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of glibc's malloc.h


def give_large_blocks_back() -> bool:
    """Fix the size from which a block is returned to the system when it is freed; to be called once by a process.

    Left to itself glibc raises that size to the largest block that was ever freed, and keeps what is below it, in each
    thread: one password check takes 19 MiB (argon2), which then stays resident as often as there are threads. False
    where the C library has no such setting (musl, macOS); nothing depends on it.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt is not None and mallopt(_MMAP_THRESHOLD, LARGE_BLOCK))
