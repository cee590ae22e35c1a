"""The package that a person fetches: made part by part, fetched with the code of the letter, and destroyed."""

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from waarborg_requests.actions import send_word
from waarborg_requests.actions.collecting.asking import tasks_of
from waarborg_requests.actions.collecting.handing_in import OTHER, take_in
from waarborg_requests.actions.collecting.items import NewItem
from waarborg_requests.actions.death import Died, record_death, revoke_death
from waarborg_requests.actions.delivering import bring_back
from waarborg_requests.actions.joining import follow_merge, follow_split
from waarborg_requests.actions.letter_parts import letter_parts
from waarborg_requests.actions.letters import Signature, letter_of_answer
from waarborg_requests.actions.notices import settle
from waarborg_requests.actions.package import making
from waarborg_requests.domain import Answer, Outcome, Told, identification
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.death import DeathGround, KnownHow
from waarborg_requests.domain.own_words import category_name
from waarborg_requests.models import (
    Check,
    HolderTask,
    Item,
    Package,
    PackageEntry,
    Request,
    RequestDelivery,
    StaffNotice,
    StoredPiece,
)
from waarborg_requests.packer import packer_of
from waarborg_shared.hooks.values import Duty, IdentificationLevel, RequestKind
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import steps_of
from waarborg_tests.papers import pdf
from waarborg_tests.reviewing import PERSON, RECORD, TEXT, answer, colleague, collected, give_all, items, mark, press

CODE = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}")


ANOTHER = "33333333-3333-4333-8333-333333333333"
SEEN = {"how": "at_the_desk", "document": "passport", "last": "12ab"}


def given(world, *, files=(), kind=RequestKind.ACCESS, withhold=False):
    """An answer that gives what was collected; the request's id and the browser of staff."""
    request_id, visitor = collected(world, files=files, kind=kind), world.coordinator()
    if withhold:
        first, *_ = items(world, request_id)
        assert mark(visitor, request_id, first, verdict="withhold", ground="others_privacy").status_code == 303
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    outcome = {"outcome": "partly", "ground": "others_privacy"} if withhold else {}
    assert answer(visitor, request_id, **outcome).status_code == 303
    return request_id, visitor


def work_off(world):
    """Do the work of packages that waits."""
    packer_of(world.runtime).work_off("bqr")


def fetch_code(world, request_id):
    """The code that stands in the letter."""
    with world.work() as work:
        told = letter_parts(work, work.case(Request, request_id), world.runtime.rules("bqr"))
    return next(CODE.search(line.nl)[0] for part in told for line in part.paragraphs if CODE.search(line.nl))


def fetch(world, request_id, code, *, whole=True):
    """Type the code on the person's own page, and take all that comes (``whole``)."""
    person = world.person(PERSON)
    answered = person.send("/requests/own/package", page="/requests/status", own=request_id, fetch_code=code)
    if whole:
        assert answered.data
    return answered


def archive(answered):
    """The archive that came."""
    assert answered.status_code == 200, answered.text
    return zipfile.ZipFile(io.BytesIO(answered.data))


