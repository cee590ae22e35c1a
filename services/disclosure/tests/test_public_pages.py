"""The public pages: the policy, a report and its receipt, and the mailbox behind it."""

import html
import re
from datetime import UTC, datetime

import pytest
from services.disclosure.tests.conftest import FOUND

from waarborg_disclosure.actions import open_report
from waarborg_shared.events.disclosure import PersonalDataExposed, VulnerabilityReported
from waarborg_shared.guessing import FREE_TRIES

SECRETS = ("zoekpagina", "voorbeeld.example", "vraagteken", "nachtuil")
WRONG = "0000 0000 0000 0000"
PROMISED = {
    ("bqr", "nl"): (
        "binnen twee werkdagen",
        "meteen een ontvangstbewijs",
        "geen aangifte",
        "een beloning mogelijk",
        "Voor een anonieme melding is er geen beloning.",
        "Meldt u anoniem?",
    ),
    ("bqr", "en"): (
        "within two working days",
        "a receipt at once",
        "no charges",
        "a reward is possible",
        "There is no reward for an anonymous report.",
        "Do you report anonymously?",
    ),
    ("jtb-care", "nl"): (
        "binnen vijf dagen",
        "meteen een ontvangstbewijs",
        "geen juridische stappen",
        "krijgt u een beloning",
        "Hoe ernstiger het lek en hoe beter uw melding",
        "noemen wij u als ontdekker",
        "een schuilnaam gebruiken",
        "vertrouwelijk",
        "hoe het vordert",
    ),
    ("jtb-care", "en"): (
        "within five days",
        "a receipt at once",
        "no legal steps",
        "you get a reward",
        "The greater the severity of the leak and the quality",
        "name you as the discoverer",
        "use a pseudonym",
        "in confidence",
        "how it is coming on",
    ),
}


@pytest.mark.parametrize(
    ("organisation", "words"),
    [
        (
            "jtb-care",
            [
                "binnen vijf dagen",
                "zaterdag 7 maart 2026",
                "juridische stappen",
                "schuilnaam",
                "ontdekker",
                "Dit staat in: privacybeleid",
            ],
        ),
        ("bqr", ["binnen twee werkdagen", "woensdag 4 maart 2026", "aangifte", "anonieme melding"]),
    ],
)
def test_J14_B22_the_policy_says_what_is_promised_and_by_which_day(world, organisation, words):
    page = world.visitor(organisation, lang="nl").get("/disclosure/")
    assert page.status_code == 200
    for word in words:
        assert word in page.text
    assert page.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize(
    ("organisation", "source"),
    [("jtb-care", "privacybeleid, responsible disclosure"), ("bqr", "privacyverklaring, hoofdstuk 20")],
)
def test_J14_B22_the_policy_says_where_it_stands(world, organisation, source):
    assert f"Dit staat in: {source}." in world.visitor(organisation, lang="nl").get("/disclosure/").text


def test_B22_the_policy_names_the_right_way_to_go_instead_with_its_number(world):
    text = world.visitor("bqr", lang="nl").get("/disclosure/").text
    assert "Wat u beter ergens anders meldt" in text
    for redirect in world.runtime.rules("bqr").disclosure_policy.redirects:
        assert redirect.name.nl in text
        assert redirect.phone in text
    assert "Niet hier, maar daar" not in world.visitor("jtb-care", lang="nl").get("/disclosure/").text


def test_B22_the_policy_says_how_an_anonymous_reporter_can_hear(world):
    assert "open a mailbox on this site" in world.visitor("bqr").get("/disclosure/").text
    form = world.visitor("bqr").get("/disclosure/report").text
    assert "with the code on your receipt" in form
    assert "no reward for an anonymous report" in form
    assert "no reward for an anonymous report" not in world.visitor("jtb-care").get("/disclosure/report").text


def test_J14_naming_the_discoverer_is_offered_where_the_policy_has_it(world):
    assert 'name="may_credit"' in world.visitor("jtb-care").get("/disclosure/report").text
    assert 'name="may_credit"' not in world.visitor("bqr").get("/disclosure/report").text


def test_the_form_says_how_to_do_without_it_and_places_no_cookie(world):
    page = world.visitor("bqr").get("/disclosure/report")
    assert "by telephone" in page.text
    assert page.headers.getlist("Set-Cookie") == []


