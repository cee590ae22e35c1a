"""The public pages: file a request, get number, code and date, and see how it stands."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from waarborg_requests.pages import LIMITER
from waarborg_shared.events.requests import RequestReceived, WithdrawalRequested
from waarborg_shared.guessing import FREE_TRIES, GuessesBySender

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def receipt(page):
    """The number and the code on a receipt."""
    number = re.search(r"(BQR|JTB)-2026-\d{6}", page.text)
    code = CODE.search(page.text)
    assert number is not None and code is not None, page.text
    return number[0], code[0]


def test_B17_the_receipt_says_the_day_four_weeks_on_in_words(world, access):
    world.clock.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    page = world.visitor("bqr", lang="nl").send("/requests/new", **access)
    assert page.status_code == 201
    assert "maandag 30 maart 2026" in page.text
    assert receipt(page)[0] == "BQR-2026-000001"
    (told,) = world.told(RequestReceived)
    assert (told.kind, told.channel) == ("access", "page")
    assert told.due_at == datetime(2026, 3, 30, 21, 59, 59, tzinfo=UTC)


def test_J11_the_receipt_says_the_day_fourteen_days_on_and_the_word_complaint(world, access):
    page = world.visitor("jtb-care", lang="nl").send("/requests/new", **access)
    assert page.status_code == 201
    assert "maandag 16 maart 2026" in page.text
    assert "klacht" in page.text
    assert receipt(page)[0] == "JTB-2026-000001"


def test_a_request_late_in_the_evening_of_new_years_eve_has_the_new_year_in_amsterdam(world, access):
    world.clock.moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    page = world.visitor().send("/requests/new", **access)
    assert "BQR-2027-000001" in page.text


@pytest.mark.parametrize(
    ("organisation", "words"),
    [
        ("bqr", ["Wij behandelen dit als verzoek: antwoord binnen vier weken"]),
        ("jtb-care", ["Wij behandelen dit als klacht: antwoord binnen 14 dagen"]),
    ],
)
def test_the_form_says_as_what_and_within_which_term_each_kind_is_handled(world, organisation, words):
    text = world.visitor(organisation, lang="nl").get("/requests/new").text
    for word in words:
        assert text.count(word) == 1, "said once, and not with every kind"


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_B15_the_form_and_the_receipt_say_that_the_first_copy_is_free(world, access, organisation):
    visitor = world.visitor(organisation, lang="nl")
    assert visitor.get("/requests/new").text.count("De eerste kopie is gratis.") == 1
    assert "De eerste kopie is gratis." in visitor.send("/requests/new", **{**access, "kind": "copy"}).text
    assert "gratis" not in visitor.send("/requests/new", **access).text


def test_the_receipt_says_by_which_rule_the_request_is_handled(world, access):
    for lang, at_bqr, at_jtb in (
        ("nl", "privacyverklaring, hoofdstuk 12, 13", "privacybeleid, uw rechten"),
        ("en", "privacy statement, chapter 12, 13", "privacy policy, your rights"),
    ):
        assert at_bqr in world.visitor("bqr", lang=lang).send("/requests/new", **access).text
        assert at_jtb in world.visitor("jtb-care", lang=lang).send("/requests/new", **access).text


def test_the_form_shows_every_kind_and_how_to_ask_without_it(world):
    text = world.visitor("bqr", lang="nl").get("/requests/new").text
    assert text.count('name="kind"') == 14
    assert "fg@bqr.example" in text
    assert world.visitor().get("/requests/new").headers.getlist("Set-Cookie") == []


def test_what_people_wrote_is_stored_sealed_only(world, access):
    world.visitor().send("/requests/new", **access)
    (row,) = world.requests()
    stored = " ".join(repr(value) for value in vars(row).values())
    for secret in ("Willemijn", "willemijn@example.nl", "C-1044", "dossier"):
        assert secret not in stored
    with world.work() as work:
        assert work.unseal(row.name_sealed, holder=row.id, table="request", column="name", row=row.id) == (
            "Willemijn Proefpersoon"
        )


def test_the_code_is_stored_as_a_keyed_hash_only(world, access):
    page = world.visitor().send("/requests/new", **access)
    _, code = receipt(page)
    (row,) = world.requests()
    assert code not in repr(vars(row)) and code.replace("-", "") not in repr(vars(row))
    assert len(row.code_hash) == 32


def test_sending_the_same_form_twice_gives_the_same_receipt_and_one_request(world, access):
    visitor = world.visitor()
    token = visitor.token("/requests/new")
    first = visitor.send("/requests/new", token=token, **access)
    again = visitor.send("/requests/new", token=token, **access)
    assert receipt(again) == receipt(first)
    assert len(world.requests()) == 1
    assert len(world.told(RequestReceived)) == 1


def test_number_and_code_show_how_it_stands_and_nothing_that_was_written(world, access):
    visitor = world.visitor(lang="nl")
    number, code = receipt(visitor.send("/requests/new", **access))
    page = visitor.send("/requests/status", number=number.lower(), code=code.lower().replace("-", " "))
    assert page.status_code == 200
    assert "Ontvangen" in page.text and "maandag 30 maart 2026" in page.text
    assert "privacyverklaring, hoofdstuk 13" in page.text and "wb-clock__bar" in page.text
    for secret in ("Willemijn", "willemijn@example.nl", "C-1044"):
        assert secret not in page.text
    assert "looked-up" in world.verbs(world.requests()[0].id)


@pytest.mark.parametrize("wrong", ["number", "code", "shape", "other organisation"])
def test_a_wrong_number_and_a_wrong_code_look_alike(world, access, wrong):
    number, code = receipt(world.visitor().send("/requests/new", **access))
    asked = {
        "number": {"number": "BQR-2026-000999", "code": code},
        "code": {"number": number, "code": "2222-2222-2222-2222"},
        "shape": {"number": "<b>x</b>", "code": "x"},
        "other organisation": {"number": number, "code": code},
    }[wrong]
    other = world.visitor("jtb-care" if wrong == "other organisation" else "bqr")
    page = other.send("/requests/status", **asked)
    assert page.status_code == 422
    assert "do not belong together" in page.text
    assert "<b>x</b>" not in page.text


def test_codes_are_never_in_an_address(world, access):
    number, code = receipt(world.visitor().send("/requests/new", **access))
    page = world.visitor().get(f"/requests/status?number={number}&code={code}")
    assert page.status_code == 200
    assert "At the latest" not in page.text


def test_guessing_codes_is_slowed_down_and_forgotten_in_time(world, access):
    number, code = receipt(world.visitor().send("/requests/new", **access))
    world.app.extensions[LIMITER] = GuessesBySender(world.clock.monotonic)
    visitor = world.visitor()
    for _ in range(FREE_TRIES):
        assert visitor.send("/requests/status", number=number, code="2222-2222-2222-2222").status_code == 422
    slowed = visitor.send("/requests/status", number=number, code=code)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1
    assert number in slowed.text
    assert "Wait 1 second and" in slowed.text
    assert world.visitor(address="198.51.100.8").send("/requests/status", number=number, code=code).status_code == 200
    assert visitor.send("/requests/status", number=number, code=code).status_code == 429
    world.clock.forward(60)
    assert visitor.send("/requests/status", number=number, code=code).status_code == 200


BAD = [
    ({"kind": "wish"}, "kind"),
    ({"kind": ""}, "kind"),
    ({"name": ""}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "Wil\x00lemijn"}, "name"),
    ({"name": "Wil\u202elemijn"}, "name"),
    ({"reach": "pigeon"}, "reach"),
    ({"reach_at": ""}, "reach_at"),
    ({"reach_at": "no address"}, "reach_at"),
    ({"reach": "phone", "reach_at": "12"}, "reach_at"),
    ({"asked": "x" * 10_001}, "asked"),
    ({"asked": "line\x07"}, "asked"),
    ({"kind": "correction", "asked": ""}, "asked"),
    ({"kind": "withdrawal"}, "purpose"),
    ({"kind": "withdrawal", "purpose": "world_domination"}, "purpose"),
    ({"on_behalf_of": "Teun Voorbeeld"}, "representative"),
    ({"representative": "mentor"}, "on_behalf_of"),
    ({"representative": "neighbour", "on_behalf_of": "Teun Voorbeeld"}, "representative"),
    ({"name": "\u200b\u200b"}, "name"),
    ({"client_number": "111222333"}, "client_number"),
    ({"client_number": "111.222.333"}, "client_number"),
    ({"purpose": "every-consent"}, "purpose"),
    ({"surprise": "1"}, "surprise"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_is_named_at_its_field_and_what_was_typed_stays(world, access, wrong, field):
    page = world.visitor().send("/requests/new", **{**access, **wrong})
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text or field == "surprise"
    assert "Something is not right yet" in page.text
    if "reach_at" not in wrong:
        assert "willemijn@example.nl" in page.text
    assert world.requests() == []
    assert world.events() == []


def test_html_is_shown_as_text(world, access):
    page = world.visitor().send("/requests/new", **{**access, "name": "<script>alert(1)</script>", "kind": "wish"})
    assert "<script>alert(1)</script>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_a_form_without_a_token_is_refused(world, access):
    client = world.app.test_client()
    answer = client.post("/requests/new", data=access, base_url="http://bqr.localhost:8000")
    assert answer.status_code == 422 and access["name"] in answer.text
    assert world.requests() == []


def test_a_form_of_another_organisation_is_refused(world, access):
    token = world.visitor("jtb-care").token("/requests/new")
    assert world.visitor("bqr").send("/requests/new", token=token, **access).status_code == 422


def test_twenty_megabytes_are_refused_unread(world, access):
    page = world.visitor().send("/requests/new", **{**access, "asked": "x" * 20_000_000})
    assert page.status_code == 413
    assert world.requests() == []


def test_an_unknown_host_has_no_form(world):
    answer = world.app.test_client().get("/requests/new", base_url="http://nowhere.localhost:8000")
    assert answer.status_code == 404


def test_B1_asking_for_somebody_else_needs_capacity_and_name(world, access):
    page = world.visitor().send("/requests/new", **access, representative="mentor", on_behalf_of="Teun Voorbeeld")
    assert page.status_code == 201
    (row,) = world.requests()
    assert row.representative == "mentor"
    assert row.on_behalf_of_sealed is not None


def withdrawal(world, access, organisation="bqr"):
    purposes = [p for p in world.runtime.rules(organisation).purposes.values() if p.rests_on_consent]
    return {**access, "kind": "withdrawal", "purpose": purposes[0].code}, purposes[0].code


def test_a_signed_in_persons_withdrawal_is_passed_on_at_once(world, access):
    typed, purpose = withdrawal(world, access)
    page = world.person("person-00000001").send("/requests/new", **typed)
    assert page.status_code == 201
    assert "Your withdrawal works at once" in page.text and "as soon as we know who you are" not in page.text
    (row,) = world.requests()
    (told,) = world.told(WithdrawalRequested)
    assert (told.request_ref, told.subject_ref, told.purpose) == (row.id, "person-00000001", purpose)
    assert row.identification == "signed_in"


def test_a_withdrawal_of_everything_names_no_purpose(world, access):
    typed, _ = withdrawal(world, access)
    world.person("person-00000001").send("/requests/new", **{**typed, "purpose": "every-consent"})
    (told,) = world.told(WithdrawalRequested)
    assert told.purpose is None


def test_a_withdrawal_by_nobody_known_waits_for_identification(world, access):
    typed, _ = withdrawal(world, access)
    page = world.visitor().send("/requests/new", **typed)
    assert page.status_code == 201
    assert "Your withdrawal works as soon as we know who you are" in page.text
    assert world.told(WithdrawalRequested) == []


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
@pytest.mark.parametrize(
    ("lang", "waits", "works", "at_once"),
    [
        (
            "nl",
            "Uw intrekking werkt zodra wij weten wie u bent",
            "Uw intrekking werkt meteen",
            ("werkt zodra", "werkt meteen"),
        ),
        (
            "en",
            "Your withdrawal works as soon as we know who you are",
            "Your withdrawal works at once",
            ("works as soon", "works at once", "works the moment"),
        ),
    ],
)
def test_B16_of_a_withdrawal_each_page_says_once_when_it_works_and_when_it_is_answered(
    world, access, organisation, lang, waits, works, at_once
):
    typed, _ = withdrawal(world, access, organisation)
    for visitor, said in (
        (world.visitor(organisation, lang=lang), waits),
        (world.person("person-00000001", organisation, lang=lang), works),
    ):
        receipt = visitor.send("/requests/new", **typed).text
        number, code = re.findall(r'<dd translate="no">([^<]+)</dd>', receipt)
        for page in (receipt, visitor.send("/requests/status", number=number, code=code).text):
            assert said in page
            assert sum(page.count(words) for words in at_once) == 1
            assert page.count("Antwoord uiterlijk op" if lang == "nl" else "Answer at the latest on") == 1


def test_who_signs_in_and_asks_for_another_is_not_taken_for_that_other(world, access):
    typed, _ = withdrawal(world, access)
    world.person("person-00000001").send(
        "/requests/new", **typed, representative="mentor", on_behalf_of="Teun Voorbeeld"
    )
    (row,) = world.requests()
    assert row.subject_ref is None
    assert world.told(WithdrawalRequested) == []


def test_a_purpose_chosen_for_another_kind_is_not_dropped_in_silence(world, access):
    typed, _ = withdrawal(world, access)
    page = world.visitor().send("/requests/new", **{**typed, "kind": "access"})
    assert page.status_code == 422
    assert "goes with a withdrawal of consent only" in page.text
    assert world.visitor().send("/requests/new", **{**typed, "kind": "access", "purpose": ""}).status_code == 201


def test_J4_at_jtb_care_the_consent_for_special_data_is_on_the_form(world, access):
    details = world.visitor("jtb-care").send("/requests/new", _step="kind", go="next", kind="withdrawal")
    assert '<option value="care">' in details.text
    typed = {**access, "kind": "withdrawal", "purpose": "care"}
    assert world.visitor("jtb-care").send("/requests/new", **typed).status_code == 201


def test_B11_a_bsn_in_the_place_of_a_client_number_is_refused_with_the_reason(world, access):
    page = world.visitor(lang="nl").send("/requests/new", **{**access, "client_number": "111222333"})
    assert "alleen gebruiken voor wettelijke taken" in page.text
    assert world.visitor().send("/requests/new", **{**access, "client_number": "111222334"}).status_code == 201


def test_what_is_too_long_says_how_much(world, access):
    page = world.visitor().send("/requests/new", **{**access, "asked": "x" * 10_012})
    assert "at most 10000 characters, and it has 10012" in page.text


@pytest.mark.parametrize("kind", ["access", "correction", "erasure"])
def test_J12_anyone_asks_to_see_correct_or_remove_what_is_known_without_an_account(world, access, kind):
    person = world.visitor("jtb-care")
    receipt = person.send("/requests/new", **{**access, "kind": kind})
    assert receipt.status_code == 201
    (row,) = world.requests("jtb-care")
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", receipt.text)[0]
    assert row.kind == kind
    status = world.visitor("jtb-care").send("/requests/status", number=row.number, code=code)
    assert status.status_code == 200 and row.number in status.text


def test_the_look_up_form_shows_how_a_number_is_written(world):
    assert "BQR-2026-000002" in world.visitor().get("/requests/status").text
    assert "JTB-2026-000002" in world.visitor("jtb-care").get("/requests/status").text


def test_no_event_and_no_url_holds_what_people_wrote(world, access):
    typed, _ = withdrawal(world, access)
    world.person("person-00000001").send("/requests/new", **typed)
    bodies = repr(world.events())
    for secret in ("Willemijn", "willemijn@example.nl", "C-1044", "dossier"):
        assert secret not in bodies


def test_the_numbers_of_a_year_follow_one_another_per_organisation(world, access):
    for organisation in ("bqr", "bqr", "jtb-care"):
        world.visitor(organisation).send("/requests/new", **access)
    assert [row.number for row in world.requests("bqr")] == ["BQR-2026-000001", "BQR-2026-000002"]
    assert [row.number for row in world.requests("jtb-care")] == ["JTB-2026-000001"]
    world.clock.moment += timedelta(days=365)
    world.visitor().send("/requests/new", **access)
    assert world.requests("bqr")[-1].number == "BQR-2027-000001"
