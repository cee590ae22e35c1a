"""One word for one thing, in Dutch: what was collected are onderdelen, and who holds data are plekken."""

import re
from pathlib import Path

import waarborg_requests

ROOT = Path(waarborg_requests.__file__).parent
OTHERWISE = re.compile(r"\b(stuk|stukken|plaats|plaatsen)\b", re.IGNORECASE)
CATALOGUE = "translations/nl/LC_MESSAGES/messages.po"


def test_no_other_word_is_used_for_what_was_collected_or_who_holds_it():
    files = [*ROOT.rglob("*.py"), *ROOT.rglob("*.html"), ROOT / CATALOGUE]
    said = [(each.name, line) for each in files for line in each.read_text().splitlines() if OTHERWISE.search(line)]
    assert len(files) > 100 and said == []


def test_the_buttons_of_a_legal_hold_say_what_they_do():
    catalogue = (ROOT / CATALOGUE).read_text()
    for message, words in (("Set this hold", "Leg vast: niets wissen"), ("End this hold", "Wissen weer toestaan")):
        assert f'msgid "{message}"\nmsgstr "{words}"' in catalogue
