"""What a person reads of who looked at his data: in plain words, by day, with the reason, on paper and as a file."""

import csv
import io
import json
from datetime import timedelta

import pytest

from waarborg_consent.domain.looks import canonical, digest_of, look_of
from waarborg_consent.domain.merkle import includes, leaf_hash
from waarborg_consent.events import on_persons_merged
from waarborg_consent.models import DecisionRecord, LookRow
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope
from waarborg_shared.events.identity import PersonsMerged
from waarborg_shared.hooks.values import Duty
from waarborg_tests.looks import BATCHES, LOOKS, OTHER, PERSON, audit_event, known, look, teller

PAGE, API = "/consent/who-looked", "/consent/api/v1/log/looks/"
OF_CLIENT = f"/consent/people/{PERSON}/who-looked"


def told(world, *looks, organisation="bqr"):
    known(world, organisation=organisation)
    answer = teller(world, organisation).post(BATCHES, list(looks))
    assert {each["outcome"] for each in answer.json["items"]} == {"taken"}, answer.text


def question(purpose="marketing", role="coordinator", person=PERSON, action="read"):
    return {
        "subject": {"type": "staff", "id": "staff-0001", "properties": {"role": role}},
        "action": {"name": action},
        "resource": {"type": "privacy_regulations", "id": "r1", "properties": {"person": person}},
        "context": {"purpose": purpose},
    }


def decided(world, *, context=None, **asked):
    """Ask for a decision as a partner does, and return the id that the answer gives it."""
    body = question(**asked)
    body["context"] |= context or {}
    answer = world.partner("bqr", "consent:decide").post("/consent/access/v1/evaluation", body)
    assert answer.status_code == 200, answer.text
    return answer.json["context"]["decision_id"]


def test_a_person_reads_in_dutch_who_did_what_when_and_what_for(either_world):
    told(
        either_world,
        look(1, purpose="care_agreement", behalf_ref="medewerker-3", behalf_role="coordinator", address="192.0.2.9"),
        look(2, action="U", outcome="refused", at="2026-03-01T23:30:00+00:00"),
        audit_event(),
    )
    text = either_world.person(PERSON, lang="nl").get(PAGE).text
    assert "Zorgverlener (lid) bekeek: Zorgplan. Dat was in Dossier Noord." in text
    assert "Waarvoor: " in text and "Namens: Coördinator" in text and "192.0.2.9" in text
    assert "Zorgverlener (lid) wilde veranderen: Zorgplan. Dat was in Dossier Noord. Dat werd geweigerd." in text
    assert "Huisarts bekeek: het zorgplan. Dat was in dossier.noord.example." in text
    assert "besliste dit zelf" in text
    assert "maandag 2 maart 2026" in text and "00:30" in text  # half past eleven in UTC is the next day here
    assert "Een Naam" not in text


def test_it_says_so_in_english_as_well(world):
    told(world, look(1), look(2, action="D", outcome="failed"))
    text = world.person(PERSON).get(PAGE).text
    assert "Carer (member) looked at: Care plan. That was in Dossier Noord." in text
    assert "wanted to remove: Care plan. That was in Dossier Noord. That did not work." in text
    assert "Nothing was seen or changed." in text


def test_who_asked_us_first_is_told_our_reason_and_the_question_is_no_line_of_its_own(either_world):
    asked_before = decided(either_world, purpose="marketing")
    told(either_world, look(1, decision_id=asked_before))
    text = either_world.person(PERSON).get(PAGE).text
    assert "The system asked us first." in text
    assert "This purpose needs consent, and none has been given." in text and "We had said no." in text
    assert "asked us whether" not in text


def test_a_question_without_a_look_is_a_line_with_our_answer(either_world):
    decided(either_world, purpose="marketing")
    text = either_world.person(PERSON, lang="nl").get(PAGE).text
    assert "Een systeem (kenmerk ecd) vroeg ons of dit mag: Coördinator wilde bekijken: " in text
    assert "Ons antwoord was nee." in text and "Voor dit doel is toestemming nodig" in text


def test_a_rule_of_the_organisation_is_told_in_its_own_words(either_world):
    told(either_world, look(1, decision_id=decided(either_world, role="fg", action="update")))
    text = either_world.person(PERSON, lang="nl").get(PAGE).text
    assert "De functionaris gegevensbescherming leest alles en wijzigt niets." in text


def test_a_ground_that_was_named_for_a_decision_is_told_to_the_client(world):
    decided(world, context={"named_ground": "incident"})
    text = world.person(PERSON, lang="nl").get(PAGE).text
    assert "De reden die daarbij is genoemd: een incident." in text
    assert "The reason that was named with it: an incident." in world.person(PERSON).get(PAGE).text


