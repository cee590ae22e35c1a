"""What a service asks identity: the keys that tokens are signed with, which are void, and whose a session is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from waarborg_shared.auth.actor import Actor, ActorKind, Assurance, IdentityAway, SignedInBy
from waarborg_shared.auth.service_proof import ServiceProofs
from waarborg_shared.client import ANSWER_WITHIN, ServiceAway, ServiceClient

KEYS_PATH = "/identity/jwks.json"
SESSION_PATH = "/identity/api/v1/session-questions"
REVOCATIONS_PATH = "/identity/api/v1/revocations"
HOLDER_PATH = "/identity/api/v1/holder-questions"
PERSONS_PATH = "/identity/api/v1/person-questions"
_MANY_WITHIN = 20.0
"""Seconds for an answer about a thousand persons, on each of whose timelines stands that he was looked up."""


@dataclass(frozen=True)
class SessionAnswer:
    """Who a session belongs to, as identity knows it at this moment."""

    kind: ActorKind
    ref: str
    roles: frozenset[str]
    duties: frozenset[str]
    subject_ref: str | None
    label: str
    assurance: Assurance = Assurance.LOW
    signed_in_by: SignedInBy = SignedInBy.UNKNOWN

    def actor(self, organisation: str) -> Actor:
        """Return the actor that this session makes."""
        return Actor(
            self.kind,
            self.ref,
            organisation,
            roles=self.roles,
            duties=self.duties,
            subject_ref=self.subject_ref,
            label=self.label,
            assurance=self.assurance,
            signed_in_by=self.signed_in_by,
        )


@dataclass(frozen=True)
class RevokedTokens:
    """Which tokens are void before their time: by a name in them, those made in that second (since 1970) or before.

    ``all_until`` voids whatever was made until then: it stands for the names that a list was too short for.
    """

    until: Mapping[str, int]
    all_until: int = 0

    def void(self, names: Collection[str], made_at: int) -> bool:
        """Whether a token that names these, made then, is void."""
        if made_at <= self.all_until:
            return True
        if not self.until:
            return False
        return any(made_at <= self.until[name] for name in names if name in self.until)


@dataclass(frozen=True)
class KnownPersons:
    """By which reference each goes who is registered; who is not here is nobody's."""

    by_number: Mapping[str, str] = field(repr=False)
    by_reference: Mapping[str, str]


@dataclass(frozen=True)
class KnownHolder:
    """Which holder of data a partner system is, and whose its number is; None for each that is not known."""

    code: str | None
    person_ref: str | None


class IdentityQuestions(Protocol):
    """Where the answers come from: identity over the wire, or identity's own tables in its own process."""

    def keys(self, organisation: str) -> Sequence[Mapping[str, Any]]:
        """Return the organisation's public keys (RFC 7517). Raises ``IdentityAway``."""

    def session(self, organisation: str, session_id: str) -> SessionAnswer | None:
        """Return whose session this is, or None when it is nobody's (any more). Raises ``IdentityAway``."""

    def revocations(self, organisation: str) -> RevokedTokens:
        """Return which tokens no longer count, as of some moment since the question. Raises ``IdentityAway``."""

    def persons(self, organisation: str, numbers: Collection[str], refs: Collection[str]) -> KnownPersons:
        """Return who is known by these client numbers and references, 1,000 together at the most.

        For the services that identity lets ask it. Raises ``IdentityAway``.
        """

    def holder(self, organisation: str, client_id: str, number: str | None) -> KnownHolder:
        """Return which holder of data a partner system is, and whom it knows by a number of its own.

        For the service that takes in what holders have. Raises ``IdentityAway``.
        """


class AskIdentity:
    """Asks the identity service, proving which service asks; a session id goes in a body, never in a URL."""

    def __init__(self, client: ServiceClient, proofs: ServiceProofs) -> None:
        self._client = client
        self._proofs = proofs

    def keys(self, organisation: str) -> Sequence[Mapping[str, Any]]:
        answer = self._ask("GET", KEYS_PATH, organisation)
        keys = answer.get("keys")
        if not isinstance(keys, list):
            raise IdentityAway("identity_answered_nonsense")
        return keys

    def session(self, organisation: str, session_id: str) -> SessionAnswer | None:
        answer = self._ask("POST", SESSION_PATH, organisation, {"session": session_id}, proved=True)
        if not answer.get("active"):
            return None
        try:
            return read_session_answer(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise IdentityAway("identity_answered_nonsense") from error

    def revocations(self, organisation: str) -> RevokedTokens:
        answer = self._ask("GET", REVOCATIONS_PATH, organisation, proved=True)
        try:
            return read_revoked_tokens(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise IdentityAway("identity_answered_nonsense") from error

    def persons(self, organisation: str, numbers: Collection[str], refs: Collection[str]) -> KnownPersons:
        question = {"client_numbers": sorted(numbers), "person_refs": sorted(refs)}
        answer = self._ask("POST", PERSONS_PATH, organisation, question, proved=True, timeout=_MANY_WITHIN)
        try:
            return read_known_persons(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise IdentityAway("identity_answered_nonsense") from error

    def holder(self, organisation: str, client_id: str, number: str | None) -> KnownHolder:
        question = {"client_id": client_id, "number": number}
        answer = self._ask("POST", HOLDER_PATH, organisation, question, proved=True)
        found = answer.get("holder"), answer.get("person_ref")
        if not all(each is None or isinstance(each, str) for each in found):
            raise IdentityAway("identity_answered_nonsense")
        return KnownHolder(*found)

    def _ask(
        self,
        method: str,
        path: str,
        organisation: str,
        question: Mapping[str, Any] | None = None,
        *,
        proved: bool = False,
        timeout: float = ANSWER_WITHIN,
    ) -> Mapping[str, Any]:
        try:
            answer = self._client.ask(
                "identity",
                method,
                path,
                organisation=organisation,
                json=question,
                headers=self._proofs.headers(organisation, path) if proved else None,
                timeout=timeout,
            )
        except ServiceAway as error:
            raise IdentityAway from error
        if answer.status != 200 or not isinstance(answer.json, dict):
            raise IdentityAway(f"identity_answered_{answer.status}")
        return answer.json


def read_session_answer(answer: Mapping[str, Any]) -> SessionAnswer:
    """Read identity's answer. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on nonsense."""
    return SessionAnswer(
        kind=ActorKind(answer["kind"]),
        ref=str(answer["ref"]),
        roles=frozenset(map(str, answer["roles"])),
        duties=frozenset(map(str, answer["duties"])),
        subject_ref=answer.get("subject_ref"),
        label=str(answer.get("label", "")),
        assurance=Assurance(answer.get("assurance", Assurance.LOW)),
        signed_in_by=SignedInBy(answer.get("signed_in_by", SignedInBy.UNKNOWN)),
    )


def read_revoked_tokens(answer: Mapping[str, Any]) -> RevokedTokens:
    """Read identity's answer. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on nonsense."""
    until = answer["until"]
    if not isinstance(until, dict) or not all(type(moment) is int for moment in (answer["all_until"], *until.values())):
        raise TypeError("no list of moments by name")
    return RevokedTokens(until, answer["all_until"])


def read_known_persons(answer: Mapping[str, Any]) -> KnownPersons:
    """Read identity's answer. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on nonsense."""
    by_number: dict[str, str] = {}
    by_reference: dict[str, str] = {}
    for each in answer["persons"]:
        place, name = (by_number, "client_number") if "client_number" in each else (by_reference, "asked_ref")
        place[str(each[name])] = str(each["person_ref"])
    return KnownPersons(by_number, by_reference)
