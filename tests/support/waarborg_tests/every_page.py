"""Every page of every service, found in the services' own address maps, so that a new page cannot be forgotten."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import requests
from flask import Flask

from waarborg_identity.demo import PARTNER_ID
from waarborg_portal.embedded import installed_services
from waarborg_shared.testing.browser import NARROW, WIDE, looks_right, prints_well
from waarborg_tests.deciding import give, text_of, withdrawable
from waarborg_tests.planting import application_of, double_of, draft_about, item_about, letter_about, task_about
from waarborg_tests.planting_advisory import advisory_about
from waarborg_tests.planting_consent import (
    consent_of,
    declared_once,
    emergency_for,
    import_of,
    link_to,
    mark_of,
    spoken_for,
)
from waarborg_tests.planting_reports import complaint_of
from waarborg_tests.planting_telling import telling_of
from waarborg_tests.product import LOOPBACK
from waarborg_tests.visitors import Place, Visitor

# Addresses in the pages' maps that show no page of their own, each with the reason.
NO_PAGE: Mapping[str, str] = {
    "/consent/give": "leads to /consent/",
    "/consent/later": "leads to /consent/",
    "/consent/people/<subject_ref>/ask": "leads to where the client answers, or to the person",
    "/consent/refuse": "leads to /consent/",
    "/consent/undo": "leads to /consent/",
    "/consent/withdraw": "leads to /consent/",
    "/consent/export/consents.<kind>": "a file and no page",
    "/consent/export/everything.zip": "a file and no page",
    "/consent/imports/<uuid:import_id>/cancel": "leads to the import",
    "/consent/imports/<uuid:import_id>/import": "leads to the import",
    "/consent/imports/<uuid:import_id>/report.csv": "a file and no page",
    "/consent/imports/template.<kind>": "a file and no page",
    "/consent/letters/<uuid:emergency_id>/sent": "leads to the letter",
    "/consent/my-consents.<kind>": "a file and no page",
    "/consent/people/<subject_ref>/disclosures/<uuid:disclosure_id>/given": "leads to the disclosures of the person",
    "/consent/people/<subject_ref>/reviews/<clock>": "leads to the client's representatives",
    "/consent/recipients/<recipient>/end": "leads to the recipient",
    "/consent/for/<subject_ref>/messages/set": "leads to the client's messages",
    "/consent/for/<subject_ref>/messages/end": "leads to the client's messages",
    "/consent/messages/set": "leads to /consent/messages",
    "/consent/messages/end": "leads to /consent/messages",
    "/consent/messages/links": "leads to /consent/messages",
    "/consent/people/<subject_ref>/links/end": "leads to the client's messages",
    "/consent/who-looked/file/<kind>": "a file and no page",
    "/requests/cases/<request_id>/answer": "leads to the case",
    "/requests/cases/<request_id>/ask-identification": "leads to the case",
    "/requests/cases/<request_id>/deliveries/<delivery_id>/delivered": "leads to the case",
    "/requests/cases/<request_id>/extend": "leads to the case",
    "/requests/cases/<request_id>/identify": "leads to the case",
    "/requests/cases/<request_id>/take-up": "leads to the case",
    "/requests/cases/<request_id>/go-on": "leads to the case",
    "/requests/cases/<request_id>/withdraw": "leads to the case",
    "/requests/cases/<request_id>/narrow": "leads to the case",
    "/requests/cases/<request_id>/call-done": "leads to the case",
    "/requests/cases/<request_id>/record-death": "leads to the case",
    "/requests/cases/<request_id>/revoke-death": "leads to the case",
    "/requests/cases/<request_id>/death-ground": "leads to the case",
    "/requests/cases/<request_id>/confirm-person": "leads to the case",
    "/requests/cases/<request_id>/erase-anyway": "leads to the case",
    "/requests/answers/letter": "a file, or shows /requests/answers",
    "/requests/cases/<request_id>/answer/give": "leads to the case",
    "/requests/cases/<request_id>/answer/preview.pdf": "a file and no page",
    "/requests/cases/<request_id>/deliveries/<delivery_id>/by-letter": "leads to the case",
    "/requests/cases/<request_id>/deliveries/<delivery_id>/letter.pdf": "a file and no page",
    "/breach/cases/<breach_id>/<step>": "leads to the case",
    "/breach/reports/<breach_id>/<own_step>": "leads to the report",
    "/breach/deputies/ended": "leads to /breach/deputies",
    "/breach/cases/<breach_id>/telling/list": "leads to telling the people",
    "/breach/cases/<breach_id>/telling/<telling_step>": "leads to telling the people",
    "/breach/cases/<breach_id>/telling/letters-<int:part>.pdf": "a file and no page",
    "/breach/cases/<breach_id>/persons/<listed_id>/<person_step>": "leads to the person",
    "/disclosure/reports/<report_id>/<report_step>": "leads to the case",
    "/disclosure/openpgp-key.asc": "a file and no page",
    "/identity/my-absence/<uuid:absence_id>/end": "leads to /identity/my-absence",
    "/identity/staff/review/complete": "leads to /identity/staff/review",
    "/identity/persons/<uuid:person_ref>/numbers/<sort>/remove": "leads to the person",
    "/identity/partner-tokens/<uuid:token_id>/end": "leads to the tokens",
    "/identity/applications/<application_id>/asks": "leads to the application",
    "/identity/applications/<application_id>/let-in": "leads to the application",
    "/identity/applications/<application_id>/suspend": "leads to the application",
    "/identity/partners/<client_id>/confirm": "leads to the partner",
    "/identity/partners/<client_id>/keys": "leads to the partner",
    "/identity/partners/<client_id>/keys/fetch": "leads to the partner",
    "/identity/partners/<client_id>/let-in": "leads to the partner",
    "/identity/partners/<client_id>/suspend": "leads to the partner",
    "/identity/partners/<client_id>/webhooks/<message_id>/again": "leads to the events of the partner",
    "/identity/partners/<client_id>/webhooks/leave-out": "leads to the events of the partner",
    "/identity/partners/<client_id>/webhooks/replay": "leads to the events of the partner",
    "/identity/partners/<client_id>/webhooks/test": "leads to the events of the partner",
    "/identity/partners/<client_id>/webhooks/turn-on": "leads to the events of the partner",
    "/identity/outside/<uuid:mapping_id>/end": "leads to /identity/outside",
    "/identity/sign-in/letter": "leads to where somebody was going, or shows /identity/sign-in",
    "/identity/sign-in/account": "leads to the second factor, or shows /identity/sign-in",
    "/identity/sign-in/passkey": "leads to where somebody was going, or shows /identity/sign-in",
    "/identity/second-factor/passkey": "leads to where somebody was going, or shows /identity/second-factor",
    "/identity/second-factor/recovery-code": "leads to where somebody was going, or shows /identity/second-factor",
    "/identity/me/factors/<uuid:factor_id>/remove": "leads to /identity/me",
    "/identity/me/sessions/<uuid:session_id>/end": "leads to /identity/me",
    "/identity/me/sessions/end-others": "leads to /identity/me",
    "/requests/cases/<request_id>/review/rest": "leads to the items",
    "/requests/cases/<request_id>/review/<look>": "leads to the items, or shows a code once",
    "/requests/cases/<request_id>/items/<item_id>/pages/<int:page>": "a file and no page",
    "/requests/second-look/word": "leads to nothing more: the code works once",
    "/requests/own/package": "a file and no page",
    "/requests/cases/<request_id>/package/<package_step>": "leads to the case, or gives a file",
    "/requests/cases/<request_id>/fee": "leads to the case",
    "/requests/cases/<request_id>/fee-agreed": "leads to the case",
    "/requests/cases/<request_id>/assign": "leads to the case",
    "/breach/register/export.<sheet>": "a file and no page",
    "/requests/export/list.<sheet>": "a file and no page",
    "/requests/export/figures.<sheet>": "a file and no page",
    "/requests/cases/<request_id>/messages": "leads to the case",
    "/requests/cases/<request_id>/messages/leave": "leads to the case",
    "/requests/cases/<request_id>/judge": "leads to the case",
    "/requests/cases/<request_id>/measures": "leads to the case",
    "/requests/cases/<request_id>/carry": "leads to the case",
    "/requests/cases/<request_id>/carry-begin": "leads to the case",
    "/requests/cases/<request_id>/carry-stop": "leads to the case",
    "/requests/cases/<request_id>/carry-end": "leads to the case",
    "/requests/cases/<request_id>/carry-step": "leads to the case",
    "/requests/cases/<request_id>/carry-again": "leads to the case",
    "/requests/cases/<request_id>/carry-name": "leads to the case",
    "/requests/cases/<request_id>/hold": "leads to the case",
    "/requests/cases/<request_id>/hold-end": "leads to the case",
    "/requests/cases/<request_id>/withdraw-question": "leads to the case",
    "/requests/cases/<request_id>/identification-failed": "leads to the case",
    "/requests/cases/<request_id>/identification-open": "leads to the case",
    "/requests/cases/<request_id>/notices/<notice_id>/seen": "leads to the case",
    "/breach/cases/<breach_id>/dossier.pdf": "a file and no page",
    "/breach/cases/<breach_id>/dossier/<dossier_part>": "leads to the dossier",
    "/disclosure/reports/<report_id>/files/<file_id>": "a file and no page",
    "/disclosure/complaints/<complaint_id>/seen": "leads to the complaint",
}
# Addresses that show a page only after a form was sent: tested with that form, in `test_after_sending`.
AFTER_SENDING = frozenset(
    {
        "/disclosure/mailbox/<mailbox_step>",
        "/disclosure/reports/<report_id>/encrypted",
        "/identity/persons/<uuid:person_ref>/letter",
        "/identity/staff/<uuid:account_id>/code",
        "/identity/partners/<client_id>/secret",
        "/identity/partners/<client_id>/webhooks/secret",
        "/requests/several",
        "/requests/own/messages",
        "/requests/own/complaint",
        "/requests/own/permission",
        "/requests/own/take-back",
        "/requests/own/narrow",
        "/requests/own/fee",
        "/requests/own/call-me",
        "/requests/cases/<request_id>/send-code",
        "/requests/cases/<request_id>/new-code",
        "/requests/own/identify-code",
        "/requests/own/identify-account",
        "/breach/cases/<breach_id>/question-code",
        "/disclosure/mailbox/follow-up",
    }
)
# Addresses that are there only with an outside issuer: looked at in `test_signing_in_outside`.
OUTSIDE = frozenset(
    {
        "/identity/sign-in/back/<issuer_id>",
        "/identity/sign-in/emergency",
        "/identity/sign-in/turned-away",
        "/identity/sign-in/with/<issuer_id>",
    }
)
FOR_PROGRAMS = re.compile(
    r"/(static|theme\.css|authorize|end-session$|back-channel-logout|token|register$|par$|revoke$|introspect$|userinfo|jwks\.json|\.well-known|oauth/)"
    r"|/api/|security\.txt|/receipts/<consent_id>/<form>"
)
WITH_QUERY = (
    "/requests/?state=answered",
    "/requests/?due=late&waiting=yes&assigned=nobody",
    "/requests/figures?kind=access",
    "/disclosure/reports?state=closed",
    "/identity/sign-in?next=/desk",
    "/nowhere",
)


def rules() -> Iterator[tuple[str, frozenset[str]]]:
    """Give every address that a service has for people, with its methods."""
    for service in installed_services().values():
        app = Flask(service.name)
        for blueprint in service.pages:
            app.register_blueprint(blueprint)
        for rule in app.url_map.iter_rules():
            if not FOR_PROGRAMS.search(rule.rule):
                yield rule.rule, frozenset(rule.methods or ())


def shown() -> list[str]:
    """Return the addresses of all pages that can be opened."""
    return sorted(rule for rule, methods in rules() if "GET" in methods and rule not in OUTSIDE.union(NO_PAGE))


def sent_only() -> set[str]:
    """Return the addresses to which something can only be sent."""
    return {rule for rule, methods in rules() if "GET" not in methods}


@dataclass(frozen=True)
class Cases:
    """What stands for the variable parts of addresses at one organisation."""

    parts: Mapping[str, str]

    def path(self, rule: str) -> str:
        """Return an address that can be opened; a variable part that is not known here raises KeyError."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: self.parts[found[1]], rule)


