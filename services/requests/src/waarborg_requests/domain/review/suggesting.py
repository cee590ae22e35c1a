"""What in a text may be about somebody else: BSNs, telephone numbers, addresses and names. A person decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST = 500


class Likely(StrEnum):
    """What a stretch of text looks like."""

    BSN = "bsn"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """A stretch of a text that may have to be left out, and what it looks like."""

    start: int
    end: int
    likely: Likely


_BSN = re.compile(r"(?<![\d.,])\d(?:[ .]?\d){8}(?![\d])")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<!\w)(?:\+31|0031|0)[\s-]?(?:\(0\)[\s-]?)?[1-9](?:[\s-]?\d){7,9}(?!\w)")
# The keys under which a program keeps an address, as far as they say it themselves.
_ADDRESS_KEYS = frozenset(
    {
        *("adres", "address", "woonadres", "bezoekadres", "postadres"),
        *("straat", "straatnaam", "street", "huisnummer", "house_number", "housenumber"),
        *("postcode", "postal_code", "zip", "woonplaats", "town", "city"),
    }
)
_UPPER, _LETTER = "A-ZÀ-ÖØ-Þ", "A-Za-zÀ-ÖØ-öø-ÿ"
# Bounded, as a text of nothing but dashes and quotes between letters begins a word at each of them.
_WORD = rf"[{_UPPER}][{_LETTER}'’-]{{1,40}}"
_SMALL = r"(?i:van|de|der|den|het|ten|ter|te|op|in|'t|’t|el|al|bin|von|la|le|du|dos|da)"
_TITLE = (
    r"(?:[Mm]evr(?:ouw)?|[Mm]w|[Dd]hr|[Dd]e heer|[Mm]eneer|[Dd]r|[Dd]rs|[Pp]rof|[Zz]uster|[Bb]roeder|[Mm]rs?|[Mm]s)"
)
_AFTER_TITLE = re.compile(rf"\b{_TITLE}\.?\s+((?:[{_UPPER}]\.\s?)*(?:{_SMALL}\s+){{0,3}}{_WORD}(?:[\s-]{_WORD})*)")
_FULL = re.compile(rf"(?<![{_LETTER}])({_WORD}(?:\s+{_WORD})?(?:\s+{_SMALL}){{0,3}}\s+{_WORD})")
_INITIALS = re.compile(rf"(?<![{_LETTER}])((?:[{_UPPER}]\.\s?){{1,4}}(?:{_SMALL}\s+){{0,3}}{_WORD})")
_POSTCODE = r"[1-9][0-9]{3}\s?(?!S[ADS])[A-Z]{2}(?![A-Za-z0-9])"
_STREET_END = (
    r"(?i:straat|str\.|laan|weg|plein|gracht|kade|singel|hof|dijk|steeg|pad|dreef|park|markt|ring|wal|brink|baan|"
    r"plantsoen|heuvel|akker|oord)"
)
_HOUSE = r"[0-9]{1,5}(?:\s?-\s?[0-9]{1,4}|\s?[A-Za-z](?![A-Za-z]))?"
_TOWN = rf"(?:,?\s+{_WORD}(?:\s(?:aan|op|bij|den|aan den)\s{_WORD})?)"
_BEFORE = rf"(?<![{_LETTER}0-9])"
_STREET = rf"(?:{_WORD}\s){{0,3}}[{_LETTER}'’-]{{0,40}}{_STREET_END}\s{_HOUSE}"
_ADDRESSES = (
    re.compile(rf"{_BEFORE}(?:{_WORD}\s){{1,4}}{_HOUSE},?\s+{_POSTCODE}{_TOWN}?"),
    re.compile(rf"{_BEFORE}{_STREET}(?:,?\s+{_POSTCODE}{_TOWN}?)?"),
    re.compile(rf"{_BEFORE}{_POSTCODE}{_TOWN}?"),
)


def tells_address(text: str, key: str = "") -> bool:
    """Whether an address seems to stand in a text, or under a key that says so."""
    return key.casefold() in _ADDRESS_KEYS or any(pattern.search(text) for pattern in _ADDRESSES)


def suggest(text: str, own: Iterable[str] = ()) -> tuple[Suggestion, ...]:
    """Return what may be about somebody else, in the order of the text, at most 500 stretches that do not overlap.

    ``own`` are the person's own names and numbers: what is part of them is not suggested. A number with the form of a
    BSN is one that passes the 11-test (B11); names are guessed from titles, initials and capitals, and are often wrong.
    """
    mine = [_plain(each) for each in own if _plain(each)]
    found: list[Suggestion] = []
    passed: list[Suggestion] = []
    for each in _all(text):
        said = _plain(text[each.start : each.end])
        overlaps = any(each.start < other.end and other.start < each.end for other in (*found, *passed))
        if not overlaps and not any(_is_own(said, each.likely, own_one) for own_one in mine):
            found.append(each)
        elif not overlaps and each.likely is Likely.ADDRESS:
            passed.append(each)  # a street is no name of somebody else
        if len(found) >= MOST:
            break
    return tuple(sorted(found))


def _all(text: str) -> Iterator[Suggestion]:
    """Every likely stretch, the surest kinds first."""
    for match in _BSN.finditer(text):
        if _eleven(re.sub(r"\D", "", match.group())):
            yield Suggestion(*match.span(), Likely.BSN)
    for pattern, likely in ((_EMAIL, Likely.EMAIL), (_PHONE, Likely.PHONE)):
        for match in pattern.finditer(text):
            yield Suggestion(*match.span(), likely)
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield Suggestion(*match.span(), Likely.ADDRESS)
    for pattern in (_AFTER_TITLE, _INITIALS, _FULL):
        for match in pattern.finditer(text):
            yield Suggestion(*match.span(1), Likely.NAME)


def _is_own(said: str, likely: Likely, own: str) -> bool:
    return said == own or said in own.split(" ") or (likely is Likely.ADDRESS and said.strip(" ,") in own)


def _eleven(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0 and int(digits) > 0


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
