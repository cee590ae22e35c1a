"""Which service asks: what it signs with a key of its own, for one question to one organisation's identity.

Shaped after RFC 7523; the scheme and the type are ours alone, so that it is neither an access token nor a client's.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError

from waarborg_shared.auth.actor import Unauthenticated
from waarborg_shared.auth.names import Origin, issuer
from waarborg_shared.config.service_keys import Jwk, opened_service_key

ALGORITHM = "ES256"
SCHEME = "WaarborgService"
PROOF_TYPE = "waarborg-service+jwt"
LIVES_FOR = 60
EARLY = 10
"""Seconds for which a proof counts, and by which the clock of who made it may be ahead."""
LONGEST_PROOF = 2048
_NO_PROOF = (JoseError, ValueError, TypeError, RecursionError)


class ServiceProofs:
    """Makes the proofs of one service: each for one question, so that what is caught on its way asks nothing else."""

    def __init__(self, service: str, pem: str, *, origin: Origin, now: Callable[[], datetime]) -> None:
        self._service = service
        self._key = opened_service_key(pem)
        self._origin = origin
        self._now = now

    def headers(self, organisation: str, path: str) -> Mapping[str, str]:
        """Return the header that proves who asks the identity of an organisation at this path."""
        made_at = int(self._now().timestamp())
        claims = {
            "iss": self._service,
            "sub": self._service,
            "aud": issuer(self._origin(organisation)),
            "path": path,
            "iat": made_at,
            "exp": made_at + LIVES_FOR,
        }
        header = {"alg": ALGORITHM, "typ": PROOF_TYPE, "kid": self._service}
        return {"Authorization": f"{SCHEME} {jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])}"}


class ServiceKeys:
    """The public keys by which identity knows the services; a service may have an old key and a new one."""

    def __init__(self, jwks: Sequence[Jwk]) -> None:
        self._keys: dict[str, list[jwk.ECKey]] = {}
        for each in jwks:
            public = {part: each[part] for part in ("kty", "crv", "x", "y")}
            self._keys.setdefault(each["kid"], []).append(jwk.ECKey.import_key(public))

    def asker(self, authorization: str, *, origin: str, path: str, now: datetime) -> str:
        """Return which service asks, at this path of the identity with that origin. Raises ``Unauthenticated``."""
        scheme, _, proof = authorization.partition(" ")
        if scheme != SCHEME or len(proof) > LONGEST_PROOF:
            raise Unauthenticated("not_a_service")
        service, claims = self._opened(proof)
        names = (claims.get("iss"), claims.get("sub"), claims.get("aud"), claims.get("path"))
        if names != (service, service, issuer(origin), path) or not _counts(claims, now.timestamp()):
            raise Unauthenticated("not_a_service")
        return service

    def _opened(self, proof: str) -> tuple[str, Mapping[str, Any]]:
        """Return by whose key it was signed, and its claims."""
        try:
            headers = jws.extract_compact(proof.encode("ascii")).headers()
            service = headers.get("kid") if headers.get("typ") == PROOF_TYPE else None
        except _NO_PROOF as error:
            raise Unauthenticated("not_a_service") from error
        for key in self._keys.get(service, ()) if isinstance(service, str) else ():
            with suppress(*_NO_PROOF):
                return str(service), jwt.decode(proof, key, algorithms=[ALGORITHM]).claims
        raise Unauthenticated("not_a_service")


def _counts(claims: Mapping[str, Any], clock: float) -> bool:
    """Whether it was made just now, for a minute at the most."""
    made_at, expires_at = claims.get("iat"), claims.get("exp")
    if type(made_at) is not int or type(expires_at) is not int:
        return False
    return made_at - EARLY <= clock < expires_at <= made_at + LIVES_FOR
