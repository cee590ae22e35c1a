"""What can be wrong in a unit of work: a case that is not there, and a transaction that is over."""


class UnknownCase(LookupError):
    """No such case in this organisation (404, and nothing is told of any other)."""


class RolledBack(Exception):
    """A statement failed and took all before it along: in this unit of work nothing more is done. Always a defect."""
