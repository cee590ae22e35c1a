"""Collecting what holders have about a person: asking them, taking in what they bring, and reading it."""
