"""What stands in a receipt for people: plain sentences, in Dutch and in English, and nothing that was not recorded."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from waarborg_consent.domain import By, ReceiptFacts, ReceiptStatus
from waarborg_consent.receipts.letter import letter, shown
from waarborg_shared.hooks.values import Text
from waarborg_tests.receipts import AUTHORITY, EXAMPLE, withdrawn


def words(facts: ReceiptFacts, language: str) -> str:
    """Everything that somebody reads in it."""
    return json.dumps(letter(facts, language), ensure_ascii=False)


REFUSED = replace(EXAMPLE, history=(replace(EXAMPLE.opened, status=ReceiptStatus.REFUSED),), in_force=False)
UNTIL = replace(EXAMPLE, valid_until=datetime(2028, 1, 5, 12, tzinfo=UTC))
CHANGED = replace(EXAMPLE, described_by="2026-01-01")
BY_MENTOR = replace(
    EXAMPLE,
    history=(
        replace(
            EXAMPLE.opened, by=By.REPRESENTATIVE, authority=AUTHORITY, authority_name=Text("Mentor", "Mentor (care)")
        ),
    ),
)


@pytest.mark.parametrize(
    ("facts", "language", "says"),
    [
        (EXAMPLE, "nl", "Op maandag 1 maart 2027, 10:30 geldt deze toestemming."),
        (EXAMPLE, "en", "On Monday 1 March 2027, 10:30 this consent stands."),
        (EXAMPLE, "nl", "De toestemming is gegeven totdat u haar intrekt."),
        (EXAMPLE, "en", "Consent was given until you withdraw it."),
        (EXAMPLE, "nl", "in een gesprek aan de keukentafel, door uzelf; opgeschreven door een medewerker"),
        (EXAMPLE, "nl", "uw toestemming (art. 6(1)(a) AVG); uw uitdrukkelijke toestemming."),
        (EXAMPLE, "nl", "twee jaar na het onderzoek"),
        (EXAMPLE, "en", "two years after the research"),
        (EXAMPLE, "nl", "Een universiteit (BE): krijgt gegevens van ons; Het onderzoek"),
        (
            EXAMPLE,
            "nl",
            "De sleutels om het te controleren staan op https://voorbeeldzorg.example/consent/.well-known/",
        ),
        (withdrawn(), "nl", "Op maandag 1 maart 2027, 10:30 geldt deze toestemming niet."),
        (withdrawn(), "nl", "Toestemming ingetrokken"),
        (
            withdrawn(),
            "en",
            "on paper, with a signature, on your behalf, by your representative (mentor, art. 1:450 BW",
        ),
        (REFUSED, "nl", "Er is geen toestemming gegeven."),
        (REFUSED, "en", "No consent was given."),
        (UNTIL, "nl", "De toestemming is gegeven tot woensdag 5 januari 2028, 13:00."),
        (UNTIL, "en", "Consent was given until Wednesday 5 January 2028, 13:00."),
        (CHANGED, "nl", "Doel, gegevens en ontvangers staan hier zoals in versie 2026-01-01"),
        (CHANGED, "en", "You were shown version 2021-04-15 of the privacy statement."),
        (BY_MENTOR, "en", "by your representative (Mentor (care), art. 1:450 BW"),
        (replace(EXAMPLE, recipients=()), "nl", "Deze toestemming noemt geen ander."),
        (EXAMPLE, "nl", "Wie voor ons werkt, onder een overeenkomst, staat in versie 2021-04-15"),
        (replace(EXAMPLE, categories=()), "en", "None named."),
    ],
)
def test_the_letter_says_it_in_plain_words(facts: ReceiptFacts, language: str, says: str) -> None:
    assert says in words(facts, language)


def test_what_was_not_recorded_is_not_said() -> None:
    bare = replace(EXAMPLE, history=(replace(EXAMPLE.opened, text_digest=None),))
    assert "Controlegetal" in words(EXAMPLE, "nl")
    assert "Controlegetal" not in words(bare, "nl")
    assert "staan hier zoals in versie" not in words(EXAMPLE, "nl")
    assert "vertegenwoordiger" not in words(EXAMPLE, "nl")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Coöperatie €", "Coöperatie €"),
        ("Ångström, Łódź, Ωμέγα, Живот", "Ångström, Łódź, Ωμέγα, Живот"),
        ("漢字 😀", "?? ?"),
        ("e\u0301e\u0301n", "één"),
        ("a\u200bb\x00c\nd", "a b c d"),
        ("\u202eabc", "abc"),
        ("\x07", "-"),
    ],
)
def test_a_letter_shows_what_its_type_has_and_a_question_mark_for_the_rest(text: str, seen: str) -> None:
    assert shown(text) == seen
