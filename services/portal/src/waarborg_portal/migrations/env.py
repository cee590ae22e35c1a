"""Runs the migrations of the portal."""

from waarborg_shared.migrations import run_env

run_env()