def test_a_question_of_a_strange_shape_is_a_line_as_well(world):
    decided(world, role="onbekend", action="knip<i>", purpose="onzin")
    text = world.person(PERSON, lang="nl").get(PAGE).text
    assert "wilde iets doen dat ‘knip&lt;i&gt;’ heet" in text and "<i>" not in text
    assert world.person(PERSON).get(f"{API}?subject_ref={PERSON}").json["items"][0]["kind"] == "question"


def test_a_search_is_about_nobody_and_no_line(world):
    asked = {name: part for name, part in question().items() if name != "action"}
    found = world.partner("bqr", "consent:decide").post("/consent/access/v1/search/action", asked)
    assert found.status_code == 200, found.text
    assert len(world.rows(DecisionRecord)) == 1
    assert "Nobody looked so far" in world.person(PERSON).get(PAGE).text


def test_a_decision_about_somebody_else_or_made_up_explains_nothing(world):
    about_other = decided(world, person=OTHER)
    told(world, look(1, decision_id=about_other), look(2, decision_id="verzonnen-besluit-1"))
    text = world.person(PERSON).get(PAGE).text
    assert text.count("a decision of ours that we do not know of about you") == 2
    assert "none has been given" not in text


def test_nobody_sees_anothers_log(world):
    told(world, look(1))
    other = world.person(OTHER)
    assert "Nobody looked so far" in other.get(PAGE).text
    assert other.get(OF_CLIENT).status_code == 403
    assert other.get(f"{API}?subject_ref={PERSON}").status_code == 404
    assert json.loads(other.get(f"{PAGE}/file/json").text) == {"items": []}
    elsewhere = world.person(PERSON, "jtb-care")
    assert "Nobody looked so far" in elsewhere.get(PAGE).text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/file/csv", f"{PAGE}/file/json"])
def test_who_is_not_signed_in_or_no_person_sees_nothing(world, path):
    assert world.visitor().get(path).status_code == 401
    assert world.staff("bqr", "board").get(path).status_code == 403


def test_a_period_is_in_whole_days_here_and_a_wrong_one_keeps_what_was_typed(world):
    told(world, look(1, at="2026-02-28T23:30:00+00:00"), look(2, at="2026-02-28T22:30:00+00:00", system="Oud"))
    person = world.person(PERSON, lang="nl")
    march = person.get(f"{PAGE}?since=2026-03-01&until=2026-03-01").text
    assert "Dossier Noord" in march and "Oud" not in march
    february = person.get(f"{PAGE}?until=2026-02-28").text
    assert "Dossier Noord" not in february and "Oud" in february
    assert "In deze dagen keek niemand" in person.get(f"{PAGE}?since=2026-03-02").text
    wrong = person.get(f"{PAGE}?since=2026-03-02&until=2026-03-01")
    assert wrong.status_code == 422 and 'value="2026-03-01"' in wrong.text and "ligt voor de eerste" in wrong.text
    for typed in ("gisteren", "2026-02-30", "0001-01-01"):
        assert person.get(f"{PAGE}?since={typed}").status_code == 422
    for place in ("onzin", "WzFd", "WyJ4IiwieSJd", "WyIyMDI2LTAxLTAxIiwieSJd"):
        assert person.get(f"{PAGE}?after={place}").status_code == 422
        assert person.get(f"{API}?subject_ref={PERSON}&cursor={place}").status_code == 422


def test_long_logs_come_in_pages_without_a_line_twice_or_lost(either_world):
    told(either_world, *[look(each, system=f"systeem-{each:03}-x") for each in range(120)])
    decided(either_world)
    person, path, seen = either_world.person(PERSON), PAGE, []
    while path:
        text = person.get(path).text
        seen += [int(part[:3]) for part in text.split("systeem-")[1:]]
        _, _, rest = text.partition('rel="next" href="')
        path = rest.partition('"')[0].replace("&amp;", "&")
    assert sorted(seen) == list(range(120))


