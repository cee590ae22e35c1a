"""People hand in what they look up: on the desk in their role, or with a code; and staff see to it."""

import io
from datetime import timedelta
from typing import Any

import pytest

from waarborg_requests.actions.collecting import asking, links
from waarborg_requests.actions.collecting.items import items_of, read_items
from waarborg_requests.actions.letter_parts import letter_parts
from waarborg_requests.domain.collecting import NoSuchTask, TaskClosed
from waarborg_requests.models import Item, Request, StoredFile
from waarborg_shared.events.requests import HolderReleased
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_tests.reviewing import name_of

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


def upload(visitor: Any, path: str, files: list[tuple[bytes, str]], **more: str) -> Any:
    """Send files as a browser does."""
    given = [(io.BytesIO(content), name) for content, name in files]
    return visitor.send(path, page=more.pop("page", None), do="files", files=given, **more)


def test_who_has_the_role_finds_the_task_on_the_desk_and_hands_in(either_world: Any) -> None:
    world = either_world
    request_id = world.known_request(organisation="jtb-care")
    task = world.task_of("own_file", organisation="jtb-care")
    carer = world.staff("jtb-care", "care_lead")
    assert f"/requests/tasks/{task.id}" in carer.get("/requests/api/v1/desk").text
    assert f"/requests/tasks/{task.id}" in carer.get("/requests/tasks/").text
    path = f"/requests/tasks/{task.id}"
    page = carer.get(path)
    assert (page.status_code, "Willemijn Proefpersoon" in page.text) == (200, True)
    given = upload(carer, path, [(PDF, "../../dossier.pdf"), (SVG, "tekening.svg"), (b"", "leeg.txt")])
    assert given.status_code == 422
    assert "tekening.svg" in given.text
    assert "leeg.txt" in given.text
    assert "dossier.pdf" in given.text, "what may come in is there all the same"
    assert carer.send(path, do="text", title="Bericht", text="Tot dinsdag.").status_code == 303
    assert carer.send(path, do="text", title="Bericht", text="Tot dinsdag.").status_code == 303
    assert len(world.rows(Item, "jtb-care")) == 2, "the same text a second time is the same text"
    nothing = carer.send(path, do="finish", outcome="nothing_found")
    assert nothing.status_code == 422
    assert carer.send(path, do="finish", outcome="contributed").status_code == 303
    assert carer.get(path).status_code == 409
    with world.work("jtb-care") as work:
        row = work.case(Request, request_id)
        read = read_items(work, items_of(work, row))
        assert {str(each.title) for each in read} == {"dossier.pdf", "Bericht"}
        (file,) = [each.file for each in read if each.file]
        assert name_of(work, file) == "dossier.pdf"


@pytest.mark.parametrize(
    ("kind", "lang", "words"),
    [
        (RequestKind.ACCESS_LOG, "en", "Only who looked at data of this person"),
        (RequestKind.ACCESS_LOG, "nl", "Alleen wie gegevens van deze persoon bekeek"),
        (RequestKind.REFERRAL_INDEX, "nl", "Alleen wat er in een verwijsindex over deze persoon staat"),
        (RequestKind.ACCESS, "nl", "Alles wat er over deze persoon is"),
    ],
)
def test_who_looks_it_up_reads_what_is_asked(world: Any, kind: RequestKind, lang: str, words: str) -> None:
    task = world.asked("siilo", kind=kind)
    assert words in world.coordinator().get(f"/requests/tasks/{task.id}?lang={lang}").text


def test_what_was_handed_in_can_be_taken_away_before_it_is_all(world: Any) -> None:
    world.known_request()
    task = world.task_of("siilo")
    coordinator, path = world.staff("bqr", "coordinator"), f"/requests/tasks/{task.id}"
    assert upload(coordinator, path, [(PDF, "een.pdf"), (PDF, "twee.pdf")]).status_code == 303
    assert upload(coordinator, path, [(PDF, "een.pdf")]).status_code == 303
    items = world.rows(Item)
    assert len(items) == 2, "the same file a second time is the same file"
    assert coordinator.send(path, do="take-away", item=items[0].id).status_code == 303
    assert coordinator.send(path, do="take-away", item=items[0].id).status_code == 303
    assert (len(world.rows(Item)), len(world.rows(StoredFile))) == (1, 1)
    assert upload(coordinator, path, []).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("carer", 403), ("fg", 403), ("board", 403), ("coordinator", 200)])
