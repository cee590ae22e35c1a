"""Runs the migrations of requests; everything else is shared."""

from waarborg_shared.migrations import run_env

run_env()
