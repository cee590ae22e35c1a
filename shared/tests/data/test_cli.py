"""The command of a service: what it prints, and how it exits when something is wrong."""

import base64
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url, update
from ward.models import PLUMBING, Case

from waarborg_shared.auth import Actor
from waarborg_shared.cli import command, web_app
from waarborg_shared.cli.context import Hand
from waarborg_shared.cli.data import cases_of
from waarborg_shared.config import SettingError, public_service_key, read_settings
from waarborg_shared.db import create_engine_for
from waarborg_shared.keystore import KeyStore
from waarborg_shared.migrations import drift
from waarborg_shared.service import build_runtime
from waarborg_shared.testing.depth import by_depth

MADE_UP = Path(__file__).parent / "made_up"


@pytest.fixture
def run(ward, environment):
    """Runs the command in the complete environment, with changes: `run("migrate", WAARBORG_DEMO="yes")`."""

    def run(*words, **changes):
        return CliRunner().invoke(command(ward), list(words), obj=Hand(ward), env={**environment, **changes})

    return run


@pytest.fixture
def migrated(run):
    result = run("migrate")
    assert result.exit_code == 0, result.output
    return run


@pytest.fixture
def runtime(ward, environment, migrated):
    runtime = build_runtime(ward, read_settings("ward", environment))
    yield runtime
    runtime.close()


def begin(runtime, organisation="bqr"):
    return runtime.uow.begin(organisation, actor=Actor.system("ward", organisation), now=runtime.now())


@pytest.mark.parametrize(
    "words",
    [
        ("migrate",),
        ("worker",),
        ("serve",),
        ("settings", "check"),
        ("topology", "declare"),
        ("events", "list"),
        ("poison", "list"),
        ("keys", "rotate"),
        ("timeline", "verify"),
        ("database", "roles", "--admin-url", "postgresql+psycopg://x"),
    ],
)
def test_a_missing_setting_is_named_and_the_exit_is_two(run, words):
    result = run(*words, WAARBORG_KEYSTORE_URL="")
    assert result.exit_code == 2
    assert result.stderr.startswith("WAARBORG_KEYSTORE_URL: is missing")


@pytest.mark.slow
def test_a_process_without_settings_exits_two_with_the_name(tmp_path):
    """By one command: what each of them says is tried above, and how a process ends is the same for all."""
    code = "from ward.app import SERVICE; from waarborg_shared.cli import main; main(SERVICE)"
    for words in by_depth((["worker"],), (["worker"], ["serve"], ["migrate"])):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            env={"PYTHONPATH": str(MADE_UP)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr.split(":")[0]) == (2, "WAARBORG_DATABASE_URL")


def test_migrating_twice_is_well_and_leaves_no_drift(ward, environment, migrated):
    assert migrated("migrate").exit_code == 0
    assert drift(environment["WAARBORG_DATABASE_URL"], ward) == []


def test_the_public_half_of_the_services_key_is_printed_and_no_more(run, environment):
    printed = run("settings", "public-key")
    assert json.loads(printed.output) == public_service_key(environment["WAARBORG_SERVICE_KEY"], "ward")
    assert set(json.loads(printed.output)) == {"kty", "crv", "x", "y", "kid"}


def test_what_one_service_alone_needs_is_missed_by_name(ward, environment):
    def refuse(settings):
        raise SettingError("WAARBORG_SERVICE_JWKS", f"is missing for {settings.service}")

    picky = replace(ward, refuse=refuse)
    for words in (("settings", "check"), ("serve",)):
        result = CliRunner().invoke(command(picky), list(words), obj=Hand(picky), env=environment)
        assert (result.exit_code, result.stderr) == (2, "WAARBORG_SERVICE_JWKS: is missing for ward\n")
    with pytest.raises(SettingError, match="SERVICE_JWKS"):
        web_app(picky, read_settings("ward", environment))


def test_settings_are_checked_with_their_databases(run):
    before = run("settings", "check")
    assert before.exit_code == 1
    assert run("settings", "check", "--offline").exit_code == 0
    run("migrate")
    after = run("settings", "check")
    assert (after.exit_code, after.stdout) == (0, "settings: well, for 2 organisations\ndatabases: well\n")


def test_a_plugin_that_is_not_installed_stops_the_start_with_its_name(run, tmp_path):
    organisations = tmp_path / "other.toml"
    organisations.write_text('[organisations.x]\nhosts = ["x.localhost"]\nplugins = ["no-such"]\n', encoding="utf-8")
    for words in (("settings", "check"), ("serve",), ("worker",)):
        result = run(*words, WAARBORG_ORGANISATIONS=str(organisations))
        assert result.exit_code == 2
        assert "no-such" in result.stderr


