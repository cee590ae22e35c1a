"""Ask for a consent, and record what else may be said of one: no, later, or that it never was valid."""

from dataclasses import dataclass

from waarborg_consent.actions.known_persons import file_of
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.shown_texts import keep_text, statement_in_force
from waarborg_consent.actions.writing import Entry, Recorded, only_in_own_name, only_own, write
from waarborg_consent.domain import Authority, By, Given, How, answered, check_giver, follow, give
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What is said about the whole of one purpose. ``by`` is who says it where that is not the person himself."""

    subject_ref: str
    purpose: str
    how: How
    by: By = By.PERSON
    language: str | None = None
    note: str | None = None
    authority: Authority | None = None


def ask_for_consent(work: Work, command: Saying, *, rules: Rules) -> Recorded:
    """Record that somebody is asked, whether he answers on the spot or at home.

    Raises:
        NotNow: consent stands, so that there is nothing to ask.
        ConsentError: the purpose or the person is not right.
    """
    return _say(work, command, Given.REQUESTED, By.ORGANISATION, rules)


def refuse_consent(work: Work, command: Saying, *, rules: Rules) -> Recorded:
    """Record a no. Raises NotNow where a yes stands, which is withdrawn, or a no stands already; ConsentError."""
    return _say(work, command, Given.REFUSED, _giver(command), rules)


def defer_consent(work: Work, command: Saying, *, rules: Rules) -> Recorded:
    """Record that somebody will say later. Raises NotNow where nobody asked; ConsentError."""
    return _say(work, command, Given.DEFERRED, _giver(command), rules)


def invalidate_consent(work: Work, command: Saying, *, rules: Rules) -> Recorded:
    """Record that a consent was given on wrong grounds: by somebody without authority, or not freely.

    Raises:
        NotNow: there is none.
        NotByThem: it is for the organisation or a court to find.
        ConsentError: the purpose or the person is not right.
    """
    return _say(work, command, Given.INVALIDATED, command.by, rules)


def _giver(command: Saying) -> By:
    """Return who answers; a no and a *later* are for a child to say too."""
    return check_giver(command.authority, age=None)


def _say(work: Work, command: Saying, kind: Given, by: By, rules: Rules) -> Recorded:
    only_own(work, command.subject_ref, command.authority)
    only_in_own_name(work, by)
    version = statement_in_force(work, rules)
    give(rules.purposes, command.purpose, statement_version=version, in_force=version)
    file = file_of(work, command.subject_ref)
    known = events_of(work, command.subject_ref, rules=rules)
    follow(kind, answered(known, command.purpose), by=by)
    entry = Entry(
        kind=kind,
        purpose=command.purpose,
        how=command.how,
        by=by,
        statement_version=version,
        text_digest=keep_text(work, command.purpose, rules=rules),
        language=command.language,
        authority=command.authority,
        note=command.note,
    )
    return write(work, file, entry)
