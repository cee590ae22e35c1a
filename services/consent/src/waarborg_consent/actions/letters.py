"""Write down that a letter was made for a client: which, in which language, and nothing of what stands in it."""

from waarborg_consent.models import ConsentFile
from waarborg_shared.uow import Work


def note_letter(work: Work, subject_ref: str, *, letter: str, language: str) -> None:
    """Note on a client's timeline that staff made a letter for him; to whom it went is kept nowhere."""
    work.record(work.file(ConsentFile, subject_ref), verb="made-letter", facts={"letter": letter, "language": language})
