"""A receipt as a FHIR R4 Consent, within the limits of IHE's Privacy Consent on FHIR (Intermediate Consent).

https://profiles.ihe.net/ITI/PCF/StructureDefinition-IHE.PCF.consentIntermediate.html: no verification, policy rule,
action, class, code or security label, and actors in the role of recipient only. People and organisations are named by
identifier and not by an address, as nothing is served there.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from waarborg_consent.domain import ReceiptFacts, ReceiptForm, ReceiptState, ReceiptStatus
from waarborg_consent.receipts.told import Told, Unreadable, at_moment, moment, plain
from waarborg_shared.hooks.values import RecipientKind

MEDIA_TYPE = "application/fhir+json"
PROFILE = "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentIntermediate"
CARRIES = frozenset(
    {
        *("receipt_id", "issued_at", "consent_id", "subject_ref", "controller", "purpose", "given_at"),
        *("statement_version", "in_force", "valid_until"),
    }
)
_STATUS = {
    ReceiptStatus.REQUESTED: "proposed",
    ReceiptStatus.DEFERRED: "proposed",
    ReceiptStatus.REFUSED: "rejected",
}


def write(facts: ReceiptFacts, language: str) -> dict[str, Any]:
    """Return the receipt as a Consent resource, its texts in one language."""
    url = facts.controller.url
    organisation = {
        "type": "Organization",
        "identifier": {"system": f"{url}/organisation", "value": facts.organisation},
        "display": plain(facts.controller.legal_name),
    }
    return {
        "resourceType": "Consent",
        "id": facts.consent_id,
        "meta": {"profile": [PROFILE], "lastUpdated": moment(facts.issued_at)},
        "language": language,
        "identifier": [{"system": f"{url}/receipts", "value": facts.receipt_id}],
        "status": _status(facts),
        "scope": _coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [_coded("http://loinc.org", "59284-0", "Consent Document")],
        "patient": _person(facts),
        "dateTime": moment(facts.opened.at.replace(microsecond=0)),
        "performer": [_performer(facts.opened, facts)],
        "organization": [organisation],
        "sourceAttachment": {
            "contentType": "text/html",
            "url": _policy(facts),
            "title": plain(facts.purpose.explanation.to(language)),
        },
        "policy": [{"uri": _policy(facts)}],
        "provision": _provision(facts, organisation, language),
    }


def read(document: Mapping[str, Any]) -> Told:
    """Return what such a receipt tells; raises Unreadable for another document."""
    try:
        if document["resourceType"] != "Consent":
            raise Unreadable("it is no FHIR Consent")
        provision = document["provision"]
        end = provision.get("period", {}).get("end")
        return Told(
            form=ReceiptForm.FHIR,
            receipt_id=document["identifier"][0]["value"],
            issued_at=at_moment(document["meta"]["lastUpdated"]),
            consent_id=document["id"],
            subject_ref=document["patient"]["identifier"]["value"],
            controller=document["organization"][0]["display"],
            purpose=provision["purpose"][0]["code"],
            given_at=at_moment(document["dateTime"]),
            statement_version=unquote(document["policy"][0]["uri"].rpartition("/statement/")[2]),
            in_force=document["status"] == "active",
            valid_until=at_moment(end) if end else None,
        )
    except Unreadable:
        raise
    except (AttributeError, IndexError, KeyError, TypeError) as wrong:
        raise Unreadable("it is no FHIR Consent as this product writes them") from wrong


def _status(facts: ReceiptFacts) -> str:
    return "active" if facts.in_force else _STATUS.get(facts.newest.status, "inactive")


def _policy(facts: ReceiptFacts) -> str:
    return facts.controller.statement_url(facts.opened.statement_version)


def _provision(facts: ReceiptFacts, organisation: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return who may use data for what, until when.

    The purpose is the organisation's own and no code of HL7's: those are wider, and would permit more than was said.
    """
    third = [each for each in facts.recipients if each.kind is RecipientKind.RECIPIENT]
    url = facts.controller.url
    actors = [dict(organisation)] + [
        {
            "type": "Organization",
            "identifier": {"system": f"{url}/recipients", "value": each.code},
            "display": plain(each.name.to(language)),
        }
        for each in third
    ]
    start = facts.opened.at.replace(microsecond=0)
    period = {"start": moment(start)}
    if facts.valid_until is not None:
        period["end"] = moment(facts.valid_until)
    return {
        "type": "deny" if facts.newest.status is ReceiptStatus.REFUSED else "permit",
        "period": period,
        "actor": [{"role": _coded(_PARTICIPATION, "IRCP"), "reference": actor} for actor in actors],
        "purpose": [
            {
                "system": f"{url}/purposes",
                "code": facts.purpose.code,
                "display": plain(facts.purpose.name.to(language)),
            }
        ],
    }


_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


def _person(facts: ReceiptFacts) -> dict[str, Any]:
    return {
        "type": "Patient",
        "identifier": {"system": f"{facts.controller.url}/people", "value": facts.subject_ref},
    }


def _performer(state: ReceiptState, facts: ReceiptFacts) -> dict[str, Any]:
    if state.authority is None:
        return _person(facts)
    return {
        "type": "RelatedPerson",
        "identifier": {
            "system": f"{facts.controller.url}/representatives",
            "value": state.authority.representative_ref,
        },
        "display": plain(f"{state.authority.kind} ({state.authority.source})"),
    }


def _coded(system: str, code: str, display: str | None = None) -> dict[str, Any]:
    coding = {"system": system, "code": code}
    if display is not None:
        coding["display"] = display
    return {"coding": [coding]}
