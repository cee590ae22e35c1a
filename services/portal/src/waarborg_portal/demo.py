"""Invented cases at every organisation, filed from outside over the API as a partner system would; once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

ANSWER_WITHIN = 20.0


class DemoFailed(Exception):
    """A service did not take an invented case; the message names the service and the status."""


@dataclass(frozen=True)
class Invented:
    """Who identity invented at one organisation, as its ``demo`` tells."""

    organisation: str
    client_id: str
    client_secret: str
    scopes: Sequence[str]
    persons: Sequence[Mapping[str, Any]]
    staff: Sequence[Mapping[str, Any]]


class Partner:
    """A partner system of one organisation: talks to this machine, names the organisation's host, holds a token."""

    def __init__(self, address: str, host: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Host"] = host

    def sign_in(self, invented: Invented) -> None:
        """Get a token as a partner does. Raises DemoFailed."""
        answer = self._session.post(
            f"{self._address}/identity/token",
            data={"grant_type": "client_credentials", "scope": " ".join(invented.scopes)},
            auth=(invented.client_id, invented.client_secret),
            timeout=ANSWER_WITHIN,
        )
        self._session.headers["Authorization"] = f"Bearer {_good(answer, 'identity')['access_token']}"

    def ask(self, path: str, **query: str) -> Any:
        """Ask something. Raises DemoFailed."""
        return _good(self._session.get(self._address + path, params=query, timeout=ANSWER_WITHIN), path)

    def tell(self, path: str, body: Mapping[str, Any]) -> None:
        """Tell something, once however often it is told. Raises DemoFailed."""
        headers = {"Idempotency-Key": f"demo-{path}"}
        answer = self._session.post(self._address + path, json=body, headers=headers, timeout=ANSWER_WITHIN)
        _good(answer, path)


def _good(answer: requests.Response, what: str) -> Any:
    if not answer.ok:
        raise DemoFailed(f"{what} answered {answer.status_code}: {answer.text[:500]}")
    return answer.json()


def invent_cases(partner: Partner, invented: Invented, *, now: datetime) -> None:
    """File a request, a breach, a vulnerability and a consent.

    Raises:
        DemoFailed: a service refused.
    """
    partner.sign_in(invented)
    ilse, jan = invented.persons[0], invented.persons[1]
    earlier = (now - timedelta(hours=5)).isoformat()
    stands = partner.ask("/consent/api/v1/consents/", subject_ref=jan["person_ref"])
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        (
            "/requests/api/v1/requests/",
            {
                "kind": "access",
                "name": ilse["name"],
                "reach": "post",
                "reach_at": "Verzonnenlaan 1, 9999 ZZ Nergenshuizen",
                "asked": "Ik wil graag zien wat u van mij bewaart.",
            },
        ),
        (
            "/breach/api/v1/breaches/",
            {
                "discovered_at": earlier,
                "aware_at": earlier,
                "summary": "Een brief met een zorgplan kwam bij de verkeerde aan.",
                "answers": {},
            },
        ),
        (
            "/disclosure/api/v1/reports/",
            {
                "what": "De zoekpagina toont wat er in het adres staat als opmaak.",
                "where": "https://www.voorbeeld.example/zoek",
                "how": "Zet een stukje opmaak achter het vraagteken.",
                "reporter": "pseudonym",
                "name": "nachtuil",
            },
        ),
        (
            "/consent/api/v1/consents/",
            {
                "subject_ref": jan["person_ref"],
                "purpose": next(item["purpose"] for item in stands["items"] if item["only_basis"]),
                "statement_version": stands["statement_version"],
                "how": "kitchen_table",
            },
        ),
    )
    for path, body in cases:
        partner.tell(path, body)
