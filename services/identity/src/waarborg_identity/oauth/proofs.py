"""Proof of possession at the issuer (DPoP, RFC 9449): a fresh nonce of ours in each proof, and each proof once."""

from datetime import datetime, timedelta

from authlib.oauth2.rfc6749.errors import OAuth2Error
from itsdangerous import BadSignature, URLSafeSerializer

from waarborg_identity.actions.once import first_use
from waarborg_identity.oauth.requests import Request
from waarborg_shared.auth import ProofRefused
from waarborg_shared.auth.dpop import COUNTS_FOR, EARLY, HEADER, Proof, read_proof
from waarborg_shared.uow import Work
from waarborg_shared.web.keys import derive_key

NONCE_HEADER = "DPoP-Nonce"
NONCE_LIVES_FOR = 300
"""Seconds in which a nonce counts."""


class NonceNeeded(OAuth2Error):  # type: ignore[misc]
    """The proof lacks a fresh nonce of ours; one goes along with this answer (400; RFC 9449, 8)."""

    error = "use_dpop_nonce"
    description = "A fresh nonce is needed in the proof."


class BadProof(OAuth2Error):  # type: ignore[misc]
    """The proof does not hold, or there is none where one is needed (400; RFC 9449, 5)."""

    error = "invalid_dpop_proof"


class Nonces:
    """Signs this moment for one organisation, so that nothing need be kept to know a nonce again."""

    def __init__(self, master_key: bytes, organisation: str) -> None:
        self._signer = URLSafeSerializer(derive_key(master_key, use="identity.dpop"), salt="nonce")
        self._organisation = organisation

    def fresh(self, now: datetime) -> str:
        """Return a nonce that counts for five minutes."""
        return str(self._signer.dumps([self._organisation, int(now.timestamp())]))

    def holds(self, shown: str, now: datetime) -> bool:
        """Whether this is a nonce of ours, and not an old one."""
        try:
            organisation, since = self._signer.loads(shown)
        except (BadSignature, ValueError, TypeError):
            return False
        return bool(organisation == self._organisation and now.timestamp() - since <= NONCE_LIVES_FOR)


class Proofs:
    """Reads the proofs that come to this issuer's own endpoints, in one unit of work."""

    def __init__(self, work: Work, nonces: Nonces, origin: str) -> None:
        self._work = work
        self._nonces = nonces
        self._origin = origin

    def read(self, request: Request, path: str) -> Proof | None:
        """Return the proof of a request; None when it brought none. Raises BadProof, NonceNeeded."""
        shown = request.headers.get(HEADER)
        if shown is None:
            return None
        try:
            proof = read_proof(shown, method="POST", origin=self._origin, path=path, now=self._work.now)
        except ProofRefused as refused:
            raise BadProof(f"The proof does not hold: {refused.reason}.") from refused
        if proof.nonce is None or not self._nonces.holds(proof.nonce, self._work.now):
            raise NonceNeeded
        return proof

    def spend(self, proof: Proof) -> None:
        """Let a proof count no more, in whichever process it is shown. Raises BadProof when it does not already."""
        until = self._work.now + timedelta(seconds=COUNTS_FOR + EARLY)
        if not first_use(self._work, f"dpop\n{proof.jkt}\n{proof.jti}", until=until):
            raise BadProof("The proof was used before.")

    def nonce(self) -> str:
        """Return a nonce for the next proof."""
        return self._nonces.fresh(self._work.now)
