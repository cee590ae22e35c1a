"""The outside issuers at which an organisation lets its people sign in, as its part of the organisations' file says.

A secret never stands in that file: it comes from `WAARBORG_ISSUER_SECRET_<ORGANISATION>_<ISSUER>`, or the same `_FILE`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

ISSUER_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,29}[a-z0-9])?")
ALGORITHMS = frozenset({"RS256", "PS256", "ES256"})
"""Signatures that an issuer may use; it is told which ones, and no other is looked at."""
LONGEST_TEXT = 300
KEYS = frozenset(
    {
        "kind",
        "issuer",
        "client_id",
        "client_auth",
        "algorithms",
        "name",
        "scopes",
        "tenant",
        "other_audiences",
        "name_claim",
        "number",
        "levels",
        "second_factor",
        "local_sign_in",
        "emergency_accounts",
    }
)


class IssuerKind(StrEnum):
    """Whom an issuer lets in: those who work here, or persons about whom data are kept."""

    STAFF = "staff"
    PERSON = "person"


class ClientAuth(StrEnum):
    """How we prove at the issuer's token endpoint that it is we who ask (OpenID Connect Core, 9)."""

    PRIVATE_KEY_JWT = "private_key_jwt"
    SECRET_BASIC = "client_secret_basic"  # noqa: S105 - the name of a method
    SECRET_POST = "client_secret_post"  # noqa: S105 - the name of a method


class NumberKind(StrEnum):
    """What sort of number of a person an issuer vouches for."""

    CLIENT_NUMBER = "client_number"
    BSN = "bsn"


@dataclass(frozen=True)
class NumberClaim:
    """The claim that holds a person's number, by which he is found in the register."""

    claim: str
    kind: NumberKind


@dataclass(frozen=True, kw_only=True)
class OutsideIssuer:
    """One issuer: `issuer` is pinned, `id` is our own word for it, which stands in addresses and on timelines.

    `must_be` are claims that have one value (a tenant). `levels` are values of `acr` of which a token must have one;
    `second_factor_acr` and `second_factor_amr` those by which it counts as two proofs. `emergency_accounts` are the
    user names that may sign in here all the same where `local_sign_in` is off for staff.
    """

    id: str
    kind: IssuerKind
    issuer: str
    client_id: str
    client_auth: ClientAuth
    algorithms: tuple[str, ...]
    name: Mapping[str, str]
    scopes: tuple[str, ...] = ("openid", "profile")
    must_be: Mapping[str, str] = field(default_factory=dict)
    other_audiences: frozenset[str] = frozenset()
    name_claim: str = "name"
    number: NumberClaim | None = None
    levels: tuple[str, ...] = ()
    second_factor_acr: frozenset[str] = frozenset()
    second_factor_amr: frozenset[str] = frozenset()
    local_sign_in: bool = True
    emergency_accounts: frozenset[str] = frozenset()

    @property
    def needs_secret(self) -> bool:
        """Whether we prove ourselves by a secret there."""
        return self.client_auth is not ClientAuth.PRIVATE_KEY_JWT


def secret_name(organisation: str, issuer_id: str) -> str:
    """The setting (without its prefix) that holds our secret at an issuer: `ISSUER_SECRET_JTB_CARE_ENTRA`."""
    return f"ISSUER_SECRET_{organisation}_{issuer_id}".replace("-", "_").upper()


def parse_issuers(table: object, where: str) -> Mapping[str, OutsideIssuer]:
    """The issuers in one organisation's `issuers`. Raises ValueError with what is wrong and where."""
    if not isinstance(table, dict):
        raise ValueError(f"{where}: is no table")
    found = {id_: _Issuer(id_, part, f"{where}.{id_}").read() for id_, part in table.items()}
    pinned = [each.issuer for each in found.values()]
    if len(set(pinned)) != len(pinned):
        raise ValueError(f"{where}: the same issuer twice")
    return MappingProxyType(found)


