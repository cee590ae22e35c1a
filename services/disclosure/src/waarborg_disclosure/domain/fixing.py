"""Fixing what was reported: plan, fix, the reporter's try of it, and the data that he wipes (J14)."""

from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text


class NothingAsked(DisclosureError):
    """The reporter was not asked this, or answered it already."""

    field = ""
    text = Text(
        "Dit wordt u niet (meer) gevraagd. Schrijf een bericht als u iets wilt zeggen.",
        "You are not (or no longer) asked this. Write a message if you want to say something.",
    )


class AskedAlready(DisclosureError):
    """A question to the reporter is open; the next one waits."""

    field = "question"
    text = Text(
        "Er staat al een vraag open bij de melder. Wacht op het antwoord, of trek haar in.",
        "The reporter was asked something already. Wait for the answer, or take the question back.",
    )


class CannotBeAsked(DisclosureError):
    """Who made this report has no mailbox here, so nothing that is asked reaches him."""

    field = "question"
    text = Text(
        "Deze melder heeft geen postvak: een vraag bereikt hem niet.",
        "This reporter has no mailbox: a question does not arrive.",
    )


class OnlyInScope(DisclosureError):
    """What is fixed is what was found to be right."""

    text = Text(
        "Alleen een melding die klopt wordt opgelost. Beoordeel haar eerst.",
        "Only a report that is right is fixed. Assess it first.",
    )


class ReasonToClose(DisclosureError):
    """What is right and not fixed is closed with a reason only, which the reporter reads."""

    field = "close_why"
    text = Text(
        "Deze melding klopt en is niet opgelost. Schrijf waarom u haar toch sluit: de melder leest het.",
        "This report is right and was not fixed. Write why you close it all the same: the reporter reads it.",
    )


class StillThere(DisclosureError):
    """Who says that it is still there says what he sees."""

    field = "retest_words"
    text = Text("Schrijf wat u nog ziet.", "Write what you still see.")


class Retest(StrEnum):
    """How the reporter's try of a fix stands."""

    ASKED = "asked"
    DONE = "done"
    STILL_THERE = "still_there"
    NOT_ANSWERED = "not_answered"


class Wiped(StrEnum):
    """How it stands with the data that the reporter obtained (J14: wiped directly after the fix)."""

    ASKED = "asked"
    CONFIRMED = "confirmed"


class ComplaintLeave(StrEnum):
    """Whether the reporter lets us pass his complaint on to who deals with complaints."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


def check_closing(*, unfixed: bool, why: str | None) -> None:
    """Check that a report can be closed; ``unfixed``: it is right and was not fixed. Raises ReasonToClose."""
    if unfixed and not (why or "").strip():
        raise ReasonToClose


def check_retest(outcome: Retest, words: str | None) -> None:
    """Check what the reporter says of a fix.

    Raises:
        StillThere: it is still there, and he does not say what he sees.
    """
    if outcome is Retest.STILL_THERE and not (words or "").strip():
        raise StillThere(outcome.value)