def cases_of(place: Place) -> Cases:
    """Return the invented cases of an organisation."""
    partner = place.cast.partner()
    first = {
        "breach_id": "/breach/api/v1/breaches/",
        "report_id": "/disclosure/api/v1/reports/",
    }
    found = {name: partner.ask(path)["items"][0]["id"] for name, path in first.items()}
    found["task_id"] = task_about(place.cast)
    found["request_id"], found["item_id"] = item_about(place.cast)
    draft_about(place.cast, found["request_id"])
    found["delivery_id"] = letter_about(place.cast, found["request_id"])
    person, staff = place.cast.person.ref, place.cast.colleague
    other, purpose = double_of(place.cast), withdrawable(place.cast)
    give(partner, other, purpose)
    rules = place.cast.product.runtimes["consent"].rules(place.cast.organisation)
    found["consent_id"] = consent_of(place.cast, person)
    return Cases(
        {
            **found,
            "person_ref": person,
            "subject_ref": person,
            "mark_id": mark_of(place.cast, person),
            "token": link_to(place.cast, person),
            "one_ref": person,
            "other_ref": other,
            "purpose": purpose,
            "digest": text_of(partner, other, purpose),
            "sort": "client-number",
            "account_id": staff,
            "client_id": PARTNER_ID,
            "application_id": application_of(place.cast, "rooster", "Het rooster"),
            "deed": "absence",
            "emergency_id": emergency_for(place.cast, person),
            "record_type": next(iter(rules.record_types)),
            **spoken_for(place.cast, person, other),
            "import_id": import_of(place.cast),
            "version": rules.organisation.statement_version,
            "recipient": rules.recipients[0].code,
            "declaration_id": declared_once(place.cast),
            "day": "2026-03-30",
            **telling_of(place.cast, found["breach_id"]),
            "advisory_number": advisory_about(place.cast, found["report_id"]),
            "complaint_id": complaint_of(place.cast, found["report_id"]),
        }
    )