class _Issuer:
    """Reads one issuer's table."""

    def __init__(self, id_: str, table: object, where: str) -> None:
        if ISSUER_PATTERN.fullmatch(id_) is None:
            raise ValueError(f"{where}: an issuer's id is lower case letters, digits and hyphens, at most 31")
        if not isinstance(table, dict):
            raise ValueError(f"{where}: is no table")
        unknown = sorted(set(table) - KEYS)
        if unknown:
            raise ValueError(f"{where}: unknown {', '.join(unknown)}")
        self._id, self._table, self._where = id_, table, where

    def read(self) -> OutsideIssuer:
        kind = IssuerKind(self._one_of("kind", set(IssuerKind)))
        second = self._part("second_factor", {"acr", "amr"})
        issuer = OutsideIssuer(
            id=self._id,
            kind=kind,
            issuer=self._issuer(),
            client_id=self._text("client_id"),
            client_auth=ClientAuth(self._one_of("client_auth", set(ClientAuth))),
            algorithms=self._algorithms(),
            name=self._name(),
            scopes=self._scopes(),
            must_be=self._tenant(),
            other_audiences=frozenset(self._texts("other_audiences")),
            name_claim=self._text("name_claim", otherwise="name"),
            number=self._number(),
            levels=self._texts("levels"),
            second_factor_acr=frozenset(_texts(second.get("acr", []), f"{self._where}.second_factor.acr")),
            second_factor_amr=frozenset(_texts(second.get("amr", []), f"{self._where}.second_factor.amr")),
            local_sign_in=self._local(),
            emergency_accounts=frozenset(name.lower() for name in self._texts("emergency_accounts")),
        )
        self._check(issuer)
        return issuer

    def _check(self, issuer: OutsideIssuer) -> None:
        """What belongs to the one kind is refused with the other, and what a kind needs is missed by name."""
        staff = issuer.kind is IssuerKind.STAFF
        for name in ("number", "levels") if staff else ("local_sign_in", "emergency_accounts"):
            if name in self._table:
                raise ValueError(f"{self._where}.{name}: is not for kind = {issuer.kind.value!r}")
        if not staff and issuer.number is None:
            raise ValueError(f"{self._where}.number: is missing; a person is found by it")
        if not staff and not issuer.levels:
            raise ValueError(f"{self._where}.levels: is missing; say which acr is sure enough for a person")
        if not issuer.local_sign_in and not issuer.emergency_accounts:
            raise ValueError(
                f"{self._where}.emergency_accounts: is missing; without one nobody gets in when it is away"
            )
        if issuer.local_sign_in and issuer.emergency_accounts:
            raise ValueError(f"{self._where}.emergency_accounts: is for local_sign_in = false")

    def _text(self, name: str, *, otherwise: str = "") -> str:
        value = self._table.get(name, otherwise)
        if name not in self._table and not otherwise:
            raise ValueError(f"{self._where}.{name}: is missing")
        return _text(value, f"{self._where}.{name}")

    def _texts(self, name: str) -> tuple[str, ...]:
        return _texts(self._table.get(name, []), f"{self._where}.{name}")

    def _one_of(self, name: str, known: set[str]) -> str:
        value = self._text(name)
        if value not in known:
            raise ValueError(f"{self._where}.{name}: is none of {', '.join(sorted(known))}")
        return value

    def _part(self, name: str, keys: set[str]) -> Mapping[str, object]:
        part = self._table.get(name, {})
        if not isinstance(part, dict) or set(part) - keys:
            raise ValueError(f"{self._where}.{name}: is no table of {', '.join(sorted(keys))}")
        return part

    def _issuer(self) -> str:
        """An address as the issuer itself writes it, to the letter (OpenID Connect Discovery, 3)."""
        issuer = self._text("issuer")
        parts = urlsplit(issuer)
        if (
            parts.scheme not in {"https", "http"}
            or not parts.hostname
            or parts.query
            or parts.fragment
            or "?" in issuer
        ):
            raise ValueError(f"{self._where}.issuer: is no https address without a query")
        return issuer

    def _algorithms(self) -> tuple[str, ...]:
        named = self._texts("algorithms")
        if not named or set(named) - ALGORITHMS:
            raise ValueError(f"{self._where}.algorithms: names at least one of {', '.join(sorted(ALGORITHMS))}")
        return named

    def _name(self) -> Mapping[str, str]:
        part = self._part("name", {"nl", "en"})
        if set(part) != {"nl", "en"}:
            raise ValueError(f"{self._where}.name: is missing; give nl and en")
        return MappingProxyType({lang: _text(part[lang], f"{self._where}.name.{lang}") for lang in ("nl", "en")})

    def _scopes(self) -> tuple[str, ...]:
        scopes = self._texts("scopes") or ("openid", "profile")
        if "openid" not in scopes or any(" " in scope for scope in scopes):
            raise ValueError(f"{self._where}.scopes: is a list with openid in it")
        return scopes

    def _tenant(self) -> Mapping[str, str]:
        part = self._part("tenant", {"claim", "value"})
        if not part:
            return MappingProxyType({})
        if set(part) != {"claim", "value"}:
            raise ValueError(f"{self._where}.tenant: takes claim and value")
        claim, value = (_text(part[name], f"{self._where}.tenant.{name}") for name in ("claim", "value"))
        return MappingProxyType({claim: value})

    def _number(self) -> NumberClaim | None:
        part = self._part("number", {"claim", "kind"})
        if not part:
            return None
        if set(part) != {"claim", "kind"} or part["kind"] not in set(NumberKind):
            raise ValueError(f"{self._where}.number: takes claim, and kind: {', '.join(sorted(NumberKind))}")
        return NumberClaim(_text(part["claim"], f"{self._where}.number.claim"), NumberKind(str(part["kind"])))

    def _local(self) -> bool:
        value = self._table.get("local_sign_in", True)
        if not isinstance(value, bool):
            raise ValueError(f"{self._where}.local_sign_in: is neither true nor false")
        return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError(f"{where}: is no text of 1 to {LONGEST_TEXT} characters")
    return value


def _texts(values: object, where: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise ValueError(f"{where}: is no list of texts")
    return tuple(_text(value, where) for value in values)
