"""Invented people for a demonstration, the commands of an operator, and the state of tables and translations."""

import json
import re
from dataclasses import replace

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from waarborg_identity import demo
from waarborg_identity.actions.clients import active_client
from waarborg_identity.app import SERVICE
from waarborg_identity.commands import COMMANDS
from waarborg_identity.models import Account, Base, SigningKey
from waarborg_shared.cli import running
from waarborg_shared.cli.context import Hand
from waarborg_shared.db import Organised
from waarborg_shared.hooks.values import Duty
from waarborg_shared.migrations.running import drift
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.web.i18n import missing_translations


def test_every_role_has_somebody_who_can_sign_in(world):
    seeded = {each.organisation: each for each in demo.seed_demo(world.runtime)}
    assert set(seeded) == {"bqr", "jtb"}
    for account in seeded["bqr"].staff:
        browser = world.browser()
        page = browser.give_password(account.username, account.password, next="/desk").location
        (code,) = re.findall(r"demonstratie: de code is (\d{6})", browser.get(page).text)
        assert browser.post(page, {"totp": code}).location == "/desk"


def test_a_demonstration_shows_another_code_when_one_was_used_and_then_says_when_the_next_comes(world):
    account = demo.seed_demo(world.runtime)[0].staff[0]
    shown = []
    for _ in range(2):
        browser = world.browser()
        page = browser.give_password(account.username, account.password).location
        shown += re.findall(r"demonstratie: de code is (\d{6})", browser.get(page).text)
        assert browser.post(page, {"totp": shown[-1]}).status_code == 303
    assert len(set(shown)) == 2
    browser = world.browser()
    page = browser.give_password(account.username, account.password).location
    assert "de volgende code komt over 30 seconden" in browser.get(page).text
    world.clock.forward(30)
    assert re.search(r"demonstratie: de code is \d{6}", browser.get(page).text)


def test_a_code_that_is_shown_still_counts_when_it_is_typed_half_a_minute_later(world):
    account = demo.seed_demo(world.runtime)[0].staff[0]
    browser = world.browser()
    page = browser.give_password(account.username, account.password).location
    (code,) = re.findall(r"demonstratie: de code is (\d{6})", browser.get(page).text)
    world.clock.forward(30)
    assert browser.post(page, {"totp": code}).status_code == 303


def test_a_demonstration_shows_no_code_of_somebody_who_set_his_own_app_up(world):
    world.hire()
    browser = world.browser()
    page = browser.give_password().location
    assert "demonstratie" not in browser.get(page).text


def test_no_code_is_ever_shown_outside_a_demonstration(world, monkeypatch):
    account = demo.seed_demo(world.runtime)[0].staff[0]
    monkeypatch.setitem(vars(world.runtime.settings), "demo", False)
    browser = world.browser()
    page = browser.give_password(account.username, account.password).location
    assert "demonstratie" not in browser.get(page).text


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


def test_whoever_has_people_invented_by_command_is_told_who_and_nobody_outside_a_demonstration(world):
    settings = world.runtime.settings
    done = CliRunner().invoke(running.demo, obj=HandOf(settings))
    assert [one["organisation"] for one in json.loads(done.stdout)] == list(settings.organisations)
    refused = CliRunner().invoke(running.demo, obj=HandOf(replace(settings, demo=False)))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "WAARBORG_DEMO is not true" in refused.stderr


GOOD = "drie paarse olifanten"


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
    assert world.browser().give_password("bram").status_code == 303


def test_the_operator_renews_a_password_and_the_record_says_so(world, command):
    account = world.hire()
    asked = ("bqr", "anouk", "--identified", "in_person")
    done = command("staff", "password-code", *asked)
    assert re.fullmatch(r"\d{8} [A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\n", done.output)
    with world.work() as work:
        table = work.plumbing.timeline
        rows = work.session.execute(table.select().where(table.c.organisation == "bqr", table.c.case_ref == account))
        told = {row.verb: (row.actor_ref, row.facts) for row in rows}
    assert told["password-code-made"] == ("system:identity", {"identified": "in_person", "operator": True})


