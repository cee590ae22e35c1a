"""The public announcement, where telling each takes too much or some cannot be reached (art. 34(3)(c) AVG)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.deciding import announce
from waarborg_breach.actions.responsible import require_responsible
from waarborg_breach.actions.telling.rows import open_json, seal_json
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import LANGUAGES, OWN_PAGE, NoAnnouncement, OnlyAnExercise, is_written
from waarborg_breach.models import BreachAnnouncement, BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import ERASED, Work

_PLACE = {"table": "breach_announcement", "column": "text"}


def announcement_of(work: Work, case: BreachCase) -> BreachAnnouncement | None:
    """Return the announcement of a case as it is stored."""
    return work.session.get(BreachAnnouncement, (work.organisation, case.id))


def announced_words(work: Work, row: BreachAnnouncement) -> Mapping[str, str] | None:
    """Return what is announced, by language; None where its key was destroyed."""
    found = open_json(work, row.breach_id, row.text_sealed, **_PLACE, row=row.breach_id)
    return None if found is ERASED else found


def write_announcement(work: Work, case: BreachCase, words: Mapping[str, str], *, rules: Rules) -> None:
    """Keep the words; one that is published changes only by the responsible person. Raises CaseOver, NotResponsible."""
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    row = announcement_of(work, case)
    if row is not None and is_public(row):
        require_responsible(work, case, rules)
        _check(words)
    sealed = seal_json(work, case.id, dict(words), **_PLACE, row=case.id)
    if row is None:
        work.add(BreachAnnouncement(breach_id=case.id, text_sealed=sealed, written_at=work.now))
    else:
        row.text_sealed, row.written_at = sealed, work.now
    case.revision += 1
    work.record(case, verb="wrote-announcement")


def publish(work: Work, case: BreachCase, *, rules: Rules, ground: str | None = None) -> None:
    """Put the announcement where anybody can read it, and note that the breach was announced; ``ground`` as there.

    Raises:
        NotResponsible, OnlyAnExercise, NoAnnouncement, NoSuchMove, CaseOver, ReasonNeeded.
    """
    require_responsible(work, case, rules)
    if case.drill:
        raise OnlyAnExercise
    row = announcement_of(work, case)
    words = announced_words(work, row) if row is not None else None
    if row is None or words is None:
        raise NoAnnouncement
    _check(words)
    if case.persons_state != PersonsState.ANNOUNCED:
        announce(work, case, at=work.now, by=OWN_PAGE, rules=rules, ground=ground)
    else:
        case.revision += 1
        work.record(case, verb="published-again")
    row.published_at, row.withdrawn_at = row.published_at or work.now, None


def take_down(work: Work, case: BreachCase, *, rules: Rules) -> None:
    """Take the announcement off its page; that the breach was announced stays. Raises NotResponsible, NoSuchMove."""
    require_responsible(work, case, rules)
    row = announcement_of(work, case)
    if row is None or not is_public(row):
        raise domain.NoSuchMove("not-published")
    row.withdrawn_at = work.now
    case.revision += 1
    work.record(case, verb="took-announcement-down")


def is_public(row: BreachAnnouncement) -> bool:
    """Whether anybody can read it now."""
    return row.published_at is not None and row.withdrawn_at is None


def public_announcement(work: Work, number: str) -> tuple[Mapping[str, str] | None, datetime] | None:
    """Return what was announced under a number (None: it was erased), and when; None where nothing is."""
    query = select(BreachAnnouncement).join(
        BreachCase,
        (BreachCase.organisation == BreachAnnouncement.organisation) & (BreachCase.id == BreachAnnouncement.breach_id),
    )
    query = query.where(
        BreachAnnouncement.organisation == work.organisation,
        BreachCase.organisation == work.organisation,
        BreachCase.number == number,
        BreachCase.drill.is_(False),
    )
    row = work.session.scalars(query).one_or_none()
    if row is None or not is_public(row) or row.published_at is None:
        return None
    return announced_words(work, row), row.published_at


def _check(words: Mapping[str, str]) -> None:
    if not all(is_written(words.get(language, "")) for language in LANGUAGES):
        raise NoAnnouncement
