"""Pages drawn anew: what was beneath a rectangle can be found nowhere in the outcome."""

import io

import pypdfium2
import pytest
from PIL import Image

from waarborg_requests.domain.review.cuts import BadCut, Rectangle
from waarborg_requests.redacting import BadPages
from waarborg_requests.redacting.pages import burned, page_count, page_picture, text_in
from waarborg_tests.papers import SECRET, pdf

PDF = "application/pdf"
WHOLE_LINE = Rectangle(0, 0.1, 0.05, 0.8, 0.1)


def test_the_test_document_has_the_secret_as_text():
    document = pdf(SECRET, "Tweede bladzijde")
    assert SECRET in text_in(document)
    assert SECRET.encode() in document


def test_B15_a_burned_pdf_holds_no_word_and_no_metadata_of_what_was_beneath():
    made = burned(pdf(f"Naam {SECRET}", f"Nog eens {SECRET}"), PDF, [WHOLE_LINE])
    assert page_count(made, PDF) == 2
    assert text_in(made).strip() == ""
    assert SECRET.encode() not in made
    assert SECRET.encode("utf-16-be") not in made
    with pypdfium2.PdfDocument(made) as document:
        assert document.get_metadata_dict(skip_empty=True).get("Title") is None
        assert document[0].get_size() == pytest.approx((595, 842))


def test_the_rectangle_is_black_and_the_rest_of_the_page_is_as_it_was():
    before = Image.open(io.BytesIO(page_picture(pdf("Goed leesbaar"), PDF, 0)))
    after = Image.open(io.BytesIO(page_picture(burned(pdf("Goed leesbaar"), PDF, [WHOLE_LINE]), PDF, 0)))
    inside = after.crop(
        (int(0.2 * after.width), int(0.07 * after.height), int(0.8 * after.width), int(0.14 * after.height))
    )
    assert max(band[1] for band in inside.getextrema()) < 40
    assert before.getpixel((before.width // 2, before.height - 50)) == (255, 255, 255)
    assert min(after.getpixel((after.width // 2, after.height - 50))) > 240
    assert before.size == after.size


def test_only_the_page_that_a_rectangle_is_on_gets_it():
    made = burned(pdf("Een", "Twee"), PDF, [Rectangle(1, 0, 0, 1, 1)])
    first, second = (Image.open(io.BytesIO(page_picture(made, PDF, number))) for number in (0, 1))
    assert max(first.getpixel((first.width // 2, 40))) > 240
    assert max(second.getpixel((second.width // 2, 40))) < 40


def image(kind: str) -> bytes:
    written = io.BytesIO()
    picture = Image.new("RGB", (200, 100), "white")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    picture.save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_B15_an_image_loses_what_lies_beneath_and_what_its_metadata_say(kind, media_type):
    assert SECRET.encode() in image(kind)
    made = burned(image(kind), media_type, [Rectangle(0, 0, 0, 0.5, 1)])
    assert SECRET.encode() not in made
    picture = Image.open(io.BytesIO(made))
    assert (picture.format, picture.size) == (kind, (200, 100))
    assert max(picture.getpixel((50, 50))) < 40
    assert min(picture.getpixel((150, 50))) > 215


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 and nothing", PDF),
        (b"", PDF),
        (b"GIF89a", "image/png"),
        (b"", "image/jpeg"),
        (image("PNG")[:60], "image/png"),
    ],
)
def test_what_cannot_be_drawn_is_refused(content, media_type):
    with pytest.raises(BadPages):
        burned(content, media_type, [])


def test_a_rectangle_on_a_page_that_is_not_there_is_refused():
    with pytest.raises(BadCut):
        burned(pdf("Een"), PDF, [Rectangle(1, 0, 0, 1, 1)])
    with pytest.raises(BadCut):
        burned(image("PNG"), "image/png", [Rectangle(1, 0, 0, 1, 1)])
    with pytest.raises(BadPages):
        page_picture(pdf("Een"), PDF, 1)
