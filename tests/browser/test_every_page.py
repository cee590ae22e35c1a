"""Every page of every service in a real Chromium: axe, widths, console, language, headings, cookies, print."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import pytest
from playwright.sync_api import expect

from waarborg_consent.pages.letters import LETTERS
from waarborg_disclosure.pages import proof
from waarborg_shared.testing.depth import DEEP, by_depth
from waarborg_tests.every_page import (
    AFTER_SENDING,
    NO_PAGE,
    OUTSIDE,
    UNFOLD,
    WITH_QUERY,
    cases_of,
    is_good,
    is_good_again,
    other_looks,
    rules,
    sent_only,
    shown,
)
from waarborg_tests.planting import application_of, newcomer_at
from waarborg_tests.planting_consent import link_to, look_at, spoken_for
from waarborg_tests.product import ORGANISATIONS
from waarborg_tests.visitors import Place, Visitor

pytestmark = pytest.mark.browser
MUST_BE_FILLED = "main form:has([aria-required=true]) button[type=submit]"
LANGUAGES = ("nl", "en")


@pytest.fixture(params=by_depth(["first"], ["first", "second"]))
def lang(request: pytest.FixtureRequest, place: Place) -> str:
    """One language at each organisation, and which of them at which goes by the test; in depth both at both.

    So each page is looked at in each language, in each organisation's look and beginning at each width.
    """
    turn = turn_of(request.function.__name__) // len(ONE_LANG) + tuple(ONE_LANG).index(place.organisation)
    return LANGUAGES[(turn + ("first", "second").index(request.param)) % len(LANGUAGES)]


ONE_LANG = {"bqr": "nl", "jtb-care": "en"}


def turn_of(name: str) -> int:
    """The number of something when things are dealt out, by its name: it stays the same when others come beside it."""
    return crc32(name.encode())


AT_EACH = pytest.mark.parametrize("place", ORGANISATIONS, indirect=True)
# Pages that staff do not get: each belongs to a person, or to who has a code or a way to sign in.
NOT_FOR_STAFF = frozenset(
    {
        "/breach/reports/<breach_id>",
        "/consent/disclosures",
        "/consent/for/<subject_ref>",
        "/consent/for/<subject_ref>/messages",
        "/consent/for/<subject_ref>/who-looked",
        "/consent/messages",
        "/consent/who-looked",
        "/consent/who-may-see",
        "/identity/me/account",
        "/identity/persons/<uuid:person_ref>/sign-in",
        "/requests/mine/<request_id>",
    }
)


@pytest.fixture
def one_lang(place: Place) -> str:
    """One language at each organisation: the pages of staff are the same templates at both."""
    return ONE_LANG[place.organisation]


@pytest.fixture(autouse=True)
def windows_are_left(place: Place) -> Iterator[None]:
    """No page and no cookie outlives its test."""
    yield
    place.leave_windows()


# The links of the summary of what was wrong that do not lead to one field.
LED_TO = """() => Array.from(document.querySelectorAll(".wb-error-summary a"), each => each.getAttribute("href"))
  .filter(href => document.querySelectorAll(href || "nothing").length !== 1)"""


# An answer that was saved stands in its form: what is typed there is taken out before the form is sent without a word.
EMPTY = """(button) => {
  for (const each of button.form.elements) {
    if (each.type === "radio") each.checked = false;
    if (["text", "textarea", "select-one"].includes(each.type)) each.value = "";
  }
}"""


# Which forms with a field that must be filled a page has, whoever it is about: where each goes, and what can be typed.
# A proof of work is put into its form by a script, sooner or later.
FORMS = f"""(page, path) => Array.from(page.querySelectorAll("{MUST_BE_FILLED}"), ({{form}}) => [
  new URL(form.getAttribute("action") || path, location).pathname.replace(/[0-9a-f]{{8}}-[0-9a-f-]{{27}}/g, "…"),
  ...new Set(Array.from(form.elements, each => each.name).filter(name => name !== "{proof.FIELD}")),
].join(" "))"""

# Whether a page with a form that changes something says, once, how that goes by telephone or on paper.
OTHERWISE = """(page) => !page.querySelector("[name=_form]") || page.querySelectorAll("#otherwise").length === 1"""

# What the pages answer, asked from a page and not opened: whom nine pages in ten refuse is not shown each refusal, and
# who looks for forms need not see what stands around them.
ANSWERS = f"""async (paths) => {{
  const answers = [], forms = {FORMS}, otherwise = {OTHERWISE};
  for (const path of paths) {{
    const answer = await fetch(path, {{headers: {{Accept: "text/html"}}}});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    answers.push([answer.status, answer.headers.get("content-type"), forms(page, path), otherwise(page)]);
  }}
  return answers;
}}"""


@dataclass
class Turns:
    """What is tried once, at organisations in turn by its name; in depth at each of them.

    What is left to the second organisation and is not there after all is tried at the first one in the end.
    """

    done: set[str] = field(default_factory=set)
    left: dict[str, tuple[Place, str]] = field(default_factory=dict)

    def is_due(self, name: str, place: Place, path: str) -> bool:
        """Whether to try what has this name, on a page of this organisation, here and now."""
        others = place.organisation == next(iter(ONE_LANG)) and turn_of(name) % len(ONE_LANG)
        if not DEEP and (name in self.done or others):
            self.left.setdefault(name, (place, path))
            return False
        self.done.add(name)
        return True

    def not_there_after_all(self, place: Place) -> Iterator[tuple[Place, str, str]]:
        """What was left to this organisation and is not there: where it is, on which page, and its name."""
        if place.organisation != next(iter(ONE_LANG)):
            yield from ((where, path, name) for name, (where, path) in self.left.items() if name not in self.done)


@dataclass(frozen=True)
class Answered:
    """How a page answered, and which forms it has that must be filled."""

    status: int
    forms: list[str]


def asked_for(who: Visitor, paths: list[str]) -> dict[str, Answered]:
    """Ask for pages without opening them: each is there, or is refused, and one with a form says how else it goes."""
    who.open("/")
    found = {}
    for path, (status, kind, forms, otherwise) in zip(paths, who.page.evaluate(ANSWERS, paths), strict=True):
        assert "text/html" in kind and status in (200, 401, 403, 404), (path, status, kind)
        assert otherwise, f"{path} has a form and does not say how it goes by telephone or on paper"
        found[path] = Answered(status, forms)
    return found


def walk_through(
    who: Visitor,
    paths: list[str],
    *,
    seen: set[int],
    looks: Sequence[str] = (),
    due: Callable[[str], bool] = lambda _path: True,
) -> dict[str, list[str]]:
    """Ask for pages; look at each that is there and ``due``, and once at each sort of refusal.

    Returns those that are there, each with its forms.
    """
    there = {}
    for path, answered in asked_for(who, paths).items():
        if answered.status == 200:
            there[path] = answered.forms
        if (answered.status in seen) if answered.status != 200 else not due(path):
            continue
        seen.add(answered.status)
        who.open(path, expect=answered.status)
        is_good(who, looks=looks)
    return there


@pytest.fixture(scope="module")
def forms_of_visitors() -> Turns:
    """The forms that anybody may send."""
    return Turns()


@pytest.fixture(scope="module")
def pages_of_staff() -> Turns:
    """The pages of staff, which are the same templates at each organisation."""
    return Turns()


@pytest.fixture(scope="module")
def forms_of_staff() -> Turns:
    """The forms on the pages of staff."""
    return Turns()


def send_empty(who: Visitor, place: Place, there: Mapping[str, list[str]], forms: Turns, *, look: bool = True) -> None:
    """Send the forms of these pages without a word in it, and ``look`` at the page that says what is missing.

    Each organisation in one language and at its first width: the pages themselves were looked at in both.
    """
    if DEEP and who.lang != ONE_LANG[who.organisation]:
        return
    for path in sorted(there):
        for form in there[path]:
            if forms.is_due(form, place, path):
                send_one_empty(who, path, form, look=look)


def send_one_empty(who: Visitor, path: str, form: str, *, look: bool = True) -> None:
    """Send one form of a page without a word in it; without a ``look`` what is wrong need only be said and led to."""
    who.open(path)
    number = who.page.evaluate(f"(path) => ({FORMS})(document, path)", path).index(form)
    who.page.evaluate(UNFOLD)
    button = who.page.locator(MUST_BE_FILLED).nth(number)
    button.evaluate(EMPTY)
    button.click()
    expect(who.page.locator(".wb-error-summary")).to_be_focused()
    assert who.page.evaluate(LED_TO) == [], path
    if look:
        is_good_again(who)


def paths_of(place: Place) -> list[str]:
    """Every page of the product, at one organisation."""
    cases = cases_of(place)
    return [*(cases.path(rule) for rule in shown()), *WITH_QUERY]


def test_every_address_for_people_is_known_here() -> None:
    got = {rule for rule, methods in rules() if "GET" in methods}
    files = got.intersection(NO_PAGE)
    assert {NO_PAGE[each] for each in files} == {"a file and no page"}
    assert sent_only() == (set(NO_PAGE) - files) | AFTER_SENDING
    assert got - set(shown()) == OUTSIDE | files
    assert len(shown()) > 20
    assert len({rule for rule, _ in rules()}) == len(list(rules()))


@AT_EACH
def test_every_page_is_good_for_a_visitor_who_gets_no_cookie(place: Place, lang: str, forms_of_visitors: Turns) -> None:
    who = place.visitor(lang)
    there = walk_through(who, paths_of(place), seen=set())
    assert {"/", "/requests/new", "/breach/report", "/disclosure/", "/identity/sign-in"} <= there.keys()
    send_empty(who, place, there, forms_of_visitors)
    assert who.context.cookies() == []
    for elsewhere, path, form in forms_of_visitors.not_there_after_all(place):
        other = elsewhere.visitor(ONE_LANG[elsewhere.organisation])
        send_one_empty(other, path, form)


@AT_EACH
def test_every_page_is_good_for_staff(
    place: Place, one_lang: str, pages_of_staff: Turns, forms_of_staff: Turns
) -> None:
    who = place.staff(lang=one_lang)
    paths = paths_of(place)
    names = dict(zip(paths, [*shown(), *WITH_QUERY], strict=True))
    looked_at: set[str] = set()

    def due(path: str) -> bool:
        if not pages_of_staff.is_due(names[path], place, path):
            return False
        looked_at.add(path)
        return True

    there = walk_through(who, paths, seen={404}, looks=other_looks(who) if DEEP else (), due=due)
    assert {rule for rule, path in zip(shown(), paths, strict=False) if path not in there} <= NOT_FOR_STAFF
    assert len(looked_at) > len(there) / 4
    # What says that a field is wrong is the same few lines of a template as on the forms of visitors, looked at there.
    of_somebody = {path: there[path] for path in filter(about_somebody, there)}
    send_empty(who, place, of_somebody, forms_of_staff, look=DEEP)
    for elsewhere, path, _name in list(pages_of_staff.not_there_after_all(place)):
        other = elsewhere.staff(lang=ONE_LANG[elsewhere.organisation])
        other.open(path)
        is_good(other)
    for elsewhere, path, form in forms_of_staff.not_there_after_all(place):
        other = elsewhere.staff(lang=ONE_LANG[elsewhere.organisation])
        send_one_empty(other, path, form, look=DEEP)


def about_somebody(path: str) -> bool:
    """Whether a page is about a case or a person: these have the forms in which staff write."""
    return "case" in path or "person" in path or "people" in path


@AT_EACH
def test_every_page_is_good_for_a_person(place: Place, lang: str) -> None:
    person = place.cast.another_person(f"Z-every-{lang}")
    look_at(place.cast, person.ref, f"every-{lang}")
    who = place.visitor(lang).sign_in_by_letter(person.letter, person.code)
    own = ["/consent/", "/consent/disclosures", "/consent/messages", "/consent/statement", "/consent/who-looked"]
    own += ["/consent/who-may-see", "/requests/new", "/requests/mine", "/identity/sign-out", "/desk"]
    walk_through(who, own, seen=set())
    who.open("/consent/who-looked?since=2026-03-02&until=2026-03-01", expect=422)
    is_good(who)
    who.open("/consent/")
    who.send() if who.page.url.endswith("/consent/") else who.open("/consent/")
    who.send("[name=statement_version]")
    is_good(who)


def test_after_stopping_every_message_on_ones_own_page(place: Place, lang: str) -> None:
    person = place.cast.another_person(f"Z-messages-{lang}")
    who = place.visitor(lang).sign_in_by_letter(person.letter, person.code)
    who.open("/consent/messages")
    who.send("[name=about][value=messages]")
    is_good(who)
    who.send("[name=mark_id]")
    who.send("[name=kind][value=restriction]")
    is_good(who)


def test_a_representative_stops_the_messages_to_a_client(place: Place, lang: str) -> None:
    client, child = (place.cast.another_person(f"Z-{each}-{lang}") for each in ("client", "child"))
    spoken_for(place.cast, client.ref, child.ref)
    judged = {"topic": "data", "decided_by": "physician", "note": "Beoordeeld."}
    days = {"begins_on": "2026-03-01", "ends_on": "2098-12-31"}
    place.cast.partner().tell("/consent/api/v1/incapacities/", subject_ref=client.ref, **judged, **days)
    who = place.visitor(lang).sign_in_by_letter(child.letter, child.code)
    walk_through(who, [f"/consent/for/{client.ref}", f"/consent/for/{client.ref}/messages"], seen=set())
    who.send("[name=about][value=messages]")
    is_good(who)
    who.open(f"/consent/for/{client.ref}")
    is_good(who)


def test_after_opting_out_by_the_link_in_a_message_and_without_a_cookie(place: Place, lang: str) -> None:
    person = place.cast.another_person(f"Z-link-{lang}")
    who = place.visitor(lang)
    who.open(f"/consent/opt-out/{link_to(place.cast, person.ref)}")
    who.send("[name=List-Unsubscribe]")
    is_good(who)
    who.send("[name=undo]")
    is_good(who)
    assert who.context.cookies() == []


def test_after_sending_a_request(place: Place, lang: str) -> None:
    who = place.visitor(lang)
    who.open("/requests/new")
    who.choose(kind="access")
    for _ in range(3):
        who.send()
    who.fill(name="Willemijn Proefpersoon")
    who.send()
    who.choose(reach="post")
    who.fill(reach_at="Verzonnenlaan 1, 9999 ZZ Nergenshuizen")
    who.send()
    is_good(who)
    who.send()
    is_good(who)
    number, code = who.codes()
    who.open("/requests/status")
    who.fill(number=number, code=code)
    who.send()
    is_good(who)
    who.fill(message="Is er al iets bekend?")
    who.send("#field-message")
    is_good(who)
    who.send("[name=ticket]")
    who.fill(complaint="Het duurt mij te lang.")
    who.send("#field-complaint")
    is_good(who)


def test_after_reminding_of_several_requests(place: Place, lang: str) -> None:
    who = place.staff(lang=lang)
    who.open("/requests/")
    who.page.locator("[name=case]").first.check()
    who.follow("button[name=deed][value=remind]")
    is_good(who)


def test_after_sending_a_report_of_a_leak(place: Place, lang: str) -> None:
    who = place.visitor(lang)
    who.open("/breach/report")
    who.fill(summary="Er ligt een tas met papieren op straat.")
    who.send()
    is_good(who)


def test_after_sending_a_report_of_a_vulnerability(place: Place, lang: str) -> None:
    who = place.visitor(lang)
    who.open("/disclosure/report")
    who.fill(what="Een lijst staat open.", where="https://www.voorbeeld.example/")
    who.choose(reporter="pseudonym")
    who.fill(name="nachtuil")
    who.send()
    is_good(who)
    receipt = who.codes()[0]
    who.open("/disclosure/mailbox")
    who.fill(receipt=receipt)
    who.send()
    assert who.page.locator("#field-text").count() == 1, who.words()
    is_good(who)
    who.fill(text="Is het al opgelost?")
    who.send("#field-text")
    is_good(who)


def test_after_opening_what_was_encrypted(place: Place, one_lang: str) -> None:
    who = place.visitor(one_lang)
    who.open("/disclosure/report")
    armoured = "-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----"
    who.fill(what=armoured, where="https://www.voorbeeld.example/")
    who.choose(reporter="anonymous")
    who.send()
    staff = place.staff(lang=one_lang)
    staff.open("/disclosure/reports")
    staff.page.locator("main td a").last.click()
    staff.follow("form[action$='/encrypted'] button")
    is_good(staff)


def test_after_making_a_letter(place: Place, one_lang: str) -> None:
    who = place.staff(lang=one_lang)
    who.open(f"/identity/persons/{place.cast.another_person(f'Z-letter-{one_lang}').ref}")
    who.send()
    assert len(who.codes()) == 2
    is_good(who)


def test_after_making_each_letter_in_easy_words(place: Place, lang: str) -> None:
    who = place.staff(lang=lang)
    for letter in LETTERS:
        who.open(f"/consent/people/{place.cast.person.ref}/letter")
        who.choose(letter=letter.code)
        who.fill(addressee="Ilse Fantasia\nVerzonnenlaan 1\n9999 ZZ Nergenshuizen", salutation="Beste Ilse")
        who.send("#field-addressee")
        assert who.page.locator("h1").inner_text() == getattr(letter.title, lang)
        is_good(who)


def test_after_making_a_code_for_a_newcomer(place: Place, one_lang: str) -> None:
    who = place.staff(lang=one_lang)
    who.open(f"/identity/staff/{place.cast.colleague}")
    who.send()
    assert len(who.codes()) == 2
    is_good(who)


def test_after_registering_a_partner_and_saying_where_events_go(place: Place, one_lang: str) -> None:
    who = place.staff(lang=one_lang)
    who.open("/identity/partners/new")
    who.fill(name=f"Dossier {one_lang}", purpose="Houdt het dossier bij.", secret_reason="Kan niet anders.")
    who.choose(scopes="consent:decide", proof="secret")
    who.send()
    client_id, _secret = who.codes()
    is_good(who)
    where = f"/identity/partners/{client_id}"
    who.open(f"{where}/webhooks")
    who.fill(url="https://partner.example/hook")
    who.send()
    assert who.codes()[0].startswith("whsec_")
    is_good(who)
    for page in (where, f"{where}/webhooks"):
        who.open(page)
        is_good(who)
        who.fill(overlap_hours="0")
        who.send("#field-overlap_hours")
        is_good(who)


def test_a_partner_that_registered_itself_is_confirmed_from_the_desk(place: Place, one_lang: str) -> None:
    where = f"/identity/partners/{newcomer_at(place.cast, f'Rooster {one_lang}')}"
    who = place.staff(lang=one_lang)
    who.open("/desk")
    who.page.locator(f"a[href$='{where}']").click()
    is_good(who)
    who.page.locator("[action$='/confirm'] button").click()
    expect(who.page.locator("[action$='/confirm']")).to_have_count(0)
    is_good(who)


def test_an_application_is_shut_out_and_let_in(place: Place, one_lang: str) -> None:
    who = place.staff(lang=one_lang)
    where = f"/identity/applications/{application_of(place.cast, f'rooster-{one_lang}', f'Rooster {one_lang}')}"
    for verb in ("suspend", "let-in"):
        who.open(where)
        who.fill(why="Een telefoon is kwijt.")
        who.send("#field-why")
        expect(who.page.locator(f"[action$='/{verb}']")).to_have_count(0)
        is_good(who)


def test_the_list_of_organisations_is_good(place: Place, lang: str) -> None:
    who = place.visitor(lang)
    who.origin = f"http://localhost:{place.product.port}"
    who.open("/")
    is_good(who)
