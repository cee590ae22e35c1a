"""Which cells of a role table are in force: a table that lost its empty cells is read with a confidence (B7)."""

from waarborg_shared.hooks.values import Confidence, Grant, RecordType


def in_force(grant: Grant, record_type: RecordType) -> bool:
    """Whether the cell counts before anybody has confirmed it.

    High counts. Medium counts, to be confirmed, except on health data. Low counts for nothing (deny) until the
    organisation confirms it.

    Raises:
        ValueError: the cell is about another record type.
    """
    if grant.record_type != record_type.code:
        raise ValueError(f"the cell is about {grant.record_type}, not about {record_type.code}")
    if grant.confidence is Confidence.MEDIUM:
        return not record_type.health
    return grant.confidence is Confidence.HIGH


def to_be_confirmed(grant: Grant) -> bool:
    """Whether a board member is asked to confirm or correct the cell."""
    return grant.confidence is not Confidence.HIGH
