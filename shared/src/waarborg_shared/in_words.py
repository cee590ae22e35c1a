"""What people say for a term, a legal basis and where a rule stands: four weeks; a legal duty; chapter 13."""

import re
from collections.abc import Iterable, Mapping

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import LegalBasis, RecipientKind, Text

_UNITS: Mapping[Unit, tuple[Text, Text]] = {
    Unit.HOURS: (Text("uur", "hour"), Text("uur", "hours")),
    Unit.DAYS: (Text("dag", "day"), Text("dagen", "days")),
    Unit.WEEKS: (Text("week", "week"), Text("weken", "weeks")),
    Unit.MONTHS: (Text("maand", "month"), Text("maanden", "months")),
    Unit.WORKING_DAYS: (Text("werkdag", "working day"), Text("werkdagen", "working days")),
}
_YEAR = (Text("jaar", "year"), Text("jaar", "years"))
_SMALL = {
    1: Text("één", "one"),
    2: Text("twee", "two"),
    3: Text("drie", "three"),
    4: Text("vier", "four"),
    5: Text("vijf", "five"),
    6: Text("zes", "six"),
}
_MONTHS_IN_A_YEAR = 12
LEGAL_BASES: Mapping[LegalBasis, Text] = {
    LegalBasis.CONSENT: Text("uw toestemming", "your consent"),
    LegalBasis.CONTRACT: Text("de overeenkomst met u", "the agreement with you"),
    LegalBasis.LEGAL_DUTY: Text("een wettelijke plicht", "a legal duty"),
    LegalBasis.VITAL_INTEREST: Text("een vitaal belang", "a vital interest"),
    LegalBasis.PUBLIC_TASK: Text("een publieke taak", "a public task"),
    LegalBasis.LEGITIMATE_INTEREST: Text("een gerechtvaardigd belang", "a legitimate interest"),
}
RECIPIENT_KINDS: Mapping[RecipientKind, Text] = {
    RecipientKind.PROCESSOR: Text("werkt voor ons", "works for us"),
    RecipientKind.HOLDER: Text("bewaart gegevens voor ons", "keeps data for us"),
    RecipientKind.RECIPIENT: Text("krijgt gegevens van ons", "gets data from us"),
}


def term_in_words(term: Term) -> Text:
    """Return a term in both languages: small numbers as words, whole years as years, nothing as at once."""
    if term.amount == 0:
        return Text("meteen", "at once")
    amount, names = term.amount, _UNITS[term.unit]
    if term.unit is Unit.MONTHS and amount % _MONTHS_IN_A_YEAR == 0:
        amount, names = amount // _MONTHS_IN_A_YEAR, _YEAR
    name = names[0] if amount == 1 else names[1]
    count = _SMALL.get(amount, Text(str(amount), str(amount)))
    return Text(f"{count.nl} {name.nl}", f"{count.en} {name.en}")


_LAWS = (Text("AVG", "GDPR"), Text("hoofdstuk", "chapter"))


def source_in_words(source: str, organisation_words: Iterable[Text] = ()) -> Text:
    """Return where a rule stands, in both languages: "art. 33(1) GDPR", "privacy statement, chapter 13".

    The organisation says what its documents are called; Dutch laws keep the names by which they are looked up.
    """
    words = {text.nl: text.en for text in (*_LAWS, *organisation_words)}
    longest_first = sorted(words, key=len, reverse=True)
    pattern = r"\b(" + "|".join(re.escape(word) for word in longest_first) + r")\b"
    return Text(source, re.sub(pattern, lambda found: words[found[1]], source))
