"""The dossier for the authority: read part by part to be copied, filled in where it has gaps, and taken as a PDF."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from waarborg_breach import actions, shown_dossier
from waarborg_breach.actions import dossier as acts
from waarborg_breach.domain import BreachError, NotResponsible, Stale
from waarborg_breach.domain.dossier import Field, Gap, Part, Written, fields_of
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.sections import Section
from waarborg_breach.schemas.dossier import dossier_form
from waarborg_breach.texts import dossier as texts
from waarborg_breach.typesetting import MEDIA_TYPE, typeset_dossier
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.i18n import in_language as said

_SCRIPT = Path(__file__).parent.parent / "static" / "copy.js"


@pages.get("/cases/<breach_id>/dossier")
def dossier(breach_id: str) -> ResponseReturnValue:
    """Show the dossier, part by part."""
    require_duty(current.actor, Duty.BREACH_READ)
    return _page(breach_id, {})


@pages.post("/cases/<breach_id>/dossier/<dossier_part>")
def write_dossier(breach_id: str, dossier_part: str) -> ResponseReturnValue:
    """Keep what was filled in of one part; what is wrong with it is shown at its field, and nothing is lost."""
    require_duty(current.actor, Duty.BREACH_READ)
    typed = _typed_of(dossier_part, current.rules)
    if not typed:
        raise NotFound
    form, status = read_form(dossier_form(typed)), 422
    if not form.ok:
        return _page(breach_id, {dossier_part: form})
    try:
        with current.begin() as work:
            row = work.case(BreachCase, breach_id)
            if request.args.get("revision", str(row.revision)) != str(row.revision):
                raise Stale
            sent = {code: text for code, text in form.command.items() if code in form.values}
            acts.write_dossier(work, row, sent, rules=current.rules)
    except (BreachError, KeyDestroyed) as refused:
        if isinstance(refused, NotResponsible):
            raise
        form.refuse_by(refused)
        status = 412 if isinstance(refused, Stale) else 422
        return _page(breach_id, {dossier_part: form}, status=status)
    address = url_for("pages.dossier", breach_id=breach_id, _anchor=f"part-{dossier_part}")
    return redirect(address, 303)


@pages.get("/cases/<breach_id>/dossier.pdf")
def dossier_file(breach_id: str) -> Response:
    """Give the dossier as a file; who took it stands on the timeline."""
    require_duty(current.actor, Duty.BREACH_READ)
    rules = current.rules
    with current.begin() as work:
        row = work.case(BreachCase, breach_id)
        work.record(row, verb="took-dossier", facts={"as": "pdf"})
        words = shown_dossier.in_print(row, acts.dossier_of(work, row, rules), rules, current.lang)
        number = row.number
    answer = make_response(typeset_dossier(words, at=current.now()))
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Content-Disposition"] = f'inline; filename="{number}-dossier.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(breach_id: str, forms: Mapping[str, Form], *, status: int = 422) -> tuple[str, int]:
    rules, lang = current.rules, current.lang
    with current.begin() as work:
        row = actions.read_case(work, breach_id)
        found = acts.dossier_of(work, row, rules)
        typed = acts.typed_of(work, row)
        kept = [_kept(work, row, each, rules) for each in found.notices]
        page = {
            "case": row,
            "gaps": len(found.gaps),
            "changed": None if found.changed is None else shown_dossier.changed(found.changed, rules, lang),
            "since": shown_dossier.called(found.since, lang) if found.since else None,
            "sections": shown_dossier.sections(found, rules, lang),
            "kept": kept,
            "may_write": row.closed_at is None and actions.may_decide(work, row, rules=rules),
            "erased": any(each.gap is Gap.ERASED for each in found.entries),
        }
    shown = {part: forms.get(part) or _form(part, typed, rules) for part in Part if _typed_of(part, rules)}
    wrong = next((form for form in forms.values() if form.errors), None)
    rendered = render_template(
        "breach/dossier/page.html",
        title=said(texts.TITLE),
        not_sent=said(texts.NOT_SENT),
        numbered=said(texts.NUMBERED),
        exercise=said(texts.EXERCISE),
        choices={each.code: _choices(each) for each in fields_of(rules.breach_protocol) if each.choices},
        script=url_for("pages.static", filename=_SCRIPT.name, v=_digest()),
        forms=shown,
        wrong=wrong,
        **page,
    )
    return rendered, status if wrong else 200


def _kept(work: Work, case: BreachCase, notice: acts.Notified, rules: Rules) -> dict[str, Any]:
    told = acts.told_at(work, case, notice.number)
    rows = shown_dossier.told(told, rules, current.lang) if told else None
    return {"called": shown_dossier.called(notice, current.lang), "was_kept": told is not None, "rows": rows}


def _form(part: str, typed: Mapping[str, Written], rules: Rules) -> Form:
    fields = _typed_of(part, rules)
    kept = {code: text for code, text in typed.items() if not isinstance(text, Gap)}
    return Form(dossier_form(fields), {each.code: kept[each.code] for each in fields if each.code in kept})


def _typed_of(part: str, rules: Rules) -> tuple[Field, ...]:
    return tuple(each for each in fields_of(rules.breach_protocol) if each.typed and each.part == part)


def _choices(field: Field) -> list[tuple[str, str]]:
    words = texts.WORDS[field.code]
    return [(code, said(words[code])) for code in field.choices]


@lru_cache(maxsize=1)
def _digest() -> str:
    return hashlib.sha256(_SCRIPT.read_bytes()).hexdigest()[:12]


def _show(_work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any] | None:
    return {"title": said(texts.TITLE)} if case.merged_into is None else None


SECTION = Section("dossier", "breach/dossier/section.html", _show)
