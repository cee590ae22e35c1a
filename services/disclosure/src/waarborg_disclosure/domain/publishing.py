"""Publishing what was found: after the fix, on a day that both sides agreed to, in words that two people read (J14)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_disclosure.domain.answering import Verdict
from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text

_CWE = re.compile(r"CWE-[1-9][0-9]{0,4}")
_CVSS = re.compile(r"CVSS:(?:3\.1|4\.0)(?:/[A-Z]{1,3}:[A-Za-z]{1,6}){3,32}")


class AdvisoryState(StrEnum):
    """Where an advisory stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Which side proposed a day."""

    US = "us"
    REPORTER = "reporter"

    @property
    def other(self) -> "Side":
        """The side that has to agree."""
        return Side.REPORTER if self is Side.US else Side.US


class NothingToPublish(DisclosureError):
    """Only what is right, and was written down, is published."""

    field = ""
    text = Text(
        "Er is niets om openbaar te maken: de melding moet kloppen en er moet een tekst zijn.",
        "There is nothing to publish: the report has to be right and there has to be a text.",
    )


class NotReviewed(DisclosureError):
    """The text was not looked at by a second person, or was changed since."""

    field = ""
    text = Text(
        "Een tweede moet de tekst nog nakijken, of hij is daarna gewijzigd.",
        "A second person still has to look at the text, or it was changed since.",
    )


class AlreadyPublic(DisclosureError):
    """What is public is not changed: it is withdrawn, with a note."""

    field = ""
    text = Text(
        "Dit is al openbaar. Trek het in met een bericht als het niet klopt.",
        "This is public already. Withdraw it with a note if it is not right.",
    )


class NotPublic(DisclosureError):
    """Only what is public is withdrawn."""

    field = ""
    text = Text("Dit is niet openbaar.", "This is not public.")


class NoDayProposed(DisclosureError):
    """There is no day of the other side's to agree to or to refuse."""

    field = ""
    text = Text("Er ligt geen voorstel van de ander.", "There is no proposal of the other side.")


class ProposedBeforeTheText(DisclosureError):
    """The reporter proposed his day before he could read the text."""

    field = ""
    text = Text(
        "De melder stelde dit voor voordat de tekst klaar was. Stel de dag zelf voor, dan leest hij de tekst erbij.",
        "The reporter proposed this before the text was ready. Propose the day yourself, so that he reads the text.",
    )


class DayInThePast(DisclosureError):
    """A day to publish on is today or later."""

    text = Text("Kies vandaag of een latere dag.", "Choose today or a later day.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NotACwe(DisclosureError):
    """The kind of weakness has a number of the CWE list."""

    field = "advisory_cwe"
    text = Text("Schrijf het zo: CWE-79.", "Write it like this: CWE-79.")


class NotACvss(DisclosureError):
    """A score is given as its vector."""

    field = "advisory_cvss"
    text = Text(
        "Geef de vector, die begint met CVSS:3.1/ of CVSS:4.0/.",
        "Give the vector, which begins CVSS:3.1/ or CVSS:4.0/.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an advisory stands: its text, the day that was proposed and by whom, and since when both agree.

    ``without_reporter``: two people decided to go on without his word, after a question and a reminder.
    """

    state: AdvisoryState
    reviewed_at: datetime | None = None
    proposed_on: date | None = None
    proposed_by: Side | None = None
    proposed_at: datetime | None = None
    agreed_at: datetime | None = None
    reminded_at: datetime | None = None
    without_reporter: bool = False


def check_codes(*, cwe: str | None, cvss: str | None) -> None:
    """Check the codes of an advisory. Raises NotACwe, NotACvss."""
    if cwe and not _CWE.fullmatch(cwe):
        raise NotACwe(cwe)
    if cvss and not _CVSS.fullmatch(cvss):
        raise NotACvss("vector")


def check_writable(state: AdvisoryState, verdict: Verdict | None) -> None:
    """Check that the text can be written or changed. Raises NothingToPublish, AlreadyPublic."""
    if state in {AdvisoryState.PUBLISHED, AdvisoryState.WITHDRAWN}:
        raise AlreadyPublic(state.value)
    if verdict is not Verdict.IN_SCOPE:
        raise NothingToPublish


def check_proposal(standing: Standing, side: Side, on: date, *, today: date, field: str) -> None:
    """Check that a side may propose a day now; we propose none for a text that nobody reviewed.

    Raises:
        AlreadyPublic, NotReviewed, DayInThePast.
    """
    if standing.state in {AdvisoryState.PUBLISHED, AdvisoryState.WITHDRAWN}:
        raise AlreadyPublic(standing.state.value)
    if side is Side.US and standing.state is not AdvisoryState.REVIEWED:
        raise NotReviewed(standing.state.value)
    if on < today:
        raise DayInThePast(field)


def check_agreement(standing: Standing, side: Side) -> None:
    """Check that ``side`` can agree to what the other proposed: a day for the text as it was reviewed.

    Raises:
        NoDayProposed, NotReviewed, ProposedBeforeTheText.
    """
    check_refusal(standing, side)
    if standing.state is not AdvisoryState.REVIEWED or standing.reviewed_at is None:
        raise NotReviewed(standing.state.value)
    if side is Side.US and standing.proposed_at is not None and standing.proposed_at < standing.reviewed_at:
        raise ProposedBeforeTheText


def check_refusal(standing: Standing, side: Side) -> None:
    """Check that there is a day of the other side's to refuse; who was silent can do so still. Raises NoDayProposed."""
    settled = standing.agreed_at is not None and not (standing.without_reporter and side is Side.REPORTER)
    waits = standing.proposed_by is side.other and not settled
    if standing.proposed_on is None or not waits:
        raise NoDayProposed


def is_due(standing: Standing, *, fixed: bool, today: date) -> bool:
    """Whether it can be read by anybody from now: reviewed, agreed to by both, fixed, and its day has come."""
    agreed = standing.state is AdvisoryState.REVIEWED and standing.agreed_at is not None
    return agreed and fixed and standing.proposed_on is not None and standing.proposed_on <= today


def is_public(standing: Standing, *, fixed: bool, today: date) -> bool:
    """Whether anybody can read it; what was published stays so until it is withdrawn."""
    return standing.state is AdvisoryState.PUBLISHED or is_due(standing, fixed=fixed, today=today)
