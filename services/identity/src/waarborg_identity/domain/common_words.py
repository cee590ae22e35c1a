"""Passwords that anybody would try first: what is left without words of the day, digits and marks must be enough.

The list is our own: the words that people at Dutch care organisations reach for. Passwords that leaked all over the
world are known to ``strength.py``.
"""

import re
from collections.abc import Iterable

ENOUGH_LEFT = 4
SHORTEST_NAME = 3

_LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})

_WORDS = """
    welkom wachtwoord wachtwoorden geheim geheimpje inloggen toegang beheer beheerder gebruiker account login
    password passwort passw welcome secret letmein admin administrator user test testen proef demo standaard tijdelijk
    default master qwerty qwertyuiop qwertz azerty asdfghjkl asdfgh asdf zxcvbnm zxcvbn abcdefghijklmnopqrstuvwxyz
    abcdefghij abcdefgh abcdef abcd abc iloveyou
    lente zomer herfst winter voorjaar najaar seizoen spring summer autumn
    januari februari maart april mei juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag weekend vandaag morgen dag week maand jaar
    zorg thuiszorg zorgverlener verpleging verpleegkundige verzorging wijkzorg buurtzorg mantelzorg cooperatie client
    clienten patient kantoor werk rooster planning team zuster dokter arts huisarts ziekenhuis
    nederland holland amsterdam rotterdam denhaag utrecht groningen eindhoven drenthe friesland twente oranje
    ajax feyenoord psv voetbal koning koningsdag sinterklaas kerst kerstmis pasen vakantie
    hallo hoi doei liefde schat schatje lieverd poes hond katten zonnetje bloem bloemen koffie
    mijn mijne onze het een van voor met nieuw nieuwe goed
"""
COMMON = frozenset(_WORDS.split())


def too_common(password: str, *, own: Iterable[str] = ()) -> bool:
    """Whether hardly anything is left without common words, digits and marks.

    ``own`` is what others know of somebody: his user name, his name, the organisation's. Words in them count too.
    """
    known = COMMON | {word for text in own for word in _words(text)}
    plain = password.casefold()
    return min(_left(plain, known), _left(plain.translate(_LOOKS_LIKE), known)) < ENOUGH_LEFT


def _left(password: str, known: Iterable[str]) -> int:
    """How many different letters are left."""
    letters = re.sub(r"[\W\d_]", "", password)
    for word in sorted(known, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(set(letters))


def _words(text: str) -> list[str]:
    whole = re.sub(r"[\W_]", "", text.casefold())
    parts = re.split(r"[\W\d_]+", text.casefold())
    return [word for word in (whole, *parts) if len(word) >= SHORTEST_NAME]