def test_the_operator_is_told_that_nobody_has_that_name(command):
    done = command("staff", "password-code", "bqr", "niemand", "--identified", "in_person")
    assert (done.exit_code, "nobody has that user name" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("bqr", "bram", "--name", "B", "--role", "staff", "--password", "welkom01welkom01"), "BadPassword"),
        (("bqr", "bram", "--name", "B", "--role", "koning", "--password", GOOD), "UnknownRole"),
        (("bqr", "b ram", "--name", "B", "--role", "staff", "--password", GOOD), "BadUsername"),
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


def test_a_stolen_signing_key_is_withdrawn_by_command(world, command):
    assert len(world.keys().keys) == 1
    assert command("signing-key", "rotate", "bqr", "--now").exit_code == 0
    with world.work() as work:
        old, new = work.session.scalars(select(SigningKey).order_by(SigningKey.signs_from)).all()
    assert old.signs_until == old.withdrawn_at == new.signs_from
    assert new.withdrawn_at is None


def test_the_tables_are_those_of_the_migrations(sqlite_database):
    assert drift(sqlite_database(SERVICE).owner, SERVICE) == []


def test_every_table_belongs_to_one_organisation():
    for mapper in Base.registry.mappers:
        assert issubclass(mapper.class_, Organised)
        assert next(iter(mapper.local_table.primary_key.columns)).name == "organisation"


def test_everything_is_said_in_dutch():
    assert missing_translations("waarborg_identity") == []


WHY = ("--reason", "Op verzoek van het bestuur")


def test_an_operator_gives_and_ends_roles_disables_and_enables(world, command):
    world.hire("anouk")
    bram = world.hire("bram", "staff")
    given = command("staff", "grant", "bqr", "Bram", "privacy_officer", "--until", "2099-12-31", *WHY)
    assert given.exit_code == 0, given.output
    listed = command("staff", "list", "bqr").output
    assert "bram\tactive\tstaff, privacy_officer until 2099-12-31" in listed
    assert command("staff", "end", "bqr", "bram", "staff", *WHY).exit_code == 0
    assert command("staff", "disable", "bqr", "bram", *WHY).exit_code == 0
    assert "bram\tdisabled\tprivacy_officer until 2099-12-31" in command("staff", "list", "bqr").output
    assert world.browser().sign_in("bram").status_code == 422
    assert command("staff", "enable", "bqr", "bram", *WHY).exit_code == 0
    assert command("staff", "reset-factor", "bqr", "bram", *WHY).exit_code == 0
    with world.work() as work:
        steps = steps_of(work, work.case(Account, bram), with_why=True)
    verbs = ["role-ended", "disabled", "sign-in-failed", "enabled", "second-factor-reset"]
    assert [step.verb for step in steps][-5:] == verbs
    assert {step.why for step in steps if step.verb in ("role-ended", "enabled")} == {WHY[1]}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("grant", "bqr", "niemand", "staff"), "nobody has that user name"),
        (("grant", "bqr", "anouk", "koning"), "UnknownRole"),
        (("grant", "bqr", "anouk", "staff", "--until", "2020-01-01"), "InThePast"),
        (("end", "bqr", "anouk", "staff"), "that role is not given"),
        (("end", "bqr", "anouk", "privacy_officer"), "last one who may give roles"),
        (("disable", "bqr", "anouk"), "last one who may give roles"),
        (("enable", "bqr", "anouk"), "OpenAlready"),
        (("disable", "niets", "anouk"), "no organisation"),
    ],
)
def test_an_operator_is_told_what_does_not_go(world, command, arguments, why):
    world.hire("anouk")
    done = command("staff", *arguments, *WHY)
    assert done.exit_code == 1
    assert why in done.output


def test_B12_of_all_invented_staff_but_one_the_papers_were_seen(world):
    demo.seed_demo(world.runtime)
    with world.work() as work:
        accounts = work.session.scalars(select(Account)).all()
    assert [account.secrecy_signed_on is None for account in accounts].count(True) == 1


def test_where_two_must_look_at_what_is_given_two_are_invented_who_may(world):
    found = {each.organisation: each.staff for each in demo.seed_demo(world.runtime)}
    for organisation, staff in found.items():
        rules = world.runtime.rules(organisation)
        answering = [each.username for each in staff if Duty.REQUESTS_ANSWER in rules.roles[each.role].duties]
        assert len(answering) == len(set(answering)) == (1 if rules.organisation.one_person else 2)
