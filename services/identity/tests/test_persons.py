"""The register of persons: random references, numbers that are sealed and found, and letters that let in once."""

import re

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.models import LetterLogin, Person, PersonIdentifier
from waarborg_shared.timeline.reading import steps_of

BSN = "999990019"
API = "/identity/api/v1"
BASE = "http://bqr.localhost:8000"


@pytest.fixture
def partner(world):
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]

    def call(path, body=None, *, token=token, organisation="bqr"):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        browser = world.browser(organisation)
        if body is None:
            return browser.get(f"{API}{path}", headers=headers)
        return browser.bare(f"{API}{path}", json=body, headers=headers)

    return call


def test_a_partner_registers_a_person_and_finds_him_by_either_number(partner):
    made = partner("/persons/", {"client_number": "C-1", "bsn": BSN, "ground": "care", "name": "Jan Testman"})
    assert made.status_code == 201
    ref = made.json["person_ref"]
    assert partner("/person-searches/", {"bsn": BSN, "ground": "care"}).json == {"persons": [ref]}
    assert partner("/person-searches/", {"client_number": "c-1"}).json == {"persons": [ref]}
    assert partner("/person-searches/", {"client_number": "C-2"}).json == {"persons": []}


def test_a_reference_is_random_and_tells_nothing(partner):
    refs = [partner("/persons/", {"client_number": f"C-{n}"}).json["person_ref"] for n in range(3)]
    assert len({ref[:8] for ref in refs}) == 3
    assert all(ref[14] == "4" for ref in refs)


def test_B11_a_bsn_that_fails_the_11_test_is_refused_by_its_field(partner):
    answer = partner("/persons/", {"bsn": "999990018", "ground": "care"})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["bsn"]


def test_B11_a_bsn_is_in_no_row_no_answer_and_no_log(world, partner, caplog, capsys):
    ref = partner("/persons/", {"bsn": BSN, "ground": "care", "client_number": "C-1", "name": "Jan Testman"}).json[
        "person_ref"
    ]
    shown = partner(f"/persons/{ref}")
    assert shown.json["has_bsn"] is True
    assert shown.json["client_number"] == "C-1"
    assert BSN not in shown.text
    with world.work() as work:
        row = work.session.scalars(select(Person)).one()
        numbers = work.session.scalars(select(PersonIdentifier)).all()
    stored = repr([vars(each) for each in [row, *numbers]])
    for secret in (BSN, "Testman", "C-1"):
        assert secret not in stored
    assert BSN not in caplog.text + "".join(capsys.readouterr())


def test_the_same_number_twice_is_a_conflict(partner):
    partner("/persons/", {"bsn": BSN, "ground": "care"})
    answer = partner("/persons/", {"bsn": BSN, "ground": "care", "client_number": "C-9"})
    assert answer.status_code == 409
    assert partner("/person-searches/", {"client_number": "C-9"}).json == {"persons": []}


def test_a_person_of_one_organisation_is_unknown_at_another(world, partner):
    ref = partner("/persons/", {"bsn": BSN, "ground": "care"}).json["person_ref"]
    secret = world.client("jtb")
    token = world.token("jtb", auth=("ecd", secret), scope="identity:persons").json["access_token"]
    searched = {"bsn": BSN, "ground": "care"}
    assert partner("/person-searches/", searched, token=token, organisation="jtb").json == {"persons": []}
    assert partner(f"/persons/{ref}", token=token, organisation="jtb").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "Jan Testman"},
        {"client_number": ""},
        {"client_number": "C 1; DROP"},
        {"client_number": "C-1\n"},
        {"client_number": 7},
        {"bsn": 999990019},
        {"client_number": "C" * 41},
        {"client_number": "C-1", "adres": "Dorpsstraat 1"},
        {"client_number": "C-1", "name": "a\x00b"},
        [],
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(world, partner, body):
    answer = partner("/persons/", body)
    assert answer.status_code == 422
    assert answer.json["errors"]
    with world.work() as work:
        assert work.session.scalars(select(Person)).all() == []


@pytest.mark.parametrize("body", [{}, {"bsn": BSN, "ground": "care", "client_number": "C-1"}, {"bsn": "123456789"}])
def test_a_search_is_by_exactly_one_good_number(partner, body):
    assert partner("/person-searches/", body).status_code == 422


def test_without_a_token_the_door_is_shut(partner):
    answer = partner("/persons/", {"bsn": BSN, "ground": "care"}, token="")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_for_another_service_is_refused(world, partner):
    secret = world.client(client_id="vrager", scopes=frozenset({"consent:decide", "identity:persons"}))
    token = world.token(auth=("vrager", secret), scope="consent:decide").json["access_token"]
    answer = partner("/persons/", {"bsn": BSN, "ground": "care"}, token=token)
    assert answer.status_code == 401
    assert "wrong_audience" in answer.headers["WWW-Authenticate"]


