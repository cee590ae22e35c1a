"""Importing consents from a spreadsheet: handed in, looked at, pressed, and carried out, whatever happens meanwhile."""

import io
import re
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from waarborg_consent import actions, sheets
from waarborg_consent.actions import imports as import_actions
from waarborg_consent.actions.import_pieces import HELD_FOR, PIECE_ROWS
from waarborg_consent.domain import ConsentState
from waarborg_consent.domain.importing import WAITS_FOR
from waarborg_consent.domain.shown_text import UNKNOWN_TEXT
from waarborg_consent.imports import Importer, importer_of
from waarborg_consent.models import Consent, ConsentFile, ImportCase, ImportFinding, ImportPiece, ShownTextRow
from waarborg_consent.pages import imports as import_pages
from waarborg_shared.events.consent import ConsentGiven, ConsentRefused, ConsentRequested, ConsentWithdrawn
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.testing.world import World
from waarborg_shared.timeline.service import verify_service

IMPORTS = "/consent/imports"
HEAD = (
    "Cliëntnummer;Doel;Antwoord;Gegeven op;Hoe;Versie verklaring;Aantekening;Ingetrokken op;Getuige;Geldig tot en met"
)
NEWS = {"bqr": "marketing", "jtb-care": "newsletter"}


def ref_of(number: int) -> str:
    return f"0190-person-{number:06}"


def registered(world: World, *numbers: int, organisation: str = "bqr") -> None:
    """Let identity know the clients with these numbers."""
    for number in numbers:
        world.identity.registered[organisation, f"C{number}"] = ref_of(number)


def line(number: int | str, **other: str) -> str:
    said = {
        "purpose": "marketing",
        "answer": "ja",
        "given_on": "3-2-2024",
        "how": "papier",
        "version": "",
        "note": "",
        "withdrawn_on": "",
        "witness": "",
        "until_on": "",
        **other,
    }
    client = f"C{number}" if isinstance(number, int) else number
    return ";".join([client, *said.values()])


