"""The keys that receipts are signed with: how one is made, what of it is published, and how a published set is read.

A published key says from when until when it signed (``nbf``, ``exp``), and whether it was withdrawn (``revoked``, as in
OpenID Federation's historical keys). It stays published for ever, for receipts outlive the key that signed them.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
CERTIFICATE_HOLDS_FOR = timedelta(days=30 * 365)
"""Long enough for what a receipt is kept for; the key itself signs for about a year of it."""
_LONGEST_NAME = 64
"""Characters of a name in a certificate (X.520, ub-common-name)."""


class BadKeys(ValueError):
    """What was given as published keys is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPair:
    """A key to sign with, and the organisation's own certificate of it."""

    kid: str
    private: ECKey = field(repr=False)
    certificate: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedKey:
    """A key to check with: when it signed, and since when nothing that it signed counts any more."""

    kid: str
    public: ECKey
    certificate: bytes | None = None
    signs_from: datetime | None = None
    signs_until: datetime | None = None
    revoked_at: datetime | None = None

    def signed_at(self, at: datetime) -> bool:
        """Whether it was in use at a moment."""
        return (self.signs_from is None or self.signs_from <= at) and (
            self.signs_until is None or at <= self.signs_until
        )


def make_key(kid: str, *, legal_name: str, now: datetime) -> SigningPair:
    """Make a key and the organisation's certificate of it, signed by itself: nobody else vouches for it."""
    key = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": ALGORITHM})
    private = key.private_key
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, legal_name[:_LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Waarborg {kid}"[:_LONGEST_NAME]),
        ]
    )
    usage = dict.fromkeys(_USAGES, False) | {"digital_signature": True, "content_commitment": True}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + CERTIFICATE_HOLDS_FOR)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(private, SHA256())
    )
    return SigningPair(kid=kid, private=key, certificate=certificate.public_bytes(Encoding.DER))


_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def pair_of(kid: str, private: ECKey, public: Mapping[str, Any]) -> SigningPair:
    """Return a key again as it was made, from itself and what of it is published."""
    return SigningPair(kid=kid, private=private, certificate=base64.b64decode(public["x5c"][0]))


def legal_name_of(public: Mapping[str, Any]) -> str:
    """Return whose key it is, as its certificate says."""
    certificate = x509.load_der_x509_certificate(base64.b64decode(public["x5c"][0]))
    return str(certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)


def public_jwk(pair: SigningPair) -> dict[str, Any]:
    """Return what of a key is published, with its certificate (RFC 7517, section 4.7)."""
    return {**pair.private.as_dict(private=False), "x5c": [base64.b64encode(pair.certificate).decode()]}


def read_keys(content: bytes) -> Mapping[str, PublishedKey]:
    """Return a published set of keys, by their ids.

    Raises:
        BadKeys: it is no such set, or one of them is none of ours.
    """
    try:
        jwks = json.loads(content)["keys"]
        read = [_read(each) for each in jwks]
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError, JoseError) as wrong:
        raise BadKeys(
            "these are no published keys: a JSON object with a list of `keys` (RFC 7517) is needed"
        ) from wrong
    if not read:
        raise BadKeys("there is no key in it")
    return {each.kid: each for each in read}


def _read(jwk: Mapping[str, Any]) -> PublishedKey:
    if jwk["kty"] != "EC" or jwk["crv"] != "P-256":
        raise BadKeys("a key is not of the kind that receipts are signed with (EC, P-256)")
    chain = jwk.get("x5c") or [None]
    try:
        certificate = base64.b64decode(chain[0], validate=True) if chain[0] else None
    except binascii.Error as wrong:
        raise BadKeys("a certificate is not in base64") from wrong
    public = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
    return PublishedKey(
        kid=str(jwk["kid"]),
        public=ECKey.import_key(public),
        certificate=certificate,
        signs_from=_moment(jwk.get("nbf")),
        signs_until=_moment(jwk.get("exp")),
        revoked_at=_moment((jwk.get("revoked") or {}).get("revoked_at")),
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