def test_a_token_without_the_scope_is_refused_by_name(world, partner):
    signer, now = world.app.extensions["waarborg_identity"].signer, int(world.clock.now().timestamp())
    claims = {"iss": f"{BASE}/identity", "aud": f"{BASE}/identity", "org": "bqr", "kind": "partner", "sub": "ecd"}
    times = {"client_id": "ecd", "scope": "consent:decide", "iat": now, "exp": now + 300}
    with world.work() as work:
        token = signer.sign(work, {**claims, **times}, token_type="at+jwt")
    answer = partner("/persons/", {"bsn": BSN, "ground": "care"}, token=token)
    assert answer.status_code == 403
    assert answer.json["right"] == "identity:persons"


def test_staff_needs_the_duty(world):
    world.hire("chris", role="staff")
    browser = world.browser()
    browser.enter("chris")
    answer = browser.get("/identity/persons")
    assert answer.status_code == 403
    assert "identity.register-persons" in answer.text


def test_a_visitor_is_asked_to_sign_in(world):
    answer = world.browser().get("/identity/persons")
    assert answer.status_code == 401
    assert "/identity/sign-in?next=/identity/persons" in answer.text


@pytest.fixture
def desk(world):
    world.hire()
    browser = world.browser()
    browser.enter()
    return browser


def test_the_desk_registers_and_finds_a_person(desk):
    made = desk.post(
        "/identity/persons/new", {"client_number": "C-7", "bsn": BSN, "ground": "care", "name": "Ilse Fantasia"}
    )
    assert made.status_code == 303
    page = desk.get(made.location)
    assert "Ilse Fantasia" in page.text
    assert BSN not in page.text
    found = desk.post("/identity/persons", {"kind": "bsn", "find": BSN, "ground": "care"})
    assert found.location == made.location
    assert desk.post("/identity/persons", {"kind": "bsn", "find": "999990007", "ground": "care"}).status_code == 422


def test_looking_is_written_down(world, desk):
    made = desk.post("/identity/persons/new", {"client_number": "C-7"})
    desk.get(made.location)
    desk.post("/identity/persons", {"kind": "client_number", "find": "C-7"})
    with world.work() as work:
        table = work.plumbing.timeline
        ref = made.location.rpartition("/")[2]
        verbs = work.session.scalars(
            table.select()
            .with_only_columns(table.c.verb)
            .where(table.c.organisation == "bqr", table.c.case_ref == ref)
            .order_by(table.c.number)
        ).all()
    assert verbs == ["registered", "looked-at", "looked-up"]


@pytest.fixture
def letter(desk):
    made = desk.post("/identity/persons/new", {"client_number": "C-7", "name": "Ilse Fantasia"})
    page = desk.post(f"{made.location}/letter", page=made.location)
    number, code = re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)
    return made.location.rpartition("/")[2], number, code


def enter(world, number, code, organisation="bqr"):
    browser = world.browser(organisation)
    answer = browser.post("/identity/sign-in/letter", {"number": number, "code": code}, page="/identity/sign-in")
    return browser, answer


def test_J12_number_and_code_of_a_letter_let_a_person_in_once(world, letter):
    ref, number, code = letter
    browser, answer = enter(world, f" {number[:4]} {number[4:]}", code.lower().replace("-", " "))
    assert answer.status_code == 303
    told = world.app.extensions["waarborg_identity"].own.session("bqr", browser.cookie)
    assert (told.kind, told.subject_ref, told.roles, told.duties) == ("person", ref, {"client"}, frozenset())
    assert enter(world, number, code)[1].status_code == 422


def test_a_code_does_not_count_at_another_organisation(world, letter):
    _, number, code = letter
    assert enter(world, number, code, "jtb")[1].status_code == 422


def test_a_code_is_too_old_after_thirty_days(world, letter):
    _, number, code = letter
    world.clock.forward(30 * 24 * 3600)
    assert enter(world, number, code)[1].status_code == 422


def test_a_new_code_replaces_the_old_one(world, desk, letter):
    ref, number, code = letter
    desk.post(f"/identity/persons/{ref}/letter", page=f"/identity/persons/{ref}")
    assert enter(world, number, code)[1].status_code == 422


def test_a_guesser_of_codes_is_slowed_and_the_person_is_not_locked_out(world, letter):
    _, number, code = letter
    for _ in range(5):
        assert enter(world, number, "AAAA-AAAA-AAAA")[1].status_code == 422
    assert enter(world, number, "AAAA-AAAA-AAAA")[1].status_code == 429
    world.clock.forward(60)
    assert enter(world, number, code)[1].status_code == 303


def test_a_person_who_signed_in_sees_nothing_of_the_desk(world, letter):
    _, number, code = letter
    browser, _ = enter(world, number, code)
    assert browser.get("/identity/persons").status_code == 403
    assert browser.get("/identity/staff").status_code == 403


