"""The rules about what an outside issuer says: values of claims, roles that follow, and when there were two proofs."""

import base64
import hashlib
from dataclasses import dataclass, replace

import pytest

from waarborg_identity.domain.factors import Method, proved_twice, told_methods
from waarborg_identity.domain.outside import (
    Expected,
    Fault,
    TokenRefused,
    check_id_token,
    level_of,
    mapped_roles,
    name_of,
    number_of,
    second_factor_met,
    values_of,
)
from waarborg_shared.config import ClientAuth, IssuerKind, NumberClaim, NumberKind, OutsideIssuer

NOW = 1_772_442_000
ISSUER = OutsideIssuer(
    id="werk",
    kind=IssuerKind.STAFF,
    issuer="https://werk.example",
    client_id="waarborg",
    client_auth=ClientAuth.PRIVATE_KEY_JWT,
    algorithms=("ES256",),
    name={"nl": "Werk", "en": "Work"},
    must_be={"tid": "t-1"},
    other_audiences=frozenset({"api"}),
    second_factor_acr=frozenset({"hoog"}),
    second_factor_amr=frozenset({"mfa", "hwk"}),
    number=NumberClaim("bsn", NumberKind.BSN),
)
GOOD = {
    "iss": "https://werk.example",
    "aud": "waarborg",
    "sub": "sub-1",
    "iat": NOW,
    "exp": NOW + 300,
    "nonce": "n",
    "tid": "t-1",
}


def check(**changes):
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return check_id_token(claims, ISSUER, Expected(nonce="n", now=NOW, algorithm="ES256", access_token="at"))


def half(text, digest=hashlib.sha256):
    whole = digest(text.encode()).digest()
    return base64.urlsafe_b64encode(whole[: len(whole) // 2]).rstrip(b"=").decode()


def test_a_good_token_gives_its_subject():
    assert check() == "sub-1"
    assert check(aud=["waarborg"]) == check(aud=["api", "waarborg"], azp="waarborg") == "sub-1"
    assert check(at_hash=half("at")) == check(iat=NOW + 60) == check(exp=NOW - 59, iat=NOW - 600) == "sub-1"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"tid": "t-2"}, Fault.TENANT),
        ({"tid": None}, Fault.TENANT),
        ({"tid": ["t-1"]}, Fault.TENANT),
        ({"aud": ["api", "waarborg"]}, Fault.PARTY),
        ({"aud": ["api", "waarborg"], "azp": "api"}, Fault.PARTY),
        ({"aud": ["api"]}, Fault.AUDIENCE),
        ({"iss": "https://werk.example/"}, Fault.ISSUER),
        ({"at_hash": half("at", hashlib.sha512)}, Fault.ACCESS_TOKEN),
    ],
)
def test_a_token_that_does_not_fit_is_refused(changes, fault):
    with pytest.raises(TokenRefused) as refused:
        check(**changes)
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("claims", "claim", "values"),
    [
        ({"roles": ["a", "b"]}, "roles", {"a", "b"}),
        ({"role": "a"}, "role", {"a"}),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", {"a"}),
        ({"https://x.example/roles": ["a"]}, "https://x.example/roles", {"a"}),
        ({"a.b": "exact", "a": {"b": "path"}}, "a.b", {"exact"}),
        ({"roles": ["a", 5, None, "", ["b"]]}, "roles", {"a"}),
        ({"roles": {"a": True}}, "roles", set()),
        ({"roles": True}, "roles", set()),
        ({"a": "b"}, "a.b.c", set()),
        ({}, "roles", set()),
        ({"roles": [str(n) for n in range(600)]}, "roles", {str(n) for n in range(500)}),
    ],
)
def test_values_of_a_claim(claims, claim, values):
    assert values_of(claims, claim) == values


@dataclass(frozen=True)
class Row:
    claim: str
    value: str
    role: str
    made_by: str = "anouk"


TABLE = (Row("roles", "wijk", "staff"), Row("roles", "fg", "privacy_officer"), Row("dept", "wijk", "board"))


