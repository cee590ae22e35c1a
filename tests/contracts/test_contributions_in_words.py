"""What our own services hand in for a request has words: every kind of data, every key, and every code."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import ModuleType, UnionType
from typing import Any, get_args, get_type_hints
from unittest.mock import MagicMock

import pytest

from waarborg_breach import contributing as breach
from waarborg_breach.domain.states import CaseState
from waarborg_consent.actions import contributing as consent
from waarborg_consent.actions.disclosure_rows import DisclosureShown
from waarborg_consent.actions.history import Happened
from waarborg_consent.actions.looks import OWN_SYSTEM, REPRESENTATIVE
from waarborg_consent.actions.representing import INCAPABLE, OWN_WORD
from waarborg_consent.actions.who_looked import Decided, Entry
from waarborg_consent.domain.looks import Look
from waarborg_consent.domain.marks import MarkHow, MarkKind, RestrictionGround
from waarborg_consent.domain.representation import DecidedBy, Evidence, OwnGround
from waarborg_consent.shown.log_words import OWN_CONSENTS, OWN_EXPORT, OWN_LOG, OWN_REPRESENTATIVES
from waarborg_disclosure.actions import contributing as disclosure
from waarborg_disclosure.domain import ReportState
from waarborg_identity.actions import contributing as identity
from waarborg_identity.domain.factors import Method
from waarborg_identity.domain.persons import IdentifierKind
from waarborg_identity.domain.sessions import EndReason
from waarborg_requests.actions.collecting import own as requests
from waarborg_requests.domain.own_words import CATEGORIES, CODES, KEYS
from waarborg_requests.domain.speaking import Reading
from waarborg_requests.texts.requests import CAME_BY, GROUNDS, IDENTIFICATIONS, KINDS, OUTCOMES, REACHES
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import OWN_SERVICES, Right, Scope
from waarborg_shared.web.contributions import Contributed

SERVICES: Mapping[str, ModuleType] = {
    "identity": identity,
    "consent": consent,
    "requests": requests,
    "breach": breach,
    "disclosure": disclosure,
}
AT = datetime(2026, 11, 27, 18, 41, tzinfo=UTC)
MADE_UP: tuple[type, ...] = (Happened, DisclosureShown, Look, Decided)
"""What a service copies into its contribution field by field."""
LEFT_OUT = {"id", "subject_ref", "proof", "source", "event_id"}
ACTORS = [each.value for each in ActorKind if each is not ActorKind.ANONYMOUS]
KEPT_AS_TEXT: Mapping[str, Iterable[str]] = {
    "by_kind": ACTORS,
    "set_by_kind": ACTORS,
    "recorded_by": ACTORS,
    "role": [*ACTORS, REPRESENTATIVE],
    "kind": [*KINDS, *MarkKind, *IdentifierKind, "partner", INCAPABLE, OWN_WORD],
    "how": [*MarkHow],
    "ended_how": [*MarkHow],
    "ground": [*GROUNDS, *RestrictionGround, *DecidedBy, *OwnGround],
    "scopes": [*Scope],
    "topic": [*Scope],
    "evidence": [*Evidence],
    "right": [*Right],
    "record_type": [OWN_CONSENTS, OWN_LOG, OWN_REPRESENTATIVES, OWN_EXPORT],
    "system": [OWN_SYSTEM],
    "end_reason": [*EndReason],
    "methods": [*Method],
    "state": [*CaseState, *ReportState],
    "outcome": [*OUTCOMES],
    "reach": [*REACHES],
    "came_by": [*CAME_BY],
    "identified_how": [*IDENTIFICATIONS],
    "language": ["nl", "en"],
}
"""The codes of columns, which a dataclass does not name by their type."""


def made_up(kind: Any) -> Any:
    """Return something of a type, never empty: what is empty may be left out of a contribution."""
    if isinstance(kind, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{each.name: made_up(hints[each.name]) for each in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind))
    return {datetime: AT, date: AT.date(), bool: True, int: 1, bytes: b"x"}.get(kind, "x")


def handed_in(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Contributed]:
    """Run every source of a service on one made-up row: what it hands in is made by the service's own code."""
    module, work = SERVICES[name], MagicMock()
    work.organisation = "bqr"
    rows = [MagicMock(), MagicMock(representative="", unsure_since=None)]
    work.session.scalars.return_value = MagicMock(__iter__=lambda _: iter(rows), all=MagicMock(return_value=rows))
    entry = Entry(id="x", at=AT, look=made_up(Look), decided=made_up(Decided))
    given: Mapping[str, Any] = {
        "due_on": AT.date(),
        "references_of": (["x"], None) if name == "consent" else ["x"],
        "numbers_of": [MagicMock()],
        "history": [made_up(Happened)],
        "list_disclosures": [made_up(DisclosureShown)],
        "who_looked": [entry],
        "mark_rows": [MagicMock()],
        "open_request": MagicMock(),
        "messages_of_each": MagicMock(get=lambda *_: [MagicMock(at=AT)]),
        "reading_of": Reading.OPEN,
        "text_of": "x",
        "shared_with_another": (),
        "_known": MagicMock(),
        "reported_by": ["x"],
        "reports_by": ["x"],
        **dict.fromkeys(("unsealed", "name_of_person", "username_of_person", "_words"), "x"),
    }
    for each, value in given.items():
        if hasattr(module, each):
            monkeypatch.setattr(module, each, lambda *_, _value=value, **__: _value)
    for source in module.SOURCES.values():
        found = source(work, "x", MagicMock(), None, 100)
        assert found, f"{name}: {source.__name__} handed in nothing: this test has to make up what it reads"
        yield from (thing for _, thing in found)


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from keys_of(inner)


@pytest.mark.parametrize("name", SERVICES)
def test_every_kind_of_data_and_every_key_of_ours_has_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    things = list(handed_in(name, monkeypatch))
    assert {each.category for each in things} <= set(CATEGORIES)
    assert {key for each in things for key in keys_of(each.content)} <= set(KEYS)


def test_no_service_is_forgotten_and_no_word_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(SERVICES) == set(OWN_SERVICES)
    things = [each for name in SERVICES for each in handed_in(name, monkeypatch)]
    assert {each.category for each in things} == set(CATEGORIES)
    assert {key for each in things for key in keys_of(each.content)} | {"nl", "en"} == set(KEYS)
    assert set(CODES) <= set(KEYS)


def coded() -> Iterator[tuple[str, str]]:
    """Every code by its key: of the columns above, and of every field that is an enumeration."""
    for key, codes in KEPT_AS_TEXT.items():
        yield from ((key, str(code)) for code in codes)
    for kind in MADE_UP:
        for name, hint in get_type_hints(kind).items():
            for each in (hint, *get_args(hint)):
                if isinstance(each, type) and issubclass(each, StrEnum) and name not in LEFT_OUT:
                    yield from ((name, code.value) for code in each)


def test_every_code_of_ours_has_words() -> None:
    missing = sorted({f"{key}: {code}" for key, code in coded() if code not in CODES.get(key, {})})
    assert missing == []
    for name, texts in (*CODES.items(), ("", KEYS), ("", CATEGORIES)):
        assert all(text.nl and text.en for text in texts.values()), name
