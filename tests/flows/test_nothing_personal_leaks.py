"""No event, log line, address or plain file of the flows holds a name, address, e-mail, telephone number or BSN."""

import base64
import html
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, quote_plus

import psycopg
import pytest
from sqlalchemy import make_url

from waarborg_shared.hooks.values import LegalBasis
from waarborg_shared.testing.databases import PostgresDatabases
from waarborg_tests.cast import Cast, invite
from waarborg_tests.deciding import decision, give, withdrawable
from waarborg_tests.listening import listening
from waarborg_tests.people import Browser
from waarborg_tests.product import Full, Product, embedded, full
from waarborg_tests.waiting import until

KNOWN = {
    "name": "Wijnand Zandkasteel",
    "surname": "Zandkasteel",
    "other name": "Griet Duinpannetje",
    "street": "Strandloperslaan 47",
    "postcode": "9876 ZX",
    "town": "Schuimkoppendorp",
    "email": "wijnand.zandkasteel@duinpan.example",
    "phone": "06-48151623",
    "plain phone": "0648151623",
    "bsn": "999990056",
    "client number": "KLANT-77x31",
    "staff": "Alma Allesdoener",
    "illness": "zandvlooienkoorts",
    "hole": "duinportaal.example/geheime-lijst",
    "pseudonym": "schelpenzoeker",
}
POSTAL = f"{KNOWN['street']}, {KNOWN['postcode']} {KNOWN['town']}"
BYTES_OF_A_GROUP = 3
SHORTEST_IN_BASE64 = 8  # shorter ones turn up by chance in what is sealed


def spellings(text: str) -> set[bytes]:
    """The ways in which a text may stand somewhere: as it is, percent-encoded, in JSON or in HTML."""
    plain = {text, text.lower(), quote(text), quote(text, safe=""), quote_plus(text), html.escape(text)}
    plain |= {json.dumps(text)[1:-1], text.replace(" ", "_")}
    return {each.lower().encode() for each in plain}


def in_base64(plain: bytes) -> set[bytes]:
    """Base64 of it at each of three places in a longer text, in both alphabets, without the ends that depend on it."""
    found = set()
    for shift in range(BYTES_OF_A_GROUP):
        encoded = base64.b64encode(b"\0" * shift + plain)
        inner = encoded[(4 if shift else 0) : len(encoded) - 4]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {each for each in found if len(each) >= SHORTEST_IN_BASE64}


def leaks(haystack: bytes) -> list[str]:
    """Which of the known things a heap of bytes holds."""
    lowered = haystack.lower()
    found = []
    for what, text in KNOWN.items():
        encoded = any(each in haystack for each in in_base64(text.encode()))
        if encoded or any(each in lowered for each in spellings(text)):
            found.append(what)
    return found


def flow(cast: Cast) -> None:
    """Everything that people of one organisation do, with good and bad input, each with all that is known of them."""
    partner, product = cast.partner(), cast.product
    person = cast.another_person(KNOWN["client number"], KNOWN["bsn"], KNOWN["name"])
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    partner.tell(
        "/consent/api/v1/withdrawals/", subject_ref=person.ref, purpose=purpose, note=f"{KNOWN['illness']} {POSTAL}"
    )
    assert not decision(cast, partner, person.ref, purpose).permitted
    give(partner, person.ref, purpose)
    _ask(cast, person.ref, purpose)
    _report(cast)
    _work_at_the_desk(cast)
    _go_wrong(cast)
    page = cast.visitor().sign_in_by_letter(person.letter, person.code)
    assert page.get("/consent/").status_code == 200
    product.settle()


def _ask(cast: Cast, person_ref: str, purpose: str) -> None:
    partner = cast.partner()
    who = {"name": KNOWN["name"], "client_number": KNOWN["client number"]}
    asked = {
        **who,
        "kind": "withdrawal",
        "purpose": purpose,
        "reach": "email",
        "reach_at": KNOWN["email"],
        "subject_ref": person_ref,
    }
    partner.tell("/requests/api/v1/requests/", **asked, asked=f"BSN {KNOWN['bsn']}", expect=422)
    partner.tell("/requests/api/v1/requests/", **asked, asked=KNOWN["illness"])
    typed = {"reach": "post", "reach_at": POSTAL, "asked": f"Bel {KNOWN['phone']} over {KNOWN['illness']}"}
    page = cast.visitor().send("/requests/new", kind="access", on_behalf_of=KNOWN["other name"], **who, **typed)
    assert page.status_code in {201, 422}, page.text
    page = cast.visitor().send("/requests/new", kind="access", **who, **typed)
    assert page.status_code == 201, page.text


