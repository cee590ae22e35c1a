"""Letters in easy words: what stands in them, who may make one, and that nothing typed for one is kept."""

from datetime import timedelta
from typing import Any

import pytest

from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.models import Base, ConsentFile, MarkRow
from waarborg_consent.pages.letters import LETTERS, who_looked
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World
from waarborg_shared.timeline import case_models, verify_service
from waarborg_tests import looks
from waarborg_tests.asking import PERSON, SCOPES

AT = f"/consent/people/{PERSON}/letter"
API = "/consent/api/v1"
NAME = "Roodkapje Zonnebloem"


def board(world: World, lang: str = "nl", organisation: str = "bqr") -> Any:
    return world.staff(organisation, "board" if organisation == "bqr" else "care_lead", lang=lang)


def printed(world: World, letter: str, *, lang: str = "nl", organisation: str = "bqr", **typed: str) -> str:
    answer = board(world, lang, organisation).send(AT, letter=letter, **typed)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def give(world: World, purpose: str, organisation: str = "bqr", **more: Any) -> None:
    version = world.runtime.rules(organisation).organisation.statement_version
    body = {"subject_ref": PERSON, "purpose": purpose, "how": "paper", "statement_version": version, **more}
    answer = world.partner(organisation, *SCOPES).post(f"{API}/consents/", body)
    assert answer.status_code == 201, answer.text


def test_a_letter_says_what_one_said_yes_to_how_and_until_when_and_how_to_take_it_back(either_world: World) -> None:
    give(either_world, "marketing", until_on="2026-12-31")
    give(either_world, "calling")
    page = printed(either_world, "my-consents", salutation="Beste mevrouw", addressee=f"{NAME}\nLaan 1")
    assert "Waar u ja en nee tegen zei" in page and "Beste mevrouw," in page and f"{NAME}<br>Laan 1" in page
    assert "Uw ja geldt tot en met donderdag 31 december 2026." in page
    assert "U deed dat op papier, met een handtekening." in page and "Uw ja geldt totdat u het intrekt." in page
    assert "☐ Ik trek mijn ja in voor: Nieuws over onze zorg" in page
    assert "Ik trek mijn ja in voor: Onderzoek" not in page
    assert "U hebt hier nog niets over gezegd." in page
    assert "06-10004594" in page and "Noem het kenmerk" in page and PERSON in page
    assert "Autoriteit Persoonsgegevens" in page


def test_a_withdrawn_or_a_partial_yes_reads_so(world: World) -> None:
    give(world, "marketing")
    give(world, "research", categories=["health"])
    body = {"subject_ref": PERSON, "purpose": "marketing", "how": "spoken"}
    assert world.partner("bqr", *SCOPES).post(f"{API}/withdrawals/", body).status_code == 201
    page = printed(world, "my-consents")
    assert "U trok uw ja in op" in page and "Gezondheid: U zei ja op" in page
    assert "Ik trek mijn ja in voor: Onderzoek naar de kwaliteit van zorg" in page
    assert "Ik trek mijn ja in voor: Nieuws" not in page


def test_a_letter_says_who_may_see_what_as_the_clients_own_page_does(world: World) -> None:
    with world.work() as work:
        work.file(ConsentFile, PERSON)
        work.add(
            MarkRow(
                subject_ref=PERSON,
                kind=MarkKind.OBJECTION.value,
                about="market_research",
                set_at=work.now - timedelta(minutes=1),
                set_by_kind="person",
                set_by_ref=PERSON,
                how="page",
            )
        )
    page = printed(world, "who-may-see")
    assert "Over uw zorg: Zorgplan" in page and "Uzelf: inzien" in page
    assert "Alleen wie bij uw zorg betrokken is: HBO5-verpleegkundige (inzien); Zorgverlener (lid) (inzien)" in page
    assert page.count("Indicatie, siilogroep, rapportages") == 1, "of which all the same holds is said once"
    assert "Marktonderzoek: Hiervoor gebruiken wij niets van u. Dat komt doordat u bezwaar maakte." in page
    assert "☐ Ik maak bezwaar tegen: Tevredenheidsonderzoek" in page and "☐ Houd mijn adres geheim" in page
    assert "Ik maak bezwaar tegen: De zorgovereenkomst" not in page


def test_B1_a_letter_says_who_decides_and_who_is_registered(world: World) -> None:
    assert "Er staat niemand geregistreerd." in printed(world, "my-representatives")
    body = {
        "subject_ref": PERSON,
        "representative_ref": "0190-somebody-else-1",
        "kind": "child",
        "scopes": ["care", "data"],
        "begins_on": "2026-03-01",
        "ends_on": "2027-03-01",
        "evidence": "statement",
        "evidence_seen_on": "2026-03-01",
        "note": "Gezien.",
    }
    assert world.partner("bqr", *SCOPES).post(f"{API}/representations/", body).status_code == 201
    page = printed(world, "my-representatives")
    assert "Wie beslist over zorg" in page and "Uzelf: u beslist" in page
    assert "over zorg, gegevens, vanaf zondag 1 maart 2026 tot en met maandag 1 maart 2027" in page
    assert "0190-somebody-else-1" not in page, "somebody else's reference is no business of the client"


def told_of(world: World, many: int) -> None:
    looks.known(world, PERSON)
    seen = [{**looks.look(number), "subject_ref": PERSON} for number in range(1, many + 1)]
    answer = looks.teller(world).post(looks.BATCHES, seen)
    assert {each["outcome"] for each in answer.json["items"]} == {"taken"}, answer.text


