"""The breach protocol, to the hour, and the register of breaches."""

import waarborg_shared  # noqa: F401 - before any library: it keeps Python's collector from looking through them all