def _report(cast: Cast) -> None:
    hole = {"what": f"Van {KNOWN['name']}", "where": f"https://{KNOWN['hole']}", "how": f"Zoek {KNOWN['bsn']}"}
    who = {"reporter": "pseudonym", "name": KNOWN["pseudonym"], "contact": f"{KNOWN['email']} {KNOWN['phone']}"}
    cast.partner().tell("/disclosure/api/v1/reports/", **hole, **who, exposes_personal_data=True)
    page = cast.visitor().send("/disclosure/report", **hole, **who)
    assert page.status_code == 201, page.text
    page = cast.visitor().send(
        "/breach/report", summary=f"Dossier van {KNOWN['name']}, {KNOWN['illness']}", reporter=KNOWN["plain phone"]
    )
    assert page.status_code == 201, page.text


def _work_at_the_desk(cast: Cast) -> None:
    staff, partner = cast.staff(), cast.partner()
    waiting = partner.ask("/requests/api/v1/requests/")["items"]
    case = f"/requests/cases/{next(each['id'] for each in waiting if each['kind'] == 'access')}"
    known = {"note": KNOWN["phone"], "client_number": KNOWN["client number"]}
    breach = partner.ask("/breach/api/v1/breaches/")["items"][0]
    leak = f"/breach/cases/{breach['id']}"
    answer = f"Beste {KNOWN['name']}, {KNOWN['illness']}."
    forms: tuple[tuple[str, str, dict[str, str]], ...] = (
        (f"{case}/ask-identification", case, {"reason": f"Woont hij op {POSTAL}?"}),
        (f"{case}/identify", case, {"how": "known_phone", **known}),
        (f"{case}/answer", case, {"outcome": "refused", "ground": "excessive", "text": answer}),
        (f"{leak}/answers", leak, {"answer_what_happened": f"{KNOWN['name']} is gezien."}),
        (
            "/identity/persons",
            "/identity/persons",
            {"kind": "bsn", "find": KNOWN["bsn"], "ground": _ground(cast)},
        ),
        ("/identity/persons", "/identity/persons", {"kind": "client_number", "find": KNOWN["client number"]}),
    )
    for path, page, typed in forms:
        if path.endswith("/answer"):
            _look_through(staff, case)
        sent = staff.send(path, page=page, **typed)
        assert sent.status_code == 303 or path.startswith("/breach"), (path, sent.status_code, sent.text)
    for path in ("/desk", "/requests/", "/breach/", "/disclosure/reports", "/identity/staff", leak):
        assert staff.get(path).status_code == 200, path
    assert answer in staff.get(case).text, "it is known inside, so that it could have leaked"


def _look_through(staff: Browser, case: str) -> None:
    """Read everything that our own services brought for a request, and keep one thing back."""

    def brought() -> list[str]:
        return re.findall(rf'href="({case}/items/[0-9a-f-]{{36}})"', staff.get(f"{case}/review").text)

    def record() -> str | None:
        return next((each for each in brought() if KNOWN["client number"] in staff.get(each).text), None)

    found = until(record, what="what the register of persons has")
    sent = staff.send(found, page=found, revision="0", verdict="withhold", ground="others_privacy")
    assert sent.status_code == 303, sent.text


def _ground(cast: Cast) -> str:
    """A purpose of the organisation for which a law asks for the BSN (B11)."""
    purposes = cast.product.runtimes["identity"].rules(cast.organisation).purposes.values()
    return next(purpose.code for purpose in purposes if LegalBasis.LEGAL_DUTY in purpose.bases)


