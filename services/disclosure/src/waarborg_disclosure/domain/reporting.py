"""Who may report how, and what somebody who reports may and must say about themselves (J14, B22)."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import DisclosurePolicy, Text


class PseudonymNotAllowed(DisclosureError):
    """The organisation's policy has no pseudonyms."""

    field = "reporter"
    text = Text("Melden onder een schuilnaam kan hier niet.", "Reporting under a pseudonym is not possible here.")


class NameNeeded(DisclosureError):
    """Who reports by name or pseudonym gives one."""

    field = "name"
    text = Text("Vul uw naam of schuilnaam in, of meld anoniem.", "Give your name or pseudonym, or report anonymously.")


class AnonymousWithTrace(DisclosureError):
    """Who reports anonymously gives nothing that tells who it is: better refused than kept by mistake."""

    text = Text(
        "U meldt anoniem: laat dit leeg, of kies een schuilnaam.",
        "You report anonymously: leave this empty, or choose a pseudonym.",
    )

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CreditNotOffered(DisclosureError):
    """The organisation names no discoverers."""

    field = "may_credit"
    text = Text("Deze organisatie noemt geen ontdekkers.", "This organisation names no discoverers.")


MOST_FILES_IN_ALL = 25
"""So many files may come with a report and with what is written about it."""


class TooManyFiles(DisclosureError):
    """With these there would be more files than one report may have."""

    field = "files"
    text = Text(
        f"Bij een melding kunnen hoogstens {MOST_FILES_IN_ALL} bestanden. Schrijf ons wat u nog hebt.",
        f"A report can have {MOST_FILES_IN_ALL} files at most. Write to us what else you have.",
    )


class Reporter(StrEnum):
    """How somebody reports."""

    NAMED = "named"
    PSEUDONYM = "pseudonym"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What somebody who reports says about themselves."""

    reporter: Reporter
    name: str | None = None
    contact: str | None = None
    may_credit: bool = False


def check_reporter(policy: DisclosurePolicy, reporter: Reporter) -> Reporter:
    """Return how somebody reports, when the policy has it. Anonymity is always possible.

    Raises:
        PseudonymNotAllowed: the policy says no.
    """
    if reporter is Reporter.PSEUDONYM and not policy.pseudonym_allowed:
        raise PseudonymNotAllowed(reporter.value)
    return reporter


def check_introduction(policy: DisclosurePolicy, given: Introduction) -> None:
    """Check that what somebody says about themselves hangs together (J14: a pseudonym; named as discoverer if wished).

    Raises:
        PseudonymNotAllowed, NameNeeded, AnonymousWithTrace, CreditNotOffered.
    """
    check_reporter(policy, given.reporter)
    anonymous = given.reporter is Reporter.ANONYMOUS
    for field, filled in (("name", given.name), ("contact", given.contact), ("may_credit", given.may_credit)):
        if anonymous and filled:
            raise AnonymousWithTrace(field)
    if not anonymous and not (given.name or "").strip():
        raise NameNeeded(given.reporter.value)
    if given.may_credit and not policy.credit:
        raise CreditNotOffered(policy.source)


def check_files(*, there: int, more: int) -> None:
    """Check that a report can take ``more`` files beside those that are ``there``. Raises TooManyFiles."""
    if there + more > MOST_FILES_IN_ALL:
        raise TooManyFiles(str(there + more))


def has_mailbox(policy: DisclosurePolicy, reporter: Reporter) -> bool:
    """Whether a receipt opens a mailbox for this reporter; for the anonymous the policy decides (B22)."""
    return policy.anonymous_mailbox or reporter is not Reporter.ANONYMOUS


def can_be_told(policy: DisclosurePolicy, reporter: Reporter, *, reachable: bool) -> bool:
    """Whether the reporter can hear of progress: by the way given, or through the mailbox behind the receipt (B22)."""
    return reachable or policy.anonymous_mailbox or reporter is Reporter.NAMED