def test_B14_a_package_holds_a_page_to_read_data_by_holder_files_and_a_list_with_hashes(world):
    request_id, _ = given(world, files=[("brief.pdf", "application/pdf", pdf("Goed leesbaar"))])
    code = fetch_code(world, request_id)
    work_off(world)
    package = archive(fetch(world, request_id, code))
    assert package.testzip() is None
    start = package.read("index.html").decode()
    assert '<html lang="nl">' in start
    assert "http" not in re.sub(r"http-equiv", "", start)
    page = next(name for name in package.namelist() if name.startswith("lezen/health"))
    assert TEXT in package.read(page).decode()
    data = json.loads(package.read("gegevens/a_test.json"))
    assert [each.get("content") for each in data["items"]] == [TEXT, RECORD, None]
    assert package.read("bestanden/00003.pdf") == pdf("Goed leesbaar")
    manifest = json.loads(package.read("manifest.json"))
    for entry in manifest["files"]:
        content = package.read(entry["name"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["size"], entry["sha256"])
    assert {entry["name"] for entry in manifest["files"]} == set(package.namelist()) - {"manifest.json"}


OURS = {
    "access_log": (
        {"nl": "Wie uw gegevens bekeek", "en": "Who looked at your data"},
        {"lines": [{"at": "2026-02-03T10:15:00+00:00", "who_name": "Coby Verzonnen", "role": "staff"}]},
    ),
    "disclosures": (
        {"nl": "Wat naar een ander ging", "en": "What went to somebody else"},
        {"at": "2026-02-04T09:00:00+00:00", "recipient_name": "Huisartsenpraktijk De Verzonnen Brug"},
    ),
}


def ours(world, request_id):
    """Have our service that keeps the log hand in, as the worker takes it in."""
    new = [
        NewItem(category=kind, title=title["nl"], title_en=title["en"], form=ItemForm.JSON, content=json.dumps(content))
        for kind, (title, content) in OURS.items()
    ]
    with world.work() as work:
        row = work.case(Request, request_id)
        task = next(each for each in tasks_of(work, row) if each.holder == "consent")
        task.state = "asked"
        take_in(work, task.id, new)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_B14_who_looked_and_what_went_to_others_are_two_parts_that_people_can_read(world, language):
    request_id, visitor = collected(world), world.coordinator()
    ours(world, request_id)
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    assert answer(visitor, request_id, language=language).status_code == 303
    code = fetch_code(world, request_id)
    work_off(world)
    package = archive(fetch(world, request_id, code))
    start = package.read("index.html").decode()
    log, gone = (package.read(f"lezen/{kind}-001.html").decode() for kind in OURS)
    for kind, page in (("access_log", log), ("disclosures", gone)):
        assert f'href="lezen/{kind}-001.html"' in start
        assert f"<h1>{OURS[kind][0][language]}</h1>" in page
        assert f">{OURS[kind][0][language]}</h2>" in page
    assert "Coby Verzonnen" in log and "De Verzonnen Brug" not in log
    assert "De Verzonnen Brug" in gone and "Coby Verzonnen" not in gone
    assert "3 februari 2026, 11:15" in log if language == "nl" else "3 February 2026, 11:15" in log
    assert "2026-02-03T" not in log, "a moment as people say it"
    data = json.loads(package.read("gegevens/consent.json"))
    assert [(each["category"], each["title"]) for each in data["items"]] == [
        (kind, title[language]) for kind, (title, _) in OURS.items()
    ]
    check_explanation(package, world.runtime.rules("bqr"), language)


def test_what_was_handed_in_without_a_kind_is_not_called_by_its_code(world):
    assert category_name(OTHER, world.runtime.rules("bqr")).to("nl") == "Andere gegevens"


def check_explanation(package, rules, language):
    """What art. 15(1) and (2) AVG list stands in the package, from the rules; of each purpose what is given here."""
    assert 'href="uitleg.html"' in package.read("index.html").decode()
    page = html.unescape(package.read("uitleg.html").decode())
    named = (*rules.purposes.values(), *rules.recipients, *rules.retention(date(2026, 3, 2)).values())
    for each in (*named, *rules.organisation.remedies):
        assert each.name.to(language) in page
    health = rules.categories["health"].name.to(language)
    here = {"nl": "Daarvan in dit pakket", "en": "Of these in this package"}[language]
    about_health = [each for each in rules.purposes.values() if "health" in each.categories]
    assert page.count(f"<li>{here}: {health}.</li>") == len(about_health) > 0
    assert {"nl": "(art. 16 AVG)", "en": "(art. 16 GDPR)"}[language] in page
    assert {"nl": "You can object", "en": "U kunt hiertegen"}[language] not in page, "one language"


def test_B14_where_nobody_looked_and_nothing_went_to_others_the_package_says_so(world):
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    package = archive(fetch(world, request_id, code))
    start = package.read("index.html").decode()
    for kind in OURS:
        assert f'href="lezen/{kind}-001.html"' in start
        assert "Wij hebben hiervan niets gevonden." in package.read(f"lezen/{kind}-001.html").decode()


def test_B14_of_what_was_found_and_withheld_the_package_does_not_say_that_there_was_nothing(world):
    request_id, visitor = collected(world), world.coordinator()
    ours(world, request_id)
    (log,) = [each.id for each in world.rows(Item) if each.category == "access_log"]
    mark(visitor, request_id, log, verdict="withhold", ground="others_privacy")
    give_all(visitor, request_id)
    press(visitor, request_id, "finish")
    press(colleague(world), request_id, "approve")
    assert answer(visitor, request_id, "partly", ground="others_privacy").status_code == 303
    code = fetch_code(world, request_id)
    work_off(world)
    page = archive(fetch(world, request_id, code)).read("lezen/access_log-001.html").decode()
    assert "Hiervan gaven wij niets" in page and "niets gevonden" not in page


def test_B15_what_was_withheld_is_nowhere_in_the_package_and_the_page_says_what_and_why(world):
    request_id, _ = given(world, withhold=True)
    code = fetch_code(world, request_id)
    work_off(world)
    package = archive(fetch(world, request_id, code))
    everything = b"".join(package.read(name) for name in package.namelist())
    assert TEXT.encode() not in everything
    assert b"Notitie" not in everything
    assert "Wat hier niet in zit" in package.read("index.html").decode()


def test_B16_what_is_taken_along_is_json_and_csv_with_one_value_to_a_row(world):
    request_id, _ = given(world, kind=RequestKind.PORTABILITY)
    code = fetch_code(world, request_id)
    work_off(world)
    package = archive(fetch(world, request_id, code))
    rows = list(csv.DictReader(io.StringIO(package.read("meenemen/gegevens.csv").decode("utf-8-sig"))))
    assert [(row["pointer"], row["value"]) for row in rows] == [
        ("", TEXT),
        ("/huisarts", "Ans Verzonnen"),
        ("/telefoon", "06-12345678"),
    ]
    assert len(json.loads(package.read("meenemen/gegevens.json"))["items"]) == 2


def test_a_package_goes_on_where_its_maker_was_killed_and_holds_everything_once(world, monkeypatch):
    request_id, _ = given(world, files=[(f"{n}.pdf", "application/pdf", pdf(f"Blad {n}")) for n in range(6)])
    code = fetch_code(world, request_id)
    monkeypatch.setattr(making, "PARTS_IN_A_STEP", 2)
    packer = packer_of(world.runtime)
    plain, broken = making.append, iter([False, False, True, False, True, *[False] * 50])

    def breaking(name, content, **more):
        made = plain(name, content, **more)
        if next(broken):
            raise RuntimeError("killed")
        return made

    monkeypatch.setattr(making, "append", breaking)
    percents = []
    while world.rows(Package)[0].state == "making":
        packer.step("bqr")
        (package,) = world.rows(Package)
        percents.append(package.parts_done)
        if package.state == "making":
            world.clock.moment = max(world.clock.moment, package.next_at)
    assert percents == sorted(percents)
    assert len(set(percents)) > 3
    archived = archive(fetch(world, request_id, code))
    assert archived.testzip() is None
    assert len(archived.namelist()) == len(set(archived.namelist())) == package.parts


def test_what_is_known_of_the_files_of_a_package_is_read_and_kept_together(world):
    given(world, files=[(f"{n}.pdf", "application/pdf", pdf(f"Blad {n}")) for n in range(20)])
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(" ".join(statement.split()))

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    try:
        work_off(world)
    finally:
        event.remove(world.runtime.engine, "before_cursor_execute", note)
    (package,) = world.rows(Package)
    assert package.state == "ready" and len(world.rows(PackageEntry)) == package.parts > 20
    assert sum(each.startswith("INSERT INTO package_entry ") for each in statements) == 1
    assert 0 < sum(" FROM item " in each for each in statements) < 12


def test_a_package_that_cannot_be_made_is_tried_again_and_then_shown_to_staff(world, monkeypatch):
    request_id, visitor = given(world)

    def failing(*_, **__):
        raise RuntimeError("no room")

    monkeypatch.setattr(making, "append", failing)
    for _ in range(5):
        packer_of(world.runtime).step("bqr")
        world.clock.moment += timedelta(hours=3)
    assert world.rows(Package)[0].state == "failed"
    page = visitor.get(f"/requests/cases/{request_id}").text
    assert "Could not be made" in page and "Make the package of data again" in page
    monkeypatch.undo()
    case = f"/requests/cases/{request_id}"
    assert visitor.send(f"{case}/package/end", page=case).status_code == 303
    work_off(world)
    assert visitor.send(f"{case}/package/anew", page=case).status_code == 303
    work_off(world)
    assert sorted(each.state for each in world.rows(Package)) == ["destroyed", "ready"]


def test_a_wrong_code_is_told_and_counted_and_five_close_it(world):
    request_id, visitor = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    wrong = fetch(world, request_id, "AAAA-BBBB-CCCC-DDDD")
    assert wrong.status_code == 422
    assert "field-fetch_code" in wrong.text
    assert fetch(world, request_id, code).status_code == 200
    for _ in range(5):
        assert fetch(world, request_id, "AAAA-BBBB-CCCC-DDDD").status_code == 422
    assert fetch(world, request_id, code).status_code == 422
    assert world.rows(Package)[0].state == "closed"
    assert "wrong too many times" in visitor.get(f"/requests/cases/{request_id}").text


def test_after_three_times_it_is_gone_and_its_key_with_it(world):
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    (package,) = world.rows(Package)
    for _ in range(3):
        assert fetch(world, request_id, code).status_code == 200
    assert fetch(world, request_id, code).status_code == 422
    world.clock.moment += timedelta(hours=2)
    work_off(world)
    assert world.rows(Package)[0].state == "destroyed"
    assert world.rows(StoredPiece) == world.rows(PackageEntry) == []
    with world.work() as work, pytest.raises(KeyDestroyed):
        work.unseal(package.code_sealed, holder=package.key, table="package", column="code", row=package.id)
    assert "package-destroyed" in world.verbs(request_id)


def break_off(world, request_id, code):
    """Fetch it, and lose the connection before the last byte."""
    answered = fetch(world, request_id, code, whole=False)
    assert answered.status_code == 200
    answered.close()


def test_a_time_that_breaks_off_is_begun_anew_without_being_counted_for_a_while(world):
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    for _ in range(2):
        break_off(world, request_id, code)
    assert (world.rows(Package)[0].fetches_left, world.rows(Package)[0].tries) == (2, 2)
    page = world.person(PERSON).get(f"/requests/mine/{request_id}").text
    assert "Did fetching it break off?" in page
    assert archive(fetch(world, request_id, code)).testzip() is None
    assert world.rows(Package)[0].fetches_left == 2
    break_off(world, request_id, code)
    world.clock.moment += timedelta(minutes=31)
    break_off(world, request_id, code)
    assert world.rows(Package)[0].fetches_left == 0
    world.clock.moment += timedelta(minutes=29)
    assert archive(fetch(world, request_id, code)).testzip() is None
    assert world.rows(Package)[0].next_at == world.clock.moment + timedelta(hours=1), "time enough from here"
    assert fetch(world, request_id, code).status_code == 422
    with world.work() as work:
        steps = steps_of(work, work.case(Request, request_id))
    assert [step.facts["left"] for step in steps if step.verb == "package-fetched"] == [2, 2, 2, 1, 0, 0]


def test_after_its_days_it_is_gone(world):
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    world.clock.moment += timedelta(days=30)
    assert fetch(world, request_id, code).status_code == 422
    work_off(world)
    assert world.rows(Package)[0].state == "destroyed"


def test_another_person_gets_nothing_and_is_not_told_that_there_is_something(world):
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    other = world.person("33333333-3333-4333-8333-333333333333")
    refused = other.send("/requests/own/package", page="/requests/status", own=request_id, fetch_code=code)
    assert refused.status_code == 404
    assert world.rows(Package)[0].fetches_left == 3


def test_at_the_desk_it_is_taken_out_and_counted_and_who_only_reads_cannot(world):
    request_id, visitor = given(world)
    work_off(world)
    case = f"/requests/cases/{request_id}"
    assert archive(visitor.send(f"{case}/package/hand-over", page=case, **SEEN)).testzip() is None
    assert world.rows(Package)[0].fetches_left == 2
    reader = world.signed_in("bqr", Duty.REQUESTS_READ, ref="account-reader")
    refused = reader.send(f"{case}/package/hand-over", token=visitor.token(case), **SEEN)
    assert refused.status_code == 403
    assert world.rows(Package)[0].fetches_left == 2


def test_nothing_is_packed_of_an_answer_that_gives_nothing(world):
    request_id, visitor = collected(world), world.coordinator()
    assert answer(visitor, request_id, "refused", ground="excessive").status_code == 303
    work_off(world)
    assert world.rows(Package) == []


def test_of_a_package_whose_items_were_erased_nothing_is_made(world):
    given(world)
    task = next(each for each in world.rows(HolderTask) if each.holder == "a_test")
    world.erase(task.key)
    for _ in range(6):
        packer_of(world.runtime).step("bqr")
        world.clock.moment += timedelta(hours=3)
    assert world.rows(Package)[0].state == "failed"


def test_packages_are_made_behind_both_walls(either_world):
    world = either_world
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    assert archive(fetch(world, request_id, code)).testzip() is None
    assert world.rows(Package, "jtb-care") == []
    world.clock.moment += timedelta(days=31)
    work_off(world)
    assert world.rows(Package)[0].state == "destroyed"


def never_made(world, monkeypatch):
    """Have the making of what waits fail for good."""
    monkeypatch.setattr(making, "append", lambda *_, **__: 1 / 0)
    for _ in range(5):
        packer_of(world.runtime).step("bqr")
        world.clock.moment += timedelta(hours=3)


def test_that_a_package_could_not_be_made_lies_on_the_desk_of_handler_and_watch_and_no_answer_takes_it_away(
    world, monkeypatch
):
    request_id, visitor = given(world)
    never_made(world, monkeypatch)
    told = [each for each in world.rows(StaffNotice) if each.what == "package_failed"]
    assert sorted(each.for_whom for each in told) == ["handler", "watch"]
    assert "The package of data could not be made" in visitor.get(f"/requests/cases/{request_id}").text
    with world.work() as work:
        settle(work, work.case(Request, request_id))
    assert {each.seen_at for each in world.rows(StaffNotice) if each.what == "package_failed"} == {None}


def test_the_key_of_a_package_that_could_not_be_made_is_destroyed_after_a_week(world, monkeypatch):
    given(world)
    never_made(world, monkeypatch)
    work_off(world)
    assert world.rows(Package)[0].state == "failed"
    world.clock.moment += timedelta(days=7)
    work_off(world)
    (package,) = world.rows(Package)
    assert package.state == "destroyed"
    with world.work() as work, pytest.raises(KeyDestroyed):
        work.unseal(package.code_sealed, holder=package.key, table="package", column="code", row=package.id)


def test_a_package_that_would_hold_what_nobody_approved_is_destroyed_at_once(world):
    request_id, _ = given(world)
    with world.work() as work:
        work.case(Request, request_id).subject_ref = "33333333-3333-4333-8333-333333333333"
    work_off(world)
    assert world.rows(Package)[0].state == "destroyed"
    assert "package_failed" in {each.what for each in world.rows(StaffNotice)}


def test_B15_the_letter_calls_only_a_first_copy_free(world):
    first, _ = given(world)
    world.clock.moment += timedelta(days=2)
    second = collected(world)
    with world.work() as work:
        for request_id, is_first in ((first, True), (second, False)):
            row, rules = work.case(Request, request_id), world.runtime.rules("bqr")
            answered = Answer(outcome=Outcome.GRANTED, text="Hierbij.")
            letter = letter_of_answer(work, row, answered, rules, signed=Signature())
            assert letter.first_copy is is_first


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "how"),
        ({"how": "known_phone", "document": "passport", "last": "12AB"}, "how"),
        ({"how": "at_the_desk", "document": "passport"}, "last"),
        ({"how": "at_the_desk", "last": "12AB"}, "document"),
        ({"how": "at_the_desk", "document": "passport", "last": "NXA123456"}, "last"),
    ],
)
def test_B15_at_the_desk_nothing_is_taken_out_without_a_check_at_that_moment(world, typed, field):
    request_id, visitor = given(world)
    work_off(world)
    case = f"/requests/cases/{request_id}"
    refused = visitor.send(f"{case}/package/hand-over", page=case, **typed)
    assert refused.status_code == 422
    assert f'href="#field-{field}' in refused.text
    assert world.rows(Package)[0].fetches_left == 3