def test_the_file_for_a_spreadsheet_holds_no_formula(world):
    told(world, look(1, system="=cmd|' /C calc'!A0", address="@SUM(1)", role_name="+1", role="x"))
    answer = world.person(PERSON, lang="nl").get(f"{PAGE}/file/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wie-keek.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][:2] == ["Wanneer", "Wat er gebeurde"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1][0] == "2026-03-02T09:00:00+01:00" and rows[1][6] == "'@SUM(1)"


def test_the_file_with_proofs_lets_a_person_check_each_look_himself(either_world):
    told(either_world, *[look(each) for each in range(5)])
    person = either_world.person(PERSON)
    items = json.loads(person.get(f"{PAGE}/file/json").text)["items"]
    partner = teller(either_world)
    head = partner.get("/consent/api/v1/log/head").json
    for item in items:
        proof = item["proof"]
        content = proof["content"].encode()
        digest = digest_of(bytes.fromhex(proof["salt"]), content)
        assert digest.hex() == proof["digest"] and canonical(look_of(content)) == content
        path = partner.get(f"/consent/api/v1/log/inclusion?number={proof['number']}&size={head['size']}").json["proof"]
        hashes = [bytes.fromhex(each) for each in path]
        whole = bytes.fromhex(head["head"])
        assert includes(leaf_hash(digest), proof["number"], head["size"], proof=hashes, head=whole)


@pytest.mark.parametrize("path", [f"{PAGE}/file/pdf", f"{PAGE}/file/", f"{PAGE}/file/csv?since=onzin"])
def test_there_is_no_other_file(world, path):
    assert world.person(PERSON).get(path).status_code == 404


def test_staff_with_the_duty_see_a_clients_log_and_stand_in_it_themselves(either_world):
    told(either_world, look(1))
    page = either_world.staff("bqr", "board").get(OF_CLIENT)
    assert page.status_code == 200 and "Dossier Noord" in page.text
    text = either_world.person(PERSON, lang="nl").get(PAGE).text
    assert "Bestuur bekeek: dit overzicht van wie keek. Dat was in ons systeem voor toestemmingen." in text
    assert "Medewerkers met deze taak mogen dit zien." in text
    assert len(either_world.rows(LookRow)) == 2


@pytest.mark.parametrize("path", [OF_CLIENT, f"{API}?subject_ref={PERSON}"])
def test_staff_without_the_duty_see_no_log_and_leave_no_line(world, path):
    answer = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD).get(path)
    assert answer.status_code == 403
    assert "consent.read-log" in answer.text
    assert world.rows(LookRow) == []


def test_a_look_at_a_clients_consents_at_the_desk_is_in_his_log(world):
    desk = world.staff("bqr", "board")
    desk.get(f"/consent/people/{PERSON}")
    assert "looked at: consents. That was in our system for consents." in world.person(PERSON).get(PAGE).text
    assert f'href="{OF_CLIENT}"' in desk.get(f"/consent/people/{PERSON}").text


def test_programs_of_staff_and_persons_get_the_same_lines(either_world):
    told(either_world, *[look(each) for each in range(30)])
    person = either_world.person(PERSON)
    first = person.get(f"{API}?subject_ref={PERSON}").json
    rest = person.get(f"{API}?subject_ref={PERSON}&limit=100&cursor={first['next']}").json
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (25, 5, "")
    assert len({each["id"] for each in (*first["items"], *rest["items"])}) == 30
    one = first["items"][0]
    assert one["said"]["nl"].startswith("Zorgverlener (lid) bekeek") and one["look"]["who_ref"] == "medewerker-17"
    staff = either_world.staff("bqr", "board").get(f"{API}?subject_ref={PERSON}").json
    assert staff["items"][0]["look"]["record_type"] == "own.access-log"
    assert teller(either_world).get(f"{API}?subject_ref={PERSON}").status_code == 403


def test_a_person_with_two_references_has_one_log(either_world):
    told(either_world, look(1, system="Onder de ene"), look(2, subject_ref=OTHER, system="Onder de andere"))
    with either_world.work() as work:
        event = PersonsMerged(kept_ref=PERSON, merged_ref=OTHER)
        envelope = Envelope(
            id=new_id(),
            type=event.type,
            source="identity",
            organisation="bqr",
            subject=PERSON,
            sequence=1,
            time=work.now,
            event=event,
        )
        on_persons_merged(work, event, envelope, either_world.runtime.rules("bqr"))
    text = either_world.person(PERSON).get(PAGE).text
    assert "Onder de ene" in text and "Onder de andere" in text


def test_markup_of_a_partner_is_shown_as_text(world):
    told(world, look(1, system="<script>alert(1)</script>", role="x", role_name="<b>arts</b>"))
    text = world.person(PERSON).get(PAGE).text
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text and "<b>arts" not in text


def test_what_was_erased_keeps_its_line_and_says_so(world):
    told(world, look(1))
    world.erase(PERSON, retention="access_log")
    text = world.person(PERSON, lang="nl").get(PAGE).text
    assert "Wat hier stond is gewist." in text and "Dossier Noord" not in text
    item = json.loads(world.person(PERSON).get(f"{PAGE}/file/json").text)["items"][0]
    assert item["erased"] and item["look"] is None and item["proof"]["salt"] is None
    world.clock.forward(60)
    assert teller(world).post(LOOKS, look(2)).status_code == 201
    assert world.staff("bqr", "board").get(OF_CLIENT).status_code == 200
    assert world.clock.now() - timedelta(minutes=2) < world.rows(LookRow)[-1].received_at
