"""Telling the persons over HTTP and by the worker: the list, the message, sending, and what comes after."""

import io
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from waarborg_breach import contributing
from waarborg_breach.actions.telling import afterwards, reading, sending
from waarborg_breach.domain import telling, telling_rows
from waarborg_breach.domain.telling import LANGUAGES, MessagePart
from waarborg_breach.models import (
    BreachCase,
    BreachMessage,
    BreachPerson,
    BreachPersonCare,
    BreachPersonFault,
    BreachTelling,
)
from waarborg_breach.telling import teller_of
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import UNANSWERED
from waarborg_tests.breaches import handle

BOTH = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
MESSAGE = {
    f"{part.value}_{language}": f"Deel {part.value} in {language}." for part in MessagePart for language in LANGUAGES
}
ANNOUNCED = {"announcement_nl": "Er is iets misgegaan.", "announcement_en": "Something went wrong."}


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    """A breach of which it was decided that the people are told."""
    return decided(world, board)


def decided(world: World, board: Visitor, **decision: Any) -> str:
    typed = {"summary": "Een tas is gestolen.", "discovered_at": "2026-03-02T07:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    row = world.rows(BreachCase, board.organisation)[-1]
    path = f"/breach/cases/{row.id}"
    world.clock.moment = START + timedelta(hours=3)
    assert board.send(f"{path}/decide", page=path, **{**BOTH, **decision}).status_code == 303
    return path


def hand_in(who: Visitor, path: str, text: str | bytes) -> Any:
    raw = text.encode() if isinstance(text, str) else text
    return who.send(f"{path}/telling/list", page=f"{path}/telling", file=(io.BytesIO(raw), "lijst.csv"))


def step(who: Visitor, path: str, name: str, **typed: Any) -> Any:
    return who.send(f"{path}/telling/{name}", page=f"{path}/telling", **typed)


def begin(who: Visitor, path: str, count: int) -> Any:
    return step(who, path, "begin", list=str(count))


def people(world: World, organisation: str = "bqr") -> dict[str, str]:
    """How far everybody on the list is, by reference."""
    with world.work(organisation) as work:
        return {
            work.unseal(
                row.ref_sealed, holder=row.breach_id, table="breach_person", column="ref", row=row.id
            ): row.state
            for row in work.session.query(BreachPerson).order_by(BreachPerson.id)
        }


def ids(world: World, organisation: str = "bqr") -> list[str]:
    return [row.id for row in sorted(world.rows(BreachPerson, organisation), key=lambda row: row.id)]


def case_of(world: World, organisation: str = "bqr") -> BreachCase:
    (row,) = world.rows(BreachCase, organisation)
    return row


def work_off(world: World, organisation: str = "bqr") -> None:
    teller_of(world.runtime).work_off(organisation)


def test_B24_11_persons_are_listed_written_to_told_and_the_case_says_so(
    world: World, board: Visitor, path: str
) -> None:
    assert 'id="telling"' in board.get(path).text
    assert hand_in(board, path, "verwijzing;kanaal\nZ-1;brief\nZ-2;\nZ-3;At the office\n").status_code == 303
    assert step(board, path, "message", **MESSAGE).status_code == 303
    assert begin(board, path, 3).status_code == 303
    assert people(world) == dict.fromkeys(("Z-1", "Z-2", "Z-3"), "to-do")
    work_off(world)
    assert people(world) == {"Z-1": "to-print", "Z-2": "to-print", "Z-3": "task"}
    assert case_of(world).persons_state == "to-inform"
    letters = board.get(f"{path}/telling/letters-1.pdf")
    assert letters.status_code == 200 and letters.headers["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(letters.data)).pages]
    assert len(pages) == 2 and "Z-1" in pages[0] and "Z-2" in pages[1]
    assert all("Deel nature in nl." in page and "Deel measures in nl." in page for page in pages)
    assert step(board, path, "posted", part="1").status_code == 303
    assert case_of(world).persons_state == "in-part"
    third = f"{path}/persons/{ids(world)[2]}"
    assert board.send(f"{third}/told", page=third).status_code == 303
    case = case_of(world)
    assert (case.persons_state, case.informed_how) == ("informed", "several")
    verbs = world.verbs(case.id)
    for verb in ("listed-persons", "wrote-message", "began-telling", "telling-ended", "posted-letters", "told-person"):
        assert verbs.count(verb) == 1, verb
    assert verbs.count("informed-persons") == 2


def test_B24_11_the_message_says_the_four_things_of_art_34_or_nothing_is_sent(
    world: World, board: Visitor, path: str
) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    page = board.get(f"{path}/telling").text
    assert "what happened (Dutch)" in page and "what happened (English)" in page
    refused = begin(board, path, 1)
    assert refused.status_code == 422 and "The message still lacks" in refused.text
    for name in MESSAGE:
        for left_out in ("", "Dit is [nog leeg]."):
            assert step(board, path, "message", **{**MESSAGE, name: left_out}).status_code == 303
            assert begin(board, path, 1).status_code == 422
    assert world.rows(BreachMessage) == [] and people(world) == {"Z-1": "to-do"}
    assert step(board, path, "message", **MESSAGE).status_code == 303
    assert begin(board, path, 1).status_code == 303
    (order,) = world.rows(BreachMessage)
    assert (order.number, order.role, order.begun_by) == (1, "board", "account-board")
    assert b"Deel" not in order.text_sealed


@pytest.mark.parametrize(("role", "status"), [("quality", 422), ("fg", 422), ("carer", 403)])
def test_B24_10_nobody_but_the_responsible_person_begins_to_tell(
    world: World, board: Visitor, path: str, role: str, status: int
) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    step(board, path, "message", **MESSAGE)
    token = board.token(f"{path}/telling")
    other = world.staff("bqr", role)
    refused = other.send(f"{path}/telling/begin", token=token, list="1")
    assert refused.status_code in (status, 422, 403) and world.rows(BreachMessage) == []
    if role == "quality":
        own = begin(other, path, 1)
        assert own.status_code == 422 and "Only the responsible person" in own.text
    if role == "fg":
        page = other.get(f"{path}/telling").text
        assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    work_off(world)
    assert people(world) == {"Z-1": "to-do"}


def test_a_list_that_changed_meanwhile_is_not_told_unseen(world: World, board: Visitor, path: str) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    step(board, path, "message", **MESSAGE)
    seen = case_of(world).revision
    assert step(board, path, f"begin?revision={seen - 1}", list="1").status_code == 412
    assert begin(board, path, 2).status_code == 412
    assert world.rows(BreachMessage) == []


def test_every_row_is_on_the_list_once_or_named_by_row_and_column_and_nothing_is_lost(
    world: World, board: Visitor, path: str
) -> None:
    lines = (
        "Referentie;Kanaal;Taal",
        "Z-1;brief;nl",
        "Z-1;letter;en",
        ";brief;nl",
        "Z-2;duif;nl",
        "Z-3;;xx",
        "999990019;;",
        "an@voorbeeld.example;;",
        f"{'Z' * 65};;",
        ";;",
        " Z-4 ;secure_page;",
        "Z-5;E-mail, zonder inhoud;EN",
    )
    assert hand_in(board, path, "\n".join(lines)).status_code == 303
    assert list(people(world)) == ["Z-1", "Z-5"]
    found = sorted((row.row_number, row.column, row.fault) for row in world.rows(BreachPersonFault))
    assert found == [
        (4, "reference", "empty"),
        (5, "channel", "unknown-channel"),
        (6, "language", "unknown-language"),
        (7, "reference", "bsn"),
        (8, "reference", "address"),
        (9, "reference", "too-long"),
        (11, "channel", "unknown-channel"),
    ]
    assert not any(b"duif" in row.cells_sealed or b"Z-2" in row.cells_sealed for row in world.rows(BreachPersonFault))
    page = board.get(f"{path}/telling").text
    assert "999990019" not in page, "a BSN is not kept, not even where it is wrong"
    assert "7 rows were wrong" in page and "duif" in page and "looks like a BSN" in page
    assert hand_in(board, path, "reference\nZ-1\nZ-5\n").status_code == 303
    assert len(people(world)) == 2
    verbs = world.verbs(case_of(world).id)
    assert verbs.count("listed-persons") == 2
    assert step(board, path, "settle", settled_how="Dat waren proefrijen.").status_code == 303
    assert "rows were wrong" not in board.get(f"{path}/telling").text
    assert step(board, path, "settle", settled_how="Nog eens.").status_code == 422


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Choose a file"),
        (b"naam;adres\nAn;Hier\n", "Put this above the column"),
        (b"reference\n\n;\n", "Nobody is in this file"),
        (b"PK\x03\x04\x00\x00", "not a CSV file"),
        (b"reference\n" + b"Z" * 3000, "too large"),
    ],
    ids=["no-file", "no-column", "nobody", "no-text", "too-large"],
)
def test_a_file_that_is_no_list_is_refused_whole_at_its_field(
    world: World, board: Visitor, path: str, raw: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_rows, "LARGEST_FILE", 2000)
    refused = hand_in(board, path, raw)
    assert refused.status_code == 422 and words in refused.text and 'href="#field-file"' in refused.text
    assert world.rows(BreachPerson) == [] and world.rows(BreachPersonFault) == []


