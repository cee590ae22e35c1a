"""A receipt as ISO/IEC TS 27560:2023 has it, in JSON-LD with the terms of W3C DPV.

It follows the guide of the Data Privacy Vocabularies group, https://w3id.org/dpv/guides/consent-27560 (profile
``receipt-eu-gdpr``): a receipt that holds the record of one consent. The context stands in it: nothing is fetched.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from waarborg_consent.domain import By, ReceiptCategory, ReceiptFacts, ReceiptForm, ReceiptState, ReceiptStatus
from waarborg_consent.receipts.told import Told, Unreadable, at_moment, moment, plain
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import LegalBasis, PurposeKind, Recipient, RecipientKind, SpecialGround, Text

MEDIA_TYPE = "application/ld+json"
PROFILE = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"
RECORD_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"
GDPR = "http://data.europa.eu/eli/reg/2016/679/oj"
CARRIES = frozenset(
    {
        *("receipt_id", "issued_at", "consent_id", "subject_ref", "controller", "purpose", "categories", "recipients"),
        *("history", "in_force", "given_at", "how", "statement_version", "text_digest", "valid_until"),
    }
)
_CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_STATUS = {
    ReceiptStatus.UNKNOWN: "dpv:ConsentUnknown",
    ReceiptStatus.REQUESTED: "dpv:ConsentRequested",
    ReceiptStatus.DEFERRED: "dpv:ConsentRequestDeferred",
    ReceiptStatus.REFUSED: "dpv:ConsentRefused",
    ReceiptStatus.GIVEN: "dpv:ConsentGiven",
    ReceiptStatus.RENEWED: "dpv:RenewedConsentGiven",
    ReceiptStatus.WITHDRAWN: "dpv:ConsentWithdrawn",
    ReceiptStatus.REVOKED: "dpv:ConsentRevoked",
    ReceiptStatus.EXPIRED: "dpv:ConsentExpired",
    ReceiptStatus.INVALIDATED: "dpv:ConsentInvalidated",
}
_IN_FORCE = "dpv:ConsentStatusValidForProcessing"
_NOT_IN_FORCE = "dpv:ConsentStatusInvalidForProcessing"
_STATUS_OF = {term: status for status, term in _STATUS.items()}
_BASIS = {
    LegalBasis.CONSENT: "eu-gdpr:A6-1-a",
    LegalBasis.CONTRACT: "eu-gdpr:A6-1-b",
    LegalBasis.LEGAL_DUTY: "eu-gdpr:A6-1-c",
    LegalBasis.VITAL_INTEREST: "eu-gdpr:A6-1-d",
    LegalBasis.PUBLIC_TASK: "eu-gdpr:A6-1-e",
    LegalBasis.LEGITIMATE_INTEREST: "eu-gdpr:A6-1-f",
}
_GROUND = {
    SpecialGround.EXPLICIT_CONSENT: "eu-gdpr:A9-2-a",
    SpecialGround.CARE: "eu-gdpr:A9-2-h",
    SpecialGround.INSTITUTION: "eu-gdpr:A9-2-h",
    SpecialGround.INSURANCE: "eu-gdpr:A9-2-h",
    SpecialGround.ARCHIVE_RESEARCH_STATISTICS: "eu-gdpr:A9-2-j",
    SpecialGround.LEGAL_DUTY: "eu-gdpr:A9-2-g",
}
_PURPOSE = {
    PurposeKind.CARE: "dpv:ServiceProvision",
    PurposeKind.ADMINISTRATION: "dpv:OrganisationGovernance",
    PurposeKind.SERVICE_MESSAGE: "dpv:CommunicationForCustomerCare",
    PurposeKind.MARKETING: "dpv:DirectMarketing",
    PurposeKind.CALLING: "dpv:DirectMarketing",
    PurposeKind.SURVEY: "dpv:ImproveExistingProductsAndServices",
    PurposeKind.RESEARCH: "dpv:ResearchAndDevelopment",
    PurposeKind.FRAUD: "dpv:FraudPreventionAndDetection",
}
_RECIPIENT = {
    RecipientKind.PROCESSOR: "dpv:DataProcessor",
    RecipientKind.HOLDER: "dpv:DataProcessor",
    RecipientKind.RECIPIENT: "dpv:ThirdParty",
}
_RIGHTS = ("A7-3", "A15", "A16", "A17", "A18", "A20", "A21", "A77")
_UNITS = {
    Unit.HOURS: "PT{}H",
    Unit.DAYS: "P{}D",
    Unit.WEEKS: "P{}W",
    Unit.MONTHS: "P{}M",
    Unit.WORKING_DAYS: "P{}D",
}


def write(facts: ReceiptFacts) -> dict[str, Any]:
    """Return the receipt as JSON-LD."""
    return {
        "@context": dict(_CONTEXT),
        "@id": f"{facts.controller.url}/receipts/{facts.consent_id}#{facts.receipt_id}",
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": _iri(PROFILE),
        "dpv:hasIdentifier": facts.receipt_id,
        "dct:created": _moment(facts.issued_at),
        "dct:publisher": _iri(facts.controller.url),
        "dpv:hasRecordOfActivity": _record(facts),
    }


def read(document: Mapping[str, Any]) -> Told:
    """Return what such a receipt tells; raises Unreadable for another document."""
    try:
        record = document["dpv:hasRecordOfActivity"]
        process, notice = record["dpv:hasProcess"], record["dpv:hasNotice"]
        history = tuple((_read_status(each), each) for each in record["dpv:hasConsentStatus"])
        opened = next((each for status, each in history if status.allows), history[0][1])
        text = opened.get("dpv:hasNotice", {}).get("spdx:checksum")
        return Told(
            form=ReceiptForm.ISO27560,
            receipt_id=document["dpv:hasIdentifier"],
            issued_at=_read_moment(document["dct:created"]),
            in_force=record["dpv:hasStatus"]["@id"] == _IN_FORCE,
            consent_id=record["dct:identifier"],
            subject_ref=record["dpv:hasDataSubject"]["dct:identifier"],
            controller=record["dpv:hasDataController"]["dpv:hasName"],
            purpose=process["dpv:hasPurpose"]["dct:identifier"],
            categories=tuple(each["dct:identifier"] for each in process["dpv:hasPersonalData"]),
            recipients=tuple(each["dct:identifier"] for each in process["dpv:hasRecipient"]),
            history=tuple((status.value, _read_moment(each["dpv:isIndicatedAtTime"])) for status, each in history),
            given_at=_read_moment(opened["dpv:isIndicatedAtTime"]).replace(microsecond=0),
            how=opened["dpv:hasIndicationMethod"],
            statement_version=notice["dct:hasVersion"],
            text_digest=text["spdx:checksumValue"] if text else None,
            valid_until=_read_until(opened["dpv:hasDuration"]),
        )
    except (AttributeError, IndexError, KeyError, TypeError) as wrong:
        raise Unreadable("it is no receipt by ISO/IEC TS 27560 as this product writes them") from wrong


def _record(facts: ReceiptFacts) -> dict[str, Any]:
    return {
        "@id": f"{facts.controller.url}/receipts/{facts.consent_id}",
        "@type": "dpv:ConsentRecord",
        "dct:identifier": facts.consent_id,
        "dct:conformsTo": _iri(RECORD_PROFILE),
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": facts.subject_ref},
        "dpv:hasDataController": _controller(facts),
        "dpv:hasJurisdiction": _iri("loc:NL"),
        "dpv:hasApplicableLaw": _iri(GDPR),
        "dpv:hasAuthority": {"@type": "dpv:DataProtectionAuthority", "dpv:hasName": "Autoriteit Persoonsgegevens"},
        "dpv:hasProcess": _process(facts),
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": _iri(facts.controller.withdraw_url),
        },
        "dpv:hasRight": [_iri(f"eu-gdpr:{article}") for article in _RIGHTS],
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "@id": facts.controller.statement_url(facts.opened.statement_version),
            "dct:hasVersion": facts.opened.statement_version,
            "dct:language": ["nl", "en"],
            "skos:note": f"The purpose is described as in version {facts.described_by}.",
            **_dated(facts.statement_dated),
        },
        "dpv:hasStatus": _iri(_IN_FORCE if facts.in_force else _NOT_IN_FORCE),
        "dpv:hasConsentStatus": [_state(state, facts) for state in facts.history],
    }


def _controller(facts: ReceiptFacts) -> dict[str, Any]:
    who = facts.controller
    written: dict[str, Any] = {
        "@id": who.url,
        "@type": ["dpv:Organisation", "dpv:DataController"],
        "dct:identifier": facts.organisation,
        "dpv:hasName": plain(who.legal_name),
        "dpv:hasContact": [plain(each) for each in (who.contact.nl, who.phone, who.email, who.url) if each],
    }
    if who.address is not None:
        where = who.address
        written["dpv:hasAddress"] = plain(f"{where.street}, {where.postcode} {where.town}, NL")
    return written


def _process(facts: ReceiptFacts) -> dict[str, Any]:
    purpose = facts.purpose
    bases = [_BASIS[basis] for basis in purpose.bases] + [_GROUND[ground] for ground in purpose.special_grounds]
    kept = [_kept(each) for each in facts.categories if each.keep is not None]
    where = {"@type": "dpv:StorageLocation", "dpv:hasLocation": [_iri(f"loc:{each}") for each in facts.stored_in]}
    return {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@id": f"{facts.controller.statement_url(facts.described_by)}#entry-{purpose.code}",
            "@type": "dpv:Purpose",
            "dct:identifier": purpose.code,
            "dct:title": _both(purpose.name),
            "dct:description": _both(purpose.explanation),
            "skos:broader": _iri(_PURPOSE[purpose.kind]),
        },
        "dpv:hasLegalBasis": [_iri(each) for each in dict.fromkeys(bases)],
        "dpv:hasPersonalData": [_category(each) for each in facts.categories],
        "dpv:hasRecipient": [_recipient(each) for each in facts.recipients],
        "dpv:hasDataProcessor": _processors(facts),
        "dpv:hasStorageCondition": [where, *kept],
    }


def _category(each: ReceiptCategory) -> dict[str, Any]:
    special = each.category.sensitivity.special
    return {
        "@type": "dpv:SpecialCategoryPersonalData" if special else "dpv:PersonalData",
        "dct:identifier": each.category.code,
        "dct:title": _both(each.category.name),
    }


def _kept(each: ReceiptCategory) -> dict[str, Any]:
    assert each.keep is not None
    written: dict[str, Any] = {
        "@type": "dpv:StorageDuration",
        "dct:subject": each.category.code,
        "dpv:hasDuration": {"@type": "dpv:TemporalDuration", "rdf:value": _duration(each.keep)},
    }
    if each.counted_from is not None:
        written["dct:description"] = _both(each.counted_from)
    return written


def _duration(term: Term) -> str:
    return _UNITS[term.unit].format(term.amount)


def _recipient(each: Recipient) -> dict[str, Any]:
    return {
        "@type": ["dpv:Recipient", _RECIPIENT[each.kind]],
        "dct:identifier": each.code,
        "dpv:hasName": _both(each.name),
        "dpv:hasLocation": _iri(f"loc:{each.country}"),
    }


def _processors(facts: ReceiptFacts) -> dict[str, Any]:
    """Say where the controller's processors are named: they work for it whatever was consented to (art. 13(1)(e))."""
    version = facts.described_by
    return {
        "@type": "dpv:DataProcessor",
        "dpv:hasNotice": {
            "@type": "dpv:PrivacyNotice",
            "@id": facts.controller.statement_url(version),
            "dct:hasVersion": version,
        },
        "skos:note": f"Who works for the controller is in version {version} of its privacy statement.",
    }


