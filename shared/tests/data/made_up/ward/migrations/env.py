"""Where Alembic begins."""

from waarborg_shared.migrations import run_env

run_env()
