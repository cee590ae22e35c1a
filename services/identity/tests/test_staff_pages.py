"""The administration of staff on its pages, as an administrator and a member of staff see them."""

import re

import pytest

from waarborg_identity import actions
from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.staff_details import NewStaff, take_on

UNKNOWN = "01890000-0000-7000-8000-000000000000"
WHY = "Nieuw in het team"
LIST = "/identity/staff"


@pytest.fixture
def anouk(world):
    return world.hire("anouk", "privacy_officer")


@pytest.fixture
def bram(world):
    return world.hire("bram", "staff", name="Bram Nietbestaand")


@pytest.fixture
def desk(world, anouk):
    browser = world.browser()
    browser.enter()
    return browser


def revision(page):
    return re.search(r'name="_revision" value="(\d+)"', page.text)[1]


def do(browser, account, deed, *, seen=None, **typed):
    """Open the page of something that can be done, fill it in and send it."""
    path = f"{LIST}/{account}/{deed}"
    page = browser.get(path)
    return browser.post(path, {"_revision": seen or revision(page), **typed})


def words(answer):
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_list_shows_who_has_what_and_finds_by_name_in_the_body(desk, bram):
    page = words(desk.get(LIST))
    assert "Anouk Verzonnen" in page
    assert "Bram Nietbestaand" in page
    assert "2 medewerkers" in page
    found = desk.post(LIST, {"find": "nietbe"})
    assert "Bram Nietbestaand" in found.text
    assert "Anouk Verzonnen" not in found.text.split("<main")[1]
    assert "Niemand gevonden" in desk.post(LIST, {"find": "zzz"}).text
    assert desk.post(LIST, {"find": ""}).status_code == 422


def test_three_hundred_people_come_in_parts(world, desk):
    rules = world.runtime.registry.rules("bqr")
    with world.work() as work:
        for number in range(299):
            new = NewStaff(username=f"mens{number}", name=f"Mens {number:03}", roles=("staff",), reason=WHY)
            take_on(work, new, rules=rules)
    page, seen, parts = desk.get(LIST), [], 0
    while page is not None:
        assert "300 medewerkers" in page.text
        seen += re.findall(r">(Mens \d+|Anouk Verzonnen)</a>", page.text.partition("<main")[2])
        parts += 1
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        page = desk.get(following[1].replace("&amp;", "&")) if following else None
    assert (len(seen), parts) == (300, 12)
    assert seen == sorted(seen)


def test_a_role_is_given_and_ended_on_pages_of_their_own(desk, bram):
    given = do(desk, bram, "grant", role="privacy_officer", until_on="2026-03-31", reason=WHY)
    assert given.status_code == 303, given.text
    page = words(desk.get(f"{LIST}/{bram}"))
    assert "2 mrt 2026 tot en met 31 mrt 2026, door Anouk Verzonnen" in page
    assert "Rol gegeven: Privacyverantwoordelijke, tot en met 31 mrt 2026" in page
    assert WHY in page
    which = re.search(r"/end\?which=([0-9a-f-]+)", desk.get(f"{LIST}/{bram}").text)[1]
    ended = do(desk, bram, "end", grant_id=which, reason="Klaar")
    assert ended.status_code == 303
    assert "Beëindigd op 2 mrt 2026 door Anouk Verzonnen" in words(desk.get(f"{LIST}/{bram}"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"role": "privacy_officer", "reason": ""}, "Vul dit in"),
        ({"role": "koning", "reason": WHY}, "Deze rol voor medewerkers heeft de organisatie niet"),
        ({"role": "privacy_officer", "until_on": "2026-03-01", "reason": WHY}, "Deze dag is al voorbij"),
        ({"role": "staff", "reason": WHY}, "heeft deze rol dan al"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, bram, typed, said):
    answer = do(desk, bram, "grant", **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert typed["reason"] in answer.text
    assert typed.get("until_on", "") in answer.text


def test_a_page_that_is_out_of_date_changes_nothing(desk, bram):
    do(desk, bram, "grant", role="privacy_officer", reason=WHY)
    stale = do(desk, bram, "disable", seen="1", reason=WHY)
    assert stale.status_code == 412
    assert "intussen gewijzigd" in stale.text
    assert do(desk, bram, "disable", seen="geen-getal", reason=WHY).status_code == 412
    assert "Afgesloten" not in desk.get(f"{LIST}/{bram}").text.split("Wat er tot nu toe")[0]


def test_nobody_gives_himself_a_role_on_a_page_either(desk, anouk):
    assert "Een rol geven" not in words(desk.get(f"{LIST}/{anouk}"))
    refused = do(desk, anouk, "grant", role="staff", reason=WHY)
    assert (refused.status_code, "U kunt uzelf geen rol geven" in refused.text) == (422, True)
    last = do(desk, anouk, "disable", reason=WHY)
    assert (last.status_code, "laatste die zonder einddatum" in last.text) == (422, True)


@pytest.mark.parametrize(
    "path", [f"{LIST}/{UNKNOWN}", f"{LIST}/{UNKNOWN}/grant", f"{LIST}/{UNKNOWN}/niets", f"{LIST}/x"]
)
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.get(path).status_code == 404


def test_a_form_without_its_token_changes_nothing(world, desk, bram):
    bare = desk.bare(f"{LIST}/{bram}/disable", data={"_revision": "1", "reason": WHY})
    assert bare.status_code in (403, 422)
    assert world.browser().sign_in("bram").status_code == 303


@pytest.mark.parametrize("path", ["", "/new", "/review", "/{bram}", "/{bram}/grant"])
def test_who_has_not_the_duty_sees_no_page_of_it(world, anouk, bram, path):
    browser = world.browser()
    browser.enter("bram")
    answer = browser.get(f"{LIST}{path.format(bram=bram)}")
    assert (answer.status_code, "identity.grant-roles" in answer.text) == (403, True)


def test_a_newcomer_is_taken_on_and_gets_a_letter(world, desk):
    typed = {"username": "dirk", "name": "Dirk Voorbeeldsma", "roles": ["staff"], "reason": WHY}
    page = desk.post(f"{LIST}/new", typed)
    assert page.status_code == 200
    username, code = re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)
    own = world.browser()
    chosen = {"username": username, "code": code, "password": "een eigen lang wachtwoord"}
    kept = own.post("/identity/first-sign-in", {**chosen, "again": chosen["password"]})
    assert kept.status_code == 303
    welcome = own.get(kept.location).text  # says so, and asks for the password before a client's letter
    assert "Uw nieuwe wachtwoord is bewaard" in welcome
    assert welcome.index('id="by-password"') < welcome.index('id="by-passkey"')
    assert own.give_password("dirk", chosen["password"]).status_code == 303
    taken = desk.post(f"{LIST}/new", typed)
    assert (taken.status_code, "heeft deze gebruikersnaam al" in taken.text) == (422, True)
    none = desk.post(f"{LIST}/new", {**typed, "username": "esra", "roles": []})
    assert none.status_code == 422


