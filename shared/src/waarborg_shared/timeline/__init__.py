"""The timeline of a case: an append-only, hash-chained log of who did what, when and why, and how it is checked."""

from waarborg_shared.timeline.chain import Entry, Head, Sealed, canonical, digest_of, link_of
from waarborg_shared.timeline.checking import Finding, FindingKind, Report, verify
from waarborg_shared.timeline.service import CaseReport, case_models, opener, verify_service
from waarborg_shared.timeline.writer import Timeline, append

__all__ = [
    "CaseReport",
    "Entry",
    "Finding",
    "FindingKind",
    "Head",
    "Report",
    "Sealed",
    "Timeline",
    "append",
    "canonical",
    "case_models",
    "digest_of",
    "link_of",
    "opener",
    "verify",
    "verify_service",
]
