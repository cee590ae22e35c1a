"""How researchers find the organisation: its signed security.txt (RFC 9116) and the key to encrypt to."""

from collections.abc import MutableMapping
from datetime import date

from flask import Blueprint, Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from waarborg_disclosure import openpgp
from waarborg_disclosure.actions import openpgp_keys
from waarborg_disclosure.domain.finding import Found, security_txt
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.pages.visitors import as_nobody
from waarborg_shared.hooks.values import Subject
from waarborg_shared.web import current

SECURITY_TXT = "/.well-known/security.txt"
SIGNED = "waarborg_disclosure.security_txt"
_DAY = "public, max-age=86400"
finding = Blueprint("finding", __name__)


@finding.get(SECURITY_TXT)
def security() -> Response:
    """Give the organisation's security.txt, signed once a day, so that Expires is always half a year ahead."""
    as_nobody()
    signed: MutableMapping[str, tuple[date, str]] = current_app.extensions[SIGNED]
    today = current.now().date()
    made_on, text = signed.get(current.organisation, (None, ""))
    if made_on != today:
        text = _signed()
        signed[current.organisation] = today, text
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = _DAY
    return answer


@finding.get("/security.txt")
def where_it_was() -> ResponseReturnValue:
    """Lead on from where files like this stood before RFC 9116."""
    return redirect(SECURITY_TXT, 308)


@public.get("/openpgp-key.asc")
def openpgp_key() -> Response:
    """Give the public key of the organisation: what it signs with, and what a report can be encrypted to."""
    as_nobody()
    with current.begin() as work:
        openpgp_keys.signing_key(work, rules=current.rules)
        text = "\n".join(certificate for _, certificate in openpgp_keys.certificates(work))
    answer = Response(text, content_type="application/pgp-keys")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def fingerprint() -> str | None:
    """Return the fingerprint of the key that signs, in fours; None before it was first needed."""
    with current.read() as work:
        keys = openpgp_keys.certificates(work)
    return " ".join(keys[0][0][at : at + 4].upper() for at in range(0, len(keys[0][0]), 4)) if keys else None


def _signed() -> str:
    with current.begin() as work:
        key = openpgp_keys.signing_key(work, rules=current.rules)
    return openpgp.sign_readably(security_txt(_found(), now=current.now()), secret=key.secret)


def _found() -> Found:
    rules, origin = current.rules, current.runtime.settings.origin_of(current.organisation)
    contact = rules.organisation.contact(Subject.DISCLOSURE)
    by_mail = (f"mailto:{contact.email}",) if contact.email else ()
    by_telephone = (f"tel:{_international(contact.phone)}",) if contact.phone else ()
    return Found(
        canonical=origin + SECURITY_TXT,
        contacts=(origin + url_for("public.report"), *by_mail, *by_telephone),
        policy=origin + url_for("public.policy"),
        encryption=origin + url_for("public.openpgp_key"),
        acknowledgments=origin + "/disclosure/thanks" if rules.disclosure_policy.credit else None,
        languages=rules.organisation.languages,
    )


def _international(phone: str) -> str:
    """Return a Dutch number as RFC 3966 writes it: without what stands between, and with its country."""
    digits = "".join(each for each in phone if each.isdigit())
    return f"+31-{digits[1:]}" if digits.startswith("0") else f"+{digits}"
