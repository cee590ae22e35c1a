"""The front door: an organisation's front page, the staff desk, and the one process of ./dev up."""

import waarborg_shared  # noqa: F401 - before any library: it keeps Python's collector from looking through them all
