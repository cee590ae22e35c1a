"""Objections, restrictions and address secrecy for programs: set, end, answer, see."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent.actions.acting import parties_of
from waarborg_consent.actions.acting_marks import end_mark_for, set_mark_for
from waarborg_consent.actions.marks import NewMark, answer_objection, end_mark, set_mark
from waarborg_consent.actions.marks_reading import mark_rows
from waarborg_consent.actions.writing import only_own
from waarborg_consent.api.rights import RECORD, require_right
from waarborg_consent.domain import MarkKind
from waarborg_consent.introducing import introduced
from waarborg_consent.models import MarkRow
from waarborg_consent.schemas import (
    AnswerToObjectionSchema,
    MarkEndSchema,
    MarkForSchema,
    MarkSchema,
    MarksQuerySchema,
    MarksSchema,
    NewMarkSchema,
)
from waarborg_shared import auth
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current

marks = ApiBlueprint("marks", __name__, url_prefix="/consent/api/v1", description="Objections, restriction, secrecy")
_END, _ANSWER = MarkEndSchema(), AnswerToObjectionSchema()


@marks.route("/marks/", methods=["POST"])
@marks.arguments(NewMarkSchema)
@marks.response(201, MarkSchema)
@marks.secured(RECORD)
def set_one(command: NewMark) -> dict[str, Any]:
    """Set an objection, a restriction of processing or address secrecy; it works from this moment on."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: shown(set_mark(work, command, rules=current.rules)))


@marks.route("/marks/", methods=["GET"])
@marks.arguments(MarksQuerySchema, location="query")
@marks.response(200, MarksSchema)
@marks.secured(RECORD)
def of_person(query: Mapping[str, str]) -> dict[str, Any]:
    """Give every mark of one person, those that ended too."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_READ)
    with current.read() as work:
        only_own(work, query["subject_ref"])
        items = [shown(row) for row in mark_rows(work, query["subject_ref"])]
    return {"subject_ref": query["subject_ref"], "items": items}


@marks.route("/marks/<mark_id>/end", methods=["POST"])
@marks.arguments(_END)
@marks.response(200, MarkSchema)
@marks.secured(RECORD)
def end_one(ending: dict[str, Any], mark_id: str) -> dict[str, Any]:
    """End a mark, as the person asked."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.begin() as work:
        return shown(end_mark(work, _END.of(mark_id, ending), rules=current.rules))


@marks.route("/marks/<mark_id>/answers", methods=["POST"])
@marks.arguments(_ANSWER)
@marks.response(200, MarkSchema)
@marks.secured()
def answer_one(answer: dict[str, Any], mark_id: str) -> dict[str, Any]:
    """Answer an objection that may be weighed (art. 21(1)): it is upheld, or compelling grounds overrule it."""
    auth.require_duty(current.actor, Duty.OBJECTIONS_ANSWER)
    with current.begin() as work:
        return shown(answer_objection(work, _ANSWER.of(mark_id, answer), rules=current.rules))


@marks.route("/representations/<representation_id>/marks/", methods=["POST"])
@marks.arguments(MarkForSchema)
@marks.response(201, MarkSchema)
@marks.secured(RECORD)
def set_for(asked: dict[str, Any], representation_id: str) -> dict[str, Any]:
    """Set what a representative asks for in the client's name; it is kept with on whose authority."""
    auth.require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.begin() as work:
        subject_ref, ref = parties_of(work, representation_id)
        command = NewMark(subject_ref=subject_ref, **asked)
        return shown(set_mark_for(work, command, representative_ref=ref, rules=current.rules))


@marks.route("/representations/<representation_id>/marks/<mark_id>/end", methods=["POST"])
@marks.arguments(_END)
@marks.response(200, MarkSchema)
@marks.secured(RECORD)
def end_for(ending: dict[str, Any], representation_id: str, mark_id: str) -> dict[str, Any]:
    """End a mark of the client as a representative asks; it is kept with on whose authority."""
    auth.require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.begin() as work:
        subject_ref, ref = parties_of(work, representation_id)
        command = _END.of(mark_id, ending)
        ended = end_mark_for(work, command, subject_ref=subject_ref, representative_ref=ref, rules=current.rules)
        return shown(ended)


def shown(row: MarkRow) -> dict[str, Any]:
    """Return a mark as the API gives it: codes and moments; what was said of it stays sealed."""
    names = (
        *("id", "subject_ref", "about", "ground", "set_at", "how", "ended_at", "ended_how", "answered_at"),
        *("request_ref", "representation_id"),
    )
    values = {name: getattr(row, name) for name in names}
    return {**values, "kind": MarkKind(row.kind), "overruled": row.overruled or []}
