"""What people read where services of ours have codes: kinds of data, keys, and the codes among the values."""

from waarborg_requests.domain.own_words.codes import CODES
from waarborg_requests.domain.own_words.keys import CATEGORIES, KEYS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text

__all__ = ["CATEGORIES", "CODES", "KEYS", "about_named", "category_name", "holder_named", "made_readable"]

_WITHOUT_A_KIND = {"other": Text("Andere gegevens", "Other data")}
"""What people and partners hand in without saying of what kind it is."""
_ABOUT = {
    "representative": Text("wie de persoon vertegenwoordigt", "who represents the person"),
    "other": Text("iemand anders", "somebody else"),
}


def category_name(code: str, rules: Rules) -> Text:
    """Return what a kind of data is called: by the organisation, else by us, else its code as words."""
    found = rules.categories.get(code)
    if found is not None:
        return found.name
    return CATEGORIES.get(code) or _WITHOUT_A_KIND.get(code) or made_readable(code)


def holder_named(rules: Rules, code: str) -> Text:
    """Return what a holder is called; its code as words where the organisation names it no more."""
    holder = rules.holders.get(code)
    return holder.name if holder is not None else made_readable(code)


def about_named(code: str) -> Text:
    """Return about whom an item is besides the person."""
    return _ABOUT.get(code) or made_readable(code)


def made_readable(code: str) -> Text:
    """Return a code of which nobody knows the words, without its underscores."""
    plain = code.replace("_", " ")
    return Text(plain, plain)