def test_roles_follow_by_the_table_alone():
    claims = {"roles": ["wijk", "privacy_officer", "WIJK2"]}
    assert mapped_roles(claims, TABLE, account_id=None, one_person=False) == {"staff"}
    assert mapped_roles({"roles": ["Wijk"]}, TABLE, account_id=None, one_person=False) == set()
    assert mapped_roles({}, TABLE, account_id=None, one_person=False) == set()


def test_J8_what_somebody_put_into_the_table_is_for_others_unless_he_is_alone():
    claims = {"roles": ["wijk"]}
    assert mapped_roles(claims, TABLE, account_id="anouk", one_person=False) == set()
    assert mapped_roles(claims, TABLE, account_id="anouk", one_person=True) == {"staff"}
    assert mapped_roles(claims, TABLE, account_id="bram", one_person=False) == {"staff"}


@pytest.mark.parametrize(
    ("claims", "met"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["hwk"]}, True),
        ({"acr": "hoog"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"amr": [["mfa"]]}, False),
        ({"acr": ["hoog"]}, False),
        ({"acr": "laag"}, False),
        ({}, False),
    ],
)
def test_two_proofs_are_what_the_configuration_says(claims, met):
    assert second_factor_met(claims, ISSUER) is met


def test_the_word_of_an_issuer_is_one_proof_or_two():
    assert not proved_twice({Method.ISSUER})
    assert proved_twice({Method.ISSUER, Method.TOTP})
    assert proved_twice({Method.ISSUER_TWICE})
    assert not proved_twice({Method.ISSUER, Method.PASSWORD})
    assert told_methods({Method.ISSUER_TWICE}) == ("mfa",)
    assert told_methods({Method.ISSUER}) == ()


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": " Wies Werkt "}, "Wies Werkt"),
        ({"name": "x" * 300}, "x" * 200),
        ({"name": "a\nb"}, ""),
        ({"name": 5}, ""),
    ],
)
def test_a_name_is_shown_only_when_it_can_be(claims, name):
    assert name_of(claims, ISSUER) == name


def test_a_number_is_taken_without_the_word_before_it():
    assert number_of({"bsn": "s00000000:999990044"}, ISSUER) == number_of({"bsn": " 999990044 "}, ISSUER) == "999990044"
    for wrong in ({}, {"bsn": ""}, {"bsn": 999990044}, {"bsn": "1" * 201}):
        with pytest.raises(TokenRefused):
            number_of(wrong, ISSUER)
    assert number_of({"bsn": "s00000001:999990044"}, ISSUER) == "s00000001:999990044"


PERSONS = replace(
    ISSUER,
    kind=IssuerKind.PERSON,
    number=NumberClaim("sub", NumberKind.BSN),
    levels=("urn:broker:sure",),
    second_factor_acr=frozenset({"urn:broker:sure", "http://eidas.europa.eu/LoA/low"}),
)


@pytest.mark.parametrize(
    ("acr", "level"),
    [
        ("http://eidas.europa.eu/LoA/high", {Method.LEVEL_HIGH}),
        ("http://eidas.europa.eu/LoA/substantial", {Method.LEVEL_SUBSTANTIAL}),
        ("http://eidas.europa.eu/LoA/low", set()),
        ("urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard", {Method.LEVEL_SUBSTANTIAL}),
        ("urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI", {Method.LEVEL_HIGH}),
        ("urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract", set()),
        ("urn:broker:sure", {Method.LEVEL_SUBSTANTIAL}),
        ("urn:broker:other", set()),
        (None, set()),
        (["http://eidas.europa.eu/LoA/high"], set()),
    ],
)
def test_B15_how_sure_an_issuer_is_of_a_person_comes_from_its_own_word(acr, level):
    assert level_of({"acr": acr}, PERSONS) == level
    assert level_of({"acr": acr}, ISSUER) == frozenset(), "those who work here have no such level"


def test_the_level_of_an_issuer_is_not_told_as_a_method():
    assert told_methods({Method.ISSUER_TWICE, Method.LEVEL_HIGH}) == ("mfa",)
