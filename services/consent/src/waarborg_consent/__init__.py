"""Who may use which data, and why: statements, purposes, consents and the decision."""

import waarborg_shared  # noqa: F401 - before any library: it keeps Python's collector from looking through them all
