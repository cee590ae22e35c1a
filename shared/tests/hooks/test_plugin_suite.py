"""The contract suite can fail: a plugin that is bad in one way fails the check that is about it, and only then."""

import os
import random
import socket
import time
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import PluginError, hookimpl, required_text
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.keeping import hold
from waarborg_shared.hooks.values import (
    Channel,
    Content,
    DataCategory,
    Delivery,
    DeliveryState,
    Duty,
    LegalBasis,
    Purpose,
    PurposeKind,
    RequestKind,
    RetentionRule,
    Sensitivity,
    Text,
    Theme,
)
from waarborg_shared.testing import plugin_suite as suite
from waarborg_shared.testing.plugin_subject import Subject, find_subject

LAW = LawDefaults("contract")
NAME = Text("Naam", "Name")
NUMBERS = count()


class Plugin:
    """A plugin that is silent but for what a test gives it."""

    def __init__(self, settings):
        """Take nothing from the settings."""

    @hookimpl
    def closed_days(self, year):
        """Have no opinion."""


def made(**hooks):
    """Return a subject whose plugin answers the named hooks."""
    return Subject("own", type("Plugin", (Plugin,), {name: hookimpl(hook) for name, hook in hooks.items()}))


def _purpose(kind, bases, categories, grounds=()):
    return lambda self: (
        Purpose(
            code="own",
            name=NAME,
            explanation=NAME,
            kind=kind,
            bases=bases,
            categories=categories,
            special_grounds=grounds,
            source="x",
        ),
    )


def _organisation(**changes):
    return lambda self: replace(LAW.organisation(), **changes)


def _roles(self):
    return tuple(replace(role, duties=role.duties - {Duty.DESK}) for role in LAW.roles())


def _duties_of_a_client(self):
    return tuple(replace(role, duties=frozenset(Duty)) for role in LAW.roles())


def _not_allowed_to_decide(self):
    officer, staff, client = LAW.roles()
    return (
        replace(officer, duties=officer.duties - {Duty.BREACH_DECIDE}),
        replace(staff, duties=staff.duties | {Duty.BREACH_DECIDE}),
        client,
    )


def _reads_a_file(self):
    Path(os.devnull).read_text()


def _opens_a_socket(self):
    with socket.socket() as nobody:
        nobody.connect_ex(("127.0.0.1", 9))


def _looks_at_the_clock(self):
    time.time()


def _looks_at_the_calendar(self):
    date.today()  # noqa: DTZ011 - the bad example


def _looks_at_the_environment(self):
    os.environ.get("HOME")


def _throws_a_dice(self):
    random.random()


def _takes_long(self):
    for number in range(30_000):
        abs(number)


def _another_theme_each_time(self):
    return Theme({"--waarborg-radius": f"{next(NUMBERS)}px"})


def _delivers_once(self, message):
    return Delivery(state=DeliveryState.SENT, detail=f"number-{next(NUMBERS)}")


def _delivers_anything(self, message):
    return Delivery(state=DeliveryState.SENT)


def _mails_health(self):
    letter, desk, _ = LAW.channels()
    return (letter, desk, Channel(code="email", name=NAME, carries=frozenset(Content)))


def _answers_by_mail(self, kind):
    return replace(LAW.request_policy(kind)[0], answer_channel="email")


def _ends_with_nothing_after(self):
    (clock,) = LAW.breach_protocol().clocks
    return replace(LAW.breach_protocol(), clocks=(replace(clock, valid_until=date(2027, 6, 30)),))


def _begins_next_year(self, kind):
    (policy,) = LAW.request_policy(kind)
    return replace(policy, promise=replace(policy.promise, valid_from=date(2027, 1, 1)))


def _same_code_twice(self):
    return replace(LAW.organisation(), remedies=LAW.organisation().remedies * 2)


