"""From draft to published version: who may look at it, when, and what is refused (J1, J8, B20).

A draft is reviewed by somebody else than who made it. Where one person does everything he looks a second time after a
night, and the record says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_shared import second_look as four_eyes
from waarborg_shared.clocks import ClockRule, WorkingCalendar, due, due_on, end_of_day
from waarborg_shared.hooks.values import Organisation, Text

REVIEW_CLOCK = "statement-review"
RUNNING = "running"
"""What the rules that run now are called beside versions, where two are compared."""
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_LONG_NUMBER = re.compile(r"[0-9]{8}")
_TAKEN = frozenset({RUNNING, "compare", "versions", "in-force"})


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Deed(StrEnum):
    """What is done with a draft."""

    RENEW = "renew"
    REVIEW = "review"
    PUBLISH = "publish"
    DROP = "drop"


MOVES: dict[tuple[DraftState, Deed], DraftState] = {
    (DraftState.DRAFT, Deed.RENEW): DraftState.DRAFT,
    (DraftState.DRAFT, Deed.REVIEW): DraftState.REVIEWED,
    (DraftState.DRAFT, Deed.DROP): DraftState.DROPPED,
    (DraftState.REVIEWED, Deed.RENEW): DraftState.DRAFT,
    (DraftState.REVIEWED, Deed.PUBLISH): DraftState.PUBLISHED,
    (DraftState.REVIEWED, Deed.DROP): DraftState.DROPPED,
}


class ReviewedHow(StrEnum):
    """How a draft was looked at a second time."""

    SECOND_PERSON = "second_person"
    AFTER_A_NIGHT = "after_a_night"


class StatementError(Exception):
    """Something cannot be done with a statement; ``field`` says where on the form."""

    field = ""
    text = Text("Dit kan niet met deze verklaring.", "This cannot be done with this statement.")


class UnknownVersion(StatementError):
    """There is no version of that name."""

    field = "version"
    text = Text("Deze versie is er niet.", "There is no such version.")


class BadVersion(StatementError):
    """A version is called by letters, digits, full stops and hyphens, so that it can stand in an address."""

    field = "version"
    text = Text(
        "Gebruik letters, cijfers, punten en streepjes, hoogstens 32, en geen acht cijfers achter elkaar.",
        "Use letters, digits, full stops and hyphens, 32 at the most, and no eight digits in a row.",
    )


class VersionTaken(StatementError):
    """Another version has that name; it would be found at the same address."""

    field = "version"
    text = Text(
        "Zo heet al een versie. Kies een andere naam.", "A version is called that already. Choose another name."
    )


class DraftOpen(StatementError):
    """One draft is made at a time."""

    text = Text("Er ligt al een concept.", "There is a draft already.")


class NoDraft(StatementError):
    """There is no draft, or it was published or dropped meanwhile."""

    text = Text("Er ligt geen concept (meer).", "There is no draft, or no longer.")


class WrongMove(StatementError):
    """The draft is not where this can be done."""

    text = Text("Dat kan nu niet met dit concept.", "That cannot be done with this draft now.")


class OtherText(StatementError):
    """The text is not the one that was on the screen."""

    text = Text(
        "Het concept is intussen veranderd. Lees het opnieuw.", "The draft has changed meanwhile. Read it again."
    )


class OwnDraft(StatementError):
    """Somebody else looks at a draft than who made it."""

    text = Text(
        "U maakte dit concept. Een collega met deze taak kijkt het na.",
        "You made this draft. A colleague with this duty reviews it.",
    )


class NotAfterANight(StatementError):
    """Where one person does everything, the second look comes after a night (J8)."""

    text = Text(
        "U maakte dit concept vandaag. Slaap er een nacht over en kijk morgen opnieuw.",
        "You made this draft today. Sleep on it and look again tomorrow.",
    )


class RulesChanged(StatementError):
    """The rules that run are no longer those of the draft: it would say what is not done."""

    text = Text(
        "De regels zijn veranderd sinds dit concept. Maak het concept opnieuw.",
        "The rules have changed since this draft. Make the draft anew.",
    )


class NothingNew(StatementError):
    """The version in force says the same already."""

    text = Text(
        "De regels zijn niet veranderd: de versie die geldt, zegt dit al.",
        "The rules have not changed: the version in force says this already.",
    )


class NothingPublished(StatementError):
    """What was never published cannot be looked at again."""

    text = Text("Er is nog geen versie gepubliceerd.", "No version has been published yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it stands: what it says by its hash, and who made it when."""

    state: DraftState
    content_hash: str
    drafted_by: str
    drafted_at: datetime


def check_version(version: str, *, known: Iterable[str]) -> str:
    """Return a version's name that can stand in an address and is nobody else's.

    Raises:
        BadVersion, VersionTaken
    """
    if not _VERSION.fullmatch(version) or _LONG_NUMBER.search(version):
        raise BadVersion(version)
    if version.lower() in _TAKEN or version.lower() in {each.lower() for each in known}:
        raise VersionTaken(version)
    return version


def move(draft: Draft, deed: Deed, *, seen: str) -> DraftState:
    """Return where a draft comes to stand by what is done with the text that was ``seen`` (its hash).

    Raises:
        WrongMove, OtherText
    """
    state = MOVES.get((draft.state, deed))
    if state is None:
        raise WrongMove(deed)
    if seen != draft.content_hash:
        raise OtherText(deed)
    return state


def second_look(draft: Draft, *, by: str, at: datetime, one_person: bool) -> ReviewedHow:
    """Return how somebody's look at a draft counts as the second one.

    Raises:
        OwnDraft: he made it himself, and there are others.
        NotAfterANight: he made it himself, alone, and no night lies between.
    """
    made = four_eyes.FirstLook(by=draft.drafted_by, at=draft.drafted_at)
    how = four_eyes.second_look(made, by=by, at=at, one_person=one_person, own=OwnDraft, too_soon=NotAfterANight)
    return ReviewedHow.SECOND_PERSON if how is four_eyes.Looked.COLLEAGUE else ReviewedHow.AFTER_A_NIGHT


def check_publication(draft: Draft, *, running: str, in_force: str | None) -> None:
    """Check that what is published is what runs, and is not what was published before; both by their hash.

    Raises:
        RulesChanged, NothingNew
    """
    if draft.content_hash != running:
        raise RulesChanged(draft.content_hash)
    if draft.content_hash == in_force:
        raise NothingNew(draft.content_hash)


def review_rule(organisation: Organisation) -> ClockRule:
    """Return the clock of the next review, which starts with the day of the last one (B20)."""
    return ClockRule(
        name=REVIEW_CLOCK, start_event="statement-dated", term=organisation.review_after, source="art. 24(1) AVG"
    )


def review_due(organisation: Organisation, calendar: WorkingCalendar, *, since: date) -> date:
    """Return the last day on which the next review is in time, counted from the day of the last one."""
    return due_on(due(organisation.review_after, end_of_day(since), calendar))
