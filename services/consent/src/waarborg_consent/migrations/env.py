"""Runs the migrations of consent."""

from waarborg_shared.migrations import run_env

run_env()