def test_B15_the_check_at_the_desk_is_written_down_and_has_to_be_sure_enough(world, monkeypatch):
    request_id, visitor = given(world)
    work_off(world)
    case = f"/requests/cases/{request_id}"
    monkeypatch.setattr(identification, "needed", lambda _: IdentificationLevel.HIGH)
    before = len(world.rows(Check))
    refused = visitor.send(f"{case}/package/hand-over", page=case, how="at_the_desk")
    assert refused.status_code == 422
    assert "you have to see a document" in refused.text
    assert (len(world.rows(Check)), world.rows(Package)[0].fetches_left) == (before, 3)
    assert visitor.send(f"{case}/package/hand-over", page=case, **SEEN).status_code == 200
    (check,) = (each for each in world.rows(Check) if each.document)
    assert (check.how, check.level, check.document, check.outcome) == ("at_the_desk", "high", "passport", "passed")
    assert len(world.rows(Check)) == before + 1


def test_a_step_that_there_is_not_is_not_found(world):
    request_id, visitor = given(world)
    case = f"/requests/cases/{request_id}"
    assert visitor.send(f"{case}/package/give-away", page=case).status_code == 404


def fetch_letters(world, request_id):
    """What was made ready to bring the code of another package, the oldest first."""
    told = [each for each in world.rows(RequestDelivery) if each.request_id == request_id]
    return sorted((each for each in told if each.template == "request-fetch-code"), key=lambda each: each.ready_at)


