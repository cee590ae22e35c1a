"""An organisation's rule book: the case whose timeline says who changed statement, purposes and recipients."""

import uuid

from waarborg_consent.models import RuleBook
from waarborg_shared.uow import Work

SPACE = uuid.UUID("5d0a7c3e-9b1f-4f57-8a7b-2f4f0f9c61d2")


def book_ref(organisation: str) -> str:
    """Return the reference of an organisation's rule book."""
    return str(uuid.uuid5(SPACE, organisation))


def rule_book(work: Work) -> RuleBook:
    """Return the organisation's rule book, locked for others that change it; made the first time."""
    return work.case_or_new(RuleBook, book_ref(work.organisation))
