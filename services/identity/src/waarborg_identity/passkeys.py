"""Passkeys (WebAuthn): what a browser is asked for, and whether its answer holds. A challenge is signed, not stored.

The library is imported where somebody comes with a passkey: it takes memory, and most processes never meet one.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer

from waarborg_shared.web.keys import derive_key

COUNTS_FOR = timedelta(minutes=30)
"""How long a page with a challenge may stand open."""
LONGEST_ANSWER = 20_000


class Purpose(StrEnum):
    """What a challenge was handed out for; it counts for nothing else."""

    SET_UP = "set-up"
    SECOND = "second"
    SIGN_IN = "sign-in"


class NotProved(Exception):
    """A browser's answer does not hold, or not for this challenge. Nothing of it is told."""


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that a device made, with the challenge that it answered."""

    credential_id: bytes
    public_key: bytes
    counter: int
    challenge: bytes


@dataclass(frozen=True)
class KnownPasskey:
    """A passkey that was set up before."""

    credential_id: bytes
    public_key: bytes
    counter: int


@dataclass(frozen=True)
class Proof:
    """What a passkey's answer proved: its new counter, whether the device asked who is there, and the challenge."""

    counter: int
    verified: bool
    challenge: bytes


class Passkeys:
    """The passkeys of one organisation: its host is the relying party."""

    def __init__(self, master_key: bytes, organisation: str, *, origin: str, name: str) -> None:
        self._signer = URLSafeSerializer(derive_key(master_key, use="identity.passkeys"), salt="challenge")
        self._organisation = organisation
        self._origin = origin
        self._host = urlsplit(origin).hostname or ""
        self._name = name

    def ask_new(self, holder: str, label: str, *, known: Iterable[bytes], bound: str, nonce: str, now: datetime) -> str:
        """Return what a browser is told to make a passkey, as JSON; ``bound`` is the session that asks."""
        import webauthn  # noqa: PLC0415 - see above
        from webauthn.helpers import structs  # noqa: PLC0415 - see above

        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name=self._name,
            user_name=label,
            user_display_name=label,
            user_id=holder.encode(),
            challenge=self._challenge(Purpose.SET_UP, bound, nonce, now),
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.PREFERRED,
                user_verification=structs.UserVerificationRequirement.PREFERRED,
            ),
        )
        return str(webauthn.options_to_json(options))

    def ask_proof(
        self, purpose: Purpose, *, known: Iterable[bytes] = (), bound: str = "", nonce: str, now: datetime
    ) -> str:
        """Return what a browser is told to prove a passkey, as JSON; without ``known`` ones the visitor chooses."""
        import webauthn  # noqa: PLC0415 - see above
        from webauthn.helpers import structs  # noqa: PLC0415 - see above

        needed = structs.UserVerificationRequirement
        options = webauthn.generate_authentication_options(
            rp_id=self._host,
            challenge=self._challenge(purpose, bound, nonce, now),
            allow_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
            user_verification=needed.REQUIRED if purpose is Purpose.SIGN_IN else needed.PREFERRED,
        )
        return str(webauthn.options_to_json(options))

    def made(self, answer: str, *, bound: str, now: datetime) -> NewPasskey:
        """Return the passkey that a browser made. Raises NotProved."""
        import webauthn  # noqa: PLC0415 - see above
        from webauthn import helpers  # noqa: PLC0415 - see above

        try:
            credential = helpers.parse_registration_credential_json(answer)
            challenge = helpers.parse_client_data_json(credential.response.client_data_json).challenge
            self._check(challenge, Purpose.SET_UP, bound, now)
            done = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
            )
        except Exception as error:  # whatever a reader of foreign bytes stumbles over is no proof
            raise NotProved from error
        return NewPasskey(done.credential_id, done.credential_public_key, done.sign_count, challenge)

    def proved(self, answer: str, known: KnownPasskey, purpose: Purpose, *, bound: str = "", now: datetime) -> Proof:
        """Return what a known passkey proved. Raises NotProved."""
        import webauthn  # noqa: PLC0415 - see above
        from webauthn import helpers  # noqa: PLC0415 - see above

        try:
            credential = helpers.parse_authentication_credential_json(answer)
            challenge = helpers.parse_client_data_json(credential.response.client_data_json).challenge
            self._check(challenge, purpose, bound, now)
            done = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.counter,
                require_user_verification=purpose is Purpose.SIGN_IN,
            )
        except Exception as error:  # whatever a reader of foreign bytes stumbles over is no proof
            raise NotProved from error
        return Proof(done.new_sign_count, done.user_verified, challenge)

    def _challenge(self, purpose: Purpose, bound: str, nonce: str, now: datetime) -> bytes:
        return str(self._signer.dumps([self._organisation, purpose.value, bound, int(now.timestamp()), nonce])).encode()

    def _check(self, challenge: bytes, purpose: Purpose, bound: str, now: datetime) -> None:
        try:
            organisation, meant_for, to, at, _nonce = self._signer.loads(challenge)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotProved from error
        fits = (organisation, meant_for, to) == (self._organisation, purpose.value, bound)
        if not fits or now.timestamp() - at > COUNTS_FOR.total_seconds():
            raise NotProved


def which(answer: str) -> bytes:
    """Return the id of the passkey that an answer names. Raises NotProved."""
    from webauthn import helpers  # noqa: PLC0415 - see above

    try:
        return bytes(helpers.parse_authentication_credential_json(answer).raw_id)
    except Exception as error:  # likewise
        raise NotProved from error


def digest_of(credential_id: bytes) -> bytes:
    """Return what a passkey is found by."""
    return hashlib.sha256(credential_id).digest()


def proof_of(found: Any) -> KnownPasskey:
    """Return a stored row as a known passkey."""
    return KnownPasskey(bytes(found.credential_id), bytes(found.public_key), found.counter)
