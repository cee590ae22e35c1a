"""What every organisation's plugin keeps to; run by its author with ``pytest --waarborg-plugin NAME``."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

from waarborg_shared.hooks import PluginError, law
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
)
from waarborg_shared.hooks.values import (
    Subject as About,
)
from waarborg_shared.testing.plugin_dump import dump
from waarborg_shared.testing.plugin_subject import Subject, every_question, plain, watched
from waarborg_shared.web.theme import theme_faults

CALLS_ALLOWED = 20_000
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
    """Codes are unique in each list, the lists inside answers too."""
    for where, value in _walk(subject.answers()):
        if isinstance(value, list) and all(isinstance(item, dict) and "code" in item for item in value):
            codes = [item["code"] for item in value]
            assert len(codes) == len(set(codes)), f"{where}: {sorted({c for c in codes if codes.count(c) > 1})} twice"


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
    """Where the plugin promises more time than the law gives, the clamp tells; what holds is never looser."""
    rules, answers = subject.rules(), subject.answers()
    rules.check()
    told = {clamp.what for clamp in rules.clamps}
    for kind in RequestKind:
        bound = law.request_terms(kind).answer.term
        own = answers[f"request_policy({kind})"]
        assert not longer(rules.request_policy(kind).promise.term, bound)
        if own is not None and longer(own.promise.term, bound):
            assert f"request.{kind}.answer" in told
    for code, limits in law.RETENTION_BOUNDS.items():
        assert limits.floor is None or not longer(limits.floor, rules.retention[code].keep)
    authority = next(clock for clock in rules.breach_protocol.clocks if clock.name == law.AUTHORITY_CLOCK.name)
    assert not longer(authority.term, law.AUTHORITY_CLOCK.term)


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
    for kind in RequestKind:
        channel = rules.channels[rules.request_policy(kind).answer_channel]
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
