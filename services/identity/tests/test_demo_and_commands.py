"""Invented people for a demonstration, the commands of an operator, and the state of tables and translations."""

from dataclasses import replace

import click
import pytest
from click.testing import CliRunner

from waarborg_identity import demo
from waarborg_identity.actions.clients import active_client
from waarborg_identity.app import SERVICE
from waarborg_identity.commands import COMMANDS
from waarborg_identity.models import Base
from waarborg_shared.cli.context import Hand
from waarborg_shared.db import Organised
from waarborg_shared.migrations.running import drift
from waarborg_shared.web.i18n import missing_translations


def test_every_role_has_somebody_who_can_sign_in(world):
    seeded = {each.organisation: each for each in demo.seed_demo(world.runtime)}
    assert set(seeded) == {"bqr", "jtb"}
    for account in seeded["bqr"].staff:
        browser = world.browser()
        assert browser.sign_in(account.username, account.password).status_code == 303


def test_the_invented_partner_gets_a_token(world):
    (first, _) = demo.seed_demo(world.runtime)
    answer = world.token(first.organisation, auth=(first.client_id, first.client_secret), scope="consent:decide")
    assert answer.status_code == 200


def test_the_letters_of_a_demonstration_work(world):
    seeded = demo.seed_demo(world.runtime)[0]
    person = seeded.persons[0]
    answer = world.browser(seeded.organisation).post(
        "/identity/sign-in/letter", {"number": person.number, "code": person.code}, page="/identity/sign-in"
    )
    assert answer.status_code == 303


def test_inventing_again_changes_nobody(world):
    first = demo.seed_demo(world.runtime)
    again = demo.seed_demo(world.runtime)
    assert [person.person_ref for person in again[0].persons] == [person.person_ref for person in first[0].persons]
    assert again[0].staff == first[0].staff


def test_nobody_is_invented_unless_it_is_a_demonstration(world):
    real = replace(world.runtime, settings=replace(world.runtime.settings, demo=False))
    with pytest.raises(demo.NotADemonstration):
        demo.seed_demo(real)


class HandOf(Hand):
    """A hand that holds the test's settings instead of the environment's."""

    def __init__(self, settings):
        super().__init__(SERVICE)
        object.__setattr__(self, "given", settings)

    def settings(self):
        return self.given


@pytest.fixture
def command(world):
    group = click.Group("identity", commands={part.name: part for part in COMMANDS})

    def run(*arguments, typed=None):
        return CliRunner().invoke(group, arguments, obj=HandOf(world.runtime.settings), input=typed)

    return run


def test_the_first_account_is_made_by_command(world, command):
    done = command(
        *("staff", "add", "bqr", "Bram", "--name", "Bram Nietbestaand", "--role", "privacy_officer"),
        typed="een goed lang wachtwoord\neen goed lang wachtwoord\n",
    )
    assert done.exit_code == 0, done.output
    assert "wachtwoord" not in done.output
    assert world.browser().sign_in("bram").status_code == 303


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("bqr", "bram", "--name", "B", "--role", "koning", "--password", "x" * 12), "UnknownRole"),
        (("bqr", "b ram", "--name", "B", "--role", "staff", "--password", "x" * 12), "BadUsername"),
        (("bqr", "bram", "--name", "B", "--role", "staff", "--password", "kort"), "BadPassword"),
        (("niets", "bram", "--name", "B", "--role", "staff", "--password", "x" * 12), "no organisation"),
    ],
)
def test_a_bad_account_is_refused_in_words(command, arguments, why):
    done = command("staff", "add", *arguments)
    assert done.exit_code == 1
    assert why in done.output


def test_a_client_is_made_by_command_and_its_secret_is_shown_once(world, command):
    done = command("clients", "add", "bqr", "kluis", "--name", "De kluis", "--scope", "consent:decide")
    assert done.exit_code == 0, done.output
    assert world.token(auth=("kluis", done.output.strip())).status_code == 200
    assert command("clients", "suspend", "bqr", "kluis").exit_code == 0
    assert world.token(auth=("kluis", done.output.strip())).status_code == 401
    assert command("clients", "let-in", "bqr", "kluis").exit_code == 0
    assert command("clients", "suspend", "bqr", "niemand").exit_code == 1


def test_a_strict_application_is_made_by_command(world, command):
    strict = ("--require-par", "--require-dpop", "--after-sign-out", "https://app.example/uit")
    named = ("--name", "Het rooster", "--kind", "application", "--scope", "openid", "--public")
    done = command("clients", "add", "bqr", "rooster", *named, "--redirect-uri", "https://app.example/in", *strict)
    assert done.exit_code == 0, done.output
    with world.work() as work:
        row = active_client(work, "rooster")
        assert (row.require_pushed, row.require_dpop) == (True, True)
        assert row.post_logout_redirect_uris == ["https://app.example/uit"]


def test_the_signing_key_is_rotated_by_command(world, command):
    assert len(world.keys().keys) == 1
    assert command("signing-key", "rotate", "bqr").exit_code == 0
    assert len(world.keys().keys) == 2


def test_the_tables_are_those_of_the_migrations(sqlite_database):
    assert drift(sqlite_database(SERVICE).owner, SERVICE) == []


def test_every_table_belongs_to_one_organisation():
    for mapper in Base.registry.mappers:
        assert issubclass(mapper.class_, Organised)
        assert next(iter(mapper.local_table.primary_key.columns)).name == "organisation"


def test_everything_is_said_in_dutch():
    assert missing_translations("waarborg_identity") == []
