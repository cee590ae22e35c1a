"""Every endpoint of every service, what is public and why, and a good body for each that takes one.

Read from the applications' own maps: whoever adds an endpoint has to say here what it takes, or the tests say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from waarborg_tests.breach_decisions import EVERY_QUESTION, UNANSWERED
from waarborg_tests.product import Product

HARMLESS = frozenset({"GET"})
NOT_OURS = frozenset({"HEAD", "OPTIONS"})

# Open to anybody, with the reason; by method and rule. `*` stands for the service's own name.
PUBLIC: Mapping[tuple[str, str], str] = {
    ("GET", "/livez"): "a probe, tells of the process only",
    ("GET", "/readyz"): "a probe, tells of the process only",
    ("GET", "/metrics"): "figures by route and of the bus, no organisation",
    ("GET", "/*/livez"): "a probe, tells of the process only",
    ("GET", "/*/readyz"): "a probe, tells of the process only",
    ("GET", "/*/metrics"): "figures by route and of the bus, no organisation",
    ("GET", "/*/static/<path:filename>"): "style sheets and scripts",
    ("GET", "/*/theme.css"): "the organisation's look",
    ("GET", "/*/api/v1/openapi.json"): "the description of the API",
    ("GET", "/"): "the organisation's front page",
    ("GET", "/consent/"): "tells a visitor how to get to his own consents",
    ("GET", "/consent/stop"): "tells a visitor how to get to where he withdraws",
    ("GET", "/consent/messages"): "tells a visitor how to get to his own messages",
    ("GET", "/consent/opt-out/<token>"): "the signed link is the proof",
    ("POST", "/consent/opt-out/<token>"): "the signed link is the proof",
    ("GET", "/consent/statement"): "the privacy statement",
    ("GET", "/consent/texts/<digest>"): "what a purpose says to whoever is asked, as the statement does",
    ("GET", "/consent/representatives"): "tells a visitor how to get to his own representatives",
    ("GET", "/consent/who-may-see"): "tells a visitor how to get to who may see what of his",
    ("GET", "/consent/for/<subject_ref>"): "tells a visitor how to get to his own representatives",
    ("GET", "/consent/for/<subject_ref>/messages"): "tells a visitor how to get to his own representatives",
    ("GET", "/consent/.well-known/jwks.json"): "the public keys that receipts are checked with",
    ("GET", "/consent/statement/<version>"): "every version stays public",
    ("GET", "/consent/statement/versions"): "every version stays public",
    ("GET", "/consent/statement/compare"): "what changed between versions is public",
    ("GET", "/consent/api/v1/statements/"): "every version stays public",
    ("GET", "/consent/api/v1/statements/<version>"): "every version stays public",
    ("GET", "/requests/new"): "the form for anybody",
    ("POST", "/requests/new"): "the form for anybody",
    ("GET", "/requests/draft"): "asks for number and code",
    ("POST", "/requests/draft"): "number and code are the proof",
    ("GET", "/requests/status"): "asks for number and code",
    ("POST", "/requests/status"): "number and code are the proof",
    ("GET", "/requests/second-look"): "asks for the code of who was invited",
    ("POST", "/requests/second-look"): "the code is the proof",
    ("POST", "/requests/second-look/word"): "the code is the proof",
    ("POST", "/requests/own/package"): "number and code, or the session, and the code of the letter are the proof",
    ("GET", "/requests/hand-in"): "asks for the code",
    ("POST", "/requests/hand-in"): "the code is the proof",
    ("GET", "/requests/answers"): "asks for number, code and a second proof",
    ("POST", "/requests/answers"): "number, code and a second proof are asked for",
    ("POST", "/requests/answers/letter"): "number, code and a second proof are asked for",
    ("GET", "/breach/report"): "the form for anybody",
    ("POST", "/breach/report"): "the form for anybody",
    ("GET", "/breach/questions"): "asks for the code",
    ("POST", "/breach/questions"): "the code is the proof",
    ("GET", "/breach/announcements/<announced_number>"): "announced for anybody",
    ("GET", "/breach/messages/<told_id>"): "the link is the proof",
    ("GET", "/disclosure/"): "the policy",
    ("GET", "/disclosure/thanks"): "who is named does so on his own word",
    ("GET", "/disclosure/advisories/"): "published for anybody",
    ("GET", "/disclosure/advisories/<advisory_number>"): "published for anybody",
    ("GET", "/disclosure/report"): "the form for anybody",
    ("GET", "/disclosure/openpgp-key.asc"): "the public key that reports can be encrypted to",
    ("GET", "/.well-known/security.txt"): "says where to report a weak spot (RFC 9116)",
    ("GET", "/security.txt"): "leads to where it stands now",
    ("POST", "/disclosure/report"): "the form for anybody",
    ("GET", "/disclosure/mailbox"): "asks for the receipt",
    ("POST", "/disclosure/mailbox"): "the receipt is the proof",
    ("POST", "/disclosure/mailbox/<mailbox_step>"): "the receipt is the proof",
    ("GET", "/.well-known/oauth-authorization-server/identity"): "says what the issuer can (RFC 8414)",
    ("GET", "/.well-known/authzen-configuration"): "says where the decision is asked (AuthZEN)",
    ("GET", "/identity/.well-known/oauth-authorization-server"): "says what the issuer can (RFC 8414)",
    ("GET", "/identity/.well-known/openid-configuration"): "says what the issuer can",
    ("GET", "/identity/jwks.json"): "the public keys",
    ("GET", "/identity/oauth/openapi.json"): "the description of the endpoints of OAuth",
    ("GET", "/identity/authorize"): "sends a visitor to the sign-in page",
    ("GET", "/desk"): "sends whoever is not signed in to the sign-in page",
    ("POST", "/identity/authorize"): "becomes a GET of the same",
    ("POST", "/identity/token"): "the client's own proof is asked for",
    ("POST", "/identity/par"): "the client's own proof is asked for",
    ("POST", "/identity/revoke"): "the client's own proof is asked for, or the token itself",
    ("POST", "/identity/introspect"): "the client's own proof is asked for",
    ("GET", "/identity/end-session"): "leads to the page that asks whether to sign out",
    ("POST", "/identity/end-session"): "leads to the page that asks whether to sign out",
    ("GET", "/identity/end-session/confirm"): "asks whether to sign out",
    ("POST", "/identity/end-session/confirm"): "ends the session that is sent along, if there is one",
    ("POST", "/identity/register"): "an initial access token is the proof",
    ("GET", "/identity/sign-in"): "the form to sign in",
    ("POST", "/identity/sign-in"): "name and password are the proof",
    ("GET", "/identity/sign-in/with/<issuer_id>"): "leads to an outside issuer",
    ("GET", "/identity/sign-in/back/<issuer_id>"): "what the issuer signed is the proof",
    ("GET", "/identity/sign-in/turned-away"): "tells a browser what it carries itself",
    ("GET", "/identity/sign-in/emergency"): "the form for an emergency account",
    ("POST", "/identity/sign-in/emergency"): "name and password are the proof",
    ("POST", "/identity/back-channel-logout/<issuer_id>"): "the issuer's signature is the proof",
    ("POST", "/identity/sign-in/letter"): "number and code are the proof",
    ("GET", "/identity/first-sign-in"): "the form for a newcomer",
    ("POST", "/identity/first-sign-in"): "user name and code are the proof",
    ("POST", "/identity/sign-in/account"): "name and password are the proof",
    ("POST", "/identity/sign-in/passkey"): "the passkey is the proof",
    ("GET", "/identity/sign-in/static/<path:filename>"): "the script for passkeys",
    ("GET", "/breach/dossier/static/<path:filename>"): "the script that copies",
    ("GET", "/disclosure/report/static/<path:filename>"): "scripts of the form and the receipt",
    ("POST", "/disclosure/mailbox/follow-up"): "the receipt is the proof",
    ("GET", "/identity/forgotten-password"): "says the same to everybody",
    ("POST", "/identity/forgotten-password"): "number and code are the proof",
    ("GET", "/identity/sign-out"): "asks whether to sign out",
    ("POST", "/identity/sign-out"): "ends the session that is sent along, if there is one",
    ("POST", "/requests/own/messages"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/complaint"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/permission"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/take-back"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/narrow"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/fee"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/call-me"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/identify-code"): "the ticket, or the session, is the proof",
    ("POST", "/requests/own/identify-account"): "the ticket, or the session, is the proof",
}

FILED = {"kind": "access", "name": "Ans Antwoord", "reach": "post", "reach_at": "Verzonnenlaan 2, Nergenshuizen"}
FOUND = {
    "what": "Een open lijst.",
    "where": "https://www.voorbeeld.example/",
    "reporter": "named",
    "name": "Otto Oplet",
}
LEAK = {"discovered_at": "2026-03-02T08:00:00+00:00", "aware_at": "2026-03-02T08:30:00+00:00", "summary": "Kwijt."}
ASSESSED = {
    "verdict": "in_scope",
    "assessment": "Wij zien het ook.",
    "next_step": "Wij dichten het.",
    "fix_date": "2026-03-20",
}
TEXT_FOR_ALL = {
    f"advisory_{part}_{lang}": "Verzonnen." for part in ("title", "what", "affected") for lang in ("nl", "en")
}
OF_A_REPORT = {
    "closing": {},
    "reward": {},
    "reward/approval": {},
    "reward/refusal": {"reward_why": "Al bekend."},
    "reward/payment": {"paid_on": "2026-03-02", "paid_note": "Per post."},
    "reward/withdrawal": {"reward_withdrawn_why": "Het bleek bekend."},
    "credit/acceptance": {},
    "credit/refusal": {"credit_why": "Geen naam."},
    "advisory": TEXT_FOR_ALL,
    "advisory/review": {},
    "advisory/day": {"publish_on": "2026-03-20"},
    "advisory/agreement": {},
    "advisory/refusal": {"day_why": "Dan is het nog open."},
    "advisory/reminder": {},
    "advisory/silence": {"silence_why": "Anderen gebruiken dit ook."},
    "advisory/silence/decision": {},
    "advisory/withdrawal": {"note_nl": "Klopte niet.", "note_en": "Was not right."},
    "conduct": {"conduct": "kept", "conduct_evidence": "De log van die nacht."},
    "conduct/decision": {},
    "conduct/dropping": {"drop_why": "Vergissing."},
    "conduct/handing-over": {
        "ground": "law",
        "handed_to": "De rechtbank",
        "handed_why": "Een bevel.",
        "handed_on": "2026-03-02",
    },
    "hold": {"hold_why": "Aangifte.", "hold_until": "2099-01-01"},
    "hold/lifting": {"lift_why": "Klaar."},
}
"""What staff do with a report after the answer, each with the least that is a good body."""
DAYS = {"begins_on": "2026-03-02", "ends_on": "2099-01-01"}

PARTNER = {
    "name": "Een dossier",
    "purpose": "Houdt het dossier bij.",
    "agreement_ref": "VO-1",
    "contact": "Servicedesk",
    "secret_reason": "Kan niet anders.",
}
PARTNERS = "/identity/api/v1/partners/"
APPLICATIONS = "/identity/api/v1/applications/"
HOOK = "https://partner.example/hook"
PUBLIC_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "kid": "k1",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}

ASKED = {
    "subject": {"type": "staff", "id": "account-00000001", "properties": {"role": "{role}"}},
    "action": {"name": "read"},
    "resource": {"type": "{record_type}", "id": "1", "properties": {"person": "{subject_ref}"}},
    "context": {"purpose": "{purpose}"},
}
LOOK = {
    "event_id": "gezien-1",
    "at": "2026-03-02T08:00:00+00:00",
    "action": "R",
    "outcome": "success",
    "record_type": "Patient",
    "system": "Een dossier",
    "who_ref": "medewerker-17",
    "role": "carer",
}
EVENT = {
    "resourceType": "AuditEvent",
    "id": "gezien-2",
    "type": {"code": "rest"},
    "action": "R",
    "recorded": "2026-03-02T08:00:00Z",
    "outcome": "0",
    "agent": [
        {"who": {"identifier": {"value": "medewerker-17"}}, "requestor": True, "role": [{"coding": [{"code": "arts"}]}]}
    ],
    "source": {"site": "Een dossier"},
    "entity": [
        {
            "what": {"identifier": {"system": "urn:waarborg:person", "value": "{subject_ref}"}},
            "role": {"code": "1"},
        }
    ],
}

# A good body for every change by a program, by rule; {…} is filled in from what was planted.
JSON: Mapping[str, Mapping[str, Any]] = {
    "/consent/api/v1/consents/": {
        "subject_ref": "{subject_ref}",
        "purpose": "{purpose}",
        "statement_version": "{statement_version}",
        "note": "Aan tafel.",
    },
    "/consent/api/v1/letters/<uuid:emergency_id>/sent": {"sent": True},
    "/consent/api/v1/withdrawals/": {"subject_ref": "{subject_ref}", "purpose": "{purpose}"},
    "/consent/api/v1/marks/": {"subject_ref": "{subject_ref}", "kind": "objection", "about": "messages"},
    "/consent/api/v1/marks/<mark_id>/end": {},
    "/consent/api/v1/marks/<mark_id>/answers": {"purpose": "{purpose}", "outcome": "upheld", "reason": "Terecht."},
    "/consent/api/v1/message-checks/": {
        "kind": "{message_kind}",
        "channel": "letter",
        "persons": ["{subject_ref}"],
    },
    "/consent/api/v1/message-links/end": {"subject_ref": "{subject_ref}"},
    "/consent/api/v1/renewals/": {
        "subject_ref": "{subject_ref}",
        "purpose": "{purpose}",
        "statement_version": "{statement_version}",
    },
    "/consent/api/v1/log/looks/": {**LOOK, "subject_ref": "{subject_ref}"},
    "/consent/api/v1/log/look-batches/": EVENT,
    "/consent/api/v1/questions/": {"subject_ref": "{subject_ref}", "purpose": "{purpose}"},
    "/consent/api/v1/refusals/": {"subject_ref": "{subject_ref}", "purpose": "{purpose}"},
    "/consent/api/v1/deferrals/": {"subject_ref": "{subject_ref}", "purpose": "{purpose}"},
    "/consent/api/v1/invalidations/": {"subject_ref": "{subject_ref}", "purpose": "{purpose}"},
    "/consent/api/v1/undoings/": {"subject_ref": "{subject_ref}", "event_id": "{consent_event}"},
    "/consent/access/v1/evaluation": ASKED,
    "/consent/access/v1/evaluations": ASKED,
    "/consent/access/v1/search/subject": ASKED,
    "/consent/access/v1/search/resource": ASKED,
    "/consent/access/v1/search/action": ASKED,
    "/consent/api/v1/entities/": {"items": [{"type": "staff", "id": "account-1", "properties": {"role": "{role}"}}]},
    "/consent/api/v1/relations/": {
        "items": [
            {
                "subject": {"type": "staff", "id": "account-1"},
                "relation": "care",
                "object": {"type": "person", "id": "{subject_ref}"},
            }
        ]
    },
    "/consent/api/v1/representations/": {
        "subject_ref": "{subject_ref}",
        "representative_ref": "{representative_ref}",
        "kind": "brother",
        "scopes": ["care"],
        "begins_on": "2026-03-02",
        "evidence": "statement",
        "evidence_seen_on": "2026-03-02",
        "note": "Zelf gezien.",
    },
    "/consent/api/v1/representations/<representation_id>/end": {"from_on": "2026-03-02", "note": "Klaar."},
    "/consent/api/v1/representations/<representation_id>/consents/": {
        "purpose": "{purpose}",
        "statement_version": "{statement_version}",
        "note": "Aan tafel.",
    },
    "/consent/api/v1/representations/<representation_id>/withdrawals/": {"purpose": "{purpose}"},
    "/consent/api/v1/representations/<representation_id>/refusals/": {"purpose": "{purpose}"},
    "/consent/api/v1/representations/<representation_id>/deferrals/": {"purpose": "{purpose}"},
    "/consent/api/v1/role-table/<record_type>/decisions/": {
        "role": "{role}",
        "verdict": "confirmed",
        "why": "Zo is het.",
    },
    "/consent/api/v1/representations/<representation_id>/marks/": {"kind": "objection", "about": "messages"},
    "/consent/api/v1/representations/<representation_id>/marks/<mark_id>/end": {},
    "/consent/api/v1/representations/<representation_id>/willingness": {"willing": False},
    "/consent/api/v1/representations/<representation_id>/set-aside": {"topic": "care", **DAYS, "note": "Goede zorg."},
    "/consent/api/v1/incapacities/": {
        "subject_ref": "{subject_ref}",
        "topic": "care",
        "decided_by": "physician",
        **DAYS,
        "note": "Beoordeeld.",
    },
    "/consent/api/v1/own-words/": {
        "subject_ref": "{subject_ref}",
        "ground": "lasting_wish",
        **DAYS,
        "note": "Wil dit.",
    },
    "/consent/api/v1/client-facts/<fact_id>/end": {"from_on": "2026-03-02", "note": "Weer helder."},
    "/consent/api/v1/births/": {"subject_ref": "{subject_ref}", "born_on": "2014-01-01"},
    "/consent/api/v1/consent-reviews/": {"subject_ref": "{subject_ref}", "clock": "turns-12"},
    "/consent/api/v1/disclosures/": {
        "subject_ref": "{subject_ref}",
        "ground": "law",
        "ground_source": "art. 1 Voorbeeldwet",
        "categories": ["name"],
        "recipient": "other",
        "recipient_name": "Een gemeente",
    },
    "/consent/api/v1/disclosures/<uuid:disclosure_id>/given": {
        "subject_ref": "{subject_ref}",
        "given_on": "2026-03-02",
    },
    "/requests/api/v1/requests/": FILED,
    "/requests/api/v1/data-rights-requests/": {
        "exercise": "access",
        "regime": "gdpr",
        "identity": {
            "subject_ref": "{subject_ref}",
            "name": "Ans Antwoord",
            "reach": "post",
            "reach_at": "Verzonnenlaan 2, Nergenshuizen",
        },
    },
    "/requests/api/v1/data-rights-requests/<request_id>": {"reason": "Niet meer nodig."},
    "/requests/api/v1/requests/<request_id>/answer": {"outcome": "granted", "text": "Hierbij."},
    "/requests/api/v1/requests/<request_id>/deliveries/<delivery_id>/delivered": {"delivered": True},
    "/breach/api/v1/breaches/": LEAK,
    "/breach/api/v1/breaches/<breach_id>/times": {"occurred_at": "2026-03-01T08:00:00+00:00", "why": "Eerder."},
    "/breach/api/v1/breaches/<breach_id>/retract": {"why": "Het was geen lek."},
    "/breach/api/v1/breaches/<breach_id>/open-again": {"why": "Toch wel."},
    "/breach/api/v1/breaches/<breach_id>/merge": {"into": "BQR-L-2026-0001"},
    "/breach/api/v1/breaches/<breach_id>/decision": {
        "notify_authority": True,
        "inform_persons": True,
        "not_yet_known": [*EVERY_QUESTION],
    },
    "/breach/api/v1/breaches/<breach_id>/notification": {"at": "2026-03-02T08:00:00+00:00", "complete": True},
    "/breach/api/v1/breaches/<breach_id>/supplement": {"at": "2026-03-02T08:00:00+00:00", "complete": True},
    "/breach/api/v1/breaches/<breach_id>/withdrawal": {"at": "2026-03-02T08:00:00+00:00", "reason": "Geen lek."},
    "/breach/api/v1/breaches/<breach_id>/late-reason": {"reason": "De bewaker was ziek."},
    "/breach/api/v1/breaches/<breach_id>/announcement": {"at": "2026-03-02T08:00:00+00:00", "ground": "Verhuisd."},
    "/breach/api/v1/breaches/<breach_id>/facts": {"intent": False, "persons": 2},
    "/breach/api/v1/breaches/<breach_id>/persons": {"persons": [{"reference": "Z-7001"}]},
    "/disclosure/api/v1/reports/": FOUND,
    "/disclosure/api/v1/reports/<report_id>/assessment": ASSESSED,
    **{f"/disclosure/api/v1/reports/<report_id>/{step}": body for step, body in OF_A_REPORT.items()},
    "/identity/api/v1/persons/": {"client_number": "Z-4001", "name": "Piet Plaatje"},
    "/identity/api/v1/person-searches/": {"client_number": "Z-4001"},
    "/identity/api/v1/session-questions": {"session": "x"},
    "/identity/api/v1/person-merges/": {"kept_ref": "{person_ref}", "merged_ref": "{other_ref}", "reason": "Eén."},
    "/identity/api/v1/person-merges/<uuid:merged_ref>/undo": {"reason": "Toch niet."},
    "/identity/api/v1/persons-apart/": {"one_ref": "{person_ref}", "other_ref": "{other_ref}", "reason": "Twee."},
    "/identity/api/v1/persons/<uuid:person_ref>/splits/": {"numbers": ["{number_id}"], "reason": "Twee."},
    "/identity/api/v1/staff/": {"username": "nieuw", "name": "Nora Nieuw", "roles": ["board"], "reason": "Erbij."},
    "/identity/api/v1/claim-mappings/": {"issuer": "werk", "claim": "roles", "value": "wijkteam", "role": "board"},
    "/identity/api/v1/claim-mappings/<uuid:mapping_id>/end": {},
    "/identity/api/v1/staff/<uuid:account_id>/outside-links/": {"code": "AAAA-BBBB-CCCC"},
    "/identity/api/v1/staff/<uuid:account_id>/outside-links/end": {"reason": "Uit dienst."},
    "/identity/api/v1/staff-searches/": {"find": "plaatje"},
    "/identity/api/v1/staff/<uuid:account_id>/grants/": {"role": "board", "reason": "Erbij."},
    "/identity/api/v1/staff/<uuid:account_id>/grants/<uuid:grant_id>/end": {"reason": "Klaar."},
    "/identity/api/v1/staff/<uuid:account_id>/disable": {"reason": "Uit dienst."},
    "/identity/api/v1/staff/<uuid:account_id>/enable": {"reason": "Terug."},
    "/identity/api/v1/staff/<uuid:account_id>/details": {"name": "Nora Anders"},
    "/identity/api/v1/staff/<uuid:account_id>/papers": {"certificate_seen_on": None, "secrecy_signed_on": "2026-03-02"},
    "/identity/api/v1/staff/<uuid:account_id>/absences/": {"until_on": "{until_on}", "reason": "Vakantie."},
    "/identity/api/v1/staff/<uuid:account_id>/absences/<uuid:absence_id>/end": {"reason": "Terug."},
    "/identity/api/v1/staff/<uuid:account_id>/absences/<uuid:absence_id>/stand-in": {
        "answer": "agreed",
        "reason": "Kan.",
    },
    "/identity/api/v1/staff/<uuid:account_id>/factor-resets/": {"reason": "Kwijt."},
    "/identity/api/v1/staff/<uuid:account_id>/factor-resets/<uuid:reset_id>/confirm": {"reason": "Balie."},
    "/identity/api/v1/staff/<uuid:account_id>/factor-resets/in-person": {"checked": "known", "reason": "Balie."},
    "/identity/api/v1/staff-review/marks/": {"account_id": "{account_id}", "verdict": "kept"},
    "/identity/api/v1/staff-review/completion": {"number": 1},
    "/identity/api/v1/person-searches/batch": {"client_numbers": ["Z-4001"]},
    "/identity/api/v1/colleague-names": {"account_refs": ["{account_id}"]},
    "/identity/api/v1/person-questions": {"client_numbers": ["Z-4001"]},
    "/identity/api/v1/holder-questions": {"client_id": "partner-x", "number": "7"},
    "/requests/api/v1/contributions/<task_ref>": {"subject": {"person_ref": "{person_ref}"}},
    "/requests/api/v1/contributions/<task_ref>/files/<handle>": {},
    "/identity/api/v1/persons/<uuid:person_ref>/numbers/own": {"number": "EPD-4001"},
    "/identity/api/v1/persons/<uuid:person_ref>/numbers/client-number": {"number": "Z-4001"},
    "/identity/api/v1/persons/<uuid:person_ref>/numbers/bsn": {"number": "999990032", "ground": "care"},
    PARTNERS: {**PARTNER, "auth_method": "client_secret_basic", "scopes": ["consent:decide"]},
    PARTNERS + "<client_id>": {**PARTNER, "scopes": ["consent:decide"]},
    APPLICATIONS + "<application_id>": {"require_dpop": True, "require_pushed": False},
    APPLICATIONS + "<application_id>/suspension": {"why": "Een lek in de toepassing."},
    APPLICATIONS + "<application_id>/readmission": {"why": "Opgelost."},
    PARTNERS + "<client_id>/confirmation": {},
    PARTNERS + "<client_id>/suspension": {"why": "Een lek bij de partner."},
    PARTNERS + "<client_id>/readmission": {"why": "Opgelost."},
    PARTNERS + "<client_id>/secrets": {"overlap_hours": 24},
    PARTNERS + "<client_id>/keys": {"jwks": {"keys": [PUBLIC_KEY]}},
    PARTNERS + "<client_id>/webhook": {"url": HOOK},
    PARTNERS + "<client_id>/webhook/secrets": {"overlap_hours": 24},
    PARTNERS + "<client_id>/webhook/tests": {},
    PARTNERS + "<client_id>/webhook/activation": {},
    PARTNERS + "<client_id>/webhook/replays": {"since": "2026-03-02T08:00:00+00:00"},
    PARTNERS + "<client_id>/webhook/deliveries/<message_id>/resends": {},
    "/requests/api/v1/carrying/<uuid:step_id>": {"outcome": "done"},
    "/identity/api/v1/persons/<uuid:person_ref>/name": {
        "step_ref": "01890000-0000-7000-8000-000000000000",
        "name": "Piet Plaatje",
    },
}

POINTS = {
    "link": "Zelfde zorg.",
    "context": "Dat verwacht men.",
    "nature": "Gewone gegevens.",
    "consequences": "Geen.",
    "safeguards": "Versleuteld.",
}
# What is typed in every form of a page, by rule.
TYPED: Mapping[str, Mapping[str, str]] = {
    "/consent/give": {"purpose": "{purpose}", "statement_version": "{statement_version}"},
    "/consent/withdraw": {"purpose": "{purpose}"},
    "/consent/refuse": {"purpose": "{purpose}"},
    "/consent/stop": {"purpose": "{purpose}"},
    "/consent/later": {"purpose": "{purpose}"},
    "/consent/undo": {"event_id": "{consent_event}"},
    "/consent/people/<subject_ref>/ask": {"purpose": "{purpose}", "where": "here"},
    "/consent/people/<subject_ref>/ask/<purpose>": {
        "says": "yes",
        "statement_version": "{statement_version}",
        "text_digest": "{digest}",
    },
    "/consent/messages/set": {"kind": "objection", "about": "messages"},
    "/consent/messages/end": {"mark_id": "{mark_id}"},
    "/consent/messages/links": {},
    "/consent/opt-out/<token>": {},
    "/consent/people/<subject_ref>/messages": {
        "kind": "objection",
        "about": "messages",
        "how": "letter",
        "note": "In de map.",
    },
    "/consent/people/<subject_ref>/marks/<mark_id>": {"how": "letter", "end_note": "In de map."},
    "/consent/people/<subject_ref>/links/end": {},
    "/consent/people/<subject_ref>": {"purpose": "{purpose}", "says": "yes", "how": "paper", "note": "In de map."},
    "/consent/role-table/<record_type>": {"seen": "0", "role": "{role}", "verdict": "confirmed", "why": "Zo is het."},
    "/consent/emergency": {"client": "{subject_ref}", "why": "Zij ligt op de vloer."},
    "/consent/letters/<uuid:emergency_id>/sent": {},
    "/consent/emergencies/<uuid:emergency_id>": {"verdict": "justified", "found": "Er was spoed."},
    "/consent/for/<subject_ref>": {"purpose": "{purpose}", "says": "no"},
    "/consent/for/<subject_ref>/messages/set": {"kind": "objection", "about": "messages"},
    "/consent/for/<subject_ref>/messages/end": {"mark_id": "{mark_id}"},
    "/consent/people/<subject_ref>/representatives/new": {
        "representative": "{representative_ref}",
        "kind": "sister",
        "scopes": "care",
        "begins_on": "2026-03-02",
        "evidence": "statement",
        "evidence_seen_on": "2026-03-02",
    },
    "/consent/people/<subject_ref>/representatives/<representation_id>/<turn>": {"from_on": "2026-03-02"},
    "/consent/people/<subject_ref>/capacity/<matter>": {"topic": "care", "decided_by": "court", **DAYS, "note": "Zo."},
    "/consent/people/<subject_ref>/capacity/<fact_id>/end": {"from_on": "2026-03-02"},
    "/consent/people/<subject_ref>/reviews/<clock>": {},
    "/consent/people/<subject_ref>/letter": {"letter": "my-consents", "addressee": "Verzonnenlaan 1"},
    "/consent/imports": {},
    "/consent/imports/<uuid:import_id>/import": {},
    "/consent/imports/<uuid:import_id>/cancel": {},
    "/consent/statements": {"deed": "make"},
    "/consent/purposes": {"from_purpose": "{from_purpose}", "to_purpose": "{to_purpose}", **POINTS},
    "/consent/purposes/declarations/<uuid:declaration_id>": {"why": "Toch niet."},
    "/consent/recipients/<recipient>": {"kind": "processor", "signed_on": "2024-05-01"},
    "/consent/recipients/<recipient>/end": {},
    "/consent/people/<subject_ref>/disclosures": {
        "recipient": "other",
        "recipient_name": "Een gemeente",
        "categories": "name",
        "ground": "law",
        "ground_source": "art. 1 Voorbeeldwet",
        "what": "ask",
    },
    "/consent/people/<subject_ref>/disclosures/<uuid:disclosure_id>/given": {},
    "/requests/new": FILED,
    "/requests/draft": {"number": "BQR-C7KQM2HTW", "code": "2346-6789-ABCD-EFGH"},
    "/requests/staff/new": {**FILED, "came_how": "letter"},
    "/requests/status": {"number": "BQR-2026-999999", "code": "2345-6789-ABCD-EFGH"},
    "/requests/hand-in": {"code": "2345-6789-ABCD-EFGH"},
    "/requests/holders/<task_id>": {"do": "again", "revision": "1"},
    "/requests/tasks/<task_id>": {"do": "text", "title": "Bericht", "text": "Tot dinsdag."},
    "/requests/cases/<request_id>/take-up": {"revision": "1"},
    "/requests/cases/<request_id>/ask-identification": {"revision": "1", "reason": "Het adres is niet bekend."},
    "/requests/cases/<request_id>/identify": {"revision": "1", "how": "at_the_table", "note": "Gezien."},
    "/requests/cases/<request_id>/extend": {"revision": "1", "why_longer": "Veel instellingen."},
    "/requests/cases/<request_id>/answer": {"revision": "1", "outcome": "granted", "text": "Hierbij."},
    "/requests/cases/<request_id>/deliveries/<delivery_id>/delivered": {},
    "/requests/cases/<request_id>/review/rest": {},
    "/requests/cases/<request_id>/review/<look>": {},
    "/requests/cases/<request_id>/items/<item_id>": {"revision": "0", "verdict": "give"},
    "/requests/second-look": {"code": "2345-6789-ABCD-EFGH"},
    "/requests/own/package": {"ticket": "x", "fetch_code": "2345-6789-ABCD-EFGH"},
    "/requests/cases/<request_id>/package/<package_step>": {},
    "/requests/cases/<request_id>/fee": {"revision": "1", "cents": "0"},
    "/requests/cases/<request_id>/fee-agreed": {"revision": "1", "agreed_cents": "500", "agreed_note": "Aan de balie."},
    "/requests/second-look/word": {"code": "2345-6789-ABCD-EFGH", "verdict": "approve"},
    "/requests/cases/<request_id>/assign": {"revision": "1", "assign_to": "me", "assign_why": "Voor u."},
    "/requests/several": {"case": "{request_id}.1", "deed": "remind"},
    "/requests/hand-over": {"held_by": "{account_id}", "assign_to": "nobody", "assign_why": "Verlof."},
    "/requests/cases/<request_id>/authority": {"revision": "1", "who": "0190-representation-01"},
    "/requests/cases/<request_id>/go-on": {
        "revision": "1",
        "goes_on_with": "self",
        "name": "Teun Voorbeeld",
        "reach": "email",
        "reach_at": "teun@example.nl",
        "go_on_note": "Zij belde.",
    },
    "/requests/cases/<request_id>/withdraw": {"revision": "1", "withdraw_note": "Zij belde."},
    "/requests/cases/<request_id>/narrow": {"revision": "1", "wanted": "Alleen de brieven."},
    "/requests/cases/<request_id>/call-done": {"revision": "1", "call_id": "0190-call-01", "call_note": "Uitgelegd."},
    "/requests/cases/<request_id>/record-death": {"revision": "1", "died_on": "2026-01-05", "known_by": "family"},
    "/requests/cases/<request_id>/revoke-death": {"revision": "1", "revoke_why": "Verkeerde persoon."},
    "/requests/cases/<request_id>/death-ground": {
        "revision": "1",
        "death_ground": "compelling_interest",
        "death_why": "Erfkwestie.",
    },
    "/requests/cases/<request_id>/confirm-person": {"revision": "1"},
    "/requests/cases/<request_id>/erase-anyway": {"revision": "1", "erase_why": "Ze wacht niet."},
    "/requests/cases/<request_id>/deliveries/<delivery_id>/by-letter": {},
    "/requests/cases/<request_id>/answer/give": {"revision": "1", "draft": "1"},
    "/requests/answers": {"number": "BQR-2026-999999", "code": "2345-6789-ABCD-EFGH", "read_code": ""},
    "/requests/answers/letter": {"number": "BQR-2026-999999", "code": "2345-6789-ABCD-EFGH", "read_code": ""},
    "/breach/report": {"summary": "Een brief is kwijt.", "noticed_at": "2026-03-02T08:00"},
    "/breach/reports/<breach_id>": {"answer_what_happened": "Zoek."},
    "/breach/reports/<breach_id>/<own_step>": {"retract_why": "Het was geen lek."},
    "/breach/exercises": {"exercise_what": "Een tablet is zoek."},
    "/breach/cases/<breach_id>/<step>": {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED},
    "/breach/deputies": {"who": "{account_id}", "until_at": "2030-03-02T08:00", "reason": "Vakantie."},
    "/breach/deputies/ended": {"deputy": "0190-deputy-1"},
    "/breach/cases/<breach_id>/question-code": {},
    "/breach/questions": {"code": "2346-6789-ABCD-EFGH"},
    "/breach/cases/<breach_id>/dossier/<dossier_part>": {"safeguards": "Een slot op de kast."},
    "/breach/cases/<breach_id>/telling/list": {},
    "/breach/cases/<breach_id>/telling/<telling_step>": {"settled_how": "Dat waren proefrijen."},
    "/breach/cases/<breach_id>/persons": {"reference": "Z-7001"},
    "/breach/cases/<breach_id>/persons/<listed_id>/<person_step>": {"care": "asked", "care_words": "Zij belt."},
    "/disclosure/report": FOUND,
    "/disclosure/mailbox": {"receipt": "1234 5678 1234 5678"},
    "/disclosure/mailbox/<mailbox_step>": {"receipt": "1234 5678 1234 5678", "text": "Al iets bekend?"},
    "/disclosure/reports/<report_id>/<report_step>": ASSESSED,
    "/disclosure/reports/<report_id>/encrypted": {},
    "/disclosure/mailbox/follow-up": {"receipt": "1234 5678 1234 5678", "text": "Het werkt weer."},
    "/disclosure/complaints/<complaint_id>": {"complaint_text": "Wij bellen u."},
    "/disclosure/complaints/<complaint_id>/seen": {},
    "/disclosure/reports/new": {**FOUND, "came_by": "email", "received_at": "2026-03-02T08:00"},
    "/identity/authorize": {"client_id": "x"},
    "/identity/token": {"grant_type": "client_credentials"},
    "/identity/userinfo": {},
    "/identity/par": {"client_id": "x"},
    "/identity/revoke": {"token": "x"},
    "/identity/introspect": {"token": "x"},
    "/identity/end-session": {},
    "/identity/end-session/confirm": {"reason": "Balie."},
    "/identity/sign-in": {"username": "niemand", "password": "nergens"},
    "/identity/outside": {"issuer": "werk", "claim": "roles", "value": "wijkteam", "role": "board"},
    "/identity/outside/<uuid:mapping_id>/end": {},
    "/identity/sign-in/emergency": {"username": "niemand", "password": "nergens"},
    "/identity/back-channel-logout/<issuer_id>": {"logout_token": "x"},
    "/identity/sign-in/letter": {"number": "12345678", "code": "2345-6789-ABCD"},
    "/identity/sign-in/account": {"account_name": "niemand", "account_password": "nergens"},
    "/identity/sign-in/passkey": {"credential": "[]"},
    "/identity/second-factor": {"totp": "000000"},
    "/identity/second-factor/passkey": {"credential": "[]"},
    "/identity/second-factor/recovery-code": {"recovery_code": "AAAAA-AAAAA"},
    "/identity/second-factor/set-up/passkey": {"credential": "[]", "name": "Mijn telefoon"},
    "/identity/second-factor/set-up/totp": {"secret": "x", "totp": "000000"},
    "/identity/forgotten-password": {
        "number": "12345678",
        "code": "2345-6789-ABCD",
        "password": "drie paarse olifanten",
        "again": "drie paarse olifanten",
    },
    "/identity/me/account": {
        "username": "niemand",
        "password": "drie paarse olifanten",
        "again": "drie paarse olifanten",
    },
    "/identity/me/password": {
        "present": "nergens",
        "password": "drie paarse olifanten",
        "again": "drie paarse olifanten",
    },
    "/identity/me/recovery-codes": {},
    "/identity/me/factors/<uuid:factor_id>/remove": {},
    "/identity/me/sessions/<uuid:session_id>/end": {},
    "/identity/me/sessions/end-others": {},
    "/identity/staff/password-code": {"account": "01890000-0000-7000-8000-000000000000", "how": "in_person"},
    "/identity/persons/<uuid:person_ref>/sign-in": {"how": "in_person"},
    "/identity/sign-out": {},
    "/identity/persons": {"kind": "client_number", "find": "Z-4001"},
    "/identity/persons/new": {"client_number": "Z-4002", "name": "Piet Plaatje"},
    "/identity/persons/<uuid:person_ref>/letter": {},
    "/identity/persons/<uuid:person_ref>/numbers/<sort>": {"number": "Z-4003"},
    "/identity/persons/<uuid:person_ref>/numbers/<sort>/remove": {},
    "/identity/persons/<uuid:person_ref>/same-as": {"kind": "client_number", "find": "Z-4001"},
    "/identity/persons/<uuid:person_ref>/undo": {"reason": "Toch niet."},
    "/identity/persons/<uuid:person_ref>/split": {"numbers": "{number_id}", "reason": "Twee."},
    "/identity/doubles/<uuid:one_ref>/<uuid:other_ref>": {"verdict": "apart", "reason": "Twee."},
    "/identity/first-sign-in": {"username": "niemand", "code": "x", "password": "nergens goed voor", "again": "x"},
    "/identity/staff": {"find": "plaatje"},
    "/identity/staff/new": {"username": "nieuw", "name": "Nora Nieuw", "roles": "board", "reason": "Erbij."},
    "/identity/staff/<uuid:account_id>/code": {},
    "/identity/staff/<uuid:account_id>/<deed>": {"reason": "Kwijt."},
    "/identity/staff/review": {"keep": "{account_id}"},
    "/identity/staff/review/complete": {"number": "1"},
    "/identity/my-absence": {"until_on": "{until_on}", "reason": "Vakantie."},
    "/identity/my-absence/<uuid:absence_id>/end": {},
    "/identity/register": {},
    "/identity/partner-tokens": {"purpose": "Roosters.", "scopes": "consent:decide", "uses": "1", "days": "7"},
    "/identity/partner-tokens/<uuid:token_id>/end": {},
    "/identity/partners/new": {**PARTNER, "proof": "secret", "scopes": "consent:decide"},
    "/identity/partners/<client_id>/change": {**PARTNER, "scopes": "consent:decide"},
    "/identity/partners/<client_id>/secret": {"overlap_hours": "24"},
    "/identity/partners/<client_id>/keys": {"jwks_uri": "https://partner.example/jwks.json"},
    "/identity/partners/<client_id>/keys/fetch": {},
    "/identity/applications/<application_id>/asks": {},
    "/identity/applications/<application_id>/suspend": {"why": "Een lek in de toepassing."},
    "/identity/applications/<application_id>/let-in": {"why": "Opgelost."},
    "/identity/partners/<client_id>/confirm": {},
    "/identity/partners/<client_id>/suspend": {"why": "Een lek bij de partner."},
    "/identity/partners/<client_id>/let-in": {"why": "Opgelost."},
    "/identity/partners/<client_id>/webhooks": {"url": HOOK},
    "/identity/partners/<client_id>/webhooks/secret": {"overlap_hours": "24"},
    "/identity/partners/<client_id>/webhooks/test": {},
    "/identity/partners/<client_id>/webhooks/turn-on": {},
    "/identity/partners/<client_id>/webhooks/replay": {"since": "2026-03-02T09:00"},
    "/identity/partners/<client_id>/webhooks/leave-out": {"message_id": "{message_id}", "why": "Kan niet mee."},
    "/identity/partners/<client_id>/webhooks/<message_id>/again": {},
    "/requests/own/messages": {"ticket": "AAAA", "message": "Al iets bekend?"},
    "/requests/own/complaint": {"ticket": "AAAA", "complaint": "Niet tevreden."},
    "/requests/own/permission": {"ticket": "AAAA", "permitted": "true"},
    "/requests/own/take-back": {"ticket": "AAAA", "sure": "true"},
    "/requests/own/narrow": {"ticket": "AAAA", "wanted": "Alleen de brieven."},
    "/requests/own/fee": {"ticket": "AAAA", "fee_cents": "500", "pays": "true"},
    "/requests/own/call-me": {"ticket": "AAAA", "telephone": "0612345678"},
    "/requests/cases/<request_id>/messages": {"revision": "1", "seen": "0", "message": "Wij bellen u."},
    "/requests/cases/<request_id>/messages/leave": {"revision": "1", "seen": "0"},
    "/requests/cases/<request_id>/judge": {"revision": "1", "judgement": "founded", "conclusions": "Gelijk."},
    "/requests/cases/<request_id>/measures": {"revision": "1", "number": "1"},
    "/requests/cases/<request_id>/carry": {"revision": "1", "words": "Wis alles."},
    "/requests/cases/<request_id>/carry-begin": {"revision": "1"},
    "/requests/cases/<request_id>/carry-stop": {"revision": "1"},
    "/requests/cases/<request_id>/carry-end": {"revision": "1", "end_reason": "Het ging om een ander."},
    "/requests/cases/<request_id>/carry-step": {
        "revision": "1",
        "step": "01890000-0000-7000-8000-000000000000",
        "step_outcome": "done",
    },
    "/requests/cases/<request_id>/carry-again": {"revision": "1", "again": "01890000-0000-7000-8000-000000000000"},
    "/requests/cases/<request_id>/carry-name": {
        "revision": "1",
        "name_step": "01890000-0000-7000-8000-000000000000",
        "new_name": "Piet Plaatje",
    },
    "/requests/cases/<request_id>/hold": {"revision": "1", "hold_reason": "Er loopt een klacht."},
    "/requests/cases/<request_id>/hold-end": {"revision": "1", "hold": "01890000-0000-7000-8000-000000000000"},
    "/requests/cases/<request_id>/withdraw-question": {"revision": "1"},
    "/requests/cases/<request_id>/send-code": {"revision": "1", "letter_client_number": "Z-4001"},
    "/requests/cases/<request_id>/new-code": {
        "revision": "1",
        "code_how": "at_the_desk",
        "code_document": "passport",
        "code_last": "12AB",
        "code_by": "desk",
    },
    "/requests/cases/<request_id>/identification-failed": {
        "revision": "1",
        "failed_how": "at_the_desk",
        "failure": "another_person",
        "failed_note": "Iemand anders.",
    },
    "/requests/cases/<request_id>/identification-open": {"revision": "1"},
    "/requests/cases/<request_id>/notices/<notice_id>/seen": {},
    "/requests/own/identify-code": {"ticket": "AAAA", "letter_code": "2222-2222"},
    "/requests/own/identify-account": {"ticket": "AAAA"},
}


@dataclass(frozen=True)
class Endpoint:
    """One method of one rule of one service."""

    service: str
    method: str
    rule: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @cached_property
    def reason(self) -> str:
        """Why it is open to anybody; empty when it is not."""
        own = self.rule.replace(f"/{self.service}/", "/*/", 1)
        return PUBLIC.get((self.method, self.rule)) or PUBLIC.get((self.method, own), "")

    @property
    def for_programs(self) -> bool:
        """Whether it speaks JSON and problem details."""
        return "/api/v1/" in self.rule or "/access/v1/" in self.rule

    def path(self, **places: str) -> str:
        """The path with these values in their places. Raises KeyError for a place that nobody gives a value for."""
        path = self.rule
        for place in self.places:
            path = path.replace(f"<{place}>", places[place.rpartition(":")[2]])
        return path

    def body(self, planted: Mapping[str, str]) -> dict[str, Any]:
        """A good body. Raises KeyError where nobody said what this endpoint takes."""
        table: Mapping[str, Mapping[str, Any]] = JSON if self.for_programs else TYPED
        filled: dict[str, Any] = _fill(table[self.rule], planted)
        return filled


def _fill(value: Any, planted: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**planted) if value.startswith("{") else value
    if isinstance(value, Mapping):
        return {name: _fill(inner, planted) for name, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, planted) for inner in value]
    return value


def endpoints(product: Product) -> list[Endpoint]:
    """Every endpoint that the services' applications answer."""
    found = []
    for service, app in product.apps.items():
        for rule in app.url_map.iter_rules():
            places = tuple(part.partition(">")[0] for part in rule.rule.split("<")[1:])
            found += [Endpoint(service, method, rule.rule, places) for method in (rule.methods or set()) - NOT_OURS]
    return sorted(found, key=str)
