"""An answer that makes no sense is refused, and the refusal names organisation, plugin, hook and field."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks import PluginError, Registry, law
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import (
    About,
    Content,
    DataCategory,
    Delivery,
    DeliveryState,
    Duty,
    Grant,
    LegalBasis,
    Message,
    Organisation,
    Purpose,
    PurposeKind,
    RecordType,
    RequestKind,
    RetentionRule,
    Right,
    Role,
    RoleKind,
    Text,
    Theme,
)

LAW = LawDefaults("the-house")
NAME = Text("Naam", "Name")
ROLE = Role(code="carer", name=NAME, kind=RoleKind.STAFF)
POLICY = LAW.request_policy(RequestKind.ACCESS)[0]
TODAY = date(2026, 3, 2)
PROTOCOL = LAW.breach_protocol()
PURPOSE = Purpose(
    code="care",
    name=NAME,
    explanation=NAME,
    kind=PurposeKind.CARE,
    bases=(LegalBasis.CONTRACT,),
    categories=(),
    source="x",
)


def _policy(**changes):
    return lambda kind: replace(LAW.request_policy(kind)[0], **changes)


def _clock(name, event="received"):
    return replace(POLICY.promise, name=name, start_event=event)


def _without(duty):
    return tuple(replace(role, duties=role.duties - {duty}) for role in LAW.roles())


def _late(kind):
    policy = LAW.request_policy(kind)[0]
    return replace(policy, promise=replace(policy.promise, start_event="answered"))


def _disclosure(*promises):
    return replace(LAW.disclosure_policy(), promises=promises)


def _every_day_of(year):
    return tuple(date(year, 1, 1) + timedelta(days=number) for number in range(366))


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        ({"organisation": "The House"}, ["'organisation'", "str where Organisation belongs"]),
        ({"organisation": lambda: 1 / 0}, ["'organisation'", "raised ZeroDivisionError"]),
        ({"organisation": replace(LAW.organisation(), name=None)}, ["organisation.name: NoneType"]),
        ({"organisation": replace(LAW.organisation(), review_after="a year")}, ["organisation.review_after: str"]),
        ({"organisation": replace(LAW.organisation(), languages=("nl", 7))}, ["organisation.languages[1]: int"]),
        ({"organisation": replace(LAW.organisation(), person_accounts="no")}, ["person_accounts: str"]),
        ({"theme": lambda: Theme}, ["'theme'", "type where Theme belongs"]),
        ({"roles": ROLE}, ["roles: Role where a tuple of Role belongs"]),
        ({"roles": "board"}, ["roles: str where a tuple of Role belongs"]),
        ({"roles": (ROLE, ROLE)}, ["roles: twice in the list: carer"]),
        ({"roles": (replace(ROLE, duties=frozenset({"tea"})),)}, ["roles[carer].duties[0]: str where Duty belongs"]),
        ({"roles": (Text("a", "b"),)}, ["roles[0]: Text where Role belongs"]),
        (
            {"grants": (Grant(role="king", record_type="file", rights=frozenset()),)},
            ["grants[king/file].role", "'king'"],
        ),
        ({"grants": (Grant(role="staff", record_type="sin", rights=frozenset()),)}, ["grants[staff/sin]", "'sin'"]),
        (
            {"grants": (Grant(role="staff", record_type="file", rights=frozenset({Right.READ})),) * 2},
            ["grants: twice in the list: staff/file"],
        ),
        (
            {"data_categories": (DataCategory(code="shoe_size", name=NAME, retention="forever"),)},
            ["data_categories[shoe_size].retention", "'forever'"],
        ),
        ({"purposes": (replace(PURPOSE, categories=("soul",)),)}, ["purposes[care].categories", "'soul'"]),
        ({"request_policy": _policy(answer_channel="pigeon")}, ["request_policy[access].answer_channel", "'pigeon'"]),
        ({"request_policy": _policy(promise="soon")}, ["request_policy.promise: str where ClockRule belongs"]),
        ({"request_policy": _policy(extension=60)}, ["request_policy.extension: int where Term belongs"]),
        ({"request_policy": lambda kind: POLICY}, ["request_policy[copy].kind", "it says that it is for access"]),
        ({"breach_protocol": replace(PROTOCOL, responsible_role="nobody")}, ["responsible_role", "'nobody'"]),
        ({"breach_protocol": replace(PROTOCOL, deputies=("fairy",))}, ["breach_protocol.deputies", "'fairy'"]),
        ({"breach_protocol": replace(PROTOCOL, retention="for_ever")}, ["breach_protocol.retention", "'for_ever'"]),
        ({"breach_protocol": replace(PROTOCOL, remind_by="pigeon")}, ["breach_protocol.remind_by", "'pigeon'"]),
        (
            {"breach_protocol": replace(PROTOCOL, retention="financial")},
            ["retention: financial counts"],
        ),
        ({"breach_protocol": replace(PROTOCOL, clocks=[])}, ["breach_protocol.clocks: list where a tuple"]),
        ({"roles": lambda: _without(Duty.BREACH_DECIDE)}, ["roles: nobody has the duty breach.decide"]),
        ({"breach_protocol": lambda: replace(PROTOCOL, clocks=(_clock("Twee woorden"),))}, ["'Twee woorden'"]),
        ({"disclosure_policy": lambda: _disclosure(_clock("Twee woorden"))}, ["'Twee woorden' is not a code"]),
        ({"disclosure_policy": lambda: _disclosure(_clock("fix", "answered"))}, ["clock fix: start_event 'answered'"]),
        ({"request_policy": _late}, ["clock answer: start_event 'answered' is unknown"]),
        ({"organisation": lambda: replace(LAW.organisation(), name="  ")}, ["organisation.name: it is empty"]),
        ({"roles": lambda: (replace(ROLE, kind=RoleKind.PERSON, duties=frozenset(Duty)),)}, ["role carer.duties"]),
        ({"closed_days": _every_day_of}, ["closed_days(2024): no working day is left"]),
        ({"closed_days": lambda year: ("Monday",)}, ["closed_days[0]: str where date belongs"]),
        ({"closed_days": lambda year: 3}, ["closed_days: int where a tuple of date belongs"]),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value[0],
)
def test_nonsense_is_refused_by_organisation_plugin_hook_and_field(answers, names, rules_of):
    with pytest.raises(PluginError) as refused:
        rules_of(**answers).check()
    told = str(refused.value)
    assert told.startswith("the-house: plugin 'own': hook")
    for name in names:
        assert name in told


def test_a_value_that_breaks_its_own_rules_names_its_field(rules_of):
    def purposes():
        return (replace(PURPOSE, bases=()),)

    with pytest.raises(PluginError, match="hook 'purposes' raised BadValue: purpose care: bases: at least one"):
        rules_of(purposes=purposes).check()


def test_a_list_serves_where_a_tuple_is_meant_and_is_given_frozen(rules_of):
    recipients = rules_of(recipients=[]).recipients
    assert recipients == ()


def test_an_answer_is_asked_for_once_and_stays_the_same(rules_of):
    asked = []

    def theme():
        asked.append("theme")
        return Theme()

    rules = rules_of(theme=theme)
    assert rules.theme is rules.theme
    assert asked == ["theme"]


def test_a_hook_without_an_opinion_leaves_the_law_to_answer(rules_of):
    rules = rules_of(request_policy=lambda kind: None, breach_protocol=None, organisation=None)
    rules.check()
    assert rules.request_policy(RequestKind.ERASURE, TODAY).promise.term == Term(1, Unit.MONTHS)
    assert rules.breach_protocol.clocks == law.AUTHORITY_CLOCK


def test_a_closed_day_is_no_working_day(rules_of):
    open_on_monday = rules_of(theme=Theme()).calendar
    closed = rules_of(closed_days=lambda year: (date(year, 3, 2),)).calendar
    assert open_on_monday.is_working_day(date(2026, 3, 2))
    assert not closed.is_working_day(date(2026, 3, 2))
    assert closed.is_working_day(date(2026, 3, 3))


def test_frozen_answers_of_every_kind_pass(rules_of):
    rules = rules_of(
        organisation=Organisation(
            name="The House",
            legal_name="The House",
            tagline=NAME,
            contacts=LAW.organisation().contacts,
            statement_version="1",
            statement_dated=date(2026, 1, 1),
            review_after=Term(1, Unit.MONTHS),
            remedies=(),
        ),
        record_types=(RecordType(code="file", name=NAME, about=About.CLIENT),),
        retention_rules=(
            *LAW.retention_rules(),
            RetentionRule(
                code="own", name=NAME, start_event="ended", counted_from=NAME, keep=Term(1, Unit.DAYS), source="x"
            ),
        ),
    )
    rules.check()
    assert rules.retention(TODAY)["own"].keep == Term(1, Unit.DAYS)


def _message(channel="letter", content=Content.NOTICE):
    return Message(
        id="m-1",
        organisation="the-house",
        channel=channel,
        template="receipt",
        content=content,
        case_ref="case-1",
        recipient_ref=None,
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def test_a_plugin_that_fails_to_deliver_does_not_stop_another(organisation, plugin, caplog):
    def broken(message):
        raise OSError("no post today")

    factories = {"first": plugin(deliver=broken), "second": plugin(deliver=lambda message: None)}
    rules = Registry({"house": organisation("house", ("first", "second"))}, factories).rules("house")
    assert rules.deliver(_message()) == Delivery(state=DeliveryState.TO_PRINT)
    assert "house: plugin first could not deliver a message" in caplog.text


@pytest.mark.parametrize(
    ("channel", "content", "state"),
    [
        ("letter", Content.HEALTH, DeliveryState.TO_PRINT),
        ("desk", Content.HEALTH, DeliveryState.TASK),
        ("email", Content.NOTICE, DeliveryState.TASK),
        ("email", Content.FINANCIAL, DeliveryState.FAILED),
    ],
)
def test_the_law_delivers_letters_tasks_and_notices(channel, content, state, rules_of):
    assert rules_of(theme=Theme()).deliver(_message(channel, content)).state is state


@pytest.mark.parametrize(
    ("channel", "content", "detail"),
    [
        ("email", Content.HEALTH, "channel-not-secure-enough"),
        ("email", Content.PERSONAL, "channel-not-secure-enough"),
        ("pigeon", Content.NOTICE, "no-channel"),
    ],
)
def test_no_plugin_is_asked_to_send_what_the_channel_may_not_carry(channel, content, detail, rules_of):
    asked = []
    rules = rules_of(deliver=lambda message: asked.append(message) or Delivery(state=DeliveryState.SENT))
    assert rules.deliver(_message(channel, content)) == Delivery(state=DeliveryState.FAILED, detail=detail)
    assert asked == []
    assert rules.deliver(_message("letter", content)).state is DeliveryState.SENT


def test_a_delivery_that_is_none_is_passed_on(rules_of):
    assert rules_of(deliver=lambda message: "sent").deliver(_message()).state is DeliveryState.TO_PRINT
