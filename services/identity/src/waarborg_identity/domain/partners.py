"""What an organisation agrees with a partner system: its purpose, its keys, and the events that it may be told of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from waarborg_identity.domain.clients import AuthMethod, BadClient
from waarborg_shared.hooks.values import Holder, HolderKind

VISIBLE_EVENTS: tuple[str, ...] = (
    "nl.waarborg.consent.consent-given.v1",
    "nl.waarborg.consent.consent-withdrawn.v1",
    "nl.waarborg.consent.consent-changed-in-part.v1",
    "nl.waarborg.consent.consent-undone.v1",
    "nl.waarborg.consent.consent-expired.v1",
    "nl.waarborg.consent.consent-invalidated.v1",
    "nl.waarborg.consent.consent-requested.v1",
    "nl.waarborg.consent.consent-refused.v1",
    "nl.waarborg.consent.consent-deferred.v1",
    "nl.waarborg.consent.consent-up-for-review.v1",
    "nl.waarborg.consent.mark-set.v1",
    "nl.waarborg.consent.mark-ended.v1",
    "nl.waarborg.consent.message-answer-changed.v1",
    "nl.waarborg.consent.representation-registered.v1",
    "nl.waarborg.consent.representation-ended.v1",
    "nl.waarborg.consent.statement-published.v1",
    "nl.waarborg.requests.request-received.v1",
    "nl.waarborg.requests.request-extended.v1",
    "nl.waarborg.requests.request-answered.v1",
    "nl.waarborg.requests.holder-asked.v1",
    "nl.waarborg.requests.holder-released.v1",
    "nl.waarborg.requests.carrying-asked.v1",
    "nl.waarborg.identity.person-registered.v1",
    "nl.waarborg.identity.persons-merged.v1",
    "nl.waarborg.identity.persons-split.v1",
)
"""What a partner may ever be told of; an organisation chooses from it. Breaches and reported weaknesses stay inside."""

FOR_ONE_HOLDER = frozenset(
    {
        "nl.waarborg.requests.holder-asked.v1",
        "nl.waarborg.requests.holder-released.v1",
        "nl.waarborg.requests.carrying-asked.v1",
    }
)
"""What one holder is asked, that holder alone is told, whoever else agreed to hear such things."""

FOR_HOLDERS = FOR_ONE_HOLDER | {"nl.waarborg.identity.persons-merged.v1", "nl.waarborg.identity.persons-split.v1"}
"""What only who keeps data of clients is told: what it is asked or has to carry out, and which registrations are of one
(B21)."""

LONGEST_OVERLAP = timedelta(days=7)
MOST_KEYS = 10
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_CURVES = frozenset({"P-256", "P-384"})
_SHORTEST_MODULUS = 342  # characters of base64url: 2048 bits


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What is agreed with a partner. `contact` is of a person or a desk, and is stored sealed.

    `holder` says that client data live there: it contributes to access requests and carries out erasures (B21).
    `holder_code` is which of the organisation's holders it is. `secret_reason` says why it can do no better than a
    secret. `require_dpop` and `require_pushed` are asked of it as of any client (NewClient).
    """

    purpose: str
    agreement_ref: str = ""
    contact: str = field(default="", repr=False)
    events: frozenset[str] = frozenset()
    holder: bool = False
    holder_code: str = ""
    secret_reason: str = ""
    require_dpop: bool = False
    require_pushed: bool = False

    def __post_init__(self) -> None:
        if not self.purpose.strip():
            raise BadClient(
                "purpose", "Say what the partner does with the data.", "Vul in wat de partner met de gegevens doet."
            )
        if self.holder_code and not self.holder:
            raise BadClient(
                "holder_code",
                "Say first that data of clients are kept there.",
                "Zeg eerst dat daar gegevens van cliënten bewaard worden.",
            )
        unknown = self.events - frozenset(VISIBLE_EVENTS)
        if unknown:
            raise BadClient("events", "These are not events for partners.", "Dit zijn geen berichten voor partners.")
        if self.events & FOR_HOLDERS and not self.holder:
            raise BadClient(
                "events",
                "What holders are asked, and merged and split registrations, are only for a partner where data of "
                "clients are kept.",
                "Wat houders gevraagd wordt, en samengevoegde en gesplitste inschrijvingen, zijn alleen voor een "
                "partner die gegevens van cliënten bewaart.",
            )

    def check_method(self, method: AuthMethod) -> None:
        """Refuse a secret without a reason: a key that the partner keeps to itself is the rule. Raises BadClient."""
        if method is AuthMethod.CLIENT_SECRET_BASIC and not self.secret_reason.strip():
            raise BadClient(
                "secret_reason",
                "Say why this partner can do no better than a secret.",
                "Vul in waarom deze partner alleen met een geheim kan werken.",
            )


