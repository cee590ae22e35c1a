"""The tree of hashes: the published vectors, and whatever tree and proof chance makes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import merkle
from waarborg_consent.domain.merkle import (
    EMPTY,
    Node,
    Tree,
    consistency_parts,
    consistent,
    edge_of,
    folded,
    grow,
    head,
    includes,
    inclusion_parts,
    leaf_hash,
    proof,
)

# The vectors that implementations of RFC 6962 share: eight entries, the head of each size, and some of the proofs.
ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
HEADS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A, B, C = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
D, E = (
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
)
INCLUSIONS = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, HEADS[4]]),
    (2, 3, [HEADS[2]]),
    (1, 5, [HEADS[1], B, D]),
    (5, 7, [D, "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f", HEADS[4]]),
]
CONSISTENCIES = [
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", E, HEADS[4]]),
    (2, 5, [B, D]),
    (
        3,
        7,
        [
            "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
            "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
            HEADS[2],
            "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
        ],
    ),
    (4, 8, [C]),
]


def naive(entries):
    """The head by the letter of RFC 6962, 2.1."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + naive(entries[:split]) + naive(entries[split:])).digest()


def planted(entries):
    """The tree of some entries, and the hash of each of its perfect nodes."""
    leaves = [leaf_hash(each) for each in entries]
    grown = grow(Tree(), leaves)
    return grown.tree, {**{Node(0, place): leaf for place, leaf in enumerate(leaves)}, **dict(grown.nodes)}


@pytest.mark.parametrize("size", range(9))
def test_the_heads_are_the_published_ones(size):
    tree, _ = planted(ENTRIES[:size])
    assert head(tree).hex() == HEADS[size]


@pytest.mark.parametrize(("number", "size", "expected"), INCLUSIONS)
def test_the_proofs_of_inclusion_are_the_published_ones(number, size, expected):
    _, hashes = planted(ENTRIES[:size])
    found = proof(inclusion_parts(number, size), hashes)
    assert [each.hex() for each in found] == expected
    known = bytes.fromhex(HEADS[size])
    assert includes(leaf_hash(ENTRIES[number]), number, size, proof=found, head=known)


@pytest.mark.parametrize(("old", "new", "expected"), CONSISTENCIES)
def test_the_proofs_of_consistency_are_the_published_ones(old, new, expected):
    _, hashes = planted(ENTRIES[:new])
    found = proof(consistency_parts(old, new), hashes)
    assert [each.hex() for each in found] == expected
    heads = {"old_head": bytes.fromhex(HEADS[old]), "new_head": bytes.fromhex(HEADS[new])}
    assert consistent(old, new, proof=found, **heads)


SIZES = st.integers(1, 300)
ALL = [number.to_bytes(2, "big") for number in range(300)]
_, ALL_HASHES = planted(ALL)


def head_of(size):
    return folded([ALL_HASHES[node] for node in edge_of(size)]) if size else EMPTY


@given(st.lists(st.binary(max_size=8), max_size=90), st.lists(st.integers(1, 40), max_size=8))
def test_however_the_leaves_come_in_batches_the_head_is_the_naive_one(entries, batches):
    tree, rest = Tree(), [leaf_hash(each) for each in entries]
    for many in batches:
        tree, rest = grow(tree, rest[:many]).tree, rest[many:]
    tree = grow(tree, rest).tree
    assert (tree.size, head(tree)) == (len(entries), naive(entries))


@given(SIZES)
def test_a_tree_of_any_earlier_size_is_still_there_in_its_perfect_nodes(size):
    assert head_of(size) == naive(ALL[:size])


@given(SIZES, st.data())
def test_every_leaf_is_proved_to_be_in_every_tree_that_has_it(size, data):
    number = data.draw(st.integers(0, size - 1))
    found = proof(inclusion_parts(number, size), ALL_HASHES)
    assert includes(leaf_hash(ALL[number]), number, size, proof=found, head=head_of(size))
    assert len(found) <= (size - 1).bit_length()


@given(SIZES, SIZES)
def test_every_tree_is_proved_to_begin_with_every_smaller_one(one, other):
    old, new = sorted((one, other))
    found = proof(consistency_parts(old, new), ALL_HASHES)
    assert consistent(old, new, proof=found, old_head=head_of(old), new_head=head_of(new))
    assert len(found) <= new.bit_length() + 1