def sheet(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def handed_in(world: World, raw: bytes, *, organisation: str = "bqr", name: str = "lijst.csv", lang: str = "en") -> Any:
    staff = world.signed_in(organisation, Duty.CONSENT_READ, Duty.CONSENT_RECORD, lang=lang, ref="account-officer")
    return staff, staff.send(IMPORTS, file=(io.BytesIO(raw), name))


def looked_at(world: World, raw: bytes, **more: Any) -> tuple[Any, str]:
    """Hand a file in and let the worker look at it."""
    staff, answer = handed_in(world, raw, **more)
    assert answer.status_code == 303, answer.text
    importer_of(world.runtime).work_off(more.get("organisation", "bqr"))
    return staff, answer.location


def imported(world: World, raw: bytes, **more: Any) -> tuple[Any, str]:
    """Hand a file in, press Import, and let the worker do it."""
    staff, page = looked_at(world, raw, **more)
    assert staff.send(f"{page}/import", page=page).status_code == 303
    importer_of(world.runtime).work_off(more.get("organisation", "bqr"))
    return staff, page


def the_case(world: World, organisation: str = "bqr") -> ImportCase:
    return max(world.rows(ImportCase, organisation), key=lambda case: case.id)


def report(world: World) -> list[tuple[int, str, str]]:
    newest = the_case(world).id
    found = [each for each in world.rows(ImportFinding) if each.import_id == newest]
    return sorted((each.row, each.column, each.fault) for each in found)


def state_of(world: World, number: int, purpose: str = "marketing") -> ConsentState:
    with world.work() as work:
        stands = actions.what_stands(work, ref_of(number), rules=world.runtime.rules("bqr"))
    return next(each.state for each in stands if each.purpose == purpose)


def test_a_look_imports_nothing_and_says_of_every_row_what_is_wrong_with_it(either_world: World) -> None:
    world = either_world
    registered(world, 1, 2)
    lines = [
        line(1),
        line(9),
        line(2, purpose="spying", answer="misschien", given_on="31-2-2024"),
        line(1),
        line(2, answer="ingetrokken", withdrawn_on="1-1-2024"),
        line(2, given_on="1-1-2030", how="=1+1"),
    ]
    staff, page = looked_at(world, sheet(*lines))
    case = the_case(world)
    assert (case.state, case.rows, case.good_rows, case.wrong_rows, case.skipped_rows) == ("checked", 6, 1, 4, 1)
    assert report(world) == [
        (3, "client_number", "unknown-person"),
        (4, "answer", "unknown-answer"),
        (4, "given_on", "bad-date"),
        (4, "purpose", "unknown-purpose"),
        (5, "", "double"),
        (6, "withdrawn_on", "withdrawn-before-given"),
        (7, "given_on", "future-date"),
        (7, "how", "formula"),
    ]
    assert world.rows(Consent) == [] and world.rows(ConsentFile) == []
    shown = staff.get(page).text
    assert "Import 1 row" in shown and "This client is not registered here." in shown and "(Row 2.)" in shown
    as_csv = staff.get(f"{page}/report.csv")
    assert as_csv.text.count("\r\n") == 9 and "3;Client number;This client is not registered here." in as_csv.text


def test_an_imported_consent_is_what_recording_it_by_hand_makes_with_its_proof(either_world: World) -> None:
    world = either_world
    registered(world, 1, 2, 3)
    version = world.runtime.rules("bqr").organisation.statement_version
    by_hand = {"subject_ref": ref_of(3), "purpose": "marketing", "statement_version": version, "how": "paper"}
    assert world.partner("bqr", "consent:record").post("/consent/api/v1/consents/", by_hand).status_code == 201
    note = "Haar dochter was erbij."
    imported(
        world,
        sheet(
            line(1, note=note, version=version),
            line(2, answer="ingetrokken", given_on="1-1-2023", withdrawn_on="1-6-2024"),
        ),
    )
    case = the_case(world)
    assert (case.state, case.imported_rows, case.wrong_rows) == ("done", 2, 0)
    given, same = (next(row for row in world.rows(Consent) if row.subject_ref == ref_of(each)) for each in (1, 3))
    alike = ("kind", "purpose", "how", "said_by", "statement_version", "text_digest", "ends_at", "representation_id")
    assert {name: getattr(given, name) for name in alike} == {name: getattr(same, name) for name in alike}
    assert (given.actor_kind, given.actor_ref, given.sequence) == ("staff", "account-officer", 1)
    assert given.at == datetime(2024, 2, 2, 23, 0, tzinfo=UTC)
    assert note.encode() not in given.note_sealed
    with world.work() as work:
        where = {"holder": ref_of(1), "table": "consent", "column": "note", "row": given.id}
        assert work.unseal(given.note_sealed, **where) == note
    assert [state_of(world, each) for each in (1, 3, 2)] == [*[ConsentState.GIVEN] * 2, ConsentState.WITHDRAWN]
    assert [event.subject_ref for event in world.told(ConsentGiven)] == [ref_of(3), ref_of(1)]
    assert [event.subject_ref for event in world.told(ConsentRequested)] == [ref_of(2)]
    assert [event.subject_ref for event in world.told(ConsentWithdrawn)] == [ref_of(2)]
    assert world.verbs(ref_of(2)) == ["imported-consent", "imported-withdrawal"]
    assert world.verbs(case.id)[:4] == ["handed-in", "looked-at-file", "pressed-import", "import-done"]


def test_a_no_is_a_refusal_and_after_a_yes_a_withdrawal_each_by_the_person_himself(world: World) -> None:
    registered(world, 1, 2)
    raw = sheet(line(1, answer="nee"), line(2), line(2, answer="nee", given_on="3-3-2024"))
    imported(world, raw)
    rows = sorted(world.rows(Consent), key=lambda row: (row.subject_ref, row.sequence))
    assert [(row.subject_ref, row.kind, row.said_by) for row in rows] == [
        (ref_of(1), "refused", "person"),
        (ref_of(2), "given", "person"),
        (ref_of(2), "withdrawn", "person"),
    ]
    assert world.verbs(ref_of(1)) == ["imported-refusal"]
    assert [event.subject_ref for event in world.told(ConsentRefused)] == [ref_of(1)]
    imported(world, raw)
    assert len(world.rows(Consent)) == 3


def test_only_under_the_statement_in_force_an_imported_yes_is_to_todays_text(world: World) -> None:
    registered(world, 1, 2)
    version = world.runtime.rules("bqr").organisation.statement_version
    imported(world, sheet(line(1, version=version), line(2, version="2021-04")))
    digests = {row.subject_ref: row.text_digest for row in world.rows(Consent)}
    assert digests == {
        ref_of(1): actions.text_digests(world.runtime.rules("bqr"))["marketing"],
        ref_of(2): UNKNOWN_TEXT,
    }
    (kept,) = world.rows(ShownTextRow)
    assert kept.digest == digests[ref_of(1)]


def test_the_timeline_of_an_imported_consent_names_the_file_and_the_row_and_holds(world: World) -> None:
    registered(world, 1)
    imported(world, sheet(line(1)))
    with world.work() as work:
        table = work.plumbing.timeline
        query = table.select().where(table.c.organisation == "bqr", table.c.case_ref == ref_of(1))
        (entry,) = work.session.execute(query).all()
    case = the_case(world)
    assert (entry.facts["import"], entry.facts["file"], entry.facts["row"]) == (case.id, case.file_digest, 2)
    runtime = world.runtime
    found = verify_service(
        runtime.engine, runtime.service.plumbing, [ConsentFile, ImportCase], organisations=["bqr"], vault=runtime.vault
    )
    assert [line for each in found for line in each.lines()] == []


def test_the_same_file_twice_changes_nothing_and_says_so(either_world: World) -> None:
    world = either_world
    registered(world, 1, 2)
    raw = sheet(line(1), line(2, answer="nee"))
    imported(world, raw)
    staff, page = looked_at(world, raw)
    case = the_case(world)
    assert (case.good_rows, case.skipped_rows) == (0, 2)
    assert {fault for _, _, fault in report(world)} == {"known"}
    shown = staff.get(page).text
    assert "This very file was imported before" in shown and "There is nothing to import" in shown
    assert len(world.rows(Consent)) == 2


def test_two_looks_at_one_file_before_either_is_pressed_import_it_once(world: World) -> None:
    registered(world, 1)
    raw = sheet(line(1))
    staff, first = looked_at(world, raw)
    _, second = looked_at(world, raw)
    for page in (first, second):
        assert staff.send(f"{page}/import", page=page).status_code == 303
        importer_of(world.runtime).work_off("bqr")
    assert len(world.rows(Consent)) == 1
    done = {case.imported_rows: (case.state, case.skipped_rows) for case in world.rows(ImportCase)}
    assert done == {1: ("done", 0), 0: ("done", 1)}


def test_what_was_withdrawn_since_is_not_brought_back_by_an_older_row(either_world: World) -> None:
    world = either_world
    registered(world, 1, 2)
    partner = world.partner("bqr", "consent:record")
    version = world.runtime.rules("bqr").organisation.statement_version
    given = {"purpose": "marketing", "statement_version": version}
    for number in (1, 2):
        assert partner.post("/consent/api/v1/consents/", {"subject_ref": ref_of(number), **given}).status_code == 201
    body = {"subject_ref": ref_of(1), "purpose": "marketing"}
    assert partner.post("/consent/api/v1/withdrawals/", body).status_code == 201
    assert partner.post("/consent/api/v1/withdrawals/", {"subject_ref": ref_of(2)}).status_code == 201
    imported(world, sheet(line(1), line(2)))
    assert report(world) == [(2, "", "overtaken"), (3, "", "overtaken")]
    assert (state_of(world, 1), state_of(world, 2)) == (ConsentState.WITHDRAWN, ConsentState.WITHDRAWN)


def test_what_is_withdrawn_between_the_look_and_the_press_stays_withdrawn(world: World) -> None:
    registered(world, 1)
    staff, page = looked_at(world, sheet(line(1)))
    partner = world.partner("bqr", "consent:record")
    version = world.runtime.rules("bqr").organisation.statement_version
    given = {"subject_ref": ref_of(1), "purpose": "marketing", "statement_version": version}
    assert partner.post("/consent/api/v1/consents/", given).status_code == 201
    assert partner.post("/consent/api/v1/withdrawals/", {"subject_ref": ref_of(1)}).status_code == 201
    staff.send(f"{page}/import", page=page)
    importer_of(world.runtime).work_off("bqr")
    assert state_of(world, 1) is ConsentState.WITHDRAWN
    assert report(world) == [(2, "", "overtaken")]


def test_rows_of_one_person_are_recorded_in_the_order_of_their_days(world: World) -> None:
    registered(world, 1)
    imported(world, sheet(line(1, answer="nee", given_on="1-5-2025"), line(1, given_on="1-2-2024")))
    kinds = [row.kind for row in sorted(world.rows(Consent), key=lambda row: row.sequence)]
    assert kinds == ["given", "withdrawn"]
    assert state_of(world, 1) is ConsentState.WITHDRAWN


def many(count: int) -> bytes:
    return sheet(*(line(number) for number in range(1, count + 1)))


class PowerCut(Exception):
    """The worker died."""


def test_a_worker_that_dies_is_followed_by_one_that_goes_on_at_the_next_piece(
    either_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = either_world
    count = 2 * PIECE_ROWS + 20
    registered(world, *range(1, count + 1))
    staff, page = looked_at(world, many(count))
    staff.send(f"{page}/import", page=page)
    whole, pieces = import_actions.add_rows, []

    def dies_in_the_second(work: Any, rows: Any, **more: Any) -> Any:
        found = whole(work, rows, **more)
        pieces.append(len(rows))
        if len(pieces) == 2:
            raise PowerCut
        return found

    monkeypatch.setattr(import_actions, "add_rows", dies_in_the_second)
    importer_of(world.runtime).work_off("bqr")
    assert len(world.rows(Consent)) == PIECE_ROWS
    assert (the_case(world).next_piece, the_case(world).imported_rows) == (1, PIECE_ROWS)
    assert "Is being imported" in staff.get(page).text
    world.clock.forward(61)
    importer_of(world.runtime).work_off("bqr")
    assert (the_case(world).state, the_case(world).imported_rows) == ("done", count)
    assert len({row.subject_ref for row in world.rows(Consent)}) == len(world.rows(Consent)) == count
    assert len(world.told(ConsentRequested)) == count


def test_an_import_that_keeps_failing_stops_and_goes_on_when_it_is_pressed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(world, 1)
    staff, page = looked_at(world, sheet(line(1)))
    staff.send(f"{page}/import", page=page)
    with monkeypatch.context() as broken:
        broken.setattr(import_actions, "add_rows", lambda *_, **__: 1 / 0)
        for _ in range(import_actions.TRIES):
            importer_of(world.runtime).work_off("bqr")
            world.clock.forward(3600)
    assert the_case(world).state == "stopped"
    assert "Go on importing" in staff.get(page).text
    staff.send(f"{page}/import", page=page)
    importer_of(world.runtime).work_off("bqr")
    assert (the_case(world).state, len(world.rows(Consent))) == ("done", 1)


def test_a_look_waits_while_identity_is_away_and_begins_anew(world: World) -> None:
    registered(world, 1)
    handed_in(world, sheet(line(1)))
    world.identity.away = True
    importer_of(world.runtime).work_off("bqr")
    assert the_case(world).state == "checking"
    world.identity.away = False
    importer_of(world.runtime).work_off("bqr")
    assert the_case(world).state == "checked"


def test_a_look_that_is_told_to_stop_is_taken_up_by_another_worker_at_once(world: World) -> None:
    registered(world, *range(1, 1_500))
    handed_in(world, many(1_400))
    stop = threading.Event()
    stop.set()
    assert importer_of(world.runtime).step("bqr", stop) is False
    assert the_case(world).state == "checking"
    importer_of(world.runtime).work_off("bqr")
    assert (the_case(world).state, the_case(world).good_rows) == ("checked", 1_400)


def test_the_file_and_its_key_go_when_it_is_over_and_the_report_stays(either_world: World) -> None:
    world = either_world
    registered(world, 1)
    staff, page = looked_at(world, sheet(line(1), line(7)), name="cliënten van Jansen.csv")
    assert "cliënten van Jansen.csv" in staff.get(page).text
    assert b"marketing" not in b"".join(row.sealed for row in world.rows(ImportPiece))
    staff.send(f"{page}/import", page=page)
    importer_of(world.runtime).work_off("bqr")
    assert world.rows(ImportPiece) == []
    with pytest.raises(KeyDestroyed):
        world.runtime.vault.keystore.existing("bqr", the_case(world).id, HELD_FOR)
    shown = staff.get(page).text
    assert (
        "it went with the file" in shown and "Erased" not in shown and "Jansen" not in shown and "destroyed on" in shown
    )
    assert "This client is not registered here." in shown


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_a_file_that_nobody_presses_for_is_destroyed(world: World, end: str) -> None:
    registered(world, 1)
    staff, page = looked_at(world, sheet(line(1)))
    if end == "cancel":
        assert staff.send(f"{page}/cancel", page=page).status_code == 303
    else:
        world.clock.forward((WAITS_FOR + timedelta(hours=1)).total_seconds())
        with world.work() as work:
            import_actions.expire_imports(work)
    importer_of(world.runtime).work_off("bqr")
    assert the_case(world).state in {"cancelled", "expired"}
    assert world.rows(ImportPiece) == [] and world.rows(Consent) == []
    assert (
        staff.client.post(f"{page}/import", data={"_form": staff.token(IMPORTS)}, **staff._common()).status_code == 409
    )


def test_a_note_about_somebody_who_was_erased_stops_only_its_row(world: World) -> None:
    registered(world, 1, 2)
    imported(world, sheet(line(1, note="Zij belde.")))
    world.erase(ref_of(1))
    imported(world, sheet(line(1, answer="nee", given_on="1-3-2025", note="Zij wil niet meer."), line(2)))
    assert report(world) == [(2, "", "erased")]
    assert {row.subject_ref for row in world.rows(Consent)} == {ref_of(1), ref_of(2)}


def test_a_purpose_that_went_from_the_list_since_the_look_stops_its_rows(world: World) -> None:
    registered(world, 1)
    staff, page = looked_at(world, sheet(line(1)))
    staff.send(f"{page}/import", page=page)
    importer = importer_of(world.runtime)
    rules = world.runtime.rules("jtb-care")
    Importer.work_off(
        Importer(
            organisations=importer.organisations,
            begin=importer.begin,
            read=importer.read,
            rules=lambda _organisation: rules,
            vault=importer.vault,
            identity=importer.identity,
            now=importer.now,
        ),
        "bqr",
    )
    assert report(world) == [(2, "", "unknown-purpose")]
    assert the_case(world).state == "done"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel file"),
        (b"%PDF-1.7 ...", "neither CSV nor XLSX"),
    ],
    ids=["empty", "only-a-mark", "old-excel", "pdf"],
)
def test_a_file_that_can_be_none_is_refused_on_the_form_in_words(world: World, raw: bytes, words: str) -> None:
    _, answer = handed_in(world, raw)
    assert answer.status_code == 422
    assert words in answer.text and 'href="#field-file"' in answer.text
    assert world.rows(ImportCase) == [] and world.rows(ImportPiece) == []


