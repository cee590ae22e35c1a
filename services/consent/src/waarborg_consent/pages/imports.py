"""Consents that an organisation has in a spreadsheet: handed in, looked at row by row, and imported by one press."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug import Response as Answer
from werkzeug.exceptions import NotFound

from waarborg_consent.actions.imports import (
    PAGE,
    cancel_import,
    done_before,
    fault_names_of,
    file_name_of,
    findings_of,
    imports_of,
    press_import,
    receive_file,
)
from waarborg_consent.domain.import_columns import HEADINGS, NEEDED, Column
from waarborg_consent.domain.importing import LARGEST_FILE, BadFile, FileFault, ImportState
from waarborg_consent.models import ImportCase
from waarborg_consent.pages.import_words import FILE_FAULTS, STATES, heading, in_words, named
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.sheets.writing import csv_of
from waarborg_shared.uow import UnknownCase
from waarborg_shared.web import Form, body_limit, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Schema

import_pages = Blueprint("imports", __name__, url_prefix="/consent/imports", template_folder="../templates")
_ROOM = LARGEST_FILE * 2
"""Room for a file that is too large, so that its form can say so in words, with what was typed."""
_EXPLAINED = {
    Column.CLIENT_NUMBER: noted(
        "The number by which the client is registered here. Or leave this column out and give a person reference."
    ),
    Column.PERSON_REF: noted("The reference that this system gave the client, instead of a client number."),
    Column.PURPOSE: noted("The name or the code of a purpose of this organisation that takes consent."),
    Column.ANSWER: noted("yes, no or withdrawn."),
    Column.GIVEN_ON: noted(
        "The day of the yes or no: 3-2-2024, 3 February 2024 or an Excel date. With withdrawn it may stay empty."
    ),
    Column.HOW: noted("paper, spoken, kitchen table, page or other system."),
    Column.STATEMENT_VERSION: noted(
        "The version of the privacy statement that was shown, where you know it. A yes under an earlier or unknown "
        "version is kept, and the client is asked again."
    ),
    Column.NOTE: noted("Proof: who was there, where the paper lies. It is stored encrypted."),
    Column.WITHDRAWN_ON: noted("The day of the withdrawal, with withdrawn."),
    Column.WITNESS: noted("Who was there. A spoken yes needs a witness. It is stored encrypted."),
    Column.UNTIL_ON: noted("The last day of a yes, if it has one; it may be over."),
    Column.CATEGORIES: noted(
        "Only where the yes is about some of the data: names or codes of data, with a comma between them."
    ),
    Column.RECIPIENTS: noted(
        "Only where the yes is about giving data to others: names or codes of recipients, with a comma between them."
    ),
    Column.REPRESENTATIVE: noted(
        "Who said yes for the client: what he is to the client, such as mentor, or his person reference. Record first "
        "that he represents the client."
    ),
    Column.SCAN_SHA256: noted("The SHA-256 of the scan of a paper: it proves later that the scan is the same."),
}


class FileForm(Schema):
    """A file that is handed in."""

    file = fields.Raw(load_default=None, metadata={"label": lazy_gettext("File with consents")})


@import_pages.route("", methods=["GET", "POST"])
@body_limit(_ROOM)
def imports() -> Any:
    """Show the imports, and take a file in."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    form = read_form(FileForm)
    if request.method == "POST" and current.form_refused is None:
        import_id = _taken_in(form)
        if import_id is not None:
            return redirect(url_for("imports.shown", import_id=import_id), 303)
    with current.read() as work:
        found = [(case, ImportState(case.state)) for case in imports_of(work)]
    columns = [(Text(*HEADINGS[column]), _needed(column), words) for column, words in _EXPLAINED.items()]
    purposes = [each for each in current.rules.purposes.values() if each.takes_consent]
    return show_form("consent/imports.html", form, found=found, states=STATES, columns=columns, purposes=purposes)


def _needed(column: Column) -> str:
    """Whether a row must have a value in it: a row says by one of two columns whom it is about."""
    if column in (Column.CLIENT_NUMBER, Column.PERSON_REF):
        return noted("one of these two")
    return noted("needed") if column in NEEDED else noted("may be empty")


def _taken_in(form: Form) -> str | None:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.refuse("file", _say(Text("Kies een bestand.", "Choose a file.")))
        return None
    with sent.stream:
        raw = sent.stream.read(LARGEST_FILE + 1)
    try:
        with current.begin() as work:
            return str(receive_file(work, raw, name=_plain_name(sent.filename)).id)
    except BadFile as why:
        form.refuse("file", _say(FILE_FAULTS[why.fault]))
        return None


def _plain_name(name: str) -> str:
    """The name of a file without its folder, which some browsers send along."""
    return "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()) or "?"


@import_pages.get("/<uuid:import_id>")
def shown(import_id: Any) -> str:
    """Show how an import stands: its progress, what was found, and what can be done now."""
    return _shown(str(import_id))


def _shown(import_id: str, problem: str = "") -> str:
    require_duty(current.actor, Duty.CONSENT_RECORD)
    after = request.args.get("after", "")
    after_row = int(after) if after.isdecimal() and len(after) < 8 else 0
    with current.read() as work:
        case = _case(work, import_id)
        findings = findings_of(work, import_id, after_row=after_row, limit=PAGE + 1)
        context = {
            "file_name": file_name_of(work, case),
            "fault": named(FileFault(case.fault), fault_names_of(work, case)) if case.fault else None,
            "before": done_before(work, case),
        }
    return render_template(
        "consent/import.html",
        case=case,
        state=ImportState(case.state),
        ImportState=ImportState,
        states=STATES,
        report=[(each.row, heading(each.column), in_words(each)) for each in findings[:PAGE]],
        next_after=findings[PAGE - 1].row if len(findings) > PAGE else None,
        percent=min(100, 100 * case.done_count // case.whole_count) if case.whole_count else 0,
        problem=problem,
        **context,
    )


@import_pages.post("/<uuid:import_id>/import")
def press(import_id: Any) -> Answer:
    """Begin the import, or go on where it stopped."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    with current.begin() as work:
        press_import(work, str(import_id))
    return redirect(url_for("imports.shown", import_id=import_id), 303)


@import_pages.post("/<uuid:import_id>/cancel")
def cancel(import_id: Any) -> Answer:
    """Drop an import."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    with current.begin() as work:
        cancel_import(work, str(import_id))
    return redirect(url_for("imports.shown", import_id=import_id), 303)


@import_pages.get("/<uuid:import_id>/report.csv")
def report(import_id: Any) -> Response:
    """Give what is said of rows as a file, to go through beside the spreadsheet."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    with current.read() as work:
        _case(work, str(import_id))
        found = findings_of(work, str(import_id))
    first = [Text("Rij", "Row"), Text("Kolom", "Column"), Text("Wat", "What")]
    rows = [[_say(text) for text in first]]
    rows += [[str(each.row), _say(heading(each.column)), _say(in_words(each))] for each in found]
    answer = make_response(b"".join(csv_of(rows)))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{import_id}.csv"'
    return answer


def _case(work: Any, import_id: str) -> ImportCase:
    try:
        found: ImportCase = work.case(ImportCase, import_id, lock=False)
    except UnknownCase:
        raise NotFound from None
    return found


def _say(text: Text) -> str:
    return text.to(current.lang)
