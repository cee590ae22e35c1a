"""Takes out of a picture what its camera wrote in it: the place, the moment, the owner, a thumbnail of before."""

import io
import threading
from typing import Any, BinaryIO

MOST_PIXELS = 50_000_000
KINDS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF", "TIFF": "TIFF"}
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_AVIF = frozenset({b"avif", b"avis"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AS_TAKEN, _QUALITY = 1, 95
_ORIENTATION = 0x0112
_one_at_a_time = threading.Lock()


class Unreadable(Exception):
    """What begins as a picture is none that can be read to its end."""


class TooManyPixels(Exception):
    """Opened it would take more memory than we give it."""


def is_picture(head: bytes) -> bool:
    """Whether a file begins as one of the pictures that we can clean, whatever it is called."""
    return head.startswith(_SIGNS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or bool(_brands(head) & _AVIF)


def tells_place(head: bytes) -> bool:
    """Whether a file begins as a photo of a telephone (HEIC), which can say where it was made and we cannot clean."""
    brands = _brands(head)
    return bool(brands & _HEIC) and not brands & _AVIF


def _brands(head: bytes) -> frozenset[bytes]:
    """Return what a file of the ISO family says that it is (ISO/IEC 14496-12): its brand, and those it goes with."""
    if head[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return frozenset({head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))})


def cleaned(file: BinaryIO) -> bytes:
    """Return a picture as a new file with nothing but its pixels and colours, turned as it was meant to be seen.

    What hangs behind the picture in the file goes as well. Raises Unreadable, TooManyPixels.
    """
    from PIL import Image  # noqa: PLC0415 - heavy, and few reports have a picture

    try:
        with Image.open(file, formats=tuple(sorted({*KINDS.values()}))) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels
            if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                raise Unreadable  # only the first of its pictures would be left
            with _one_at_a_time:
                return _anew(picture)
    except (TooManyPixels, Image.DecompressionBombError):
        raise TooManyPixels from None
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError):
        raise Unreadable from None


def _anew(picture: object) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    assert isinstance(picture, Image.Image)
    kind = KINDS[str(picture.format)]
    turned = picture.getexif().get(_ORIENTATION, _AS_TAKEN) != _AS_TAKEN
    picture.load()
    colours = picture.info.get("icc_profile")
    kept = ImageOps.exif_transpose(picture) if turned else picture
    transparent = picture.info.get("transparency")
    kept.info = {} if transparent is None else {"transparency": transparent}
    same = picture.format == "JPEG" and not turned
    ways: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": "keep" if same else _QUALITY, "comment": b"", "xmp": b""},
        "PNG": {},
        "WEBP": {"lossless": True, "method": 0, "xmp": b""},
        "AVIF": {"quality": _QUALITY, "speed": 8, "xmp": b""},
        "TIFF": {"compression": "tiff_lzw"},
    }
    if kind == "TIFF":
        kept = kept.copy()  # the library keeps XMP and IPTC of a picture that comes out of a TIFF
    made = io.BytesIO()
    kept.save(made, kind, icc_profile=colours, exif=b"", **ways[kind])
    return made.getvalue()