def _state(state: ReceiptState, facts: ReceiptFacts) -> dict[str, Any]:
    written: dict[str, Any] = {
        "@type": [_STATUS[state.status], *(["dpv:ExplicitlyExpressedConsent"] if state.status.allows else [])],
        "dct:identifier": state.event_id,
        "dpv:isIndicatedAtTime": _moment(state.at),
        "dpv:isIndicatedBy": _who(state, facts),
        "dpv:hasIndicationMethod": state.how.value,
        "dct:contributor": state.recorded_by,
    }
    if state.status.allows or state is facts.opened:
        written["dpv:hasDuration"] = _until(facts)
    if state.text_digest is not None:
        written["dpv:hasNotice"] = {
            "@type": "dpv:ConsentNotice",
            "dct:hasVersion": state.statement_version,
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": _iri("spdx:checksumAlgorithm_sha256"),
                "spdx:checksumValue": state.text_digest,
            },
        }
    return written


def _dated(day: date | None) -> dict[str, Any]:
    return {"dct:date": {"@value": day.isoformat(), "@type": "xsd:date"}} if day else {}


_WHO: Mapping[By, dict[str, Any]] = {
    By.REPRESENTATIVE: {"@type": "dpv:Representative"},
    By.COURT: {"@type": "dpv:Authority"},
    By.ORGANISATION: {"@type": "dpv:DataController"},
    By.DATE: {"@type": "dpv:DataController"},
}