_SENTENCE = "Dit is een hele zin."
BAD = [
    (suite.test_every_hook_is_answered_soundly, made(theme=lambda self: "green")),
    (suite.test_the_same_question_gets_the_same_answer, made(theme=_another_theme_each_time)),
    (suite.test_asking_is_pure_and_quick, made(theme=_reads_a_file)),
    (suite.test_asking_is_pure_and_quick, made(theme=_opens_a_socket)),
    (suite.test_asking_is_pure_and_quick, made(theme=_looks_at_the_clock)),
    (suite.test_asking_is_pure_and_quick, made(theme=_looks_at_the_calendar)),
    (suite.test_asking_is_pure_and_quick, made(theme=_looks_at_the_environment)),
    (suite.test_asking_is_pure_and_quick, made(theme=_throws_a_dice)),
    (suite.test_asking_is_pure_and_quick, made(theme=_takes_long)),
    (
        suite.test_every_text_is_written_in_both_languages,
        made(organisation=_organisation(tagline=Text(_SENTENCE, _SENTENCE))),
    ),
    (
        suite.test_every_text_is_written_in_both_languages,
        made(organisation=_organisation(tagline=Text("TODO", "Care"))),
    ),
    (suite.test_no_code_stands_twice, made(organisation=_same_code_twice)),
    (suite.test_every_duty_is_somebodys, made(roles=_roles)),
    (suite.test_every_duty_is_somebodys, made(roles=_duties_of_a_client)),
    (suite.test_every_duty_is_somebodys, made(roles=_not_allowed_to_decide)),
    (
        suite.test_special_data_and_the_bsn_have_their_own_ground,
        made(purposes=_purpose(PurposeKind.CARE, (LegalBasis.CONTRACT,), ("bsn",))),
    ),
    (
        suite.test_special_data_and_the_bsn_have_their_own_ground,
        made(purposes=_purpose(PurposeKind.CARE, (LegalBasis.CONTRACT,), ("health",))),
    ),
    (
        suite.test_special_data_and_the_bsn_have_their_own_ground,
        made(
            purposes=_purpose(
                PurposeKind.MARKETING, (LegalBasis.CONSENT,), ("health",), LAW.purposes()[0].special_grounds
            )
        ),
    ),
    (suite.test_answers_go_by_a_channel_that_is_secure_enough, made(channels=_mails_health)),
    (suite.test_answers_go_by_a_channel_that_is_secure_enough, made(request_policy=_answers_by_mail)),
    (suite.test_somebody_can_be_reached, made()),
    (suite.test_the_look_can_be_read, made(theme=lambda self: Theme({"--waarborg-color-text": "#eeeeee"}))),
    (suite.test_the_look_can_be_read, made(theme=lambda self: Theme({"--waarborg-colour": "#eeeeee"}))),
    (suite.test_no_answer_holds_personal_data, made(organisation=_organisation(legal_name="An 111222333"))),
    (suite.test_no_answer_holds_personal_data, made(organisation=_organisation(name="an@house.example"))),
    (suite.test_no_answer_holds_personal_data, made(organisation=_organisation(name="NL02ABNA0123456789"))),
    (suite.test_no_day_is_left_without_a_term, made(breach_protocol=_ends_with_nothing_after)),
    (suite.test_no_day_is_left_without_a_term, made(request_policy=_begins_next_year)),
    (suite.test_delivering_twice_is_delivering_once, made(deliver=_delivers_once)),
    (suite.test_delivering_twice_is_delivering_once, made(deliver=_delivers_anything)),
    (suite.test_delivering_twice_is_delivering_once, made(deliver=lambda self, message: "sent")),
]


@pytest.mark.parametrize(("check", "subject"), BAD, ids=lambda value: getattr(value, "__name__", ""))
def test_a_bad_plugin_fails(check, subject):
    with pytest.raises((AssertionError, PluginError)):
        check(subject)


CHECKS = [check for name, check in vars(suite).items() if name.startswith("test_")]


