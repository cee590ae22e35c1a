"""Outside issuers in the organisations' file: what is missing or wrong stops the start, with the place of it."""

import pytest

from waarborg_shared.config import (
    ClientAuth,
    IssuerKind,
    NumberKind,
    SettingError,
    parse_organisations,
    read_issuer_secrets,
    read_settings,
)

STAFF = """
[organisations.bqr.issuers.entra]
kind = "staff"
issuer = "https://login.example/tenant/v2.0"
client_id = "waarborg"
client_auth = "client_secret_post"
algorithms = ["RS256"]
name = { nl = "Werkaccount", en = "Work account" }
"""
PERSON = """
[organisations.bqr.issuers.digid]
kind = "person"
issuer = "https://broker.example"
client_id = "waarborg"
client_auth = "private_key_jwt"
algorithms = ["PS256", "ES256"]
name = { nl = "DigiD", en = "DigiD" }
number = { claim = "bsn", kind = "bsn" }
levels = ["substantieel", "hoog"]
"""


def file(*parts):
    return "\n".join(('[organisations.bqr]\nhosts = ["bqr.localhost"]', *parts))


def test_an_issuer_for_staff_is_read():
    more = 'tenant = { claim = "tid", value = "t-1" }\nsecond_factor = { amr = ["mfa"] }\nlocal_sign_in = false\n'
    text = file(STAFF + more + 'emergency_accounts = ["Noodtoegang"]\nother_audiences = ["api"]\nname_claim = "naam"')
    issuer = parse_organisations(text)["bqr"].issuers["entra"]
    assert (issuer.id, issuer.kind, issuer.client_auth) == ("entra", IssuerKind.STAFF, ClientAuth.SECRET_POST)
    assert (issuer.must_be, issuer.second_factor_amr) == ({"tid": "t-1"}, {"mfa"})
    assert (issuer.local_sign_in, issuer.emergency_accounts) == (False, {"noodtoegang"})
    assert (issuer.scopes, issuer.name_claim, issuer.needs_secret) == (("openid", "profile"), "naam", True)


def test_an_issuer_for_persons_is_read():
    issuer = parse_organisations(file(PERSON))["bqr"].issuers["digid"]
    assert (issuer.kind, issuer.number.kind, issuer.levels) == (
        IssuerKind.PERSON,
        NumberKind.BSN,
        ("substantieel", "hoog"),
    )
    assert not issuer.needs_secret


def without(text, name):
    return "\n".join(line for line in text.splitlines() if not line.startswith(f"{name} ="))


@pytest.mark.parametrize("name", ["kind", "issuer", "client_id", "client_auth", "algorithms", "name"])
def test_what_every_issuer_needs_is_missed_by_name(name):
    with pytest.raises(ValueError, match=rf"organisations\.bqr\.issuers\.entra\.{name}"):
        parse_organisations(file(without(STAFF, name)))


@pytest.mark.parametrize("name", ["number", "levels"])
def test_what_an_issuer_for_persons_needs_besides_is_missed_by_name(name):
    with pytest.raises(ValueError, match=rf"organisations\.bqr\.issuers\.digid\.{name}: is missing"):
        parse_organisations(file(without(PERSON, name)))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ('secret = "x"', "unknown secret"),
        ('kind = "robot"', r"entra\.kind"),
        ('issuer = "login.example"', r"entra\.issuer"),
        ('issuer = "https://login.example/?x=1"', r"entra\.issuer"),
        ('issuer = "https://login.example/#x"', r"entra\.issuer"),
        ("client_id = 5", r"entra\.client_id"),
        ('client_id = ""', r"entra\.client_id"),
        ('client_auth = "none"', r"entra\.client_auth"),
        ("algorithms = []", r"entra\.algorithms"),
        ('algorithms = ["RS256", "none"]', r"entra\.algorithms"),
        ('algorithms = ["HS256"]', r"entra\.algorithms"),
        ('algorithms = "RS256"', r"entra\.algorithms"),
        ('name = { nl = "Alleen" }', r"entra\.name"),
        ('name = "Alleen"', r"entra\.name"),
        ('scopes = ["profile"]', r"entra\.scopes"),
        ('tenant = { claim = "tid" }', r"entra\.tenant"),
        ('tenant = { claim = "tid", value = 5 }', r"entra\.tenant\.value"),
        ('second_factor = { acr = "mfa" }', r"entra\.second_factor\.acr"),
        ("second_factor = { other = [] }", r"entra\.second_factor"),
        ('local_sign_in = "no"', r"entra\.local_sign_in"),
        ("local_sign_in = false", r"entra\.emergency_accounts: is missing"),
        ('emergency_accounts = ["nood"]', r"entra\.emergency_accounts"),
        ('levels = ["hoog"]', r"entra\.levels: is not for"),
        ('number = { claim = "bsn", kind = "bsn" }', r"entra\.number: is not for"),
    ],
)
def test_what_is_wrong_with_an_issuer_is_named(wrong, why):
    text = without(STAFF, wrong.partition(" =")[0])
    with pytest.raises(ValueError, match=why):
        parse_organisations(file(f"{text}\n{wrong}"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (file("issuers = 5"), "no table"),
        (file("[organisations.bqr.issuers]\nentra = 5"), "no table"),
        (file(STAFF.replace("issuers.entra", "issuers.Entra")), "lower case"),
        (file(STAFF, STAFF.replace("issuers.entra", "issuers.tweede")), "same issuer twice"),
        (file(PERSON + "local_sign_in = true"), r"digid\.local_sign_in: is not for"),
        (file(PERSON.replace('kind = "bsn" }', 'kind = "naam" }')), r"digid\.number"),
    ],
)
def test_issuers_that_cannot_be_are_refused(text, why):
    with pytest.raises(ValueError, match=why):
        parse_organisations(text)


def test_our_secret_comes_from_a_setting_of_its_own_and_only_identity_is_told(environment, tmp_path):
    organisations = tmp_path / "organisations.toml"
    organisations.write_text(file(STAFF, PERSON), encoding="utf-8")
    name = "WAARBORG_ISSUER_SECRET_BQR_ENTRA"
    with pytest.raises(SettingError) as missed:
        read_settings("identity", environment)
    assert missed.value.name == name
    told = read_settings("identity", {**environment, name: "een geheim"})
    assert told.issuer_secrets == {"bqr/entra": "een geheim"}
    assert "een geheim" not in repr(told)
    assert read_settings("consent", environment).issuer_secrets == {}
    (tmp_path / "secret").write_text("uit een bestand\n", encoding="utf-8")
    found = read_issuer_secrets(told.organisations, {f"{name}_FILE": str(tmp_path / "secret")})
    assert found == {"bqr/entra": "uit een bestand"}