def test_the_code_of_another_package_stands_in_a_letter_on_the_case_to_print_and_to_post(world):
    request_id, visitor = given(world)
    first = fetch_code(world, request_id)
    work_off(world)
    case = f"/requests/cases/{request_id}"
    for _ in range(2):
        assert visitor.send(f"{case}/package/end", page=case).status_code == 303
        work_off(world)
        assert visitor.send(f"{case}/package/anew", page=case).status_code == 303
        work_off(world)
        world.clock.moment += timedelta(minutes=5)
    overtaken, letter = fetch_letters(world, request_id)
    assert overtaken.called_off_at is not None
    assert (letter.channel, letter.state, letter.delivered_at, letter.called_off_at) == (
        "letter",
        "to_print",
        None,
        None,
    )
    assert "Letter about the code to fetch the data ready to print" in visitor.get(case).text
    pdf_of_it = visitor.get(f"{case}/deliveries/{letter.id}/letter.pdf").data
    code = CODE.search(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of_it)).pages))[0]
    assert fetch(world, request_id, first).status_code == 422
    assert archive(fetch(world, request_id, code)).testzip() is None
    assert visitor.send(f"{case}/deliveries/{letter.id}/delivered", page=case).status_code == 303
    assert fetch_letters(world, request_id)[-1].delivered_at is not None


