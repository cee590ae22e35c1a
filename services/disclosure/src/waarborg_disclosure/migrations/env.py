"""Runs the migrations of disclosure."""

from waarborg_shared.migrations import run_env

run_env()