def test_a_file_that_is_too_large_is_refused_in_words_and_not_read_further(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST_FILE", 1_000)
    monkeypatch.setattr(import_pages, "LARGEST_FILE", 1_000)
    _, answer = handed_in(world, sheet(*(line(number) for number in range(100))))
    assert answer.status_code == 422
    assert "The file is larger than 20 MB. Divide it over several files." in answer.text
    assert world.rows(ImportCase) == []


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"1001;marketing;ja;3-2-2024;papier\n", "We do not know them: "),
        (sheet(), "There is nothing below the headings."),
        (HEAD.replace("Doel", "Antwoord").encode() + b"\n", "These columns are there twice: Answer."),
        ("Cliëntnummer;Doel;Antwoord\nC1;marketing;ja\n".encode(), "These columns are missing: Given on, How."),
        (b"Doel;Antwoord;Gegeven op;Hoe\nmarketing;ja;1-1-2024;papier\n", "No column says who it is about"),
        (sheet(line(1), line(2, note='"zij belde')), "quotation mark is opened"),
    ],
    ids=["no-headings", "no-rows", "twice", "missing", "nobody", "open-quote"],
)
def test_a_file_with_wrong_headings_is_refused_and_says_which(world: World, raw: bytes, words: str) -> None:
    registered(world, 1, 2)
    staff, page = looked_at(world, raw)
    assert the_case(world).state == "refused"
    assert words in staff.get(page).text
    assert world.rows(Consent) == [] and world.rows(ImportPiece) == []


