"""Proof of possession (DPoP, RFC 9449): whether the holder of a token's key makes this very request, and only once."""

import base64
import hashlib
import hmac
import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from waarborg_shared.auth.actor import DPOP_ALGORITHM, Unauthenticated

ALGORITHMS = [DPOP_ALGORITHM]
HEADER = "DPoP"
PROOF_TYPE = "dpop+jwt"
LONGEST_PROOF = 4096
LONGEST_JTI = 255
COUNTS_FOR = 60
"""Seconds after its making in which a proof counts."""
EARLY = 10
"""Seconds by which the clock of whoever made it may be ahead of ours."""
MOST_SEEN = 100_000
"""Proofs that one process remembers: more than it can answer while one of them counts."""
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_PUBLIC_PARTS = ("kty", "crv", "x", "y")


class ProofRefused(Unauthenticated):
    """A key was to be proved and was not (401); ``reason`` is a code that says which check failed."""

    error = "invalid_dpop_proof"

    def challenge(self, realm: str = "waarborg") -> str:
        """Return the WWW-Authenticate value that goes with the refusal (RFC 9449, 7.1)."""
        what = f'error="{self.error}", error_description="{self.reason}"'
        return f'DPoP realm="{realm}", algs="{DPOP_ALGORITHM}", {what}'


class WrongScheme(ProofRefused):
    """The token came under a scheme that is not its own: a bound one as bearer, or the other way round (401)."""

    error = "invalid_token"


@dataclass(frozen=True)
class Proof:
    """A proof that holds: the thumbprint of its key (RFC 7638), its id, when it was made, and the nonce in it."""

    jkt: str
    jti: str
    issued_at: int
    nonce: str | None = None

    @property
    def digest(self) -> bytes:
        """What it is remembered by; an id is unique for its key only."""
        return hashlib.sha256(f"{self.jkt}\n{self.jti}".encode("utf-8", "surrogatepass")).digest()


def read_proof(shown: str, *, method: str, origin: str, path: str, now: datetime, token: str | None = None) -> Proof:
    """Return the proof that came with a request at a public origin and (decoded) path. Raises ``ProofRefused``.

    With ``token``, the proof must name it (``ath``). Whether it was seen before is for the caller to ask.
    """
    if not shown:
        raise ProofRefused("no_proof")
    if len(shown) > LONGEST_PROOF:
        raise ProofRefused("too_long")
    jkt, claims = _opened(shown)
    if claims.get("htm") != method:
        raise ProofRefused("another_method")
    if not _same_place(claims.get("htu"), origin, path):
        raise ProofRefused("another_url")
    if token is not None and not _names(claims.get("ath"), token):
        raise ProofRefused("another_token")
    jti, nonce = claims.get("jti"), claims.get("nonce")
    if not isinstance(jti, str) or not 1 <= len(jti) <= LONGEST_JTI or not isinstance(nonce, str | None):
        raise ProofRefused("malformed")
    return Proof(jkt, jti, _made_lately(claims.get("iat"), now), nonce)


def _opened(shown: str) -> tuple[str, Mapping[str, Any]]:
    """Return the thumbprint of the key that signed it, and the claims."""
    found: list[jwk.ECKey] = []

    def key_of(signed: Any) -> jwk.ECKey:
        headers = signed.headers()
        shown_key = headers.get("jwk")
        if headers.get("typ") != PROOF_TYPE or not isinstance(shown_key, Mapping) or "d" in shown_key:
            raise ProofRefused("malformed")
        if shown_key.get("kty") != "EC" or shown_key.get("crv") != "P-256":
            raise ProofRefused("unknown_algorithm")
        found.append(jwk.ECKey.import_key({part: shown_key[part] for part in _PUBLIC_PARTS}))
        return found[0]

    try:
        claims = jwt.decode(shown, key_of, algorithms=ALGORITHMS).claims
        return found[0].thumbprint(), claims
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ProofRefused("malformed") from error


def _same_place(htu: Any, origin: str, path: str) -> bool:
    """Whether it is this address, whatever query or fragment is behind it (RFC 9449, 4.3)."""
    if not isinstance(htu, str):
        return False
    try:
        parts = urlsplit(htu)
    except ValueError:
        return False
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))
    return f"{parts.scheme}://{host}" == origin.lower() and unquote(parts.path) == path


def _names(ath: Any, token: str) -> bool:
    whole = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
    expected = base64.urlsafe_b64encode(whole).rstrip(b"=")
    return isinstance(ath, str) and hmac.compare_digest(ath.encode("utf-8", "surrogatepass"), expected)


def _made_lately(claim: Any, now: datetime) -> int:
    if isinstance(claim, bool) or not isinstance(claim, int | float) or not math.isfinite(claim):
        raise ProofRefused("malformed")
    age = now.timestamp() - claim
    if age > COUNTS_FOR:
        raise ProofRefused("proof_too_old")
    if age < -EARLY:
        raise ProofRefused("proof_not_yet_valid")
    return int(claim)


class SeenProofs:
    """Remembers the proofs that this process took, for as long as they count; the oldest go when there are too many.

    Another process does not know of them: a proof that was caught on its way counts once in each, within its minute.
    """

    def __init__(self, monotonic: Callable[[], float], most: int = MOST_SEEN) -> None:
        self._monotonic = monotonic
        self._most = most
        self._seen: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def first_use(self, proof: Proof) -> bool:
        """Whether this process sees the proof for the first time; from now on it does not."""
        digest, clock = proof.digest, self._monotonic()
        with self._lock:
            self._forget(clock)
            if digest in self._seen:
                return False
            self._seen[digest] = clock
            return True

    def _forget(self, clock: float) -> None:
        while self._seen:
            oldest = next(iter(self._seen))
            if clock - self._seen[oldest] <= COUNTS_FOR + EARLY and len(self._seen) < self._most:
                return
            del self._seen[oldest]