def test_a_setting_of_a_plugin_that_is_missing_is_named_and_the_exit_is_two(run, tmp_path):
    organisations = tmp_path / "other.toml"
    organisations.write_text('[organisations.x]\nhosts = ["x.localhost"]\nplugins = ["jtb_care"]\n', encoding="utf-8")
    for words in (("settings", "check"), ("serve",), ("worker",)):
        result = run(*words, WAARBORG_ORGANISATIONS=str(organisations))
        assert (result.exit_code, result.stdout) == (2, "")
        assert "x: plugin 'jtb_care'" in result.stderr and "email" in result.stderr


def test_the_line_that_serves_is_printed(run):
    result = run("serve", "--print", "--bind", "127.0.0.1:8101", "--workers", "3")
    assert result.stdout.startswith("gunicorn --worker-class gthread --bind 127.0.0.1:8101 --workers 3")
    assert result.stdout.rstrip().endswith("'ward.app:create_app()'")


def test_the_memory_transport_has_no_worker_process_and_no_topology(migrated):
    for words in (("worker",), ("topology", "declare")):
        result = migrated(*words)
        assert (result.exit_code, result.stderr.split(":")[0]) == (2, "WAARBORG_BROKER_URL")


def test_stuck_events_and_poison_are_listed_replayed_and_discarded(migrated, runtime):
    now = runtime.now()
    row = {
        "organisation": "bqr",
        "consumer": "ward",
        "event_id": "e-1",
        "source": "consent",
        "type": "t",
        "case_ref": "c-1",
        "sequence": 1,
        "state": "dead",
        "received_at": now,
        "error": "ValueError",
    }
    held = {
        "id": "p-1",
        "queue": "ward",
        "received_at": now,
        "reason": "undecodable",
        "headers": {"h": "\x1b[2J"},
        "body": b"x\x1b[2J",
    }
    with runtime.uow.system() as session:
        session.connection().execute(PLUMBING.inbox.insert(), row)
        session.connection().execute(PLUMBING.poison.insert(), held)
    assert "e-1 dead t bqr c-1 #1" in migrated("events", "list").stdout
    assert migrated("events", "list", "--organisation", "jtb-care").stdout == ""
    assert migrated("events", "replay", "e-1").exit_code == 0
    assert "e-1 failed" in migrated("events", "list").stdout
    assert migrated("events", "discard", "e-1", "--reason", "no").exit_code == 1
    assert migrated("events", "discard", "e-1", "--reason", "a test that is over").exit_code == 0
    assert migrated("events", "list").stdout == ""
    assert migrated("events", "replay", "no-such").exit_code == 1
    assert migrated("events", "replay").exit_code == 2
    assert migrated("events", "replay", "e-1", "--state", "dead").exit_code == 2
    superseded = {**row, "event_id": "e-2", "state": "superseded", "error": None}
    with runtime.uow.system() as session:
        session.connection().execute(PLUMBING.inbox.insert(), superseded)
        session.connection().execute(PLUMBING.inbox.insert(), {**row, "event_id": "e-3"})
    assert "1 dead, 1 superseded" in migrated("events", "backlog").stdout
    assert "e-2 superseded" in migrated("events", "list").stdout
    assert migrated("events", "replay", "--state", "dead", "--error", "KeyError").stdout.startswith("0 ")
    assert migrated("events", "replay", "--state", "dead", "--error", "ValueError").stdout.startswith("1 ")
    assert migrated("events", "replay", "--state", "superseded", "--organisation", "bqr").stdout.startswith("1 ")
    assert "p-1 ward" in migrated("poison", "list").stdout
    assert "poison: 1" in migrated("events", "backlog").stdout
    shown = migrated("poison", "show", "p-1").stdout
    assert shown == "queue: 'ward'\nrouting key: ''\nheader 'h': '\\x1b[2J'\nbody, 5 bytes: b'x\\x1b[2J'\n"
    assert migrated("poison", "replay", "p-1").stdout == "p-1: poison\n"
    assert migrated("poison", "discard", "p-1", "--reason", "a test that is over").exit_code == 0
    assert "p-1" not in migrated("poison", "list").stdout
    assert migrated("poison", "replay", "p-1").exit_code == 1
    assert migrated("poison", "show", "p-1").exit_code == 1


