"""How people read what our own services hand in: words for keys and codes, moments as one says them."""

import pytest

from waarborg_requests.domain.own_words import category_name, holder_named
from waarborg_requests.packing.pages import data_page
from waarborg_requests.packing.reading import Leaf, Pairs, Reader

RECORD = {
    "name": "Jan Testman",
    "numbers": [{"kind": "client_number", "number": "C-1002"}],
    "registered_at": "2026-11-27T18:41:00.123456+00:00",
    "username": None,
}


def reader(world, holder="identity", language="nl"):
    return Reader(language, world.runtime.rules("bqr"), holder)


def test_keys_codes_and_moments_are_read_as_words_in_both_languages(world):
    assert [(leaf.name, leaf.shown) for leaf in reader(world).leaves(RECORD)] == [
        ("Naam", "Jan Testman"),
        ("Nummers › 1 › Soort", "cliëntnummer"),
        ("Nummers › 1 › Nummer", "C-1002"),
        ("Ingeschreven op", "27 november 2026, 19:41"),
        ("Gebruikersnaam", "(leeg)"),
    ]
    english = list(reader(world, language="en").leaves(RECORD))
    assert english[1] == Leaf("/numbers/0/kind", "Numbers › 1 › Kind", "client_number", "client number")
    assert english[3].shown == "27 November 2026, 19:41"


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("at", "2026-07-01T22:30:00Z", "2 juli 2026, 00:30"),
        ("given_on", "2026-02-03", "3 februari 2026"),
        ("given_on", "2026-02-30", "2026-02-30"),
        ("at", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("at", "9999-12-31T23:59:00Z", "9999-12-31T23:59:00Z"),
        ("name", "2026-02-03 was een dag", "2026-02-03 was een dag"),
        ("methods", "otp pwd", "code uit een app, wachtwoord"),
        ("methods", "iets-nieuws", "iets-nieuws"),
        ("undone", True, "ja"),
        ("number", 0, "0"),
        ("note", "[weggelaten]", "[weggelaten]"),
        ("verdict", "given", "gegeven"),
    ],
)
def test_a_value_is_said_plainly_and_one_that_nobody_knows_as_it_came(world, key, value, shown):
    assert reader(world, "consent").said(value, key) == shown


def test_the_organisations_own_words_come_first(world):
    rules = world.runtime.rules("bqr")
    assert reader(world, "consent").said("marketing", "purpose") == rules.purposes["marketing"].name.nl
    assert category_name("health", rules) == rules.categories["health"].name
    assert category_name("sign_ins", rules).nl == "Wanneer u inlogde"
    assert category_name("iets_anders", rules).nl == "iets anders"
    assert holder_named(rules, "identity").nl == "Personenregister"
    assert holder_named(rules, "oude_plek").nl == "oude plek"


def test_what_somebody_else_means_by_a_key_is_left_to_him(world):
    (first, second) = reader(world, "nedap_ons").leaves({"kind": "given", "seen_at": "2026-11-27T18:41:00Z"})
    assert (first.name, first.shown) == ("kind", "given")
    assert (second.name, second.shown) == ("seen at", "27 november 2026, 19:41")


def test_a_text_in_both_languages_is_read_in_one_and_can_be_cut_in_each(world):
    value = {"purpose_name": {"nl": "Nieuws", "en": "News"}, "categories": []}
    assert reader(world, "consent").tree(value) == Pairs(
        [("Doel, in woorden", "Nieuws"), ("Soorten gegevens", "(leeg)")]
    )
    assert [leaf.pointer for leaf in reader(world, "consent").leaves(value)] == [
        "/purpose_name/nl",
        "/purpose_name/en",
    ]


def test_a_page_of_the_package_has_no_key_or_code_of_ours(world):
    item = {"number": 1, "title": "Hoe u bekend bent", "holder": "Personenregister", "day": "", "redacted": False}
    value = reader(world).tree({**RECORD, "purpose_name": "<b>"})
    page = data_page(
        "nl",
        organisation="BQR",
        category="Wie u bent",
        items=[{**item, "file": "", "media_type": "", "text": None, "value": value}],
    ).decode()
    assert "<dt>Ingeschreven op</dt><dd>27 november 2026, 19:41</dd>" in page
    assert "<li><dl><dt>Soort</dt><dd>cliëntnummer</dd>" in page
    assert "registered" not in page
    assert "client_number" not in page
    assert "&lt;b&gt;" in page