def test_a_package_of_joined_references_is_kept_until_somebody_confirmed_whom_it_is_about(world):
    request_id, visitor = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    with world.work() as work:
        follow_merge(work, kept_ref=PERSON, merged_ref=ANOTHER, at=work.now)
    case = f"/requests/cases/{request_id}"
    assert fetch(world, request_id, code).status_code == 422
    assert visitor.send(f"{case}/package/hand-over", page=case, **SEEN).status_code == 422
    assert world.rows(Package)[0].fetches_left == 3
    revision = world.requests()[0].revision
    assert visitor.send(f"{case}/confirm-person", page=case, revision=revision).status_code == 303
    assert fetch(world, request_id, code).status_code == 200


def test_after_a_split_what_was_collected_of_both_is_fetched_by_nobody_and_staff_know(world):
    with world.work() as work:
        follow_merge(work, kept_ref=PERSON, merged_ref=ANOTHER, at=work.now)
    world.clock.forward(60)
    request_id, visitor = given(world)
    code, case = fetch_code(world, request_id), f"/requests/cases/{request_id}"
    work_off(world)
    world.clock.forward(60)
    for _ in ("told", "told again"):
        with world.work() as work:
            follow_split(work, kept_ref=PERSON, split_ref=ANOTHER, at=world.clock.now())
    assert {each.void_at is not None for each in world.rows(HolderTask) if each.answered_at} == {True}
    assert world.rows(Package)[0].state == "closed"
    assert fetch(world, request_id, code).status_code == 422
    assert [each.what for each in world.rows(StaffNotice)] == ["taken_back"]
    assert "Look whether it is still about the right person" in visitor.get(case).text
    revision = world.requests()[0].revision
    assert visitor.send(f"{case}/confirm-person", page=case, revision=revision).status_code == 303
    assert "See that the person gets his answer" in visitor.get(case).text
    assert fetch(world, request_id, code).status_code == 422
    assert visitor.send(f"{case}/package/anew", page=case).status_code == 422