def test_J14_the_receipt_says_the_fifth_calendar_day(world):
    page = world.visitor("jtb-care", lang="nl").report()
    assert page.status_code == 201
    assert "zaterdag 7 maart 2026" in page.text
    assert "wanneer wij een oplossing verwachten" in page.text
    (row,) = world.reports("jtb-care")
    assert row.number == "JTB-K-2026-0001"
    assert row.due_at == datetime(2026, 3, 7, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("organisation", "lang"), PROMISED)
def test_J14_B22_every_promise_stands_on_the_policy_once(world, organisation, lang):
    page = world.visitor(organisation).get(f"/disclosure/?lang={lang}").text
    main = html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))
    promised = PROMISED[organisation, lang]
    assert {words: main.lower().count(words.lower()) for words in promised} == dict.fromkeys(promised, 1)
    sentences = [" ".join(each.split()) for each in re.findall(r"[A-Z][^.?!<>]+[.?!]", main)]
    assert len(sentences) > 10 and [each for each in set(sentences) if sentences.count(each) > 1] == []


@pytest.mark.parametrize(("lang", "heading"), [("nl", "Beloning"), ("en", "Reward")])
@pytest.mark.parametrize(("organisation", "none"), [("bqr", True), ("jtb-care", False)])
def test_J14_B22_what_the_heading_says_is_what_follows(world, organisation, none, lang, heading):
    page = world.visitor(organisation).get(f"/disclosure/?lang={lang}").text
    under = re.search(rf">{heading}</h2>\s*<p[^>]*>([^<]+)</p>", page)
    assert under is not None and heading.lower() in under[1]
    assert ("anonieme melding" in under[1] or "anonymous report" in under[1]) is none


@pytest.mark.parametrize(
    ("received", "day"),
    [
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "woensdag 4 maart 2026"),
        (datetime(2026, 3, 6, 9, 0, tzinfo=UTC), "dinsdag 10 maart 2026"),
        (datetime(2026, 4, 2, 9, 0, tzinfo=UTC), "woensdag 8 april 2026"),
        (datetime(2026, 12, 24, 9, 0, tzinfo=UTC), "dinsdag 29 december 2026"),
    ],
)
def test_B22_a_receipt_at_once_and_word_within_two_working_days(world, received, day):
    world.clock.moment = received
    page = world.visitor("bqr", lang="nl").report()
    assert page.status_code == 201
    assert day in page.text
    assert "wat wij met uw melding doen" in page.text
    assert world.reports("bqr")[0].number == "BQR-K-2026-0001"


def test_the_receipt_is_sixteen_digits_shown_once_with_how_to_keep_it(world):
    visitor = world.visitor("bqr")
    page = visitor.report()
    assert "Lost is lost" in page.text and "Write the sixteen digits down" in page.text
    receipt = visitor.reported()
    assert len(receipt.replace(" ", "")) == 16
    stored = " ".join(repr(vars(row)) for row in world.reports())
    assert receipt not in stored and receipt.replace(" ", "") not in stored


def test_what_was_written_is_stored_sealed_only(world):
    world.visitor().report()
    (row,) = world.reports()
    stored = repr(vars(row))
    for secret in SECRETS:
        assert secret not in stored
    with world.work() as work:
        opened = open_report(work, row)
    assert (opened.name, opened.what, opened.contact) == ("nachtuil", FOUND["what"], FOUND["contact"])


def test_sending_the_same_form_twice_gives_the_same_receipt_and_one_report(world):
    visitor = world.visitor()
    token = visitor.token("/disclosure/report")
    assert visitor.reported(token=token) == visitor.reported(token=token)
    assert len(world.reports()) == 1
    assert len(world.told(VulnerabilityReported)) == 1


def test_J13_exposed_personal_data_open_a_breach_from_the_moment_of_the_report_once(world):
    visitor = world.visitor("jtb-care")
    token = visitor.token("/disclosure/report")
    for _ in range(2):
        visitor.report(token=token, exposes_personal_data="true")
    (row,) = world.reports("jtb-care")
    (told,) = world.told(PersonalDataExposed, "jtb-care")
    assert (told.report_ref, told.discovered_at, told.aware_at) == (row.id, row.received_at, row.received_at)
    bodies = repr(world.events("jtb-care"))
    for secret in SECRETS:
        assert secret not in bodies


def test_nothing_is_exposed_unless_somebody_says_so(world):
    world.visitor().report()
    assert world.told(PersonalDataExposed) == []


