"""Runs the migrations of identity."""

from waarborg_shared.migrations import run_env

run_env()
