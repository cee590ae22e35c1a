"""The letters to the persons of a breach as one PDF to print."""

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from waarborg_breach.actions.telling import reading
from waarborg_breach.actions.telling.letters import letters_of, note_printed
from waarborg_breach.actions.telling.rows import reference_of
from waarborg_breach.domain.telling import LANGUAGES, Message
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.telling.words import whole
from waarborg_breach.texts.telling import LETTERS, REGARDS, SALUTATION
from waarborg_breach.typesetting import (
    MEDIA_TYPE,
    Addressed,
    LetterWords,
    Passage,
    colour_of,
    paragraphs,
    shown,
    typeset_letters,
)
from waarborg_shared.auth import require_duty
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, Subject
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import day_in_words


@pages.get("/cases/<breach_id>/telling/letters-<int:part>.pdf")
def telling_letters(breach_id: str, part: int) -> ResponseReturnValue:
    """Give the letters of one part that are still to be posted, each on a sheet of its own.

    They count as printed once they were drawn and are given, so that what failed half way counts for nothing.
    """
    require_duty(current.actor, Duty.BREACH_DECIDE)
    rules = current.rules
    with current.begin() as work:
        case = work.case(BreachCase, breach_id)
        words, letters = letters_in(work, case, part, rules)
        if not letters:
            raise NotFound
        number, at = case.number, work.now
    title = said(LETTERS).format(number=number)
    made = typeset_letters(words, letters, title=title, colour=colour_of(rules.theme), at=at)
    if request.method == "GET":
        with current.begin() as work:
            note_printed(work, work.case(BreachCase, breach_id), part, [each.number for each in letters])
    return _pdf(made, f"{number}-{part}.pdf")


def letters_in(work: Work, case: BreachCase, part: int, rules: Rules) -> tuple[list[LetterWords], list[Addressed]]:
    """Return what stands in the letters of one part, once for each message and language, and whose they are."""
    messages = reading.messages_of(work, case)
    words: list[LetterWords] = []
    known: dict[tuple[int | None, str], int] = {}
    letters: list[Addressed] = []
    for number, row in letters_of(work, case, part):
        reference, message = reference_of(work, row), messages.get(row.round or 0)
        if reference is ERASED or message is None:
            continue
        kind = row.round, row.language if row.language in LANGUAGES else LANGUAGES[0]
        if kind not in known:
            known[kind] = len(words)
            words.append(_words(work, case, message, kind[1], rules))
        letters.append(Addressed(reference=shown(str(reference)), number=number, words=known[kind]))
    return words, letters


def _words(work: Work, case: BreachCase, message: Message, language: str, rules: Rules) -> LetterWords:
    text, us = whole(message, language, rules), rules.organisation
    contact, address = us.contact(Subject.BREACH), us.address
    where = (address.street, f"{address.postcode} {address.town}") if address is not None else ()
    sender = (us.legal_name, *where, contact.phone, contact.email)
    return LetterWords(
        language=language,
        title=shown(text.title),
        sender=tuple(shown(line) for line in sender if line),
        date=shown(day_in_words(work.now.astimezone(AMSTERDAM).date(), language)),
        number=shown(case.number),
        salutation=SALUTATION.to(language),
        opening=paragraphs(text.opening),
        passages=tuple(Passage(heading=shown(head), paragraphs=paragraphs(of)) for head, of in text.parts),
        closing=paragraphs(text.closing),
        signature=(REGARDS.to(language), shown(us.legal_name)),
    )


def _pdf(content: bytes, filename: str) -> Response:
    """Return the letters as a file that a browser shows, and keeps nowhere."""
    answer = make_response(content)
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