def test_who_is_signed_in_is_not_connected_with_the_report(world):
    visitor = world.assessor()
    assert "not connected with your account" in visitor.get("/disclosure/report").text
    receipt = visitor.reported()
    visitor.open(receipt)
    visitor.write(receipt, "Nog iets.")
    (row,) = world.reports()
    assert {who for _, who in world.steps(row.id)} == {"anonymous"}
    with world.work() as work:
        kept = work.session.execute(
            work.plumbing.idempotency.select().where(work.plumbing.idempotency.c.organisation == "bqr")
        ).all()
    assert kept and "account-assessor" not in repr(kept)


def test_an_anonymous_report_has_neither_name_nor_way_to_be_reached(world):
    visitor = world.visitor()
    for field in ("name", "contact"):
        page = visitor.report(**{"reporter": "anonymous", "name": "", "contact": "", field: "nachtuil"})
        assert page.status_code == 422
        assert f'href="#field-{field}"' in page.text
    assert visitor.report(reporter="anonymous", name="", contact="").status_code == 201
    (row,) = world.reports()
    assert row.name_sealed is None and row.contact_sealed is None


def test_the_mailbox_shows_state_and_clocks_and_not_the_breach(world):
    visitor = world.visitor(lang="nl")
    receipt = visitor.reported(exposes_personal_data="true")
    (row,) = world.reports()
    page = visitor.open(receipt.replace(" ", "-"))
    assert page.status_code == 200
    assert row.number in page.text and "Ontvangen" in page.text and "wb-clock__bar" in page.text
    assert "woensdag 4 maart 2026" in page.text and "privacyverklaring, hoofdstuk 20" in page.text
    for secret in (*SECRETS, "BQR-L-"):
        assert secret not in page.text
    assert world.verbs(row.id)[-1] == "opened-mailbox"


def test_both_sides_write_in_the_mailbox(world):
    visitor = world.visitor()
    receipt = visitor.reported(reporter="anonymous", name="", contact="")
    assert visitor.write(receipt, "Het zit ook\nop de andere pagina.").status_code == 201
    (row,) = world.reports()
    assert row.unread_since is not None
    assert "New message" in world.assessor().get("/disclosure/reports").text
    assert world.assessor().act(row, "reply", text="Dank, wij kijken ook daar.").status_code == 303
    page = visitor.open(receipt)
    assert "op de andere pagina." in page.text and "Dank, wij kijken ook daar." in page.text
    assert world.reports()[0].unread_since is None


def test_a_message_that_is_sent_twice_is_written_once(world):
    visitor = world.visitor()
    receipt = visitor.reported()
    token = visitor.token("/disclosure/mailbox")
    for _ in range(2):
        assert visitor.write(receipt, "Eenmaal.", token=token).status_code == 201
    assert visitor.open(receipt).text.count("Eenmaal.") == 1


@pytest.mark.parametrize("text", ["", "x" * 10_001, "bel\x07"])
def test_a_message_that_cannot_be_stored_is_told_in_the_mailbox_and_kept(world, text):
    visitor = world.visitor()
    receipt = visitor.reported()
    page = visitor.write(receipt, text)
    assert page.status_code == 422
    assert 'href="#field-text"' in page.text and "Your report" in page.text
    if text:
        assert text[:3] in page.text
    assert "wrote-message" not in world.verbs(world.reports()[0].id)


def test_html_in_a_message_is_shown_as_text(world):
    visitor = world.visitor()
    receipt = visitor.reported()
    visitor.write(receipt, "<script>alert(1)</script>")
    for page in (visitor.open(receipt), world.assessor().get(f"/disclosure/reports/{world.reports()[0].id}")):
        assert "<script>alert(1)</script>" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_a_closed_report_takes_no_more_messages(world):
    visitor, staff = world.visitor(), world.assessor()
    receipt = visitor.reported()
    staff.act(world.reports()[0], "assess", verdict="spam", assessment="Dit is geen melding.")
    assert staff.act(world.reports()[0], "close", close_why="Dit laten wij zo.").status_code == 303
    page = visitor.write(receipt, "En dit dan?")
    assert page.status_code == 422
    assert "make a new report" in page.text
    assert staff.act(world.reports()[0], "reply", text="Toch nog iets.").status_code == 422


