"""The person's and the officer's whole walk in a real Chromium, with axe on each page: from the question to the data.

Nothing is put in place by hand but what other services would say: who the client is, and what they hold.
"""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from waarborg_requests.collecting import collector_of
from waarborg_requests.models import HolderTask, Package
from waarborg_requests.packer import packer_of
from waarborg_shared.bus.messages import Delivery
from waarborg_shared.client import Answer
from waarborg_shared.events import encode, routing_key
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.browser import follow, serving
from waarborg_shared.testing.walker import Walker
from waarborg_shared.worker import receiver_of
from waarborg_tests.papers import SECRET, pdf

pytestmark = pytest.mark.browser
PERSON = "11111111-1111-4111-8111-111111111111"
DUTIES = [Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER]
OTHER, KEPT, GIVEN = "Bram Nietbestaand", "Werkaantekening over de buurvrouw", "belde over de afspraak"
CARD = {"category": "names", "title": {"nl": "Kaart", "en": "Card"}, "content": {"naam": "Proef", "arts": "Ans Leeg"}}
NOTES = {"category": "health", "title": {"nl": "Notities", "en": "Notes"}, "content": {"tekst": KEPT}}


class OtherServices:
    """The other services: identity holds two things, and the rest nothing."""

    def ask(self, service, method, path, **_):
        return Answer(200, {"items": [CARD, NOTES] if service == "identity" else [], "next": None})


class Officer(Walker):
    """Who handles requests: the parts of a case are folded."""

    def unfold(self, part, form):
        for folded in (f"#part-{part}", f"#part-{part} details:has(> summary #{form})"):
            summary = self.page.locator(f"{folded}:not([open]) > summary")
            if summary.count():
                summary.click()


def files(person):
    """The person asks, one question a page, and gets a number and a code."""
    page = person.open("/requests/new")
    page.check("input[name=kind][value=access]")
    person.press("Ga verder")
    page.fill("#field-asked", "Ik wil alles zien wat u van mij hebt.")
    person.press("Ga verder")
    person.press("Ga verder")
    page.fill("#field-name", "Willemijn Proefpersoon")
    page.fill("#field-client_number", "C-1044")
    person.press("Ga verder")
    page.check("input[name=reach][value=post]")
    page.fill("#field-reach_at", "Verzonnenlaan 1\n9999 ZZ Nergenshuizen")
    person.press("Ga verder")
    assert "Willemijn Proefpersoon" in person.words()
    follow(page, "main form button[value=send]")
    person.look()
    return page.locator(".wb-code dd").all_inner_texts()


def looks_up(person, number, code):
    """The person comes back with the number and the code."""
    page = person.open("/requests/status")
    page.fill("#field-number", number)
    page.fill("#field-code", code)
    follow(page, page.locator("main form button[type=submit]").first)
    assert number in page.inner_text("h1")
    return person.look()


def identifies(officer, number):
    """The officer finds the request in the list and links it to who stood at the desk; returns its address."""
    page = officer.open("/requests/")
    officer.go(page.locator("main a", has_text=number).first)
    case = page.url.removeprefix(officer.origin)
    officer.unfold("who", "identify")
    page.check("input[name=how][value=at_the_desk]")
    page.fill("#field-client_number", "C-1044")
    page.select_option("#field-document", "passport")
    page.fill("#field-last", "12AB")
    officer.press("Vastleggen")
    return case


def hand_in_code(officer, task):
    """The officer makes a code for somebody who looks it up."""
    page = officer.open(f"/requests/holders/{task.id}")
    officer.press("Maak een code")
    return page.locator("main strong").first.inner_text()


def goes_on_without(officer, tasks):
    """The officer answers without the systems of partners, whose pages are all the same: the first is looked at."""
    page = officer.open(f"/requests/holders/{tasks[0].id}")
    for task in tasks:
        page.goto(f"{officer.origin}/requests/holders/{task.id}")
        page.check("input[name=hindrance][value=not_reached]")
        follow(page, page.get_by_role("button", name="Ga verder zonder", exact=True))
        assert page.locator(".wb-error-summary").count() == 0, officer.words()


def hands_in(helper, code):
    """Somebody without an account brings a file and a text; the code works no more afterwards."""
    page = helper.open("/requests/hand-in")
    page.fill("#field-code", code)
    helper.press("Ga verder")
    assert "Willemijn Proefpersoon" in helper.words()
    brought = {"name": "brief.pdf", "mimeType": "application/pdf", "buffer": pdf(f"Brief van {OTHER}")}
    page.set_input_files("#field-files", brought)
    helper.press("Deze bestanden toevoegen")
    page.fill("#field-title", "Gesprek")
    page.fill("#field-text", f"Willemijn {GIVEN}, samen met {OTHER}.")
    helper.press("Deze tekst toevoegen")
    assert "brief.pdf" in helper.words() and "Gesprek" in helper.words()
    page.check("input[name=outcome][value=contributed]")
    helper.press("Versturen")
    page = helper.open("/requests/hand-in")
    page.fill("#field-code", code)
    follow(page, page.locator("main form button[type=submit]").first)
    expect(page.locator(".wb-error-summary")).to_be_focused()
    helper.look()