def test_only_who_may_record_consents_imports_and_sees_imports(world: World) -> None:
    registered(world, 1)
    _, page = looked_at(world, sheet(line(1)))
    reader = world.signed_in("bqr", Duty.CONSENT_READ)
    for path in (IMPORTS, page, f"{page}/report.csv", f"{IMPORTS}/template.csv"):
        assert reader.get(path).status_code == 403
    other = world.signed_in("jtb-care", Duty.CONSENT_RECORD)
    assert other.get(page).status_code == 404
    assert world.visitor().get(IMPORTS).status_code == 401


def test_organisations_import_beside_one_another(world: World) -> None:
    registered(world, 1)
    registered(world, 1, organisation="jtb-care")
    handed_in(world, sheet(line(1)))
    handed_in(world, sheet(line(1, purpose="newsletter")), organisation="jtb-care")
    importer_of(world.runtime).work_off("jtb-care")
    assert (the_case(world).state, the_case(world, "jtb-care").state) == ("waiting", "checked")


def test_progress_is_shown_while_it_is_at_work_and_a_link_looks_again_without_javascript(world: World) -> None:
    registered(world, 1)
    staff, answer = handed_in(world, sheet(line(1)))
    page = answer.location
    shown = staff.get(page).text
    assert re.search(r'<progress [^>]*value="0"', shown) and 'hx-trigger="every 2s"' in shown
    assert f'href="{page}">Look again how far it is' in shown
    importer_of(world.runtime).work_off("bqr")
    assert "hx-trigger" not in staff.get(page).text