@pytest.mark.parametrize("wrong", [WRONG, "1234", "x", "<b>x</b>", "9" * 17, "٠" * 16])
def test_a_receipt_that_opens_nothing_looks_the_same_whatever_is_wrong(world, wrong):
    world.visitor().reported()
    page = world.visitor().open(wrong)
    assert page.status_code == 422
    assert "cannot open a report with this code" in page.text
    assert "<b>x</b>" not in page.text


def test_a_receipt_opens_nothing_at_another_organisation(world):
    receipt = world.visitor("bqr").reported()
    assert world.visitor("jtb-care").open(receipt).status_code == 422


def test_a_receipt_is_never_part_of_an_address(world):
    visitor = world.visitor()
    receipt = visitor.reported()
    page = visitor.get(f"/disclosure/mailbox?receipt={receipt}")
    assert page.status_code == 200
    assert "Your report" not in page.text and receipt not in page.text
    assert visitor.client.get("/disclosure/mailbox/messages", base_url="http://bqr.localhost:8000").status_code == 405


def test_guessing_receipts_is_slowed_down_for_the_one_who_guesses(world):
    receipt = world.visitor().reported()
    guesser = world.visitor(address="198.51.100.7")
    for _ in range(FREE_TRIES):
        assert guesser.open(WRONG).status_code == 422
    slowed = guesser.open(receipt)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1
    typed = guesser.write(receipt, "Dit wil ik niet kwijt.")
    assert typed.status_code == 429 and "Dit wil ik niet kwijt." in typed.text
    assert world.visitor(address="198.51.100.8").open(receipt).status_code == 200
    world.clock.forward(60)
    assert guesser.open(receipt).status_code == 200


BAD = [
    ({"what": ""}, "what"),
    ({"what": "   "}, "what"),
    ({"what": "x" * 10_001}, "what"),
    ({"what": "bel\x07"}, "what"),
    ({"what": "om\u202egekeerd"}, "what"),
    ({"where": ""}, "where"),
    ({"where": "x" * 2_001}, "where"),
    ({"how": "x" * 10_001}, "how"),
    ({"reporter": ""}, "reporter"),
    ({"reporter": "ghost"}, "reporter"),
    ({"name": ""}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "nacht\x00uil"}, "name"),
    ({"reporter": "named", "name": ""}, "name"),
    ({"contact": "x" * 501}, "contact"),
    ({"may_credit": "true"}, "may_credit"),
    ({"surprise": "1"}, "surprise"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_is_named_at_its_field_and_what_was_typed_stays(world, wrong, field):
    page = world.visitor().report(**wrong)
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text or field == "surprise"
    assert "Something is not right yet" in page.text
    assert "nachtuil@example.nl" in page.text or field == "contact"
    assert world.reports() == []
    assert world.events() == []


def test_html_is_shown_as_text(world):
    page = world.visitor().report(what="<script>alert(1)</script>", reporter="ghost")
    assert "<script>alert(1)</script>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_a_report_in_chinese_is_a_report(world):
    world.visitor().report(what="搜索页面执行地址中的脚本")
    page = world.assessor().get(f"/disclosure/reports/{world.reports()[0].id}")
    assert "搜索页面执行地址中的脚本" in page.text


def test_a_form_without_a_token_or_of_another_organisation_is_refused(world, found):
    client = world.app.test_client()
    for path in ("report", "mailbox", "mailbox/messages"):
        bare = client.post(f"/disclosure/{path}", data=found, base_url="http://bqr.localhost:8000")
        assert bare.status_code in (403, 422)
    token = world.visitor("jtb-care").token("/disclosure/report")
    assert world.visitor("bqr").report(token=token).status_code == 422
    assert world.reports() == []


def test_twenty_megabytes_are_refused_unread(world):
    assert world.visitor().report(what="x" * 20_000_000).status_code == 413
    assert world.reports() == []


def test_an_unknown_host_has_no_policy(world):
    for path in ("/disclosure/", "/disclosure/report", "/disclosure/mailbox"):
        assert world.app.test_client().get(path, base_url="http://nowhere.localhost:8000").status_code == 404


def test_the_numbers_of_a_year_follow_one_another_per_organisation(world):
    for organisation in ("bqr", "bqr", "jtb-care"):
        world.visitor(organisation).report()
    assert [row.number for row in world.reports("bqr")] == ["BQR-K-2026-0001", "BQR-K-2026-0002"]
    assert [row.number for row in world.reports("jtb-care")] == ["JTB-K-2026-0001"]
