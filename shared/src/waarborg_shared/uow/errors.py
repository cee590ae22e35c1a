"""What can be wrong when a unit of work looks for a case."""


class UnknownCase(LookupError):
    """No such case in this organisation (404, and nothing is told of any other)."""
