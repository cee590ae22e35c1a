"""The rules of the package that a person fetches: how far it is, when it may be fetched, and what it costs."""
