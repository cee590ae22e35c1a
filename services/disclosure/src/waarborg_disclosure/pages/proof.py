"""The proof of work of a form: small sums that a phone does in about a second, and that cost nothing to check.

What is worked on is the form's own token: signed, bound to the organisation and to its moment, and good for one report,
so that nothing has to be kept. Sixteen small sums instead of a large one make how long it takes nearly the same each
time.
"""

import hashlib
import re

FIELD = "_proof"
SUMS = 16
BITS = 13
_NUMBER = re.compile(r"[0-9]{1,10}")


def seed_of(token: str) -> str:
    """Return what the sums are about: 32 hexadecimal digits that follow from the form's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def holds(token: str, proof: str, *, bits: int) -> bool:
    """Whether a proof is one for this token: of each sum the hash begins with ``bits`` zeros."""
    numbers = proof[:300].split(".")
    if len(numbers) != SUMS or not all(_NUMBER.fullmatch(each) for each in numbers):
        return False
    seed = seed_of(token)
    return all(_begins_with_zeros(f"{seed}:{sum_}:{number}", bits) for sum_, number in enumerate(numbers))


def _begins_with_zeros(text: str, bits: int) -> bool:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> (32 - bits) == 0
