"""Who looked: a person's own access log by day, as a page, on paper and as a file; and a client's at the desk."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from babel.dates import format_time
from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.exceptions import NotFound

from waarborg_consent.actions.acting import on_topic
from waarborg_consent.actions.who_looked import Entry, Period, who_looked, whole_log
from waarborg_consent.domain import Authority, MayNotAct, NotARepresentative
from waarborg_consent.own_looks import note_look
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.representing_words import kind_name
from waarborg_consent.schemas.looks import LogCursor
from waarborg_consent.shown.log import Line, as_json, cursor_of, line_of, period_of
from waarborg_consent.shown.log_words import OWN_LOG
from waarborg_shared.auth import ActorKind, Missing, require_duty, require_somebody
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, Scope
from waarborg_shared.sheets.writing import csv_of
from waarborg_shared.web import Form, current
from waarborg_shared.web.cursors import cursor_at
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.problems import flat_errors
from waarborg_shared.web.schemas import Day, Reference

who_looked_pages = Blueprint("who_looked", __name__, url_prefix="/consent", template_folder="../templates")
ON_A_PAGE = 50


class PeriodForm(Schema):
    """Which days to show; what else stands in the address is not its business."""

    class Meta:
        unknown = EXCLUDE

    since = Day(load_default=None, label=lazy_gettext("From and including"))
    until = Day(load_default=None, label=lazy_gettext("Up to and including"))
    after = LogCursor(load_default=None)


@who_looked_pages.get("/who-looked")
def own_log() -> Any:
    """Show a person who looked at his data."""
    subject_ref = _own_reference()
    return _page(subject_ref, own=True)


@who_looked_pages.get("/people/<subject_ref>/who-looked")
def log_of(subject_ref: str) -> Any:
    """Show a member of staff who looked at a client's data; this look is written down with the others."""
    require_duty(current.actor, Duty.LOG_READ)
    if not Reference.fits(subject_ref):
        raise NotFound
    note_look(subject_ref, OWN_LOG)
    return _page(subject_ref, own=False)


@who_looked_pages.get("/for/<subject_ref>/who-looked")
def log_for(subject_ref: str) -> Any:
    """Show who decides for a client on care who looked at the client's data; his look is written down as well."""
    actor = current.actor
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref or not Reference.fits(subject_ref):
        raise NotFound
    try:
        with current.read() as work:
            authority = on_topic(work, subject_ref, actor.subject_ref, scope=Scope.CARE, rules=current.rules)
    except NotARepresentative:
        raise NotFound from None
    except MayNotAct as refused:
        return make_response(render_template("consent/for-another-refused.html", refused=refused.text), 403)
    note_look(subject_ref, OWN_LOG)
    return _page(subject_ref, own=False, authority=authority)


@who_looked_pages.get("/who-looked/file/<kind>")
def own_file(kind: str) -> Response:
    """Give a person his own log as a file to take along: for a spreadsheet (csv), or with its proofs (json)."""
    subject_ref = _own_reference()
    if kind not in _FILES:
        raise NotFound
    form = _asked()
    if not form.ok:
        raise NotFound
    rules = current.rules
    with current.read() as work:
        found = list(whole_log(work, subject_ref, period=_period(form)))
    answer = Response(_FILES[kind]([line_of(each, rules) for each in found]), content_type=_KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{gettext("who-looked")}.{kind}"'
    return answer


def _page(subject_ref: str, *, own: bool, authority: Authority | None = None) -> Response:
    form = _asked()
    entries = _entries(subject_ref, form, authority) if form.ok else ()
    shown = entries[:ON_A_PAGE]
    here: dict[str, Any] = {} if own else {"subject_ref": subject_ref}
    asked = {name: form.value(name) for name in ("since", "until") if form.value(name) and not form.error(name)}
    more: dict[str, Any] = (
        {**here, **asked, "after": cursor_at(cursor_of(shown[-1]))} if len(entries) > ON_A_PAGE else {}
    )
    page = render_template(
        "consent/who-looked.html",
        form=form,
        own=own,
        subject_ref=subject_ref,
        as_what=kind_name(authority.kind) if authority is not None else None,
        known=None if own or authority is not None else client_of(subject_ref),
        days=list(_by_day([line_of(each, current.rules) for each in shown])),
        asked=asked,
        here=url_for(request.endpoint or "", **here),
        next=url_for(request.endpoint or "", **more) if more else "",
        keep=current.rules.retention(due_on(current.now()))["access_log"].keep,
        clock=_clock,
        chosen_language=request.args.get("lang", ""),
    )
    return make_response(page, 200 if form.ok else 422)


def _entries(subject_ref: str, form: Form, authority: Authority | None) -> Sequence[Entry]:
    """The lines of a page, and one more where there is another page."""
    after, period = form.command["after"], _period(form)
    with current.read() as work:
        return who_looked(work, subject_ref, period=period, after=after, limit=ON_A_PAGE + 1, authority=authority)


def _own_reference() -> str:
    actor = current.actor
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref:
        raise Missing("own-log")
    return actor.subject_ref


def _asked() -> Form:
    """The period that the address names, as a form that can be shown again."""
    schema = PeriodForm()
    values = {name: request.args[name] for name in ("since", "until", "after") if request.args.get(name)}
    form = Form(schema, dict(values))
    try:
        form.command = schema.load(values)
    except ValidationError as wrong:
        form.errors = flat_errors(wrong.messages)
    else:
        since, until = form.command["since"], form.command["until"]
        if since is not None and until is not None and until < since:
            form.refuse("until", gettext("This day lies before the first one."))
    return form


def _period(form: Form) -> Period:
    return period_of(form.command["since"], form.command["until"])


def _by_day(lines: Sequence[Line]) -> Iterator[tuple[date, list[Line]]]:
    for day, some in groupby(lines, key=lambda line: line.entry.at.astimezone(AMSTERDAM).date()):
        yield day, list(some)


def _clock(line: Line) -> str:
    """The time of day of a line, in Amsterdam."""
    return format_time(line.entry.at.astimezone(AMSTERDAM).time(), "HH:mm")


def _csv(lines: Sequence[Line]) -> bytes:
    """One row per line, for a spreadsheet."""
    heads = (
        gettext("When"),
        gettext("What happened"),
        gettext("What for"),
        gettext("Who (reference)"),
        gettext("On behalf of"),
        gettext("Why was this allowed?"),
        gettext("From where"),
        gettext("Number in the log"),
    )
    return b"".join(csv_of([heads, *(_row(line) for line in lines)]))


def _row(line: Line) -> Sequence[object]:
    at = line.entry.at.astimezone(AMSTERDAM).isoformat(timespec="seconds")
    what, use, behalf, why = (said(each) if each else "" for each in (line.said, line.use, line.behalf, line.why))
    return at, what, use, line.who, behalf, why, line.address, line.entry.number


def _json(lines: Sequence[Line]) -> str:
    items: list[Mapping[str, Any]] = [as_json(each.entry, current.rules) for each in lines]
    return json.dumps({"items": [{**each, "at": each["at"].isoformat()} for each in items]}, ensure_ascii=False)


_FILES: Mapping[str, Callable[[Sequence[Line]], bytes | str]] = {"csv": _csv, "json": _json}
_KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