def test_timelines_are_verified_and_a_change_is_named(migrated, runtime, environment):
    with begin(runtime) as work:
        case = work.add(Case(title="new"))
        work.record(case, verb="reported", why="She said so.")
        work.record(case, verb="assessed")
    good = migrated("timeline", "verify")
    assert (good.exit_code, good.stdout) == (0, "1 timelines, 0 wrong, 0 entries erased\n")
    engine = create_engine_for(environment["WAARBORG_DATABASE_URL"], walled=False)
    with engine.begin() as connection:
        connection.execute(update(PLUMBING.timeline).where(PLUMBING.timeline.c.number == 2).values(verb="closed"))
    engine.dispose()
    bad = migrated("timeline", "verify", "--organisation", "bqr")
    assert bad.exit_code == 1
    assert f"bqr ward_case {case.id} entry 2: changed" in bad.stdout
    assert migrated("timeline", "verify", "--organisation", "third").exit_code == 1


def test_every_case_of_a_service_is_verified(ward):
    assert list(cases_of(ward)) == [Case]


def test_an_export_that_breaks_off_leaves_the_last_one_as_it_was(migrated, runtime, tmp_path, monkeypatch):
    runtime.vault.destroy("bqr", "person-1", "case", at=runtime.now(), reason="erasure.art17")
    file = tmp_path / "kept" / "destroyed"
    file.parent.mkdir()
    assert migrated("keys", "export-destroyed", str(file)).exit_code == 0
    last = file.read_text()
    assert "person-1" in last

    def broken(_store, _organisation):
        raise OSError("the key store went away")

    monkeypatch.setattr(KeyStore, "export_tombstones", broken)
    assert migrated("keys", "export-destroyed", str(file)).exit_code == 1
    assert (file.read_text(), list(file.parent.iterdir())) == (last, [file])


def test_keys_are_rotated_and_what_was_destroyed_is_written_down(migrated, runtime, tmp_path):
    with begin(runtime) as work:
        sealed = work.seal("text", holder="p-1", table="t", column="c", row="r")
    result = migrated("keys", "rotate")
    assert (result.exit_code, result.stdout) == (0, "bqr: version 2, 1 keys wrapped anew\n")
    assert migrated("keys", "rotate", "--organisation", "third").exit_code == 1
    runtime.vault.keystore.forget()
    with begin(runtime) as work:
        assert work.unseal(sealed, holder="p-1", table="t", column="c", row="r") == "text"
    runtime.vault.destroy("bqr", "p-1", "case", at=runtime.now(), reason="erasure")
    file = tmp_path / "destroyed.jsonl"
    assert migrated("keys", "export-destroyed", str(file)).stdout == "1 destroyed keys\n"
    assert json.loads(file.read_text(encoding="utf-8"))["holder"] == "p-1"
    assert migrated("keys", "destroy-again", str(file)).exit_code == 0


def test_the_master_key_is_changed_and_the_old_one_refused(migrated, runtime, tmp_path):
    with begin(runtime) as work:
        work.seal("text", holder="p-1", table="t", column="c", row="r")
    new = base64.b64encode(b"n" * 32).decode()
    (tmp_path / "new").write_text(new, encoding="utf-8")
    (tmp_path / "short").write_text("AAAA", encoding="utf-8")
    assert migrated("keys", "rotate-master", "--new-key-file", str(tmp_path / "short")).exit_code == 1
    assert migrated("keys", "rotate-master", "--new-key-file", str(tmp_path / "new")).exit_code == 0
    assert migrated("keys", "rotate").exit_code == 1
    assert migrated("keys", "rotate", WAARBORG_MASTER_KEY=new).exit_code == 0


def test_sqlite_has_no_roles_to_make(run):
    result = run("database", "roles", "--admin-url", "postgresql+psycopg://x")
    assert result.exit_code == 1


@pytest.mark.servers
def test_roles_are_made_by_command_with_the_passwords_of_the_settings(
    run, postgres_admin_url, empty_postgres_database, tmp_path
):
    database = empty_postgres_database("ward")
    urls = {
        "WAARBORG_DATABASE_URL": database.app,
        "WAARBORG_WORKER_DATABASE_URL": database.worker,
        "WAARBORG_OWNER_DATABASE_URL": database.owner,
    }
    (tmp_path / "backup").write_text(str(make_url(database.backup).password), encoding="utf-8")
    words = ("database", "roles", "--admin-url", postgres_admin_url, "--backup-password-file", str(tmp_path / "backup"))
    assert run(*words, **urls).exit_code == 0
    assert run("migrate", **urls).exit_code == 0
    result = run("settings", "check", **urls)
    assert result.exit_code == 0, result.output
    wrong = run(*words, **{**urls, "WAARBORG_DATABASE_URL": database.owner})
    assert (wrong.exit_code, "WAARBORG_DATABASE_URL" in wrong.stderr) == (1, True)
    admin = make_url(postgres_admin_url).set(database=make_url(database.app).database)
    over = run("settings", "check", **{**urls, "WAARBORG_DATABASE_URL": admin.render_as_string(hide_password=False)})
    assert over.exit_code == 1
    assert "passes by row level security" in over.stderr
