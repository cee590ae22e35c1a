"""Small documents made by hand, for tests of what is in a file and what no longer is."""

import io

SECRET = "Geheimnaam"


def pdf(*lines: str, title: str = SECRET) -> bytes:
    """A PDF by hand: a page for each line, its title in the metadata, and the line as real text."""
    pages, objects = [], [b"", b""]
    for line in lines:
        stream = f"BT /F1 20 Tf 60 720 Td ({line}) Tj ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1<</Type/Font"
            b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>" % len(objects)
        )
        pages.append(len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)
    objects.append(b"<</Title(%s)>>" % title.encode())
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.7\n")
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), at)
    )
    return out.getvalue()
