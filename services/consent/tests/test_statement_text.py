"""The statement is compiled from the rules: the same rules the same words, and a changed rule changed words."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waarborg_consent.actions.statements import rules_on
from waarborg_consent.domain.recipients import Safeguard
from waarborg_consent.domain.statement_changes import Change, changes
from waarborg_consent.domain.statement_document import (
    Bullets,
    Document,
    Entry,
    Paragraph,
    Section,
    Table,
    canonical,
    content_hash,
    digests,
    from_plain,
    to_plain,
)
from waarborg_consent.domain.statement_rules import StatementRules
from waarborg_consent.domain.statement_text import compile_statement, purpose_digests
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values import LegalBasis, PurposeKind, Text
from waarborg_shared.testing.depth import by_depth
from waarborg_shared.testing.world import World

DAY = date(2026, 3, 2)


@pytest.fixture(params=["bqr", "jtb-care"])
def rules(request: pytest.FixtureRequest, world: World) -> StatementRules:
    """The rules of an organisation as they run."""
    return rules_on(world.runtime.rules(request.param), DAY)


def said(document: Document, lang: str = "en") -> str:
    """Everything that a document says in one language."""
    found: list[str] = []

    def walk(plain: Any) -> None:
        if isinstance(plain, dict) and set(plain) == {"nl", "en"}:
            found.append(plain[lang])
        elif isinstance(plain, dict):
            for value in plain.values():
                walk(value)
        elif isinstance(plain, list):
            for value in plain:
                walk(value)

    walk(to_plain(document))
    return "\n".join(found)


def test_the_same_rules_give_the_same_words_and_hash(rules: StatementRules) -> None:
    assert content_hash(compile_statement(rules)) == content_hash(compile_statement(replace(rules)))


def test_what_was_frozen_is_read_back_word_for_word(rules: StatementRules) -> None:
    document = compile_statement(rules)
    stored = json.loads(json.dumps(to_plain(document)))
    assert from_plain(stored) == document
    assert content_hash(from_plain(stored)) == content_hash(document)


def test_every_chapter_of_art_13_is_there(rules: StatementRules) -> None:
    codes = [section.code for section in compile_statement(rules).sections]
    assert codes == [
        *("purposes", "categories", "retention", "recipients", "representatives", "channels", "rights", "remedies"),
        *("breach", "disclosure", "cookies", "who", "review"),
    ]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_place_is_left_open_and_no_rule_of_ours_is_named_by_number(rules: StatementRules, lang: str) -> None:
    words = said(compile_statement(rules), lang)
    assert "{" not in words and "}" not in words
    assert " B12" not in words and "(J8" not in words


@pytest.mark.parametrize(
    ("organisation", "words"),
    [
        ("bqr", ["four weeks, and in one month at the latest (law)", "two months", "six weeks", "four weeks"]),
        ("bqr", ["within 60 hours after the breach was discovered", "within 72 hours", "the first 24 hours"]),
        ("bqr", ["You hear from us within two working days", "Stichting Klachtenregeling", "06-10004594"]),
        (
            "jtb-care",
            ["14 days, and in one month at the latest (law)", "Under our complaints procedure go: see my"],
        ),
        ("jtb-care", ["You hear from us within five days", "Dorpshuisstraat 15, 9331 AX Norg"]),
    ],
)
def test_J11_B17_B24_terms_and_promises_are_those_that_run(world: World, organisation: str, words: list[str]) -> None:
    text = said(compile_statement(rules_on(world.runtime.rules(organisation), DAY)))
    assert [each for each in words if each not in text] == []


def test_B23_the_statement_says_that_who_does_not_sign_in_gets_no_cookie(rules: StatementRules) -> None:
    assert "gets no cookie from this system, and is not tracked" in said(compile_statement(rules))


def changed_promise(rules: StatementRules) -> StatementRules:
    first = rules.policies[0]
    sooner = replace(first.promise, term=Term(3, Unit.DAYS))
    return replace(rules, policies=(replace(first, promise=sooner), *rules.policies[1:]))


CHANGES: list[tuple[Any, str, str]] = [
    (lambda rules: replace(rules, purposes=rules.purposes[1:]), "purposes", Change.REMOVED),
    (
        lambda rules: replace(
            rules, purposes=(replace(rules.purposes[0], bases=(LegalBasis.VITAL_INTEREST,)), *rules.purposes[1:])
        ),
        "purposes",
        Change.ADDED,
    ),
    (lambda rules: replace(rules, recipients=()), "recipients", Change.REMOVED),
    (lambda rules: replace(rules, retention=()), "retention", Change.REMOVED),
    (lambda rules: replace(rules, channels=rules.channels[:1]), "channels", Change.REMOVED),
    (changed_promise, "rights", Change.ADDED),
    (
        lambda rules: replace(rules, organisation=replace(rules.organisation, review_after=Term(6, Unit.MONTHS))),
        "review",
        Change.ADDED,
    ),
    (
        lambda rules: replace(rules, later_uses=((rules.purposes[0].code, rules.purposes[1].code),)),
        "later-uses",
        Change.ADDED,
    ),
]


@pytest.mark.parametrize(("change", "chapter", "kind"), CHANGES)
def test_a_changed_rule_changes_the_hash_and_shows_in_its_own_chapter(
    rules: StatementRules, change: Any, chapter: str, kind: str
) -> None:
    before, after = compile_statement(rules), compile_statement(change(rules))
    assert content_hash(before) != content_hash(after)
    found = changes(before, after)
    assert [section.code for section in found] == [chapter]
    assert kind in {line.change for line in found[0].lines}


def test_a_purpose_that_changes_has_another_digest_and_the_others_keep_theirs(rules: StatementRules) -> None:
    other = replace(rules.purposes[0], explanation=Text("Iets anders.", "Something else."))
    before, after = purpose_digests(rules), purpose_digests(replace(rules, purposes=(other, *rules.purposes[1:])))
    assert {code for code in before if before[code] != after[code]} == {other.code}
    assert before == digests(compile_statement(rules))


def test_B3_a_recipient_outside_the_eea_says_its_safeguard_or_that_nothing_goes_there(rules: StatementRules) -> None:
    abroad = replace(rules.recipients[0], country="US", inside_eea=False)
    without = replace(rules, recipients=(abroad,))
    assert "no safeguard is registered, and so nothing goes there" in said(compile_statement(without))
    held = replace(without, safeguards={abroad.code: Safeguard.CLAUSES})
    assert "standard clauses (art. 46 GDPR)" in said(compile_statement(held))
    assert "standaardbepalingen" in said(compile_statement(held), "nl")


def test_a_term_of_a_breach_that_changes_on_a_day_says_until_when(rules: StatementRules) -> None:
    clock = ClockRule(
        name="authority",
        start_event="aware",
        term=Term(72, Unit.HOURS),
        source="art. 33(1) AVG",
        valid_until=date(2027, 6, 30),
    )
    later = replace(clock, term=Term(96, Unit.HOURS), valid_from=date(2027, 7, 1), valid_until=None)
    text = said(compile_statement(replace(rules, breach=replace(rules.breach, clocks=(clock, later)))))
    assert "within 72 hours after we know of it (art. 33(1) GDPR), until 2027-06-30" in text
    assert "within 96 hours after we know of it (art. 33(1) GDPR)\n" in text


def test_J8_nothing_in_the_rules_can_sell_data() -> None:
    assert not [kind for kind in PurposeKind if "sell" in kind or "sale" in kind]


texts = st.builds(Text, *[st.text(min_size=1).filter(lambda each: bool(each.strip())) for _ in range(2)])
bullets = st.builds(Bullets, st.lists(texts, max_size=4).map(tuple), st.booleans())
leaves = st.one_of(st.builds(Paragraph, texts), bullets)
entries = st.builds(
    Entry, code=st.sampled_from(["a", "b", "c"]), title=texts, blocks=st.lists(leaves, max_size=3).map(tuple)
)
tables = st.builds(
    Table, caption=texts, heads=st.tuples(texts, texts), rows=st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
)
sections = st.builds(
    Section,
    code=st.sampled_from(["x", "y", "z"]),
    title=texts,
    blocks=st.lists(st.one_of(leaves, entries, tables), max_size=4).map(tuple),
)
# Every draw is another document, and a nightly run draws more of them.
thrown = settings(max_examples=by_depth(50, 100), deadline=None)
documents = st.lists(sections, max_size=3, unique_by=lambda each: each.code).map(lambda some: Document(tuple(some)))


@thrown
@given(documents)
def test_any_document_survives_being_frozen(document: Document) -> None:
    assert from_plain(json.loads(canonical(to_plain(document)))) == document


@thrown
@given(documents, documents)
def test_two_documents_differ_where_their_hashes_do_and_what_came_one_way_went_the_other(
    one: Document, other: Document
) -> None:
    there, back = changes(one, other), changes(other, one)
    assert changes(one, one) == ()
    if content_hash(one) == content_hash(other):
        assert there == ()
    turned = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    for code in {section.code for section in there} | {section.code for section in back}:
        came = [(line.change, line.text) for each in there if each.code == code for line in each.lines]
        went = [(turned[line.change], line.text) for each in back if each.code == code for line in each.lines]
        assert balance(came) == balance(went)


def balance(lines: list[tuple[Change, Text]]) -> dict[Text, int]:
    """How many more times a line came than it went."""
    found: dict[Text, int] = {}
    for change, text in lines:
        found[text] = found.get(text, 0) + (1 if change is Change.ADDED else -1)
    return {text: count for text, count in found.items() if count}


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ({"b": "é", "a": [1, "€"]}, b'{"a":[1,"\xe2\x82\xac"],"b":"\xc3\xa9"}'),
        ({"a": 'x"\\\n\x1f/'}, b'{"a":"x\\"\\\\\\n\\u001f/"}'),
    ],
)
def test_canonical_json_is_what_rfc_8785_writes(plain: Any, written: bytes) -> None:
    assert canonical(plain) == written


def test_a_document_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        from_plain({"format": 2, "sections": []})
