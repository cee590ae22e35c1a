"""Files that come with a report: bounded, sealed, stripped of where a picture was made, and given to save only."""

import io
import zipfile

import pytest
from PIL import Image

from waarborg_disclosure import evidence
from waarborg_disclosure.evidence import BadFile, Fault
from waarborg_disclosure.models import ReportFile, ReportPiece
from waarborg_disclosure.pages.limits import UNPROVED
from waarborg_shared.hooks.values import Duty

PLACE = b"Verzonnen Straat 12"
TELLING = {0x010E, 0x013B, 0x8825, 0x0112, 700, 33723, 0x0132, 0x010F, 0x0110}
"""What a picture can tell of who made it, where and when."""
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40)


def picture(kind, *, turned=False, behind=b""):
    """A picture with a place, an owner and a comment in it, as a telephone writes them."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = exif[0x013B] = PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 30.0), 3: "E", 4: (6.0, 30.0, 0.0)})
    if turned:
        exif[0x0112] = 6
    more = {"comment": PLACE} if kind == "JPEG" else {}
    more = {"xmp": b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"} if kind in {"WEBP", "AVIF"} else more
    more = {"tiffinfo": {700: PLACE, 33723: PLACE, 0x0112: 6 if turned else 1}} if kind == "TIFF" else more
    Image.new("RGB", (40, 20), (200, 30, 30)).save(made, kind, exif=exif.tobytes(), **more)
    return made.getvalue() + behind


def taken(name, content):
    return evidence.take([(name, io.BytesIO(content))])[0]


@pytest.mark.parametrize("turned", [False, True], ids=["as-it-is", "turned"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_where_a_picture_was_made_is_taken_out_of_it(kind, turned):
    sent = picture(kind, turned=turned, behind=b"" if kind in {"WEBP", "AVIF"} else b"<script>" + PLACE)
    assert PLACE in sent
    file = taken(f"thuis.{kind.lower()}", sent)
    kept = b"".join(file.pieces())
    assert file.cleaned == "stripped" and file.size == len(kept)
    assert PLACE not in kept and b"<script>" not in kept
    with Image.open(io.BytesIO(kept)) as seen:
        assert seen.format == kind and not set(dict(seen.getexif())) & TELLING
        assert seen.size == ((20, 40) if turned else (40, 20))


def zip_bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("groot", bytes(50_000_000))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("script.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("lees.md", b"[klik](javascript:alert(1))"),
        ("pagina.html", b"<script>alert(1)</script>"),
        ("bom.zip", zip_bomb()),
        ("twee.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
        ("foto.pdf", b"%PDF-1.7\n" + b"<</GPS 52>>"),
    ],
)
def test_what_is_no_picture_stays_as_it_was_sent_and_is_never_opened(name, content):
    file = taken(name, content)
    assert (file.cleaned, b"".join(file.pieces())) == ("as_sent", content)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("leeg.txt", b"", Fault.EMPTY),
        ("groot.bin", bytes(evidence.LARGEST_FILE + 1), Fault.TOO_LARGE),
        ("stuk.jpg", picture("JPEG")[:150], Fault.BROKEN),
        ("half.png", picture("PNG")[:60], Fault.BROKEN),
        ("telefoon.heic", HEIC, Fault.TELLS_PLACE),
        ("telefoon.jpg", HEIC, Fault.TELLS_PLACE),
        ("stuk.avif", picture("AVIF")[:80], Fault.BROKEN),
        ("dubbel.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", Fault.BROKEN),
    ],
)
def test_a_file_that_cannot_come_in_is_named_with_the_reason(name, content, fault):
    with pytest.raises(BadFile) as refused:
        taken(name, content)
    assert refused.value.fault == fault and name in refused.value.text.nl


def test_a_picture_that_unpacks_to_gigabytes_is_not_opened():
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    assert made.tell() < 200_000
    with pytest.raises(BadFile) as refused:
        taken("plein.png", made.getvalue())
    assert refused.value.fault is Fault.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("../../etc/passwd", "passwd"),
        ("C:\\map\\<img src=x>.png", "-img src=x-.png"),
        ("屏幕截图.png", "屏幕截图.png"),
        ("\r\nSet-Cookie: x", "Set-Cookie- x"),
        ("", "bestand"),
    ],
)
def test_a_name_does_nothing_to_a_folder_a_header_or_a_reader(given, kept):
    assert evidence.safe_name(given) == kept


def files_of(world):
    return world.rows(ReportFile), world.rows(ReportPiece)


def test_files_are_kept_sealed_named_on_the_receipt_and_given_to_staff_to_save_only(world, monkeypatch):
    monkeypatch.setattr("waarborg_disclosure.evidence.taking.PIECE_BYTES", 20_000)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>" + bytes(30_000)
    sent = [(io.BytesIO(picture("JPEG")), "thuis.jpg"), (io.BytesIO(svg), "屏幕\u202e.svg")]
    more = [(io.BytesIO(picture(kind)), f"beeld.{kind.lower()}") for kind in ("AVIF", "TIFF")]
    assert world.visitor("jtb-care").report(files=more).status_code == 201
    page = world.visitor().report(files=sent)
    assert page.status_code == 201, page.text
    assert "we took out where and when this picture was made" in page.text
    assert "kept as you sent it" in page.text and "屏幕.svg" in page.text
    rows, pieces = files_of(world)
    stored = repr([vars(each) for each in (*rows, *pieces)])
    assert not [secret for secret in ("thuis", "屏幕", "alert(1)", "<svg xmlns") if secret in stored]
    assert [row.pieces for row in rows] == [1, 2]
    reader, (report,) = world.signed_in("bqr", Duty.DISCLOSURE_READ), world.reports()
    case = reader.get(f"/disclosure/reports/{report.id}").text
    addresses = [f"/disclosure/reports/{report.id}/files/{row.id}" for row in rows]
    assert all(address in case for address in addresses)
    answer = reader.get(addresses[1])
    assert (answer.status_code, answer.data, answer.content_type) == (200, svg, "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert world.verbs(report.id)[-1] == "took-file"
    assert world.visitor().get(addresses[1]).status_code in (302, 303, 401, 403)
    other = world.visitor().report() and world.reports()[1]
    assert reader.get(f"/disclosure/reports/{other.id}/files/{rows[1].id}").status_code == 404
    world.erase(report.id)
    gone = reader.get(addresses[1])
    assert gone.status_code == 200 and "was erased" in gone.text and gone.mimetype == "text/html"
    erased = reader.get(f"/disclosure/reports/{report.id}").text
    assert "屏幕" not in erased and addresses[1] not in erased


def test_what_is_asked_for_later_comes_along_with_a_message_in_the_mailbox(world, monkeypatch):
    visitor = world.visitor()
    receipt = visitor.reported()
    empty = visitor.write(receipt, "Zie het verslag.", files=[(io.BytesIO(b""), "leeg.txt")])
    assert empty.status_code == 422 and "Zie het verslag." in empty.text and 'id="error-files"' in empty.text
    assert files_of(world) == ([], [])
    sent = [(io.BytesIO(picture("JPEG")), "thuis.jpg"), (io.BytesIO(b"GET /"), "verslag.txt")]
    assert visitor.write(receipt, "Zie het verslag.", files=sent).status_code == 201
    page = visitor.open(receipt).text
    assert "With files" in page and "verslag.txt" in page and "(without where and when it was made)" in page
    (report,) = world.reports()
    assert "verslag.txt" in world.assessor().get(f"/disclosure/reports/{report.id}").text
    monkeypatch.setattr("waarborg_disclosure.domain.reporting.MOST_FILES_IN_ALL", 2)
    more = visitor.write(receipt, "Nog een.", files=[(io.BytesIO(b"x"), "meer.txt")])
    assert more.status_code == 422 and "files at most" in more.text and len(files_of(world)[0]) == 2
    for _ in range(UNPROVED.of_one):
        flooded = visitor.write(receipt, "Nog een.", files=[(io.BytesIO(b"x"), "meer.txt")])
    assert flooded.status_code == 422 and "Too many reports came in from here" in flooded.text
    assert visitor.write(receipt, "Dan zonder.").status_code == 201, "words are taken all the same"


def test_six_files_or_a_bad_one_keep_what_was_typed_and_store_nothing(world):
    six = [(io.BytesIO(b"x"), f"{number}.txt") for number in range(6)]
    page = world.visitor().report(files=six)
    assert page.status_code == 422
    assert "five may come along" in page.text and "nachtuil@example.nl" in page.text
    assert "Choose your files again" in page.text
    assert world.visitor().report(files=[(io.BytesIO(b""), "leeg.txt")]).status_code == 422
    assert world.reports() == [] and files_of(world) == ([], [])


def test_a_gigabyte_is_refused_before_a_byte_of_it_is_read(world):
    class Unread:
        """A body of which nobody may read anything."""

        def read(self, *_):
            raise AssertionError("it was read")

        readline = readinto = read

    visitor = world.visitor()
    for length in (1 << 30, evidence.LARGEST_FORM + 1):
        answer = visitor.client.post(
            "/disclosure/report",
            environ_overrides={
                "wsgi.input": Unread(),
                "CONTENT_LENGTH": str(length),
                "CONTENT_TYPE": "multipart/form-data; boundary=x",
            },
            headers={"Accept": "text/html", "Accept-Language": "en"},
            base_url="http://bqr.localhost:8000",
        )
        assert answer.status_code == 413 and "This is too large to send" in answer.text
    assert world.reports() == []


def test_a_partner_sends_files_along_in_base64(world, found):
    partner = world.partner("bqr", "disclosure:report")
    path = "/disclosure/api/v1/reports/"
    good = partner.post(path, {**found, "files": [{"name": "a.txt", "content": "aGFsbG8="}]})
    assert good.status_code == 201, good.text
    (row,), _ = files_of(world)
    assert row.size == 5
    for wrong in ([{"name": "a.txt", "content": "é"}], [{"name": "a.txt", "content": ""}], [{"name": "x"}], "x"):
        refused = partner.post(path, {**found, "files": wrong})
        assert refused.status_code == 422 and "files" in str(refused.json["errors"])
    assert len(world.reports()) == 1