def test_what_excel_and_older_programs_write_can_be_read(world: World, board: Visitor, path: str) -> None:
    assert hand_in(board, path, "\ufeffVerwijzing\r\nZ-1\r\n").status_code == 303
    assert hand_in(board, path, "Cliëntnummer,Taal\nZ-é,en\n".encode("cp1252")).status_code == 303
    assert hand_in(board, path, "reference\tlanguage\nZ-3\tnl\n".encode("utf-16")).status_code == 303
    assert list(people(world)) == ["Z-1", "Z-é", "Z-3"]


class Channels:
    """What the organisation's channels were asked, with a way to fail and to be killed."""

    def __init__(self, *, kill_after: int | None = None) -> None:
        self.asked: list[tuple[str, str, str, str]] = []
        self.outcome = Delivery(state=DeliveryState.SENT)
        self.left = kill_after

    def deliver(self, message: Any) -> Delivery:
        if self.left is not None:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
        self.asked.append((message.id, str(message.recipient_ref), message.channel, message.template))
        return self.outcome


@pytest.fixture
def channels(world: World, monkeypatch: pytest.MonkeyPatch) -> Channels:
    """The channels of BQR, in the test's hands."""
    made = Channels()
    monkeypatch.setattr(world.runtime.rules("bqr"), "deliver", made.deliver)
    return made


