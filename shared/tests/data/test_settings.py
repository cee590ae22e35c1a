"""Settings: each is read from a variable or a file, and a wrong one is named without repeating what it holds."""

import base64
import json

import pytest
from joserfc import jwk

from waarborg_shared.config import SettingError, Settings, parse_organisations, read_settings
from waarborg_shared.testing.auth import SERVICE_KEYS

SECRET_OF_ANOTHER_SORT = jwk.ECKey.generate_key("P-384").as_pem(private=True).decode()
PUBLIC = jwk.ECKey.import_key(SERVICE_KEYS.private("ward")).as_pem(private=False).decode()
MINIMAL = '[organisations.bqr]\nhosts = ["bqr.localhost"]\n'


def test_a_complete_environment_is_read(environment):
    settings = read_settings("ward", environment)
    assert settings.hosts == {"jtb-care.localhost": "jtb-care", "bqr.localhost": "bqr"}
    assert settings.origin_of("bqr") == "http://bqr.localhost:8000"
    assert settings.worker_database_url == settings.owner_database_url == settings.database_url
    assert (settings.log_level, settings.demo, settings.service_urls) == ("INFO", False, {})


def test_every_setting_that_is_needed_is_missed_by_name(environment):
    for name in environment:
        rest = {key: value for key, value in environment.items() if key != name}
        with pytest.raises(SettingError) as missed:
            read_settings("ward", rest)
        assert missed.value.name == name
        assert f"{name}_FILE" in missed.value.why