def test_a_person_who_signed_in_may_ask_what_he_is_called_and_not_what_another_is(world, desk, letter):
    ref, number, code = letter
    other = desk.post("/identity/persons/new", {"client_number": "C-8", "name": "Otto Anders"})
    browser, _ = enter(world, number, code)
    known = browser.get(f"/identity/api/v1/persons/{ref}")
    assert (known.status_code, known.json["name"], known.json["client_number"]) == (200, "Ilse Fantasia", "C-7")
    refused = browser.get(f"/identity/api/v1/persons/{other.location.rpartition('/')[2]}")
    assert refused.status_code == 403 and "Otto" not in refused.text
    assert world.browser().get(f"/identity/api/v1/persons/{ref}").status_code == 401


def test_the_code_is_kept_nowhere(world, letter):
    _, _, code = letter
    with world.work() as work:
        stored = repr([vars(row) for row in work.session.scalars(select(LetterLogin))])
    assert code.replace("-", "") not in stored


@pytest.mark.parametrize(
    ("typed", "words"),
    [("123456789", "Dit is geen geldig BSN."), ("geen", "Dit is geen geldig BSN."), (BSN, "niemand ingeschreven")],
)
def test_B11_a_search_at_the_desk_says_that_a_bsn_is_none_and_not_that_nobody_has_it(world, typed, words):
    world.hire()
    browser = world.browser()
    browser.enter()
    page = browser.post("/identity/persons", {"kind": "bsn", "find": typed, "ground": "care"})
    assert page.status_code == 422
    assert words in page.text and 'href="#field-find"' in page.text
    assert browser.post("/identity/persons", {"kind": "client_number", "find": "123456789"}).status_code == 422


@pytest.mark.parametrize("ground", [None, "", "newsletter", "nothing"])
def test_B11_a_bsn_is_registered_and_searched_for_a_legal_duty_only(world, partner, ground):
    told = {"bsn": BSN} if ground is None else {"bsn": BSN, "ground": ground}
    for path in ("/persons/", "/person-searches/"):
        answer = partner(path, told)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["ground"]), path
    with world.work() as work:
        assert work.session.scalars(select(PersonIdentifier)).all() == []


def test_B11_a_purpose_without_a_bsn_is_no_search(partner):
    for told in ({"ground": "care"}, {"client_number": "C-1", "ground": "care"}):
        assert partner("/person-searches/", told).status_code == 422


def test_B11_for_what_a_bsn_was_used_stands_in_the_record(world, partner):
    ref = partner("/persons/", {"bsn": BSN, "ground": "care"}).json["person_ref"]
    partner("/person-searches/", {"bsn": BSN, "ground": "care"})
    with world.work() as work:
        told = [(step.verb, step.facts.get("ground")) for step in steps_of(work, work.case(Person, ref))]
        kept = work.session.scalars(select(PersonIdentifier.ground)).all()
    assert (told, kept) == ([("registered", "care"), ("looked-up", "care")], ["care"])


@pytest.mark.parametrize("ground", ["", "newsletter"])
def test_B11_the_desk_is_asked_for_what_a_law_asks_for_the_bsn(world, desk, ground):
    for path, typed in (
        ("/identity/persons/new", {"bsn": BSN}),
        ("/identity/persons", {"kind": "bsn", "find": BSN}),
    ):
        page = desk.post(path, {**typed, "ground": ground})
        assert (page.status_code, "Kies een doel waarvoor de wet het BSN vraagt." in page.text) == (422, True), path
    with world.work() as work:
        assert work.session.scalars(select(PersonIdentifier)).all() == []


def test_B11_another_registration_is_found_by_bsn_for_a_legal_duty_only(desk):
    made = desk.post("/identity/persons/new", {"client_number": "C-7"})
    path = f"{made.location}/same-as"
    typed = {"kind": "bsn", "find": BSN}
    assert "Kies een doel" in desk.post(path, {**typed, "ground": "newsletter"}).text
    other = desk.post("/identity/persons/new", {"bsn": BSN, "ground": "care"})
    found = desk.post(path, {**typed, "ground": "care"})
    assert found.location.endswith(other.location.rpartition("/")[2])


@pytest.mark.parametrize(
    ("role", "asked", "status"),
    [
        ("carer", {"client_number": "C-1"}, 200),
        ("carer", {"bsn": BSN, "ground": "care"}, 403),
        ("quality", {"client_number": "C-1"}, 403),
    ],
)
def test_who_may_use_the_emergency_button_finds_a_client_by_his_number_alone(world_with_plugins, role, asked, status):
    world = world_with_plugins
    with world.work() as work:
        ref = actions.register_person(work, actions.NewPerson(client_number="C-1", bsn=BSN, ground="care")).id
    world.hire(role=role)
    browser = world.browser().enter()
    answer = browser.bare(f"{API}/person-searches/", json=asked, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == status
    assert status != 200 or answer.json == {"persons": [ref]}
    assert browser.get(f"{API}/persons/{ref}").status_code == 403