def test_after_a_split_what_was_collected_before_the_merge_stays(world):
    request_id, visitor = given(world)
    code, case = fetch_code(world, request_id), f"/requests/cases/{request_id}"
    work_off(world)
    for follow in (
        lambda work: follow_merge(work, kept_ref=PERSON, merged_ref=ANOTHER, at=work.now),
        lambda work: follow_split(work, kept_ref=PERSON, split_ref=ANOTHER, at=work.now),
    ):
        world.clock.forward(60)
        with world.work() as work:
            follow(work)
    revision = world.requests()[0].revision
    assert visitor.send(f"{case}/confirm-person", page=case, revision=revision).status_code == 303
    assert fetch(world, request_id, code).status_code == 200


def test_after_a_death_what_was_answered_is_handed_over_to_nobody(world):
    request_id, visitor = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    case = f"/requests/cases/{request_id}"
    with world.work() as work:
        row, rules = work.case(Request, request_id), world.runtime.rules("bqr")
        row.read_code_hash, row.read_code_at = b"x" * 32, work.now
        died = Died(on=work.now.date(), known_how=KnownHow.CERTIFICATE)
        record_death(work, request_id, died, revision=row.revision, rules=rules)
    assert world.rows(Package)[0].state == "closed"
    assert (world.requests()[0].read_code_hash, world.requests()[0].read_code_at) == (None, None)
    assert fetch(world, request_id, code).status_code == 422
    work_off(world)
    assert world.rows(Package)[0].state == "destroyed"
    refused = visitor.send(f"{case}/package/anew", page=case)
    assert refused.status_code == 422
    assert len(world.rows(Package)) == 1


