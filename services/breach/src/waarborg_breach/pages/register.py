"""The register: every breach, notified or not; one breach in it, a print of it, and who took it along."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from waarborg_breach import texts
from waarborg_breach.actions import read_case
from waarborg_breach.actions import register_book as book
from waarborg_breach.domain.register_book import Finding
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.register_asked import Asked, read_asked
from waarborg_breach.shown_register import Sayer, fields_of, finding_in_words, own_of
from waarborg_breach.texts import register_book as words
from waarborg_shared.auth import require_duty
from waarborg_shared.colleagues import colleagues_of
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.timeline.reading import Step
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import who_did

PAGE = 25
LOGGED = 100


@pages.get("/")
def register() -> ResponseReturnValue:
    """Show the register, newest first, narrowed by what the address says: every breach, notified or not."""
    require_duty(current.actor, Duty.BREACH_READ)
    asked, after = read_asked(), request.args.get("after") or None
    with current.read() as work:
        rows = book.find(work, asked.finding, after=after, limit=PAGE + 1) if asked.finding else []
        years = book.years_of(work)
    more = rows[PAGE - 1].id if len(rows) > PAGE else None
    page = render_template(
        "breach/register.html",
        cases=rows[:PAGE],
        asked=asked,
        form=asked.form,
        choices=_choices(years),
        only=_in_words(asked),
        next=asked.address(after=more) if more else "",
        forms=[(each, said(words.FORMS[each])) for each in ("csv", "xlsx", "pdf", "json")],
        register=words,
        texts=texts,
    )
    return page, 200 if asked.finding else 422


@pages.get("/register/print")
def print_register() -> str:
    """Show so many breaches of the register with all that it holds of each, to print; who did stands in its log."""
    require_duty(current.actor, Duty.BREACH_READ)
    asked, after = read_asked(), request.args.get("after") or None
    if asked.finding is None:
        raise NotFound
    say = Sayer(current.lang, current.rules)
    with current.begin() as work:
        counted = book.count(work, asked.finding)
        rows = book.find(work, asked.finding, after=after, limit=book.AT_ONCE + 1)
        found = [_shown(say, each) for each in book.entries(work, rows[: book.AT_ONCE], current.rules)]
        book.note_taken_along(work, asked.finding, form="print", counted=counted)
        more = rows[book.AT_ONCE - 1].id if len(rows) > book.AT_ONCE else None
        printed_at = work.now
    return render_template(
        "breach/register_book/print.html",
        entries=found,
        only=finding_in_words(say, asked.finding),
        count=counted,
        printed_at=printed_at,
        back=asked.address(),
        next=asked.address("pages.print_register", after=more) if more else "",
    )


@pages.get("/register/log")
def register_log() -> str:
    """Show who took the register along, when, in what form and which part of it."""
    require_duty(current.actor, Duty.BREACH_READ)
    headers = {"Cookie": request.headers.get("Cookie", "")}
    colleagues = colleagues_of(current.runtime.client, current.organisation, Duty.BREACH_DECIDE, headers=headers)
    with current.read() as work:
        steps = book.takings(work, limit=LOGGED + 1)
    rows = [_taking(step, colleagues.names.get(step.actor_ref, "")) for step in steps[:LOGGED]]
    return render_template("breach/register_book/log.html", rows=rows, more=len(steps) > LOGGED)


@pages.get("/register/<breach_id>")
def register_entry(breach_id: str) -> str:
    """Show one breach as the register has it, its twelve fields and ours; that you looked is on its timeline."""
    require_duty(current.actor, Duty.BREACH_READ)
    say = Sayer(current.lang, current.rules)
    with current.begin() as work:
        case = read_case(work, breach_id)
        if case.drill:
            raise NotFound
        (entry,) = book.entries(work, [case], current.rules)
        shown = _shown(say, entry)
    return render_template("breach/register_book/entry.html", entry=shown)


def _shown(say: Sayer, entry: book.Entry) -> dict[str, Any]:
    case: BreachCase = entry.case
    return {
        "id": case.id,
        "number": case.number,
        "state": said(texts.CASE_STATES[case.case_state]),
        "fields": fields_of(say, entry),
        "own": own_of(say, entry),
    }


def _choices(years: Iterable[int]) -> dict[str, list[tuple[str, str]]]:
    def of(known: Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
        return [(str(code), said(text)) for code, text in known]

    return {
        "year": [(str(year), str(year)) for year in years],
        "state": of(texts.CASE_STATES.items()),
        "notified": of(words.NOTIFIED.items()),
        "kind": of(texts.KINDS.items()),
        "course": of(words.COURSES.items()),
    }


def _in_words(asked: Asked) -> str:
    if asked.finding is None or not asked.narrowed:
        return ""
    return finding_in_words(Sayer(current.lang, current.rules), asked.finding)


def _taking(step: Step, name: str) -> list[Any]:
    facts = step.facts
    codes = {code: facts[code] for code in ("state", "notified", "kind", "course", "number") if code in facts}
    finding = Finding(**codes, year=int(facts["year"]) if "year" in facts else None)
    only = finding_in_words(Sayer(current.lang, current.rules), finding)
    who = who_did(step, texts.ACTORS)
    called = f"{who} ({name})" if name and name not in who else who
    return [step.at, called, said(words.FORMS[facts["form"]]), facts["count"], only]
