"""What a person asks about their data, answered in time."""

import waarborg_shared  # noqa: F401 - before any library: it keeps Python's collector from looking through them all