def test_names_and_papers_are_shown_and_changed_and_only_what_changed_is_told(desk, bram):
    form = desk.get(f"{LIST}/{bram}/details")
    assert 'value="Bram Nietbestaand"' in form.text
    assert do(desk, bram, "details", username="bram", name="Bram Anders", contact="").status_code == 303
    page = words(desk.get(f"{LIST}/{bram}"))
    assert "Naam gewijzigd" in page
    assert "Gebruikersnaam gewijzigd" not in page
    assert "Adres gewijzigd" not in page
    assert "Geheimhouding ontbreekt" in page
    assert do(desk, bram, "papers", secrecy_signed_on="2026-03-01").status_code == 303
    assert "Geheimhouding ontbreekt" not in words(desk.get(f"{LIST}/{bram}"))
    future = do(desk, bram, "papers", secrecy_signed_on="2026-04-01")
    assert (future.status_code, "moet nog komen" in future.text) == (422, True)


def test_leave_with_a_stand_in_is_recorded_and_ended(world, desk, bram):
    world.hire("carla", "staff", name="Carla Denkbeeld")
    assert "Carla Denkbeeld" in desk.get(f"{LIST}/{bram}/absence").text
    carla = re.search(r'value="([0-9a-f-]{36})">Carla', desk.get(f"{LIST}/{bram}/absence").text)[1]
    made = do(desk, bram, "absence", until_on="2026-03-16", stand_in=carla, reason="Vakantie")
    assert made.status_code == 303, made.text
    assert "Afwezig tot en met 16 mrt 2026" in words(desk.get(f"{LIST}/{bram}"))
    assert "Vervangt Bram Nietbestaand" in words(desk.get(f"{LIST}/{carla}"))
    which = re.search(r"/absence-end\?which=([0-9a-f-]+)", desk.get(f"{LIST}/{bram}").text)[1]
    assert do(desk, bram, "absence-end", absence_id=which, reason="Terug").status_code == 303
    assert "Afwezig tot" not in words(desk.get(f"{LIST}/{bram}")).split("Wat er tot nu toe")[0]


