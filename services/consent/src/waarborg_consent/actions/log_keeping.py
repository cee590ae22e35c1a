"""Empties looks that are over their term, and checks the whole log: every digest, node, head and signature."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import null, select

from waarborg_consent.actions.log_keys import is_signed, published
from waarborg_consent.actions.log_tree import LOWEST
from waarborg_consent.actions.looks import oldest_kept, opened
from waarborg_consent.domain.log_notes import BadNote, SignedHead, log_name, read_note
from waarborg_consent.domain.looks import digest_of, look_of
from waarborg_consent.domain.merkle import Node, Tree, grow, head, leaf_hash
from waarborg_consent.models import LogHeadRow, LogNode, LogTree, LookRow
from waarborg_shared.db import select_for, update_for
from waarborg_shared.hooks import Rules
from waarborg_shared.keystore import CannotUnseal
from waarborg_shared.uow import Work

_LOOKS: Any = LookRow.__table__
_NODES: Any = LogNode.__table__
_HEADS: Any = LogHeadRow.__table__
_TREE: Any = LogTree.__table__
_PAGE = 4_096
_EMPTIED = ("source", "event_id", "subject_ref", "at", "decision_id", "body_sealed")


def empty_old_looks(work: Work, *, rules: Rules, at_most: int = 10_000) -> int:
    """Empty looks that are over their term, and return how many: number and digest stay, and with them every proof."""
    c = _LOOKS.c
    since = oldest_kept(rules, work.now)
    old = (
        select(c.number)
        .where(c.organisation == work.organisation, c.body_sealed.is_not(None), c.at < since)
        .order_by(c.at)
        .limit(at_most)
    )
    numbers = work.connection.scalars(old).all()
    for first in range(0, len(numbers), _PAGE):
        some = numbers[first : first + _PAGE]
        nothing = {name: null() for name in _EMPTIED}
        work.connection.execute(update_for(_LOOKS, work.organisation).where(c.number.in_(some)).values(nothing))
    return len(numbers)


@dataclass(slots=True)
class Checked:
    """What a check of one organisation's log found; ``wrong`` has a line for each thing that is not as it was."""

    looks: int = 0
    heads: int = 0
    emptied: int = 0
    erased: int = 0
    wrong: list[str] = field(default_factory=list)


def check_log(work: Work, *, kept: Sequence[SignedHead] = ()) -> Checked:
    """Recompute the whole log from its looks and hold against that what is stored, and the heads ``kept`` elsewhere."""
    found = Checked()
    heads = _heads(work, found)
    known = {each.head.size: each for each in heads.values()}
    elsewhere = [each for each in kept if each.head.log == log_name(work.organisation)]
    keys = [bytes(row.public_key) for row in published(work)]
    for each in (*known.values(), *elsewhere):
        if not is_signed(each, keys):
            found.wrong.append(f"head of size {each.head.size}: its signature is by no key of this log")
    tree = _recomputed(work, found, known=known, elsewhere=elsewhere)
    found.looks, found.heads = tree.size, len(heads)
    _check_end(work, found, tree, known=known, elsewhere=elsewhere)
    return found


def _recomputed(
    work: Work, found: Checked, *, known: Mapping[int, SignedHead], elsewhere: Sequence[SignedHead]
) -> Tree:
    tree = Tree()
    at_size: dict[int, list[SignedHead]] = {}
    for each in (*known.values(), *elsewhere):
        at_size.setdefault(each.head.size, []).append(each)
    for page in _pages(work, found):
        made: list[tuple[Node, bytes]] = []
        for row in page:
            _check_body(work, row, found)
            grown = grow(tree, [leaf_hash(bytes(row.digest))])
            tree = grown.tree
            made.extend(grown.nodes)
            for each in at_size.get(tree.size, ()):
                if each.head.head != head(tree):
                    found.wrong.append(f"head of size {tree.size}: the looks before it are not those that it was of")
        _check_nodes(work, found, [each for each in made if each[0].level >= LOWEST])
    return tree


def _pages(work: Work, found: Checked) -> Iterator[Sequence[Any]]:
    """The looks in their order; where a number is missing that is told, and nothing after it can be right."""
    c, first = _LOOKS.c, 0
    while True:
        query = select_for(_LOOKS, work.organisation).where(c.number >= first).order_by(c.number).limit(_PAGE)
        rows = work.connection.execute(query).all()
        if not rows:
            return
        for place, row in enumerate(rows):
            if row.number != first + place:
                found.wrong.append(f"look {first + place}: it is gone")
                yield rows[:place]
                return
        yield rows
        first += len(rows)


def _check_body(work: Work, row: Any, found: Checked) -> None:
    if row.body_sealed is None:
        found.emptied += 1
        return
    try:
        plain = opened(work, row)
    except CannotUnseal:
        found.wrong.append(f"look {row.number}: what it says is not what was sealed")
        return
    if plain is None:
        found.erased += 1
        return
    salt, content = plain
    look = look_of(content)
    said = (look.source, look.event_id, look.subject_ref, look.at, look.decision_id)
    if digest_of(salt, content) != bytes(row.digest):
        found.wrong.append(f"look {row.number}: its digest is of something else")
    elif said != (row.source, row.event_id, row.subject_ref, row.at, row.decision_id):
        found.wrong.append(f"look {row.number}: its columns say something else")


def _check_nodes(work: Work, found: Checked, made: Sequence[tuple[Node, bytes]]) -> None:
    """Hold the nodes that were stored against those that were made, level by level."""
    by_level: dict[int, dict[int, bytes]] = {}
    for node, value in made:
        by_level.setdefault(node.level, {})[node.position] = value
    c = _NODES.c
    for level, nodes in by_level.items():
        between = c.position.between(min(nodes), max(nodes))
        query = select_for(_NODES, work.organisation, c.position, c.hash).where(c.level == level, between)
        stored = {row.position: bytes(row.hash) for row in work.connection.execute(query)}
        wrong = sorted(place for place, value in nodes.items() if stored.get(place) != value)
        found.wrong += [f"node {level}/{place}: it is not what stands below it" for place in wrong]


def _heads(work: Work, found: Checked) -> dict[int, SignedHead]:
    heads = {}
    for row in work.connection.execute(select_for(_HEADS, work.organisation).order_by(_HEADS.c.size)):
        try:
            read = read_note(row.note)
        except BadNote:
            found.wrong.append(f"head of size {row.size}: it cannot be read")
            continue
        if read.head.size != row.size or read.head.log != log_name(work.organisation):
            found.wrong.append(f"head of size {row.size}: it is of another log or size")
        heads[row.size] = read
    return heads


def _check_end(
    work: Work, found: Checked, tree: Tree, *, known: Mapping[int, SignedHead], elsewhere: Sequence[SignedHead]
) -> None:
    """The end must not be cut off, and what stands there must be signed."""
    stored = work.connection.execute(select_for(_TREE, work.organisation)).one_or_none()
    if stored is not None and (stored.size, bytes(stored.edge)) != (tree.size, b"".join(tree.edge)):
        found.wrong.append(f"tree: it says that there are {stored.size} looks, and there are {tree.size}")
    if tree.size and tree.size not in known:
        found.wrong.append(f"head of size {tree.size}: it is gone")
    beyond = sorted({each.head.size for each in (*known.values(), *elsewhere) if each.head.size > tree.size})
    found.wrong += [f"head of size {size}: looks after number {tree.size - 1} are gone" for size in beyond]
