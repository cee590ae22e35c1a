"""Which statement and which texts of purposes are in force; each text is kept once, to be shown again."""

from functools import lru_cache
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_consent.domain import ShownText, shown_text
from waarborg_consent.models import ShownTextRow, StatementVersion
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

_TEXT: Any = ShownTextRow.__table__
_BY_DIGEST = select(_TEXT.c.words).where(
    _TEXT.c.organisation == bindparam("organisation"), _TEXT.c.digest == bindparam("digest")
)
_PUBLISHED = StatementVersion.__table__.c
_VERSION = (
    select(_PUBLISHED.version)
    .where(_PUBLISHED.organisation == bindparam("organisation"))
    .order_by(_PUBLISHED.number.desc())
    .limit(1)
)
PUBLISHED_LAST = _VERSION.scalar_subquery()
_INSERT = {
    name: insert(_TEXT).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
_kept: WeakKeyDictionary[Engine, set[str]] = WeakKeyDictionary()
"""The digests that are committed, by the engine as an organisation sees it."""
_own: WeakKeyDictionary[Work, set[str]] = WeakKeyDictionary()
"""What a unit of work wrote itself: it may yet be rolled back."""


def statement_in_force(work: Work, rules: Rules) -> str:
    """Return the version of the privacy statement under which consent is asked now: the plugin's own before the first.

    It is read each time: another process may have published one a moment ago.
    """
    found: str | None = work.execute(_VERSION, {"organisation": work.organisation}).scalar_one_or_none()
    return named(found, rules)


def named(published: str | None, rules: Rules) -> str:
    """Return the version under which consent is asked, where so was published last."""
    return published if published is not None else rules.organisation.statement_version


@lru_cache(maxsize=64)
def _texts(rules: Rules) -> MappingProxyType[str, ShownText]:
    purposes = rules.purposes.values()
    return MappingProxyType({each.code: shown_text(each, rules.categories) for each in purposes if each.takes_consent})


@lru_cache(maxsize=64)
def text_digests(rules: Rules) -> MappingProxyType[str, str]:
    """Return, by purpose, the digest of what is shown now to whoever is asked about it."""
    return MappingProxyType({code: text.digest for code, text in _texts(rules).items()})


def keep_text(work: Work, purpose: str, *, rules: Rules) -> str:
    """Return the digest of what ``purpose`` says now, having kept the text.

    A text that is found to be committed is not looked at again while the process lives: recording a consent spares a
    statement.
    """
    digest = text_digests(rules)[purpose]
    known = _kept.setdefault(work.connection.engine, set())
    if digest in known:
        return digest
    if _insert(work, digest, _texts(rules)[purpose]):
        _own.setdefault(work, set()).add(digest)
    elif digest not in _own.get(work, ()):
        known.add(digest)
    return digest


def _insert(work: Work, digest: str, text: ShownText) -> bool:
    """Whether the text was not there yet. One that another wrote is committed, for an INSERT waits for his."""
    row = {
        "organisation": work.organisation,
        "digest": digest,
        "purpose": text.purpose,
        "words": text.words,
        "kept_at": work.now,
    }
    return bool(work.execute(_INSERT[work.connection.dialect.name], row).rowcount)


def kept_text(work: Work, digest: str) -> dict[str, Any] | None:
    """Return the words that were shown, by language; None where no text has that digest."""
    words: dict[str, Any] | None = work.execute(
        _BY_DIGEST, {"organisation": work.organisation, "digest": digest}
    ).scalar_one_or_none()
    return words
