"""Who is who: staff, persons, partner systems and sessions; OAuth 2.1 and OpenID Connect."""

import waarborg_shared  # noqa: F401 - before any library: it keeps Python's collector from looking through them all
