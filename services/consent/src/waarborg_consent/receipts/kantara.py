"""A receipt by the Kantara Initiative's Consent Receipt Specification 1.1.0, held to its published JSON Schema."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from waarborg_consent.domain import Controller, How, ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import words
from waarborg_consent.receipts.told import Told, Unreadable, moment, plain
from waarborg_shared.hooks.values import PurposeKind, RecipientKind

MEDIA_TYPE = "application/json"
VERSION = "KI-CR-v1.1.0"
CARRIES = frozenset(
    {"receipt_id", "subject_ref", "controller", "purpose", "given_at", "how", "statement_version", "categories"}
)
_NONE = "-"
"""Stands where the specification asks for something that the organisation does not have."""
_PURPOSE = {
    PurposeKind.CARE: "2 - Contracted Service",
    PurposeKind.ADMINISTRATION: "1 - Core Function",
    PurposeKind.SERVICE_MESSAGE: "3 - Delivery",
    PurposeKind.MARKETING: "6 - Marketing",
    PurposeKind.CALLING: "6 - Marketing",
    PurposeKind.SURVEY: "16 - Improve Performance",
    PurposeKind.RESEARCH: "16 - Improve Performance",
    PurposeKind.FRAUD: "15 - Protecting Our Interests",
}
"""Words and numbers of the specification's own list of purpose categories, as near as it comes."""


def write(facts: ReceiptFacts, language: str) -> dict[str, Any]:
    """Return the receipt as that specification's JSON, its texts in one language."""
    who = facts.controller
    return {
        "version": VERSION,
        "jurisdiction": "NL",
        "consentTimestamp": int(facts.opened.at.timestamp()),
        "collectionMethod": f"{facts.opened.how.value}: {words.HOW[facts.opened.how].to(language)}",
        "consentReceiptID": facts.receipt_id,
        "language": language,
        "piiPrincipalId": facts.subject_ref,
        "piiControllers": [_controller(who, language)],
        "policyUrl": who.statement_url(facts.opened.statement_version),
        "services": [{"service": plain(who.name), "purposes": [_purpose(facts, language)]}],
        "sensitive": bool(facts.special),
        "spiCat": [plain(each.name.to(language)) for each in facts.special],
    }


def read(document: Mapping[str, Any]) -> Told:
    """Return what such a receipt tells; raises Unreadable for another document."""
    try:
        if document["version"] != VERSION:
            raise Unreadable(f"it is no consent receipt by {VERSION}")
        (purpose,) = document["services"][0]["purposes"]
        how = document["collectionMethod"].partition(":")[0]
        return Told(
            form=ReceiptForm.KANTARA,
            receipt_id=document["consentReceiptID"],
            subject_ref=document["piiPrincipalId"],
            controller=document["piiControllers"][0]["piiController"],
            purpose=purpose["purpose"].partition(":")[0],
            categories=tuple(each.partition(":")[0] for each in purpose["piiCategory"]),
            given_at=datetime.fromtimestamp(document["consentTimestamp"], UTC),
            how=How(how).value,
            statement_version=unquote(document["policyUrl"].rpartition("/statement/")[2]),
        )
    except Unreadable:
        raise
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as wrong:
        raise Unreadable("it is no Kantara consent receipt as this product writes them") from wrong


def _controller(who: Controller, language: str) -> dict[str, Any]:
    where = who.address
    address = {"addressCountry": "NL"}
    if where is not None:
        address |= {
            "streetAddress": plain(where.street),
            "postalCode": plain(where.postcode),
            "addressLocality": plain(where.town),
        }
    return {
        "piiController": plain(who.legal_name),
        "onBehalf": False,
        "contact": plain(who.contact.to(language)),
        "address": address,
        "email": who.email or _NONE,
        "phone": who.phone or _NONE,
        "piiControllerUrl": who.url,
    }


def _purpose(facts: ReceiptFacts, language: str) -> dict[str, Any]:
    purpose = facts.purpose
    third = [plain(each.name.to(language)) for each in facts.recipients if each.kind is RecipientKind.RECIPIENT]
    until = moment(facts.valid_until) if facts.valid_until else words.UNTIL_WITHDRAWN.to(language)
    newest = words.STATUS[facts.newest.status].to(language)
    written: dict[str, Any] = {
        "purpose": f"{purpose.code}: {plain(purpose.name.to(language))}",
        "purposeCategory": [_PURPOSE[purpose.kind]],
        "consentType": "EXPLICIT",
        "piiCategory": [f"{each.category.code}: {plain(each.category.name.to(language))}" for each in facts.categories],
        "primaryPurpose": False,
        "termination": f"{until} ({facts.controller.withdraw_url}). {newest}, {moment(facts.newest.at)}.",
        "thirdPartyDisclosure": bool(third),
    }
    if third:
        written["thirdPartyName"] = "; ".join(third)
    return written
