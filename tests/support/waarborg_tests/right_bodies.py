"""For operations of which the document cannot say what goes together: what somebody would send who knows the case."""

from collections.abc import Mapping
from typing import Any

AT = "2026-03-02T08:00:00+00:00"
SAID = "Zo gezegd aan tafel."
HELD = "Er is niets van deze persoon."


def right_bodies(places: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return a body for each of these operations, about what was planted."""
    person, child = places["subject_ref"], places["other_ref"]
    breach = "POST /breach/api/v1/breaches/"
    return {
        breach: {"summary": "Een brief is kwijt.", "discovered_at": AT, "aware_at": AT},
        f"{breach}{{breach_id}}/facts": {"persons": 3, "confidentiality": True},
        f"{breach}{{breach_id}}/decision": {"notify_authority": True, "inform_persons": True, "reason": SAID},
        f"{breach}{{breach_id}}/times": {"discovered_at": "2026-03-02T07:00:00+00:00", "why": SAID},
        "POST /consent/api/v1/births/": {"subject_ref": child, "born_on": "2013-01-01"},
        "POST /consent/api/v1/disclosures/": {
            "subject_ref": person,
            "ground": "law",
            "ground_source": "art. 7:457 BW",
            "recipient": places["recipient"],
            "categories": [places["category"]],
        },
        "POST /consent/api/v1/message-checks/": {
            "kind": places["message_kind"],
            "channel": places["channel"],
            "persons": [person],
        },
        "POST /disclosure/api/v1/reports/{report_id}/assessment": {
            "verdict": "in_scope",
            "assessment": SAID,
            "fix_date": "2026-06-01",
            "known": False,
        },
        "POST /identity/api/v1/staff/": {
            "username": "nieuw-verzonnen",
            "name": "Nina Nieuwgemaakt",
            "roles": [places["staff_role"]],
            "reason": SAID,
        },
        "POST /identity/api/v1/partners/{client_id}/keys": {"jwks_uri": "https://partner.example/jwks.json"},
        "POST /identity/api/v1/partners/": {
            "name": "Een rooster",
            "purpose": SAID,
            "scopes": ["consent:decide"],
            "auth_method": "private_key_jwt",
            "jwks_uri": "https://partner.example/jwks.json",
        },
        "POST /identity/api/v1/person-merges/": {
            "kept_ref": places["person_ref"],
            "merged_ref": places["merged_ref"],
            "reason": SAID,
        },
        "PUT /identity/api/v1/persons/{person_ref}/numbers/bsn": {
            "number": "999990032",
            "ground": places["bsn_ground"],
        },
        "POST /requests/api/v1/data-rights-requests/": {
            "exercise": "access",
            "regime": "gdpr",
            "identity": {"name": "Aad Aanvrager", "reach": "email", "reach_at": "aad@voorbeeld.example"},
        },
        "POST /requests/api/v1/requests/{request_id}/answer": {"outcome": "granted", "text": SAID},
        "PUT /requests/api/v1/contributions/{task_ref}": {
            "outcome": "nothing_found",
            "subject": {"person_ref": places["task_person"]},
            "words": HELD,
            "complete": True,
        },
    }
