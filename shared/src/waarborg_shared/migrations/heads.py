"""The revision that a database is at, and the one that the code was written for: read without Alembic.

Alembic takes a third of a second and ten megabytes to load, and a process that has nothing to migrate, or only says
whether it is ready, needs none of it.
"""

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

_VERSIONS = Table("alembic_version", MetaData(), Column("version_num", String(32)))
# As we write it, and as Alembic's own template does, with a type.
_SAYS = re.compile(r"^(revision|down_revision)(?::[^=\n]+)? = [\"'](\w+)[\"']$", re.MULTILINE)


@lru_cache(maxsize=16)
def newest_revisions(package: str) -> frozenset[str]:
    """Return the revisions of a package's migrations that none follows; none where it has no migrations."""
    scripts = (Path(str(files(package))) / "migrations" / "versions").glob("*.py")
    said = [told for script in scripts for told in _SAYS.findall(script.read_text(encoding="utf-8"))]
    followed = {name for what, name in said if what == "down_revision"}
    return frozenset(name for what, name in said if what == "revision" and name not in followed)


def applied_revisions(connection: Connection) -> frozenset[str]:
    """Return the revisions that a database is at; none where it was never migrated."""
    if not inspect(connection).has_table(_VERSIONS.name):
        return frozenset()
    return frozenset(connection.execute(select(_VERSIONS.c.version_num)).scalars())
