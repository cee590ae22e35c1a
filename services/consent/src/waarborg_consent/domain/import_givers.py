"""Who gave a yes that comes in by file: the client, or whoever decided for him on the day on which it was given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from waarborg_consent.domain.acting import ChildNotAlone, MayNotAct, authority
from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.consenting import By
from waarborg_consent.domain.deciders import Deciders, Manner
from waarborg_consent.domain.import_columns import plain
from waarborg_consent.domain.importing import RowFault

Words: TypeAlias = Mapping[str, str]
"""Codes of kinds of representative, by code and name as they are compared."""
_NO_WORDS: Words = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave it. Of several who might have given it for the client a file names none: then nobody is named."""

    by: By
    authority: Authority | None = None


HIMSELF = Giver(By.PERSON)


def giver(
    answer: Deciders, *, own_refs: Collection[str], named: str = "", words: Words = _NO_WORDS
) -> Giver | RowFault:
    """Return who gave a yes, from who might decide that day; or what is wrong, where nobody might.

    ``named`` is who a file says gave it: his reference, or what he is to the client by a code or a name of ``words``.
    """
    if named:
        return _as_named(answer, named, own_refs=own_refs, words=words)
    try:
        authority(answer, own_refs, own_refs=own_refs)
    except MayNotAct as why:
        others = _others(answer)
        if not others:
            return RowFault.CHILD_NOT_ALONE if isinstance(why, ChildNotAlone) else RowFault.NOT_FOR_HIMSELF
        return _one_of(answer, others, own_refs=own_refs)
    return HIMSELF


def _as_named(answer: Deciders, named: str, *, own_refs: Collection[str], words: Words) -> Giver | RowFault:
    """Return who of those who might decide is named. Of two of one kind, as parents are, a file tells not which."""
    kind = words.get(plain(named))
    found = _others(answer) & {each.ref for each in answer.deciders if named == each.ref or kind == each.kind}
    return _one_of(answer, found, own_refs=own_refs) if found else RowFault.NOT_ON_AUTHORITY


def _others(answer: Deciders) -> set[str]:
    return {each.ref for each in answer.deciders if each.representation_id and each.manner is not Manner.BESIDE}


def _one_of(answer: Deciders, refs: set[str], *, own_refs: Collection[str]) -> Giver:
    found = authority(answer, refs, own_refs=own_refs) if len(refs) == 1 else None
    return Giver(By.REPRESENTATIVE, found)
