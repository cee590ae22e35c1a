"""Responsible disclosure: reports, promises, rewards."""