def judges(officer, case):
    """The officer goes through every item: gives, withholds with a ground, and leaves a name out of three."""
    page = officer.open(f"{case}/review")
    judged = []
    officer.go(page.locator("main table a").first)
    while "/items/" in page.url:
        title = page.inner_text("h1")
        assert title not in judged, title
        judged.append(title)
        if title == "Notities":
            page.check("input[name=verdict][value=withhold]")
            page.select_option("#field-ground", "others_privacy")
        elif title == "Gesprek":
            page.check("input[name=verdict][value=redact]")
            page.select_option("#field-ground", "others_privacy")
            page.fill("#field-words", OTHER)
        elif title == "brief.pdf":
            for name, value in {"page": 1, "left": 0, "top": 0, "width": 100, "height": 100}.items():
                page.fill(f"#field-new-{name}", str(value))
            officer.press("Deze rechthoek toevoegen")
            page.select_option("#field-ground", "others_privacy")
        elif title == "Kaart":
            page.check("input[name=verdict][value=redact]")
            page.select_option("#field-ground", "others_privacy")
            page.check("input[name=pointers][value='/arts']")
        else:
            page.check("input[name=verdict][value=give]")
        officer.press("Dit vastleggen")
    return judged


def hears_itself(world):
    """Our own events come back to the worker, as the bus brings them: word for the person is made ready."""
    for envelope in world.events():
        body, key = encode(envelope), routing_key(envelope.type, "bqr")
        receiver_of(world.runtime).receive(Delivery(body, key, "waarborg.requests", 1))


def answers(world, officer, case):
    """The officer answers in part, reads the letter before it is given, and posts it; returns what is in the letter."""
    page = officer.open(case)
    officer.unfold("answer", "answer")
    page.check("input[name=outcome][value=partly]")
    page.select_option("#field-ground", "others_privacy")
    page.fill("#field-text", "U krijgt bijna alles. Wat over een ander gaat, geven wij niet.")
    follow(page, "form[action*='/answer'] button[value=preview]")
    officer.look()
    assert "Er is nog niets gegeven" in officer.words()
    follow(page, "form[action*='/give'] button[type=submit]")
    officer.look()
    hears_itself(world)
    officer.open(case)
    officer.go(page.get_by_role("link", name="De brief openen").first)
    letter = page.inner_text("article")
    officer.open(case)
    officer.press("Ik heb de brief verstuurd")
    assert page.locator("form[action$='/delivered']").count() == 0, "what was posted lies on no desk"
    return letter


def unpacked(person, code, folder):
    """The person types the code of the letter; returns the archive, unpacked in a folder."""
    person.page.fill("#field-fetch_code", code)
    with person.page.expect_download() as fetched:
        person.page.locator("form[action$='/own/package'] button").click()
    archive = zipfile.ZipFile(io.BytesIO(fetched.value.path().read_bytes()))
    assert archive.testzip() is None
    archive.extractall(folder)
    return archive


def reads_offline(person, folder):
    """The start page and each page that it leads to open from the disk without a complaint; returns their words."""
    page = person.page
    page.goto((folder / "index.html").as_uri())
    person.look()
    told = [person.words()]
    links = [link.get_attribute("href") for link in page.locator("main a").all()]
    assert len(links) == len(set(links)) >= 3
    for link in links:
        page.goto((folder / link).as_uri())
        person.look()
        told.append(person.words())
    return told


def test_B14_B15_from_the_question_to_the_data_on_ones_own_disk(world, browser, tmp_path):
    world.register.persons["bqr", "C-1044"] = PERSON
    with serving(world.app) as port:
        origin = f"http://bqr.localhost:{port}"

        def staff(ref):
            cookie = {"name": world.runtime.authenticator.cookie.name, "url": origin}
            session = {**cookie, "value": world.identity.sign_in("bqr", duties=DUTIES, ref=ref)}
            return Officer(browser, origin, narrow=False, session=session)

        person, helper = Walker(browser, origin), Walker(browser, origin)
        officer, colleague = staff("account-1"), staff("account-2")
        number, code = files(person)
        assert world.rows(HolderTask) == [], "nobody is asked before it is known who asks"
        case = identifies(officer, number)
        tasks = world.tasks()
        assert {"siilo", "identity", "nedap_ons"} <= tasks.keys()
        collector = collector_of(world.runtime)
        collector.client = OtherServices()
        collector.step("bqr")
        hands_in(helper, hand_in_code(officer, tasks["siilo"]))
        goes_on_without(officer, [task for task in tasks.values() if task.holder_kind == "partner"])
        assert {"Kaart", "Notities", "Gesprek", "brief.pdf"} <= set(judges(officer, case))
        officer.press("Ik heb alles bekeken")
        assert officer.page.get_by_role("button", name="Dit kan zo gegeven worden").count() == 0, "two people look"
        colleague.open(f"{case}/review")
        colleague.press("Dit kan zo gegeven worden")
        assert "Uw gegevens" not in looks_up(person, number, code).inner_text("main"), "nothing lies there before"
        letter = answers(world, officer, case)
        assert OTHER not in letter and KEPT not in letter and "omdat het over iemand anders gaat" in letter
        assert world.rows(Package)[0].state == "making"
        packer_of(world.runtime).work_off("bqr")
        fetch_code = re.search(r"Uw ophaalcode: ([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})", letter)[1]
        assert fetch_code not in looks_up(person, number, code).content()
        archive = unpacked(person, fetch_code, tmp_path)
        told = reads_offline(person, tmp_path)
        for walker in (person, helper, officer, colleague):
            walker.leave()
        assert min(len(walker.seen) for walker in (person, helper, officer)) >= 6
    start, everything = told[0], b"".join(archive.read(name) for name in archive.namelist())
    assert "Wat hier niet in zit" in start and "omdat het over iemand anders gaat" in start
    assert any(GIVEN in page for page in told) and any("Een deel is weggelaten" in page for page in told)
    for left_out in (OTHER, KEPT, "Ans Leeg", SECRET):
        assert left_out.encode() not in everything and not any(left_out in page for page in told)
    (letter_file,) = [name for name in archive.namelist() if name.startswith("bestanden/")]
    pages = PdfReader(io.BytesIO(archive.read(letter_file))).pages
    assert len(pages) == 1 and pages[0].extract_text().strip() == ""
