"""Letters: every kind, of both organisations, in both languages, as they are read and as other programs open them."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from waarborg_requests.domain import Ground, Outcome
from waarborg_requests.domain.at_once import DONE
from waarborg_requests.domain.letters import LETTERS, LetterKind
from waarborg_requests.texts.letters import LANGUAGES, LETTER_KINDS
from waarborg_requests.typesetting import LetterFacts, Passage, typeset, words, write
from waarborg_requests.typesetting.letter import shown
from waarborg_shared.hooks import Registry
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.testing.world import both_organisations

FACT = DONE[RequestKind.WITHDRAWAL]

AT = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
REGISTRY = Registry(both_organisations())
EVERY = [(kind, of, lang) for kind in LetterKind for of in ("bqr", "jtb-care") for lang in ("nl", "en")]
BY = "Anouk Verzonnen"


def facts(kind=LetterKind.ANSWER, of="bqr", lang="nl", asked=RequestKind.ACCESS, **changes):
    rules = REGISTRY.rules(of)
    known = {
        "kind": kind,
        "language": lang,
        "organisation": rules.organisation,
        "theme": rules.theme,
        "policy": rules.request_policy(asked, date(2026, 3, 2)),
        "number": "BQR-2026-000001",
        "received_on": date(2026, 3, 2),
        "written_at": AT,
        "name": "Willemijn Proefpersoon",
        "address": ("Verzonnenlaan 2", "1234 AB Nergenshuizen"),
        "outcome": Outcome.PARTLY,
        "grounds": (Ground.OTHERS_PRIVACY, Ground.WORKING_NOTES),
        "text": "Hierbij wat u vroeg.",
        "due_at": datetime(2026, 5, 30, 21, 59, 59, tzinfo=UTC),
        "signed_by": BY,
        "signed_as": Text("Coördinator", "Coordinator"),
        "code": "2346-789A-BCDE-FGHJ" if kind in (LetterKind.READ_CODE, LetterKind.FETCH_CODE) else "",
        "code_until": datetime(2026, 5, 19, 21, 59, 59, tzinfo=UTC),
    }
    return LetterFacts(**{**known, **changes})


def made(letter):
    return PdfReader(BytesIO(typeset(write(letter), at=AT)), strict=True)


def read(letter):
    """What a program reads out of the PDF, on one line: where lines break is the typesetter's."""
    return " ".join(" ".join(page.extract_text() for page in made(letter).pages).split())


def said(letter):
    """Every sentence of it."""
    text = write(letter)
    parts = [*text.opening, *text.references, *text.signature, text.title]
    for section in text.sections:
        parts += [section.heading, *section.paragraphs, *section.items, *(cell for row in section.rows for cell in row)]
    return "\n".join(parts)