def ordered(world: World, board: Visitor, path: str, count: int, *, channel: str = "brief") -> None:
    lines = "".join(f"Z-{number};{channel}\n" for number in range(count))
    assert hand_in(board, path, f"reference;channel\n{lines}").status_code == 303
    assert step(board, path, "message", **MESSAGE).status_code == 303
    assert begin(board, path, count).status_code == 303


def test_B24_11_a_worker_that_is_killed_is_resumed_and_nobody_is_told_twice(
    world: World, board: Visitor, path: str, channels: Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_A_TIME", 10)
    ordered(world, board, path, 95)
    teller = teller_of(world.runtime)
    progress = []
    for kill_after in (0, 3, 25, 10):
        channels.left = kill_after
        with pytest.raises(KeyboardInterrupt):
            teller.work_off("bqr")
        progress.append(Counter(people(world).values())["sent"])
        assert case_of(world).persons_state == "to-inform"
    assert progress == sorted(progress) and 0 < progress[-1] < 95
    channels.left = None
    teller.work_off("bqr")
    waiting = Counter(people(world).values())["to-do"]
    assert 0 < waiting < 95, "what a killed worker was at waits until its claim is over"
    world.clock.forward(11 * 60)
    teller.work_off("bqr")
    assert Counter(people(world).values()) == {"sent": 95}
    by_person: dict[str, set[str]] = {}
    for message_id, reference, _, _ in channels.asked:
        by_person.setdefault(reference, set()).add(message_id)
    assert len(by_person) == 95 and all(len(each) == 1 for each in by_person.values())
    noted_once = Counter(reference for _, reference, _, _ in channels.asked)
    assert sum(count - 1 for count in noted_once.values()) <= 4 * 10
    case = case_of(world)
    assert case.persons_state == "informed" and case.informed_how == "letter"
    assert world.verbs(case.id).count("telling-ended") == 1
    asked = len(channels.asked)
    teller.work_off("bqr")
    assert begin(board, path, 0).status_code == 422
    assert len(channels.asked) == asked


def test_two_workers_at_once_take_up_different_people(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 6)
    rules, breach_id = world.runtime.rules("bqr"), case_of(world).id
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sending, "AT_A_TIME", 4)
        with world.work() as work:
            first = sending.take_up(work, breach_id, rules)
        with world.work() as work:
            second = sending.take_up(work, breach_id, rules)
        with world.work() as work:
            third = sending.take_up(work, breach_id, rules)
    assert (len(first.messages), len(second.messages), len(third.messages)) == (4, 2, 0)
    assert not set(first.messages) & set(second.messages) and not third.over