def test_J9_only_who_is_asked_sees_the_task(world: Any, role: str, status: int) -> None:
    world.known_request()
    task = world.task_of("siilo")
    assert world.staff("bqr", role).get(f"/requests/tasks/{task.id}").status_code == status
    assert world.staff("bqr", role).get("/requests/tasks/").status_code == status


def test_no_task_of_a_system_or_another_organisation_is_anybodys_to_fill_in(world: Any) -> None:
    world.known_request()
    coordinator = world.staff("bqr", "coordinator")
    for holder in ("nedap_ons", "identity"):
        assert coordinator.get(f"/requests/tasks/{world.task_of(holder).id}").status_code == 404
    other = world.staff("jtb-care", "care_lead")
    assert other.get(f"/requests/tasks/{world.task_of('siilo').id}").status_code == 404
    assert world.person("00000000-0000-7000-8000-00000000000a").get("/requests/tasks/").status_code == 403
    assert world.visitor().get("/requests/tasks/").status_code in {302, 303, 401}


def _code(world: Any) -> tuple[str, str]:
    request_id = world.known_request()
    task = world.task_of("siilo")
    page = world.coordinator().send(f"/requests/holders/{task.id}", do="code", revision=str(task.revision))
    assert page.status_code == 200, page.text
    code = page.text.partition("<strong>")[2].partition("</strong>")[0]
    assert len(code) > 15
    return request_id, code


def test_a_code_lets_somebody_hand_in_once_without_signing_in(either_world: Any) -> None:
    world = either_world
    request_id, code = _code(world)
    visitor = world.visitor()
    assert "Willemijn" in visitor.send("/requests/hand-in", code=code).text
    kept = upload(visitor, "/requests/hand-in", [(PDF, "groep.pdf")], code=code)
    assert (kept.status_code, "groep.pdf" in kept.text) == (200, True)
    assert code not in world.visitor().get("/requests/hand-in").text
    refused = visitor.send("/requests/hand-in", do="finish", outcome="cannot", code=code)
    assert refused.status_code == 422
    done = visitor.send("/requests/hand-in", do="finish", outcome="contributed", code=code)
    assert done.status_code == 200
    assert world.task_of("siilo").state == "contributed"
    again = visitor.send("/requests/hand-in", code=code)
    assert (again.status_code, "Willemijn" in again.text) == (422, False)
    assert "holder-link-made" in world.verbs(request_id)


def test_B21_what_a_partners_system_does_not_hand_in_somebody_brings_with_a_code_and_neither_undoes_the_other(world):
    world.known_request()
    path = f"/requests/holders/{world.task_of('nedap_ons').id}"
    ours = world.task_of("identity")
    page = world.coordinator().send(path, do="code", revision=str(world.task_of("nedap_ons").revision))
    code = page.text.partition("<strong>")[2].partition("</strong>")[0]
    task = world.task_of("nedap_ons")
    (told,) = world.told(HolderReleased)
    assert told.task_ref == task.id
    upload(world.visitor(), "/requests/hand-in", [(PDF, "dossier.pdf")], code=code)
    with world.work() as work:
        with pytest.raises(TaskClosed):
            asking.open_task(work, task.id, holder="nedap_ons")
        with pytest.raises(NoSuchTask):
            links.make_code(work, ours.id, revision=ours.revision, entropy=bytes(32))
    world.coordinator().send(path, do="code", revision=str(task.revision))
    assert len(world.told(HolderReleased)) == 1, "told once"
    world.clock.moment += timedelta(days=15)
    with world.work() as work:
        assert asking.open_task(work, task.id, holder="nedap_ons"), "nobody came: the system hands in after all"


