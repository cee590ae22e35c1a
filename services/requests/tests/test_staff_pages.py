"""The staff's pages: the work list, and one request from receipt to answer."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from waarborg_shared.clocks import due_on
from waarborg_shared.events.requests import RequestAnswered, RequestExtended, WithdrawalRequested
from waarborg_shared.hooks.values import Duty
from waarborg_tests.reviewing import nothing_elsewhere


def filed(world, access, organisation="bqr", **changes):
    """A request that somebody filed on the page; its row."""
    page = world.visitor(organisation).send("/requests/new", **{**access, **changes})
    assert page.status_code == 201, page.text
    return world.requests(organisation)[-1]


def act(visitor, row, verb, **typed):
    """Send one of the forms of the case page, as that page shows it."""
    case = f"/requests/cases/{row.id}"
    page = visitor.get(case).text
    revision = typed.pop("revision", None) or re.search(r'name="revision" value="(\d+)"', page)[1]
    token = re.search(r'name="_form" value="([^"]+)"', page)[1]
    return visitor.send(f"{case}/{verb}", token=token, revision=revision, **typed)


def identified(visitor, row):
    """Record an identification at the desk."""
    assert act(visitor, row, "identify", how="at_the_desk").status_code == 303


def again(world, row, organisation="bqr"):
    """The row as it is now."""
    return next(each for each in world.requests(organisation) if each.id == row.id)


def test_the_work_list_has_the_most_urgent_first_and_nothing_that_was_written(world, access):
    later = filed(world, access)
    world.clock.moment = datetime(2026, 2, 25, 9, 0, tzinfo=UTC)
    sooner = filed(world, access)
    page = world.coordinator().get("/requests/")
    assert page.status_code == 200
    assert page.text.index(sooner.number) < page.text.index(later.number)
    for secret in ("Willemijn", "willemijn@example.nl", "C-1044", "dossier"):
        assert secret not in page.text


def test_an_empty_work_list_says_what_to_do(world):
    assert "No open requests" in world.coordinator().get("/requests/").text
    assert "Nothing has been answered yet" in world.coordinator().get("/requests/?state=answered").text


@pytest.mark.parametrize("path", ["/requests/", "/requests/cases/x"])
def test_who_is_not_signed_in_or_lacks_the_duty_sees_nothing(world, path):
    assert world.visitor().get(path).status_code == 401
    refused = world.signed_in("bqr", Duty.BREACH_READ).get(path)
    assert refused.status_code == 403
    assert "requests.read" in refused.text


def test_another_organisations_request_is_not_there(world, access):
    row = filed(world, access, "jtb-care")
    page = world.coordinator("bqr").get(f"/requests/cases/{row.id}")
    assert page.status_code == 404
    assert row.number not in page.text


def test_J9_the_case_page_shows_what_was_written_and_logs_the_look(world, access):
    row = filed(world, access)
    page = world.coordinator().get(f"/requests/cases/{row.id}")
    assert page.status_code == 200
    for word in ("Willemijn Proefpersoon", "willemijn@example.nl", "C-1044", "Ik wil mijn dossier zien."):
        assert word in page.text
    assert world.verbs(row.id) == ["received", "looked"]


def test_a_reason_whose_key_was_destroyed_shows_as_erased(world, access):
    row = filed(world, access)
    with world.work() as work:
        work.record(work.case(type(row), row.id), verb="extended", why="Zij belde zelf.", holder="person-00000009")
    case = f"/requests/cases/{row.id}"
    assert "Zij belde zelf." in world.coordinator().get(case).text
    world.erase("person-00000009")
    for language, words in (("en", "The reason was erased."), ("nl", "De reden is gewist.")):
        page = world.coordinator().get(f"{case}?lang={language}")
        assert page.status_code == 200
        assert words in page.text and "Zij belde zelf." not in page.text


def test_who_may_read_and_not_answer_gets_no_forms_and_may_not_post(world, access):
    row = filed(world, access)
    reader = world.signed_in("bqr", Duty.REQUESTS_READ)
    page = reader.get(f"/requests/cases/{row.id}")
    assert 'name="_form"' not in page.text
    token = reader.token("/requests/new")
    refused = reader.send(f"/requests/cases/{row.id}/take-up", token=token, revision=1)
    assert refused.status_code == 403
    assert "requests.answer" in refused.text


def test_a_request_goes_from_receipt_to_answer(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    assert act(staff, row, "take-up").status_code == 303
    identified(staff, row)
    answered = act(staff, row, "answer", outcome="refused", ground="excessive", text="Dit is te veel gevraagd.")
    assert answered.status_code == 303
    row = again(world, row)
    assert (row.state, row.outcome, row.answered_by) == ("answered", "refused", "account-coordinator")
    assert all(clock.stopped_at == world.clock.now() for clock in world.clocks(row).values())
    (told,) = world.told(RequestAnswered)
    assert (told.request_ref, told.kind, told.outcome) == (row.id, "access", "refused")
    assert "Dit is te veel gevraagd." in staff.get(f"/requests/cases/{row.id}").text
    assert row.number in staff.get("/requests/?state=answered").text
    assert row.number not in staff.get("/requests/").text
    verbs = [verb for verb in world.verbs(row.id) if verb != "looked"]
    assert verbs == ["received", "taken-up", "identified", "answered"]


def test_an_answered_request_stays_answered(world, access):
    row = filed(world, access, kind="complaint")
    staff = world.coordinator()
    act(staff, row, "answer", outcome="granted", text="U hebt gelijk.")
    token = staff.token("/requests/new")
    revision = again(world, row).revision
    for verb, typed in {
        "take-up": {},
        "ask-identification": {"reason": "Wie bent u?"},
        "identify": {"how": "at_the_desk"},
        "extend": {"why_longer": "Het is ingewikkeld."},
        "answer": {"outcome": "refused", "ground": "unfounded", "text": "Toch niet."},
    }.items():
        page = staff.send(f"/requests/cases/{row.id}/{verb}", token=token, revision=revision, **typed)
        token = staff.token("/requests/new")
        assert page.status_code == 422, verb
        assert "further on, or answered" in page.text
    assert again(world, row).outcome == "granted"
    assert len(world.told(RequestAnswered)) == 1


def test_B15_nothing_is_granted_to_somebody_who_was_not_identified(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    page = act(staff, row, "answer", outcome="granted", text="Hierbij uw dossier.")
    assert page.status_code == 422
    assert "Record first how the person was identified" in page.text
    assert "Hierbij uw dossier." in page.text
    assert again(world, row).state == "received"
    refused = act(staff, row, "answer", outcome="refused", ground="not_identified", text="Wij weten niet wie u bent.")
    assert refused.status_code == 303


def test_what_was_typed_as_an_answer_outlives_recording_the_identification(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    page = act(staff, row, "answer", outcome="granted", text="Hierbij uw <dossier>.\nEn meer.").text
    carried = dict(re.findall(r'name="(_kept:answer:[a-z_]+)" value="([^"]*)"', page))
    assert carried["_kept:answer:outcome"] == "granted"
    typed = {name: unescape(value) for name, value in carried.items()}
    recorded = act(staff, row, "identify", how="at_the_desk", **typed)
    assert recorded.status_code == 200
    assert "Hierbij uw &lt;dossier&gt;.\nEn meer.</textarea>" in recorded.text
    assert re.search(r'value="granted"\s+checked', recorded.text)
    assert again(world, row).identified_at is not None
    wrong = act(staff, row, "extend", why_longer="", **typed)
    assert wrong.status_code == 422 and "Hierbij uw &lt;dossier&gt;." in wrong.text


def test_B14_B15_an_access_request_of_somebody_who_was_not_linked_gives_nothing(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    identified(staff, row)
    for outcome in ({"outcome": "granted"}, {"outcome": "partly", "ground": "others_privacy"}):
        page = act(staff, row, "answer", text="Hierbij uw dossier.", **outcome)
        assert page.status_code == 422
        assert "First link the request to the person" in page.text and "Hierbij uw dossier." in page.text
    assert again(world, row).answered_at is None
    assert act(staff, row, "answer", outcome="refused", ground="excessive", text="Te veel.").status_code == 303


def test_B15_who_the_person_is_can_be_told_with_the_answer(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    world.register.persons["bqr", "C-1044"] = "person-00000009"
    assert act(staff, row, "identify", how="at_the_desk", client_number="C-1044").status_code == 303
    with world.work() as work:
        nothing_elsewhere(work, row)
    failed = act(staff, row, "identification-failed", failed_how="known_phone", failure="another_person")
    assert failed.status_code == 303
    page = act(staff, row, "answer", outcome="granted", text="Hierbij uw dossier.")
    assert 'href="#field-known_how"' in page.text
    bad = act(staff, row, "answer", outcome="granted", text="Hierbij uw dossier.", known_how="signed_in")
    assert bad.status_code == 422
    given = act(staff, row, "answer", outcome="granted", text="Hierbij uw dossier.", known_how="known_phone")
    assert given.status_code == 303
    row = again(world, row)
    assert (row.state, row.identification) == ("answered", "known_phone")
    assert world.verbs(row.id)[-2:] == ["identified", "answered"]


def test_the_case_shows_whom_it_was_linked_to_and_that_the_name_differs(world, access):
    row = filed(world, access)
    world.register.persons["bqr", "C-1044"] = "person-00000007"
    called = world.register.names
    called["bqr", "person-00000007"] = {"name": "Teun Voorbeeld", "client_number": "C-1044"}
    staff = world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, Duty.PERSONS_REGISTER)
    assert "not linked to anybody" in staff.get(f"/requests/cases/{row.id}").text
    act(staff, row, "identify", how="known_phone", client_number="C-1044")
    page = staff.get(f"/requests/cases/{row.id}").text
    assert 'href="/identity/persons/person-00000007">Teun Voorbeeld</a>' in page
    assert "The register has another name" in page
    called["bqr", "person-00000007"] = {"name": "willemijn  proefpersoon", "client_number": "C-1044"}
    assert "The register has another name" not in staff.get(f"/requests/cases/{row.id}").text
    world.register.away = True
    away = staff.get(f"/requests/cases/{row.id}")
    assert away.status_code == 200 and "the register does not answer now" in away.text
    assert "you may not see whom" in world.coordinator().get(f"/requests/cases/{row.id}").text


def test_an_address_stands_on_the_case_in_its_lines(world, access):
    row = filed(world, access, reach="post", reach_at="Dorpsstraat 1\r\n<b>9331</b> Norg")
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "Dorpsstraat 1<br>&lt;b&gt;9331&lt;/b&gt; Norg" in page


def test_B14_a_refusal_without_a_ground_is_not_given(world, access):
    row = filed(world, access)
    page = act(world.coordinator(), row, "answer", outcome="refused", text="Nee.")
    assert page.status_code == 422
    assert 'href="#field-ground"' in page.text


def test_asking_for_identification_stops_the_clocks_until_it_is_known(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    world.clock.moment = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    assert act(staff, row, "ask-identification", reason="Het nummer past niet bij de naam.").status_code == 303
    assert again(world, row).state == "waiting"
    assert all(world.clocks(row)[name].paused_at for name in ("answer", "law", "notice"))
    world.clock.moment = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    identified(staff, row)
    row = again(world, row)
    assert row.state == "taken_up"
    assert (row.identification, row.identified_by) == ("at_the_desk", "account-coordinator")
    assert due_on(row.due_at) == date(2026, 4, 3)
    page = staff.get(f"/requests/cases/{row.id}").text
    assert "Het nummer past niet bij de naam." in page


def test_the_way_of_identifying_is_one_that_staff_can_have_done(world, access):
    row = filed(world, access)
    for how in ("signed_in", "partner", "crystal_ball", ""):
        page = act(world.coordinator(), row, "identify", how=how)
        assert page.status_code == 422
        assert 'href="#field-how"' in page.text


def test_B17_an_extension_is_two_months_with_a_reason_and_told(world, access):
    row = filed(world, access)
    staff = world.coordinator()
    assert act(staff, row, "extend", why_longer="").status_code == 422
    assert act(staff, row, "extend", why_longer="Drie instellingen hebben gegevens.").status_code == 303
    row = again(world, row)
    assert due_on(row.due_at) == date(2026, 3, 30), "until it is told, the promise runs on"
    (told,) = world.told(RequestExtended)
    assert due_on(told.due_at) == date(2026, 5, 30)
    twice = act(staff, row, "extend", why_longer="Nog eens.")
    assert twice.status_code == 422
    assert "has been extended already" in twice.text


def test_J11_fourteen_days_are_not_extended(world, access):
    row = filed(world, access, "jtb-care")
    staff = world.coordinator("jtb-care")
    assert "Extend the term" not in staff.get(f"/requests/cases/{row.id}").text
    page = act(staff, row, "extend", why_longer="Het is ingewikkeld.")
    assert page.status_code == 422
    assert "cannot be extended" in page.text


def test_of_two_who_answer_at_once_the_second_is_told_and_keeps_his_words(world, access):
    row = filed(world, access, kind="complaint")
    staff, other = world.coordinator(), world.coordinator()
    assert act(staff, row, "take-up").status_code == 303
    page = act(other, row, "answer", revision="1", outcome="granted", text="U hebt gelijk.")
    assert page.status_code == 412
    assert "Someone else changed this request" in page.text
    assert "U hebt gelijk." in page.text
    assert 'name="revision" value="2"' in page.text
    assert again(world, row).state == "taken_up"


def test_looking_does_not_make_a_form_stale(world, access):
    row = filed(world, access, kind="complaint")
    staff, other = world.coordinator(), world.coordinator()
    other.get(f"/requests/cases/{row.id}")
    assert act(staff, row, "take-up", revision="1").status_code == 303


@pytest.mark.parametrize("revision", ["", "0", "x", "99999999999999999999", "-1"])
def test_a_revision_that_is_none_is_refused(world, access, revision):
    row = filed(world, access)
    staff = world.coordinator()
    token = staff.token("/requests/new")
    page = staff.send(f"/requests/cases/{row.id}/take-up", token=token, revision=revision)
    assert page.status_code == 422
    assert again(world, row).state == "received"


def withdrawal(world, access):
    purpose = next(p.code for p in world.runtime.rules("bqr").purposes.values() if p.rests_on_consent)
    return filed(world, access, kind="withdrawal", purpose=purpose)


def test_a_withdrawal_goes_out_once_staff_know_whose_consent_it_is(world, access):
    row = withdrawal(world, access)
    world.register.persons["bqr", "C-1044"] = "person-00000007"
    staff = world.coordinator()
    assert act(staff, row, "identify", how="known_phone", client_number="C-1044").status_code == 303
    row = again(world, row)
    assert row.subject_ref == "person-00000007"
    (told,) = world.told(WithdrawalRequested)
    assert (told.request_ref, told.subject_ref, told.purpose) == (row.id, "person-00000007", row.purpose)
    assert act(staff, row, "identify", how="known_phone", client_number="C-1044").status_code == 303
    assert len(world.told(WithdrawalRequested)) == 1


def test_once_a_withdrawal_was_passed_on_the_request_is_not_made_anothers(world, access):
    row = withdrawal(world, access)
    world.register.persons |= {("bqr", "C-1044"): "person-00000007", ("bqr", "C-1045"): "person-00000009"}
    staff = world.coordinator()
    act(staff, row, "identify", how="known_phone", client_number="C-1044")
    page = act(staff, row, "identify", how="known_phone", client_number="C-1045")
    assert page.status_code == 422
    assert "has been passed on already" in page.text
    assert again(world, row).subject_ref == "person-00000007"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [("unknown", "nobody with this client number"), ("away", "does not answer now"), ("refuses", "may not search")],
)
def test_a_client_number_that_finds_nobody_is_told_at_its_field(world, access, trouble, words):
    row = withdrawal(world, access)
    world.register.away, world.register.refuses = trouble == "away", trouble == "refuses"
    page = act(world.coordinator(), row, "identify", how="known_phone", client_number="C-9999")
    assert page.status_code == 422
    assert words in page.text
    assert 'href="#field-client_number"' in page.text
    assert again(world, row).identified_at is None


def test_a_client_number_of_the_other_organisation_finds_nobody(world, access):
    row = withdrawal(world, access)
    world.register.persons["jtb-care", "C-1044"] = "person-00000008"
    assert act(world.coordinator(), row, "identify", how="known_phone", client_number="C-1044").status_code == 422


def test_a_request_for_somebody_else_shows_which_proof_is_needed(world, access):
    row = filed(world, access, representative="mentor", on_behalf_of="Teun Voorbeeld")
    page = world.coordinator().get(f"/requests/cases/{row.id}")
    assert "Teun Voorbeeld" in page.text
    assert "Proof needed" in page.text


def test_the_work_list_goes_on_where_the_last_part_ended(world, access):
    for _ in range(52):
        world.clock.forward(1)
        filed(world, access)
    staff = world.coordinator()
    first = staff.get("/requests/")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1]
    second = staff.get(following.replace("&amp;", "&"))
    numbers = re.findall(r">(BQR-2026-\d{6})<", first.text) + re.findall(r">(BQR-2026-\d{6})<", second.text)
    assert len(numbers) == len(set(numbers)) == 52
    assert 'rel="next"' not in second.text


def test_a_cursor_that_is_none_is_told(world):
    assert world.coordinator().get("/requests/?cursor=%00%27").status_code == 422


def test_html_in_a_request_is_shown_as_text(world, access):
    row = filed(world, access, name="<img src=x onerror=alert(1)>", asked="<b>dik</b>\n\n<i>schuin</i>")
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "<img src=x" not in page and "<b>dik</b>" not in page
    assert "&lt;b&gt;dik&lt;/b&gt;" in page


def test_the_status_page_shows_the_outcome_and_every_remedy_but_not_the_answer(world, access):
    visitor = world.visitor()
    page = visitor.send("/requests/new", **{**access, "kind": "complaint"})
    number = re.search(r"BQR-2026-\d{6}", page.text)[0]
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.text)[0]
    act(world.coordinator(), world.requests()[0], "answer", outcome="granted", text="Een geheim antwoord.")
    shown = visitor.send("/requests/status", number=number, code=code)
    assert "Founded" in shown.text and "Een geheim antwoord." not in shown.text
    in_dutch = world.visitor(lang="nl").send("/requests/status", number=number, code=code)
    for remedy in world.runtime.rules("bqr").organisation.remedies:
        assert remedy.name.en in shown.text
        assert f"({remedy.source})" in in_dutch.text