@cache
def catalogue() -> dict[str, str]:
    """Return what the pages say in English, with its Dutch, where the two are whole sentences and unlike."""
    packages = [service.package for service in installed_services().values()] + ["waarborg_shared.web"]
    pairs: dict[str, str] = {}
    for package in packages:
        root = Path(__import__(package, fromlist=["x"]).__file__ or "").parent
        text = (root / "translations/nl/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
        for english, dutch in re.findall(r'^msgid ("[^\n]+")\nmsgstr ("[^\n]+")$', text, flags=re.MULTILINE):
            pairs[ast.literal_eval(english)] = ast.literal_eval(dutch)
    return {en: nl for en, nl in pairs.items() if len(en) > 9 and " " in en and "%(" not in en and en != nl}


def in_the_other_language(text: str, lang: str) -> list[str]:
    """Return the sentences of the other language that stand in a page."""
    pairs = catalogue()
    other = pairs if lang == "nl" else set(pairs.values())
    return [each for each in other if each in text]


@cache
def look_of(host: str, port: int) -> str:
    """Return the style sheet in which an organisation's own look stands."""
    answer = requests.get(f"http://{LOOPBACK}:{port}/portal/theme.css", headers={"Host": f"{host}:{port}"}, timeout=20)
    assert answer.status_code == 200 and "--waarborg-color" in answer.text
    return answer.text


def other_looks(who: Visitor) -> list[str]:
    """Return the looks of the other organisations: their pages are made of the same templates."""
    product = who.product
    return [look_of(host, product.port) for name, host in product.hosts.items() if name != who.organisation]


# Each organisation begins at a width of its own, so that both are looked at in full, and every look at both.
WIDTHS: Mapping[str, tuple[int, int]] = defaultdict(lambda: (NARROW, WIDE), {"jtb-care": (WIDE, NARROW)})

UNFOLD = """() => document.querySelectorAll("details").forEach(each => { each.open = true; })"""

# What a page says of itself, asked at once: a question through a locator brings the tools of Playwright to every page.
# What a press no longer shows is also not there while the page after it is still empty: it is asked once it is whole.
# A part that says of itself that it is in another language, as a letter that somebody gets, is asked about by itself.
SAYS = f"""async (unfolded) => {{
  if (document.readyState !== "complete") await new Promise(done => addEventListener("load", done));
  if (unfolded) ({UNFOLD})();
  const parts = Array.from(document.querySelectorAll(`body [lang]:not([lang=${{document.documentElement.lang}}])`));
  const elsewhere = parts.map(each => [each.lang, each.innerText]);
  const whole = parts.map(each => each.style.display);
  parts.forEach(each => {{ each.style.display = "none"; }});
  const words = document.body.innerText;
  parts.forEach((each, number) => {{ each.style.display = whole[number]; }});
  return {{
    lang: document.documentElement.lang,
    title: document.title,
    headings: Array.from(document.querySelectorAll("h1"), each => each.innerText),
    words,
    elsewhere,
  }};
}}"""


def is_good(who: Visitor, *, looks: Sequence[str] = ()) -> None:
    """Check everything that holds for any page, in the language that it was asked in, at both widths; at the first also
    in other looks, where the same page is not looked at in this language at the other organisations.

    What is folded away on it is looked at too."""
    says_all(who, unfolded=True)
    looks_right(who.page, looks=looks, widths=WIDTHS[who.organisation])
    prints_well(who.page)
    assert who.watch.complaints == []


def is_good_again(who: Visitor) -> None:
    """Check what holds for any page where it was looked at before, and now says what was wrong: at the organisation's
    first width, and not on paper."""
    says_all(who)
    looks_right(who.page, widths=WIDTHS[who.organisation][:1])
    assert who.watch.complaints == []


def says_all(who: Visitor, *, unfolded: bool = False) -> None:
    """Check that a page has a language, a title and one heading, and no sentence of the other language: as it stands,
    or with all that is folded away on it opened, which stays so."""
    said = who.page.evaluate(SAYS, unfolded)
    assert said["lang"] == who.lang
    assert len(said["headings"]) == 1, f"{who.page.url}: {said['headings']}"
    assert said["title"].strip(" –")
    for lang, words in ((who.lang, said["words"]), *said["elsewhere"]):
        assert in_the_other_language(words, lang) == [], (who.page.url, lang)
