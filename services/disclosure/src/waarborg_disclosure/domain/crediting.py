"""Naming the discoverer: only on his word, as he wants it, and never as a door for something else (J14)."""

import re
from urllib.parse import urlsplit

from waarborg_disclosure.domain.answering import Verdict
from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_disclosure.domain.reporting import CreditNotOffered
from waarborg_shared.hooks.values import DisclosurePolicy, Text

LONGEST_LINK = 200
_MARKUP = re.compile(r"[<>{}\[\]\\]|&[#a-z0-9]+;|javascript:|data:|https?:|www\.", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class NotAName(DisclosureError):
    """A name on a public page is a name: no markup, no address, no number of a person."""

    field = "credit_name"
    text = Text(
        "Vul alleen een naam of schuilnaam in: geen code, geen webadres, en geen nummer van een persoon of rekening.",
        "Give a name or pseudonym only: no code, no web address, and no number of a person or an account.",
    )


class NotALink(DisclosureError):
    """A link leads to a page over https, and nowhere else."""

    field = "credit_link"
    text = Text(
        "Geef een webadres dat met https:// begint, zonder naam of wachtwoord erin.",
        "Give a web address that begins with https://, without a name or password in it.",
    )


class NoCredit(DisclosureError):
    """There is no name to show, to put back or to take away."""

    field = ""
    text = Text("Er staat geen naam om te noemen.", "There is no name to be named.")


class NotForThis(DisclosureError):
    """Only who found something that is right is named as its discoverer."""

    field = ""
    text = Text(
        "Als ontdekker noemen wij alleen wie iets meldde dat klopt.",
        "Only who reported something that is right is named as its discoverer.",
    )


def check_name(name: str) -> str:
    """Return a name as it can stand on the page. Raises NotAName."""
    plain = " ".join(name.split())
    if not plain or _MARKUP.search(plain):
        raise NotAName
    return plain


def check_link(link: str | None) -> str | None:
    """Return a web address that can stand behind a name; None where none is wished. Raises NotALink."""
    if link is None or not link.strip():
        return None
    plain = link.strip()
    try:
        parts = urlsplit(plain)
        host, port, user = parts.hostname or "", parts.port, parts.username
    except ValueError:
        raise NotALink from None
    fit = len(plain) <= LONGEST_LINK and plain.isascii() and plain.isprintable() and " " not in plain
    if not fit or parts.scheme != "https" or port is not None or user is not None or not _HOST.fullmatch(host):
        raise NotALink
    if re.search(r"[<>\"'`\\]", plain):
        raise NotALink
    return plain


def check_offered(policy: DisclosurePolicy) -> None:
    """Check that the organisation names discoverers at all. Raises CreditNotOffered."""
    if not policy.credit:
        raise CreditNotOffered(policy.source)


def is_named(*, accepted: bool, verdict: Verdict | None, fixed: bool) -> bool:
    """Whether a name stands on the public page: looked at by staff, for what was right, and after the fix."""
    return accepted and verdict is Verdict.IN_SCOPE and fixed
