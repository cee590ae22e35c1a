"""How the property tests of shared run: without a deadline, for the first example waits for the holidays to be read."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
