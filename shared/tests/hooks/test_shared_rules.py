"""What processes of tests share of rules: what is set up alike, never what a test changed or plugged in itself."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from waarborg_shared.hooks import PluginError, Registry, hookimpl, installed_plugins
from waarborg_shared.hooks.values import Theme
from waarborg_shared.testing.world import both_organisations

BQR = both_organisations()["bqr"]
OTHER_SETTINGS = {"bqr": {**BQR.settings["bqr"], "postal_town": "Nergenshuizen"}}


def rules_of(organisation, plugins=None):
    return Registry({organisation.id: organisation}, plugins or installed_plugins()).rules(organisation.id)


def test_organisations_that_are_set_up_alike_have_the_same_plugins():
    assert rules_of(BQR)._manager is rules_of(replace(BQR))._manager


def test_what_a_test_changes_in_its_rules_reaches_no_other_test():
    changed = rules_of(BQR)
    vars(changed)["recipients"] = ()
    changed.purposes.clear()
    assert rules_of(BQR).recipients and rules_of(BQR).purposes
    assert rules_of(BQR) is not rules_of(BQR), "what is derived from rules is kept by them"


@pytest.mark.parametrize("changes", [{"id": "house"}, {"plugins": ()}, {"settings": OTHER_SETTINGS}])
def test_an_organisation_that_is_set_up_otherwise_has_plugins_of_its_own(changes):
    assert rules_of(replace(BQR, **changes))._manager is not rules_of(BQR)._manager


def test_a_plugin_of_a_test_answers_that_test_alone():
    def coloured(colour):
        class Own:
            @hookimpl
            def theme(self):
                return Theme({"--brand": colour})

        return rules_of(replace(BQR, plugins=("own",)), {"own": lambda settings: Own()}).theme.tokens["--brand"]

    assert [coloured("red"), coloured("blue")] == ["red", "blue"]


def test_what_is_refused_is_refused_every_time():
    absent = SimpleNamespace(id="house", plugins=("absent",), settings={})
    for _ in range(2):
        with pytest.raises(PluginError, match="'absent' is not installed"):
            rules_of(absent)
