"""What can be seen from outside of PDF/A-3a and PDF/UA-1 in a receipt, after it was signed as well.

Typst holds what it makes to both; signing adds to the file afterwards, and this is what has to be left standing.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from waarborg_consent import receipts
from waarborg_consent.domain import ReceiptForm
from waarborg_tests.receipts import pair, withdrawn

SHOWING = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"f*", b"S", b"s", b"B", b"b", b"sh"}
"""What puts something on a page."""
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def made(language: str) -> PdfReader:
    """A signed receipt in one language, as another program opens it."""
    return PdfReader(BytesIO(receipts.sign(withdrawn(), ReceiptForm.PDF, language, pair())), strict=True)


def catalogue(made: PdfReader) -> Any:
    return made.trailer["/Root"]


def fonts(page: PageObject) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def parts(element: Any) -> Iterator[Any]:
    """Everything in the tree of the structure, from the top."""
    found = element.get_object()
    if isinstance(found, list):
        for each in found:
            yield from parts(each)
    elif isinstance(found, dict) and "/S" in found:
        yield found
        yield from parts(found.get("/K", []))


def test_every_letter_that_is_shown_is_in_the_file_and_can_be_read_out_of_it(made: PdfReader) -> None:
    for font in (each for page in made.pages for each in fonts(page)):
        assert "/ToUnicode" in font
        described = [each.get_object()["/FontDescriptor"] for each in font["/DescendantFonts"]]
        assert all({"/FontFile2", "/FontFile3"} & each.keys() for each in described)


def test_colours_mean_the_same_everywhere_and_nothing_is_locked(made: PdfReader) -> None:
    (intent,) = (each.get_object() for each in catalogue(made)["/OutputIntents"])
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object()["/N"] == 3
    assert made.pdf_header == "%PDF-1.7"
    assert "/Encrypt" not in made.trailer
    assert len(made.trailer["/ID"]) == 2


def test_what_is_said_about_the_file_stands_open_and_says_one_thing(made: PdfReader, language: str) -> None:
    about = catalogue(made)["/Metadata"].get_object()
    assert "/Filter" not in about
    said, told = made.xmp_metadata, made.metadata
    assert said is not None and told is not None
    assert said.dc_title["x-default"] == told.title == made.trailer["/Info"]["/Title"]
    assert said.dc_language == [LANGUAGES[language]] == [catalogue(made)["/Lang"]]
    assert (said.xmp_create_date, said.xmp_modify_date) == tuple(
        None if each is None else each.replace(tzinfo=None) for each in (told.creation_date, told.modification_date)
    )


def test_what_is_attached_says_what_it_is_and_how_it_belongs(made: PdfReader) -> None:
    (attached,) = (each.get_object() for each in catalogue(made)["/AF"])
    assert attached["/AFRelationship"] == "/Data"
    assert attached["/EF"]["/F"].get_object()["/Subtype"] == "/application/jose"
    assert attached["/Desc"]
    assert attached["/F"] == attached["/UF"]


def test_a_reader_shows_the_title_and_goes_by_the_structure(made: PdfReader) -> None:
    assert catalogue(made)["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue(made)["/Outlines"]["/First"]
    for page in made.pages:
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page


def test_headings_lists_and_tables_are_told_as_such(made: PdfReader) -> None:
    tree = catalogue(made)["/StructTreeRoot"]
    found = list(parts(tree["/K"]))
    kinds = [each["/S"] for each in found]
    assert kinds[0] == "/Document"
    assert {"/H1", "/P", "/L", "/LI", "/Table", "/TR", "/TD"} <= set(kinds)
    assert {kind: str(tree["/RoleMap"][kind]) for kind in ("/Title", "/Strong")} == {"/Title": "/P", "/Strong": "/Span"}
    heads = [each for each in found if each["/S"] == "/TH"]
    scopes = {attribute["/Scope"] for each in heads for attribute in flat(each["/A"]) if "/Scope" in attribute}
    assert heads and scopes <= {"/Row", "/Column"} and scopes


def flat(attributes: Any) -> list[Any]:
    found = attributes.get_object()
    return [each.get_object() for each in found] if isinstance(found, list) else [found]


def test_nothing_stands_on_a_page_that_is_neither_told_nor_called_decoration(made: PdfReader) -> None:
    for page in made.pages:
        depth, inside, outside = 0, 0, 0
        for _, operator in ContentStream(page["/Contents"].get_object(), made).operations:
            depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
            inside += operator in SHOWING and depth > 0
            outside += operator in SHOWING and depth == 0
        assert inside > 20
        assert (outside, depth) == (0, 0)


def test_the_field_of_the_signature_lies_off_every_page(made: PdfReader) -> None:
    (field,) = (each.get_object() for each in catalogue(made)["/AcroForm"]["/Fields"])
    assert all(float(edge) <= 0 for edge in field["/Rect"])
    assert all("/Annots" not in page for page in made.pages)
    assert int(field["/F"]) & 0b10 == 0, "hidden: PDF/A forbids it"
