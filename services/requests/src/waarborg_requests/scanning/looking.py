"""Finds out what a file is by its content, and whether that may come in."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from waarborg_requests.scanning.archives import office_kind
from waarborg_requests.scanning.faults import Fault, Refused
from waarborg_requests.scanning.names import safe_name

PDF, PNG, JPEG, ZIP = "application/pdf", "image/png", "image/jpeg", "application/zip"
_CHUNK = 1 << 16
_HEAD = 1 << 12
_LARGEST_JSON = 16 << 20
_MOST_PIXELS = 200_000_000
_ACTIVE = re.compile(rb"<\s*(!doctype\s+html|html|svg|script|xsl:|body|iframe|object|embed)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<[?!a-z]", re.IGNORECASE)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n([ \t][^\r\n]*\r?\n)*)+")
_ENCRYPTED = re.compile(rb"/Encrypt(?=[\s<\d])")
_TEXTS = {"csv": "text/csv", "json": "application/json", "eml": "message/rfc822"}


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file that may come in: what to call it, and what it is."""

    name: str
    media_type: str


def scan(file: BinaryIO, name: str, size: int) -> Scanned:
    """Look at a file from its beginning to its end. Raises Refused, which names the file and says why."""
    called = safe_name(name)
    if size == 0:
        raise Refused(Fault.EMPTY, called)
    file.seek(0)
    head = file.read(_HEAD)
    kinds = _by_magic(head)
    if PDF in kinds:
        return Scanned(called, _pdf(file, called, size))
    if PNG in kinds:
        return Scanned(called, _png(head, called))
    if JPEG in kinds:
        return Scanned(called, JPEG)
    if head.startswith(b"PK"):
        return Scanned(called, office_kind(file, called, size))
    return Scanned(called, _text(file, called, head, size))


def _by_magic(head: bytes) -> frozenset[str]:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return frozenset()
    return frozenset(each.mime_type for each in found if each.offset == 0)


def _pdf(file: BinaryIO, name: str, size: int) -> str:
    """A whole PDF: it begins as one, ends as one, and nothing in it is locked away."""
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise Refused(Fault.BROKEN, name)
    overlap = b""
    for chunk in _chunks(file):
        if _ENCRYPTED.search(overlap + chunk):
            raise Refused(Fault.ENCRYPTED, name)
        overlap = chunk[-16:]
    return PDF


def _png(head: bytes, name: str) -> str:
    width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    if head[12:16] != b"IHDR" or not width or not height:
        raise Refused(Fault.BROKEN, name)
    if width * height > _MOST_PIXELS:
        raise Refused(Fault.BOMB, name)
    return PNG


def _text(file: BinaryIO, name: str, head: bytes, size: int) -> str:
    """Plain text, a table, JSON or a message: what has signs that no text has is nothing that we know."""
    plain = head.removeprefix(codecs.BOM_UTF8)
    if _ACTIVE.search(plain) and _MARKUP.match(plain):
        raise Refused(Fault.ACTIVE, name)
    if _MARKUP.match(plain) or not _readable(file):
        raise Refused(Fault.KIND, name)
    ending = name.rpartition(".")[2].lower()
    if ending in {"html", "htm", "xhtml", "svg", "js", "xml"}:
        raise Refused(Fault.ACTIVE, name)
    kind = _TEXTS.get(ending, "text/plain")
    if ending == "json":
        _check_json(file, name, size)
    if ending == "eml" and not _HEADER.match(plain):
        raise Refused(Fault.BROKEN, name)
    return kind


def _readable(file: BinaryIO) -> bool:
    """Whether a file is text to its end, in UTF-8 or in the code page of Windows, without signs that no text has."""
    return any(_decodes(file, encoding) for encoding in ("utf-8", "cp1252"))


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in set(text)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check_json(file: BinaryIO, name: str, size: int) -> None:
    if size > _LARGEST_JSON:
        raise Refused(Fault.TOO_LARGE, name)
    file.seek(0)
    try:
        json.loads(file.read())
    except (ValueError, RecursionError):
        raise Refused(Fault.BROKEN, name) from None


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