def test_every_check_has_a_bad_plugin_that_fails_it():
    elsewhere = {
        suite.test_another_process_gets_the_same_answer,
        suite.test_a_setting_that_is_missing_stops_the_start_by_its_name,
        suite.test_no_term_is_looser_than_the_law_unless_the_clamp_says_so,
        suite.test_no_data_are_kept_for_less_than_the_law_asks_whatever_the_rule_is_called,
    }
    assert {check for check, _ in BAD} | elsewhere == set(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", ["bqr", "jtb_care"])
def test_both_organisations_keep_the_contract(check, name):
    check(find_subject(name))


def test_a_setting_that_the_refusal_does_not_name_fails():
    class Shy(Plugin):
        def __init__(self, settings):
            required_text(settings if "email" in settings else {}, "phone")

    with pytest.raises(AssertionError, match="does not name it"):
        suite.test_a_setting_that_is_missing_stops_the_start_by_its_name(
            Subject("own", Shy, {"email": "x", "phone": "1"})
        )


UNSTEADY = """
from waarborg_shared.hooks import hookimpl
from waarborg_shared.hooks.values import Recipient, RecipientKind, Text

class Plugin:
    def __init__(self, settings):
        pass

    @hookimpl
    def recipients(self):
        use = Text("Zorg", "Care")
        codes = {"ash", "beech", "cedar", "elm", "fir", "larch", "maple", "oak", "pine", "yew"}
        return tuple(
            Recipient(code=code, name=use, kind=RecipientKind.RECIPIENT, what_for=use, country="NL")
            for code in codes
        )
"""


def test_an_answer_in_the_order_of_a_set_fails(tmp_path, monkeypatch):
    (tmp_path / "unsteady.py").write_text(UNSTEADY)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AssertionError):
        suite.test_another_process_gets_the_same_answer(find_subject("unsteady:Plugin"))


def test_a_looser_promise_passes_because_the_clamp_tells_it():
    def slow(self, kind):
        promise = ClockRule(name="answer", start_event="received", term=Term(9, Unit.MONTHS), source="a promise")
        return replace(LAW.request_policy(kind)[0], promise=promise)

    subject = made(request_policy=slow)
    suite.test_no_term_is_looser_than_the_law_unless_the_clamp_says_so(subject)
    rules = subject.rules()
    assert rules.request_policy(RequestKind.ACCESS, date(2026, 3, 2)).promise.term == Term(1, Unit.MONTHS)
    assert rules.clamps


def test_a_looser_promise_that_nobody_clamps_fails(monkeypatch):
    def slow(self, kind):
        promise = ClockRule(name="answer", start_event="received", term=Term(9, Unit.MONTHS), source="a promise")
        return replace(LAW.request_policy(kind)[0], promise=promise)

    monkeypatch.setattr("waarborg_shared.hooks.rules.clamp.request", lambda policy, kind, bound: (policy, []))
    with pytest.raises(AssertionError):
        suite.test_no_term_is_looser_than_the_law_unless_the_clamp_says_so(made(request_policy=slow))


def _keeps_health_for_a_month(self):
    return (
        RetentionRule(
            code="own", name=NAME, start_event="ended", counted_from=NAME, keep=Term(1, Unit.MONTHS), source="a promise"
        ),
    )


def _health_in_a_rule_of_its_own(self):
    return (DataCategory(code="health", name=NAME, sensitivity=Sensitivity.HEALTH, retention="own"),)


KEEPS_TOO_SHORT = made(
    data_categories=_health_in_a_rule_of_its_own, retention_rules=_keeps_health_for_a_month, purposes=lambda self: ()
)


def test_health_that_is_kept_too_short_passes_because_the_clamp_tells_it():
    suite.test_no_data_are_kept_for_less_than_the_law_asks_whatever_the_rule_is_called(KEEPS_TOO_SHORT)
    rules = KEEPS_TOO_SHORT.rules()
    rules.check()
    assert {clamp.what for clamp in rules.clamps} == {"retention.own"}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("hold", lambda kept, on: ([rule for rule in kept.rules if rule.holds_on(on)], [])),
        ("hold", lambda kept, on: (hold(kept, on=on)[0], [])),
    ],
    ids=["nothing is brought back", "nothing is told"],
)
def test_health_that_is_kept_too_short_fails_where_nobody_clamps_or_tells(name, broken, monkeypatch):
    monkeypatch.setattr(f"waarborg_shared.hooks.rules.keeping.{name}", broken)
    with pytest.raises(AssertionError):
        suite.test_no_data_are_kept_for_less_than_the_law_asks_whatever_the_rule_is_called(KEEPS_TOO_SHORT)


def test_a_plugin_that_is_not_installed_is_named_with_those_that_are():
    with pytest.raises(LookupError, match="plugin 'away' is not installed; installed are: bqr, jtb_care"):
        find_subject("away")


def test_a_plugin_can_be_named_by_module_and_class():
    subject = find_subject("waarborg_plugin_jtb_care:Plugin")
    assert subject.rules().organisation.name == "JTB-Care"
