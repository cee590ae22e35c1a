"""Files before they are kept: what they are by their content, and what does not come in."""

import io
import zipfile

import pytest

from waarborg_requests.scanning import Fault, Refused, safe_name, scan

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
LOCKED = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R")
PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
PNG = PNG_HEAD + (40).to_bytes(4) + (30).to_bytes(4) + b"\x08\x02\x00\x00\x00" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def packed(entries: dict[str, bytes]) -> bytes:
    """An archive with these entries."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return kept.getvalue()


def document(**more: bytes) -> bytes:
    """A Word document, with more files in it by their names."""
    named = {f"word/{name}": content for name, content in more.items()}
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **named})


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "brief.pdf", "application/pdf"),
        (PDF, "brief.txt", "application/pdf"),
        (PNG, "scan.png", "image/png"),
        (JPEG, "foto.jpg", "image/jpeg"),
        (b"Gezien en akkoord.\r\n", "notitie.txt", "text/plain"),
        ("Café".encode("cp1252"), "oud.txt", "text/plain"),
        (b"\xef\xbb\xbfdag;wat\n1;2\n", "dagen.csv", "text/csv"),
        (b'{"dag": 1}', "dag.json", "application/json"),
        (b"From: a@example.nl\nSubject: Hallo\n\nTekst", "bericht.eml", "message/rfc822"),
        (b"a < b en dan <script> in een zin", "uitleg.txt", "text/plain"),
        (document(), "brief.docx", WORD),
        (document(tabel=document()), "met-tabel.docx", WORD),
        (packed({"mimetype": OPEN_TEXT.encode(), "content.xml": b"x"}), "brief.odt", OPEN_TEXT),
    ],
)
def test_what_a_file_is_follows_from_its_content(content: bytes, name: str, kind: str) -> None:
    assert scan(io.BytesIO(content), name, len(content)).media_type == kind


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "leeg.pdf", Fault.EMPTY),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "plaatje.svg", Fault.ACTIVE),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "plaatje.png", Fault.ACTIVE),
        (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "brief.txt", Fault.ACTIVE),
        (b"alert(1)", "brief.js", Fault.ACTIVE),
        (b"<?xml version='1.0'?><data/>", "data.xml", Fault.KIND),
        (b"MZ\x90\x00\x03" + bytes(60), "brief.pdf", Fault.KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "brief.doc", Fault.KIND),
        (b"tekst\x00met nullen", "brief.txt", Fault.KIND),
        (LOCKED, "geheim.pdf", Fault.ENCRYPTED),
        (PDF[:40], "half.pdf", Fault.BROKEN),
        (PNG[:16] + bytes(20), "half.png", Fault.BROKEN),
        (PNG[:16] + (60_000).to_bytes(4) * 2 + bytes(20), "groot.png", Fault.BOMB),
        (b"{niet", "dag.json", Fault.BROKEN),
        (b"[" * 100_000, "diep.json", Fault.BROKEN),
        (b"zomaar tekst", "bericht.eml", Fault.BROKEN),
        (packed({"a": b"x"}), "alles.zip", Fault.ARCHIVE),
        (packed({"mimetype": b"application/epub+zip"}), "boek.odt", Fault.ARCHIVE),
        (document(groot=bytes(60 << 20)), "bom.docx", Fault.BOMB),
        (document(a=document(b=document())), "pop.docx", Fault.BOMB),
        (document(**{"vbaProject.bin": b"x"}), "macro.docx", Fault.ACTIVE),
        (document()[:-30], "half.docx", Fault.BROKEN),
        (packed({f"word/{number}": b"" for number in range(5_001)}), "veel.docx", Fault.BOMB),
    ],
)
def test_what_does_not_come_in_is_named_with_why(content: bytes, name: str, fault: Fault) -> None:
    with pytest.raises(Refused) as refused:
        scan(io.BytesIO(content), name, len(content))
    assert refused.value.fault is fault
    assert name in refused.value.text.nl
    assert name in refused.value.text.en
    assert name not in str(refused.value), "what a log could hold of it is a code"


def test_a_document_that_is_locked_is_not_opened() -> None:
    content = bytearray(document())
    for start in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[start] |= 1
    with pytest.raises(Refused) as refused:
        scan(io.BytesIO(content), "geheim.docx", len(content))
    assert refused.value.fault is Fault.ENCRYPTED


def test_an_archive_that_lies_about_its_size_is_found_out() -> None:
    content = bytearray(document(groot=bytes(60 << 20)))
    listed = content.find(b"PK\x01\x02")
    at = content.rfind(b"PK\x01\x02", 0, content.find(b"word/groot", listed))
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Refused) as refused:
        scan(io.BytesIO(content), "leugen.docx", len(content))
    assert refused.value.fault in {Fault.BOMB, Fault.BROKEN}


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/brief.pdf", "brief.pdf"),
        ("..", "bestand"),
        ("", "bestand"),
        (".verborgen", "verborgen"),
        ("brief\u202efdp.exe", "brieffdp.exe"),
        ("brief\x00\n.pdf", "brief.pdf"),
        ("wat?wie:nu.txt", "wat-wie-nu.txt"),
        ("con.txt", "bestand-con.txt"),
        ("te\u0301st.pdf", "tést.pdf"),
        ("a" * 400 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_that_climbs_folders_becomes_a_plain_one(name: str, called: str) -> None:
    assert safe_name(name) == called
