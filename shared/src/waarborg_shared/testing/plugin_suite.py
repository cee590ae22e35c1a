"""What every organisation's plugin keeps to; run by its author with ``pytest --waarborg-plugin NAME``."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

from waarborg_shared.clocks import AMSTERDAM, Term, WorkingCalendar, due, in_force, rule_in_force
from waarborg_shared.hooks import PluginError, Rules, law
from waarborg_shared.hooks.clamp import longer
from waarborg_shared.hooks.values import (
    Content,
    Delivery,
    DeliveryState,
    Duty,
    LegalBasis,
    Message,
    PurposeKind,
    RequestKind,
    RoleKind,
    Sensitivity,
    days_of_change,
)
from waarborg_shared.hooks.values import (
    Subject as About,
)
from waarborg_shared.testing.plugin_dump import dump
from waarborg_shared.testing.plugin_subject import Subject, every_question, plain, watched
from waarborg_shared.web.theme import theme_faults

CALLS_ALLOWED = 20_000
FAR_AHEAD = date(2099, 12, 31)
STARTS = [
    datetime(2024, 1, 1, hour, minute, tzinfo=AMSTERDAM) + timedelta(days=day)
    for day in range(366)
    for hour, minute in ((0, 0), (23, 59))
]
"""A leap year with its short month, long weekends and changes of the clock: each day's first minute and its last."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z]{4}\d{10}\b")
_LOOSE_WORDS = re.compile(r"\b(todo|tbd|xxx+|lorem ipsum)\b", re.IGNORECASE)


def test_every_hook_is_answered_soundly(subject: Subject) -> None:
    """Whatever the plugin answers has the right form, and refers to nothing that is not there."""
    subject.rules().check()


def test_a_setting_that_is_missing_stops_the_start_by_its_name(subject: Subject) -> None:
    """Each setting may be left out, or the refusal names it."""
    for name in subject.settings:
        left = {key: value for key, value in subject.settings.items() if key != name}
        try:
            subject.rules(left).check()
        except PluginError as error:
            assert name in str(error), f"without {name!r} the plugin refuses, but does not name it: {error}"


def test_the_same_question_gets_the_same_answer(subject: Subject) -> None:
    """Asked again, and asked of another instance, nothing changes: not a code, not an order."""
    once, again = plain(subject.answers()), plain(subject.answers())
    changed = [question for question in once if once[question] != again[question]]
    assert not changed, f"another instance answers otherwise: {', '.join(changed)}"
    manager = subject.alone()
    for hook, given in every_question():
        ask = getattr(manager.hook, hook)
        assert plain(ask(**given)) == plain(ask(**given)), f"{hook} answers otherwise the second time"