def ready_to_post(world, request_id):
    """Have the letter with the answer made ready; its delivery."""
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        send_word(work, request_id, message_id="message-1", template="request-answered", rules=rules, channel="letter")
    return letter_of(world)


def letter_of(world):
    """The delivery of the letter with the answer."""
    return next(each for each in world.rows(RequestDelivery) if each.template == "request-answered")


def test_a_letter_that_was_not_posted_is_kept_while_it_is_unsure_whom_it_is_about(world):
    request_id, visitor = given(world)
    case, letter = f"/requests/cases/{request_id}", ready_to_post(world, request_id)
    with world.work() as work:
        follow_merge(work, kept_ref=PERSON, merged_ref=ANOTHER, at=work.now)
    for page in (f"{case}/deliveries/{letter.id}", f"{case}/deliveries/{letter.id}/letter.pdf"):
        refused = visitor.get(page)
        assert refused.status_code == 409 and "Confirm first whom it is about" in refused.text
    assert visitor.send(f"{case}/deliveries/{letter.id}/delivered", page=case).status_code == 409
    assert letter_of(world).delivered_at is None
    visitor.send(f"{case}/confirm-person", page=case, revision=world.requests()[0].revision)
    assert visitor.get(f"{case}/deliveries/{letter.id}/letter.pdf").status_code == 200


def test_a_letter_of_what_was_mixed_is_posted_no_more_and_no_death_that_was_a_mistake_brings_it_back(world):
    with world.work() as work:
        follow_merge(work, kept_ref=PERSON, merged_ref=ANOTHER, at=work.now)
    world.clock.forward(60)
    request_id, _ = given(world)
    ready_to_post(world, request_id)
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        follow_split(work, kept_ref=PERSON, split_ref=ANOTHER, at=world.clock.now())
    assert letter_of(world).called_off_at is not None
    with world.work() as work:
        died = Died(on=work.now.date(), known_how=KnownHow.CERTIFICATE)
        revision = work.case(Request, request_id).revision
        record_death(work, request_id, died, revision=revision, rules=rules)
        revoke_death(work, request_id, revision=revision + 1, why="Een vergissing.")
    assert letter_of(world).called_off_at is not None


