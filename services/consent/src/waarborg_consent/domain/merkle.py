"""A tree of hashes over a growing list (RFC 6962, 2.1): its head, and what proves that it has a leaf and only grew.

A node is named by its level (0: leaves) and its position in that level; a *perfect* node has 2 ** level leaves below it
and never changes. The *edge* of a tree holds its largest perfect nodes from left to right: one for each bit of its
size. With it alone a tree grows and its head is made, and every proof of any earlier size is made of perfect nodes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

HASH_BYTES = 32
EMPTY = hashlib.sha256().digest()
"""The head of a tree without leaves."""
_LEAF, _NODE = b"\x00", b"\x01"


class Node(NamedTuple):
    """The place of a perfect node."""

    level: int
    position: int


Part = tuple[Node, ...]
"""One hash of a proof, as the perfect nodes that it is made of, from left to right: one, or an edge."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree as far as it must be known to grow: how many leaves, and the hashes on its edge, the largest first."""

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size.bit_count() != len(self.edge) or any(len(each) != HASH_BYTES for each in self.edge):
            raise ValueError("this edge is not of a tree of this size")


@dataclass(frozen=True, slots=True)
class Growth:
    """What became of a tree: as it is now, and each perfect node above the leaves that was completed on the way."""

    tree: Tree
    nodes: tuple[tuple[Node, bytes], ...]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of what stands above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


def grow(tree: Tree, leaves: Iterable[bytes]) -> Growth:
    """Append the hashes of leaves: each completes as many nodes as the tree's size before it has ones at its end."""
    edge, size, nodes = list(tree.edge), tree.size, []
    for leaf in leaves:
        place, found = Node(0, size), leaf
        while place.position & 1:
            found = node_hash(edge.pop(), found)
            place = Node(place.level + 1, place.position >> 1)
            nodes.append((place, found))
        edge.append(found)
        size += 1
    return Growth(Tree(size, tuple(edge)), tuple(nodes))


def head(tree: Tree) -> bytes:
    """The head of a tree (MTH of RFC 6962)."""
    return folded(tree.edge) if tree.edge else EMPTY


def folded(edge: Sequence[bytes]) -> bytes:
    """One hash above the nodes of an edge, from right to left. Raises ValueError for none."""
    if not edge:
        raise ValueError("nothing to fold")
    found = edge[-1]
    for left in reversed(edge[:-1]):
        found = node_hash(left, found)
    return found


def inclusion_parts(number: int, size: int) -> tuple[Part, ...]:
    """What proves that leaf ``number`` (from 0) is in the tree of ``size`` leaves (PATH, RFC 6962, 2.1.1).

    Raises ValueError for a leaf that is not in it.
    """
    if not 0 <= number < size:
        raise ValueError("no such leaf in a tree of this size")
    found: list[Part] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if number < middle:
            found.append(_nodes(middle, end))
            end = middle
        else:
            found.append(_nodes(first, middle))
            first = middle
    return tuple(reversed(found))


def consistency_parts(old: int, new: int) -> tuple[Part, ...]:
    """What proves that the tree of ``new`` leaves begins with that of ``old`` (PROOF, RFC 6962, 2.1.2).

    Raises ValueError where the old one is empty or the larger.
    """
    if not 0 < old <= new:
        raise ValueError("a tree of at least one leaf, and no larger than the other")
    found: list[Part] = []
    first, end, whole = 0, new, True
    while old != end - first:
        middle = first + _split(end - first)
        if old <= middle - first:
            found.append(_nodes(middle, end))
            end = middle
        else:
            found.append(_nodes(first, middle))
            old -= middle - first
            first, whole = middle, False
    return tuple(reversed(found if whole else [*found, _nodes(first, end)]))


def proof(parts: Iterable[Part], hashes: Mapping[Node, bytes]) -> tuple[bytes, ...]:
    """The hashes of a proof from those of the perfect nodes. Raises KeyError for one that is not given."""
    return tuple(folded([hashes[node] for node in part]) for part in parts)


def edge_of(size: int) -> Part:
    """The places on the edge of a tree."""
    return _nodes(0, size)


def includes(leaf: bytes, number: int, size: int, *, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether a proof shows that a leaf's hash stands at ``number`` in the tree with this head (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    at, last, found = number, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == head


def consistent(old: int, new: int, *, proof: Sequence[bytes], old_head: bytes, new_head: bytes) -> bool:
    """Whether a proof shows that a tree with the new head begins with that of the old one (RFC 9162, 2.1.4.2).

    Every tree begins with the empty one, and there is nothing to prove between a tree and itself.
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not proof and old_head == EMPTY
    if old == new:
        return not proof and old_head == new_head
    hashes = iter([old_head, *proof] if old & (old - 1) == 0 else proof)
    return _leads_to_both(old - 1, new - 1, hashes, old_head=old_head, new_head=new_head)


def _leads_to_both(at: int, last: int, hashes: Iterator[bytes], *, old_head: bytes, new_head: bytes) -> bool:
    while at & 1:
        at, last = at >> 1, last >> 1
    first = next(hashes, None)
    if first is None:
        return False
    old_found = new_found = first
    for each in hashes:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_found, new_found = node_hash(each, old_found), node_hash(each, new_found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new_found = node_hash(new_found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and old_found == old_head and new_found == new_head


def _split(count: int) -> int:
    """The largest power of two below a count of at least two."""
    return 1 << ((count - 1).bit_length() - 1)


def _nodes(first: int, end: int) -> Part:
    """The perfect nodes over the leaves of a range that begins where one of its size may begin."""
    found = []
    while first < end:
        level = (end - first).bit_length() - 1
        found.append(Node(level, first >> level))
        first += 1 << level
    return tuple(found)
