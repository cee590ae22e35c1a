"""Reports from outside, many of one sender: slowed down, never shut out; and one that is too large."""

from waarborg_breach.models import BreachCase
from waarborg_breach.pages import LIMITER
from waarborg_breach.pages.report import LARGEST_REPORT
from waarborg_shared.guessing import FREE_TRIES, GuessesBySender
from waarborg_shared.testing.world import World

PAGE = "/breach/report"
STAFF = {"summary": "Een tas is weg.", "discovered_at": "2026-03-02T06:00"}


def test_who_sends_many_reports_waits_and_a_second_one_and_another_sender_never_do(world: World) -> None:
    world.app.extensions[LIMITER] = GuessesBySender(world.clock.monotonic)
    sender, other = world.visitor("bqr"), world.visitor("bqr", address="192.0.2.9")
    for number in range(FREE_TRIES):
        assert sender.send(PAGE, summary=f"Lek {number}.").status_code == 201
        assert sender.send(PAGE, summary="").status_code == 422, "what is not taken in is not counted"
    late = sender.send(PAGE, summary="Nog een lek.", reporter="Bel Bram.")
    assert late.status_code == 429 and late.headers["Retry-After"] == "1"
    assert "Wait 1 second and send it again, or call." in late.text and "06-10004594" in late.text
    assert "Nog een lek." in late.text and "Bel Bram." in late.text
    assert len(world.rows(BreachCase)) == FREE_TRIES
    assert other.send(PAGE, summary="Een lek.").status_code == 201
    assert sender.send("/breach/questions", code="2346-2346-2346-2346").status_code == 422, "counted apart"
    assert world.visitor("jtb-care").send(PAGE, summary="Een lek.").status_code == 201
    for _ in range(FREE_TRIES + 1):
        assert world.staff("bqr", "carer").send(PAGE, **STAFF).status_code == 303, "staff report in a hurry"
    waits = []
    for _ in range(8):
        world.clock.forward(int(sender.send(PAGE, summary="Weer.").headers["Retry-After"]))
        assert sender.send(PAGE, summary="Weer.").status_code == 201
        waits.append(int(sender.send(PAGE, summary="Weer.").headers["Retry-After"]))
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    world.clock.forward(1000)
    assert sender.send(PAGE, summary="Weer een dag.").status_code == 201
    assert sender.send(PAGE, summary="En nog een.").status_code == 201


def test_a_report_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    sender = world.visitor("bqr")
    long = sender.send(PAGE, summary="é" * 20_000)
    assert long.status_code == 422 and "é" * 20_000 in long.text, "too long for its field keeps what was typed"
    assert sender.send(PAGE, summary="x" * (LARGEST_REPORT + 1)).status_code == 413
    assert world.rows(BreachCase) == []
