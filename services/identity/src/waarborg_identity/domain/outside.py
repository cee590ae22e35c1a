"""What an outside issuer says of somebody: when it is believed, what it counts for, and which roles follow from it.

Signatures were checked before; these are the rules about what was signed (OpenID Connect Core, 3.1.3.7).
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeGuard

from waarborg_identity.domain.factors import Method
from waarborg_shared.config.issuers import IssuerKind, OutsideIssuer

SKEW = 60
"""Seconds by which an issuer's clock may differ from ours."""
OLDEST = 600
"""Seconds since it was made in which an ID token may come in; it is fetched right after somebody came back."""
LONGEST_SUBJECT = 255
LONGEST_VALUE = 200
MOST_VALUES = 500
"""How many values of one claim are looked at; somebody in more groups than that is no case of ours."""
LONGEST_NAME = 200
LINK_LIFE = timedelta(days=1)
_BSN_SECTOR = "s00000000:"
_DIGESTS = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


class Fault(StrEnum):
    """Why a token is not believed: a code for the log, in which nothing of the token stands."""

    NOT_SIGNED = "not-signed"
    TYPE = "type"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    PARTY = "authorised-party"
    SUBJECT = "subject"
    TENANT = "tenant"
    NONCE = "nonce"
    EXPIRED = "expired"
    EARLY = "not-yet-valid"
    OLD = "too-old"
    NO_TIME = "no-time"
    NOT_ANEW = "not-signed-in-anew"
    ACCESS_TOKEN = "access-token"  # noqa: S105 - a code
    LEVEL = "level"
    EVENT = "event"
    NUMBER = "number"
    USED = "used-before"


