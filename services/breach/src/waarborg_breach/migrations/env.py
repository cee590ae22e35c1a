"""Runs the migrations of breach."""

from waarborg_shared.migrations import run_env

run_env()