def check_holder(code: str, holders: Mapping[str, Holder]) -> None:
    """Refuse what is none of the organisation's holders that hand in as a partner system. Raises BadClient."""
    if code and (code not in holders or holders[code].kind is not HolderKind.PARTNER):
        raise BadClient("holder_code", "Choose one of the holders.", "Kies een van de houders.")


def check_keys(keys: Any) -> Mapping[str, Any]:
    """Return a set of public keys (RFC 7517) that a partner signs with: EC P-256 or P-384, or RSA of 2048 bits or more.

    Raises BadClient; a private key above all is refused, for whoever sent it should make a new one.
    """
    found = keys.get("keys") if isinstance(keys, Mapping) else None
    if not isinstance(found, Sequence) or isinstance(found, str) or not 1 <= len(found) <= MOST_KEYS:
        raise BadClient(
            "jwks",
            f'This is no JSON object with "keys" in it, 1 to {MOST_KEYS} of them.',
            f'Dit is geen JSON-object met "keys" erin, 1 tot {MOST_KEYS} stuks.',
        )
    for key in found:
        _check_key(key)
    names = [key.get("kid") for key in found]
    if len(found) > 1 and (None in names or len(set(names)) < len(names)):
        raise BadClient(
            "jwks",
            'Several keys each need a "kid" of their own.',
            'Bij meer sleutels heeft elke een eigen "kid" nodig.',
        )
    return {"keys": [dict(key) for key in found]}


def _check_key(key: Any) -> None:
    if not isinstance(key, Mapping) or not all(isinstance(name, str) for name in key):
        raise BadClient("jwks", "Each key is a JSON object.", "Elke sleutel is een JSON-object.")
    if _PRIVATE & key.keys():
        raise BadClient(
            "jwks",
            "This holds a private key. Others may know it now: ask the partner for a new one, and for its public part.",
            "Hier zit een geheime sleutel in, die anderen nu misschien kennen. Vraag de partner om een nieuwe, en om "
            "het openbare deel daarvan.",
        )
    if not isinstance(key.get("kid", ""), str) or len(key.get("kid", "")) > 100:
        raise BadClient("jwks", 'A "kid" has 1 to 100 characters.', 'Een "kid" heeft 1 tot 100 tekens.')
    if not (_is_curve(key) or _is_rsa(key)):
        raise BadClient(
            "jwks",
            "Keys are EC on P-256 or P-384, or RSA of 2048 bits or more.",
            "Sleutels zijn EC op P-256 of P-384, of RSA van 2048 bits of meer.",
        )


def _is_curve(key: Mapping[str, Any]) -> bool:
    parts = (key.get("x"), key.get("y"))
    return key.get("kty") == "EC" and key.get("crv") in _CURVES and all(isinstance(part, str) for part in parts)


def _is_rsa(key: Mapping[str, Any]) -> bool:
    modulus = key.get("n")
    long_enough = isinstance(modulus, str) and len(modulus.rstrip("=")) >= _SHORTEST_MODULUS
    return key.get("kty") == "RSA" and long_enough and isinstance(key.get("e"), str)