def test_a_letter_says_who_looked_and_making_it_is_a_look_too(either_world: World) -> None:
    assert "Voor zover wij weten keek niemand." in printed(either_world, "who-looked")
    told_of(either_world, 1)
    page = printed(either_world, "who-looked")
    assert "Zorgverlener (lid) bekeek: Zorgplan. Dat was in Dossier Noord." in page
    assert "Waarom dat mocht: " in page and "Kenmerk van wie keek: " in page
    own = either_world.person(PERSON, lang="nl").get("/consent/who-looked").text
    assert own.count("dit overzicht van wie keek") == 2


def test_of_many_looks_the_newest_stand_in_the_letter_and_it_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(who_looked, "MOST", 3)
    told_of(world, 4)
    page = printed(world, "who-looked")
    assert "Hier staan de nieuwste 3 keren." in page and page.count("Kenmerk van wie keek: ") == 3


def test_who_may_not_read_the_log_is_offered_no_letter_of_it(world: World) -> None:
    browser = world.signed_in("bqr", Duty.CONSENT_RECORD, lang="nl")
    choice = browser.get(AT).text
    assert 'value="my-consents"' in choice and 'value="who-looked"' not in choice
    assert browser.send(AT, letter="who-looked").status_code == 403
    assert world.rows(ConsentFile) == []


@pytest.mark.parametrize("letter", [each.code for each in LETTERS])
@pytest.mark.parametrize(("organisation", "lang"), [("bqr", "en"), ("jtb-care", "nl"), ("jtb-care", "en")])
def test_every_letter_is_there_for_both_organisations_in_both_languages(
    world: World, letter: str, organisation: str, lang: str
) -> None:
    page = printed(world, letter, organisation=organisation, lang=lang)
    (chosen,) = [each for each in LETTERS if each.code == letter]
    title, how = (getattr(text, lang) for text in (chosen.title, chosen.how))
    assert f">{title}</h1>" in page and how in page
    assert page.count('class="nl-heading nl-heading--level-3"') >= (1 if letter in ("who-looked", "emergencies") else 2)
    assert ("Signature:" if lang == "en" else "Handtekening:") in page or letter != "who-may-see"


def test_making_one_stands_on_the_timeline_and_what_was_typed_is_kept_nowhere(either_world: World) -> None:
    printed(either_world, "my-consents", addressee=NAME, salutation=f"Beste {NAME}")
    assert either_world.verbs(PERSON) == ["made-letter"]
    with either_world.work() as work:
        for table in Base.metadata.sorted_tables:
            if "organisation" in table.c:
                rows = work.session.execute(table.select().where(table.c.organisation == "bqr")).all()
                assert "Roodkapje" not in str(rows), table.name
    runtime = either_world.runtime
    plumbing = runtime.service.plumbing
    reports = verify_service(runtime.engine, plumbing, case_models(Base), organisations=("bqr",), vault=runtime.vault)
    assert [line for report in reports for line in report.lines()] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Which letter?"),
        ({"letter": ""}, "Which letter?"),
        ({"letter": "love-letter"}, "Which letter?"),
        ({"letter": "my-consents", "addressee": "x" * 401}, "Name and address on the letter"),
        ({"letter": "my-consents", "salutation": "x" * 101}, "Salutation"),
        ({"letter": "my-consents", "salutation": "a\nb"}, "Salutation"),
        ({"letter": "my-consents", "surprise": "x"}, "This field is not known here."),
    ],
)
def test_what_is_typed_wrong_is_named_kept_on_the_page_and_makes_no_letter(
    world: World, typed: dict[str, str], said: str
) -> None:
    answer = board(world, "en").send(AT, **typed)
    assert answer.status_code == 422
    summary = answer.text.partition("wb-error-summary")[2].partition("</ul>")[0]
    assert said in summary
    assert world.rows(ConsentFile) == []


def test_markup_in_an_address_is_text(world: World) -> None:
    page = printed(world, "my-consents", addressee="<script>alert(1)</script>")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("role", ["fg", "carer", "coordinator", "quality"])
def test_who_does_not_record_consents_makes_no_letter(world: World, role: str) -> None:
    staff = world.staff("bqr", role)
    assert staff.get(AT).status_code == 403
    token = board(world).token(AT)
    assert staff.send(AT, token=token, letter="my-consents").status_code == 403
    assert 'href="' + AT not in staff.get(f"/consent/people/{PERSON}").text
    assert world.rows(ConsentFile) == []


def test_a_person_a_visitor_and_an_address_of_nobody_get_none(world: World) -> None:
    assert world.person(PERSON).get(AT).status_code == 403
    assert world.visitor().get(AT).status_code == 401
    assert board(world).get("/consent/people/no%20one%21/letter").status_code == 404
    assert AT in board(world).get(f"/consent/people/{PERSON}").text


def test_of_who_was_erased_a_letter_still_says_what_stands_for_nothing_in_it_is_sealed(world: World) -> None:
    give(world, "marketing", note="Zij belde.")
    world.erase(PERSON)
    page = printed(world, "my-consents")
    assert "Ik trek mijn ja in voor: Nieuws over onze zorg" in page and "Zij belde." not in page
    assert world.verbs(PERSON)[-1] == "made-letter"