def _go_wrong(cast: Cast) -> None:
    """What is refused must not be told either: in a log, an address or an error."""
    visitor, staff = cast.visitor(), cast.staff()
    visitor.send("/requests/new", kind="nonsense", name=KNOWN["name"] * 40, reach="email", reach_at=POSTAL)
    visitor.send("/identity/sign-in", username=KNOWN["email"], password=KNOWN["bsn"])
    visitor.send("/identity/sign-in/letter", page="/identity/sign-in", number=KNOWN["bsn"], code=KNOWN["phone"])
    visitor.send("/requests/status", number=KNOWN["name"], code=KNOWN["bsn"])
    visitor.send("/disclosure/mailbox", receipt=KNOWN["phone"])
    staff.send(
        "/identity/persons/new",
        client_number=KNOWN["client number"],
        bsn=KNOWN["bsn"],
        ground=_ground(cast),
        name=KNOWN["name"],
    )
    staff.send("/identity/persons", kind="bsn", find="123456789", name=KNOWN["name"])
    partner = cast.partner()
    bad = {"name": KNOWN["name"], "email": KNOWN["email"]}
    partner.tell("/requests/api/v1/requests/", expect=422, **bad)
    partner.tell("/identity/api/v1/persons/", expect=409, client_number=KNOWN["client number"], name=KNOWN["name"])
    partner.tell("/identity/api/v1/persons/", expect=422, bsn=KNOWN["plain phone"], name=KNOWN["name"])


@pytest.fixture(params=["embedded", pytest.param("full", marks=pytest.mark.servers)])
def product(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """A product of this test's own: nothing but what is known here was ever typed into it."""
    if request.param == "embedded":
        made = embedded(tmp_path)
    else:
        databases: PostgresDatabases = request.getfixturevalue("_postgres_databases")
        made = full(tmp_path, databases=databases, broker=request.getfixturevalue("broker_url"))
    with ExitStack() as stack:
        made.start()
        stack.callback(made.stop)
        yield made


@pytest.mark.parametrize("what", KNOWN)
def test_the_search_finds_what_is_there(what: str):
    text = KNOWN[what]
    for shown in (f"x{text}y", quote(text), quote_plus(text), text.upper(), json.dumps({"a": text}), html.escape(text)):
        assert what in leaks(shown.encode()), shown
    for shift in range(4 if len(text) >= 9 else 0):
        assert what in leaks(base64.b64encode(b"." * shift + text.encode() + b"...")), shift
    assert leaks(b"nothing of the kind") == []


def test_nothing_personal_is_said_in_the_open(product: Product, tmp_path: Path, request: pytest.FixtureRequest):
    with listening() as heard:
        people = invite(product, name=KNOWN["other name"])
        for cast in people.values():
            flow(cast)
        until(lambda: not product.undelivered() or None)
    bodies = {name: product.bodies(name) for name in product.runtimes}
    assert sum(map(len, bodies.values())) > 20
    for name, told in bodies.items():
        assert leaks(b"\n".join(told)) == [], f"an event of {name}"
    for line in heard.log.getvalue().splitlines():
        assert leaks(line.encode()) == [], f"a log line: {line}"
        assert isinstance(json.loads(line), dict)
    assert '"unforeseen_error"' not in heard.log.getvalue()
    assert len(heard.addresses) > 100
    for address in heard.addresses:
        assert leaks(address.encode()) == [], f"an address: {address}"
    admin_url = request.getfixturevalue("postgres_admin_url") if isinstance(product.composed, Full) else ""
    for path, raw in files_of(product, tmp_path, admin_url).items():
        assert leaks(raw) == [], f"in the open in {path}"


def files_of(product: Product, folder: Path, admin_url: str) -> dict[str, bytes]:
    """Every file that the product wrote, and every value of every table on PostgreSQL."""
    files = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name, runtime in product.runtimes.items():
        settings = runtime.settings
        if settings.database_url.startswith("postgresql"):
            for url in (settings.database_url, settings.keystore_url):
                files[f"{name}: {make_url(url).database}"] = dumped(admin_url, make_url(url).database or "")
        else:
            assert {f"{make_url(settings.database_url).database}{end}" for end in ("", "-wal")} <= set(files)
    return files


def dumped(admin_url: str, database: str) -> bytes:
    """Every value in a database, one after another, past its walls."""
    url = make_url(admin_url).set(drivername="postgresql", database=database).render_as_string(hide_password=False)
    found: list[bytes] = []
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                found += [bytes(each) if isinstance(each, bytes) else str(each).encode() for each in row]
    assert tables
    return b"\n".join(found)
