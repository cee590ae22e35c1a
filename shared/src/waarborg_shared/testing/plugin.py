"""The pytest plugin (entry point `waarborg`): fixtures for anyone who tests a service, by subject."""

pytest_plugins = ("waarborg_shared.testing.fixtures_data", "waarborg_shared.testing.fixtures_browser")
