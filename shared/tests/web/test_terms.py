"""Terms as people say them."""

import pytest

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.web.terms import term_in_words


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
