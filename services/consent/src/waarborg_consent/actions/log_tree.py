"""The tree over the access log in its tables: it grows under a lock, and gives heads and proofs of any size it had."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, bindparam, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_consent.actions.log_keys import sign
from waarborg_consent.domain.log_notes import LogHead, SignedHead, log_name, note_of, read_note
from waarborg_consent.domain.merkle import (
    HASH_BYTES,
    Node,
    Tree,
    consistency_parts,
    edge_of,
    folded,
    grow,
    head,
    inclusion_parts,
    leaf_hash,
    proof,
)
from waarborg_consent.models import LogHeadRow, LogNode, LogTree, LookRow
from waarborg_shared.db import select_for, update_for
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

LOWEST = 4
"""The lowest level that is stored: what is below it is made again from sixteen looks at most."""
_BLOCK = 1 << LOWEST
_TREE: Any = LogTree.__table__
_NODES: Any = LogNode.__table__
_LOOKS: Any = LookRow.__table__
_HEADS: Any = LogHeadRow.__table__
_LOCKED = select(_TREE.c.size, _TREE.c.edge).where(_TREE.c.organisation == bindparam("organisation")).with_for_update()


class NoSuchSize(Exception):
    """The log never had this size, or not yet, or no look with this number then."""

    text = Text("Deze grootte heeft het logboek nooit gehad.", "The log never had this size.")


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof, with the heads of the trees that it is about (one for an inclusion, two for a consistency)."""

    proof: tuple[bytes, ...]
    heads: tuple[bytes, ...]


def locked_tree(work: Work) -> Tree:
    """The tree, its row locked until the commit; an empty one is made the first time."""
    found = work.execute(_LOCKED, {"organisation": work.organisation}).one_or_none()
    if found is None:
        kinds: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
        first = kinds[work.connection.dialect.name](_TREE).values(organisation=work.organisation, size=0, edge=b"")
        work.connection.execute(first.on_conflict_do_nothing())
        found = work.execute(_LOCKED, {"organisation": work.organisation}).one()
    edge = bytes(found.edge)
    return Tree(found.size, tuple(edge[at : at + HASH_BYTES] for at in range(0, len(edge), HASH_BYTES)))


def append(work: Work, tree: Tree, digests: Sequence[bytes]) -> SignedHead:
    """Let the locked tree grow by the looks with these digests, and sign its head."""
    grown = grow(tree, (leaf_hash(each) for each in digests))
    nodes = [
        {"level": node.level, "position": node.position, "hash": found}
        for node, found in grown.nodes
        if node.level >= LOWEST
    ]
    insert_rows(work, _NODES, nodes)
    values = {"size": grown.tree.size, "edge": b"".join(grown.tree.edge)}
    work.connection.execute(update_for(_TREE, work.organisation).values(**values))
    found = LogHead(log=log_name(work.organisation), size=grown.tree.size, head=head(grown.tree), at=work.now)
    signed = sign(work, found)
    insert_rows(work, _HEADS, [{"size": signed.head.size, "note": note_of(signed)}])
    return signed


def latest_head(work: Work) -> SignedHead | None:
    """The newest signed head; None where nobody ever looked."""
    query = select_for(_HEADS, work.organisation, _HEADS.c.note).order_by(_HEADS.c.size.desc()).limit(1)
    note = work.connection.execute(query).scalar_one_or_none()
    return read_note(note) if note is not None else None


def prove_inclusion(work: Work, number: int, size: int) -> Proven:
    """What proves that look ``number`` is in the log of that size. Raises NoSuchSize."""
    _check(work, size)
    if not 0 <= number < size:
        raise NoSuchSize
    parts = inclusion_parts(number, size)
    hashes = _hashes(work, [*(node for part in parts for node in part), *edge_of(size)])
    return Proven(proof(parts, hashes), (folded([hashes[node] for node in edge_of(size)]),))


def prove_consistency(work: Work, old: int, new: int) -> Proven:
    """What proves that the log of the new size begins with that of the old one. Raises NoSuchSize."""
    _check(work, new)
    if not 0 < old <= new:
        raise NoSuchSize
    parts = consistency_parts(old, new)
    edges = edge_of(old), edge_of(new)
    hashes = _hashes(work, [*(node for part in parts for node in part), *edges[0], *edges[1]])
    heads = tuple(folded([hashes[node] for node in edge]) for edge in edges)
    return Proven(proof(parts, hashes), heads)


def insert_rows(work: Work, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of this organisation in one go."""
    if rows:
        work.connection.execute(insert(table), [{**row, "organisation": work.organisation} for row in rows])


def _check(work: Work, size: int) -> None:
    newest = latest_head(work)
    if newest is None or not 0 < size <= newest.head.size:
        raise NoSuchSize


def _hashes(work: Work, nodes: Iterable[Node]) -> dict[Node, bytes]:
    """The hashes of perfect nodes: read where they are stored, and made from the looks below that."""
    wanted = set(nodes)
    high = [node for node in wanted if node.level >= LOWEST]
    found: dict[Node, bytes] = {}
    if high:
        of_nodes = or_(*(and_(_NODES.c.level == each.level, _NODES.c.position == each.position) for each in high))
        query = select_for(_NODES, work.organisation, _NODES.c.level, _NODES.c.position, _NODES.c.hash).where(of_nodes)
        found = {Node(row.level, row.position): bytes(row.hash) for row in work.connection.execute(query)}
    for block in sorted({(node.position << node.level) >> LOWEST for node in wanted if node.level < LOWEST}):
        found |= _below(work, block)
    return found


def _below(work: Work, block: int) -> dict[Node, bytes]:
    """The perfect nodes over the looks of one block, from their digests."""
    first = block * _BLOCK
    of_block = _LOOKS.c.number.between(first, first + _BLOCK - 1)
    query = select_for(_LOOKS, work.organisation, _LOOKS.c.digest).where(of_block).order_by(_LOOKS.c.number)
    leaves = [leaf_hash(bytes(row.digest)) for row in work.connection.execute(query)]
    found = {Node(0, first + place): leaf for place, leaf in enumerate(leaves)}
    for node, made in grow(Tree(), leaves).nodes:
        found[Node(node.level, node.position + (first >> node.level))] = made
    return found
