"""Terms, and where a rule stands, as people say them."""

import pytest

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import Text
from waarborg_shared.in_words import source_in_words, term_in_words


@pytest.mark.parametrize(
    ("term", "nl", "en"),
    [
        (Term(4, Unit.WEEKS), "vier weken", "four weeks"),
        (Term(14, Unit.DAYS), "14 dagen", "14 days"),
        (Term(1, Unit.MONTHS), "één maand", "one month"),
        (Term(240, Unit.MONTHS), "20 jaar", "20 years"),
        (Term(12, Unit.MONTHS), "één jaar", "one year"),
        (Term(2, Unit.WORKING_DAYS), "twee werkdagen", "two working days"),
        (Term(72, Unit.HOURS), "72 uur", "72 hours"),
        (Term(0, Unit.DAYS), "meteen", "at once"),
    ],
)
def test_a_term_is_said_in_words(term: Term, nl: str, en: str) -> None:
    assert (term_in_words(term).nl, term_in_words(term).en) == (nl, en)


def test_where_a_rule_stands_is_said_in_both_languages_and_the_longest_name_wins() -> None:
    words = (Text("privacy", "wrong"), Text("privacyverklaring", "privacy statement"))
    said = source_in_words("privacyverklaring, hoofdstuk 5; art. 9(2)(h) AVG", words)
    assert said == Text(
        "privacyverklaring, hoofdstuk 5; art. 9(2)(h) AVG", "privacy statement, chapter 5; art. 9(2)(h) GDPR"
    )
