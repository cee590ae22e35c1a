"""What the tests of the access log share: invented looks in both forms, and a partner that tells of them."""

from typing import Any

from waarborg_consent.actions.known_persons import know_person
from waarborg_shared.testing.world import Partner, World

PERSON = "0190-person-of-bqr-01"
OTHER = "0190-person-of-bqr-02"
LOOKS, BATCHES = "/consent/api/v1/log/looks/", "/consent/api/v1/log/look-batches/"
AT = "2026-03-02T08:00:00+00:00"


def look(number: int = 1, **other: Any) -> dict[str, Any]:
    """A look in our own form."""
    good: dict[str, Any] = {
        "event_id": f"ecd-{number}",
        "subject_ref": PERSON,
        "at": AT,
        "action": "R",
        "outcome": "success",
        "record_type": "care_plan",
        "system": "Dossier Noord",
        "who_ref": "medewerker-17",
        "role": "carer",
    }
    return {**good, **other}


def known(world: World, *refs: str, organisation: str = "bqr") -> None:
    """Let identity have told of these persons."""
    with world.work(organisation) as work:
        for ref in refs or (PERSON, OTHER):
            know_person(work, ref)


def teller(world: World, organisation: str = "bqr", **claims: Any) -> Partner:
    """A partner system that tells of looks."""
    return world.partner(organisation, "consent:log", **claims)


def audit_event(**other: Any) -> dict[str, Any]:
    """An AuditEvent of FHIR R4 in the shape of IHE BALP's PatientRead, about an invented person."""
    good: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": "gebeurtenis-1",
        "meta": {"profile": ["https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead"]},
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": "read"}],
        "action": "R",
        "recorded": "2026-03-02T08:00:00.000Z",
        "outcome": "0",
        "agent": [
            {
                "type": {"coding": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110153"}]},
                "who": {"reference": "Device/werkplek-4"},
                "requestor": False,
                "network": {"address": "192.0.2.17", "type": "2"},
            },
            {
                "type": {
                    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]
                },
                "role": [{"coding": [{"code": "01.015", "display": "Huisarts"}]}],
                "who": {"identifier": {"value": "medewerker-17"}, "display": "Een Naam"},
                "name": "Een Naam",
                "requestor": True,
                "purposeOfUse": [{"coding": [{"code": "TREAT"}]}],
            },
        ],
        "source": {"site": "dossier.noord.example", "observer": {"reference": "Device/dossier"}},
        "entity": [
            {"what": {"reference": "CarePlan/plan-1"}, "type": {"code": "2"}, "role": {"code": "4"}},
            {"what": {"reference": f"Patient/{PERSON}"}, "type": {"code": "1"}, "role": {"code": "1"}},
            {"what": {"identifier": {"value": "76d148b6"}}, "type": {"code": "XrequestId"}},
        ],
    }
    return {**good, **other}
