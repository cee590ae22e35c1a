"""Migrations of a service's database: Alembic run by ourselves, the plumbing's tables, and PostgreSQL's own wall."""

from waarborg_shared.migrations.partitions import drop_partitioned, partitioned
from waarborg_shared.migrations.plumbing import create_plumbing, drop_plumbing
from waarborg_shared.migrations.running import at_head, drift, migrate, run_env
from waarborg_shared.migrations.walls import unwalled, wall

__all__ = [
    "at_head",
    "create_plumbing",
    "drift",
    "drop_partitioned",
    "drop_plumbing",
    "migrate",
    "partitioned",
    "run_env",
    "unwalled",
    "wall",
]