@pytest.mark.parametrize(("lang", "head"), [("nl", "Cliëntnummer;Persoonsverwijzing;Doel"), ("en", "Client number")])
@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_the_template_is_a_file_that_can_be_handed_in_as_it_is(
    world: World, lang: str, head: str, organisation: str
) -> None:
    staff = world.signed_in(organisation, Duty.CONSENT_RECORD, lang=lang)
    as_csv = staff.get(f"{IMPORTS}/template.csv")
    assert as_csv.text.removeprefix("\ufeff").startswith(head)
    takes = [each for each in world.runtime.rules(organisation).purposes.values() if each.takes_consent]
    for raw in (as_csv.data, staff.get(f"{IMPORTS}/template.xlsx").data):
        looked_at(world, raw, organisation=organisation)
        newest = the_case(world, organisation)
        faults = [each for each in world.rows(ImportFinding, organisation) if each.import_id == newest.id]
        assert (newest.state, newest.rows) == ("checked", len(takes))
        assert {each.fault for each in faults} == {"unknown-person"}
    assert staff.get(f"{IMPORTS}/template.docx").status_code == 404


def test_a_person_can_be_named_by_reference(world: World) -> None:
    registered(world, 1)
    world.identity.knows_any_reference = False
    head = "person_ref;purpose;answer;given_on;how"
    raw = f"{head}\n{ref_of(1)};marketing;yes;2024-02-03;paper\n0190-nobody-here;marketing;yes;2024-02-03;paper\n"
    imported(world, raw.encode())
    assert state_of(world, 1) is ConsentState.REQUESTED
    assert report(world) == [(3, "person_ref", "unknown-person")]