def test_another_process_gets_the_same_answer(subject: Subject) -> None:
    """No answer depends on the order of a set: codes are stable from one process to the next."""
    here = dump(_importable(subject), json.dumps(dict(subject.settings)))
    environment = {**os.environ, "PYTHONHASHSEED": "20", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-W", "ignore", "-m", "waarborg_shared.testing.plugin_dump"]
    arguments = [_importable(subject), json.dumps(dict(subject.settings))]
    there = subprocess.run([*command, *arguments], env=environment, capture_output=True, check=True, timeout=120)
    assert there.stdout.decode() == here


def test_asking_is_pure_and_quick(subject: Subject) -> None:
    """An Ask hook runs inside a transaction: no file, network, import, clock, chance or environment, and few calls."""
    manager = subject.alone()
    for hook, given in every_question():
        with watched() as seen:
            getattr(manager.hook, hook)(**given)
        assert not seen.touched, f"{hook} touches {', '.join(seen.touched[:5])}; do that when the plugin is made"
        assert seen.calls <= CALLS_ALLOWED, f"{hook} takes {seen.calls} calls; work it out when the plugin is made"


def test_every_text_is_written_in_both_languages(subject: Subject) -> None:
    """A sentence is not the same in Dutch and in English, and holds nothing that was to be filled in later."""
    for where, value in _walk(subject.answers()):
        if isinstance(value, dict) and value.get("") == "Text":
            if len(value["nl"].split()) > 3:
                assert value["nl"] != value["en"], f"{where}: not translated: {value['nl']}"
            for text in (value["nl"], value["en"]):
                assert not _LOOSE_WORDS.search(text), f"{where}: to be filled in: {text}"


def test_no_code_stands_twice(subject: Subject) -> None:
    """Codes are unique in each list, the lists inside answers too, but for versions that begin on different days."""
    for where, value in _walk(subject.answers()):
        if isinstance(value, list) and all(isinstance(item, dict) and "code" in item for item in value):
            codes = [(item["code"], item.get("valid_from")) for item in value]
            assert len(codes) == len(set(codes)), f"{where}: {sorted(c for c, _ in codes if codes.count((c, _)) > 1)}"


def test_every_duty_is_somebodys(subject: Subject) -> None:
    """Each duty lies with a role of the staff, and the responsible role of a breach may decide."""
    rules = subject.rules()
    carried = {duty for role in rules.roles.values() if role.kind is RoleKind.STAFF for duty in role.duties}
    assert carried == set(Duty), f"nobody's: {', '.join(sorted(set(Duty) - carried))}"
    for role in rules.roles.values():
        assert role.kind is RoleKind.STAFF or not role.duties, f"role {role.code} is no staff and has duties"
    responsible = rules.breach_protocol.responsible_role
    assert Duty.BREACH_DECIDE in rules.roles[responsible].duties, f"{responsible} is responsible and may not decide"


def test_no_term_is_looser_than_the_law_unless_the_clamp_says_so(subject: Subject) -> None:
    """Where the plugin promises more time than the law of a day gives, the clamp tells; what holds is never looser."""
    rules, answers = subject.rules(), subject.answers()
    rules.check()
    told = {clamp.what for clamp in rules.clamps}
    for day, kind in product(_days(rules, answers), RequestKind):
        bound = rule_in_force(law.request_terms(kind), day)
        own = rule_in_force(_versions(answers[f"request_policy({kind})"]), day)
        assert bound is not None
        held = rules.request_policy(kind, day)
        assert held.law is not None and held.notice is not None
        assert _never_later((held.promise.term, held.law.term), bound.answer.term, rules.calendar)
        assert _never_later((held.notice.term,), bound.notice.term, rules.calendar)
        if own is not None and longer(own.promise.term, bound.answer.term):
            assert f"request.{kind}.answer" in told
    for day in _days(rules, answers):
        legal = rule_in_force(law.AUTHORITY_CLOCK, day)
        (authority,) = (clock for clock in in_force(rules.breach_protocol.clocks, day) if clock.name == law.AUTHORITY)
        assert legal is not None and _never_later((authority.term,), legal.term, rules.calendar)


def test_no_data_are_kept_for_less_than_the_law_asks_whatever_the_rule_is_called(subject: Subject) -> None:
    """Health and money have their own term and start in law; a rule with another code does not get round them."""
    rules, answers = subject.rules(), subject.answers()
    rules.check()
    told = {clamp.what for clamp in rules.clamps}
    promised = {category.code: category.retention for category in answers["data_categories()"] or ()}
    for category, day in product(rules.categories.values(), _days(rules, answers)):
        legal = rule_in_force((bound for bound in law.RETENTION_BOUNDS if bound.about is category.sensitivity), day)
        if legal is None:
            continue
        held = rules.retention(day)[category.retention]
        assert held.start_event == legal.rule.start_event, f"{category.code}: counted from {held.start_event}"
        kept_too_short = f"{category.code}: kept for {held.keep} on {day}"
        assert _never_later((legal.rule.keep,), held.keep, rules.calendar), kept_too_short
        of_this = [rule for rule in answers["retention_rules()"] or () if rule.code == promised.get(category.code)]
        own = rule_in_force(of_this, day)
        if own is not None and not _never_later((legal.rule.keep,), own.keep, rules.calendar):
            assert any(what.startswith(f"retention.{own.code}") for what in told)


def test_no_day_is_left_without_a_term(subject: Subject) -> None:
    """On every day since the AVG there is a policy, a clock for the authority and a rule for each kind of data."""
    rules = subject.rules()
    rules.check()
    for day in _days(rules, subject.answers()):
        for kind in RequestKind:
            assert rules.request_policy(kind, day).holds_on(day)
        assert law.AUTHORITY in {clock.name for clock in in_force(rules.breach_protocol.clocks, day)}, f"on {day}"
        left = {
            category.code for category in rules.categories.values() if category.retention not in rules.retention(day)
        }
        assert not left, f"on {day} no rule says how long these are kept: {', '.join(sorted(left))}"


def test_special_data_and_the_bsn_have_their_own_ground(subject: Subject) -> None:
    """Art. 9 and 10 AVG ask for a ground, art. 46 UAVG lets the BSN serve a legal duty; marketing gets neither."""
    rules = subject.rules()
    for purpose in rules.purposes.values():
        kinds = {rules.categories[code].sensitivity for code in purpose.categories}
        if Sensitivity.BSN in kinds:
            assert LegalBasis.LEGAL_DUTY in purpose.bases, f"purpose {purpose.code} uses the BSN without a legal duty"
        if any(kind.special and kind is not Sensitivity.BSN for kind in kinds):
            assert purpose.special_grounds, f"purpose {purpose.code} uses special data without a ground"
        if purpose.kind in (PurposeKind.MARKETING, PurposeKind.CALLING):
            assert not any(kind.special for kind in kinds), f"purpose {purpose.code} markets with special data"


def test_answers_go_by_a_channel_that_is_secure_enough(subject: Subject) -> None:
    """A request's answer can hold anything about a person; plain e-mail carries neither money nor health (B15)."""
    rules = subject.rules()
    for kind, day in ((kind, day) for kind in RequestKind for day in _days(rules, subject.answers())):
        channel = rules.channels[rules.request_policy(kind, day).answer_channel]
        assert channel.carries >= {Content.PERSONAL, Content.FINANCIAL, Content.HEALTH}, f"{kind}: {channel.code}"
    if "email" in rules.channels:
        assert not rules.channels["email"].carries & {Content.FINANCIAL, Content.HEALTH}


def test_somebody_can_be_reached(subject: Subject) -> None:
    """For every subject there is a telephone, an e-mail or a postal address."""
    organisation = subject.rules().organisation
    for about in About:
        contact = organisation.contact(about)
        assert contact.phone or contact.email or contact.address, f"nobody can be reached about {about}"


def test_the_look_can_be_read(subject: Subject) -> None:
    """Tokens exist, stand safely in a style sheet, and keep the contrast of WCAG 2.2 AA."""
    assert theme_faults(subject.rules().theme) == []


def test_no_answer_holds_personal_data(subject: Subject) -> None:
    """No BSN, no IBAN; an e-mail address only as a contact of the organisation."""
    for where, value in _walk(subject.answers()):
        if isinstance(value, str):
            assert not _IBAN.search(value), f"{where} holds an account number"
            assert not any(_is_bsn(found) for found in _NINE_DIGITS.findall(value)), f"{where} holds a BSN"
            assert ".contacts[" in where or not _EMAIL.search(value), f"{where} holds an e-mail address"


def test_delivering_twice_is_delivering_once(subject: Subject) -> None:
    """A worker may call again with the same id; a channel never carries more than it is secure enough for."""
    channels, manager = subject.rules().channels, subject.alone()
    for number, (channel, content) in enumerate(product(channels.values(), Content)):
        message = _message(f"message-{number}", channel.code, content)
        first, second = (_delivered(manager.hook.deliver(message=message)) for _ in range(2))
        assert plain(first) == plain(second), f"{channel.code}/{content}: the second delivery differs"
        if first is not None and content not in channel.carries:
            assert first.state is DeliveryState.FAILED, f"{channel.code} brings {content}, which it may not carry"


def _versions(answer: Any) -> tuple[Any, ...]:
    if answer is None:
        return ()
    return tuple(answer) if isinstance(answer, tuple | list) else (answer,)


def _days(rules: Rules, answers: dict[str, Any]) -> list[date]:
    """Return every day on which something of the plugin's or the law's changes, and one far ahead."""
    changing = [*rules.breach_protocol.clocks, *law.RETENTION, *(answers["retention_rules()"] or ())]
    for kind in RequestKind:
        changing += [*law.request_terms(kind), *_versions(answers[f"request_policy({kind})"])]
    return [*days_of_change(changing, since=law.AVG_APPLIES), FAR_AHEAD]


def _importable(subject: Subject) -> str:
    return subject.name if "." not in subject.name else ":".join(subject.name.rsplit(".", 1))


def _message(id_: str, channel: str, content: Content) -> Message:
    return Message(
        id=id_,
        organisation="contract",
        channel=channel,
        template="receipt",
        content=content,
        case_ref="case",
        recipient_ref="person",
        at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    )


def _delivered(answers: Any) -> Delivery | None:
    assert isinstance(answers, list) and all(isinstance(answer, Delivery) for answer in answers), "no Delivery"
    return answers[0] if answers else None


def _never_later(terms: Iterable[Term], bound: Term, calendar: WorkingCalendar) -> bool:
    """Whether the first of ``terms`` that ends has ended when ``bound`` does, from whatever moment they run."""
    shortest = set(terms)
    if bound in shortest:
        return True
    return all(min(due(term, at, calendar) for term in shortest) <= due(bound, at, calendar) for at in STARTS)


def _walk(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every value in the answers with the path to it."""
    waiting = [(question, plain(answer)) for question, answer in answers.items()]
    while waiting:
        where, value = waiting.pop()
        yield where, value
        if isinstance(value, dict):
            waiting.extend((f"{where}.{key}" if key else where, item) for key, item in value.items() if key)
        elif isinstance(value, list):
            waiting.extend((f"{where}[{number}]", item) for number, item in enumerate(value))


def _is_bsn(digits: str) -> bool:
    try:
        bsn.validate(digits)
    except ValidationError:
        return False
    return True
