"""One manager and one instance per organisation: what is refused at the start, and who notices."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from waarborg_shared.hooks import PluginError, Registry, UnknownOrganisation, hookimpl, installed_plugins
from waarborg_shared.hooks.values import Content, DeliveryState, Message, RequestKind, Theme


def _wrapper(**options):
    def factory(settings):
        class Around:
            @hookimpl(**options)
            def theme(self):
                yield

        return Around()

    return factory


def _option(**options):
    def factory(settings):
        class Odd:
            @hookimpl(**options)
            def theme(self):
                return Theme()

        return Odd()

    return factory


def _raises(settings):
    raise ValueError("setting 'email' is missing")


def _leaves(settings):
    raise SystemExit(0)


def _leave():
    raise SystemExit(0)


def _started(factory, organisation):
    registry = Registry({"house": organisation("house", ("own",))}, {"own": factory})
    registry.check()


@pytest.mark.parametrize(
    ("factory", "why"),
    [
        (_wrapper(wrapper=True), r"house: plugin 'own': hook 'theme': wrapper=True is refused"),
        (_wrapper(hookwrapper=True), r"house: plugin 'own': hook 'theme': hookwrapper=True is refused"),
        (_option(trylast=True), r"house: plugin 'own': hook 'theme': trylast=True is refused"),
        (_option(optionalhook=True), r"house: plugin 'own': hook 'theme': optionalhook=True is refused"),
        (_option(specname="themes"), r"house: unknown hook 'themes'"),
        (lambda settings: SimpleNamespace(), r"house: plugin 'own' answers no hook"),
        (_raises, r"house: plugin 'own' does not start: setting 'email' is missing"),
        (_leaves, r"house: plugin 'own' does not start: 0"),
    ],
    ids=["wrapper", "old wrapper", "last", "optional", "misspelt", "no hook", "raises", "leaves"],
)
def test_a_plugin_that_cannot_be_trusted_stops_the_start_by_name(factory, why, organisation):
    with pytest.raises(PluginError, match=why):
        _started(factory, organisation)


def test_a_hook_that_ends_the_process_is_refused_like_one_that_raises(organisation, plugin):
    with pytest.raises(PluginError, match="house: plugin 'own': hook 'theme' raised SystemExit: 0"):
        _started(plugin(theme=_leave), organisation)


def test_a_delivery_that_ends_the_process_fails_and_no_more(rules_of):
    def deliver(message):
        raise SystemExit(0)

    message = Message(
        id="m",
        organisation="the-house",
        channel="letter",
        template="receipt",
        content=Content.NOTICE,
        case_ref="case",
        recipient_ref=None,
        at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    assert rules_of(deliver=deliver).deliver(message).state is DeliveryState.TO_PRINT, "the next one is asked"


def test_a_stop_from_outside_passes_through_a_plugin(rules_of):
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _ = rules_of(theme=interrupted).theme


def test_a_misspelt_hook_stops_the_start(organisation, plugin):
    with pytest.raises(PluginError, match="house: unknown hook 'retention_rule'"):
        _started(plugin(retention_rule=()), organisation)


def test_an_argument_that_the_hook_does_not_have_stops_the_start(organisation, plugin):
    with pytest.raises(PluginError, match="house: plugin 'own' does not start"):
        _started(plugin(request_policy=lambda sort: None), organisation)


def test_a_plugin_that_is_not_installed_stops_the_start_by_name(organisation):
    registry = Registry({"house": organisation("house", ("away",))}, {})
    with pytest.raises(PluginError, match="house: plugin 'away' is not installed"):
        registry.check()


def test_an_organisation_that_is_not_configured_is_unknown():
    with pytest.raises(UnknownOrganisation):
        Registry({}, {}).rules("nobody")


def test_an_organisation_without_a_plugin_has_the_laws_own_rules(organisation):
    registry = Registry({"house": organisation("house")}, {})
    registry.check()
    rules = registry.rules("house")
    assert rules.organisation.name == "house"
    assert rules.clamps == ()


def test_what_is_not_on_is_not_there_to_be_called(organisation, plugin):
    asked = []
    factories = {"on": plugin(theme=Theme()), "off": plugin(theme=lambda: asked.append("off"))}
    Registry({"house": organisation("house", ("on",))}, factories).check()
    assert asked == []


def test_the_first_plugin_in_the_list_is_asked_first(organisation, plugin):
    green, blue = Theme({"--waarborg-radius": "1px"}), Theme({"--waarborg-radius": "2px"})
    factories = {"green": plugin(theme=green), "blue": plugin(theme=blue), "silent": plugin(theme=None)}
    organisations = {
        "one": organisation("one", ("green", "blue")),
        "other": organisation("other", ("silent", "blue", "green")),
    }
    registry = Registry(organisations, factories)
    assert registry.rules("one").theme == green
    assert registry.rules("other").theme == blue


def test_each_organisation_has_its_own_instance_with_its_own_settings(organisation, plugin):
    made = []

    def factory(settings):
        made.append(settings["name"])
        return plugin(theme=Theme({"--waarborg-radius": settings["name"]}))(settings)

    registry = Registry(
        {name: organisation(name, ("own",), {"own": {"name": name}}) for name in ("one", "other")}, {"own": factory}
    )
    assert [registry.rules(name).theme.tokens["--waarborg-radius"] for name in ("one", "other", "one")] == [
        "one",
        "other",
        "one",
    ]
    assert made == ["one", "other"]


def test_one_organisations_bad_plugin_leaves_the_others_untouched(organisation, plugin):
    def broken(kind):
        raise RuntimeError("the moon is full")

    factories = {"bad": plugin(request_policy=broken), "worse": _raises}
    organisations = {name: organisation(name, on) for name, on in {"a": ("bad",), "b": ("worse",), "c": ()}.items()}
    registry = Registry(organisations, factories)
    with pytest.raises(
        PluginError, match="a: plugin 'bad': hook 'request_policy' raised RuntimeError: the moon is full"
    ):
        registry.rules("a").request_policy(RequestKind.ACCESS, date(2026, 3, 2))
    with pytest.raises(PluginError, match="b: plugin 'worse' does not start"):
        registry.rules("b")
    assert registry.rules("c").request_policy(RequestKind.ACCESS, date(2026, 3, 2)).kind is RequestKind.ACCESS
    assert registry.rules("a").breach_protocol.clocks


def test_a_thousand_organisations_are_built_when_first_needed(organisation, plugin):
    asked = []

    def factory(settings):
        return plugin(theme=lambda: asked.append(settings["email"]))(settings)

    organisations = {
        f"house-{number}": organisation(f"house-{number}", ("own",), {"own": {"email": f"{number}@house.example"}})
        for number in range(1000)
    }
    registry = Registry(organisations, {"own": factory})
    registry.check()
    assert asked == ["0@house.example"]
    for _ in range(2):
        _ = registry.rules("house-7").theme
    assert asked == ["0@house.example", "7@house.example"]


def test_a_check_of_named_organisations_asks_each_of_them(organisation, plugin):
    made = []

    def factory(settings):
        made.append(settings)
        return plugin(theme=Theme())(settings)

    registry = Registry({name: organisation(name, ("own",)) for name in ("one", "other")}, {"own": factory})
    registry.check(["one", "other"])
    assert len(made) == 2


def test_each_organisations_own_settings_are_read_at_the_start_though_their_names_are_the_same(organisation, plugin):
    asked = []

    def factory(settings):
        if "@" not in settings["email"]:
            raise ValueError("setting 'email' is no address")
        return plugin(theme=lambda: asked.append(settings["email"]))(settings)

    named = {"one": "a@b.example", "other": "a@c.example", "third": "no address"}
    houses = {name: organisation(name, ("own",), {"own": {"email": email}}) for name, email in named.items()}
    with pytest.raises(PluginError, match="third: plugin 'own' does not start: setting 'email' is no address"):
        Registry(houses, {"own": factory}).check()
    assert asked == ["a@b.example"], "hooks are asked of one"


def test_an_installed_plugin_is_loaded_when_it_is_needed_and_no_sooner():
    found = installed_plugins()
    assert {"bqr", "jtb_care"} <= set(found)
    assert found["jtb_care"].load().__name__ == "Plugin"