def test_a_member_of_staff_names_his_own_stand_in_and_comes_back_early(world, anouk, bram):
    carla = world.hire("carla", "staff", name="Carla Denkbeeld")
    browser = world.browser()
    browser.enter("bram")
    path = "/identity/my-absence"
    typed = {"until_on": "2026-03-16", "stand_in": carla, "reason": "Vakantie"}
    assert browser.post(path, typed).status_code == 303
    assert "vervanger: Carla Denkbeeld Wacht op een akkoord" in words(browser.get(path))
    assert browser.post(path, typed).status_code == 422
    itself = browser.post(path, {**typed, "stand_in": bram})
    assert itself.status_code == 422
    ends = re.search(r'action="(/identity/my-absence/[0-9a-f-]+/end)"', browser.get(path).text)[1]
    assert browser.post(ends, page=path).status_code == 303
    assert "Er is geen verlof vastgelegd" in words(browser.get(path))
    other = world.browser()
    other.enter("carla")
    assert other.post(ends, page=path).status_code == 404


def test_a_lost_factor_is_replaced_by_two_or_in_person(world, desk, bram):
    world.hire("carla", "privacy_officer", name="Carla Denkbeeld")
    assert do(desk, bram, "factor-ask", reason="Telefoon kwijt").status_code == 303
    assert "Bevestigen als tweede persoon" not in words(desk.get(f"{LIST}/{bram}"))
    carla = world.browser()
    carla.enter("carla")
    which = re.search(r"/factor-confirm\?which=([0-9a-f-]+)", carla.get(f"{LIST}/{bram}").text)[1]
    assert do(carla, bram, "factor-confirm", reset_id=which, reason="Ik belde terug").status_code == 303
    assert "bevestigd door Carla Denkbeeld" in words(desk.get(f"{LIST}/{bram}"))
    wrong = do(desk, bram, "factor-in-person", checked="passport", digits="NX1234567", reason=WHY)
    assert wrong.status_code == 422
    seen = do(desk, bram, "factor-in-person", checked="passport", digits="67", reason=WHY)
    assert seen.status_code == 303
    assert "Paspoort …67" in words(desk.get(f"{LIST}/{bram}"))


def test_the_review_page_shows_who_has_what_and_is_ticked_and_completed(world, desk, anouk, bram):
    page = words(desk.get(f"{LIST}/review"))
    assert "0 van de 2 bekeken in ronde 1" in page
    assert "Geheimhouding ontbreekt" in page
    assert desk.post(f"{LIST}/review", {}).status_code == 422
    early = desk.post(f"{LIST}/review/complete", {"number": "1"}, page=f"{LIST}/review")
    assert (early.status_code, "Nog niet iedereen is bekeken" in early.text) == (422, True)
    assert desk.post(f"{LIST}/review", {"keep": [anouk, bram]}).status_code == 303
    done = words(desk.get(f"{LIST}/review"))
    assert "2 van de 2 bekeken" in done
    assert desk.post(f"{LIST}/review/complete", {"number": "1"}, page=f"{LIST}/review").status_code == 303
    assert "Ronde 1: afgerond op 2 mrt 2026 door Anouk Verzonnen" in words(desk.get(f"{LIST}/review"))
    assert "Rechten blijven" in words(desk.get(f"{LIST}/{bram}"))


def test_in_a_review_ones_own_line_is_for_another_and_all_roles_may_end(world, desk, anouk, bram):
    world.hire("carla", "privacy_officer")
    own = desk.post(f"{LIST}/review", {"keep": [anouk, bram]})
    assert (own.status_code, "Over uzelf legt u dit niet vast" in own.text) == (422, True)
    assert "0 van de 3" in words(desk.get(f"{LIST}/review"))
    assert do(desk, bram, "review-end", reason="Werkt hier niet meer").status_code == 303
    assert "Rechten beëindigd" in words(desk.get(f"{LIST}/{bram}"))
    with world.work() as work:
        assert actions.standing(work, bram, rules=world.runtime.registry.rules("bqr")).roles == frozenset()


def test_the_whole_timeline_is_there_when_it_is_asked_for(world, desk, bram):
    for _ in range(55):
        desk.get(f"{LIST}/{bram}")
    assert "Account gemaakt" not in desk.get(f"{LIST}/{bram}").text
    assert "Account gemaakt" in desk.get(f"{LIST}/{bram}?timeline=all").text


def test_the_pages_are_complete_in_english(desk, bram):
    for path in (LIST, f"{LIST}/new", f"{LIST}/review", f"{LIST}/{bram}", f"{LIST}/{bram}/grant"):
        assert "Medewerker" not in words(desk.get(f"{path}?lang=en")).replace("Medewerker)", "")


def test_a_member_of_staff_whose_name_was_erased_is_shown_as_erased(world, desk, bram):
    world.runtime.vault.destroy("bqr", bram, CONTACT, at=world.clock.now(), reason="erasure.art17")
    assert "Gewist" in words(desk.get(LIST))
    assert "Gewist" in words(desk.get(f"{LIST}/{bram}"))
    shown = desk.get(f"/identity/api/v1/staff/{bram}").json
    assert (shown["name"], shown["username"], shown["erased"]) == (None, None, ["name", "username"])
