"""What this service has about a person when he asks to see his data: what he said, who speaks for him, what went out,
and who looked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from waarborg_consent.actions.disclosures import list_disclosures
from waarborg_consent.actions.history import history
from waarborg_consent.actions.looks import take_own_look
from waarborg_consent.actions.marks_reading import mark_rows
from waarborg_consent.actions.who_looked import Entry, Period, who_looked
from waarborg_consent.models import ClientFactRow, RepresentationRow
from waarborg_consent.references import references_of
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.uow import Work
from waarborg_shared.web.contributions import Contributed, Only, Source, part_of_list

LOG = "access_log"
"""The category of the access log, which a package shows by itself (B14)."""
RECORD = "own.consents"
"""What is looked at, in the access log, where the person's data are put together for him."""
_MOST = 10_000
_LINES = 100
_OWN_KEYS = frozenset({"id", "subject_ref", "proof"})
_LEFT_OUT = frozenset({"source", "event_id", "subject_ref"})
Part = Sequence[tuple[str, Contributed]]


def consents(work: Work, subject_ref: str, rules: Rules, after: str | None, limit: int) -> Part:
    """Give all that was said about consent, the newest first, with the text and statement that it was said to."""
    found = [
        (
            each.id,
            Contributed(
                category="consents",
                title=Text("Wat u koos", "What you chose"),
                occurred_on=due_on(each.at),
                content={
                    **{
                        name: value
                        for name, value in asdict(each).items()
                        if name not in ("id", "subject_ref", "proof")
                    },
                    "purpose_name": rules.purposes[each.purpose].name if each.purpose in rules.purposes else None,
                    "note": each.proof.note,
                    "witness": each.proof.witness,
                },
            ),
        )
        for each in history(work, subject_ref, limit=_MOST, opened=True)
    ]
    return part_of_list(found, after, limit)


def marks(work: Work, subject_ref: str, _rules: Rules, after: str | None, limit: int) -> Part:
    """Give objections, restrictions and address secrecy."""
    names = ("kind", "about", "set_at", "set_by_kind", "how", "ended_at", "ended_how", "ground", "answered_at")
    found = [
        (
            row.id,
            Contributed(
                category="marks",
                title=Text("Wat u niet wilt of geheim houdt", "What you do not want or keep secret"),
                occurred_on=due_on(row.set_at),
                content={
                    **{name: getattr(row, name) for name in names},
                    "note": _words(work, row, "mark", "note", row.note_sealed),
                    "answer": _words(work, row, "mark", "answer", row.answer_sealed),
                },
            ),
        )
        for row in mark_rows(work, subject_ref)
    ]
    return part_of_list(found, after, limit)


def representatives(work: Work, subject_ref: str, rules: Rules, after: str | None, limit: int) -> Part:
    """Give who speaks for the person, by which capacity, and what is known of whether he decides himself."""
    refs, _ = references_of(work, subject_ref)
    kinds = {each.code: each.name for each in rules.representative_kinds}
    spoken = ("kind", "scopes", "begins_on", "ends_on", "evidence", "evidence_seen_on", "at", "by_kind")
    facts = ("kind", "topic", "ground", "begins_on", "ends_on", "at", "by_kind")
    found = [
        (
            row.id,
            Contributed(
                category="representation",
                title=Text("Wie voor u spreekt", "Who speaks for you"),
                occurred_on=row.begins_on,
                about="representative",
                content={**{name: getattr(row, name) for name in spoken}, "kind_name": kinds.get(row.kind)},
            ),
        )
        for row in _rows_of(work, RepresentationRow, refs)
    ]
    found += [
        (
            row.id,
            Contributed(
                category="representation",
                title=Text("Of u zelf beslist", "Whether you decide yourself"),
                occurred_on=row.begins_on,
                content={name: getattr(row, name) for name in facts},
            ),
        )
        for row in _rows_of(work, ClientFactRow, refs)
    ]
    return part_of_list(found, after, limit)


def disclosures(work: Work, subject_ref: str, rules: Rules, after: str | None, limit: int) -> Part:
    """Give what went to others, or did not, and to whom (art. 15(1)(c) AVG)."""
    names = {each.code: each.name for each in rules.recipients}
    found = [
        (
            each.id,
            Contributed(
                category="disclosures",
                title=Text("Wat naar een ander ging", "What went to somebody else"),
                occurred_on=each.given_on or due_on(each.at),
                content={
                    **{name: value for name, value in asdict(each).items() if name not in ("id", "subject_ref")},
                    "recipient_name": each.recipient_name or names.get(each.recipient),
                },
            ),
        )
        for each in list_disclosures(work, subject_ref)
    ]
    return part_of_list(found, after, limit)


def access_log(work: Work, subject_ref: str, _rules: Rules, after: str | None, _limit: int) -> Part:
    """Give who looked, the newest first, some lines together (art. 15e Wabvpz, NEN 7513)."""
    place = None
    if after is not None:
        moment, _, line_id = after.partition("|")
        place = datetime.fromisoformat(moment), line_id
    lines = who_looked(work, subject_ref, period=Period(), after=place, limit=_LINES)
    if not lines:
        return ()
    last = lines[-1]
    told = Contributed(
        category=LOG,
        title=Text("Wie uw gegevens bekeek", "Who looked at your data"),
        occurred_on=due_on(lines[0].at),
        content={"lines": [_line(line) for line in lines]},
    )
    return ((f"{last.at.isoformat()}|{last.id}", told),)


SOURCES: Mapping[str, Source] = {
    "consents": consents,
    "marks": marks,
    "representatives": representatives,
    "disclosures": disclosures,
    LOG: access_log,
}
ONLY: Only = {RequestKind.ACCESS_LOG: (LOG,), RequestKind.REFERRAL_INDEX: ("disclosures",)}
"""What is given to who asks for one kind of data alone: who looked; or to whom data were made available (B14)."""


def looked(work: Work, subject_ref: str) -> None:
    """Write in the access log that his data were put together."""
    take_own_look(work, subject_ref, record_type=RECORD)


def references(work: Work, subject_ref: str) -> Sequence[str]:
    """Return every reference of the person: all of these are looked under."""
    return references_of(work, subject_ref)[0]


def _line(entry: Entry) -> dict[str, Any]:
    look = entry.look
    seen = {name: value for name, value in asdict(look).items() if name not in _LEFT_OUT and value} if look else {}
    asked = {}
    if entry.decided is not None:
        asked = {"question": {name: value for name, value in asdict(entry.decided).items() if name != "id" and value}}
    return {"at": entry.at, **seen, **asked}


def _rows_of(work: Work, model: Any, refs: Sequence[str]) -> Sequence[Any]:
    query = select(model).where(model.organisation == work.organisation, model.subject_ref.in_(refs))
    return work.session.scalars(query.order_by(model.begins_on, model.id)).all()


def _words(work: Work, row: Any, table: str, column: str, sealed: bytes | None) -> Any:
    if sealed is None:
        return None
    return work.unseal_to_show(sealed, holder=row.subject_ref, table=table, column=column, row=row.id)