class TokenRefused(Exception):
    """A token of an outside issuer that is not believed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Turned(StrEnum):
    """Why somebody who came back from an outside issuer is not let in."""

    LOST_WAY = "lost-way"
    MIXED_UP = "mixed-up"
    STOPPED = "stopped"
    AWAY = "away"
    NOT_BELIEVED = "not-believed"
    LEVEL = "level"
    NO_ROLE = "no-role"
    NOT_KNOWN = "not-known"
    SHUT = "shut"


class RoleByClaim(Protocol):
    """One row of the organisation's table: who has this value of this claim gets this role."""

    @property
    def claim(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def made_by(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What an ID token must fit: the nonce that we sent, and since when somebody had to sign in (None: no matter)."""

    nonce: str
    now: int
    algorithm: str
    access_token: str | None = None
    anew_since: int | None = None


@dataclass(frozen=True)
class LogoutWish:
    """Whose sessions an issuer ends: of one session there (`sid`), or all of somebody (`sub`)."""

    jti: str
    expires_at: int
    sub: str | None = field(default=None, repr=False)
    sid: str | None = field(default=None, repr=False)


def check_id_token(claims: Mapping[str, Any], issuer: OutsideIssuer, expected: Expected) -> str:
    """Return the subject of an ID token that fits. Raises TokenRefused."""
    _check_maker(claims, issuer)
    _check_times(claims, expected.now)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise TokenRefused(Fault.NONCE)
    if expected.access_token is not None and "at_hash" in claims:
        _check_access_token(claims["at_hash"], expected.access_token, expected.algorithm)
    if expected.anew_since is not None:
        signed_in = claims.get("auth_time")
        if not _is_time(signed_in) or signed_in < expected.anew_since - SKEW:
            raise TokenRefused(Fault.NOT_ANEW)
    if issuer.levels and claims.get("acr") not in issuer.levels:
        raise TokenRefused(Fault.LEVEL)
    return _subject(claims)


def check_logout_token(claims: Mapping[str, Any], issuer: OutsideIssuer, *, now: int) -> LogoutWish:
    """Return what a logout token asks (OpenID Connect Back-Channel Logout, 2.6). Raises TokenRefused."""
    _check_maker(claims, issuer)
    _check_times(claims, now)
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(LOGOUT_EVENT), Mapping):
        raise TokenRefused(Fault.EVENT)
    if "nonce" in claims:  # an ID token that somebody kept must not serve as one of these
        raise TokenRefused(Fault.NONCE)
    jti, sid = claims.get("jti"), claims.get("sid")
    if not _is_name(jti) or (sid is not None and not _is_name(sid)):
        raise TokenRefused(Fault.EVENT)
    sub = _subject(claims) if "sub" in claims else None
    if sub is None and sid is None:
        raise TokenRefused(Fault.SUBJECT)
    return LogoutWish(str(jti), int(claims["exp"]), sub, sid)


LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def second_factor_met(claims: Mapping[str, Any], issuer: OutsideIssuer) -> bool:
    """Whether the issuer says, in words that the organisation trusts, that somebody proved two things to it."""
    amr = claims.get("amr")
    methods = {each for each in amr if isinstance(each, str)} if isinstance(amr, list) else set()
    acr = claims.get("acr")
    return bool(methods & issuer.second_factor_amr) or (isinstance(acr, str) and acr in issuer.second_factor_acr)


# What the word of an issuer is worth: the levels of eIDAS by the addresses that Commission Implementing Regulation (EU)
# 2015/1501 gives them, and the classes of SAML by which DigiD says the same (Koppelvlakspecificatie DigiD, 3.2).
_LEVEL_OF: Mapping[str, Method] = {
    "http://eidas.europa.eu/LoA/substantial": Method.LEVEL_SUBSTANTIAL,
    "http://eidas.europa.eu/LoA/high": Method.LEVEL_HIGH,
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard": Method.LEVEL_SUBSTANTIAL,
    "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI": Method.LEVEL_HIGH,
}


def level_of(claims: Mapping[str, Any], issuer: OutsideIssuer) -> frozenset[Method]:
    """Return how sure an issuer of persons says to be; where its words are not known here, two proofs make it so."""
    if issuer.kind is not IssuerKind.PERSON:
        return frozenset()
    acr = claims.get("acr")
    named = _LEVEL_OF.get(acr) if isinstance(acr, str) else None
    if named is not None:
        return frozenset({named})
    low = isinstance(acr, str) and acr in _LOW
    return frozenset({Method.LEVEL_SUBSTANTIAL} if second_factor_met(claims, issuer) and not low else ())


# Said in so many words to be less than substantial, whatever an organisation's table says of two proofs.
_LOW = frozenset(
    {
        "http://eidas.europa.eu/LoA/low",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
    }
)


def values_of(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """Return the values of a claim by its name, or by a path of names with dots between (`realm_access.roles`)."""
    found: Any = claims.get(claim)
    if found is None and "." in claim:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    many = found if isinstance(found, list) else [found]
    return frozenset(each for each in many[:MOST_VALUES] if isinstance(each, str) and each)


def mapped_roles(
    claims: Mapping[str, Any], table: Iterable[RoleByClaim], *, account_id: str | None, one_person: bool
) -> frozenset[str]:
    """Return the roles that follow by the organisation's table; a value that is not in it gives nothing.

    Nobody gives himself a role: what somebody put into the table counts for others, and for himself only where he is
    the one person (J8).
    """
    return frozenset(
        row.role
        for row in table
        if row.value in values_of(claims, row.claim) and (one_person or row.made_by != account_id)
    )


def name_of(claims: Mapping[str, Any], issuer: OutsideIssuer) -> str:
    """Return the name that the issuer gives, '' when it gives none that can be shown."""
    name = claims.get(issuer.name_claim)
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        return ""
    return name.strip()[:LONGEST_NAME]


def number_of(claims: Mapping[str, Any], issuer: OutsideIssuer) -> str:
    """Return the person's number as it stands in the claim, a BSN without the word for its kind that brokers put
    before it. Raises TokenRefused when there is none."""
    value = claims.get(issuer.number.claim) if issuer.number else None
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_VALUE:
        raise TokenRefused(Fault.NUMBER)
    return value.strip().removeprefix(_BSN_SECTOR)


def _check_maker(claims: Mapping[str, Any], issuer: OutsideIssuer) -> None:
    """Who made it and for whom: the pinned issuer, for us, in the tenant that belongs to the organisation."""
    if claims.get("iss") != issuer.issuer:
        raise TokenRefused(Fault.ISSUER)
    audience = claims.get("aud")
    meant_for = [audience] if isinstance(audience, str) else audience
    if not isinstance(meant_for, list) or issuer.client_id not in meant_for:
        raise TokenRefused(Fault.AUDIENCE)
    others = [each for each in meant_for if each != issuer.client_id]
    if any(not isinstance(each, str) or each not in issuer.other_audiences for each in others):
        raise TokenRefused(Fault.AUDIENCE)
    if (others or "azp" in claims) and claims.get("azp") != issuer.client_id:
        raise TokenRefused(Fault.PARTY)
    if any(claims.get(claim) != value for claim, value in issuer.must_be.items()):
        raise TokenRefused(Fault.TENANT)


def _check_times(claims: Mapping[str, Any], now: int) -> None:
    made, ends, begins = claims.get("iat"), claims.get("exp"), claims.get("nbf", 0)
    if not (_is_time(made) and _is_time(ends) and _is_time(begins)):
        raise TokenRefused(Fault.NO_TIME)
    if ends <= now - SKEW:
        raise TokenRefused(Fault.EXPIRED)
    if max(made, begins) > now + SKEW:
        raise TokenRefused(Fault.EARLY)
    if made < now - OLDEST:
        raise TokenRefused(Fault.OLD)


def _check_access_token(at_hash: Any, access_token: str, algorithm: str) -> None:
    digest = _DIGESTS[algorithm[-3:]](access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    if not isinstance(at_hash, str) or not hmac.compare_digest(at_hash.encode(), half):
        raise TokenRefused(Fault.ACCESS_TOKEN)


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not _is_name(subject):
        raise TokenRefused(Fault.SUBJECT)
    return str(subject)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT


def _is_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 10**12