def test_every_setting_may_come_from_a_file(environment, tmp_path):
    files = {}
    for name, value in environment.items():
        (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
        files[f"{name}_FILE"] = str(tmp_path / name)
    assert read_settings("ward", files) == read_settings("ward", environment)


def test_a_file_that_is_not_there_is_named(environment):
    del environment["WAARBORG_SERVICE_KEY"]
    with pytest.raises(SettingError) as wrong:
        read_settings("ward", {**environment, "WAARBORG_SERVICE_KEY_FILE": "/nowhere/at/all"})
    assert wrong.value.name == "WAARBORG_SERVICE_KEY_FILE"


def jwks(**changes):
    """A set with the public key of one service, with something else in it."""
    return json.dumps({"keys": [{**SERVICE_KEYS.public("ward")[0], **changes}]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://secret@host/x"),
        ("DATABASE_URL", "secret"),
        ("DATABASE_URL", "sqlite:///relative-secret.db"),
        ("DATABASE_URL", "postgresql://secret@host/x"),
        ("WORKER_DATABASE_URL", "secret"),
        ("OWNER_DATABASE_URL", "secret"),
        ("KEYSTORE_URL", "secret"),
        ("MASTER_KEY", "secret!"),
        ("MASTER_KEY", base64.b64encode(b"secret").decode()),
        ("BROKER_URL", "http://secret"),
        ("ORGANISATIONS", "/secret/not/there.toml"),
        ("PUBLIC_ORIGIN", "https://secret.example"),
        ("PUBLIC_ORIGIN", "{host}"),
        ("PUBLIC_ORIGIN", "https://{host}/secret"),
        ("PUBLIC_ORIGIN", "https://{other}"),
        ("SERVICE_URLS", "consent"),
        ("SERVICE_URLS", "consent=ftp://secret"),
        ("SERVICE_KEY", "secret"),
        ("SERVICE_KEY", SECRET_OF_ANOTHER_SORT),
        ("SERVICE_KEY", PUBLIC),
        ("SERVICE_JWKS", "secret"),
        ("SERVICE_JWKS", '["secret"]'),
        ("SERVICE_JWKS", '{"keys": []}'),
        ("SERVICE_JWKS", '{"keys": ["secret"]}'),
        ("SERVICE_JWKS", jwks(kid="")),
        ("SERVICE_JWKS", jwks(kid=7)),
        ("SERVICE_JWKS", jwks(d="secret")),
        ("SERVICE_JWKS", jwks(kty="OKP")),
        ("SERVICE_JWKS", jwks(crv="P-384")),
        ("SERVICE_JWKS", jwks(x="c2VjcmV0")),
        ("SERVICE_JWKS", jwks(y=None)),
        ("LOG_LEVEL", "LOUD"),
        ("DEMO", "perhaps"),
        ("OUTWARD_ALLOW", "https://secret.example"),
        ("SMTP_URL", "http://user:secret@mail.example"),
        ("SMTP_URL", "smtp+plain://secret.example"),
        ("OUTWARD_ALLOW", "secret.example/path"),
    ],
)
def test_a_wrong_setting_is_named_and_not_repeated(environment, name, value):
    with pytest.raises(SettingError) as wrong:
        read_settings("ward", {**environment, f"WAARBORG_{name}": value})
    assert wrong.value.name == f"WAARBORG_{name}"
    if name != "ORGANISATIONS":
        assert "secret" not in wrong.value.why


def test_settings_do_not_show_their_secrets(environment):
    shown = repr(read_settings("ward", environment))
    for name in ("DATABASE_URL", "MASTER_KEY", "SERVICE_KEY"):
        assert environment[f"WAARBORG_{name}"] not in shown


def test_the_public_keys_of_services_are_read_by_name_an_old_one_beside_a_new_one(environment):
    known = SERVICE_KEYS.public("ward", "garden")
    newer = {**known[0], **{part: SERVICE_KEYS.public("other")[0][part] for part in ("x", "y")}}
    told = json.dumps({"keys": [*known, {**newer, "use": "sig", "alg": "ES256"}]})
    assert read_settings("ward", {**environment, "WAARBORG_SERVICE_JWKS": told}).service_jwks == (*known, newer)
    assert read_settings("ward", environment).service_jwks == ()


def test_where_services_are_is_a_list(environment):
    urls = "consent=http://127.0.0.1:8101/, requests=http://127.0.0.1:8102"
    settings = read_settings("ward", {**environment, "WAARBORG_SERVICE_URLS": urls, "WAARBORG_DEMO": "yes"})
    assert settings.service_urls == {"consent": "http://127.0.0.1:8101", "requests": "http://127.0.0.1:8102"}
    assert settings.demo


def test_hosts_of_our_own_network_are_allowed_by_name_and_by_port(environment):
    assert read_settings("ward", environment).outward_allow == frozenset()
    settings = read_settings("ward", {**environment, "WAARBORG_OUTWARD_ALLOW": "Partner.internal, 127.0.0.1:9000,"})
    assert settings.outward_allow == {"partner.internal", "127.0.0.1:9000"}


def test_a_mail_server_is_named_with_the_address_that_notices_come_from(environment):
    assert read_settings("ward", environment).smtp_url == ""
    with_server = {**environment, "WAARBORG_SMTP_URL": "smtp://user:secret@mail.example"}
    with pytest.raises(SettingError) as wrong:
        read_settings("ward", with_server)
    assert wrong.value.name == "WAARBORG_SMTP_FROM"
    settings = read_settings("ward", {**with_server, "WAARBORG_SMTP_FROM": "noreply@zorg.example"})
    assert settings.smtp_from == "noreply@zorg.example" and "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "organisations"),
        ("organisations = 1", "organisations"),
        ("[organisation.bqr]", "unknown organisation"),
        (MINIMAL + "plugin = []", "unknown plugin"),
        ('[organisations.BQR]\nhosts = ["bqr.localhost"]', "lower case"),
        ("[organisations.bqr]\nplugins = []", "at least one host"),
        ('[organisations.bqr]\nhosts = "bqr.localhost"', "list of texts"),
        ('[organisations.bqr]\nhosts = ["bqr.localhost:8000"]', "host name"),
        ('[organisations.bqr]\nhosts = ["BQR.localhost"]', "host name"),
        ('[organisations.bqr]\nhosts = ["bqr.localhost", "bqr.localhost"]', "twice"),
        (MINIMAL + '[organisations.other]\nhosts = ["bqr.localhost"]', "already bqr's"),
        (MINIMAL + "[organisations.bqr.settings.bqr]\nx = 1", "not on"),
        (MINIMAL + "plugins = ['bqr']\nsettings = { bqr = 1 }", "no table"),
        ("[organisations.bqr", "table declaration"),
    ],
)
def test_an_organisations_file_that_is_wrong_says_where(text, why):
    with pytest.raises(ValueError, match=why):
        parse_organisations(text)


def test_plugins_get_their_own_settings():
    text = MINIMAL + 'plugins = ["bqr"]\n[organisations.bqr.settings.bqr]\nreply_days = 5'
    organisation = parse_organisations(text)["bqr"]
    assert organisation.plugins == ("bqr",)
    assert organisation.settings["bqr"]["reply_days"] == 5


def test_where_only_one_database_is_given_every_role_uses_it():
    settings = Settings("ward", "sqlite:////x.db", "sqlite:////k.db", bytes(32), "memory://", {}, "https://{host}", "s")
    assert settings.worker_database_url == settings.owner_database_url == "sqlite:////x.db"
