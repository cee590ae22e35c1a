"""Where the keys of people and cases were destroyed, every page and every API that was there before is there still."""

import io
import zipfile
from collections.abc import Iterator, Mapping

import pytest
from pypdf import PdfReader
from werkzeug.test import Client, TestResponse

from waarborg_identity.actions import make_letter_code
from waarborg_tests.atlas import HARMLESS, Endpoint, endpoints
from waarborg_tests.cast import Cast
from waarborg_tests.people import token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product

AT = "bqr"
# What is sealed for whom: the service, the place in addresses that names the holder, and the classes of its keys.
HOLDERS = (
    ("requests", "request_id", ("case",)),
    ("breach", "breach_id", ("case",)),
    ("disclosure", "report_id", ("case",)),
    ("identity", "person_ref", ("contact", "identifiers")),
    ("identity", "account_id", ("contact", "case")),
    ("consent", "subject_ref", ("case", "access_log")),
    ("consent", "declaration_id", ("case",)),
)
# Addresses that are no page or answer about anybody: probes, style sheets, OAuth's own, and what is about systems.
ABOUT_NOBODY = ("/livez", "/readyz", "/metrics", "/static/", "/theme.css", "/authorize", "/userinfo", "/openapi.json")
ABOUT_SYSTEMS = (
    "/identity/partner",
    "/identity/api/v1/partner",
    "/identity/application",
    "/identity/api/v1/application",
    "/identity/outside",
    "/identity/api/v1/claim-mappings",
)
WORDS = {"nl": ("Gewist", "is gewist"), "en": ("Erased", "was erased")}


@pytest.fixture(scope="module")
def product(embedded_product: Product) -> Product:
    """The product in one process."""
    return embedded_product


class Readers:
    """Everybody who may read: staff with every role, the person, and the partner system with every scope."""

    def __init__(self, cast: Cast, places: Mapping[str, str]) -> None:
        self.cast, self.places = cast, places
        with cast.product.work("identity", AT) as work:
            letter = make_letter_code(work, places["person_ref"])
        person = cast.visitor().sign_in_by_letter(letter.number, letter.shown)
        self.browsers = {"staff": cast.staff(), "person": person}
        self.token = token_of(cast.product, AT, *cast.scopes)

    def read(self, *, lang: str = "nl") -> Iterator[tuple[str, str, int, str]]:
        """Open everything that can be opened: who, where, the status, and what it says."""
        for endpoint in endpoints(self.cast.product):
            nobodys = any(each in endpoint.rule for each in ABOUT_NOBODY) or endpoint.rule.startswith(ABOUT_SYSTEMS)
            if endpoint.method not in HARMLESS or nobodys:
                continue
            path = endpoint.path(**self.places) + self._query(endpoint, lang)
            for who, browser in self.browsers.items():
                answer = browser.get(path)
                yield who, path, answer.status_code, text_of(answer)
            if endpoint.for_programs:
                headers = {"Authorization": f"Bearer {self.token}"}
                answer = Client(self.cast.product.app).get(path, base_url=self.cast.product.origin(AT), headers=headers)
                yield "partner", path, answer.status_code, text_of(answer)

    def _query(self, endpoint: Endpoint, lang: str) -> str:
        if endpoint.for_programs:
            return f"?subject_ref={self.places['subject_ref']}" if endpoint.service == "consent" else ""
        return f"?lang={lang}"


def text_of(answer: TestResponse) -> str:
    """What can be read in an answer; of a ZIP everything that is in it, of a PDF what a program reads out of it."""
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    if answer.mimetype != "application/zip":
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_what_opened_before_opens_after_and_says_what_is_gone(
    product: Product, people: dict[str, Cast], planted: dict[str, Planted]
) -> None:
    places, texts = planted[AT].places, planted[AT].secrets[:2]
    readers = Readers(people[AT], places)
    before = {(who, path): status for who, path, status, _ in readers.read()}
    assert sum(status == 200 for status in before.values()) > 40
    for service, place, retentions in HOLDERS:
        vault = product.runtimes[service].vault
        for retention in retentions:
            vault.destroy(AT, places[place], retention, at=product.clock.now(), reason="erasure.art17")
    # Whoever signed in before is known by name for five seconds more.
    readers = Readers(people[AT], places)
    for lang, (word, told) in WORDS.items():
        said = []
        for who, path, status, text in readers.read(lang=lang):
            assert status == before[who, path.replace(f"lang={lang}", "lang=nl")], (who, path, status)
            assert not [each for each in texts if each in text], (who, path)
            said += [path for words in (word, told) if words in text]
        assert {path.split("/")[1] for path in said} == {"requests", "breach", "disclosure", "identity", "consent"}