def test_what_is_noted_twice_changes_nothing_the_second_time(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 1)
    rules, breach_id = world.runtime.rules("bqr"), case_of(world).id
    with world.work() as work:
        portion = sending.take_up(work, breach_id, rules)
    (person,) = portion.messages
    for outcome in (DeliveryState.TO_PRINT, DeliveryState.FAILED):
        with world.work() as work:
            sending.note_outcomes(work, breach_id, {person: Delivery(state=outcome)})
    assert people(world) == {"Z-0": "to-print"}
    assert world.rows(BreachTelling)[0].letters == 1


def test_a_channel_that_fails_is_shown_per_person_and_tried_again_by_the_same_or_another(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    channels.outcome = Delivery(state=DeliveryState.FAILED, detail="away")
    ordered(world, board, path, 2)
    work_off(world)
    assert set(people(world).values()) == {"failed"}
    assert "the channel failed" in board.get(f"{path}/persons?state=failed").text
    channels.outcome = Delivery(state=DeliveryState.SENT)
    first, second = (f"{path}/persons/{each}" for each in ids(world))
    assert board.send(f"{first}/again", page=first, by_channel="pigeon").status_code == 422
    assert board.send(f"{first}/again", page=first, by_channel="desk").status_code == 303
    work_off(world)
    assert people(world) == {"Z-0": "sent", "Z-1": "failed"}
    assert case_of(world).persons_state == "in-part"
    assert step(board, path, "failed-again").status_code == 303
    work_off(world)
    assert case_of(world).persons_state == "informed"
    assert board.send(f"{first}/again", page=first, by_channel="letter").status_code == 422
    sent = Counter((reference, channel) for _, reference, channel, _ in channels.asked)
    assert sent == {("Z-0", "letter"): 1, ("Z-0", "desk"): 1, ("Z-1", "letter"): 2}
    assert len({message_id for message_id, reference, *_ in channels.asked if reference == "Z-1"}) == 1
    assert second


def test_a_letter_that_came_back_leaves_the_case_in_part_and_an_announcement_ends_it(
    world: World, board: Visitor, path: str
) -> None:
    ordered(world, board, path, 2)
    work_off(world)
    first, second = (f"{path}/persons/{each}" for each in ids(world))
    assert board.send(f"{first}/told", page=first).status_code == 303
    assert board.send(f"{second}/unreachable", page=second).status_code == 303
    assert case_of(world).persons_state == "in-part"
    assert "1 person cannot be reached" in board.get(f"{path}/telling").text
    public = f"/breach/announcements/{case_of(world).number}"
    anybody = world.visitor()
    assert anybody.get(public).status_code == 404
    assert step(board, path, "publish").status_code == 422
    for half in ({**ANNOUNCED, "announcement_en": ""}, {**ANNOUNCED, "announcement_nl": "Op [dag] ging het mis."}):
        assert step(board, path, "announcement", **half).status_code == 303
        assert step(board, path, "publish").status_code == 422
    assert step(board, path, "announcement", **ANNOUNCED).status_code == 303
    assert anybody.get(public).status_code == 404
    refused = step(board, path, "publish")
    assert refused.status_code == 422 and 'href="#field-publish_ground"' in refused.text
    assert anybody.get(public).status_code == 404
    assert step(board, path, "publish", publish_ground="Zij is verhuisd.").status_code == 303
    page = anybody.get(public).text
    assert "Something went wrong." in page and "gestolen" not in page and "Z-0" not in page
    assert "Er is iets misgegaan." in anybody.get(f"{public}?lang=nl").text
    assert world.visitor("jtb-care").get(public).status_code == 404
    case = case_of(world)
    assert (case.persons_state, case.informed_how) == ("announced", "own-page")
    assert step(board, path, "take-down").status_code == 303
    assert anybody.get(public).status_code == 404
    assert step(board, path, "publish").status_code == 303 and anybody.get(public).status_code == 200


def test_B24_10_only_the_responsible_person_publishes(world: World, board: Visitor) -> None:
    too_much = {"inform_persons": "no", "exception": "disproportionate", "reason": "Te veel mensen."}
    path = decided(world, board, **too_much)
    quality = world.staff("bqr", "quality")
    assert step(quality, path, "announcement", **ANNOUNCED).status_code == 303
    refused = quality.send(f"{path}/telling/publish", page=f"{path}/telling")
    assert refused.status_code == 422 and "Only the responsible person" in refused.text
    assert world.visitor().get(f"/breach/announcements/{case_of(world).number}").status_code == 404
    assert step(board, path, "publish").status_code == 303
    assert case_of(world).persons_state == "announced"
    changed = step(quality, path, "announcement", **ANNOUNCED)
    assert changed.status_code == 422


def test_an_exercise_reaches_nobody_and_shows_what_would_go(world: World, board: Visitor, channels: Channels) -> None:
    assert board.send("/breach/exercises", exercise_what="Een tablet is zoek.").status_code == 303
    path = f"/breach/cases/{case_of(world).id}"
    assert board.send(f"{path}/decide", page=path, **BOTH).status_code == 303
    hand_in(board, path, "reference;channel\nZ-1;letter\nZ-2;desk\n")
    step(board, path, "message", **MESSAGE)
    page = board.get(f"{path}/telling").text
    assert "What would go now" in page and 'data-mark="EXERCISE"' in page and "/telling/begin" not in page
    refused = step(board, path, "begin", list="2")
    assert refused.status_code == 422 and "This is an exercise" in refused.text
    breach_id = case_of(world).id
    with world.work() as work:
        order = {"text_sealed": b"", "begun_at": work.now, "begun_by": "x", "role": "board"}
        work.add(BreachMessage(breach_id=breach_id, number=1, **order))
        (kept,) = work.session.query(BreachTelling)
        kept.state, kept.next_at, kept.round = "sending", work.now, 1
    work_off(world)
    assert channels.asked == [] and set(people(world).values()) == {"to-do"}
    assert world.rows(BreachTelling)[0].state == "stopped"
    step(board, path, "announcement", **ANNOUNCED)
    assert step(board, path, "publish").status_code == 422
    assert world.visitor().get(f"/breach/announcements/{case_of(world).number}").status_code == 404
    assert world.events() == []


def test_a_decision_not_to_tell_stops_what_is_under_way(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    ordered(world, board, path, 3)
    no = {**BOTH, "inform_persons": "no", "exception": "averted", "reason": "Alles is terug."}
    assert board.send(f"{path}/decide", page=path, **no).status_code == 303
    work_off(world)
    assert channels.asked == [] and world.rows(BreachTelling)[0].state == "stopped"
    assert begin(board, path, 3).status_code == 422
    assert board.send(f"{path}/decide", page=path, **BOTH).status_code == 303
    assert begin(board, path, 3).status_code == 303
    work_off(world)
    assert set(people(world).values()) == {"sent"}


def test_by_email_goes_a_notice_without_content_and_its_link_shows_the_message_and_no_case(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    ordered(world, board, path, 1, channel="email")
    link = f"/breach/messages/{sending.message_id_of(ids(world)[0], 'email')}"
    assert world.visitor().get(link).status_code == 404
    work_off(world)
    ((message_id, reference, channel, template),) = channels.asked
    assert (channel, template) == ("email", "breach-notice") and link.endswith(message_id)
    page = world.visitor().get(link)
    assert page.status_code == 200 and "Deel nature in en." in page.text
    assert "Z-0" not in page.text and case_of(world).number not in page.text and "gestolen" not in page.text
    assert world.visitor("jtb-care").get(link).status_code == 404
    assert world.visitor().get("/breach/messages/nergens").status_code == 404
    assert reference == "Z-0"


def test_B24_11_aftercare_is_written_down_per_person_and_sealed(world: World, board: Visitor, path: str) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    person = f"{path}/persons/{ids(world)[0]}"
    assert (
        board.send(f"{person}/care", page=person, care="asked", care_words="Zij vraagt een nieuw pasje.").status_code
        == 303
    )
    assert (
        board.send(f"{person}/care", page=person, care="given", care_words="Het pasje is vervangen.").status_code == 303
    )
    page = board.get(person).text
    assert page.index("nieuw pasje") < page.index("is vervangen")
    rows = world.rows(BreachPersonCare)
    assert [row.kind for row in rows] == ["asked", "given"] and not any(b"pasje" in row.words_sealed for row in rows)
    for typed in ({"care": "asked"}, {"care": "wished", "care_words": "x"}, {"care_words": "x"}):
        assert board.send(f"{person}/care", page=person, **typed).status_code == 422
    assert world.staff("bqr", "fg").get(person).status_code == 200
    assert "<form" not in world.staff("bqr", "fg").get(person).text.partition("<main")[2].partition("</main")[0]


def test_somebody_is_looked_up_by_reference_which_stands_in_no_address(world: World, board: Visitor, path: str) -> None:
    hand_in(board, path, "reference\nZ-1\nZ-2\n")
    found = board.send(f"{path}/persons", reference="Z-2")
    assert found.status_code == 303 and found.location.endswith(ids(world)[1]) and "Z-2" not in found.location
    missing = board.send(f"{path}/persons", reference="Z-3")
    assert missing.status_code == 422 and 'href="#field-reference"' in missing.text
    assert board.get(f"{path}/persons/nobody").status_code == 404
    assert world.staff("bqr", "carer").get(f"{path}/persons").status_code == 403
    assert world.staff("jtb-care", "care_lead").get(f"{path}/persons").status_code == 404


def test_J7_at_jtb_care_a_talk_in_person_is_a_task_that_the_desk_shows(world: World) -> None:
    lead = world.staff("jtb-care", "care_lead")
    path = decided(world, lead)
    hand_in(lead, path, "reference\nC-1\nC-2\n")
    step(lead, path, "message", **MESSAGE)
    assert begin(lead, path, 2).status_code == 303
    work_off(world, "jtb-care")
    assert people(world, "jtb-care") == {"C-1": "task", "C-2": "task"}
    (item,) = lead.get("/breach/api/v1/desk").json["items"]
    assert "2 to be told in person" in str(item)
    for each in ids(world, "jtb-care"):
        person = f"{path}/persons/{each}"
        assert lead.send(f"{person}/told", page=person).status_code == 303
        assert lead.send(f"{person}/told", page=path).status_code == 303
    assert case_of(world, "jtb-care").persons_state == "informed"
    assert world.verbs(case_of(world, "jtb-care").id, "jtb-care").count("told-person") == 2


def test_a_partner_lists_those_concerned_and_gets_back_what_is_wrong_by_its_place(
    world: World, board: Visitor, path: str
) -> None:
    api = f"/breach/api/v1/breaches/{case_of(world).id}"
    partner = world.partner("bqr", "breach:decide")
    sent = {"persons": [{"reference": "Z-1"}, {"reference": "999990019"}, {"reference": "Z-2", "channel": "duif"}]}
    listed = partner.post(f"{api}/persons", sent)
    assert listed.status_code == 200, listed.text
    assert listed.json["added"] == 1 and listed.json["known"] == 0
    assert listed.json["wrong"] == [
        {"index": 1, "column": "reference", "fault": "bsn"},
        {"index": 2, "column": "channel", "fault": "unknown-channel"},
    ]
    again = partner.post(f"{api}/persons", {"persons": [{"reference": "Z-1"}]})
    assert (again.json["added"], again.json["known"]) == (0, 1)
    for bad in (
        {"persons": []},
        {"persons": [{}]},
        {"persons": [{"reference": "Z"}] * 1001},
        {"persons": [{"name": "An"}]},
    ):
        assert partner.post(f"{api}/persons", bad).status_code == 422
    assert world.partner("bqr", "breach:read").post(f"{api}/persons", sent).status_code == 403
    assert world.partner("jtb-care", "breach:decide").post(f"{api}/persons", sent).status_code == 404
    numbers = world.partner("bqr", "breach:read").get(f"{api}/telling").json
    assert numbers["state"] == "idle" and numbers["persons"]["to-do"] == 1 and numbers["orders"] == 0


def test_a_case_whose_key_was_destroyed_shows_erased_and_sends_nothing(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    ordered(world, board, path, 2)
    person = ids(world)[0]
    world.erase(case_of(world).id)
    work_off(world)
    assert channels.asked == []
    for page in (path, f"{path}/telling", f"{path}/persons", f"{path}/persons/{person}"):
        shown = board.get(page)
        assert shown.status_code == 200 and "Z-0" not in shown.text, page
    assert {row.error for row in world.rows(BreachPerson)} == {"erased"}
    assert board.get(f"{path}/telling/letters-1.pdf").status_code == 404


def test_the_path_of_a_list_is_the_same_on_postgresql(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    path = decided(world, board)
    with pytest.MonkeyPatch.context() as patched:
        for module in (telling, afterwards, reading):
            patched.setattr(module, "LETTERS_IN_ONE", 2)
        patched.setattr(sending, "AT_A_TIME", 2)
        ordered(world, board, path, 5)
        assert hand_in(board, path, "reference\nZ-6\n").status_code == 422, "the list stays as it is while it goes"
        work_off(world)
        assert Counter(people(world).values()) == {"to-print": 5}
        page = board.get(f"{path}/telling").text
        assert page.count("2 letters to print (PDF)") == 2 and page.count("1 letter to print (PDF)") == 1
        assert step(board, path, "posted", part="2").status_code == 303
        assert step(board, path, "posted", part="2").status_code == 422
        assert list(people(world).values()) == ["to-print", "to-print", "sent", "sent", "to-print"]
        assert step(board, path, "posted", part="1").status_code == 303
        assert step(board, path, "posted", part="3").status_code == 303
    assert case_of(world).persons_state == "informed"


def test_B14_who_was_told_finds_the_breach_among_his_data_and_who_was_not_does_not(
    world: World, board: Visitor, path: str
) -> None:
    rules = world.runtime.rules("bqr")
    ordered(world, board, path, 2)
    work_off(world)
    with world.work() as work:
        assert contributing.told(work, "Z-0", rules, None, 10) == []
    step(board, path, "posted", part="1")
    with world.work() as work:
        ((key, thing),) = contributing.told(work, "Z-0", rules, None, 10)
        assert contributing.told(work, "Z-0", rules, key, 10) == []
        assert contributing.told(work, "Z-9", rules, None, 10) == []
        contributing.looked(work, "Z-0")
    assert thing.content["number"] == case_of(world).number and thing.category == "breaches"


def test_a_case_is_not_closed_while_somebody_on_the_list_was_not_told(world: World, board: Visitor, path: str) -> None:
    assert hand_in(board, path, "verwijzing\nZ-1\n").status_code == 303
    for name, typed in (("notified", {"at": "2026-03-02T10:30"}), ("informed", {"informed_at": "2026-03-02T10:30"})):
        assert board.send(f"{path}/{name}", page=path, **typed).status_code == 303
    handle(board, path, told=True)
    assert "Tell everybody on the list" in board.get(path).text
    assert board.send(f"{path}/close", page=path).status_code == 422
    person = f"{path}/persons/{ids(world)[0]}"
    assert board.send(f"{person}/unreachable", page=person).status_code in (303, 422)
    assert case_of(world).closed_at is None