@pytest.mark.parametrize(("kind", "of", "lang"), EVERY)
def test_each_letter_is_made_to_last_and_to_be_read_aloud(kind, of, lang):
    reader = made(facts(kind, of, lang))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == {"nl": "nl-NL", "en": "en-GB"}[lang]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = catalogue["/Metadata"].get_object().get_data()
    for claim in (b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert claim in metadata
    title = words.TITLES[kind].to(lang)
    assert reader.trailer["/Info"]["/Title"] == title


@pytest.mark.parametrize(("kind", "of", "lang"), EVERY)
def test_each_letter_says_from_whom_to_whom_about_what_and_who_signed(kind, of, lang):
    letter = facts(kind, of, lang)
    text = read(letter)
    us = letter.organisation
    assert all(part in text for part in (us.legal_name, us.address.street, us.address.postcode))
    assert all(part in text for part in ("Willemijn Proefpersoon", "Verzonnenlaan 2", "1234 AB Nergenshuizen"))
    assert letter.number in text
    assert {"nl": "vrijdag 20 maart 2026", "en": "Friday 20 March 2026"}[lang] in text
    assert BY in text and letter.signed_as.to(lang) in text
    assert letter.policy.name.to(lang) in text


@pytest.mark.parametrize("of", ["bqr", "jtb-care"])
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", sorted(words.TO_DISAGREE_WITH))
def test_B19_whoever_may_disagree_reads_every_way_to_go_and_none_is_a_condition(kind, of, lang):
    letter = facts(kind, of, lang)
    text = said(letter)
    assert words.ANY_WAY.to(lang) in text
    codes = {remedy.code for remedy in letter.organisation.remedies}
    assert {"complaint", "disputes", "authority", "court"} <= codes
    for remedy in letter.organisation.remedies:
        assert shown(remedy.name.to(lang)) in text and shown(remedy.how.to(lang)) in text


@pytest.mark.parametrize(
    ("letter", "says", "says_not"),
    [
        (facts(), "Op maandag 2 maart 2026 vroeg u ons: Inzage in mijn gegevens.", "kopie van uw paspoort"),
        (facts(), "U krijgt een deel van de gegevens die u vroeg.", "U krijgt de gegevens die u vroeg."),
        (facts(), "persoonlijke werkaantekeningen", "buitensporig"),
        (facts(), "Deze eerste kopie is gratis. Voor meer kopieën", "meer tijd"),
        (facts(first_copy=False), "U krijgt een deel van de gegevens die u vroeg.", "kopie is gratis"),
        (facts(outcome=Outcome.REFUSED), "Waarom het niet kan", "Waarom niet alles kan"),
        (facts(outcome=Outcome.REFUSED), "U krijgt de gegevens die u vroeg niet.", "eerste kopie"),
        (facts(outcome=Outcome.GRANTED, grounds=()), "U krijgt de gegevens die u vroeg.", "Waarom niet alles kan"),
        (facts(asked=RequestKind.COMPLAINT, outcome=Outcome.GRANTED, grounds=()), "uw klacht is gegrond", "eerste"),
        (facts(asked=RequestKind.ERASURE), "Wij doen een deel van wat u vraagt.", "eerste kopie"),
        (facts(for_whom="Otto Ander"), "U vroeg dit voor Otto Ander.", "toestemming"),
        (
            facts(
                asked=RequestKind.WITHDRAWAL,
                outcome=Outcome.GRANTED,
                grounds=(),
                by_fact=DONE[RequestKind.WITHDRAWAL][0],
                text="",
            ),
            "Uw toestemming is ingetrokken.",
            "Ons antwoord\n",
        ),
        (
            facts(
                asked=RequestKind.WITHDRAWAL,
                outcome=Outcome.GRANTED,
                grounds=(Ground.NOTHING_STOOD,),
                by_fact=FACT[1],
                text="",
            ),
            "Er stond geen toestemming die ingetrokken kon worden.",
            "Uw toestemming is ingetrokken",
        ),
        (facts(LetterKind.EXTENSION), "U hebt ons antwoord uiterlijk op zaterdag 30 mei 2026.", "U krijgt"),
        (facts(LetterKind.EXTENSION, text="Vijf instellingen."), "Vijf instellingen.", "eerste kopie"),
        (facts(LetterKind.EXTENSION, lang="en"), "art. 12(3) GDPR", "hoofdstuk"),
        (facts(LetterKind.IDENTIFICATION), "Stuur ons geen kopie van uw paspoort", "U krijgt"),
        (facts(LetterKind.IDENTIFICATION), "staat de termijn stil (art. 12 lid 6 AVG)", "meer tijd"),
        (facts(LetterKind.FETCH_CODE), "Een ophaalcode uit een eerdere brief werkt niet meer.", "Waar\n"),
        (facts(LetterKind.READ_CODE), "Geef deze code aan niemand", "Waar\n"),
        (facts(LetterKind.RECEIVED), "U hebt ons antwoord uiterlijk op zaterdag 30 mei 2026", "niet mee eens"),
        (facts(LetterKind.WITHDRAWN), "Dit verzoek is gestopt", "U krijgt de gegevens"),
    ],
)
def test_a_letter_says_what_is_so_and_nothing_else(letter, says, says_not):
    text = said(letter)
    assert shown(says) in text.replace("\n", " ") or says in text
    assert says_not not in text


def test_what_another_part_has_to_say_stands_in_the_answer_with_its_table():
    passage = Passage(
        heading=Text("Wat u niet krijgt", "What you do not get"),
        paragraphs=(Text("Dit hielden wij achter.", "This we withheld."),),
        head=(Text("Wat", "What"), Text("Waarom", "Why")),
        rows=((Text("Een verslag", "A report"), Text("Privacy van een ander", "Privacy of another")),),
    )
    text = read(facts(passages=(passage,)))
    assert all(part in text for part in ("Wat u niet krijgt", "Dit hielden wij achter.", "Een verslag"))
    english = read(facts(lang="en", passages=(passage,)))
    assert "A report" in english and "Een verslag" not in english


def test_a_letter_without_an_address_leaves_the_place_for_the_one_that_is_known():
    assert write(facts(address=())).addressee == ("Willemijn Proefpersoon",)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Łódź, Ωμέγα", "Łódź, Ωμέγα"),
        ("漢字 😀", "?? ?"),
        ("a\u202eb\x00c", "a b c"),
        ('#set page(fill: red) #import "x"', '#set page(fill: red) #import "x"'),
        ("$x$ *vet* _cursief_ <a>", "$x$ *vet* _cursief_ <a>"),
    ],
)
def test_what_people_typed_stays_text_in_a_letter_and_never_stops_it(typed, seen):
    text = read(facts(name=typed, text=typed))
    assert text.count(seen) >= 2


def test_the_same_letter_at_the_same_moment_is_the_same_file():
    assert typeset(write(facts()), at=AT) == typeset(write(facts()), at=AT)


def test_a_long_answer_takes_more_pages_and_all_of_it_is_there():
    lines = [f"Regel {number} van het antwoord." for number in range(200)]
    text = read(facts(text="\n".join(lines)))
    assert all(line in text for line in lines)


def test_every_code_of_a_letter_has_its_words():
    assert set(words.TITLES) == set(LETTER_KINDS) == set(LetterKind) == set(LETTERS.values())
    assert set(words.GROUNDS) == set(Ground)
    assert set(words.OUTCOMES) == set(RequestKind)
    assert all(set(each) == set(Outcome) for each in words.OUTCOMES.values())
    assert set(words.WHY) == set(Outcome)
    assert set(LANGUAGES) == {"nl", "en"}