def _who(state: ReceiptState, facts: ReceiptFacts) -> dict[str, Any]:
    if state.authority is None:
        return _WHO.get(state.by) or {"@type": "dpv:DataSubject", "dct:identifier": facts.subject_ref}
    return {
        "@type": "dpv:Representative",
        "dct:identifier": state.authority.representative_ref,
        "dct:type": state.authority.kind,
        "dct:subject": state.authority.scope.value,
        "dpv:hasJustification": plain(state.authority.source),
    }


def _until(facts: ReceiptFacts) -> dict[str, Any]:
    if facts.valid_until is None:
        return {"@type": "dpv:UntilEventDuration", "rdf:value": "withdrawal"}
    return {"@type": "dpv:UntilTimeDuration", "rdf:value": moment(facts.valid_until)}


def _read_until(written: Mapping[str, Any]) -> Any:
    return at_moment(written["rdf:value"]) if written["@type"] == "dpv:UntilTimeDuration" else None


def _read_status(written: Mapping[str, Any]) -> ReceiptStatus:
    return _STATUS_OF[written["@type"][0]]


def _read_moment(written: Mapping[str, Any]) -> Any:
    return at_moment(written["@value"])


def _moment(at: Any) -> dict[str, str]:
    return {"@value": moment(at), "@type": "xsd:dateTime"}


def _iri(iri: str) -> dict[str, str]:
    return {"@id": iri}


def _both(text: Text) -> list[dict[str, str]]:
    return [{"@value": plain(text.to(language)), "@language": language} for language in ("nl", "en")]
