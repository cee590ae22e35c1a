"""Receipts in their forms: held to the published schemas, and read back to the facts that they were made of."""

import json
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fhir.resources.R4B.consent import Consent as FhirConsent
from hypothesis import given, settings
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from waarborg_consent import receipts
from waarborg_consent.domain import By, How, ReceiptFacts, ReceiptForm, ReceiptStatus
from waarborg_consent.receipts import fhir, iso27560, kantara, words
from waarborg_consent.receipts.told import Unreadable
from waarborg_shared.hooks.values import LegalBasis, PurposeKind, RecipientKind, SpecialGround
from waarborg_shared.testing.depth import by_depth
from waarborg_tests.receipts import AUTHORITY, EXAMPLE, FACTS, GIVEN, pair, published, withdrawn

# rdflib's own reader of JSON-LD still uses what rdflib itself no longer wants used.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SCHEMAS = Path(__file__).parent / "schemas"
DPV = Namespace("https://w3id.org/dpv#")
DCT = Namespace("http://purl.org/dc/terms/")
JSON_FORMS = (ReceiptForm.ISO27560, ReceiptForm.KANTARA, ReceiptForm.FHIR)
CARRIED = {
    ReceiptForm.ISO27560: iso27560.CARRIES,
    ReceiptForm.KANTARA: kantara.CARRIES,
    ReceiptForm.FHIR: fhir.CARRIES,
}


@cache
def schema(name: str) -> Any:
    found = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(found)
    kind.check_schema(found)
    return kind(found)


