"""Kinds of message: what they may name, what passes for a service message, and which of the law's fit."""

from dataclasses import replace

import pytest

from waarborg_shared.hooks import PluginError
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import EVERY_MESSAGE, BadValue, LegalBasis, MessageKind, Purpose, PurposeKind, Text

LAW = LawDefaults("the-house")
CARE, NEWS = LAW.message_kinds()
NAME = Text("Naam", "Name")


def purpose(code: str, kind: PurposeKind) -> Purpose:
    return Purpose(
        code=code,
        name=NAME,
        explanation=NAME,
        kind=kind,
        bases=(LegalBasis.CONSENT,),
        categories=("name",),
        source="x",
    )


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        ((CARE, CARE), ["message_kinds: twice in the list: care_message"]),
        ((replace(CARE, code="care"),), ["message_kinds[care]", "a purpose has this code too"]),
        ((replace(CARE, purpose="spying"),), ["message_kinds[care_message].purpose", "'spying'"]),
        ((replace(CARE, channels=("pigeon",)),), ["message_kinds[care_message].channels", "'pigeon'"]),
        ((replace(CARE, reach=("soul",)),), ["message_kinds[care_message].reach", "'soul'"]),
        ((replace(NEWS, categories=("health",)),), ["message_kinds[news].categories", "'health'"]),
        ((replace(CARE, service="yes"),), ["service: str where bool belongs"]),
        ("news", ["message_kinds: str where a tuple of MessageKind belongs"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_kind_that_names_what_is_not_there_is_refused_by_field(kinds, names, rules_of):
    with pytest.raises(PluginError) as refused:
        rules_of(message_kinds=lambda: kinds).check()
    for name in names:
        assert name in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": EVERY_MESSAGE}, "every message"),
        ({"code": "Twee woorden"}, "is not a code"),
        ({"channels": ("letter", "letter")}, "channels: twice"),
        ({"service": True, "handed_to": "insurers"}, "handed_to"),
    ],
)
def test_a_kind_that_breaks_its_own_rules_names_the_field(changes, field):
    with pytest.raises(BadValue, match=field):
        replace(NEWS, **changes)


@pytest.mark.parametrize("kind", [PurposeKind.MARKETING, PurposeKind.CALLING, PurposeKind.SURVEY, PurposeKind.RESEARCH])
def test_what_sells_or_asks_is_no_service_message_whatever_it_is_called_and_the_clamp_says_so(kind, rules_of):
    offer = MessageKind(
        code="offer",
        name=NAME,
        explanation=NAME,
        purpose="sell",
        channels=("letter",),
        reach=("name",),
        service=True,
        source="x",
    )
    rules = rules_of(purposes=lambda: (purpose("sell", kind),), message_kinds=lambda: (offer,))
    assert rules.message_kinds["offer"].service is False
    assert [(clamp.what, clamp.source) for clamp in rules.clamps] == [
        ("message.offer.service", "art. 11.7 Tw; art. 21 AVG")
    ]


def test_an_organisation_with_purposes_of_its_own_sends_none_of_the_laws_messages_about_others(rules_of):
    rules = rules_of(purposes=lambda: (purpose("newsletter", PurposeKind.MARKETING),))
    assert list(rules.message_kinds) == ["news"]
    alone = rules_of(purposes=lambda: (purpose("sell", PurposeKind.MARKETING),))
    assert alone.message_kinds == {}
    alone.check()


def test_the_laws_messages_go_by_the_channels_that_the_organisation_has(rules_of):
    letter = next(channel for channel in LAW.channels() if channel.code == "letter")
    rules = rules_of(channels=lambda: (letter,))
    assert {kind.channels for kind in rules.message_kinds.values()} == {("letter",)}
