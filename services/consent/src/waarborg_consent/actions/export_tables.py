"""What an organisation's whole export holds: each table with who may take it along, and how its free text is opened."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, tuple_

from waarborg_consent.actions.exporting import Begin
from waarborg_consent.actions.looks import opened
from waarborg_consent.actions.role_table import THE_TABLE
from waarborg_consent.domain.shown_text import known_digest
from waarborg_consent.models import (
    ClientFactRow,
    Compatibility,
    Consent,
    DecisionRecord,
    Emergency,
    EntityRow,
    ExportCase,
    ImportCase,
    ImportFinding,
    LookRow,
    MarkRow,
    MessageCheck,
    MessageLink,
    PersonAlias,
    RecipientAgreement,
    RelationRow,
    RepresentationActRow,
    RepresentationEventRow,
    RepresentationRow,
    ShownTextRow,
    StatementDraft,
    StatementLook,
    StatementVersion,
    TableCell,
    ThirdPartyDisclosure,
)
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.uow import ERASED, Work

PAGE_ROWS = 500
_HEAD = frozenset({"version", "timeline_number", "timeline_link", "event_sequence"})
"""How a case's own log stands: of use to this service alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sealed field was sealed: for whom, under which names, and in which row."""

    table: str
    column: str
    holder: Callable[[Any], str] = lambda row: str(row.subject_ref)
    row: Callable[[Any], str] = lambda row: str(row.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the export: a file of lines, one JSON object each. ``duty`` is what it takes besides reading."""

    name: str
    model: Any
    sealed: Mapping[str, Place] = field(default_factory=dict)
    changed: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    opened: Callable[[Work, Any], Mapping[str, Any]] = lambda work, row: {}
    more: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    duty: Duty | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields, in their order."""
        return (*(name.removesuffix("_sealed") for name in self.columns), *self.more)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read and leave."""
        left_out = {"organisation", *self.without}
        return tuple(each.name for each in self.model.__table__.columns if each.name not in left_out)


def _note(table: str) -> dict[str, Place]:
    return {"note_sealed": Place(table=table, column="note")}


def _look(work: Work, row: Any) -> dict[str, Any]:
    """What a look says, as it was told; nothing where its term is over or its person was erased."""
    plain = opened(work, row)
    if plain is None:
        return {"event_id": None, "content": None}  # the partner's number was part of what was told
    return {"content": json.loads(plain[1])}


TABLES: tuple[Table, ...] = (
    Table(
        name="consents",
        model=Consent,
        sealed={**_note("consent"), "witness_sealed": Place(table="consent", column="witness")},
        changed={"text_digest": known_digest},
        without=frozenset({"apart"}),
    ),
    Table(name="shown_texts", model=ShownTextRow),
    Table(name="references_of_one_person", model=PersonAlias),
    Table(name="representations", model=RepresentationRow, sealed=_note("representation")),
    Table(name="representation_events", model=RepresentationEventRow, sealed=_note("representation_event")),
    Table(name="client_facts", model=ClientFactRow, sealed=_note("client_fact")),
    Table(name="acts_for_clients", model=RepresentationActRow),
    Table(
        name="marks",
        model=MarkRow,
        sealed={
            **_note("mark"),
            "end_note_sealed": Place(table="mark", column="end_note"),
            "answer_sealed": Place(table="mark", column="answer"),
        },
    ),
    Table(
        name="disclosures",
        model=ThirdPartyDisclosure,
        sealed={"words_sealed": Place(table="third_party_disclosure", column="words_sealed")},
    ),
    Table(name="decisions", model=DecisionRecord),
    Table(
        name="role_table_versions",
        model=TableCell,
        without=frozenset({"table_id"}),
        sealed={
            "why_sealed": Place(
                table="table_cell",
                column="why",
                holder=lambda row: THE_TABLE,
                row=lambda row: f"{row.role}/{row.record_type}/{row.number}",
            )
        },
    ),
    Table(name="statement_versions", model=StatementVersion),
    Table(name="statement_drafts", model=StatementDraft),
    Table(name="statement_looks", model=StatementLook),
    Table(name="agreements_with_recipients", model=RecipientAgreement),
    Table(
        name="declarations_of_purposes",
        model=Compatibility,
        sealed={
            "words_sealed": Place(
                table="compatibility", column="words_sealed", holder=lambda row: str(row.declaration_id)
            )
        },
    ),
    Table(name="messages_let_through", model=MessageCheck),
    Table(name="links_to_opt_out", model=MessageLink),
    Table(
        name="emergencies",
        model=Emergency,
        sealed={
            "why_sealed": Place(table="emergency", column="why"),
            "found_sealed": Place(table="emergency", column="found"),
        },
        without=_HEAD,
        duty=Duty.CONSENT_REVIEW,
    ),
    Table(
        name="imports",
        model=ImportCase,
        without=_HEAD | {"file_name_sealed", "fault_names_sealed", "claimed_until", "next_piece", "pieces", "failures"},
    ),
    Table(name="import_reports", model=ImportFinding),
    Table(name="exports", model=ExportCase, without=_HEAD),
    Table(name="registered_things", model=EntityRow),
    Table(name="registered_relations", model=RelationRow),
    Table(
        name="looks",
        model=LookRow,
        opened=_look,
        more=("content",),
        without=frozenset({"body_sealed"}),
        duty=Duty.LOG_READ,
    ),
)
NOT_TAKEN_ALONG: Mapping[str, Text] = {
    "consent_file": Text(
        "het begin van een dossier, alleen van belang voor deze dienst",
        "the head of a person's file, of use to this service alone",
    ),
    "known_person": Text(
        "het personenregister weet wie er is ingeschreven", "the register of persons has who is registered"
    ),
    "role_table": Text("het begin van de rollentabel", "the head of the role table"),
    "rule_book": Text("het begin van de regels", "the head of the rules"),
    "consent_import_piece": Text(
        "een bestand dat wordt ingelezen en daarna vernietigd",
        "a file that is being imported, and destroyed afterwards",
    ),
    "link_key": Text("een geheim", "a secret"),
    "legal_hold": Text(
        "een afschrift van wat bij verzoeken staat, met de reden", "a copy of what requests keeps, with the reason"
    ),
    "receipt_key": Text("een geheim; de openbare helft is gepubliceerd", "a secret; the public half is published"),
    "log_key": Text("een geheim; de openbare helft is gepubliceerd", "a secret; the public half is published"),
    "log_tree": Text("gemaakt van het logboek", "made of the log"),
    "log_node": Text("gemaakt van het logboek", "made of the log"),
    "log_head": Text("gepubliceerd voor partners", "published for partners"),
}
"""The tables that stay, and why."""


def taken_along(duties: frozenset[str]) -> tuple[Table, ...]:
    """Return the tables that somebody with these duties may take along."""
    return tuple(table for table in TABLES if table.duty is None or table.duty in duties)


def rows_of(table: Table, read: Begin) -> Iterator[dict[str, Any]]:
    """Give every row of a table as plain values, page by page, in transactions that are short."""
    keys = [each for each in table.model.__table__.primary_key.columns if each.name != "organisation"]
    columns = [table.model.__table__.c[name] for name in (*table.columns, *_needed(table))]
    first = select(*columns).where(table.model.__table__.c.organisation == bindparam("organisation"))
    first = first.order_by(*keys).limit(PAGE_ROWS)
    further = first.where(tuple_(*keys) > tuple_(*(bindparam(f"after_{key.name}", type_=key.type) for key in keys)))
    after: dict[str, Any] = {}
    query = first
    while True:
        with read() as work:
            page = work.execute(query, {"organisation": work.organisation, **after}).all()
            work.ready_to_unseal(_holders(table, page))
            plain = [_plain(work, table, row) for row in page]
        yield from plain
        if len(page) < PAGE_ROWS:
            return
        query, after = further, {f"after_{key.name}": getattr(page[-1], key.name) for key in keys}


def _needed(table: Table) -> tuple[str, ...]:
    """What opening a row needs and does not leave."""
    return ("body_sealed",) if "body_sealed" in table.without else ()


def _holders(table: Table, page: Any) -> set[str]:
    sealed = table.sealed.items()
    return {place.holder(row) for row in page for name, place in sealed if getattr(row, name) is not None}


def _plain(work: Work, table: Table, row: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in table.columns:
        value = getattr(row, name)
        if name in table.sealed:
            found[name.removesuffix("_sealed")] = _text(work, table.sealed[name], row, value)
        else:
            found[name] = _value(table.changed[name](value) if name in table.changed else value)
    return {**found, **table.opened(work, row)}


def _text(work: Work, place: Place, row: Any, sealed: bytes | None) -> Any:
    if sealed is None:
        return None
    where = {"holder": place.holder(row), "table": place.table, "column": place.column, "row": place.row(row)}
    text = work.unseal_to_show(sealed, **where)
    return {"erased": True} if text is ERASED else str(text)


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value