def test_a_letter_that_was_not_posted_before_a_death_waits_for_a_ground_and_so_does_the_package(world):
    request_id, visitor = given(world)
    work_off(world)
    case, letter = f"/requests/cases/{request_id}", ready_to_post(world, request_id)
    typed = {"died_on": "2026-02-27", "known_by": "certificate"}
    revision = world.requests()[0].revision
    assert visitor.send(f"{case}/record-death", page=case, revision=revision, **typed).status_code == 303
    work_off(world)
    assert letter_of(world).called_off_at is not None
    refused = visitor.get(f"{case}/deliveries/{letter.id}/letter.pdf")
    assert refused.status_code == 409 and "no ground of article 7:458a" in refused.text
    assert visitor.send(f"{case}/package/anew", page=case).status_code == 422
    assert "Record this ground" in visitor.get(case).text
    revision = world.requests()[0].revision
    ground = {"death_ground": "compelling_interest", "death_why": "Erfkwestie.", "revision": revision}
    assert visitor.send(f"{case}/death-ground", page=case, **{**ground, "revision": revision - 1}).status_code == 412
    assert visitor.send(f"{case}/death-ground", page=case, **ground).status_code == 303
    assert letter_of(world).called_off_at is None
    assert visitor.get(f"{case}/deliveries/{letter.id}/letter.pdf").status_code == 200
    assert visitor.send(f"{case}/package/anew", page=case).status_code == 303
    assert len(fetch_letters(world, request_id)) == 1


def test_a_death_that_was_recorded_by_mistake_lets_the_letter_lie_ready_again(world):
    request_id, visitor = given(world)
    case, letter = f"/requests/cases/{request_id}", ready_to_post(world, request_id)
    typed = {"died_on": "2026-02-27", "known_by": "family"}
    visitor.send(f"{case}/record-death", page=case, revision=world.requests()[0].revision, **typed)
    revision = world.requests()[0].revision
    answer = visitor.send(f"{case}/revoke-death", page=case, revision=revision, revoke_why="Een ander.")
    assert answer.status_code == 303
    assert letter_of(world).called_off_at is None
    assert visitor.get(f"{case}/deliveries/{letter.id}").status_code == 200


def test_a_letter_that_was_erased_since_does_not_lie_ready_again(world):
    request_id, visitor = given(world)
    case = f"/requests/cases/{request_id}"
    ready_to_post(world, request_id)
    typed = {"died_on": "2026-02-27", "known_by": "family"}
    visitor.send(f"{case}/record-death", page=case, revision=world.requests()[0].revision, **typed)
    world.erase(request_id)
    with world.work() as work:
        bring_back(work, work.case(Request, request_id), Told.ANSWERED)
    assert letter_of(world).called_off_at is not None


def test_of_who_refused_in_life_no_ground_lets_an_answer_go(world):
    request_id, visitor = given(world)
    case = f"/requests/cases/{request_id}"
    typed = {"died_on": "2026-02-27", "known_by": "certificate", "refused_in_life": "true"}
    visitor.send(f"{case}/record-death", page=case, revision=world.requests()[0].revision, **typed)
    ground = {"death_ground": "compelling_interest", "death_why": "Erfkwestie."}
    refused = visitor.send(f"{case}/death-ground", page=case, revision=world.requests()[0].revision, **ground)
    assert refused.status_code == 422 and "put down in life" in refused.text
    assert world.requests()[0].death_ground is None


def test_on_a_recorded_ground_a_package_stays_after_a_death(world):
    request_id, _ = given(world)
    code = fetch_code(world, request_id)
    work_off(world)
    with world.work() as work:
        row, rules = work.case(Request, request_id), world.runtime.rules("bqr")
        row.death_ground, row.death_ground_of = DeathGround.CONSENT_IN_LIFE.value, row.subject_ref
        died = Died(on=work.now.date(), known_how=KnownHow.CERTIFICATE)
        record_death(work, request_id, died, revision=row.revision, rules=rules)
    assert fetch(world, request_id, code).status_code == 200