def spoiled(hashed, at, bit):
    """The same hash with one bit turned over."""
    changed = bytearray(hashed)
    changed[at] ^= 1 << bit
    return bytes(changed)


@given(SIZES, st.data())
def test_a_changed_leaf_number_head_or_proof_proves_nothing(size, data):
    number = data.draw(st.integers(0, size - 1))
    found, whole = proof(inclusion_parts(number, size), ALL_HASHES), head_of(size)
    leaf = leaf_hash(ALL[number])
    at, bit = data.draw(st.integers(0, 31)), data.draw(st.integers(0, 7))
    assert not includes(spoiled(leaf, at, bit), number, size, proof=found, head=whole)
    assert not includes(leaf, number, size, proof=found, head=spoiled(whole, at, bit))
    assert not includes(leaf, number, size, proof=[*found, leaf], head=whole)
    other = data.draw(st.integers(-1, size).filter(lambda each: each != number))
    assert not includes(leaf, other, size, proof=found, head=whole)
    if found:
        place = data.draw(st.integers(0, len(found) - 1))
        wrong = [*found[:place], spoiled(found[place], at, bit), *found[place + 1 :]]
        assert not includes(leaf, number, size, proof=wrong, head=whole)
        assert not includes(leaf, number, size, proof=found[1:], head=whole)


@given(SIZES, SIZES, st.data())
def test_a_changed_head_or_proof_proves_no_consistency(one, other, data):
    old, new = sorted((one, other))
    found = proof(consistency_parts(old, new), ALL_HASHES)
    heads = {"old_head": head_of(old), "new_head": head_of(new)}
    at, bit = data.draw(st.integers(0, 31)), data.draw(st.integers(0, 7))
    for name, known in heads.items():
        assert not consistent(old, new, proof=found, **{**heads, name: spoiled(known, at, bit)})
    assert not consistent(old, new, proof=[*found, heads["old_head"]], **heads)
    if found:
        place = data.draw(st.integers(0, len(found) - 1))
        wrong = [*found[:place], spoiled(found[place], at, bit), *found[place + 1 :]]
        assert not consistent(old, new, proof=wrong, **heads)
        assert not consistent(old, new, proof=found[:-1], **heads)
        assert not consistent(new, old, proof=found, old_head=heads["new_head"], new_head=heads["old_head"])


@given(st.lists(st.binary(min_size=1, max_size=4), min_size=2, max_size=40, unique=True), st.data())
def test_a_log_that_was_rewritten_is_not_consistent_with_a_head_of_before(entries, data):
    old = data.draw(st.integers(1, len(entries) - 1))
    kept, _ = planted(entries[:old])
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [each + b"!" if place == changed else each for place, each in enumerate(entries)]
    tree, hashes = planted(rewritten)
    found = proof(consistency_parts(old, len(entries)), hashes)
    assert not consistent(old, len(entries), proof=found, old_head=head(kept), new_head=head(tree))


def test_every_tree_begins_with_the_empty_one():
    assert consistent(0, 3, proof=[], old_head=EMPTY, new_head=head_of(3))
    assert not consistent(0, 3, proof=[], old_head=head_of(1), new_head=head_of(3))
    assert not consistent(0, 3, proof=[head_of(1)], old_head=EMPTY, new_head=head_of(3))


@pytest.mark.parametrize(("number", "size"), [(0, 0), (1, 1), (-1, 4), (4, 4)])
def test_what_is_in_no_tree_has_no_proof(number, size):
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_parts(number, size)


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4), (-1, 4)])
def test_there_is_no_proof_between_sizes_that_do_not_follow(old, new):
    with pytest.raises(ValueError, match="at least one leaf"):
        consistency_parts(old, new)


@pytest.mark.parametrize("edge", [(), (b"short",), (EMPTY, EMPTY)])
def test_an_edge_that_is_not_of_its_size_is_no_tree(edge):
    with pytest.raises(ValueError, match="edge"):
        Tree(1, edge)


def test_a_node_is_no_leaf():
    """A leaf cannot be passed off as what stands above two others, nor the other way round."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != merkle.node_hash(left, right)