def test_a_code_that_is_guessed_old_or_replaced_opens_nothing(world: Any) -> None:
    _, code = _code(world)
    task = world.task_of("siilo")
    visitor = world.visitor()
    assert visitor.send("/requests/hand-in", code="ABCD-EFGH-JKLM-NPQR").status_code == 422
    assert visitor.send("/requests/hand-in", do="finish", outcome="nothing_found", code="X").status_code == 422
    path = f"/requests/holders/{task.id}"
    newer = world.coordinator().send(path, do="code", revision=str(task.revision))
    assert newer.status_code == 200
    assert visitor.send("/requests/hand-in", code=code).status_code == 422
    newer_code = newer.text.partition("<strong>")[2].partition("</strong>")[0]
    assert "Willemijn" in visitor.send("/requests/hand-in", code=newer_code).text
    from_elsewhere = world.visitor("jtb-care")
    assert from_elsewhere.send("/requests/hand-in", code=newer_code).status_code == 422
    world.clock.moment = world.task_of("siilo").link_until
    assert visitor.send("/requests/hand-in", code=newer_code).status_code == 422
    guesser = world.visitor(address="192.0.2.77")
    assert {guesser.send("/requests/hand-in", code=f"GUESS-{number}").status_code for number in range(8)} == {422, 429}


def test_staff_see_who_was_asked_and_can_go_on_without_one(world: Any) -> None:
    request_id = world.known_request()
    coordinator = world.coordinator()
    page = coordinator.get(f"/requests/cases/{request_id}").text
    assert "0 of 9 places are done." in page
    assert "Nedap ONS" in page
    task = world.task_of("nedap_ons")
    path = f"/requests/holders/{task.id}"
    assert coordinator.send(path, do="without", revision="1").status_code == 422
    stale = coordinator.send(path, do="without", revision="7", hindrance="not_reached")
    assert stale.status_code == 412
    without = coordinator.send(path, do="without", revision="1", hindrance="other", words="Storing bij Nedap.")
    assert without.status_code == 303
    assert "Storing bij Nedap." in coordinator.get(path).text
    assert "1 of 9 places are done." in coordinator.get(f"/requests/cases/{request_id}").text
    other = f"/requests/holders/{world.task_of('siilo').id}"
    assert coordinator.send(other, do="cancel", revision="1").status_code == 404, "nothing is left out in silence"
    assert coordinator.send(other, do="without", revision="1", hindrance="not_reached").status_code == 303
    assert "2 of 9 places are done." in coordinator.get(f"/requests/cases/{request_id}").text
    with world.work() as work:
        told = letter_parts(work, work.case(Request, request_id), world.runtime.rules("bqr"))
    rows = next(part.rows for part in told if part.heading.nl == "Waar wij zochten")
    assert ("Siilo", "Wij kregen geen antwoord") in [(place.nl, why.nl) for place, why in rows]
    assert coordinator.send(other, do="again", revision="2").status_code == 303
    assert world.task_of("siilo").state == "asked"
    assert coordinator.get(other).status_code == 404, "the one before counts no more"
    reader = world.signed_in("bqr", Duty.REQUESTS_READ)
    assert reader.send(path, do="again", revision="2", page="/requests/new").status_code == 403


def test_an_answer_that_came_too_soon_names_what_is_missing(world: Any) -> None:
    request_id = world.known_request()
    coordinator = world.coordinator()
    with world.work() as work:
        revision = work.case(Request, request_id).revision
    answer = coordinator.send(
        f"/requests/cases/{request_id}/answer",
        page=f"/requests/cases/{request_id}",
        revision=str(revision),
        outcome="granted",
        text="Hierbij.",
    )
    assert answer.status_code == 422
    assert "Not there yet" in answer.text
    assert "Caren Zorgt" in answer.text


def test_erased_items_and_reasons_are_shown_as_erased(world: Any) -> None:
    request_id = world.known_request()
    coordinator = world.coordinator()
    task = world.task_of("siilo")
    path = f"/requests/tasks/{task.id}"
    upload(coordinator, path, [(PDF, "een.pdf")])
    ons = world.task_of("nedap_ons")
    without = f"/requests/holders/{ons.id}"
    coordinator.send(without, do="without", revision="1", hindrance="other", words="Storing.")
    world.erase(f"task:{task.id}")
    assert "Erased" in coordinator.get(path).text
    assert coordinator.send(path, do="text", title="Nog", text="iets").status_code in {303, 410, 422, 409}
    world.erase(request_id)
    for page in (path, without, f"/requests/cases/{request_id}"):
        assert coordinator.get(page).status_code == 200