def holds_to_fhir(document: dict[str, Any]) -> None:
    """The schema of FHIR 4.0.1, the models of `fhir.resources`, and what IHE adds (Intermediate Consent)."""
    schema("fhir-r4-consent.schema.json").validate(document)
    FhirConsent.model_validate(document)
    assert document["scope"]["coding"] == [
        {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
    ]
    for needed in ("category", "patient", "dateTime", "performer", "organization", "provision"):
        assert document[needed], needed
    assert len([name for name in ("sourceAttachment", "sourceReference") if name in document]) == 1
    assert all(set(policy) == {"uri"} for policy in document["policy"])
    assert not {"policyRule", "verification"} & set(document)
    provision = document["provision"]
    assert provision["type"] in ("permit", "deny")
    assert not {"action", "class", "code", "securityLabel", "provision"} & set(provision)
    recipient = {"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}
    assert all(actor["role"]["coding"] == [recipient] for actor in provision["actor"])


def holds_to_the_guide(document: dict[str, Any]) -> None:
    """What the guide of DPV for ISO/IEC TS 27560 says must be there, looked for in the graph and not in the text."""
    graph = Graph()
    graph.parse(data=json.dumps(document), format="json-ld")
    (receipt,) = graph.subjects(RDF.type, DPV.ConsentReceipt)
    (record,) = graph.objects(receipt, DPV.hasRecordOfActivity)
    assert (record, RDF.type, DPV.ConsentRecord) in graph
    for subject, needed in (
        (receipt, (DCT.conformsTo, DPV.hasIdentifier, DCT.created)),
        (record, (DCT.conformsTo, DCT.identifier, DPV.hasDataSubject, DPV.hasDataController, DPV.hasJurisdiction)),
        (record, (DPV.hasProcess, DPV.hasNotice, DPV.hasConsentControl, DPV.hasRight, DPV.hasConsentStatus)),
    ):
        for term in needed:
            assert graph.value(subject, term) is not None, term
    (process,) = graph.objects(record, DPV.hasProcess)
    for term in (DPV.hasPurpose, DPV.hasLegalBasis, DPV.hasStorageCondition):
        assert graph.value(process, term) is not None, term
    for status in graph.objects(record, DPV.hasConsentStatus):
        for term in (DPV.isIndicatedAtTime, DPV.isIndicatedBy, DPV.hasIndicationMethod):
            assert graph.value(status, term) is not None, term
    controller = graph.value(record, DPV.hasDataController)
    assert graph.value(controller, DPV.hasName) is not None
    assert graph.value(controller, DPV.hasContact) is not None


def documents(facts: ReceiptFacts, language: str) -> dict[ReceiptForm, dict[str, Any]]:
    return {
        ReceiptForm.ISO27560: iso27560.write(facts),
        ReceiptForm.KANTARA: kantara.write(facts, language),
        ReceiptForm.FHIR: fhir.write(facts, language),
    }


def check_forms(facts: ReceiptFacts, language: str) -> None:
    made = documents(facts, language)
    schema("kantara-consent-receipt-v1_1.schema.json").validate(made[ReceiptForm.KANTARA])
    holds_to_fhir(made[ReceiptForm.FHIR])
    holds_to_the_guide(made[ReceiptForm.ISO27560])


def check_told(facts: ReceiptFacts, language: str) -> None:
    """What a form carries comes back as it was, through a signature; of what it does not carry it says nothing."""
    pair_ = pair()
    keys = published(pair_, signs_from=None)
    for form in JSON_FORMS:
        told = receipts.check(receipts.sign(facts, form, language, pair_), keys).told
        could = receipts.told_by(facts, form)
        for field in fields(told):
            expected = getattr(could, field.name) if field.name in {*CARRIED[form], "form"} else None
            assert getattr(told, field.name) == expected, (form, field.name)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("facts", [EXAMPLE, withdrawn()], ids=["stands", "withdrawn"])
def test_every_form_holds_to_its_published_schema_and_gives_the_facts_back(facts: ReceiptFacts, language: str) -> None:
    check_forms(facts, language)
    check_told(facts, language)


@settings(max_examples=by_depth(20, 40), deadline=None)  # random facts: others at each run, more of them nightly
@given(FACTS)
def test_whatever_the_facts_are_every_form_holds_to_its_schema_and_gives_them_back(facts: ReceiptFacts) -> None:
    for language in ("nl", "en"):
        check_forms(facts, language)
        check_told(facts, language)


def test_the_receipt_says_what_is_used_for_what_on_which_ground_by_whom_and_until_when() -> None:
    record = iso27560.write(EXAMPLE)["dpv:hasRecordOfActivity"]
    process = record["dpv:hasProcess"]
    assert process["dpv:hasLegalBasis"] == [{"@id": "eu-gdpr:A6-1-a"}, {"@id": "eu-gdpr:A9-2-a"}]
    assert [each["@type"] for each in process["dpv:hasPersonalData"]] == [
        "dpv:PersonalData",
        "dpv:SpecialCategoryPersonalData",
    ]
    assert [each["@type"][1] for each in process["dpv:hasRecipient"]] == ["dpv:DataProcessor", "dpv:ThirdParty"]
    assert process["dpv:hasStorageCondition"][1]["dpv:hasDuration"]["rdf:value"] == "P24M"
    assert record["dpv:hasConsentControl"]["dpv:isExercisedAt"] == {"@id": "https://voorbeeldzorg.example/consent/"}
    (given_,) = record["dpv:hasConsentStatus"]
    assert given_["dpv:hasDuration"] == {"@type": "dpv:UntilEventDuration", "rdf:value": "withdrawal"}
    assert given_["dpv:hasNotice"]["spdx:checksum"]["spdx:checksumValue"] == "ab" * 32


def test_B1_who_spoke_for_the_person_and_on_which_authority_stands_in_the_receipt() -> None:
    record = iso27560.write(withdrawn())["dpv:hasRecordOfActivity"]
    himself, representative = (each["dpv:isIndicatedBy"] for each in record["dpv:hasConsentStatus"])
    assert himself == {"@type": "dpv:DataSubject", "dct:identifier": EXAMPLE.subject_ref}
    assert representative["@type"] == "dpv:Representative"
    assert representative["dct:identifier"] == AUTHORITY.representative_ref
    assert representative["dpv:hasJustification"] == "art. 1:450 BW"
    by_representative = replace(EXAMPLE, history=(replace(EXAMPLE.opened, by=By.REPRESENTATIVE, authority=AUTHORITY),))
    (performer,) = fhir.write(by_representative, "nl")["performer"]
    assert (performer["type"], performer["identifier"]["value"]) == ("RelatedPerson", AUTHORITY.representative_ref)


@pytest.mark.parametrize(
    ("status", "in_force", "said", "type_"),
    [
        (ReceiptStatus.REQUESTED, False, "proposed", "permit"),
        (ReceiptStatus.DEFERRED, False, "proposed", "permit"),
        (ReceiptStatus.REFUSED, False, "rejected", "deny"),
        (ReceiptStatus.GIVEN, True, "active", "permit"),
        (ReceiptStatus.RENEWED, True, "active", "permit"),
        (ReceiptStatus.GIVEN, False, "inactive", "permit"),
        (ReceiptStatus.WITHDRAWN, False, "inactive", "permit"),
        (ReceiptStatus.REVOKED, False, "inactive", "permit"),
        (ReceiptStatus.EXPIRED, False, "inactive", "permit"),
        (ReceiptStatus.INVALIDATED, False, "inactive", "permit"),
    ],
)
def test_fhir_calls_active_what_stands_and_nothing_else(
    status: ReceiptStatus, in_force: bool, said: str, type_: str
) -> None:
    document = fhir.write(replace(EXAMPLE, history=(replace(EXAMPLE.opened, status=status),), in_force=in_force), "nl")
    assert (document["status"], document["provision"]["type"]) == (said, type_)
    holds_to_fhir(document)


def test_a_third_party_is_told_and_a_processor_is_none() -> None:
    (service,) = kantara.write(EXAMPLE, "en")["services"]
    (purpose,) = service["purposes"]
    assert (purpose["thirdPartyDisclosure"], purpose["thirdPartyName"]) == (True, "A university")
    only_processors = replace(EXAMPLE, recipients=EXAMPLE.recipients[:1])
    (purpose,) = kantara.write(only_processors, "en")["services"][0]["purposes"]
    assert (purpose["thirdPartyDisclosure"], "thirdPartyName" in purpose) == (False, False)


def test_J8_who_is_not_named_is_no_recipient_and_the_statement_says_who_the_processors_are() -> None:
    nobody = replace(EXAMPLE, recipients=(), described_by="2026-01-01", stored_in=("DE", "NL"))
    check_forms(nobody, "nl")
    check_told(nobody, "nl")
    process = iso27560.write(nobody)["dpv:hasRecordOfActivity"]["dpv:hasProcess"]
    assert process["dpv:hasRecipient"] == []
    notice = process["dpv:hasDataProcessor"]["dpv:hasNotice"]
    assert notice["@id"] == "https://voorbeeldzorg.example/consent/statement/2026-01-01"
    assert process["dpv:hasStorageCondition"][0]["dpv:hasLocation"] == [{"@id": "loc:DE"}, {"@id": "loc:NL"}]
    (purpose,) = kantara.write(nobody, "nl")["services"][0]["purposes"]
    assert purpose["thirdPartyDisclosure"] is False
    assert len(fhir.write(nobody, "nl")["provision"]["actor"]) == 1


def test_an_organisation_without_telephone_or_address_still_has_a_receipt() -> None:
    bare = replace(EXAMPLE, controller=replace(EXAMPLE.controller, phone=None, email=None, address=None))
    check_forms(bare, "nl")
    (controller,) = kantara.write(bare, "nl")["piiControllers"]
    assert (controller["phone"], controller["email"], controller["address"]) == ("-", "-", {"addressCountry": "NL"})


def test_every_code_has_its_words_and_its_terms() -> None:
    assert set(words.HOW) == set(How)
    assert set(words.STATUS) == set(ReceiptStatus)
    assert set(words.BASIS) == set(LegalBasis)
    assert set(words.GROUND) == set(SpecialGround)
    assert set(words.RECIPIENT) == set(RecipientKind)
    for kind in PurposeKind:
        check_forms(replace(EXAMPLE, purpose=replace(EXAMPLE.purpose, kind=kind)), "nl")
    every = replace(EXAMPLE.purpose, bases=tuple(LegalBasis), special_grounds=tuple(SpecialGround))
    check_forms(replace(EXAMPLE, purpose=every), "nl")


@pytest.mark.parametrize("read", [iso27560.read, kantara.read, fhir.read])
@pytest.mark.parametrize(
    "document", [{}, {"version": "KI-CR-v1.0"}, {"resourceType": "Patient"}, {"dpv:hasRecordOfActivity": []}]
)
def test_another_document_is_not_read_as_a_receipt(read: Any, document: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read(document)


def test_a_receipt_of_one_form_is_not_read_as_another() -> None:
    made = documents(EXAMPLE, "nl")
    for form, read in ((ReceiptForm.ISO27560, iso27560.read), (ReceiptForm.KANTARA, kantara.read)):
        for other in JSON_FORMS:
            if other is not form:
                with pytest.raises(Unreadable):
                    read(made[other])


def test_no_form_holds_a_name_or_a_number_of_the_person() -> None:
    """The one thing in a receipt that is of the person is the reference by which the organisation knows him."""
    everything = json.dumps(documents(withdrawn(), "nl"))
    assert EXAMPLE.subject_ref in everything
    assert GIVEN.isoformat().replace("+00:00", "Z") in everything
    for name in ("givenName", "familyName", "birthDate", '"name"', "HumanName", "bsn"):
        assert name not in everything.replace('"dct:identifier": "name"', "").replace('"dct:subject": "name"', "")
