"""Responsible disclosure: reports, promises, rewards."""

import waarborg_shared  # noqa: F401 - before any library: it keeps Python's collector from looking through them all
