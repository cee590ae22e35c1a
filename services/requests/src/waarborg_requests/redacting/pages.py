"""Draws the pages of a PDF or an image, with black rectangles, into a new document that holds pictures alone.

Everything of the old document that is not seen (text, layers, notes, attachments, metadata, a photo's place) is left
behind: every page is drawn anew, also one without a rectangle. Who reads with a screen reader loses the text of it,
which the page that offers the file says.
"""

import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pypdfium2
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from waarborg_requests.domain.review.cuts import Rectangle, check_rectangles
from waarborg_requests.redacting import BadPages

PDF = "application/pdf"
DOTS_PER_INCH = 150
_POINTS_PER_INCH = 72
_QUALITY = 85
MOST_PAGES = 2_000
_MOST_PIXELS = 40_000_000
_LARGEST_SIDE = 14_400  # points: 200 inch, the most that PDF knows
# PDFium is not made for several threads at once.
_ONE_AT_A_TIME = threading.Lock()


def page_count(content: bytes, media_type: str) -> int:
    """Return how many pages a PDF has; an image is one. Raises BadPages."""
    if media_type != PDF:
        _image(content)
        return 1
    with _document(content) as document:
        return len(document)


def page_picture(content: bytes, media_type: str, page: int, rectangles: Sequence[Rectangle] = ()) -> bytes:
    """Return one page (counted from 0) as JPEG, with its rectangles. Raises BadPages, BadCut."""
    if media_type != PDF:
        check_rectangles(rectangles, 1)
        return _jpeg(_blackened(_image(content), rectangles))
    with _document(content) as document:
        check_rectangles(rectangles, len(document))
        if not 0 <= page < len(document):
            raise BadPages("no such page")
        return _jpeg(_blackened(_drawn(document, page), [each for each in rectangles if each.page == page]))


def page_shape(content: bytes, media_type: str, page: int) -> tuple[float, float]:
    """Return how wide and how high a page is, as it is drawn: what matters is the one against the other."""
    if media_type != PDF:
        return _image(content).size
    with _document(content) as document:
        if not 0 <= page < len(document):
            raise BadPages("no such page")
        width, height = document[page].get_size()
        return width, height


def burned(content: bytes, media_type: str, rectangles: Iterable[Rectangle]) -> bytes:
    """Return the file with the rectangles burned in: a PDF of pictures, or an image of the same type.

    One page is in memory at a time besides the document itself. Raises BadPages, BadCut.
    """
    wanted = tuple(rectangles)
    if media_type != PDF:
        check_rectangles(wanted, 1)
        picture = _blackened(_image(content), wanted)
        return _png(picture) if media_type == "image/png" else _jpeg(picture)
    with _document(content) as document:
        check_rectangles(wanted, len(document))
        return _pictures_only(document, wanted)


def text_in(content: bytes) -> str:
    """Return every word that can be taken out of a PDF, for who checks that nothing is left beneath."""
    with _document(content) as document:
        return "\n".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))


def _pictures_only(document: pypdfium2.PdfDocument, rectangles: Sequence[Rectangle]) -> bytes:
    made = pypdfium2.PdfDocument.new()
    try:
        for number in range(len(document)):
            width, height = document[number].get_size()
            picture = _blackened(_drawn(document, number), [each for each in rectangles if each.page == number])
            image = pypdfium2.PdfImage.new(made)
            image.load_jpeg(io.BytesIO(_jpeg(picture)), inline=True)
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page = made.new_page(width, height)
            page.insert_obj(image)
            page.gen_content()
            page.close()
        written = io.BytesIO()
        made.save(written)
        return written.getvalue()
    finally:
        made.close()


@contextmanager
def _document(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise BadPages("this PDF cannot be opened") from None
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise BadPages("this PDF has no pages, or too many")
            # Fields that were filled in are drawn as well, or they would be missing from the picture.
            document.init_forms()
            yield document
        except pypdfium2.PdfiumError:
            raise BadPages("this PDF cannot be drawn") from None
        finally:
            document.close()


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    try:
        width, height = page.get_size()
        if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
            raise BadPages("a page of an impossible size")
        scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, (_MOST_PIXELS / (width * height)) ** 0.5)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=True, draw_annots=True).to_pil()
        return picture.convert("RGB")
    finally:
        page.close()


def _image(content: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if picture.width * picture.height > _MOST_PIXELS:
            raise BadPages("this image is too large to be drawn")
        # As its photographer held it: that turn is in the metadata, which is left behind.
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadPages("this image cannot be opened") from None


def _blackened(picture: Image.Image, rectangles: Iterable[Rectangle]) -> Image.Image:
    draw = ImageDraw.Draw(picture)
    for each in rectangles:
        # Outwards to whole pixels: no edge of a letter shines through.
        left, top = int(each.left * picture.width), int(each.top * picture.height)
        right, bottom = (each.left + each.width) * picture.width, (each.top + each.height) * picture.height
        draw.rectangle((left, top, int(right) + 1, int(bottom) + 1), fill="black")
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
